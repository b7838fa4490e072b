//! Exif: of all that it says, only the turn matters to who looks at a picture.
//!
//! Source: CIPA DC-008 (Exif 2.32), 4.6.

/// How a picture is turned, from 2 to 8; `None` for one that is not. `tiff` is the Exif data without the word `Exif`.
pub(super) fn turn(tiff: &[u8]) -> Option<u8> {
    let is_little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = [*tiff.get(at)?, *tiff.get(at.checked_add(1)?)?];
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let (a, b) = (u32::from(short(at)?), u32::from(short(at.checked_add(2)?)?));
        usize::try_from(if is_little { b << 16 | a } else { a << 16 | b }).ok()
    };
    let directory = long(4)?;
    let entries = usize::from(short(directory)?);
    (0..entries).find_map(|entry| {
        let at = directory.checked_add(2 + entry * 12)?;
        let is_turn = short(at)? == ORIENTATION && short(at + 2)? == SHORT;
        let turn = if is_turn { u8::try_from(short(at + 8)?).ok()? } else { return None };
        (2..=8).contains(&turn).then_some(turn)
    })
}

const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;

/// Exif data that says nothing but the turn.
pub(super) fn of_turn(turn: u8) -> [u8; 26] {
    let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    tiff[19] = turn;
    tiff
}
