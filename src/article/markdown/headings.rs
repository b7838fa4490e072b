//! Headings: their ids, and which of them is the title.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, html};

use super::{Builder, SourcedEvent};
use crate::article::body::Quote;
use crate::article::heading::{Heading, plain};
use crate::article::{BAD_ANCHOR, DUPLICATE_ANCHOR, SECOND_TITLE};
use crate::data::Spanned;
use crate::diagnostic::{Diagnostic, Place};
use crate::fold::composed;
use crate::html::escape;

/// The anchor of a heading that is the title of its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleId {
    /// The anchor.
    pub id: String,
    /// Whether its author chose it: `# Heat {#heat}`.
    pub is_own: bool,
}

/// A heading whose text is being read.
pub(super) struct OpenHeading<'a> {
    id: Option<CowStr<'a>>,
    attributes: String,
    span: Range<usize>,
    pub(super) events: Vec<SourcedEvent<'a>>,
}

/// Whether `event` is part of a heading where that is listed: links and footnote marks are not.
fn is_of_heading(event: &Event<'_>) -> bool {
    match event {
        Event::InlineHtml(html) => Quote::of_mark(html).is_some(),
        _ => true,
    }
}

impl<'a> Builder<'a, '_> {
    /// Begins a heading, with the id, classes and attributes that its author gave it.
    pub(super) fn open_heading(
        &mut self,
        id: Option<CowStr<'a>>,
        classes: &[CowStr<'a>],
        attrs: &[(CowStr<'a>, Option<CowStr<'a>>)],
        span: Range<usize>,
    ) {
        if let (Some(id), Some((word, None))) = (&id, attrs.first()) {
            let place = Place::new(self.file, span.clone());
            let message = format!("the id `{id} {word}` has a space in it");
            let words: Vec<&str> = attrs.iter().map(|(name, _)| &**name).collect();
            let help = format!("write `{{#{id}-{}}}`", words.join("-"));
            self.diagnostics.push(Diagnostic::new(&BAD_ANCHOR, place, message, help));
        }
        let mut attributes = String::new();
        if !classes.is_empty() {
            attributes.push_str(&format!(" class=\"{}\"", escape(&classes.join(" "))));
        }
        for (name, value) in attrs {
            let value = value.as_deref().unwrap_or("");
            attributes.push_str(&format!(" {}=\"{}\"", escape(name), escape(value)));
        }
        let id = id.map(|id| if id.is_ascii() { id } else { composed(&id).into_owned().into() });
        self.heading = Some(OpenHeading { id, attributes, span, events: Vec::new() });
    }

    pub(super) fn end_heading(&mut self, level: HeadingLevel) {
        let Some(heading) = self.heading.take() else { return };
        let events = || heading.events.iter().map(|(event, _)| event);
        let words = plain(events());
        let typed = self.typed(&heading.events, &words);
        if self.title_is_wanted
            && level == HeadingLevel::H1
            && self.title.is_none()
            && self.headings.is_empty()
        {
            self.has_begun = false;
            let Range { start, end } = heading.span;
            let id = heading.id.as_deref().map_or_else(|| self.ids.make(&typed), str::to_owned);
            self.ids.take(&id);
            self.title_id = Some(TitleId { id, is_own: heading.id.is_some() });
            self.title = Some(Spanned { value: words, start, end });
            return;
        }
        let has_own_id = heading.id.is_some();
        let id = match heading.id {
            Some(id) => {
                if !self.ids.take(&id) {
                    let place = Place::new(self.file, heading.span.clone());
                    let message = format!("another heading of this article already has the id `{id}`");
                    let help = "give each heading an id of its own, or none";
                    self.diagnostics.push(Diagnostic::new(&DUPLICATE_ANCHOR, place, message, help));
                }
                id.to_string()
            }
            None => self.ids.make(&typed),
        };
        if level == HeadingLevel::H1 {
            let place = Place::new(self.file, heading.span.clone());
            let message = format!("the heading `{words}` is at the same level as the page's title");
            let help = "write `##`: a page has one title, and this is printed as a heading below it";
            self.diagnostics.push(Diagnostic::new(&SECOND_TITLE, place, message, help));
        }
        let level = (level as u8).max(2);
        let Range { start, end } = heading.span;
        let without_links: Vec<Event<'a>> = events().filter(|event| is_of_heading(event)).cloned().collect();
        let mut text = String::new();
        html::push_html(&mut text, without_links.into_iter());
        let (opens, closes) = match level {
            2 => ("<h2", "</h2>\n"),
            3 => ("<h3", "</h3>\n"),
            4 => ("<h4", "</h4>\n"),
            5 => ("<h5", "</h5>\n"),
            _ => ("<h6", "</h6>\n"),
        };
        let open = [opens, " id=\"", &escape(&id), "\"", &heading.attributes, ">"].concat();
        self.push_at(Event::Html(open.into()), start..end);
        for (event, place) in heading.events {
            self.push_at(event, place);
        }
        self.push_at(Event::Html(closes.into()), start..end);
        self.headings.push(Heading { level, id, html: text, start, end, has_own_id });
    }

    /// The `words` of `events` with hyphens as they were typed: `--` is shown as a dash, and has two in the anchor.
    fn typed(&self, events: &[SourcedEvent<'a>], words: &str) -> String {
        let is_dash = |(event, _): &SourcedEvent<'a>| matches!(event, Event::Text(text) if matches!(&**text, "–" | "—"));
        if !events.iter().any(is_dash) {
            return words.to_owned();
        }
        let as_typed = |(event, place): &SourcedEvent<'a>| match event {
            Event::Text(dash) if matches!(&**dash, "–" | "—") => {
                let source = self.text.get(place.start - self.offset..place.end - self.offset);
                Event::Text(source.unwrap_or(dash).to_owned().into())
            }
            other => other.clone(),
        };
        let typed: Vec<Event<'a>> = events.iter().map(as_typed).collect();
        plain(typed.iter())
    }
}
