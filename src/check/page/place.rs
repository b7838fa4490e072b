//! From a finding on a page back to the place in a source that an author can mend.
//!
//! An article or row is asked first, as it is the author's own; then the templates that make the page. Where none of them
//! holds it to the letter, the page's template as a whole stands for it: never a place that does not exist.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::markdown_table;
use super::origin::{Wanted, agreement};
use super::{Finding, Page, Spot};
use crate::article::{Article, Form, Picture};
use crate::diagnostic::{FileName, Place};
use crate::html::decode as unescape;
use crate::route::Target;
use crate::site::rows::RowId;
use crate::table::{BuiltIn, Row};
use crate::trace::{Notes, Read};

/// Places the findings of one page.
pub(super) struct Placer<'a> {
    page: &'a Page<'a>,
    article: Option<&'a Article>,
    /// How often a finding of the same kind was placed: the second of two equal ones stands at the second place.
    times: BTreeMap<String, usize>,
}

impl<'a> Placer<'a> {
    pub(super) fn new(page: &'a Page<'a>) -> Placer<'a> {
        Placer { page, article: page.article(), times: BTreeMap::new() }
    }

    /// Where `finding` comes from.
    pub(super) fn place(&mut self, finding: &Finding<'_>) -> Place {
        let tag = self.page.html.get(finding.span.clone()).unwrap_or("");
        let times = self.times.entry(format!("{} {:?} {tag}", finding.code.name, finding.spot)).or_default();
        let number = *times;
        *times += 1;
        let mut places = match &finding.spot {
            Spot::Title => self.title().into_iter().collect(),
            Spot::Tag => Vec::new(),
            Spot::Link { href, words } => self.links(&unescape(href), words),
            Spot::File { address, alt } => self.pictures(&unescape(address), alt.map(unescape).as_deref()),
            Spot::Heading { id, words } => self.headings(id, words, &finding.span),
            Spot::Id(id) => self.ids(id, &finding.span),
            Spot::Table { head } => self.tables(head, None),
            Spot::Cell { head, row, column } => self.tables(head, Some((*row, *column))),
            Spot::Words(words) => self.words(words, &finding.span),
            Spot::Script(text) => self.in_script(text, &finding.span),
            Spot::Ending { words, ending } => self.ending(words, ending, &finding.span),
        };
        if places.is_empty() && finding.spot != Spot::Title {
            places = self.tags(&finding.span);
        }
        let at = number.min(places.len().saturating_sub(1));
        places.into_iter().nth(at).unwrap_or_else(|| self.page.template_start())
    }

    /// Where the tag at `tag` comes from.
    pub(super) fn tag(&self, tag: &Range<usize>) -> Option<Place> {
        self.tags(tag).into_iter().next()
    }

    /// The title of the article or row.
    fn title(&self) -> Option<Place> {
        if let Some(article) = self.article {
            return Some(Place::new(&article.file, article.title.span()));
        }
        let Target::Row(id) = self.page.target else { return None };
        let row = self.row(self.page.linker.site.rows.find(id)?);
        Some(Place::new(row.file(), row.name().span()))
    }

    /// A row of which a place is told.
    fn row(&self, id: RowId) -> &'a Row {
        let row = self.page.linker.site.rows.row(id);
        self.page.notes.add(|| Read::Text(Arc::clone(row.file())));
        row
    }

    /// The rows on the page.
    fn rows(&self) -> Vec<RowId> {
        let rows = &self.page.linker.site.rows;
        match self.page.target {
            Target::Rows(kind) => rows.alphabetical(kind).to_vec(),
            Target::Programme => rows.alphabetical(&crate::table::Exercise::kind()).to_vec(),
            Target::Row(id) => rows.find(id).into_iter().chain(self.page.rows.iter().copied()).collect(),
            _ => self.page.rows.to_vec(),
        }
    }

    /// Whether `target`, written in `file`, is `href` on the page. Rendering has noted what this reads.
    fn leads(&self, file: &Arc<str>, target: &str, href: &str) -> bool {
        self.page.linker.href(file, target, false, &Notes::default()) == href
    }

    fn links(&self, href: &str, words: &str) -> Vec<Place> {
        let mut places = Vec::new();
        let wanted = letters(words);
        if let Some(article) = self.article {
            let source = &article.source;
            for link in article.body.all_links().filter(|link| self.leads(&article.file, &link.target, href))
            {
                let span = link.whole().clone();
                let end = if link.tag.is_none() { span.end } else { after(source, span.end, words.len()) };
                if letters(source.get(span.start..end).unwrap_or("")).contains(&wanted) {
                    places.push(Place::new(&article.file, span));
                }
            }
            if places.is_empty() {
                places.extend(self.labels(words));
            }
        }
        if places.is_empty() {
            for id in self.rows() {
                let row = self.row(id);
                row.each(|leaf| {
                    let links = leaf.markdown().into_iter().flat_map(|markdown| &markdown.body.links);
                    let found = links.filter(|link| self.leads(row.file(), &link.target, href));
                    places.extend(found.map(|link| Place::new(row.file(), link.span.clone())));
                });
            }
        }
        let is_it = |link: &crate::article::Link| self.leads(&"site.toml".into(), &link.target, href);
        let site = &self.page.linker.site;
        if places.is_empty()
            && (site.help.iter().any(|strip| strip.body.links.iter().any(is_it))
                || site.config.calls().any(|number| href == format!("tel:{}", number.replace(' ', ""))))
        {
            // What a page reads of the strip does not say where in the file it stands.
            places.push(Place::start_of(&"site.toml".into()));
        }
        places
    }

    /// Directives with the label `words`.
    fn labels(&self, words: &str) -> Vec<Place> {
        let Some(article) = self.article.filter(|_| !words.is_empty()) else { return Vec::new() };
        let wanted = letters(words);
        let labels = article.body.uses.iter().filter_map(|used| used.label.as_ref());
        labels
            .filter(|label| {
                letters(&label.text.value).ends_with(&wanted) || wanted.ends_with(&letters(&label.text.value))
            })
            .filter(|label| !letters(&label.text.value).is_empty())
            .map(|label| Place::new(&article.file, label.text.span()))
            .collect()
    }

    fn pictures(&self, src: &str, alt: Option<&str>) -> Vec<Place> {
        let mut places = Vec::new();
        if let Some(article) = self.article {
            let is_it = |picture: &&Picture| {
                alt.is_none_or(|alt| picture.alt == alt) && self.leads(&article.file, &picture.source, src)
            };
            let pictures = article.body.all_pictures().filter(is_it);
            places.extend(pictures.map(|picture| Place::new(&article.file, picture.span.clone())));
            if places.is_empty() {
                let uses = article.body.uses.iter();
                let uses = uses.filter(|used| {
                    used.get("src").is_some_and(|source| self.leads(&article.file, &source.value, src))
                });
                places.extend(uses.map(|used| Place::new(&article.file, used.span.clone())));
            }
            if places.is_empty() {
                let links =
                    article.body.all_links().filter(|link| self.leads(&article.file, &link.target, src));
                places.extend(links.map(|link| Place::new(&article.file, link.whole().clone())));
            }
        }
        if places.is_empty() {
            for id in self.rows() {
                let row = self.row(id);
                let own = row.pictures().into_iter().filter(|(path, _)| self.leads(row.file(), path, src));
                places.extend(own.map(|(_, leaf)| Place::new(row.file(), leaf.cell.span.clone())));
                row.each(|leaf| {
                    let pictures = leaf.markdown().into_iter().flat_map(|markdown| &markdown.body.pictures);
                    let found = pictures.filter(|picture| self.leads(row.file(), &picture.source, src));
                    places.extend(found.map(|picture| Place::new(row.file(), picture.span.clone())));
                });
            }
        }
        places
    }

    fn headings(&self, id: &str, words: &str, tag: &Range<usize>) -> Vec<Place> {
        let Some(article) = self.article else { return Vec::new() };
        let headings = article.headings.iter().filter(|heading| !id.is_empty() && heading.id == unescape(id));
        let lines = headings.map(|heading| heading.start..end_of_line(&article.source, heading.start));
        let mut places: Vec<Place> = lines.map(|span| Place::new(&article.file, span)).collect();
        if places.is_empty() {
            places = self.labels(words);
        }
        if places.is_empty() {
            places = self.uses(|row| letters(&row.name().value) == letters(words));
        }
        if places.is_empty() {
            places = self.makers(tag);
        }
        places
    }

    /// The directives whose component makes the tag at `tag`, if it fits no other template better. An author may tell them
    /// which level to make.
    fn makers(&self, tag: &Range<usize>) -> Vec<Place> {
        let (Some(article), Some(wanted)) = (self.article, Wanted::at(self.page.html, tag)) else {
            return Vec::new();
        };
        let score = |name: &str| {
            let parts = self.page.templates.parts(name);
            parts.into_iter().next().map_or(0, |(_, text)| wanted.in_source(text).0)
        };
        let best = self.page.parts().iter().map(|(_, text)| wanted.in_source(text).0).max().unwrap_or(0);
        let makes = |name: &str| {
            let component = self.page.templates.component(name);
            component.is_some_and(|component| score(component.file.trim_start_matches("templates/")) == best)
        };
        let uses = article.body.uses.iter().filter(|used| best > 0 && makes(&used.name.value));
        uses.map(|used| Place::new(&article.file, used.span.clone())).collect()
    }

    /// The directives that show a row which `is_it`.
    fn uses(&self, is_it: impl Fn(&Row) -> bool) -> Vec<Place> {
        let Some(article) = self.article else { return Vec::new() };
        let rows = &self.page.linker.site.rows;
        let shown = self.page.shown.iter().filter(|(row, _)| is_it(rows.row(*row)));
        let uses = shown.filter_map(|(_, used)| article.body.uses.get(*used));
        uses.map(|used| Place::new(&article.file, used.span.clone())).collect()
    }

    /// What has the id `id`; where there are several, the second of them first.
    fn ids(&self, id: &str, tag: &Range<usize>) -> Vec<Place> {
        let Some(article) = self.article else { return Vec::new() };
        let raw = self.raw(tag);
        if !raw.is_empty() {
            return raw;
        }
        let id = unescape(id);
        let lines = article.headings.iter().filter(|heading| heading.id == id);
        let lines = lines.map(|heading| {
            Place::new(&article.file, heading.start..end_of_line(&article.source, heading.start))
        });
        // In running text a row is linked to, and has its id elsewhere.
        let is_row = self.page.linker.site.rows.find(&id).is_some();
        let uses = || article.body.uses.iter().filter(|used| !(is_row && used.form == Form::Text));
        let given = uses().filter_map(|used| used.get("id").filter(|given| given.value == id));
        let given = given.map(|given| Place::new(&article.file, given.span()));
        let shown = self.uses(|row| row.id.value == id).into_iter();
        let shown = shown.filter(|place| uses().any(|used| used.span.start == place.start));
        let mut places: Vec<Place> = lines.chain(given).chain(shown).collect();
        places.sort();
        places.dedup();
        if places.len() > 1 {
            places.remove(0);
        }
        places
    }

    /// The Markdown tables whose header says `head`, or one cell of them.
    fn tables(&self, head: &[String], cell: Option<(usize, usize)>) -> Vec<Place> {
        let Some(article) = self.article else { return Vec::new() };
        let head: Vec<String> = head.iter().map(letters).collect();
        let tables = markdown_table::all(&article.source, article.start);
        let same = tables
            .into_iter()
            .filter(|table| table.head(&article.source).map(letters).eq(head.iter().cloned()));
        let spans = same.filter_map(|table| match cell {
            Some((row, column)) => table.cell(&article.source, row, column),
            None => Some(table.header()),
        });
        spans.map(|span| Place::new(&article.file, span)).collect()
    }

    fn words(&self, words: &str, at: &Range<usize>) -> Vec<Place> {
        // What Markdown has changed stands at the front more often than at the end.
        let tails = std::iter::once(0).chain(words.match_indices(' ').map(|(at, _)| at + 1));
        for tail in tails.map(|at| &words[at..]).filter(|tail| tail.len() * 2 >= words.len()) {
            let mut places = Vec::new();
            if let Some(article) = self.article {
                let found = article.source.match_indices(tail).map(|(at, _)| at..at + tail.len());
                // The title stands in the front matter, all else below it.
                let found = found
                    .filter(|span| span.start >= article.start || article.title.span().contains(&span.start));
                places.extend(found.map(|span| Place::new(&article.file, span)));
            }
            if places.is_empty() {
                let spans = self
                    .rows()
                    .into_iter()
                    .filter_map(|id| Some((id, cell_with(self.page.linker.site.rows.row(id), tail)?)));
                places.extend(spans.map(|(id, span)| Place::new(self.row(id).file(), span)));
            }
            if places.is_empty() {
                let html = self.page.html;
                let on_page = html[at.start..].find(tail).map(|found| at.start + found);
                let on_page = on_page.map_or(at.clone(), |start| start..start + tail.len());
                let all = |text: &str| -> Vec<Range<usize>> {
                    text.match_indices(tail).map(|(at, _)| at..at + tail.len()).collect()
                };
                places = self.nearest(
                    &on_page,
                    self.page.parts().into_iter().map(|(file, text)| (file, text, all(text))),
                );
            }
            if !places.is_empty() {
                return places;
            }
        }
        Vec::new()
    }

    /// The end of `words`, where it is written as `ending`; else all of them.
    fn ending(&self, words: &str, ending: &str, at: &Range<usize>) -> Vec<Place> {
        let mut places = self.words(words, at);
        if let Some(article) = self.article {
            for place in places.iter_mut().filter(|place| place.file == article.file) {
                let start = place.end.checked_sub(ending.len());
                let start = start.filter(|&start| article.source.get(start..place.end) == Some(ending));
                place.start = start.unwrap_or(place.start);
            }
        }
        places
    }

    /// `text` in quotes inside the script with the start tag `tag`, where it stands there once and as it is.
    fn in_script(&self, text: &str, tag: &Range<usize>) -> Vec<Place> {
        let Some(start) = self.tag(tag) else { return Vec::new() };
        let article = self.article.filter(|article| article.file == start.file);
        let in_template = || self.page.parts().into_iter().find(|(file, _)| **file == start.file);
        let Some(source) = article.map(|article| &*article.source).or_else(|| Some(in_template()?.1)) else {
            return Vec::new();
        };
        let script = source.get(start.end..).unwrap_or("");
        let script = &script[..script.find("</script").unwrap_or(script.len())];
        let wanted = format!("\"{text}\"");
        let mut found = script.match_indices(&wanted).map(|(at, _)| start.end + at);
        let (Some(at), None) = (found.next(), found.next()) else { return Vec::new() };
        vec![Place::new(&start.file, at..at + wanted.len())]
    }

    /// The question of a table that the page shows as its JSON-LD has it; where several are equal, the one after `before`.
    pub(super) fn question(&self, name: &str, before: usize) -> Option<Place> {
        let wanted = letters(name);
        let rows = self.rows().into_iter().filter(|&id| {
            let row = self.page.linker.site.rows.row(id);
            row.is::<crate::table::Question>() && letters(&row.name().value) == wanted
        });
        let row = self.row(rows.collect::<std::collections::BTreeSet<_>>().into_iter().nth(before)?);
        Some(Place::new(row.file(), row.name().span()))
    }

    /// Whether `finding` is about a link that names the page or heading it leads to by its own title, as the theme's lists
    /// do. Rendering has noted what this reads.
    pub(super) fn is_title(&self, finding: &Finding<'_>) -> bool {
        let Spot::Link { href, words } = &finding.spot else { return false };
        let href = unescape(href);
        let is_it = |title: &str| letters(title) == letters(words);
        if let (Some(id), Some(article)) = (href.strip_prefix('#'), self.article) {
            let mut headings = article.headings.iter().filter(|heading| heading.id == id);
            return headings.any(|heading| is_it(&crate::html::words(&heading.html)));
        }
        let linker = self.page.linker;
        let Some(url) = href.strip_prefix(linker.assets.base_path()) else { return false };
        let site = &linker.site;
        match linker.routes.at(&crate::url::decode_path(url)).map(|route| &route.target) {
            Some(Target::Page(file)) => {
                let title = site.page_of(file).is_some_and(|page| is_it(&page.title));
                title || (url == "/" && is_it(&site.config.title))
            }
            Some(Target::Row(id)) => {
                site.rows.find(id).is_some_and(|id| is_it(&site.rows.row(id).name().value))
            }
            Some(Target::Tag(_)) => true,
            _ => false,
        }
    }

    /// The tag in the raw HTML of the article.
    fn raw(&self, tag: &Range<usize>) -> Vec<Place> {
        let (Some(article), Some(wanted)) = (self.article, Wanted::at(self.page.html, tag)) else {
            return Vec::new();
        };
        let (_, spans) = wanted.in_source(&article.source[article.start..]);
        let spans = spans.into_iter().map(|span| span.start + article.start..span.end + article.start);
        spans.map(|span| Place::new(&article.file, span)).collect()
    }

    /// The tag itself: in the raw HTML of the article, else in a template.
    fn tags(&self, tag: &Range<usize>) -> Vec<Place> {
        let Some(wanted) = Wanted::at(self.page.html, tag) else { return Vec::new() };
        let raw = self.raw(tag);
        if !raw.is_empty() {
            return raw;
        }
        let found = self.page.parts().into_iter().map(|(file, text)| (file, text, wanted.in_source(text)));
        let found: Vec<_> = found.filter(|(_, _, (score, _))| *score > 0).collect();
        let best = found.iter().map(|(_, _, (score, _))| *score).max();
        let found = found.into_iter().filter(|(_, _, (score, _))| Some(*score) == best);
        self.nearest(tag, found.map(|(file, text, (_, spans))| (file, text, spans)))
    }

    /// Those of the places in templates around which stands what stands around `span` of the page: several can hold the
    /// same tag or words.
    fn nearest<'b>(
        &self,
        span: &Range<usize>,
        found: impl Iterator<Item = (&'b FileName, &'b str, Vec<Range<usize>>)>,
    ) -> Vec<Place> {
        let mut best = ((0, 0), Vec::new());
        for (file, text, spans) in found {
            for at in spans {
                let score = agreement(self.page.html, span, text, &at);
                if score > best.0 {
                    best = (score, Vec::new());
                }
                if score == best.0 {
                    best.1.push(Place::new(file, at));
                }
            }
        }
        best.1
    }
}

/// The cell of `row` that has `words` in it.
fn cell_with(row: &Row, words: &str) -> Option<Range<usize>> {
    if row.name().value.contains(words) {
        return Some(row.name().span());
    }
    let mut found = None;
    row.each(|leaf| {
        let is_it = leaf.markdown().is_some_and(|markdown| markdown.text.contains(words));
        if is_it && found.is_none() {
            found = Some(leaf.cell.span.clone());
        }
    });
    found
}

/// The letters and digits of `text`, in lower case.
fn letters(text: impl AsRef<str>) -> String {
    text.as_ref().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn end_of_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length)
}

/// About `length` bytes and some from `at` on.
fn after(text: &str, at: usize, length: usize) -> usize {
    let mut end = (at + length + 80).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}
