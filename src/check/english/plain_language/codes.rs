//! The explain pages of the rules about wording.

use crate::diagnostic::code::rules;

rules! {
    /// A sentence has more than 20 words.
    ///
    /// What it does: counts the words of each sentence. A list item is a sentence of its own; headings, labels,
    /// quotations and footnotes are not checked.
    ///
    /// Why: many people lose track in a long sentence, especially when they are ill, worried or in a hurry, or when
    /// they are reading in a language that is not their first.
    ///
    /// Bad:
    ///
    /// ```text
    /// If the pain has not gone after a few weeks, or if it gets worse, you should make an appointment with a GP or a
    /// physiotherapist who can examine your back.
    /// ```
    ///
    /// Good:
    ///
    /// ```text
    /// See a GP if the pain gets worse, or has not gone after a few weeks. They can examine your back.
    /// ```
    ///
    /// Split it into two sentences, or make a list. For more than 35 words there is `very-long-sentence`.
    ///
    /// Source: NHS content style guide (sentences of 20 words or fewer).
    LONG_SENTENCE = "long-sentence", PlainLanguage, Warning;
    /// A sentence has more than 35 words.
    ///
    /// What it does: counts the words of each sentence, as `long-sentence` does.
    ///
    /// Why: hardly anybody understands a sentence of this length at first reading. `long-sentence` warns from 21
    /// words; this is an error, because advice that is not understood is not advice.
    ///
    /// Bad: one sentence that says what to do, when, why and for whom. Good: one sentence for each.
    ///
    /// Source: the limit of 20 words is from the NHS content style guide; that 35 stop a build is ours.
    VERY_LONG_SENTENCE = "very-long-sentence", PlainLanguage, Error;
    /// A paragraph has more than three sentences.
    ///
    /// What it does: counts the sentences of each paragraph and marks the first one too many.
    ///
    /// Why: people scan a page before they read it, and skip blocks of text. On a phone, four sentences fill the
    /// screen.
    ///
    /// Bad:
    ///
    /// ```text
    /// Lie down. Bend your knees. Hold them. Breathe out.
    /// ```
    ///
    /// Good:
    ///
    /// ```text
    /// 1. Lie down.
    /// 2. Bend your knees and hold them.
    /// 3. Breathe out.
    /// ```
    ///
    /// Start a new paragraph for each new thought, or make a list. The first sentence too many is marked.
    ///
    /// Source: NHS content style guide (paragraphs of three sentences or fewer).
    LONG_PARAGRAPH = "long-paragraph", PlainLanguage, Warning;
    /// A text is harder to read than school grade 8.
    ///
    /// What it does: calculates the Flesch–Kincaid grade of the running text if it has 100 words or more, without
    /// headings, tables, labels and footnotes. It marks the three hardest sentences.
    ///
    /// Why: advice that only some readers can follow helps only some. The formula is based on the length of sentences
    /// and words, not on their meaning, so this is only a warning: start with the marked sentences and make them
    /// shorter.
    ///
    /// Bad: "Involuntary muscular contractions necessitate professional evaluation." Good: "If a muscle keeps
    /// tightening by itself, see a GP."
    ///
    /// The reading age is the grade plus 5, which is a rule of thumb; the NHS aims for 9 to 11.
    ///
    /// Source: National Institutes of Health (grade 8 at most); Flesch–Kincaid.
    HARD_TO_READ = "hard-to-read", PlainLanguage, Warning;
    /// A word has a plainer equivalent.
    ///
    /// What it does: looks for words that have a plainer equivalent and suggests it. `--fix` leaves them alone:
    /// whether another word says the same in a sentence is for a person to judge.
    ///
    /// Why: readers take "acute" for "severe" and "chronic" for "bad", and many do not know "renal" at all. The plain
    /// word is just as exact, and everybody knows it.
    ///
    /// Bad: "Seek medical advice if symptoms persist." Good: "Ask for medical advice if symptoms carry on."
    ///
    /// Names of illnesses keep their words ("chronic fatigue syndrome"), and so do names with a capital, quotations
    /// and the titles of other sites.
    ///
    /// Source: NHS content style guide, A to Z of NHS health writing; about half of the words are ours.
    JARGON = "jargon", PlainLanguage, Warning;
    /// An abbreviation is not explained where it is first used.
    ///
    /// What it does: looks at the first use of each abbreviation of two to six capitals, except those that everybody
    /// knows.
    ///
    /// Why: readers who do not know it cannot look it up in the text, and a screen reader may read it as a word.
    ///
    /// Bad: "You may have an MRI." Good: "You may have a magnetic resonance imaging (MRI) scan."
    ///
    /// Any of these explains it: the long form with the abbreviation in brackets, the abbreviation with the long form
    /// in brackets, a clause after it ("NICE, which guides the NHS, …"), or `<abbr title="…">`. NHS, GP, A&E and some
    /// that are better known than their long form (UK, TV, DNA, HIV, PDF) need no explanation.
    ///
    /// Source: NHS content style guide; WCAG 2.2, 3.1.4.
    UNEXPANDED_ABBREVIATION = "unexpanded-abbreviation", PlainLanguage, Warning;
    /// A number is written in words.
    ///
    /// What it does: finds numbers in words before what they count. "One of them" and "one or two 200mg tablets" are
    /// fine.
    ///
    /// Why: numerals are found at a glance and understood by more people; that includes 1 and 2.
    ///
    /// Bad: "Rest for two weeks." Good: "Rest for 2 weeks."
    ///
    /// Source: NHS content style guide, numbers.
    NUMBER_IN_WORDS = "number-in-words", PlainLanguage, Warning;
    /// A range of numbers is written with a dash.
    ///
    /// What it does: finds two numbers, or two times of day, with a dash between them.
    ///
    /// Why: a dash is easily overlooked or taken for a minus sign, and screen readers skip it: "2 3 times".
    ///
    /// Bad: "2-3 times", "10 – 15 minutes", "9am-5pm". Good: "2 to 3 times", "10 to 15 minutes", "9am to 5pm".
    ///
    /// Source: NHS content style guide, numbers.
    NUMBER_RANGE = "number-range", PlainLanguage, Warning;
    /// An amount is not written with its unit in the usual form.
    ///
    /// What it does: finds a space between an amount and its unit symbol, and "mcg" or "µg" for micrograms.
    ///
    /// Why: at a space, an amount can be split between two lines, and "mcg" and "µg" have been misread as "mg": a
    /// thousand times the dose.
    ///
    /// Bad: "0.5 mg", "50mcg", "5 %". Good: "0.5mg", "50 micrograms", "5%".
    ///
    /// In the English of other countries, as set by `language` or `lang`, "0.5 mg" and "50 mcg" are right, and only
    /// "µg" is reported.
    ///
    /// Source: NHS content style guide, numbers and measurements.
    UNIT_FORM = "unit-form", PlainLanguage, Warning;
    /// A temperature is not written in the usual form.
    ///
    /// What it does: finds temperatures in degrees Celsius in any form other than "38C".
    ///
    /// Why: a degree sign, a space and a name say no more than the letter does. A single form is found at a glance,
    /// and screen readers read it correctly.
    ///
    /// Bad: "38 °C", "38 degrees Celsius". Good: "38C".
    ///
    /// It does not apply to the English of other countries, where "38 °C" is right.
    ///
    /// Source: NHS content style guide, numbers and measurements.
    TEMPERATURE_FORM = "temperature-form", PlainLanguage, Warning;
    /// A date is not written as "6 August 2018".
    ///
    /// What it does: finds dates that are all numbers, and those with endings, commas or the month first.
    ///
    /// Why: in some countries 6/8/2018 is in August, in others in June. Endings and commas only make a date longer.
    ///
    /// Bad: "6th August 2018", "August 6, 2018", "6/8/2018". Good: "6 August 2018".
    ///
    /// "August 6, 2018" is right in the English of other countries.
    ///
    /// Source: NHS content style guide, dates.
    DATE_FORM = "date-form", PlainLanguage, Warning;
    /// A time of day is not written as "5:30pm".
    ///
    /// What it does: finds times in the 24-hour clock, times with a point or a space, and 12 o'clock as "noon" or
    /// "midnight".
    ///
    /// Why: not everybody reads the 24-hour clock; a point makes a time look like a decimal; and 12am is noon to some
    /// and midnight to others.
    ///
    /// Bad: "17:30", "5.30 pm", "12 noon". Good: "5:30pm", "midday".
    ///
    /// "5:30 p.m." is right in the English of other countries.
    ///
    /// Source: NHS content style guide, times.
    TIME_FORM = "time-form", PlainLanguage, Warning;
    /// A number of four digits or more has no comma.
    ///
    /// What it does: finds amounts of four digits or more without a comma. Years, and numbers that identify
    /// something, have none.
    ///
    /// Why: 1000 and 10000 look alike at a glance, and one zero makes it ten times the amount. The comma shows the
    /// difference.
    ///
    /// Bad: "1 in 1000 people", "10000 steps". Good: "1 in 1,000 people", "10,000 steps".
    ///
    /// Source: NHS content style guide, numbers.
    THOUSANDS_COMMA = "thousands-comma", PlainLanguage, Warning;
    /// A decimal has no zero before the decimal point.
    ///
    /// What it does: finds decimals that start with the point.
    ///
    /// Why: the point is easily overlooked, and ".5mg" becomes 5mg.
    ///
    /// Bad: ".5mg". Good: "0.5mg".
    ///
    /// Source: NHS content style guide, numbers.
    LEADING_ZERO = "leading-zero", PlainLanguage, Warning;
    /// Two numerals are next to each other.
    ///
    /// What it does: finds a numeral directly before an amount.
    ///
    /// Why: "2 200mg tablets" is read as 2,200mg.
    ///
    /// Bad: "2 200mg tablets". Good: "two 200mg tablets".
    ///
    /// Source: NHS content style guide, numbers.
    ADJACENT_NUMBERS = "adjacent-numbers", PlainLanguage, Warning;
    /// A negative is contracted: "don't", "can't".
    ///
    /// What it does: finds negative contractions, also in titles, descriptions and questions.
    ///
    /// Why: people who read quickly, or read English as a second language, miss the "n't" and do the opposite.
    ///
    /// Bad: "You can't drive." Good: "You cannot drive."
    ///
    /// Other contractions, such as "you'll", are welcome. "Don't" alone as a heading is fine.
    ///
    /// Source: NHS content style guide.
    CONTRACTION = "contraction", PlainLanguage, Error;
    /// An item in a list of what not to do does not start with "do not".
    ///
    /// What it does: looks at the first words of each item in `:::dont`.
    ///
    /// Why: people look at an item without its heading, and a screen reader may start in the middle of the list.
    ///
    /// Bad:
    ///
    /// ```text
    /// :::dont
    /// - stay in bed for days
    /// :::
    /// ```
    ///
    /// Good:
    ///
    /// ```text
    /// :::dont
    /// - do not stay in bed for days
    /// :::
    /// ```
    ///
    /// Source: NHS design system, do and don't lists.
    DONT_ITEM = "dont-item", PlainLanguage, Error;
    /// An amount is vague.
    ///
    /// What it does: finds "a few", "several", "adequate", "regularly" and the like in doses.
    ///
    /// Why: "a few seconds" is 3 to one reader and 30 to the next. In a dose, that matters.
    ///
    /// Bad: "Hold for a few seconds.", "Drink adequate water." Good: "Hold for 5 seconds.", "Drink 6 to 8 glasses of
    /// water a day."
    ///
    /// Source: DISCERN and the exercise reporting template CERT ask for exact doses; the list of words is ours.
    VAGUE_AMOUNT = "vague-amount", PlainLanguage, Warning;
}
