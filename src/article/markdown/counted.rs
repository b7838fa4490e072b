//! A text that knows how long it is while somebody else writes it.

use std::cell::Cell;
use std::fmt;

/// A text whose length can be asked for while it is written.
pub(super) struct Counted<'c> {
    pub(super) text: String,
    length: &'c Cell<usize>,
}

impl<'c> Counted<'c> {
    /// An empty text with room for `room` bytes, whose length is kept in `length`.
    pub(super) fn new(room: usize, length: &'c Cell<usize>) -> Self {
        Counted { text: String::with_capacity(room), length }
    }
}

impl fmt::Write for Counted<'_> {
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        self.length.set(self.text.len());
        Ok(())
    }
}
