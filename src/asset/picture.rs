//! Reads the size of a picture, in pixels, from its first bytes.

use crate::html;

/// The width and height of the picture in `bytes`; `ending` is its file extension.
pub(super) fn size(ending: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    match ending {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "ico" => {
            let size = imagesize::blob_size(bytes).ok()?;
            Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
        }
        "svg" => svg_size(std::str::from_utf8(bytes).ok()?),
        _ => None,
    }
}

/// The size that an SVG declares: `width` and `height` in pixels, or else its `viewBox`.
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let tag = html::tags(text).find(|tag| tag.name == "svg")?;
    let pixels = |value: &str| -> Option<u32> {
        let value = value.trim();
        let number: f64 = value.strip_suffix("px").unwrap_or(value).parse().ok()?;
        // Converted through text, so that a number too large for `u32` gives `None`.
        (number.is_finite() && number >= 0.5).then(|| format!("{:.0}", number.round()).parse().ok())?
    };
    let stated = |name: &str| pixels(tag.get(name)?);
    if let Some(size) = stated("width").zip(stated("height")) {
        return Some(size);
    }
    let mut sides = tag.get("viewBox")?.split([' ', ',', '\n', '\t']).filter(|side| !side.is_empty());
    let (width, height) = (sides.nth(2)?, sides.next()?);
    pixels(width).zip(pixels(height))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_svg_has_the_size_it_declares_or_that_of_its_view_box() {
        let size =
            |tag: &str| size("svg", format!("<?xml version=\"1.0\"?>\n<svg {tag}><g/></svg>").as_bytes());
        assert_eq!(size(r#"width="24" height='16px' viewBox="0 0 1 1""#), Some((24, 16)));
        assert_eq!(size(r#"xmlns="x" viewBox="0,0 32 33.6""#), Some((32, 34)));
        assert_eq!(size(r#"width="100%" height="50" viewBox="0 0 8 9""#), Some((8, 9)));
        assert_eq!(size(r#"stroke-width="3" height="5""#), None);
        assert_eq!(size("width=5"), None);
    }

    #[test]
    fn a_bitmap_has_the_size_in_its_header() {
        let gif = b"GIF89a\x0A\x00\x14\x00\x80\x00\x00";
        assert_eq!(size("gif", gif), Some((10, 20)));
        assert_eq!(size("png", b"not a picture"), None);
        assert_eq!(size("pdf", gif), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            start in prop::sample::select(vec![
                &b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8X", b"RIFF\0\0\0\0WEBPVP8 ",
                b"RIFF\0\0\0\0WEBPVP8L", b"\0\0\0\x1cftypavif", b"\0\0\x01\0", b"<svg ",
            ]),
            rest in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let bytes = [start, &rest].concat();
            let _ = size("png", &bytes);
            let _ = size("svg", &bytes);
        }
    }
}
