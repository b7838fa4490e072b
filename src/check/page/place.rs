//! From a finding on a page to the place in a source that an author can fix: a look-up in what the parts of the page came
//! from.
//!
//! What an author wrote goes before what a template made of it: a link that a template makes is fixed where its words are
//! written, unless the template has words of its own for it. Where nothing is known of a part, the directive that made it
//! is its place, or the page's template as a whole: never a place that does not exist.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::guideline::letters;
use super::{CheckedPage, PageFinding, Spot};
use crate::article::Article;
use crate::diagnostic::Place;
use crate::html::{Token, Tokens, decode, place_in};
use crate::origin::{Origin, Origins, PagePart};
use crate::route::Basis;
use crate::site::rows::RowId;
use crate::table::{Question, Row};
use crate::trace::Read;

/// A part of a page with the place that it is written at.
type PlacedPart<'p> = (&'p PagePart, &'p Place);

/// Places the findings of one page.
pub(super) struct Placer<'a> {
    page: &'a CheckedPage<'a>,
    article: Option<&'a Article>,
    /// What the parts of the page came from, known once it is asked for.
    origins: OnceCell<Origins>,
}

impl<'a> Placer<'a> {
    pub(super) fn new(page: &'a CheckedPage<'a>) -> Placer<'a> {
        Placer { page, article: page.article(), origins: OnceCell::new() }
    }

    /// Where `finding` comes from.
    pub(super) fn place(&self, finding: &PageFinding<'_>) -> Place {
        let span = &finding.span;
        let place = match &finding.spot {
            Spot::Title => self.title().or_else(|| self.tag(span)),
            Spot::Tag => self.tag(span),
            Spot::Link { href, said, .. } => self.link(href, said, span),
            Spot::File { address } => self.file(address, span),
            Spot::Heading { said } => self.heading(said, span),
            Spot::Id(id) => self.id(id, span),
            Spot::Table => {
                self.by_author(span).map(|place| self.first_line(place)).or_else(|| self.tag(span))
            }
            Spot::Words => self.written(span).or_else(|| self.tag(span)),
            Spot::Script(text) => self.in_script(text, span).or_else(|| self.tag(span)),
        };
        let place = place.unwrap_or_else(|| self.page.template_start());
        self.note(&place);
        place
    }

    /// Where the tag at `tag` comes from.
    pub(super) fn tag_place(&self, tag: &Range<usize>) -> Place {
        self.tag(tag).unwrap_or_else(|| self.page.template_start())
    }

    /// Records that the place of a row was used: a row's digest does not include it.
    fn note(&self, place: &Place) {
        if self.page.world.site.rows.tables().iter().any(|table| table.file == place.file) {
            self.page.notes.add(|| Read::Text(Arc::clone(&place.file)));
        }
    }

    /// The parts around a byte of the page, the innermost first.
    fn around(&self, at: usize) -> Vec<&PagePart> {
        self.origins.get_or_init(|| self.page.origins.find()).around(at)
    }

    /// The innermost part around a byte of the page that is written somewhere, and where.
    fn innermost(&self, at: usize) -> Option<PlacedPart<'_>> {
        self.around(at).into_iter().find_map(|part| Some((part, written_at(part)?)))
    }

    /// Where the directive is used that made the byte `at` of the page.
    pub(super) fn used(&self, at: usize) -> Option<Place> {
        self.around(at).into_iter().find_map(|part| match &part.origin {
            Origin::Directive(place) => Some(place.clone()),
            Origin::Written(_) => None,
        })
    }

    /// The text of a file that parts of the page are written in.
    fn text(&self, file: &str) -> Option<&'a str> {
        if let Some(article) = self.article.filter(|article| &*article.file == file) {
            return Some(&article.source);
        }
        let tables = self.page.world.site.rows.tables();
        let table = tables.iter().find(|table| &*table.file == file).map(|table| &*table.source);
        table.or_else(|| self.page.templates.text(file))
    }

    /// Where the byte `at` of the page is written, if `part` of it is to be found at `place` as it is on the page.
    fn exact(&self, part: &PagePart, place: &Place, at: usize) -> Option<usize> {
        let source = self.text(&place.file)?.get(place.start..place.end)?;
        let is_same = self.page.html.get(part.range.clone()) == Some(source);
        is_same.then(|| place.start + at - part.range.start)
    }

    /// From where `first` is written to where `last` is, each as it holds one end of `range`.
    fn stretch(&self, range: &Range<usize>, first: PlacedPart<'_>, last: PlacedPart<'_>) -> Place {
        let start = self.exact(first.0, first.1, range.start).unwrap_or(first.1.start);
        let last = if last.1.file == first.1.file && last.1.end > start { last } else { first };
        let at = range.end.min(last.0.range.end);
        let end = self.exact(last.0, last.1, at).unwrap_or(last.1.end);
        Place::new(&first.1.file, start..end.max(start))
    }

    /// Where `range` of the page is written.
    pub(super) fn written(&self, range: &Range<usize>) -> Option<Place> {
        let first = self.innermost(range.start)?;
        let last = self.innermost(range.end.saturating_sub(1).max(range.start)).unwrap_or(first);
        Some(self.stretch(range, first, last))
    }

    /// Where `range` of the page is written by an author, and not in a template.
    pub(super) fn by_author(&self, range: &Range<usize>) -> Option<Place> {
        self.written(range).filter(|place| !is_template(place))
    }

    /// The tag at `tag`: where it is written, else the directive that made it.
    fn tag(&self, tag: &Range<usize>) -> Option<Place> {
        self.written(tag).or_else(|| self.used(tag.start))
    }

    /// Where the words in `range` of the page are written, as far as they are not those of a template.
    fn words(&self, range: &Range<usize>) -> Option<Place> {
        // The outermost part that is within the range: a label, and not the first word of it.
        let own = |at: usize| {
            let is_within = |part: &PagePart| range.start <= part.range.start && part.range.end <= range.end;
            let mut own = self.around(at);
            own.retain(|part| written_at(part).is_some_and(|place| !is_template(place)));
            let outermost = own.iter().rposition(|part| is_within(part)).unwrap_or(0);
            let part = *own.get(outermost)?;
            Some((part, written_at(part)?))
        };
        let html = self.page.html.get(range.clone())?;
        let mut tokens = Tokens::new(html);
        let mut ends: Option<(Range<usize>, PlacedPart<'_>, PlacedPart<'_>)> = None;
        while let Some(token) = tokens.next() {
            let Token::Text(text) = token else { continue };
            let words = html[text.clone()].trim();
            let start = range.start + text.start + html[text.clone()].len() - html[text].trim_start().len();
            if words.is_empty() {
                continue;
            }
            let end = start + words.len();
            if let (Some(first), Some(last)) = (own(start), own(end - 1)) {
                ends = Some(match ends {
                    Some((at, known, _)) if known.1.file == last.1.file => (at.start..end, known, last),
                    Some(known) => known,
                    None => (start..end, first, last),
                });
            }
        }
        let (at, first, last) = ends?;
        Some(self.stretch(&at, first, last))
    }

    /// The directive whose template writes words in `range` that are not its own, if it is not known whose they are.
    fn made_up(&self, range: &Range<usize>) -> Option<Place> {
        let html = self.page.html.get(range.clone())?;
        let mut tokens = Tokens::new(html);
        let start = loop {
            match tokens.next()? {
                Token::Text(text) if !html[text.clone()].trim().is_empty() => {
                    let blank = html[text.clone()].len() - html[text.clone()].trim_start().len();
                    break range.start + text.start + blank;
                }
                Token::Open { .. } | Token::Close(_) | Token::Text(_) => {}
            }
        };
        match &self.around(start).first()?.origin {
            Origin::Directive(place) => Some(place.clone()),
            Origin::Written(_) => None,
        }
    }

    /// The title of the article or row.
    fn title(&self) -> Option<Place> {
        if let Some(article) = self.article {
            return Some(Place::new(&article.file, article.title.span()));
        }
        let Basis::Row(id) = self.page.target.basis() else { return None };
        let row = self.page.world.site.rows.row(self.page.world.site.rows.find(id)?);
        Some(Place::new(row.file(), row.name().span()))
    }

    fn link(&self, href: &str, said: &Range<usize>, tag: &Range<usize>) -> Option<Place> {
        if let Some(place) = self.by_author(tag) {
            return Some(place);
        }
        let is_call = |number: String| *href == *format!("tel:{}", number.replace(' ', ""));
        // What a page reads of the site's numbers does not say where they are in the file.
        let call = || {
            let is_own = self.page.world.site.config.calls().any(is_call);
            is_own.then(|| Place::start_of(&"site.toml".into()))
        };
        self.words(said).or_else(call).or_else(|| self.made_up(said)).or_else(|| self.tag(tag))
    }

    /// A picture, or something else that is loaded from `address`.
    fn file(&self, address: &str, tag: &Range<usize>) -> Option<Place> {
        if let Some(place) = self.by_author(tag) {
            return Some(place);
        }
        let value = place_in(self.page.html, address).filter(|value| !value.is_empty());
        let source = value.and_then(|value| self.by_author(&value));
        let is_argument = |place: &Place| self.article.is_some_and(|article| article.file == place.file);
        match source {
            Some(place) if is_argument(&place) => self.used(tag.start).or(Some(place)),
            Some(place) => Some(place),
            None => self.tag(tag),
        }
    }

    fn heading(&self, said: &Range<usize>, tag: &Range<usize>) -> Option<Place> {
        if let Some(place) = self.by_author(tag) {
            return Some(self.first_line_of_heading(place));
        }
        let words = self.words(said);
        let is_label = |place: &Place| self.article.is_some_and(|article| article.file == place.file);
        // An author may tell a directive which level to make.
        words.filter(is_label).or_else(|| self.used(tag.start)).or_else(|| self.tag(tag))
    }

    /// What has the id `id`.
    fn id(&self, id: &str, tag: &Range<usize>) -> Option<Place> {
        if let Some(place) = self.by_author(tag) {
            return Some(self.first_line_of_heading(place));
        }
        let given = place_in(self.page.html, id).and_then(|value| self.by_author(&value));
        let given = given.filter(|place| self.article.is_some_and(|article| article.file == place.file));
        given.or_else(|| self.used(tag.start)).or_else(|| self.tag(tag))
    }

    /// The line of a heading of Markdown; any other place stays.
    fn first_line_of_heading(&self, place: Place) -> Place {
        let is_heading = self.article.is_some_and(|article| {
            article.file == place.file && article.headings.iter().any(|heading| heading.start == place.start)
        });
        if is_heading { self.first_line(place) } else { place }
    }

    /// The first line of a block of Markdown; raw HTML stays.
    fn first_line(&self, place: Place) -> Place {
        let text = self.text(&place.file).and_then(|text| text.get(place.start..)).unwrap_or("");
        let line = text.split('\n').next().unwrap_or("").trim_end();
        if line.starts_with('<') { place } else { Place { end: place.start + line.len(), ..place } }
    }

    /// `text` in quotes inside the script with the start tag `tag`, where it is there once and as it is written.
    fn in_script(&self, text: &str, tag: &Range<usize>) -> Option<Place> {
        let script = self.page.html.get(tag.end..)?;
        let script = &script[..script.find("</script").unwrap_or(script.len())];
        let wanted = format!("\"{text}\"");
        let mut found = script.match_indices(&wanted).map(|(at, _)| tag.end + at);
        let (Some(at), None) = (found.next(), found.next()) else { return None };
        let (part, place) = self.innermost(at)?;
        let start = self.exact(part, place, at).filter(|_| at + wanted.len() <= part.range.end)?;
        Some(Place::new(&place.file, start..start + wanted.len()))
    }

    /// The question of a table that the page shows as its JSON-LD has it; where several are equal, the one after `before`.
    pub(super) fn question(&self, name: &str, before: usize) -> Option<Place> {
        let wanted = letters(name);
        let row = |id: &RowId| self.page.world.site.rows.row(*id);
        let is_it = |row: &Row| row.is::<Question>() && letters(&row.name().value) == wanted;
        let shown: BTreeSet<RowId> = self.page.rows.iter().copied().collect();
        let found = shown.into_iter().filter(|id| is_it(row(id))).nth(before)?;
        let place = Place::new(row(&found).file(), row(&found).name().span());
        self.note(&place);
        Some(place)
    }

    /// Whether `finding` is about a link that names the page or heading it leads to by its own title, as the theme's lists
    /// do. Rendering has noted what this reads.
    pub(super) fn is_title(&self, finding: &PageFinding<'_>) -> bool {
        let Spot::Link { href, words, .. } = &finding.spot else { return false };
        let href = decode(href);
        let is_it = |title: &str| letters(title) == letters(words);
        if let (Some(id), Some(article)) = (href.strip_prefix('#'), self.article) {
            let mut headings = article.headings.iter().filter(|heading| heading.id == id);
            return headings.any(|heading| is_it(&crate::html::words(&heading.html)));
        }
        let world = self.page.world;
        let Some(url) = href.strip_prefix(world.assets.base_path()) else { return false };
        let site = &world.site;
        let Some(route) = world.routes.at(&crate::url::decode_path(url)) else { return false };
        match route.target.basis() {
            Basis::Page(file) => {
                let title = site.page_of(file).is_some_and(|page| is_it(&page.title));
                title || (url == "/" && is_it(&site.config.title))
            }
            Basis::Row(id) => site.rows.find(id).is_some_and(|id| is_it(&site.rows.row(id).name().value)),
            Basis::Tag(_) => true,
            Basis::Rows(_) | Basis::File(_) | Basis::Site => false,
        }
    }
}

/// Where `part` is written.
fn written_at(part: &PagePart) -> Option<&Place> {
    match &part.origin {
        Origin::Written(place) => Some(place),
        Origin::Directive(_) => None,
    }
}

fn is_template(place: &Place) -> bool {
    place.file.starts_with("templates/")
}
