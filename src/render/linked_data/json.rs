//! JSON that can stand in HTML.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::swar;

/// `value` as JSON without a `<`, so that nothing in it can end the script that holds it.
pub(super) fn to_json(value: &impl Serialize) -> String {
    let mut bytes = Vec::with_capacity(4 * 1024);
    // What is written to memory and has no map with keys other than texts cannot fail.
    let result = value.serialize(&mut Serializer::with_formatter(&mut bytes, InHtml));
    debug_assert!(result.is_ok(), "{result:?}");
    String::from_utf8(bytes).unwrap_or_default()
}

/// Writes `<` in texts as `\u003c`. It stands nowhere else in JSON.
struct InHtml;

impl Formatter for InHtml {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let bytes = fragment.as_bytes();
        if !swar::contains(bytes, b'<') {
            return writer.write_all(bytes);
        }
        let mut done = 0;
        for at in memchr::memchr_iter(b'<', bytes) {
            writer.write_all(&bytes[done..at])?;
            writer.write_all(b"\\u003c")?;
            done = at + 1;
        }
        writer.write_all(&bytes[done..])
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_in_a_text_ends_the_script_around_it() {
        let text = "a </script><!-- \"é\" \n <<";
        let json = super::to_json(&text);
        assert_eq!(json, "\"a \\u003c/script>\\u003c!-- \\\"é\\\" \\n \\u003c\\u003c\"");
        assert_eq!(serde_json::from_str::<String>(&json).expect("it is JSON"), text);
    }
}
