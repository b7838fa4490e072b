//! What was given and could not be read.

/// The keys of a table that were given and could not be read, which was reported: they are not missing.
///
/// A key inside another is written with a dot: `evidence.grade`. Items of a list are not told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Misread {
    keys: Vec<String>,
    /// Whether nobody knows which keys were meant.
    is_everything: bool,
}

impl Misread {
    /// Of what was broken as a whole: no key is missing.
    #[must_use]
    pub fn everything() -> Misread {
        Misread { keys: Vec::new(), is_everything: true }
    }

    /// Whether it was broken as a whole.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.is_everything
    }

    /// Whether one of `keys`, something in it or what it stands in could not be read.
    #[must_use]
    pub fn has(&self, keys: &[&str]) -> bool {
        let is_in = |inner: &str, outer: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let is_one = |path: &String| keys.iter().any(|key| is_in(path, key) || is_in(key, path));
        self.is_everything || self.keys.iter().any(is_one)
    }

    /// Adds the key at `path`.
    pub fn add(&mut self, path: impl Into<String>) {
        self.keys.push(path.into());
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: Misread) {
        self.keys.extend(other.keys);
        self.is_everything |= other.is_everything;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_misread_with_what_is_in_it_and_what_it_is_in() {
        let mut misread = Misread::default();
        misread.add("evidence.grade");
        misread.add("hold");
        for key in ["evidence", "evidence.grade", "evidence.grade.word", "hold"] {
            assert!(misread.has(&["other", key]), "{key}");
        }
        for key in ["evidence.summary", "hold_note", "hol", "evidence.gradee"] {
            assert!(!misread.has(&[key]), "{key}");
        }
    }
}
