//! Whether a step of an exercise changes sides.
//!
//! Words such as "side" and "left" occur in many steps that do not change sides: "roll to the other side of the bed",
//! "hold both sides of the chair". In case of doubt, this reports nothing.

use std::ops::Range;
use std::sync::LazyLock;

use super::finder::AnyOf;
use crate::prose::words;

/// Every step that changes sides contains one of these.
const SIDE_WORDS: [&str; 7] = ["other", "opposite", "side", "sides", "each", "left", "right"];
/// To change one of these is to change sides.
const CHANGED: &[&str] = &["sides", "side", "legs", "leg", "arms", "arm", "feet", "hands", "knees"];
const CHANGES: &[&str] =
    &["switch", "switching", "swap", "swapping", "change", "changing", "alternate", "alternating"];
/// Parts that are trained one after the other. Hands are left out: often one is on the chest and the other on the
/// tummy.
const PARTS: &[&str] =
    &["side", "leg", "arm", "knee", "foot", "hip", "ankle", "heel", "shoulder", "elbow", "thigh", "calf"];
/// Parts of the body that do the same at the same time.
const LIMBS: &[&str] = &["hand", "arm", "elbow", "leg", "foot", "knee"];
/// Words that repeat what was done.
const AGAIN: &[&str] = &["repeat", "repeats", "repeating", "again"];
/// Words for how often or how long, after which "each side" is where to do it, not where something is.
const DOSED: &[&str] =
    &["times", "time", "once", "twice", "seconds", "second", "minutes", "minute", "reps", "repeats", "do"];
/// Things that are "on each side" without changing sides.
const PLACED: &[&str] = &[
    "weight", "hand", "hands", "arms", "elbows", "feet", "palms", "fingers", "cushion", "pillow", "towel",
    "chair", "rail",
];
/// Words that may come between "then" and the side: "then with your left leg".
const SMALL: &[&str] = &["the", "your", "to", "on", "with", "over", "do", "turn", "bend", "lean"];

/// Where `step` says to change sides, in bytes.
pub(in crate::check) fn change(step: &str) -> Option<Range<usize>> {
    static WORDS: LazyLock<AnyOf> =
        LazyLock::new(|| AnyOf::new(SIDE_WORDS.into_iter().chain(["legs", "arms"])));
    WORDS.all(step).next()?;
    let mut start = 0;
    step.split_inclusive(['.', '!', '?', ';']).find_map(|sentence| {
        let from = start;
        start += sentence.len();
        let found =
            SentenceText { text: sentence, words: words(sentence, 0..sentence.len()).collect() }.change()?;
        Some(from + found.start..from + found.end)
    })
}

struct SentenceText<'a> {
    text: &'a str,
    words: Vec<Range<usize>>,
}

impl SentenceText<'_> {
    fn change(&self) -> Option<Range<usize>> {
        let count = self.words.len();
        let (first, last) = (0..count).find_map(|at| {
            let end = self
                .swap(at)
                .or_else(|| self.other(at))
                .or_else(|| self.each(at))
                .or_else(|| self.direction(at))?;
            Some((at, end))
        })?;
        (!self.is_denied(first)).then(|| self.words[first].start..self.words[last].end)
    }

    fn is(&self, at: usize, known: &[&str]) -> bool {
        let word = self.words.get(at).map_or("", |word| &self.text[word.clone()]);
        known.iter().any(|known| known.eq_ignore_ascii_case(word))
    }

    /// Whether one of `known` comes before the word `at`.
    fn has_before(&self, at: usize, known: &[&str]) -> bool {
        (0..at).any(|at| self.is(at, known))
    }

    /// Whether something is repeated before the word `at`: "repeat", "do the same".
    fn is_again(&self, at: usize) -> bool {
        (0..at).any(|at| self.is(at, AGAIN) || self.is_the_same(at))
    }

    fn is_the_same(&self, at: usize) -> bool {
        self.is(at, &["same"]) && at > 1 && self.is(at - 2, &["do", "doing"])
    }

    /// Whether the side or part at `at` is that of an object: "side of the bed".
    fn is_of_a_thing(&self, at: usize) -> bool {
        self.is(at + 1, &["of"]) && !self.is(at + 2, &["body"]) && !self.is(at + 3, &["body"])
    }

    /// Whether a clause ends with the word `at`.
    fn ends(&self, at: usize) -> bool {
        let Some(next) = self.words.get(at + 1) else { return true };
        self.text[self.words[at].end..next.start].contains([',', ':', '–', '—', '(', ')'])
    }

    fn is_denied(&self, at: usize) -> bool {
        let near = at.saturating_sub(4)..at;
        near.into_iter()
            .any(|at| self.is(at, &["not", "never", "without", "no", "don't", "don’t", "instead"]))
    }

    /// "Swap sides", "change legs".
    fn swap(&self, at: usize) -> Option<usize> {
        let last = if self.is(at + 1, &["your", "the"]) { at + 2 } else { at + 1 };
        let is_swap = self.is(at, CHANGES) && self.is(last, CHANGED) && !self.is_of_a_thing(last);
        is_swap.then_some(last)
    }

    /// "The other side", "the opposite arm"; also hands, if something is repeated.
    fn other(&self, at: usize) -> Option<usize> {
        let is_part = self.is(at + 1, PARTS) || (self.is(at + 1, &["hand"]) && self.is_again(at));
        // "Each hand on the opposite shoulder" means both at once.
        let is_both =
            (0..at).any(|at| self.is(at, &["both"]) || (self.is(at, &["each"]) && self.is(at + 1, LIMBS)));
        let is_other =
            !is_both && self.is(at, &["other", "opposite"]) && is_part && !self.is_of_a_thing(at + 1);
        is_other.then_some(at + 1)
    }

    /// "On each side", "both sides in turn".
    fn each(&self, at: usize) -> Option<usize> {
        let is_again = self.is_again(at);
        if self.is(at, &["each"]) && self.is(at + 1, PARTS) && !self.is_of_a_thing(at + 1) {
            let is_dosed = is_again || self.has_before(at, DOSED);
            let is_meant = self.is(at + 1, &["side", "leg"]) && !self.has_before(at, PLACED);
            return (is_dosed || is_meant).then_some(at + 1);
        }
        let is_both = self.is(at, &["both"]) && self.is(at + 1, CHANGED) && !self.is_of_a_thing(at + 1);
        let is_in_turn = self.is(at + 2, &["in"]) && self.is(at + 3, &["turn", "turns"]);
        (is_both && (is_in_turn || is_again)).then(|| if is_in_turn { at + 3 } else { at + 1 })
    }

    /// "Then to the left", "repeat with the right leg".
    fn direction(&self, at: usize) -> Option<usize> {
        let small = (at + 1..self.words.len()).take_while(|&at| self.is(at, SMALL)).count();
        // "Then left" is a direction only after the other one: compare "whatever strength is then left".
        let is_then = self.is(at, &["then"]) && small <= 3;
        let has_other = self.has_before(at, &["left", "right"]);
        let is_again = self.is(at, AGAIN) || self.is_the_same(at);
        let way = if is_then {
            at + 1 + small
        } else if is_again {
            (at + 1..(at + 7).min(self.words.len())).find(|&at| self.is(at, &["left", "right"]))?
        } else {
            return None;
        };
        let has_article = self.is(way - 1, &["the", "your"]) || (is_then && small == 0 && has_other);
        let is_part = self.is(way + 1, PARTS) && !self.is_of_a_thing(way + 1);
        let is_way = self.is(way, &["left", "right"]) && has_article && (is_part || self.ends(way));
        is_way.then(|| if is_part { way + 1 } else { way })
    }
}

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn a_change_of_sides_is_found_in_many_wordings() {
        for (step, words) in [
            ("Do the same on the other side.", "other side"),
            ("Stretch one arm and the opposite leg.", "opposite leg"),
            ("Lower it slowly. Then swap sides.", "swap sides"),
            ("Switch legs after 10 times.", "Switch legs"),
            ("Change your sides.", "Change your sides"),
            ("Turn your head to the right, then to the left.", "then to the left"),
            ("Lift the right leg, then the left.", "then the left"),
            ("Turn to your right, then left.", "then left"),
            ("Repeat on the left.", "Repeat on the left"),
            ("Do the same with your right leg.", "same with your right leg"),
            ("Hold for 10 seconds on each side.", "each side"),
            ("Bend to each side.", "each side"),
            ("Stretch both sides in turn.", "both sides in turn"),
            ("Repeat on both sides.", "both sides"),
            ("Roll to the other side of your body.", "other side"),
            ("Repeat with the other hand.", "other hand"),
        ] {
            assert_eq!(change(step).map(|at| &step[at]), Some(words), "{step}");
        }
    }

    #[test]
    fn sides_of_objects_and_things_lying_there_are_not_a_change() {
        for step in [
            "Roll to the other side of the bed.",
            "Hold both sides of the chair.",
            "Put one hand on each side of your chair.",
            "Let your arms lie on each side.",
            "Put one hand on your chest and the other hand on your tummy.",
            "Breathe out what air is left over.",
            "Do it with whatever strength is then left.",
            "Lie on your right side.",
            "Then put the right amount of weight on it.",
            "Repeat it the right way.",
            "Do not change sides.",
            "Rock your knees to the left and right.",
            "You should feel it on both sides.",
            "Then take the left over towel.",
            "Squeeze both legs together.",
            "Look at the opposite wall.",
            "Cross your arms so that each hand lies on the opposite shoulder.",
            "Shift your weight to each side of your feet.",
            "Keep your weight the same on each leg.",
        ] {
            assert_eq!(change(step).map(|at| &step[at]), None, "{step}");
        }
    }
}
