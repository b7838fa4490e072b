use proptest::prelude::*;

use super::*;

/// What is hidden in every test file, as a camera would hide a place.
const SECRET: &[u8] = b"57.1497,-2.0943";

fn has_secret(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, SECRET).is_some()
}

/// Exif data with a turn and the secret.
fn tiff(turn: u8) -> Vec<u8> {
    [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(), &[turn, 0, 0, 0, 0, 0, 0, 0], SECRET]
        .concat()
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("it is short").to_be_bytes();
    [&[0xFF, marker], &length[..], data].concat()
}

const ICC: &[u8] = b"ICC_PROFILE\0\x01\x01profile";

fn jpeg(turn: u8) -> Vec<u8> {
    [
        b"\xFF\xD8".to_vec(),
        segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
        segment(0xE1, &[b"Exif\0\0".as_slice(), &tiff(turn)].concat()),
        segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), SECRET].concat()),
        segment(0xE2, ICC),
        segment(0xE2, &[b"MPF\0".as_slice(), SECRET].concat()),
        segment(0xED, &[b"Photoshop 3.0\0".as_slice(), SECRET].concat()),
        segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01"),
        segment(0xFE, SECRET),
        segment(0xC2, &[8, 0, 10, 0, 20, 1, 1, 0x11, 0]),
        segment(0xDA, &[1, 1, 0, 0, 0x3F, 0]),
        b"data\xFF\x00\xFF\xD0more".to_vec(),
        segment(0xFE, SECRET),
        segment(0xDA, &[1, 1, 0, 0, 0x3F, 0]),
        b"last\xFF\xD9".to_vec(),
        [b"\xFF\xD8\xFF".as_slice(), SECRET].concat(),
    ]
    .concat()
}

fn cleaned(ending: &str, bytes: &[u8]) -> Vec<u8> {
    let (cleaned, fault) = clean(ending, bytes);
    assert_eq!(fault, None);
    let again = clean(ending, &cleaned);
    assert!(matches!(again, (Cow::Borrowed(_), None)), "what is clean stays as it is");
    cleaned.into_owned()
}

#[test]
fn a_jpeg_keeps_its_turn_its_colours_and_its_data() {
    let clean = cleaned("jpg", &jpeg(6));
    assert!(has_secret(&jpeg(6)) && !has_secret(&clean));
    let exif = segment(0xE1, &[EXIF, &exif::of_turn(6)].concat());
    let expected = [
        b"\xFF\xD8".to_vec(),
        segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
        exif,
        segment(0xE2, ICC),
        segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01"),
        segment(0xC2, &[8, 0, 10, 0, 20, 1, 1, 0x11, 0]),
        segment(0xDA, &[1, 1, 0, 0, 0x3F, 0]),
        b"data\xFF\x00\xFF\xD0more".to_vec(),
        segment(0xDA, &[1, 1, 0, 0, 0x3F, 0]),
        b"last\xFF\xD9".to_vec(),
    ];
    assert_eq!(clean, expected.concat());
    assert!(is_on_its_side(&clean) && !is_on_its_side(&cleaned("jpg", &jpeg(3))));
    assert!(!cleaned("jpg", &jpeg(1)).windows(4).any(|word| word == b"Exif"));
}

const EXIF: &[u8] = b"Exif\0\0";

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("it is short").to_be_bytes();
    // Only in what is written anew has the check sum to be right.
    [&length[..], name, data, b"sums"].concat()
}

#[test]
fn a_png_keeps_its_turn_its_colours_and_its_data() {
    let start = b"\x89PNG\r\n\x1a\n".to_vec();
    let (head, end) = (chunk(b"IHDR", b"0123456789abc"), chunk(b"IEND", b""));
    let (colours, data) = (chunk(b"iCCP", b"p\0\0x"), chunk(b"IDAT", b"data"));
    let bytes = [
        start.clone(),
        head.clone(),
        colours.clone(),
        chunk(b"tEXt", SECRET),
        chunk(b"iTXt", SECRET),
        chunk(b"zTXt", SECRET),
        chunk(b"eXIf", &tiff(8)),
        chunk(b"tIME", b"1234567"),
        data.clone(),
        end.clone(),
        SECRET.to_vec(),
    ];
    // The sum was worked out with Python's zlib.crc32.
    let turn = [b"\0\0\0\x1aeXIf".as_slice(), &exif::of_turn(8), b"\x86\x58\x30\x34"].concat();
    let found = cleaned("png", &bytes.concat());
    assert_eq!(found, [start, head, colours, turn, data, end].concat());
    assert!(is_on_its_side(&found));
}

#[test]
fn a_webp_says_rightly_what_is_left_in_it() {
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let length = u32::try_from(data.len()).expect("it is short").to_le_bytes();
        [name.as_slice(), &length[..], data, if data.len() % 2 == 1 { b"\0".as_slice() } else { b"" }]
            .concat()
    };
    let file = |chunks: &[Vec<u8>]| {
        let chunks = chunks.concat();
        let length = u32::try_from(chunks.len() + 4).expect("it is short").to_le_bytes();
        [b"RIFF", &length[..], b"WEBP", &chunks].concat()
    };
    let head = |flags: u8| chunk(b"VP8X", &[flags, 0, 0, 0, 9, 0, 0, 9, 0, 0]);
    let (colours, data) = (chunk(b"ICCP", b"odd"), chunk(b"VP8 ", b"data"));
    let with = |turn| {
        let exif = chunk(b"EXIF", &tiff(turn));
        file(&[head(0x2C), colours.clone(), data.clone(), exif, chunk(b"XMP ", SECRET)])
    };
    assert_eq!(cleaned("webp", &with(1)), file(&[head(0x20), colours.clone(), data.clone()]));
    let turned = file(&[head(0x28), colours.clone(), data.clone(), chunk(b"EXIF", &exif::of_turn(6))]);
    assert_eq!(cleaned("webp", &with(6)), turned);
    assert!(is_on_its_side(&turned));
}

#[test]
fn a_gif_keeps_its_frames_and_how_often_they_are_shown() {
    let block = |label: u8, first: &[u8], then: &[u8]| {
        let size = |data: &[u8]| u8::try_from(data.len()).expect("it is short");
        [
            [0x21, label, size(first)].as_slice(),
            first,
            &[size(then)],
            then,
            if then.is_empty() { b"".as_slice() } else { b"\0" },
        ]
        .concat()
    };
    let start = b"GIF89a\x01\0\x01\0\x80\0\0rgbRGB".to_vec();
    let shown = block(0xFF, b"NETSCAPE2.0", b"\x01\0\0");
    let frame = b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02DA\0".to_vec();
    let bytes = [
        start.clone(),
        shown.clone(),
        block(0xFE, SECRET, b""),
        block(0xFF, b"XMP DataXMP", SECRET),
        frame.clone(),
        b";".to_vec(),
        SECRET.to_vec(),
    ];
    assert_eq!(cleaned("gif", &bytes.concat()), [start, shown, frame, b";".to_vec()].concat());
}

fn boxed(name: &[u8; 4], inside: &[Vec<u8>]) -> Vec<u8> {
    let inside = inside.concat();
    let length = u32::try_from(inside.len() + 8).expect("it is short").to_be_bytes();
    [&length[..], name, &inside].concat()
}

fn handler(kind: &[u8; 4]) -> Vec<u8> {
    boxed(b"hdlr", &[[&[0; 8], &kind[..], &[0; 13]].concat()])
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

#[test]
fn a_video_says_neither_where_nor_when_it_was_taken_and_everything_stays_in_its_place() {
    let first = boxed(b"ftyp", &[b"qt  \0\0\0\0qt  ".to_vec()]);
    let data = boxed(b"mdat", &[b"frame".to_vec(), SECRET.to_vec(), b"frame".to_vec()]);
    let at = u32::try_from(first.len() + 8 + 5).expect("it is short");
    let length = u32::try_from(SECRET.len()).expect("it is short");
    let places = boxed(
        b"stbl",
        &[
            boxed(b"stsz", &[numbers(&[0, length, 1])]),
            boxed(b"stsc", &[numbers(&[0, 1, 1, 1, 1])]),
            boxed(b"stco", &[numbers(&[0, 1, at])]),
        ],
    );
    let track = |kind: &[u8; 4], more: Vec<u8>| {
        let media = boxed(b"mdia", &[handler(kind), boxed(b"minf", std::slice::from_ref(&places))]);
        boxed(b"trak", &[boxed(b"tkhd", &[numbers(&[0, 77, 78, 1])]), more, media])
    };
    let movie = boxed(
        b"moov",
        &[
            boxed(b"mvhd", &[numbers(&[0, 77, 78, 600])]),
            track(b"vide", boxed(b"udta", &[SECRET.to_vec()])),
            track(b"meta", Vec::new()),
            boxed(b"udta", &[boxed(b"\xA9xyz", &[SECRET.to_vec()])]),
            boxed(b"meta", &[handler(b"mdta"), SECRET.to_vec()]),
        ],
    );
    let bytes = [first, data, movie, boxed(b"uuid", &[SECRET.to_vec()])].concat();
    let found = cleaned("mov", &bytes);
    assert_eq!(found.len(), bytes.len());
    assert!(!has_secret(&found));
    let count = |bytes: &[u8], word: &[u8]| memchr::memmem::find_iter(bytes, word).count();
    assert_eq!((count(&found, b"frame"), count(&found, b"trak"), count(&found, b"free")), (2, 1, 5));
    assert_eq!((count(&found, &numbers(&[77, 78])), count(&found, &numbers(&[0, 0, 0, 600]))), (0, 1));
}

#[test]
fn a_film_in_fragments_keeps_no_place() {
    let first = boxed(b"ftyp", &[b"iso5".to_vec()]);
    let film = |kind: &[u8; 4]| {
        let track = boxed(b"trak", &[boxed(b"mdia", &[handler(kind)])]);
        let piece = boxed(b"traf", &[boxed(b"udta", &[SECRET.to_vec()])]);
        let data = boxed(b"mdat", &[b"frame".to_vec()]);
        [first.clone(), boxed(b"moov", &[track]), boxed(b"moof", &[piece]), data].concat()
    };
    let found = cleaned("mp4", &film(b"vide"));
    assert!(!has_secret(&found) && found.len() == film(b"vide").len());
    assert_eq!(clean("mp4", &film(b"meta")).1, Some(MetadataFault::Track));
}

#[test]
fn an_avif_keeps_everything_but_exif_and_xmp() {
    let first = boxed(b"ftyp", &[b"avif\0\0\0\0mif1avif".to_vec()]);
    let entry =
        |id: u8, kind: &[u8; 4]| boxed(b"infe", &[[&[2, 0, 0, 0, 0, id, 0, 0], &kind[..], b"\0"].concat()]);
    let meta = |place: u32| {
        let at = |nth: u32| numbers(&[place + nth * 15, 15]);
        let item = |id: u8, nth: u32| [&[0, id, 0, 0, 0, 1], &at(nth)[..]].concat();
        boxed(
            b"meta",
            &[
                numbers(&[0]),
                handler(b"pict"),
                boxed(
                    b"iinf",
                    &[b"\0\0\0\0\0\x03".to_vec(), entry(1, b"av01"), entry(2, b"Exif"), entry(3, b"mime")],
                ),
                boxed(b"iloc", &[b"\0\0\0\0\x44\0\0\x03".to_vec(), item(1, 0), item(2, 1), item(3, 2)]),
            ],
        )
    };
    let place = u32::try_from(first.len() + meta(0).len() + 8).expect("it is short");
    let bytes = [
        first,
        meta(place),
        boxed(b"mdat", &[b"picture-picture".to_vec(), SECRET.to_vec(), SECRET.to_vec()]),
    ]
    .concat();
    let found = cleaned("avif", &bytes);
    assert_eq!(
        found,
        bytes
            .iter()
            .scan(0, |at, &byte| {
                *at += 1;
                Some(if *at > place + 15 { 0 } else { byte })
            })
            .collect::<Vec<u8>>()
    );
}

#[test]
fn an_svg_loses_what_drawing_programs_write_for_themselves() {
    for (written, clean) in [
        ("<svg><!-- Anna --><g/></svg>", "<svg><g/></svg>"),
        ("<svg><metadata><rdf:RDF><metadata/></rdf:RDF></metadata ><g/></svg>", "<svg><g/></svg>"),
        ("<svg><metadata/><g/></svg>", "<svg><g/></svg>"),
        (
            "<svg xmlns:x='y'\n  inkscape:export-filename=\"/home/anna/a > b.png\" sodipodi:docname='a' id=\"b\"><g/></svg>",
            "<svg xmlns:x='y' id=\"b\"><g/></svg>",
        ),
        ("<svg><sodipodi:namedview a='>'><inkscape:grid/></sodipodi:namedview><g/></svg>", "<svg><g/></svg>"),
        ("<?xml version='1.0'?><?xpacket begin=''?><svg/>", "<?xml version='1.0'?><svg/>"),
        (
            "<svg><style><![CDATA[/* <!-- */]]></style></svg>",
            "<svg><style><![CDATA[/* <!-- */]]></style></svg>",
        ),
        ("<!DOCTYPE svg [<!ENTITY a '<!--'>]><svg/><!-- b -->", "<!DOCTYPE svg [<!ENTITY a '<!--'>]><svg/>"),
        ("<svg><title>metadata</title></svg>", "<svg><title>metadata</title></svg>"),
        ("<svg><metadata>never closed", "<svg><metadata>never closed"),
        ("<svg><!-- never closed", "<svg><!-- never closed"),
    ] {
        let found = cleaned("svg", written.as_bytes());
        assert_eq!(String::from_utf8_lossy(&found), clean, "{written}");
    }
}

#[test]
fn what_cannot_be_shown_or_read_is_a_fault() {
    for (ending, bytes, fault) in [
        ("jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice(), Some(MetadataFault::Heif)),
        ("jpg", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Some(MetadataFault::Heif)),
        ("avif", b"\0\0\0\x18ftypmif1\0\0\0\0avifmif1", None),
        ("jpg", b"\xFF\xD8\xFF\xE1\x10\0Exif", Some(MetadataFault::Damaged)),
        ("png", b"\x89PNG\r\n\x1a\n\0\0\x10\0tEXt", Some(MetadataFault::Damaged)),
        ("mp4", b"\0\0\0\x10ftypmp42\0\0\0\0\0\0\x10\0moov", Some(MetadataFault::Damaged)),
        ("png", b"version https://git-lfs.github.com/spec/v1\noid", Some(MetadataFault::Pointer)),
        ("png", b"not a picture", None),
        ("png", b"", None),
        ("css", b"a{}", None),
    ] {
        assert_eq!(clean(ending, bytes).1, fault, "{}", String::from_utf8_lossy(bytes));
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(
        start in prop::sample::select(vec![
            jpeg(6), b"\x89PNG\r\n\x1a\n".to_vec(), b"GIF89a\x01\0\x01\0\x80\0\0".to_vec(), b"RIFF\x40\0\0\0WEBPVP8X".to_vec(),
            boxed(b"ftyp", &[b"avif".to_vec()]), boxed(b"moov", &[boxed(b"trak", &[boxed(b"mdia", &[handler(b"meta")])])]),
            b"<svg inkscape:a=' '><!".to_vec(), b"ID3\x03\0\0\0\0\0\x10TXXX\0\0\0\x02\0\0ab".to_vec(),
            b"fLaC\x04\0\0\x08\0\0\0\0\x01\0\0\0".to_vec(), b"RIFF\x40\0\0\0WAVELIST\x40\0\0\0".to_vec(),
            b"\x1A\x45\xDF\xA3\x80\x18\x53\x80\x67\xFF\x15\x49\xA9\x66\x86\x44\x61\x81a".to_vec(),
        ]),
        cut in 0_usize..400,
        rest in prop::collection::vec(prop_oneof![Just(0_u8), Just(1_u8), Just(0xFF_u8), any::<u8>()], 0..200),
    ) {
        let bytes = [&start[..cut.min(start.len())], &rest].concat();
        let _ = clean("svg", &bytes);
        let _ = is_on_its_side(&bytes);
    }

    #[test]
    fn a_changed_byte_of_a_video_or_avif_makes_no_panic(
        at in 0_usize..300,
        byte in any::<u8>(),
    ) {
        let places = boxed(b"stbl", &[
            boxed(b"stsz", &[numbers(&[0, 0, 2, 5, 6])]),
            boxed(b"stsc", &[numbers(&[0, 1, 1, 1, 1])]),
            boxed(b"co64", &[numbers(&[0, 2, 0, 8, 0, 12])]),
        ]);
        let media = boxed(b"mdia", &[handler(b"meta"), boxed(b"minf", &[places])]);
        let meta = boxed(b"meta", &[numbers(&[0]), handler(b"pict"),
            boxed(b"iinf", &[b"\0\0\0\0\0\x01".to_vec(), boxed(b"infe", &[b"\x02\0\0\0\0\x02\0\0Exif\0".to_vec()])]),
            boxed(b"iloc", &[b"\0\0\0\0\x44\0\0\x01\0\x02\0\0\0\x01\0\0\0\x08\0\0\0\x04".to_vec()])]);
        let first = boxed(b"ftyp", &[b"avif".to_vec()]);
        let mut bytes = [first, meta, boxed(b"moov", &[boxed(b"trak", &[media])])].concat();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = clean("mp4", &bytes);
    }
}
