//! WebM and Matroska: elements in elements. What is taken out becomes empty space of the same length, as an index says by
//! their distance from the start where pictures and sounds are.
//!
//! Source: RFC 8794 (EBML); RFC 9559 (Matroska).

use std::ops::Range;

use super::{Damaged, Result, part};

const SEGMENT: u32 = 0x1853_8067;
const CLUSTER: u32 = 0x1F43_B675;
const INFO: u32 = 0x1549_A966;
const TAGS: u32 = 0x1254_C367;
const ATTACHMENTS: u32 = 0x1941_A469;
/// In `INFO`: when it was made, the names of files on the author's disk, and a checksum of what else is there.
const HIDDEN: [u32; 5] = [0x4461, 0x7384, 0x3C_83AB, 0x3E_83BB, 0xBF];
/// An element that says nothing.
const VOID: u8 = 0xEC;

/// An element.
struct EbmlElement {
    id: u32,
    /// All of it.
    whole: Range<usize>,
    /// What is in it.
    inside: Range<usize>,
    /// Whether it goes on until something else starts that cannot be in it, as in a recording of unknown length.
    is_open: bool,
}

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut clean = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        // A recording may be cut off in its last picture.
        let Some(found) = element(bytes, at)? else { break };
        at = match found.id {
            SEGMENT => found.inside.start,
            CLUSTER if found.is_open => found.inside.start,
            _ if found.is_open => return Err(Damaged),
            _ => found.whole.end,
        };
        match found.id {
            TAGS | ATTACHMENTS => empty(&mut clean, found.whole)?,
            INFO => {
                let mut inner = found.inside.start;
                while inner < found.inside.end {
                    let Some(part) = element(bytes, inner)? else { return Err(Damaged) };
                    inner = part.whole.end;
                    if HIDDEN.contains(&part.id) {
                        empty(&mut clean, part.whole)?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(clean)
}

/// The element at byte `at`; `None` where the file ends before it does and nothing of it has to be taken out.
fn element(bytes: &[u8], at: usize) -> Result<Option<EbmlElement>> {
    let first = *bytes.get(at).ok_or(Damaged)?;
    let length = first.leading_zeros() as usize + 1;
    if length > 4 {
        return Err(Damaged);
    }
    let id = part(bytes, at, length)?.iter().fold(0, |id: u32, byte| id << 8 | u32::from(*byte));
    let start = at + length;
    let first = *bytes.get(start).ok_or(Damaged)?;
    let length = first.leading_zeros() as usize + 1;
    if length > 8 {
        return Err(Damaged);
    }
    let size = part(bytes, start, length)?;
    let most = 1_u64.checked_shl(7 * u32::try_from(length).unwrap_or(8)).ok_or(Damaged)? - 1;
    let size = size.iter().fold(0, |size: u64, byte| size << 8 | u64::from(*byte)) & most;
    let inside = start + length;
    if size == most {
        let whole = at..bytes.len();
        return Ok(Some(EbmlElement { id, whole, inside: inside..bytes.len(), is_open: true }));
    }
    let size = usize::try_from(size).map_err(|_| Damaged)?;
    let end = inside.checked_add(size).ok_or(Damaged)?;
    if end > bytes.len() {
        return if [SEGMENT, INFO, TAGS, ATTACHMENTS].contains(&id) && id != SEGMENT {
            Err(Damaged)
        } else if id == SEGMENT {
            Ok(Some(EbmlElement { id, whole: at..bytes.len(), inside: inside..bytes.len(), is_open: false }))
        } else {
            Ok(None)
        };
    }
    Ok(Some(EbmlElement { id, whole: at..end, inside: inside..end, is_open: false }))
}

/// Makes an element one that says nothing.
fn empty(clean: &mut [u8], whole: Range<usize>) -> Result<()> {
    let place = clean.get_mut(whole).ok_or(Damaged)?;
    let length = place.len();
    let (head, rest) = if length < 9 { place.split_at_mut(2) } else { place.split_at_mut(9) };
    rest.fill(0);
    head[0] = VOID;
    match u8::try_from(length) {
        Ok(length) if length < 9 => head[1] = 0x80 | (length - 2),
        _ => {
            head[1..].copy_from_slice(&u64::try_from(length - 9).map_err(|_| Damaged)?.to_be_bytes());
            head[1] = 0x01;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(id: &[u8], inside: &[u8]) -> Vec<u8> {
        let size = u32::try_from(inside.len()).expect("it is short") | 0x1000_0000;
        [id, &size.to_be_bytes(), inside].concat()
    }

    fn segment(size: &[u8], clusters: &[u8]) -> Vec<u8> {
        let info = [
            element(b"\x7B\xA9", b"Heat"),
            element(b"\x44\x61", b"12345678"),
            element(b"\x73\x84", b"SECRET.webm"),
        ]
        .concat();
        let inside = [
            element(b"\x15\x49\xA9\x66", &info),
            clusters.to_vec(),
            element(b"\x12\x54\xC3\x67", b"SECRET"),
            element(b"\x19\x41\xA4\x69", b"SECRET"),
        ]
        .concat();
        let size = if size.is_empty() {
            (u32::try_from(inside.len()).expect("it is short") | 0x1000_0000).to_be_bytes().to_vec()
        } else {
            size.to_vec()
        };
        [element(b"\x1A\x45\xDF\xA3", b"webm"), b"\x18\x53\x80\x67".to_vec(), size, inside].concat()
    }

    #[test]
    fn a_film_keeps_its_title_and_its_pictures() {
        let block = element(b"\xA3", b"frame");
        let unknown = b"\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF".as_slice();
        for bytes in [
            segment(b"", &element(b"\x1F\x43\xB6\x75", &block)),
            segment(
                unknown,
                &[b"\x1F\x43\xB6\x75", unknown, &block, &element(b"\x1F\x43\xB6\x75", &block)].concat(),
            ),
        ] {
            let Ok(clean) = clean(&bytes) else { panic!("it is sound") };
            let has = |word: &[u8]| memchr::memmem::find(&clean, word).is_some();
            assert_eq!(clean.len(), bytes.len());
            assert!(has(b"Heat") && has(b"frame") && !has(b"SECRET") && !has(b"12345678"));
            assert!(super::clean(&clean).is_ok_and(|again| again == clean));
        }
        assert!(clean(b"\x1A\x45\xDF\xA3\x80\x12\x54\xC3\x67\x90cut").is_err());
        // The last picture of a recording may be cut off.
        assert!(clean(b"\x1A\x45\xDF\xA3\x80\x18\x53\x80\x67\xFF\xA3\x90cut").is_ok());
    }
}
