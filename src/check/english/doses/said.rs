//! Finds the doses in a text: numbers with what they count.

use std::ops::Range;

use crate::article::{DirectiveForm, DirectiveUse};
use crate::check::english::plain_language::{Text, Word, traits};
use crate::prose::{Block, BlockKind, Prose};

/// The words after a number of seconds.
const SECONDS: [&str; 4] = ["second", "seconds", "sec", "secs"];
/// The words after a number of repeats.
const TIMES: [&str; 5] = ["times", "repeats", "repetitions", "reps", "time"];
/// The words after a number of sets.
const SETS: [&str; 2] = ["set", "sets"];
/// The words after a number of minutes.
const MINUTES: [&str; 4] = ["minute", "minutes", "mins", "min"];
/// The words after a number of hours.
const HOURS: [&str; 4] = ["hour", "hours", "hr", "hrs"];
/// Words that mean a number of times.
const OFTEN: [(&str, u32); 3] = [("once", 1), ("twice", 2), ("thrice", 3)];

/// Verbs for holding a position for some seconds.
const HOLDS: [&str; 7] = ["hold", "holds", "holding", "held", "stay", "keep", "keeping"];
/// Verbs for using a remedy for some minutes.
const USES: [&str; 12] =
    ["use", "using", "apply", "put", "leave", "place", "press", "lie", "sit", "soak", "try", "wear"];
/// Activities in between or besides, of any duration.
const IDLES: [&str; 17] = [
    "rest",
    "resting",
    "relax",
    "wait",
    "waiting",
    "pause",
    "break",
    "work",
    "takes",
    "walk",
    "walking",
    "run",
    "swim",
    "cycle",
    "sleep",
    "boil",
    "microwave",
];
/// Words about a study, which has doses of its own.
const STUDIED: [&str; 7] = ["trial", "trials", "study", "studies", "research", "researchers", "studied"];
/// Words for a stage before or after the full dose: "start with 5 seconds".
const STAGES: [&str; 9] =
    ["build", "increase", "aim", "start", "starting", "begin", "beginning", "easier", "harder"];

/// The words, apart from numbers, by which doses are found.
pub(in crate::check) fn counted_words() -> impl Iterator<Item = &'static str> {
    SECONDS.into_iter().chain(TIMES).chain(SETS).chain(MINUTES).chain(HOURS).chain(amounts())
}

/// Those of them that can be an amount without a number: "twice a day", "half a minute".
pub(in crate::check) fn amounts() -> impl Iterator<Item = &'static str> {
    OFTEN.into_iter().map(|(word, _)| word).chain(["minute", "hour"])
}

/// Whether a word in lower case with a digit in it counts something on its own: "30s", "20-minute".
pub(in crate::check) fn counts(word: &[u8]) -> bool {
    let letters = word.iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    let unit = &word[word.len() - letters..];
    letters < word.len() && (unit == b"s" || units().any(|known| known.as_bytes() == unit))
}

fn units() -> impl Iterator<Item = &'static str> {
    SECONDS.into_iter().chain(MINUTES).chain(HOURS)
}

/// What a number in a text counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// Seconds for which a position is held.
    Hold,
    /// Repetitions.
    Reps,
    /// Sets.
    Sets,
    /// Times a day.
    PerDay,
    /// Times or days a week.
    PerWeek,
    /// Minutes for which a remedy is used.
    Minutes,
}

/// A dose in a text, with the context that tells which row it refers to.
#[derive(Debug)]
pub(in crate::check) struct DoseMention {
    pub(super) said: StatedDose,
    /// Its place, in bytes of the file.
    pub(super) span: Range<usize>,
    pub(super) words: String,
    /// Its sentence, in lower case, and its offset in that.
    pub(super) sentence: String,
    pub(super) offset: usize,
    /// The part of its paragraph before the sentence, in lower case, if the sentence refers to "it".
    pub(super) before: String,
    /// The heading above it, in lower case.
    pub(super) heading: String,
    /// The row that a directive in the sentence links to.
    pub(super) linked: Option<String>,
}

/// A dose as the text gives it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StatedDose {
    pub(super) measure: Measure,
    pub(super) from: u32,
    pub(super) to: u32,
    /// Whether its sentence is about holding something.
    pub(super) is_held: bool,
    /// Whether its sentence is about repeating something.
    pub(super) is_repeated: bool,
    /// Whether it is a limit: "no more than 20 minutes".
    pub(super) is_ceiling: bool,
    /// Whether no other object comes between the activity and its duration.
    pub(super) is_of_it: bool,
    /// Its place, in bytes of the prose's text.
    at: Range<usize>,
}

/// Finds the doses in a text that contains the directives `uses`.
pub(in crate::check) fn said(text: &Text<'_>, uses: &[DirectiveUse]) -> Vec<DoseMention> {
    let prose = text.prose;
    let mut found = Vec::new();
    let any = traits::NUMBER | traits::DIGIT | traits::AMOUNT;
    for (number, sentence, words) in text.sentences_and_words_with(traits::DOSE, any) {
        let blocks = prose.blocks().get(..=number).unwrap_or(&[]);
        let is_text =
            |block: &Block| block.is_running() || (block.kind == BlockKind::Value && !block.is_quoted);
        let Some(block) = blocks.last().filter(|block| is_text(block)) else { continue };
        for said in doses(prose, words) {
            let heading = blocks.iter().rev().find(|block| matches!(block.kind, BlockKind::Heading(_)));
            let small = |range: Range<usize>| prose.slice(range).to_ascii_lowercase();
            let span = prose.source(said.at.clone());
            let start = block.text.start.min(sentence.start);
            let speaks_of_it = || {
                let mut words = prose.words(sentence.clone());
                words.any(|word| {
                    ["it", "this"].iter().any(|it| prose.slice(word.clone()).eq_ignore_ascii_case(it))
                })
            };
            found.push(DoseMention {
                before: if speaks_of_it() { small(start..sentence.start) } else { String::new() },
                words: prose.slice(said.at.clone()).to_owned(),
                sentence: small(sentence.clone()),
                offset: said.at.start - sentence.start,
                heading: heading.map(|heading| small(heading.text.clone())).unwrap_or_default(),
                linked: linked(uses, &prose.source(sentence.clone()), span.start),
                said,
                span,
            });
        }
    }
    found
}

/// The id in the last directive of `sentence` before `at`, or else in the first; both in bytes of the file.
fn linked(uses: &[DirectiveUse], sentence: &Range<usize>, at: usize) -> Option<String> {
    let is_row = |used: &&DirectiveUse| {
        used.form == DirectiveForm::Text
            && used.get("id").is_some()
            && used.span.start < sentence.end
            && sentence.start < used.span.end
    };
    let before = uses.iter().filter(is_row).take_while(|used| used.span.start < at).last();
    let used = before.or_else(|| uses.iter().find(is_row))?;
    used.get("id").map(|id| id.value.clone())
}

/// A number or a range, with a unit that is part of the same word.
struct NumberWithUnit<'a> {
    from: u32,
    to: u32,
    unit: &'a str,
}

/// A number with a unit.
struct Measurement<'a> {
    from: u32,
    to: u32,
    unit: &'a str,
    /// Whether it is a word such as "twice".
    is_often: bool,
    /// The index of its last word.
    last: usize,
}

/// The words of a sentence.
struct SentenceWords<'a> {
    prose: &'a Prose,
    words: &'a [Word],
}

impl<'a> SentenceWords<'a> {
    fn text(&self, index: usize) -> &'a str {
        self.words.get(index).map_or("", |word| self.prose.slice(word.range()))
    }

    fn is(&self, index: usize, wanted: &[&str]) -> bool {
        let text = self.text(index);
        wanted.iter().any(|word| text.eq_ignore_ascii_case(word))
    }

    /// Whether an amount may start at `index`. A sentence with "minute" or "hour" in it is read word by word, and few words
    /// start an amount.
    fn may_start(&self, index: usize) -> bool {
        let Some(word) = self.words.get(index) else { return false };
        word.is(traits::NUMBER | traits::DIGIT | traits::AMOUNT)
            || match word.end - word.start {
                1 => self.is(index, &["a"]),
                2 => self.is(index, &["an"]),
                4 => self.is(index, &["half"]),
                5 => self.is(index, &["sixty"]),
                6 => self.is(index, &["thirty"]),
                _ => false,
            }
    }

    fn is_before(&self, index: usize, wanted: &[&str]) -> bool {
        index.checked_sub(1).is_some_and(|index| self.is(index, wanted))
    }

    fn has(&self, wanted: &[&str]) -> bool {
        (0..self.words.len()).any(|index| self.is(index, wanted))
    }

    /// The text between word number `index` and the next.
    fn gap(&self, index: usize) -> &'a str {
        match (self.words.get(index), self.words.get(index + 1)) {
            (Some(word), Some(next)) => self.prose.slice(word.end..next.start),
            _ => "",
        }
    }

    /// A wish or an interval is not a dose: "after 10 times", "every 20 minutes".
    fn is_limit(&self, index: usize) -> bool {
        const LIMITS: [&str; 11] =
            ["than", "over", "under", "after", "within", "every", "at", "to", "till", "until", "least"];
        self.is_before(index, &LIMITS)
    }

    /// Nor is "Do not use it for 25 minutes", up to the end of the clause.
    fn is_denied(&self, index: usize) -> bool {
        let mut clause = (0..index)
            .rev()
            .take(8)
            .take_while(|&at| !self.gap(at).contains([',', ';', ':', '–', '—', '(', ')']));
        clause.any(|at| {
            self.is(at, &["never", "don't", "don’t"])
                || (self.is(at, &["not"]) && self.is_before(at, &["do"]))
        })
    }

    /// Whether the number at `index` is a maximum: "up to 20", "at most 20".
    fn is_most(&self, index: usize) -> bool {
        let is_up_to = self.is_before(index, &["to"]) && index > 1 && self.is_before(index - 1, &["up"]);
        is_up_to || self.is_before(index, &["most", "maximum"])
    }

    /// Whether it is a limit: "no more than 20", "do not use it for more than 20".
    fn is_ceiling(&self, index: usize) -> bool {
        let is_more =
            self.is_before(index, &["than"]) && index > 1 && self.is_before(index - 1, &["more", "longer"]);
        let mut before = (0..index).rev().take(10);
        is_more && before.any(|at| self.is(at, &["no", "not", "never", "don't", "don’t"]))
    }

    /// Whether the nearest word before the number at `index` that is in either list is in `wanted`; `None` if there
    /// is none.
    fn nearest(&self, index: usize, wanted: &[&str], others: &[&str]) -> Option<bool> {
        let mut near = (0..index).rev().take(10);
        let at = near.find(|&at| self.is(at, wanted) || self.is(at, others))?;
        Some(self.is(at, wanted))
    }

    /// "When you can hold it for 60 seconds" sets a goal, and "start with 5 seconds" is a step towards the dose.
    fn is_stage(&self) -> bool {
        let is_pair = |at: usize| {
            (self.is(at, &["when", "until", "till", "once", "if"])
                && self.is(at + 1, &["you"])
                && self.is(at + 2, &["can"]))
                || (self.is(at, &["too"]) && self.is(at + 1, &["long", "hard", "much", "many", "little"]))
                || (self.is(at, &["at"]) && self.is(at + 1, &["first"]))
        };
        self.has(&STAGES) || (0..self.words.len()).any(is_pair)
    }

    /// Whether the number at `index` refers to the row: in "use your pillow for 30 minutes" it refers to a pillow.
    fn is_of_it(&self, index: usize) -> bool {
        let between = (0..index).rev().take_while(|&at| !self.is(at, &HOLDS) && !self.is(at, &USES));
        let mut between = between.take(10);
        !between.any(|at| {
            self.is(at, &["your", "a", "an"])
                && !self.is_before(at, &["to", "on", "against", "over", "under", "in", "for", "half"])
        })
    }

    /// The amount that starts at `index`, if any.
    fn amount(&self, index: usize) -> Option<Measurement<'a>> {
        self.often(index).or_else(|| self.article(index)).or_else(|| self.number(index))
    }

    /// "20 seconds", "20 to 30 seconds", "20–30 seconds", "20-30s".
    fn number(&self, index: usize) -> Option<Measurement<'a>> {
        let joins = ["to", "or", "and"];
        let mut number = number(self.text(index))?;
        let mut last = index;
        if number.unit.is_empty() && number.from == number.to {
            let next = if self.is(index + 1, &joins) { index + 2 } else { index + 1 };
            let is_range = next > index + 1 || matches!(self.gap(index).trim(), "–" | "—" | "-");
            if let Some(most) = self::number(self.text(next)).filter(|most| is_range && most.from == most.to)
            {
                number = NumberWithUnit { from: number.from, ..most };
                last = next;
            }
        }
        let NumberWithUnit { from, to, unit } = number;
        Some(if unit.is_empty() {
            Measurement { from, to, unit: self.text(last + 1), is_often: false, last: last + 1 }
        } else {
            Measurement { from, to, unit, is_often: false, last }
        })
    }

    /// "Twice", "once or twice".
    fn often(&self, index: usize) -> Option<Measurement<'a>> {
        let times = |at: usize| OFTEN.iter().find(|(word, _)| self.is(at, &[word])).map(|(_, times)| *times);
        let from = times(index)?;
        let most = times(index + 2).filter(|_| self.is(index + 1, &["or", "to"]));
        let last = if most.is_some() { index + 2 } else { index };
        Some(Measurement { from, to: most.unwrap_or(from), unit: "times", is_often: true, last })
    }

    /// "A minute", "half an hour".
    fn article(&self, index: usize) -> Option<Measurement<'a>> {
        let is_half = self.is(index, &["half"]);
        let article = if is_half { index + 1 } else { index };
        let last = article + 1;
        // "A minute or two" is not a number, and "5 times a minute" does not count minutes.
        let is_number = is_half || self.is_before(index, &["for", "about"]);
        if !self.is(article, &["a", "an"]) || !is_number || self.is(last + 1, &["or"]) {
            return None;
        }
        let (from, unit) = match (is_half, self.is(last, &["minute"]), self.is(last, &["hour"])) {
            (true, true, _) => (30, "seconds"),
            (false, true, _) => (1, "minutes"),
            (true, _, true) => (30, "minutes"),
            (false, _, true) => (1, "hours"),
            _ => return None,
        };
        Some(Measurement { from, to: from, unit, is_often: false, last })
    }

    /// What `amount`, which starts at `index`, measures, how many of its units one such unit is, and the index of the
    /// last word involved.
    fn measure(&self, index: usize, amount: &Measurement<'_>) -> Option<(Measure, u32, usize)> {
        let is = |units: &[&str]| units.iter().any(|unit| amount.unit.eq_ignore_ascii_case(unit));
        let after = amount.last + 1;
        let is_limit = || self.is_limit(index) || self.is_denied(index);
        if is(&MINUTES) || is(&HOURS) {
            let doing = self.nearest(index, &[&HOLDS[..], &USES[..]].concat(), &IDLES);
            let is_most = self.is_most(index) || self.is_ceiling(index);
            let is_for = self.is_before(index, &["for"]);
            let is_said = doing == Some(true) || is_for || is_most;
            // "Leave 2 hours between uses", "30 minutes before you use it", "leave it to cool for 30 minutes".
            let is_apart = self.is(after, &["between", "apart", "later", "ago"])
                || (is_for && index > 1 && self.is_before(index - 1, &["cool", "warm", "dry"]))
                || (!is_for && !is_most && self.is(after, &["before", "after"]));
            let is_dose = is_said && !is_apart && doing != Some(false) && (is_most || !is_limit());
            return is_dose.then_some((Measure::Minutes, if is(&HOURS) { 60 } else { 1 }, amount.last));
        }
        let is_seconds = is(&SECONDS) || is(&["s"]);
        if !(is_seconds || is(&SETS) || is(&TIMES)) || is_limit() {
            return None;
        }
        if is_seconds {
            let is_idle = self.nearest(index, &HOLDS, &IDLES) == Some(false);
            return (self.has(&HOLDS) && !is_idle && !self.is_stage()).then_some((
                Measure::Hold,
                1,
                amount.last,
            ));
        }
        if is(&SETS) {
            return (!self.is_stage()).then_some((Measure::Sets, 1, amount.last));
        }
        for (measure, unit, adverb) in
            [(Measure::PerDay, "day", "daily"), (Measure::PerWeek, "week", "weekly")]
        {
            if self.is(after, &["a", "per", "each", "every"]) && self.is(after + 1, &[unit]) {
                return Some((measure, 1, after + 1));
            }
            if self.is(after, &[adverb]) {
                return Some((measure, 1, after));
            }
        }
        // "3 times an hour", "5 times as much", "the next time".
        const OTHERS: [&str; 9] = ["a", "an", "per", "as", "more", "less", "stronger", "higher", "longer"];
        let is_breath =
            self.nearest(index, &["breathe", "breath", "breaths"], &["repeat", "do"]) == Some(true);
        let is_other = amount.is_often || is_breath || self.is(after, &OTHERS) || self.is_stage();
        (!is_other).then_some((Measure::Reps, 1, amount.last))
    }
}

/// The doses in the sentence of these `words`.
pub(super) fn doses(prose: &Prose, words: &[Word]) -> Vec<StatedDose> {
    let words = SentenceWords { prose, words };
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.words.len() {
        let Some(amount) = words.may_start(index).then(|| words.amount(index)).flatten() else {
            index += 1;
            continue;
        };
        let Some((measure, each, last)) = words.measure(index, &amount) else {
            index = (amount.last + usize::from(amount.is_often)).max(index + 1);
            continue;
        };
        // Few sentences get this far, so what is asked of all their words is asked here.
        if words.has(&STUDIED) {
            return Vec::new();
        }
        let (is_held, is_repeated) = (words.has(&HOLDS), words.has(&["repeat", "repeats", "repeated", "do"]));
        if let (Some(first), Some(end)) = (words.words.get(index), words.words.get(last)) {
            let (from, to) = (amount.from.saturating_mul(each), amount.to.saturating_mul(each));
            let (is_ceiling, is_of_it) = (words.is_ceiling(index), words.is_of_it(index));
            found.push(StatedDose {
                measure,
                from,
                to,
                is_held,
                is_repeated,
                is_ceiling,
                is_of_it,
                at: first.start..end.end,
            });
        }
        index = last + 1;
    }
    found
}

/// The number that a word is, in digits or letters, with its own unit: "30", "20-30s", "30-second", "ten".
fn number(word: &str) -> Option<NumberWithUnit<'_>> {
    const WORDS: [(&str, u32); 16] = [
        ("zero", 0),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("twelve", 12),
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("sixty", 60),
    ];
    if let Some((_, number)) = WORDS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)) {
        return Some(NumberWithUnit { from: *number, to: *number, unit: "" });
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (from, rest) = word.split_at(digits(word));
    let from = from.parse().ok()?;
    let joined = rest.strip_prefix(['-', '\u{2011}']).unwrap_or(rest);
    let (to, unit) = joined.split_at(if joined.len() < rest.len() { digits(joined) } else { 0 });
    let to = if to.is_empty() { from } else { to.parse().ok()? };
    let is_unit = unit.is_empty() && rest.len() != 1
        || unit.eq_ignore_ascii_case("s")
        || units().any(|known| unit.trim_start_matches('-').eq_ignore_ascii_case(known));
    is_unit.then(|| NumberWithUnit { from, to, unit: unit.trim_start_matches('-') })
}

#[cfg(test)]
mod tests;
