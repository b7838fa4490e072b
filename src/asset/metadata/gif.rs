//! GIF: blocks, of which comments and the data of programs can go.
//!
//! Source: CompuServe, GIF89a.

use super::{Damaged, Result, part};

/// The programs whose data say how the picture is shown.
const SHOWN: [&[u8; 11]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut clean = Vec::with_capacity(bytes.len());
    let mut at = 13 + colours(*bytes.get(10).ok_or(Damaged)?);
    clean.extend(part(bytes, 0, at)?);
    while let Some(&kind) = bytes.get(at) {
        let end = match kind {
            0x21 => end_of_blocks(bytes, at + 2)?,
            0x2C => {
                let start = at + 10 + colours(*bytes.get(at + 9).ok_or(Damaged)?);
                end_of_blocks(bytes, start + 1)?
            }
            0x3B => {
                clean.push(kind);
                break;
            }
            _ => return Err(Damaged),
        };
        let is_shown = match (kind, bytes.get(at + 1)) {
            (0x21, Some(0xFE)) => false,
            (0x21, Some(0xFF)) => {
                let program = bytes.get(at + 3..at + 14).unwrap_or(&[]);
                SHOWN.iter().any(|shown| *shown == program)
            }
            _ => true,
        };
        if is_shown {
            clean.extend(&bytes[at..end]);
        }
        at = end;
    }
    Ok(clean)
}

/// The size of a table of colours in bytes.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where the blocks that start at `at` end, behind an empty one.
fn end_of_blocks(bytes: &[u8], mut at: usize) -> Result<usize> {
    loop {
        let size = usize::from(*bytes.get(at).ok_or(Damaged)?);
        at += size + 1;
        if size == 0 {
            return Ok(at);
        }
    }
}
