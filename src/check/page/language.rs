//! Checks that a page declares its language, and that words in another script do so too.

use std::ops::Range;

use super::element::ElementKind;
use super::walk::{Start, Walk};
use super::{PageFinding, Spot, quoted};
use crate::diagnostic::code::rules;

rules! {
    /// A page does not declare its language.
    ///
    /// What it does: looks for `lang` on the `html` element of the rendered page.
    ///
    /// Why: a screen reader chooses its voice by the language. With the wrong voice, nobody understands a word.
    ///
    /// ```text
    /// Bad, in a template:  <html>
    /// Good: <html lang="{{ page.lang }}">
    /// ```
    ///
    /// Source: WCAG 2.2, 3.1.1 Language of Page.
    MISSING_LANG = "missing-lang", Accessibility, Error;
    /// Words in another script do not declare their language.
    ///
    /// What it does: looks on the rendered page for words in Arabic, Chinese, Cyrillic, Greek and other letters
    /// inside a `lang` that is not written in them. Single letters, as in formulas, are fine. Words of a language
    /// with the same script cannot be detected.
    ///
    /// Why: the voice that reads the page cannot pronounce them.
    ///
    /// ```text
    /// Bad:  Also in العربية
    /// Good: Also in <span lang="ar" dir="rtl">العربية</span>
    /// ```
    ///
    /// Source: WCAG 2.2, 3.1.2 Language of Parts.
    UNMARKED_LANGUAGE = "unmarked-language", Accessibility, Warning;
}

/// A script and the languages that are written in it.
struct Script {
    name: &'static str,
    /// Its ranges of letters, each as the first and the last.
    letters: &'static [(char, char)],
    languages: &'static [&'static str],
    /// This many letters in a row are not a formula.
    least: usize,
}

const SCRIPTS: [Script; 16] = [
    Script { name: "Greek", letters: &[('Ͱ', 'Ͽ'), ('ἀ', 'ῼ')], languages: &["el", "grc"], least: 3 },
    Script {
        name: "Cyrillic",
        letters: &[('Ѐ', 'ԯ')],
        languages: &["ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "tt", "ce", "cu"],
        least: 2,
    },
    Script { name: "Armenian", letters: &[('Ա', 'և')], languages: &["hy"], least: 2 },
    Script { name: "Hebrew", letters: &[('א', 'ת')], languages: &["he", "iw", "yi"], least: 2 },
    Script {
        name: "Arabic",
        letters: &[('ء', 'ۿ'), ('ݐ', 'ݿ'), ('ﭐ', 'ﻼ')],
        languages: &["ar", "fa", "ur", "ps", "ckb", "sd", "ug", "pnb", "ks", "ku", "az"],
        least: 2,
    },
    Script {
        name: "Devanagari",
        letters: &[('ऄ', 'ॿ')],
        languages: &["hi", "mr", "ne", "sa", "mai", "kok"],
        least: 2,
    },
    Script { name: "Bengali", letters: &[('অ', 'ৼ')], languages: &["bn", "as"], least: 2 },
    Script { name: "Gurmukhi", letters: &[('ਅ', 'ੴ')], languages: &["pa"], least: 2 },
    Script { name: "Gujarati", letters: &[('અ', 'ૹ')], languages: &["gu"], least: 2 },
    Script { name: "Tamil", letters: &[('அ', 'ௐ')], languages: &["ta"], least: 2 },
    Script { name: "Telugu", letters: &[('అ', 'ౡ')], languages: &["te"], least: 2 },
    Script { name: "Thai", letters: &[('ก', 'ๆ')], languages: &["th"], least: 2 },
    Script { name: "Georgian", letters: &[('Ⴀ', 'ჿ')], languages: &["ka"], least: 2 },
    Script { name: "Korean", letters: &[('가', '힣')], languages: &["ko"], least: 1 },
    Script { name: "Japanese", letters: &[('ぁ', 'ヿ')], languages: &["ja"], least: 1 },
    Script { name: "Chinese", letters: &[('㐀', '鿿')], languages: &["zh", "yue", "ja", "ko"], least: 1 },
];

impl Script {
    fn has(&self, letter: char) -> bool {
        self.letters.iter().any(|&(first, last)| (first..=last).contains(&letter))
    }

    fn of(letter: char) -> Option<&'static Script> {
        // Nearly all other characters are quotes, dashes and accented letters.
        if letter < 'Ͱ' || ('\u{2000}'..'\u{2e80}').contains(&letter) {
            return None;
        }
        SCRIPTS.iter().find(|script| script.has(letter))
    }
}

pub(super) fn open<'a>(walk: &mut Walk<'a>, start: &Start<'a, '_>) {
    if start.tag == ElementKind::Html && !start.says("lang") {
        walk.findings.push(PageFinding {
            code: &MISSING_LANG,
            spot: Spot::Tag,
            span: start.span(),
            message: "this page does not declare its language".into(),
            help: "write `<html lang=\"{{ page.lang }}\">`".into(),
        });
    }
}

/// Checks the text at `span`, which is not all ASCII.
pub(super) fn text(walk: &mut Walk<'_>, span: Range<usize>) {
    let html = walk.html;
    let Some(around) = walk.stack.last() else { return };
    let tongue = around.lang.split('-').next().unwrap_or("");
    if tongue.is_empty() {
        return;
    }
    let text = &html[span.clone()];
    let (mut run, mut letters): (Option<(&Script, usize, usize)>, usize) = (None, 0);
    let mut found = None;
    for (at, letter) in text.char_indices() {
        let script = if letter.is_ascii() { None } else { Script::of(letter) };
        match (script, &mut run) {
            (Some(script), Some((of, _, end))) if of.name == script.name => {
                letters += 1;
                *end = at + letter.len_utf8();
            }
            (Some(script), _) => {
                run = Some((script, at, at + letter.len_utf8()));
                letters = 1;
            }
            // Spaces between words and marks on letters belong to the range.
            (None, Some(_)) if letter == ' ' || (!letter.is_ascii() && !letter.is_alphanumeric()) => continue,
            (None, _) => {
                run = None;
                continue;
            }
        }
        let Some((of, start, end)) = run else { continue };
        let is_written_so = of.languages.iter().any(|language| tongue.eq_ignore_ascii_case(language));
        if !is_written_so && letters >= of.least {
            found = Some((of.name, start, end));
            break;
        }
    }
    let Some((script, start, _)) = found else { return };
    // The whole range of those words, for the message and the mark.
    let end =
        text[start..].find(|c: char| c.is_ascii() && c != ' ').map_or(text.len(), |length| start + length);
    let words = text[start..end].trim();
    let message = format!("{} is in {script} letters, on a page in `{}`", quoted(words), around.lang);
    walk.findings.push(PageFinding {
        code: &UNMARKED_LANGUAGE,
        spot: Spot::Words,
        span: span.start + start..span.start + start + words.len(),
        message,
        help: "put it into `<span lang=\"…\">` with the code of its language".into(),
    });
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn a_page_declares_its_language() {
        assert_eq!(found("<html>"), ["missing-lang"]);
        assert_eq!(found("<html lang=' '>"), ["missing-lang"]);
        assert_eq!(found("<html lang=en>"), [""; 0]);
    }

    #[test]
    fn words_in_another_script_declare_theirs() {
        for words in ["العربية", "Also in العربية.", "по-русски", "Ελληνικά", "中", "हिन्दी", "한국어"]
        {
            assert_eq!(found(&format!("<html lang=en><p>{words}</p>")), ["unmarked-language"], "{words}");
        }
        for html in [
            "<html lang=en><p lang=ar>العربية</p>",
            "<html lang=ar><p>العربية</p>",
            "<html lang=ja><p>日本のかな</p>",
            "<html lang=en><p>5 μg of α-linolenic acid, Δx, “naïve” – café ½ → ✓</p>",
            "<p>العربية</p>",
            "<html lang=en><script>'العربية'</script>",
        ] {
            assert_eq!(found(html), [""; 0], "{html}");
        }
    }
}
