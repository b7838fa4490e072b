//! Where the samples of a track are in a video: those of a track that says where its camera was are taken out.
//!
//! Source: ISO/IEC 14496-12, 8.7.

use std::ops::Range;

use super::isobmff::{Box, boxes, length64};
use super::{Damaged, Result, length, part};

/// Where the samples of the track with the boxes `media` are.
pub(super) fn samples(bytes: &[u8], media: &[Box]) -> Result<Vec<Range<usize>>> {
    let Some(info) = media.iter().find(|part| part.name == *b"minf") else { return Ok(Vec::new()) };
    let info = boxes(bytes, info.inside.clone())?;
    let Some(table) = info.iter().find(|part| part.name == *b"stbl") else { return Ok(Vec::new()) };
    let table = boxes(bytes, table.inside.clone())?;
    let start = |name: &[u8; 4]| table.iter().find(|part| part.name == *name).map(|part| part.inside.start);
    let (Some(sizes), Some(runs)) = (start(b"stsz"), start(b"stsc")) else { return Ok(Vec::new()) };
    let chunks: Vec<usize> = match (start(b"stco"), start(b"co64")) {
        (Some(at), _) => list(bytes, at + 4, 4)?.map(|at| length(bytes, at)).collect::<Result<_>>()?,
        (_, Some(at)) => list(bytes, at + 4, 8)?.map(|at| length64(bytes, at)).collect::<Result<_>>()?,
        _ => return Ok(Vec::new()),
    };
    let runs: Vec<(usize, usize)> = list(bytes, runs + 4, 12)?
        .map(|at| Ok((length(bytes, at)?, length(bytes, at + 4)?)))
        .collect::<Result<_>>()?;
    let same = length(bytes, sizes + 4)?;
    let count = length(bytes, sizes + 8)?;
    let size_of = |sample: usize| match same {
        0 => length(bytes, sizes + 12 + sample * 4),
        same => Ok(same),
    };
    let (mut found, mut sample) = (Vec::new(), 0);
    for (number, &chunk) in chunks.iter().enumerate() {
        let run = runs.iter().rev().find(|(first, _)| *first <= number + 1).map_or(0, |(_, each)| *each);
        let mut at = chunk;
        for _ in 0..run.min(count - sample) {
            let end = at.checked_add(size_of(sample)?).ok_or(Damaged)?;
            part(bytes, at, end - at)?;
            found.push(at..end);
            (at, sample) = (end, sample + 1);
        }
    }
    Ok(found)
}

/// Where the entries of a list are whose number is at `at`, each of `size` bytes.
fn list(bytes: &[u8], at: usize, size: usize) -> Result<impl Iterator<Item = usize>> {
    let count = length(bytes, at)?;
    part(bytes, at + 4, count.checked_mul(size).ok_or(Damaged)?)?;
    Ok((0..count).map(move |entry| at + 4 + entry * size))
}
