//! WebP: chunks in a RIFF file.
//!
//! Source: Google, WebP Container Specification.

use super::{Damaged, Result, exif, part};

/// What a picture is made of.
const SHOWN: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// In the first data byte of `VP8X`: there is Exif, there is XMP.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>> {
    let chunks = chunks(bytes)?;
    let turn = chunks.iter().find_map(|chunk| of_chunk(chunk));
    let mut clean = Vec::with_capacity(bytes.len());
    clean.extend(&bytes[..12]);
    for chunk in chunks {
        if SHOWN.iter().any(|shown| chunk.starts_with(*shown)) {
            let start = clean.len();
            clean.extend(chunk);
            if let Some(flags) = clean.get_mut(start + 8).filter(|_| chunk.starts_with(b"VP8X")) {
                *flags &= !(HAS_EXIF | HAS_XMP);
                *flags |= if turn.is_some() { HAS_EXIF } else { 0 };
            }
        }
    }
    if let Some(turn) = turn {
        clean.extend(b"EXIF\x1a\0\0\0");
        clean.extend(exif::of_turn(turn));
    }
    let size = u32::try_from(clean.len() - 8).map_err(|_| Damaged)?;
    clean[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(clean)
}

/// How the picture is turned.
pub(super) fn turn(bytes: &[u8]) -> Option<u8> {
    chunks(bytes).ok()?.iter().find_map(|chunk| of_chunk(chunk))
}

fn of_chunk(chunk: &[u8]) -> Option<u8> {
    let data = chunk.strip_prefix(b"EXIF")?.get(4..)?;
    exif::turn(data.strip_prefix(b"Exif\0\0").unwrap_or(data))
}

/// The chunks, each with its name, its size and the byte that fills it up.
fn chunks(bytes: &[u8]) -> Result<Vec<&[u8]>> {
    let little = |at: usize| {
        let size = part(bytes, at, 4)?;
        usize::try_from(u32::from_le_bytes([size[0], size[1], size[2], size[3]])).map_err(|_| Damaged)
    };
    let end = little(4)?.checked_add(8).ok_or(Damaged)?.min(bytes.len());
    let mut chunks = Vec::new();
    let mut at = 12;
    while at + 8 <= end {
        let size = little(at + 4)?;
        let whole = part(bytes, at, size.checked_add(8).ok_or(Damaged)?)?;
        let padded = part(bytes, at, whole.len() + size % 2).unwrap_or(whole);
        chunks.push(padded);
        at += padded.len();
    }
    Ok(chunks)
}
