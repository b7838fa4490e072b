//! AVIF, MP4 and MOV: boxes in boxes. What is taken out is overwritten where it is, because other boxes say by their
//! distance from the start where pictures and sounds are.
//!
//! Source: ISO/IEC 14496-12; Apple, QuickTime File Format.

use std::ops::Range;

use super::{Damaged, Result, length, long, part, short, track};

/// A box.
pub(super) struct Box {
    pub(super) name: [u8; 4],
    /// All of it.
    pub(super) whole: Range<usize>,
    /// What is in it.
    pub(super) inside: Range<usize>,
}

/// The brands of pictures that phones take and browsers do not show.
const HEIF: [&[u8; 4]; 8] = [b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"];

/// Whether the file is a HEIF picture that is not AVIF.
pub(super) fn is_heif(bytes: &[u8]) -> bool {
    let Some(first) = boxes(bytes, 0..bytes.len()).ok().and_then(|boxes| boxes.into_iter().next()) else {
        return HEIF.iter().any(|brand| bytes.get(8..12) == Some(&brand[..]));
    };
    let brands: Vec<&[u8]> = bytes[first.inside].chunks(4).collect();
    let is_avif = brands.iter().any(|brand| brand.starts_with(b"avi"));
    !is_avif && brands.first().is_some_and(|brand| HEIF.iter().any(|heif| *heif == brand))
}

/// Whether the file starts with a box that such files start with.
pub(super) fn starts(bytes: &[u8]) -> bool {
    [b"ftyp", b"moov", b"wide", b"mdat"].iter().any(|name| bytes.get(4..8) == Some(&name[..]))
}

/// The boxes at `range`.
pub(super) fn boxes(bytes: &[u8], range: Range<usize>) -> Result<Vec<Box>> {
    let mut boxes = Vec::new();
    let mut at = range.start;
    // QuickTime may end a list with four zero bytes.
    while at + 8 <= range.end {
        let (size, head) = match length(bytes, at)? {
            0 => (range.end - at, 8),
            1 => (length64(bytes, at + 8)?, 16),
            size => (size, 8),
        };
        let end = at.checked_add(size).filter(|&end| size >= head && end <= range.end).ok_or(Damaged)?;
        let name = long(bytes, at + 4)?.to_be_bytes();
        boxes.push(Box { name, whole: at..end, inside: at + head..end });
        at = end;
    }
    Ok(boxes)
}

/// The length in the eight bytes at `at`.
pub(super) fn length64(bytes: &[u8], at: usize) -> Result<usize> {
    let (high, low) = (u64::from(long(bytes, at)?), u64::from(long(bytes, at + 4)?));
    usize::try_from(high << 32 | low).map_err(|_| Damaged)
}

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut clean = bytes.to_vec();
    for found in boxes(bytes, 0..bytes.len())? {
        match &found.name {
            b"uuid" => free(&mut clean, &found),
            b"moov" => movie(bytes, &found, &mut clean)?,
            b"meta" if handler(bytes, &found) == Some(*b"pict") => picture(bytes, &found, &mut clean)?,
            b"meta" | b"udta" | b"prft" => free(&mut clean, &found),
            b"moof" => fragment(bytes, &found, &mut clean)?,
            _ => {}
        }
    }
    Ok(clean)
}

/// Takes out what a fragment of a video says of itself.
fn fragment(bytes: &[u8], fragment: &Box, clean: &mut [u8]) -> Result<()> {
    for found in boxes(bytes, fragment.inside.clone())? {
        match &found.name {
            b"udta" | b"meta" => free(clean, &found),
            // `uuid` boxes in a track may be what a player needs to read its samples.
            b"traf" => {
                let inside = boxes(bytes, found.inside.clone())?;
                let said = inside.iter().filter(|part| matches!(&part.name, b"udta" | b"meta"));
                said.for_each(|part| free(clean, part));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether the video is in fragments and has a track that readers neither see nor hear: its samples are scattered among
/// the fragments.
pub(super) fn hides_track_in_fragments(bytes: &[u8]) -> bool {
    let Ok(outer) = boxes(bytes, 0..bytes.len()) else { return false };
    let movie = outer.iter().find(|part| part.name == *b"moov");
    let Some(movie) = movie.filter(|_| outer.iter().any(|part| part.name == *b"moof")) else { return false };
    let tracks = boxes(bytes, movie.inside.clone()).unwrap_or_default();
    tracks.iter().filter(|part| part.name == *b"trak").any(|track| {
        let inside = boxes(bytes, track.inside.clone()).unwrap_or_default();
        let media = inside.iter().find(|part| part.name == *b"mdia");
        let media = media.and_then(|media| boxes(bytes, media.inside.clone()).ok()).unwrap_or_default();
        let says = media.iter().find(|part| part.name == *b"hdlr");
        says.is_some_and(|says| bytes.get(says.inside.start + 8..says.inside.start + 12) == Some(b"meta"))
    })
}

/// Makes a box one that says nothing.
fn free(clean: &mut [u8], found: &Box) {
    clean[found.whole.start + 4..found.whole.start + 8].copy_from_slice(b"free");
    clean[found.inside.clone()].fill(0);
}

/// Takes out what a video says of itself, and the tracks that readers neither see nor hear.
fn movie(bytes: &[u8], movie: &Box, clean: &mut [u8]) -> Result<()> {
    for found in boxes(bytes, movie.inside.clone())? {
        match &found.name {
            b"udta" | b"meta" | b"uuid" => free(clean, &found),
            b"mvhd" => without_times(bytes, &found, clean)?,
            b"trak" => {
                let inside = boxes(bytes, found.inside.clone())?;
                let media = inside.iter().find(|part| part.name == *b"mdia");
                let media = media.map_or(Ok(Vec::new()), |media| boxes(bytes, media.inside.clone()))?;
                let says = media.iter().find(|part| part.name == *b"hdlr");
                let handler = says.and_then(|says| bytes.get(says.inside.start + 8..says.inside.start + 12));
                if handler == Some(b"meta") {
                    for sample in track::samples(bytes, &media)? {
                        clean.get_mut(sample).ok_or(Damaged)?.fill(0);
                    }
                    free(clean, &found);
                    continue;
                }
                for part in inside.iter().chain(&media) {
                    match &part.name {
                        b"udta" | b"meta" | b"uuid" => free(clean, part),
                        b"tkhd" | b"mdhd" => without_times(bytes, part, clean)?,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Takes out when it was made and changed.
fn without_times(bytes: &[u8], found: &Box, clean: &mut [u8]) -> Result<()> {
    let start = found.inside.start;
    let size = if *bytes.get(start).ok_or(Damaged)? == 0 { 8 } else { 16 };
    part(bytes, start + 4, size)?;
    clean[start + 4..start + 4 + size].fill(0);
    Ok(())
}

/// Who reads the `meta` box `found`.
fn handler(bytes: &[u8], found: &Box) -> Option<[u8; 4]> {
    let inside = boxes(bytes, found.inside.start.checked_add(4)?..found.inside.end).ok()?;
    let says = inside.iter().find(|part| part.name == *b"hdlr")?;
    bytes.get(says.inside.start + 8..says.inside.start + 12)?.try_into().ok()
}

/// Takes Exif and XMP out of an AVIF picture; its turn is not among them.
fn picture(bytes: &[u8], meta: &Box, clean: &mut [u8]) -> Result<()> {
    let inside = boxes(bytes, meta.inside.start + 4..meta.inside.end)?;
    let find = |name: &[u8; 4]| inside.iter().find(|part| part.name == *name);
    let (Some(list), Some(places)) = (find(b"iinf"), find(b"iloc")) else { return Ok(()) };
    let count = if bytes.get(list.inside.start) == Some(&0) { 2 } else { 4 };
    let mut hidden = Vec::new();
    for entry in boxes(bytes, list.inside.start + 4 + count..list.inside.end)? {
        let at = entry.inside.start;
        // Only from its second version on does an entry say what it is.
        let (id, after) = match bytes.get(at) {
            Some(2) => (u32::from(short(bytes, at + 4)?), at + 6),
            Some(3) => (long(bytes, at + 4)?, at + 8),
            _ => continue,
        };
        if [b"Exif", b"mime"].iter().any(|kind| bytes.get(after + 2..after + 6) == Some(&kind[..])) {
            hidden.push(id);
        }
    }
    let data = find(b"idat").map(|data| data.inside.start);
    for range in extents(bytes, places, &hidden, data)? {
        clean.get_mut(range).ok_or(Damaged)?.fill(0);
    }
    Ok(())
}

/// Where the items `wanted` are, by the list `places`; `data` is where the box for short items starts.
fn extents(bytes: &[u8], places: &Box, wanted: &[u32], data: Option<usize>) -> Result<Vec<Range<usize>>> {
    let mut at = places.inside.start;
    let version = *bytes.get(at).ok_or(Damaged)?;
    let sizes = short(bytes, at + 4)?;
    let [offset, size, base, index] = [12, 8, 4, 0].map(|bits| usize::from(sizes >> bits & 15));
    let index = if version == 0 { 0 } else { index };
    let number = |at: &mut usize, size: usize| {
        let part = part(bytes, *at, size)?;
        *at += size;
        Ok(part.iter().fold(0_usize, |number, byte| number << 8 | usize::from(*byte)))
    };
    at += 6;
    let wide = if version < 2 { 2 } else { 4 };
    let items = number(&mut at, wide)?;
    let mut found = Vec::new();
    for _ in 0..items {
        let id = number(&mut at, wide)?;
        let method = if version == 0 { 0 } else { number(&mut at, 2)? & 15 };
        number(&mut at, 2)?;
        let base = number(&mut at, base)?;
        for _ in 0..number(&mut at, 2)? {
            number(&mut at, index)?;
            let (offset, size) = (number(&mut at, offset)?, number(&mut at, size)?);
            if !wanted.iter().any(|wanted| usize::try_from(*wanted) == Ok(id)) {
                continue;
            }
            let from = match method {
                0 => 0,
                1 => data.ok_or(Damaged)?,
                _ => return Err(Damaged),
            };
            let start = from.checked_add(base).and_then(|at| at.checked_add(offset)).ok_or(Damaged)?;
            let end = if size == 0 { bytes.len() } else { start.checked_add(size).ok_or(Damaged)? };
            found.push(start..end);
        }
    }
    Ok(found)
}
