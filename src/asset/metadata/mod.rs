//! What cameras and programs write into pictures, videos and sounds besides what is seen and heard: where a photo was taken, by whom, with
//! which device. It is taken out before a file is published, without touching the picture itself.
//!
//! What is needed to show the picture stays: the turn that Exif asks for and the colour profile. A file goes by its bytes, not
//! by its name, as browsers do.

mod exif;
mod gif;
mod isobmff;
mod jpeg;
mod png;
mod sound;
mod svg;
mod track;
mod webm;
mod webp;

use std::borrow::Cow;

/// Why a file cannot be published as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MetadataFault {
    /// It is damaged, so what is in it cannot be told apart.
    Damaged,
    /// It is a picture of the kind that phones take and browsers do not show.
    Heif,
    /// It is a video in fragments, among which are those of a track that says where its camera was.
    Track,
    /// It is what Git LFS leaves in the place of a file that it has not fetched.
    Pointer,
}

/// A file is shorter than what it says of itself.
struct Damaged;

type Result<T> = std::result::Result<T, Damaged>;

/// The bytes of a file, whose name ends with `ending`, without what is not for readers.
pub(super) fn clean<'a>(ending: &str, bytes: &'a [u8]) -> (Cow<'a, [u8]>, Option<MetadataFault>) {
    let cleaned = match bytes {
        [0xFF, 0xD8, 0xFF, ..] => jpeg::clean(bytes),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => png::clean(bytes),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp::clean(bytes),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => sound::wav(bytes),
        [0x1A, 0x45, 0xDF, 0xA3, ..] => webm::clean(bytes),
        [b'I', b'D', b'3', 2..=4, ..] => sound::with_id3(bytes),
        [b'f', b'L', b'a', b'C', ..] => sound::flac(bytes),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => gif::clean(bytes),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] if isobmff::is_heif(bytes) => {
            return (Cow::Borrowed(bytes), Some(MetadataFault::Heif));
        }
        [_, _, _, _, b'f' | b'm' | b'w', b't' | b'o' | b'i', b'y' | b'o' | b'd', b'p' | b'v' | b'e', ..]
            if isobmff::starts(bytes) =>
        {
            if isobmff::hides_track_in_fragments(bytes) {
                return (Cow::Borrowed(bytes), Some(MetadataFault::Track));
            }
            isobmff::clean(bytes)
        }
        _ if bytes.starts_with(b"version https://git-lfs.github.com/spec/") => {
            return (Cow::Borrowed(bytes), Some(MetadataFault::Pointer));
        }
        _ if ending == "svg" => Ok(svg::clean(bytes)),
        _ if ending == "mp3" => sound::with_id3(bytes),
        _ => return (Cow::Borrowed(bytes), None),
    };
    match cleaned {
        Ok(cleaned) if cleaned == bytes => (Cow::Borrowed(bytes), None),
        Ok(cleaned) => (Cow::Owned(cleaned), None),
        Err(Damaged) => (Cow::Borrowed(bytes), Some(MetadataFault::Damaged)),
    }
}

/// Whether the picture in `bytes` is shown on its side, so that its width is its height.
pub(super) fn is_on_its_side(bytes: &[u8]) -> bool {
    let turn = match bytes {
        [0xFF, 0xD8, 0xFF, ..] => jpeg::turn(bytes),
        [0x89, b'P', b'N', b'G', ..] => png::turn(bytes),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp::turn(bytes),
        _ => None,
    };
    turn.is_some_and(|turn| turn >= 5)
}

/// The part of `bytes` of the length `length` that starts at `at`.
fn part(bytes: &[u8], at: usize, length: usize) -> Result<&[u8]> {
    at.checked_add(length).and_then(|end| bytes.get(at..end)).ok_or(Damaged)
}

/// The number in the two bytes at `at`, the most significant first.
fn short(bytes: &[u8], at: usize) -> Result<u16> {
    let part = part(bytes, at, 2)?;
    Ok(u16::from_be_bytes([part[0], part[1]]))
}

/// The number in the four bytes at `at`, the most significant first.
fn long(bytes: &[u8], at: usize) -> Result<u32> {
    let part = part(bytes, at, 4)?;
    Ok(u32::from_be_bytes([part[0], part[1], part[2], part[3]]))
}

/// The length in the four bytes at `at`, the most significant first.
fn length(bytes: &[u8], at: usize) -> Result<usize> {
    usize::try_from(long(bytes, at)?).map_err(|_| Damaged)
}

#[cfg(test)]
mod tests;
