//! JPEG: a row of segments, of which those for programs and people can go.
//!
//! Source: ITU-T T.81, annex B.

use super::{Damaged, Result, exif, part, short};

const EXIF: &[u8] = b"Exif\0\0";

/// One segment.
struct Segment<'a> {
    marker: u8,
    /// The marker, the length and what follows up to the next segment.
    bytes: &'a [u8],
}

impl<'a> Segment<'a> {
    /// What it says, without its marker and length.
    fn data(&self) -> &'a [u8] {
        self.bytes.get(4..).unwrap_or(&[])
    }

    fn exif(&self) -> Option<&'a [u8]> {
        (self.marker == 0xE1).then(|| self.data().strip_prefix(EXIF)).flatten()
    }

    /// Whether the picture cannot be shown rightly without it.
    fn is_needed(&self) -> bool {
        match self.marker {
            0xE0 => !self.data().starts_with(b"JFXX"),
            0xE2 => self.data().starts_with(b"ICC_PROFILE\0"),
            0xEE => self.data().starts_with(b"Adobe"),
            0xE1..=0xEF | 0xFE => false,
            _ => true,
        }
    }
}

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>> {
    let segments = segments(bytes)?;
    let turn = segments.iter().find_map(|segment| exif::turn(segment.exif()?));
    let mut clean = Vec::with_capacity(bytes.len());
    clean.extend(&bytes[..2]);
    let first = segments.iter().take_while(|segment| segment.marker == 0xE0).count();
    for (number, segment) in segments.iter().enumerate() {
        if let Some(turn) = turn.filter(|_| number == first) {
            let tiff = exif::of_turn(turn);
            clean.extend([0xFF, 0xE1, 0, 34]);
            clean.extend(EXIF);
            clean.extend(tiff);
        }
        if segment.is_needed() {
            clean.extend(segment.bytes);
        }
    }
    Ok(clean)
}

/// How the picture is turned.
pub(super) fn turn(bytes: &[u8]) -> Option<u8> {
    segments(bytes).ok()?.iter().find_map(|segment| exif::turn(segment.exif()?))
}

/// The segments behind the start of the picture, up to its end; what comes after is another file.
fn segments(bytes: &[u8]) -> Result<Vec<Segment<'_>>> {
    let mut segments = Vec::new();
    let mut at = 2;
    loop {
        if bytes.get(at) != Some(&0xFF) {
            return Err(Damaged);
        }
        // A marker may be filled up in front.
        while bytes.get(at + 1) == Some(&0xFF) {
            at += 1;
        }
        let marker = *bytes.get(at + 1).ok_or(Damaged)?;
        let end = match marker {
            0x01 | 0xD0..=0xD9 => at + 2,
            _ => {
                let length = usize::from(short(bytes, at + 2)?);
                part(bytes, at + 2, length.max(2))?;
                at + 2 + length.max(2)
            }
        };
        // A file that was cut off within its picture is shown as far as it goes.
        let end = if marker == 0xDA { end_of_scan(bytes, end) } else { end };
        segments.push(Segment { marker, bytes: &bytes[at..end] });
        if marker == 0xD9 || end >= bytes.len() {
            return Ok(segments);
        }
        at = end;
    }
}

/// Where the picture's own data end, which start at `at`.
fn end_of_scan(bytes: &[u8], at: usize) -> usize {
    memchr::memchr_iter(0xFF, &bytes[at..])
        .map(|found| at + found)
        .find(|&mark| bytes.get(mark + 1).is_some_and(|next| !matches!(next, 0x00 | 0xD0..=0xD7 | 0xFF)))
        .unwrap_or(bytes.len())
}
