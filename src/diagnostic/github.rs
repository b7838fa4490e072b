//! Diagnostics as workflow commands of GitHub Actions, which become annotations next to the changed lines.
//!
//! ```text
//! ::error file=content/a.md,line=3,endLine=3,col=8,endColumn=15,title=broken-link::no page at `heat.md`%0Adid you mean …
//! ```
//!
//! A command is one line. In its text, `%` and line endings are written as `%25`, `%0D` and `%0A`; in its properties,
//! `:` and `,` also become `%3A` and `%2C`. Nothing that an author writes can end a command early or start another.

use std::fmt::Write;

use super::position::{Lines, clamp};
use super::{Diagnostic, FileName, Place, Texts};

/// A command for each of `diagnostics`, and a notice for each related place. `prefix` is put before every path:
/// empty, or the site's folder ending with a slash.
#[must_use]
pub fn commands(diagnostics: &[Diagnostic], texts: &dyn Texts, prefix: &str) -> String {
    let mut commands = String::new();
    let mut found = LineFinder { texts, prefix, lines: None };
    // Related places are looked up separately, so that the lines of one file are not counted again and again.
    let mut related = LineFinder { texts, prefix, lines: None };
    for diagnostic in diagnostics {
        let help = if diagnostic.help.is_empty() { String::new() } else { format!("\n{}", diagnostic.help) };
        let message = format!("{}{help}", diagnostic.message);
        let place = found.place(&diagnostic.primary.place);
        write(&mut commands, diagnostic.level.word(), &place, diagnostic.code.name, &message);
        for other in &diagnostic.related {
            let message = [&other.text, ": ", &diagnostic.message].concat();
            let message = message.trim_start_matches(": ");
            write(&mut commands, "notice", &related.place(&other.place), diagnostic.code.name, message);
        }
    }
    commands
}

fn write(commands: &mut String, level: &str, place: &str, title: &str, message: &str) {
    let _ = writeln!(commands, "::{level} {place},title={}::{}", property(title), data(message));
}

/// Finds the lines of places.
struct LineFinder<'a> {
    texts: &'a dyn Texts,
    prefix: &'a str,
    /// The lines of the last file: diagnostics are sorted by file.
    lines: Option<(FileName, Lines<'a>)>,
}

impl LineFinder<'_> {
    /// The properties that locate `place`.
    fn place(&mut self, place: &Place) -> String {
        let mut said = format!("file={}", property(&format!("{}{}", self.prefix, place.file)));
        let Some(text) = self.texts.text(&place.file) else { return said };
        if self.lines.as_ref().is_none_or(|(file, _)| *file != place.file) {
            self.lines = Some((place.file.clone(), Lines::new(text)));
        }
        if let Some((_, lines)) = &self.lines {
            let span = clamp(text, place.start..place.end);
            let (from, to) = (lines.position(span.start), lines.position(span.end));
            let _ = write!(said, ",line={},endLine={}", from.line, to.line);
            // GitHub accepts columns only if both are on one line.
            if from.line == to.line {
                let _ = write!(said, ",col={},endColumn={}", from.column, to.column);
            }
        }
        said
    }
}

/// The command that reports why balm could not start.
#[must_use]
pub fn failure(message: &str, help: &str) -> String {
    format!("::error title=balm::{}\n", data(&format!("{message}\n{help}")))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::EMPTY_ARTICLE;
    use crate::diagnostic::Place;

    struct One(&'static str);

    impl Texts for One {
        fn text(&self, _: &str) -> Option<&str> {
            Some(self.0)
        }
    }

    #[test]
    fn authors_text_cannot_end_a_command_or_start_another() {
        let place = Place::new(&"content/a,b:c%.md".into(), 2..5);
        let said = Diagnostic::new(&EMPTY_ARTICLE, place, "100 %\r\n::error::x", "fix:\nit, %0A");
        assert_eq!(
            commands(&[said], &One("é\nab\n"), "my site/"),
            "::warning file=my site/content/a%2Cb%3Ac%25.md,line=1,endLine=2,title=empty-article::\
             100 %25%0D%0A::error::x%0Afix:%0Ait, %250A\n"
        );
    }

    #[test]
    fn columns_count_characters_on_one_line() {
        let said = Diagnostic::new(&EMPTY_ARTICLE, Place::new(&"a.md".into(), 2..4), "warm", "");
        assert_eq!(
            commands(&[said], &One("éab"), ""),
            "::warning file=a.md,line=1,endLine=1,col=2,endColumn=4,title=empty-article::warm\n"
        );
    }

    #[test]
    fn every_place_of_a_mistake_is_annotated() {
        let place = |file: &str| Place::new(&file.into(), 0..2);
        let said = Diagnostic::new(&EMPTY_ARTICLE, place("a.md"), "30 is not 20", "fix one");
        let said = said.also(place("b.toml"), "the row");
        assert_eq!(
            commands(&[said], &One("ab"), ""),
            "::warning file=a.md,line=1,endLine=1,col=1,endColumn=3,title=empty-article::30 is not 20%0Afix one\n\
             ::notice file=b.toml,line=1,endLine=1,col=1,endColumn=3,title=empty-article::the row: 30 is not 20\n"
        );
    }
}
