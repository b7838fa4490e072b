//! What documents and sounds say of the people who made them and balm does not take out: it is named instead.

use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place};

rules! {
    /// A file that is published says who made it, or where.
    ///
    /// What it does: looks in PDF files for the name of an author and for the position of a camera, and in Ogg files for
    /// names, places and contacts. In a PDF file whose entries are compressed it finds nothing. From pictures, from videos and
    /// from sounds in MP3, FLAC and WAV files, balm takes these out; Ogg and PDF files are published as they are.
    ///
    /// Why: a name in a document is often that of whoever had the computer before, and nobody meant to publish it.
    ///
    /// ```text
    /// Bad:  leaflet.pdf, "Author: Jane Doe"
    /// Good: the same file, saved without personal information
    /// ```
    ///
    /// If the name is meant to be there, set the rule to `off`. Source: ours.
    KEPT_METADATA = "kept-metadata", Trust, Warning;
}

/// What stays in the file with these `bytes`, in words: "its author, “Jane Doe”".
pub(super) fn kept(bytes: &[u8]) -> Option<Box<str>> {
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => pdf(bytes).map(Into::into),
        [b'O', b'g', b'g', b'S', ..] => ogg(bytes).map(Into::into),
        _ => None,
    }
}

/// Reports that `what` stays in `file`.
pub(super) fn report(file: &FileName, what: &str) -> Diagnostic {
    let name = file.rsplit('/').next().unwrap_or(file);
    let help = if name.to_ascii_lowercase().ends_with(".pdf") {
        format!(
            "save it without personal information, or run `exiftool -all= \"{name}\"` and then `qpdf --linearize \"{name}\" new.pdf`"
        )
    } else {
        format!("write it again without them: `ffmpeg -i \"{name}\" -map_metadata -1 -c copy \"new-{name}\"`")
    };
    let message = format!("`{name}` is published with {what}");
    Diagnostic::new(&KEPT_METADATA, Place::start_of(file), message, help)
}

fn pdf(bytes: &[u8]) -> Option<String> {
    let author = memchr::memmem::find_iter(bytes, b"/Author").find_map(|at| text(&bytes[at + 7..]));
    let author = author.or_else(|| {
        let at = memchr::memmem::find(bytes, b"<dc:creator>")?;
        let end = memchr::memmem::find(&bytes[at..], b"</dc:creator>")?;
        let inside = String::from_utf8_lossy(&bytes[at..at + end]).into_owned();
        let (_, name) = inside.split_once("<rdf:li")?;
        let name = name.split_once('>')?.1.split('<').next()?.trim();
        (!name.is_empty()).then(|| name.to_owned())
    });
    if let Some(author) = author {
        let short: String = author.chars().take(40).collect();
        return Some(format!("the name of its author, “{short}”"));
    }
    let has_position = memchr::memmem::find(bytes, b"GPSLatitude").is_some();
    has_position.then(|| "the position of a camera".to_owned())
}

/// The text in a PDF file that `rest` starts with: `(Jane)` or `<FEFF004A…>`.
fn text(rest: &[u8]) -> Option<String> {
    let rest = rest.trim_ascii_start();
    let (close, is_hex) = match rest.first()? {
        b'(' => (b')', false),
        b'<' if rest.get(1) != Some(&b'<') => (b'>', true),
        _ => return None,
    };
    let end = memchr::memchr(close, &rest[..rest.len().min(1_000)])?;
    let inner = &rest[1..end];
    let raw = if is_hex {
        let digits: Vec<u8> = inner.iter().copied().filter(u8::is_ascii_hexdigit).collect();
        let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        digits.chunks(2).filter_map(pair).collect()
    } else {
        inner.to_vec()
    };
    let name = match raw.strip_prefix(&[0xFE, 0xFF]) {
        Some(wide) => {
            let units: Vec<u16> =
                wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => String::from_utf8_lossy(&raw).into_owned(),
    };
    let name: String = name.chars().filter(|c| !c.is_control() && *c != '\\').collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The names of what an Ogg file says of people and places.
fn ogg(bytes: &[u8]) -> Option<String> {
    const TOLD: [&str; 8] =
        ["artist=", "performer=", "author=", "contact=", "location=", "date=", "comment=", "geo_location="];
    let head = &bytes[..bytes.len().min(64 * 1024)];
    let start = [b"\x03vorbis".as_slice(), b"OpusTags"]
        .into_iter()
        .find_map(|mark| Some(memchr::memmem::find(head, mark)? + mark.len()))?;
    let head = head[start..].to_ascii_lowercase();
    let found: Vec<&str> = TOLD
        .iter()
        .filter(|name| {
            memchr::memmem::find_iter(&head, name.as_bytes()).any(|at| {
                // Before each comment stands its length, in four bytes.
                let size = at.checked_sub(4).and_then(|start| head.get(start..at)).unwrap_or(&[]);
                matches!(size, [_, _, 0, 0]) && head.get(at + name.len()).is_some_and(|byte| *byte >= b' ')
            })
        })
        .map(|name| name.trim_end_matches('='))
        .collect();
    (!found.is_empty()).then(|| format!("what it says under `{}`", found.join("`, `")))
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn the_author_of_a_document_is_named() {
        for (file, said) in [
            ("%PDF-1.7\n<< /Author (Jane Doe) /Title (Heat) >>", Some("the name of its author, “Jane Doe”")),
            ("%PDF-1.7\n<</Author<FEFF004A0061006E0065>>>", Some("the name of its author, “Jane”")),
            (
                "%PDF-1.7\n<dc:creator><rdf:Seq><rdf:li>Jane</rdf:li></rdf:Seq></dc:creator>",
                Some("the name of its author, “Jane”"),
            ),
            ("%PDF-1.7\n<exif:GPSLatitude>57,8.9N</exif:GPSLatitude>", Some("the position of a camera")),
            ("%PDF-1.7\n<< /Author () /Creator (Writer) >>", None),
            ("%PDF-1.7\n/Author 5 0 R", None),
            ("%PDF-1.7\n/Author", None),
            ("Jane, /Author (Jane)", None),
            (
                "OggS..OpusTags\x04\0\0\0Lavf\x02\0\0\0\x0b\0\0\0ARTIST=Jane\x0a\0\0\0TITLE=Heat",
                Some("what it says under `artist`"),
            ),
            ("OggS..\x03vorbis\x04\0\0\0Lavf\x01\0\0\0\x0a\0\0\0TITLE=Heat", None),
        ] {
            assert_eq!(kept(file.as_bytes()).as_deref(), said, "{file}");
        }
    }
}
