//! HTML with holes: what Markdown becomes before the rest of the site is known.
//!
//! A link's address, a picture's size and a directive's HTML depend on other files. The HTML around them
//! does not, so it is made once, when the file is parsed, and the holes are filled when a page is rendered. Each stretch of
//! it knows where it is written.

use std::borrow::Cow;
use std::ops::Range;

use super::directive::DirectiveUse;
use crate::language::Language;

/// HTML with holes in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    html: String,
    holes: Vec<(usize, Hole)>,
    /// Where the HTML is written: each stretch lasts up to the next.
    written: Vec<SourceStretch>,
    /// Every link, in order.
    pub links: Vec<Link>,
    /// Every picture, in order.
    pub pictures: Vec<Picture>,
    /// Every directive, in order of its start.
    pub uses: Vec<DirectiveUse>,
    /// Every `img` of raw HTML, the whole tag in the file, in bytes.
    pub raw_pictures: Vec<Range<usize>>,
}

/// A stretch of HTML, from a byte of it on, and the stretch of the file that it was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SourceStretch {
    from: u32,
    start: u32,
    end: u32,
}

impl SourceStretch {
    /// `None` where a file is larger than files are read.
    fn new(from: usize, place: &Range<usize>) -> Option<SourceStretch> {
        let short = |number: usize| u32::try_from(number).ok();
        Some(SourceStretch { from: short(from)?, start: short(place.start)?, end: short(place.end)? })
    }

    fn from(self) -> usize {
        self.from as usize
    }

    fn place(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What is missing at a place in the HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hole {
    /// The address of `links[i]`, inside an attribute's quotes.
    Link(usize),
    /// The whole `img` element of `pictures[i]`.
    Picture(usize),
    /// The HTML of `uses[i]`; for a container everything up to its [`Hole::Close`] is its body.
    Open(usize),
    /// The end of the innermost open container.
    Close,
    /// Nothing: what follows are the footnotes.
    Notes,
    /// Words that balm puts into a text, in the language of the text.
    Said(HiddenText),
    /// A quotation mark of the language of the text.
    Quote(Quote),
}

/// A quotation mark that was typed as a straight one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Quote {
    OpenDouble,
    CloseDouble,
    OpenSingle,
    CloseSingle,
}

impl Quote {
    const ALL: [Quote; 4] = [Quote::OpenDouble, Quote::CloseDouble, Quote::OpenSingle, Quote::CloseSingle];

    /// The quote that `mark` is the mark of, if it is one.
    #[must_use]
    pub fn of_mark(mark: &str) -> Option<Quote> {
        match Hole::from_mark(mark.strip_prefix(MARK)?.strip_suffix(MARK)?)? {
            Hole::Quote(quote) => Some(quote),
            _ => None,
        }
    }

    /// The straight one.
    #[must_use]
    pub fn typed(self) -> char {
        match self {
            Quote::OpenDouble | Quote::CloseDouble => '"',
            Quote::OpenSingle | Quote::CloseSingle => '\'',
        }
    }

    /// The sign in `language`; the straight one where balm does not know the quotes of that language.
    #[must_use]
    pub fn in_language(self, language: &Language) -> &'static str {
        match language.quotes() {
            Some(signs) => signs[self as usize],
            None if matches!(self, Quote::OpenDouble | Quote::CloseDouble) => "\"",
            None => "'",
        }
    }

    /// `html` with the sign of `language` in place of each mark.
    #[must_use]
    pub fn filled<'h>(html: &'h str, language: &Language) -> Cow<'h, str> {
        if !html.contains(MARK) {
            return Cow::Borrowed(html);
        }
        let part = |(index, part): (usize, &'h str)| match Hole::from_mark(part) {
            Some(Hole::Quote(quote)) if index % 2 == 1 => quote.in_language(language),
            _ => part,
        };
        Cow::Owned(html.split(MARK).enumerate().map(part).collect())
    }
}

/// What balm says in a text, for those who do not see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HiddenText {
    /// What the list of footnotes is called.
    Footnotes,
    /// Where the link behind a footnote leads.
    Back,
    /// That a task is done.
    Done,
    /// That a task is still to do.
    ToDo,
    /// What an alert is.
    Note,
    /// What an alert is.
    Tip,
    /// What an alert is.
    Important,
    /// What an alert is.
    Warning,
    /// What an alert is.
    Caution,
}

impl HiddenText {
    /// All of it, in order.
    const ALL: [HiddenText; 9] = [
        HiddenText::Footnotes,
        HiddenText::Back,
        HiddenText::Done,
        HiddenText::ToDo,
        HiddenText::Note,
        HiddenText::Tip,
        HiddenText::Important,
        HiddenText::Warning,
        HiddenText::Caution,
    ];

    /// The key of the message.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            HiddenText::Footnotes => "text.footnotes",
            HiddenText::Back => "text.back",
            HiddenText::Done => "text.done",
            HiddenText::ToDo => "text.to_do",
            HiddenText::Note => "text.note",
            HiddenText::Tip => "text.tip",
            HiddenText::Important => "text.important",
            HiddenText::Warning => "text.warning",
            HiddenText::Caution => "text.caution",
        }
    }
}

/// One piece of a [`Body`], in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyPiece<'a> {
    /// HTML as it stands.
    Html(&'a str),
    /// Something to fill in.
    Hole(Hole),
}

/// A link as the author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub target: String,
    /// The whole link in the file, in bytes; in raw HTML, the address alone.
    pub span: Range<usize>,
    /// Where its address is, if that stands elsewhere: the line `[name]: address` in the file, in bytes.
    pub definition: Option<Range<usize>>,
    /// The tag of raw HTML that it is an attribute of; `None` for a link of Markdown.
    pub tag: Option<Box<RawTag>>,
}

/// A start tag of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawTag {
    /// Its name, in small letters.
    pub name: String,
    /// The name of the attribute that has the address, in small letters.
    pub attribute: String,
    /// Whether the address is in the style sheet between this tag and its end.
    pub is_sheet: bool,
    /// The whole tag in the file, in bytes.
    pub span: Range<usize>,
}

impl Link {
    /// Whether a reader can follow it. Other addresses in raw HTML are those of scripts, frames and the like.
    #[must_use]
    pub fn can_be_followed(&self) -> bool {
        self.tag
            .as_ref()
            .is_none_or(|tag| tag.attribute == "href" && ["a", "area"].contains(&tag.name.as_str()))
    }

    /// The whole link in the file, in bytes: the tag it is in, where it is raw HTML.
    #[must_use]
    pub fn whole(&self) -> &Range<usize> {
        self.tag.as_ref().map_or(&self.span, |tag| &tag.span)
    }
}

/// A picture as the author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The address.
    pub source: String,
    /// The alternative text, plain.
    pub alt: String,
    /// The title, plain; may be empty.
    pub title: String,
    /// The whole picture in the file, in bytes.
    pub span: Range<usize>,
}

/// Starts and ends a mark in raw HTML. Source text cannot hold it: the parser refuses files with NUL.
const MARK: char = '\0';

impl Hole {
    /// The hole as a mark to put into raw HTML, for [`Body::from_marked`].
    #[must_use]
    pub fn mark(self) -> String {
        let (letter, index) = match self {
            Hole::Link(index) => ("\0L", index),
            Hole::Picture(index) => ("\0P", index),
            Hole::Open(index) => ("\0O", index),
            Hole::Close => ("\0C", 0),
            Hole::Notes => ("\0N", 0),
            Hole::Said(said) => ("\0S", said as usize),
            Hole::Quote(quote) => ("\0Q", quote as usize),
        };
        [letter, &index.to_string(), "\0"].concat()
    }

    fn from_mark(mark: &str) -> Option<Hole> {
        let index = mark.get(1..)?.parse().ok()?;
        match mark.as_bytes().first()? {
            b'L' => Some(Hole::Link(index)),
            b'P' => Some(Hole::Picture(index)),
            b'O' => Some(Hole::Open(index)),
            b'C' => Some(Hole::Close),
            b'N' => Some(Hole::Notes),
            b'S' => HiddenText::ALL.get(index).copied().map(Hole::Said),
            b'Q' => Quote::ALL.get(index).copied().map(Hole::Quote),
            _ => None,
        }
    }
}

impl Body {
    /// Makes a body of HTML in which holes are written as [`Hole::mark`]s. `written` tells, in order, from which byte of
    /// `marked` on it was made of which stretch of the file.
    #[must_use]
    pub fn from_marked(
        marked: &str,
        written: &[(usize, Range<usize>)],
        links: Vec<Link>,
        pictures: Vec<Picture>,
        uses: Vec<DirectiveUse>,
    ) -> Self {
        let html = String::with_capacity(marked.len());
        let mut body = Body { html, links, pictures, uses, ..Body::default() };
        body.written.reserve_exact(written.len());
        let mut written = written.iter().peekable();
        let mut at = 0;
        let ends = memchr::memchr_iter(b'\0', marked.as_bytes()).chain([marked.len()]);
        for (index, end) in ends.enumerate() {
            let part = &marked[at..end];
            // Marks come in pairs, so every second part is the inside of one.
            if index % 2 == 0 {
                while let Some((from, place)) = written.next_if(|(from, _)| *from <= end) {
                    let from = body.html.len() + from.saturating_sub(at);
                    if let Some(written) = SourceStretch::new(from, place) {
                        body.written.push(written);
                    }
                }
                body.html.push_str(part);
            } else if let Some(hole) = Hole::from_mark(part) {
                body.holes.push((body.html.len(), hole));
            }
            at = end + MARK.len_utf8();
        }
        body.html.shrink_to_fit();
        body
    }

    /// The pieces in order, each stretch of HTML with the place in the file that it was made of.
    pub fn written_pieces(&self) -> impl Iterator<Item = (BodyPiece<'_>, Option<Range<usize>>)> {
        let mut from = 0;
        self.pieces().flat_map(move |piece| {
            let BodyPiece::Html(html) = piece else { return vec![(piece, None)] };
            let (start, end) = (from, from + html.len());
            from = end;
            let first = self.written.partition_point(|written| written.from() <= start);
            let within = self.written[first..].iter().take_while(|written| written.from() < end);
            let ends = within.map(|written| written.from()).chain([end]);
            let mut pieces = Vec::new();
            let mut at = start;
            for end in ends.filter(|&end| end > start) {
                let place = self.written.partition_point(|written| written.from() <= at).checked_sub(1);
                let place = place.map(|written| self.written[written].place());
                pieces.push((BodyPiece::Html(&self.html[at..end]), place));
                at = end;
            }
            pieces
        })
    }

    /// Moves every place in the file to where `place` says that it is.
    pub fn move_places(&mut self, place: impl Fn(&Range<usize>) -> Range<usize>) {
        let links = self.links.iter_mut().map(|link| &mut link.span);
        let pictures = self.pictures.iter_mut().map(|picture| &mut picture.span);
        links.chain(pictures).for_each(|at| *at = place(at));
        for written in &mut self.written {
            *written = SourceStretch::new(written.from(), &place(&written.place())).unwrap_or(*written);
        }
    }

    /// The pieces in order.
    pub fn pieces(&self) -> impl Iterator<Item = BodyPiece<'_>> {
        let mut from = 0;
        let ends = self.holes.iter().map(|(at, hole)| (*at, Some(*hole))).chain([(self.html.len(), None)]);
        ends.flat_map(move |(at, hole)| {
            let html = (at > from).then(|| BodyPiece::Html(&self.html[from..at]));
            from = at;
            html.into_iter().chain(hole.map(BodyPiece::Hole))
        })
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.holes.is_empty() && self.html.trim().is_empty()
    }

    /// Every link, those in directives' labels included.
    pub fn all_links(&self) -> impl Iterator<Item = &Link> {
        let labels = self.uses.iter().filter_map(|used| used.label.as_ref());
        self.links.iter().chain(labels.flat_map(|label| &label.body.links))
    }

    /// Every picture, those in directives' labels included.
    pub fn all_pictures(&self) -> impl Iterator<Item = &Picture> {
        let labels = self.uses.iter().filter_map(|used| used.label.as_ref());
        self.pictures.iter().chain(labels.flat_map(|label| &label.body.pictures))
    }

    /// Every picture of raw HTML, those in directives' labels included.
    pub fn all_raw_pictures(&self) -> impl Iterator<Item = &Range<usize>> {
        let labels = self.uses.iter().filter_map(|used| used.label.as_ref());
        self.raw_pictures.iter().chain(labels.flat_map(|label| &label.body.raw_pictures))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_stand_where_their_marks_stood() {
        let marked = format!("<a href=\"{}\">x</a>{}y", Hole::Link(0).mark(), Hole::Open(3).mark());
        let written = [(0, 2..5), (marked.len() - 1, 7..8)];
        let body = Body::from_marked(&marked, &written, Vec::new(), Vec::new(), Vec::new());
        let pieces: Vec<_> = body.pieces().collect();
        assert_eq!(
            pieces,
            [
                BodyPiece::Html("<a href=\""),
                BodyPiece::Hole(Hole::Link(0)),
                BodyPiece::Html("\">x</a>"),
                BodyPiece::Hole(Hole::Open(3)),
                BodyPiece::Html("y"),
            ]
        );
        let places: Vec<_> = body.written_pieces().filter_map(|(_, place)| place).collect();
        assert_eq!(places, [2..5, 2..5, 7..8]);
    }
}
