//! PNG: a row of chunks, of which texts, times and Exif can go.
//!
//! Source: W3C, Portable Network Graphics (third edition), 11.

use super::{Result, exif, length, part};

/// Chunks that say how the picture is shown, besides those that no picture can do without.
const SHOWN: [&[u8; 4]; 17] = [
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"mDCv", b"cLLI", b"cLLi",
    b"bKGD", b"hIST", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// The name and the data of each chunk, and the whole chunk.
type Chunk<'a> = (&'a [u8], &'a [u8], &'a [u8]);

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>> {
    let chunks = chunks(bytes)?;
    let mut clean = Vec::with_capacity(bytes.len());
    clean.extend(&bytes[..8]);
    for (name, data, whole) in chunks {
        let is_critical = name[0].is_ascii_uppercase();
        if is_critical || SHOWN.iter().any(|shown| *shown == name) {
            clean.extend(whole);
        } else if let Some(turn) = exif::turn(data).filter(|_| name == b"eXIf") {
            let mut chunk = b"eXIf".to_vec();
            chunk.extend(exif::of_turn(turn));
            clean.extend([0, 0, 0, 26]);
            clean.extend(&chunk);
            clean.extend(crc(&chunk).to_be_bytes());
        }
    }
    Ok(clean)
}

/// How the picture is turned.
pub(super) fn turn(bytes: &[u8]) -> Option<u8> {
    chunks(bytes).ok()?.iter().find_map(|(name, data, _)| (*name == b"eXIf").then(|| exif::turn(data))?)
}

/// The chunks up to the picture's end; what comes after is another file.
fn chunks(bytes: &[u8]) -> Result<Vec<Chunk<'_>>> {
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    let mut at = 8;
    while at < bytes.len() {
        let data = part(bytes, at + 8, length(bytes, at)?)?;
        let whole = part(bytes, at, data.len() + 12)?;
        let name = &whole[4..8];
        chunks.push((name, data, whole));
        at += whole.len();
        if name == b"IEND" {
            break;
        }
    }
    Ok(chunks)
}

/// The check sum of a chunk (annex D).
fn crc(chunk: &[u8]) -> u32 {
    !chunk.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    })
}
