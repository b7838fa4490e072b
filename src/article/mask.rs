//! What a directive's characters are replaced by before Markdown is parsed; see [`super::directive`].

use std::ops::Range;

/// Masks a line that is a directive or its end.
pub(super) fn line(bytes: &mut [u8], range: Range<usize>) {
    let Range { start, end } = range;
    bytes[start..end].fill(b' ');
    bytes[start] = b'<';
    bytes[start + 1] = b'?';
    // The shortest, `:::`, becomes `<?>`, which CommonMark takes for a whole instruction.
    if end - start > 3 {
        bytes[end - 2] = b'?';
    }
    bytes[end - 1] = b'>';
}

/// Masks a directive in running text. Next to a backtick a code span would run on; there an HTML tag does, as
/// the backtick keeps it from being alone on its line, where it would start a block.
pub(super) fn text(bytes: &mut [u8], range: Range<usize>) {
    let Range { start, end } = range;
    let beside = |at: Option<&u8>| at == Some(&b'`');
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    let is_tag = beside(before) || beside(bytes.get(end));
    bytes[start..end].fill(b' ');
    if is_tag {
        bytes[start..start + 2].copy_from_slice(b"<b");
        bytes[end - 2..end].copy_from_slice(b"/>");
    } else {
        bytes[start] = b'`';
        bytes[end - 1] = b'`';
    }
}
