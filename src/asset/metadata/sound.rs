//! MP3, FLAC and WAV: what programs say of a sound before and after it. Its title and album stay.
//!
//! Source: ID3 tag versions 2.2 to 2.4; APEv2 specification; RFC 9639 (FLAC); Microsoft, Multimedia Programming Interface.

use super::{Damaged, Result, length, part};

/// The frames of ID3 that stay: title, album, number of the track, language and length.
const FRAMES: [&[u8; 4]; 6] = [b"TIT2", b"TIT3", b"TALB", b"TRCK", b"TLAN", b"TLEN"];
/// The same in version 2.2.
const SHORT_FRAMES: [&[u8; 3]; 6] = [b"TT2", b"TT3", b"TAL", b"TRK", b"TLA", b"TLE"];
/// What is written about a FLAC sound and stays, in lower case.
const COMMENTS: [&str; 5] = ["title=", "album=", "tracknumber=", "language=", "version="];
/// What a WAV file is made of.
const CHUNKS: [&[u8; 4]; 6] = [b"fmt ", b"fact", b"data", b"cue ", b"smpl", b"plst"];

/// The sound in `bytes`, which start with an ID3 tag or are an MP3 file.
pub(super) fn with_id3(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut clean = Vec::with_capacity(bytes.len());
    let mut sound = bytes;
    if bytes.starts_with(b"ID3") {
        let size = synchsafe(bytes, 6)?;
        let flags = *bytes.get(5).ok_or(Damaged)?;
        let footer = if flags & 0x10 != 0 { 10 } else { 0 };
        let body = part(bytes, 10, size)?;
        sound = bytes.get(10 + size + footer..).ok_or(Damaged)?;
        let version = bytes[3];
        // Whatever is written in another way is taken out as a whole.
        let kept = if flags & 0xC0 == 0 { frames(body, version) } else { Vec::new() };
        if kept.len() == body.len() {
            clean.extend(&bytes[..10 + size + footer]);
        } else if !kept.is_empty() {
            clean.extend([b'I', b'D', b'3', version, 0, 0]);
            clean.extend(
                (0..4).rev().map(|place| u8::try_from(kept.len() >> (7 * place) & 0x7F).unwrap_or(0)),
            );
            clean.extend(kept);
        }
    }
    if sound.starts_with(b"fLaC") {
        clean.extend(flac(sound)?);
        return Ok(clean);
    }
    let old = sound.len().checked_sub(128).filter(|&at| sound[at..].starts_with(b"TAG"));
    let (mut sound, old) = sound.split_at(old.unwrap_or(sound.len()));
    if let Some(at) = sound.len().checked_sub(32).filter(|&at| sound[at..].starts_with(b"APETAGEX")) {
        let little = |at: usize| {
            part(sound, at, 4).map(|size| u32::from_le_bytes([size[0], size[1], size[2], size[3]]))
        };
        let size = usize::try_from(little(at + 12)?).map_err(|_| Damaged)?;
        let header = if little(at + 20)? >> 31 == 1 { 32 } else { 0 };
        let start = sound.len().checked_sub(size.checked_add(header).ok_or(Damaged)?).ok_or(Damaged)?;
        sound = &sound[..start];
    }
    clean.extend(sound);
    if let [head @ .., genre] = old {
        // `TAG`, the title, the artist, the album, the year, and a comment that may end with the number of the track.
        let mut head = head.to_vec();
        head[33..63].fill(0);
        head[93..97].fill(0);
        let comment = if head[125] == 0 { 97..125 } else { 97..127 };
        head[comment].fill(0);
        clean.extend(head);
        clean.push(*genre);
    }
    Ok(clean)
}

/// The number in the four bytes at `at`, of which each holds seven bits.
fn synchsafe(bytes: &[u8], at: usize) -> Result<usize> {
    Ok(part(bytes, at, 4)?.iter().fold(0, |size, byte| size << 7 | usize::from(byte & 0x7F)))
}

/// Those of the frames in `body` that stay, as they are.
fn frames(body: &[u8], version: u8) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut at = 0;
    let (head, name) = if version == 2 { (6, 3) } else { (10, 4) };
    while let Ok(start) = part(body, at, head) {
        let size = match version {
            2 => Ok(usize::from(start[3]) << 16 | usize::from(start[4]) << 8 | usize::from(start[5])),
            3 => length(body, at + 4),
            _ => synchsafe(body, at + 4),
        };
        let Ok(frame) = size.and_then(|size| part(body, at, head.checked_add(size).ok_or(Damaged)?)) else {
            break;
        };
        if start[0] == 0 {
            break;
        }
        let is_kept = FRAMES.iter().any(|kept| start[..name] == kept[..])
            || SHORT_FRAMES.iter().any(|kept| start[..name] == kept[..]);
        if is_kept {
            kept.extend(frame);
        }
        at += frame.len();
    }
    kept
}

/// A FLAC file without what is no sound.
pub(super) fn flac(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut blocks: Vec<Vec<u8>> = Vec::new();
    let mut at = 4;
    loop {
        let head = part(bytes, at, 4)?;
        let size = usize::from(head[1]) << 16 | usize::from(head[2]) << 8 | usize::from(head[3]);
        let block = part(bytes, at, 4 + size)?;
        at += block.len();
        match head[0] & 0x7F {
            // What programs add, and pictures.
            2 | 6 => {}
            4 => blocks.push(comments(block)?),
            _ => blocks.push(block.to_vec()),
        }
        if head[0] & 0x80 != 0 {
            break;
        }
    }
    let last = blocks.len();
    let mut clean = bytes[..4].to_vec();
    for (number, block) in blocks.iter_mut().enumerate() {
        block[0] = block[0] & 0x7F | if number + 1 == last { 0x80 } else { 0 };
        clean.extend(&*block);
    }
    clean.extend(&bytes[at..]);
    Ok(clean)
}

/// The block of comments with those that stay.
fn comments(block: &[u8]) -> Result<Vec<u8>> {
    let text = |at: usize| {
        let size = part(block, at, 4)?;
        let size =
            usize::try_from(u32::from_le_bytes([size[0], size[1], size[2], size[3]])).map_err(|_| Damaged)?;
        part(block, at, size.checked_add(4).ok_or(Damaged)?)
    };
    let maker = text(4)?;
    let count_at = 4 + maker.len();
    let count = part(block, count_at, 4)?;
    let count = u32::from_le_bytes([count[0], count[1], count[2], count[3]]);
    let (mut kept, mut number, mut at) = (Vec::<u8>::new(), 0_u32, count_at + 4);
    for _ in 0..count {
        let comment = text(at)?;
        at += comment.len();
        let words = &comment[4..];
        let is_kept = |start: &&str| {
            words.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start.as_bytes()))
        };
        if COMMENTS.iter().any(is_kept) {
            kept.extend(comment);
            number += 1;
        }
    }
    let mut clean = block[..count_at].to_vec();
    clean.extend(number.to_le_bytes());
    clean.extend(kept);
    let size = u32::try_from(clean.len() - 4).map_err(|_| Damaged)?.to_be_bytes();
    clean[1..4].copy_from_slice(&size[1..]);
    Ok(clean)
}

/// A WAV file without what is no sound.
pub(super) fn wav(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut clean = bytes[..12].to_vec();
    let mut at = 12;
    while at + 8 <= bytes.len() {
        let size = part(bytes, at + 4, 4)?;
        let size =
            usize::try_from(u32::from_le_bytes([size[0], size[1], size[2], size[3]])).map_err(|_| Damaged)?;
        // A recording may be cut off in its last chunk.
        let end = at.checked_add(8 + size + size % 2).ok_or(Damaged)?.min(bytes.len());
        let chunk = &bytes[at..end];
        if CHUNKS.iter().any(|kept| chunk.starts_with(*kept)) {
            clean.extend(chunk);
        }
        at = end;
    }
    let size = u32::try_from(clean.len() - 8).map_err(|_| Damaged)?;
    clean[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(clean)
}

#[cfg(test)]
mod tests {
    use super::super::clean;

    fn cleaned(ending: &str, bytes: &[u8]) -> Vec<u8> {
        let (cleaned, fault) = clean(ending, bytes);
        assert_eq!(fault, None);
        assert_eq!(clean(ending, &cleaned).0, cleaned, "what is clean stays as it is");
        cleaned.into_owned()
    }

    fn frame(name: &[u8; 4], text: &[u8]) -> Vec<u8> {
        let size = u32::try_from(text.len()).expect("it is short").to_be_bytes();
        [&name[..], &size, &[0, 0], text].concat()
    }

    fn tagged(frames: &[u8], rest: &[u8]) -> Vec<u8> {
        let size = u8::try_from(frames.len()).expect("it is short");
        [b"ID3\x03\0\0\0\0", [size >> 7, size & 0x7F].as_slice(), frames, rest].concat()
    }

    #[test]
    fn an_mp3_keeps_its_title() {
        let title = frame(b"TIT2", b"\0Heat");
        let place = frame(b"TXXX", b"\0Place\0SECRET");
        let bytes = tagged(&[title.clone(), place.clone(), vec![0; 20]].concat(), b"\xFF\xFBsound");
        assert_eq!(cleaned("mp3", &bytes), tagged(&title, b"\xFF\xFBsound"));
        assert_eq!(cleaned("mp3", &tagged(&place, b"\xFF\xFBsound")), b"\xFF\xFBsound");
        let old = [
            b"TAGHeat",
            [0; 26].as_slice(),
            b"SECRET",
            &[0; 24],
            &[0; 30],
            b"1999",
            b"SECRET",
            &[0; 24],
            b"\x0c",
        ];
        let ape = [b"APETAGEX\xd0\x07\0\0\x26\0\0\0\x01\0\0\0\0\0\0\0", [0; 8].as_slice()].concat();
        let bytes = [b"\xFF\xFBsound".to_vec(), b"SECRET".to_vec(), ape, old.concat()].concat();
        let clean = cleaned("mp3", &bytes);
        assert!(
            clean.starts_with(b"\xFF\xFBsoundTAGHeat") && clean.len() == 7 + 128 && clean.ends_with(b"\x0c")
        );
        assert!(
            memchr::memmem::find(&clean, b"SECRET").is_none()
                && memchr::memmem::find(&clean, b"1999").is_none()
        );
    }

    #[test]
    fn a_flac_keeps_its_title() {
        let block = |kind: u8, inside: &[u8]| {
            let size = u32::try_from(inside.len()).expect("it is short").to_be_bytes();
            [&[kind], &size[1..], inside].concat()
        };
        let text =
            |text: &[u8]| [&u32::try_from(text.len()).expect("it is short").to_le_bytes(), text].concat();
        let said = |count: u32, comments: &[Vec<u8>]| {
            [text(b"maker"), count.to_le_bytes().to_vec(), comments.concat()].concat()
        };
        let bytes = [
            b"fLaC".to_vec(),
            block(0, b"stream"),
            block(4, &said(2, &[text(b"TITLE=Heat"), text(b"LOCATION=SECRET")])),
            block(0x86, b"SECRET"),
            b"sound".to_vec(),
        ];
        let expected = [
            b"fLaC".to_vec(),
            block(0, b"stream"),
            block(0x84, &said(1, &[text(b"TITLE=Heat")])),
            b"sound".to_vec(),
        ];
        assert_eq!(cleaned("flac", &bytes.concat()), expected.concat());
    }

    #[test]
    fn a_wav_keeps_its_sound() {
        let bytes = b"RIFF\x2e\0\0\0WAVEfmt \x02\0\0\0abLIST\x06\0\0\0SECRETdata\x03\0\0\0xyz\0";
        assert_eq!(cleaned("wav", bytes), b"RIFF\x1a\0\0\0WAVEfmt \x02\0\0\0abdata\x03\0\0\0xyz\0");
    }
}
