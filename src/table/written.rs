//! How a value is written in its file: what reads as one character there may take two.

use std::ops::Range;

/// Where each part of a value is in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// From which byte of the value on it stands how far along in the file; in order, and never empty.
    shifts: Vec<(usize, usize)>,
}

impl Written {
    /// A value that stands in its file as it reads, from the byte `start` on.
    #[must_use]
    pub fn as_it_reads(start: usize) -> Written {
        Written { shifts: vec![(0, start)] }
    }

    /// How `text`, the value at `span` of `file`, is written there. `None` where that cannot be told: it is folded over
    /// lines, or has letters by their numbers.
    #[must_use]
    pub fn of(text: &str, span: &Range<usize>, file: &str) -> Option<Written> {
        let raw = file.get(span.clone())?;
        if let Some(at) = raw.find(text) {
            return Some(Written::as_it_reads(span.start + at));
        }
        // The quotes of a spreadsheet's cell are no part of its place; those of other values are, one or three of them.
        let inside = |quotes: usize| {
            let is_quote = |c: char| c == '"' || c == '\'';
            let quote = raw.chars().next().filter(|c| is_quote(*c))?;
            let inner = raw.get(quotes..raw.len().checked_sub(quotes)?)?;
            let ends = |part: &str| part.chars().all(|c| c == quote);
            let is_inside = ends(&raw[..quotes]) && ends(&raw[raw.len() - quotes..]);
            is_inside.then(|| Written::aligned(text, inner, span.start + quotes, quote))?
        };
        Written::aligned(text, raw, span.start, '"').or_else(|| inside(1)).or_else(|| inside(3))
    }

    /// The same of a value that stands from the byte `start` of its file on as `raw`, between quotes `quote`, which is written
    /// twice in it or behind a backslash. White space around it does not count.
    fn aligned(text: &str, raw: &str, start: usize, quote: char) -> Option<Written> {
        let start = start + raw.len() - raw.trim_start().len();
        let raw = raw.trim();
        let mut shifts = vec![(0, start)];
        let mut rest = raw;
        for (at, c) in text.trim_end().char_indices() {
            // A backslash at the end of a line joins it with the next.
            if let Some(joined) = joined(rest) {
                rest = joined;
                shifts.push((at, start + raw.len() - rest.len()));
            }
            let is_escape = matches!(c, '\n' if rest.starts_with("\\n") || rest.starts_with("\r\n"))
                || matches!(c, '\t' if rest.starts_with("\\t"));
            if is_escape {
                rest = &rest[2..];
                shifts.push((at + 1, start + raw.len() - rest.len()));
                continue;
            }
            let (escaped, twice) = match c {
                ';' => (rest.starts_with("\\;"), false),
                '"' | '\\' | '\'' => (rest.starts_with('\\'), rest.starts_with(quote) && c == quote),
                _ => (false, false),
            };
            if escaped || twice {
                rest = &rest[1..];
                let here = start + raw.len() - rest.len();
                shifts.push((at + c.len_utf8(), here + c.len_utf8()));
            }
            rest = rest.strip_prefix(c)?;
        }
        let rest = rest.trim_start();
        let rest = joined(rest).unwrap_or(rest);
        rest.is_empty().then_some(Written { shifts })
    }

    /// Where it starts, if it stands there as it reads.
    #[must_use]
    pub fn start(&self) -> Option<usize> {
        match self.shifts[..] {
            [(_, start)] => Some(start),
            _ => None,
        }
    }

    /// Where `within`, a range of the value in bytes, is in the file.
    #[must_use]
    pub fn place(&self, within: &Range<usize>) -> Range<usize> {
        self.file(within.start)..self.file(within.end)
    }

    /// Whether `within` stands in the file as it reads.
    #[must_use]
    pub fn is_as_read(&self, within: &Range<usize>) -> bool {
        self.place(within).len() == within.len()
    }

    /// Which of the value stands at `span` of the file: the other way round than [`Self::place`].
    #[must_use]
    pub fn within(&self, span: &Range<usize>) -> Range<usize> {
        self.value(span.start)..self.value(span.end)
    }

    fn file(&self, at: usize) -> usize {
        let next = self.shifts.partition_point(|(from, _)| *from <= at);
        self.shifts.get(next.saturating_sub(1)).map_or(at, |(from, file)| file + (at - from))
    }

    fn value(&self, at: usize) -> usize {
        let next = self.shifts.partition_point(|(_, file)| *file <= at);
        let (from, file) = self.shifts.get(next.saturating_sub(1)).copied().unwrap_or_default();
        let end = self.shifts.get(next).map_or(usize::MAX, |(from, _)| *from);
        (from + at.saturating_sub(file)).min(end)
    }
}

/// What follows a backslash at the end of a line and the white space after it; `None` if there is no backslash at the start of
/// `text`.
fn joined(text: &str) -> Option<&str> {
    let after = text.strip_prefix('\\')?;
    let line_end = after.trim_start_matches([' ', '\t', '\r']);
    (line_end.is_empty() || line_end.starts_with('\n')).then(|| after.trim_start())
}

#[cfg(test)]
mod tests {
    use super::Written;

    #[test]
    fn a_value_is_found_however_its_quotes_are_written() {
        for (raw, text) in [
            ("say \"\"stop\"\" at 2-3", "say \"stop\" at 2-3"),
            ("\"say \\\"stop\\\" at 2-3\"", "say \"stop\" at 2-3"),
            ("'say ''stop'' at 2-3'", "say 'stop' at 2-3"),
            ("\"a \\\\ at 2-3\"", "a \\ at 2-3"),
            ("\"\"\"é \\\"stop\\\" at 2-3\"\"\"", "é \"stop\" at 2-3"),
            ("\"\"stop\"\" at 2-3", "\"stop\" at 2-3"),
            ("say stop at 2-3", "say stop at 2-3"),
            ("\"\"\"a \\\n  b\n\nc at 2-3 \\\n\"\"\"", "a b\n\nc at 2-3 "),
            ("\"a\\n\\tb at 2-3\"", "a\n\tb at 2-3"),
        ] {
            let file = format!("x,{raw},y");
            let written = Written::of(text, &(2..2 + raw.len()), &file).unwrap_or_else(|| panic!("{raw}"));
            let at = text.find("2-3").expect("it is there");
            let place = written.place(&(at..at + 3));
            assert_eq!(&file[place.clone()], "2-3", "{raw}");
            assert_eq!(written.within(&place), at..at + 3, "{raw}");
            assert!(written.is_as_read(&(at..at + 3)), "{raw}");
        }
    }

    #[test]
    fn what_is_written_in_another_way_is_not_known() {
        for (raw, text) in
            [("\"a\\u0022 b\"", "a\" b"), ("a\n  b", "a b"), ("say \"stop", "say \"\"stop"), ("", "a")]
        {
            assert_eq!(Written::of(text, &(0..raw.len()), raw), None, "{raw}");
        }
    }

    #[test]
    fn a_stretch_with_an_escape_is_not_as_it_reads() {
        let raw = "say \"\"stop\"\" now";
        let written = Written::of("say \"stop\" now", &(0..raw.len()), raw).expect("it is written so");
        assert_eq!(&raw[written.place(&(4..10))], "\"\"stop\"\"");
        assert!(!written.is_as_read(&(4..10)) && written.is_as_read(&(5..9)));
    }
}
