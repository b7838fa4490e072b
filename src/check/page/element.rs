//! The elements of HTML, as far as rules need them, and which of them implicitly end others.

/// An element that a rule or the nesting of elements depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementKind {
    A,
    Audio,
    Body,
    Button,
    Caption,
    Head,
    /// `h1` to `h6`.
    Heading(u8),
    Html,
    Iframe,
    Image,
    Input,
    Item,
    Label,
    Link,
    List,
    Nav,
    Noscript,
    Option,
    P,
    Row,
    Script,
    Select,
    Source,
    Style,
    Svg,
    Table,
    /// `thead`, `tbody`, `tfoot`.
    RowGroup,
    Td,
    Template,
    /// `dt`, `dd`.
    Term,
    Textarea,
    Th,
    Title,
    Video,
    /// Another element that never has an end tag.
    Void,
    /// Another element before which a paragraph ends.
    Block,
    Other,
}

impl ElementKind {
    /// The element called `name`, in upper or lower case.
    pub(super) fn of(name: &str) -> ElementKind {
        match ElementKind::of_small(name.as_bytes()) {
            ElementKind::Other if name.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                ElementKind::of_small(name.to_ascii_lowercase().as_bytes())
            }
            tag => tag,
        }
    }

    /// The element called `name`, in lower case.
    fn of_small(name: &[u8]) -> ElementKind {
        match name {
            b"a" => ElementKind::A,
            b"audio" => ElementKind::Audio,
            b"body" => ElementKind::Body,
            b"button" => ElementKind::Button,
            b"caption" => ElementKind::Caption,
            [b'h', level @ b'1'..=b'6'] => ElementKind::Heading(level - b'0'),
            b"head" => ElementKind::Head,
            b"html" => ElementKind::Html,
            b"iframe" => ElementKind::Iframe,
            b"img" => ElementKind::Image,
            b"input" => ElementKind::Input,
            b"li" => ElementKind::Item,
            b"label" => ElementKind::Label,
            b"link" => ElementKind::Link,
            b"ul" | b"ol" | b"menu" | b"dl" => ElementKind::List,
            b"nav" => ElementKind::Nav,
            b"noscript" => ElementKind::Noscript,
            b"option" | b"optgroup" => ElementKind::Option,
            b"p" => ElementKind::P,
            b"tr" => ElementKind::Row,
            b"script" => ElementKind::Script,
            b"select" => ElementKind::Select,
            b"source" => ElementKind::Source,
            b"style" => ElementKind::Style,
            b"svg" => ElementKind::Svg,
            b"table" => ElementKind::Table,
            b"thead" | b"tbody" | b"tfoot" => ElementKind::RowGroup,
            b"td" => ElementKind::Td,
            b"template" => ElementKind::Template,
            b"dt" | b"dd" => ElementKind::Term,
            b"textarea" => ElementKind::Textarea,
            b"th" => ElementKind::Th,
            b"title" => ElementKind::Title,
            b"video" => ElementKind::Video,
            b"area" | b"base" | b"br" | b"col" | b"embed" | b"hr" | b"meta" | b"param" | b"track"
            | b"wbr" => ElementKind::Void,
            b"address" | b"article" | b"blockquote" | b"aside" | b"details" | b"dialog" | b"div"
            | b"fieldset" | b"figcaption" | b"figure" | b"footer" | b"form" | b"header" | b"hgroup"
            | b"main" | b"pre" | b"search" | b"section" | b"summary" | b"center" => ElementKind::Block,
            _ => ElementKind::Other,
        }
    }

    /// Whether it has no content and no end tag.
    pub(super) fn is_void(self) -> bool {
        matches!(
            self,
            ElementKind::Image
                | ElementKind::Input
                | ElementKind::Link
                | ElementKind::Source
                | ElementKind::Void
        )
    }

    /// Whether it may occur in the head of a page; any other element ends a head that has no end tag.
    pub(super) fn is_metadata(self) -> bool {
        use ElementKind::{Link, Noscript, Script, Style, Template, Title, Void};
        matches!(self, Link | Noscript | Script | Style | Template | Title | Void)
    }

    /// Whether a paragraph ends before it.
    pub(super) fn ends_paragraph(self) -> bool {
        use ElementKind::{Block, Heading, Item, List, Nav, P, Table, Term};
        matches!(self, Block | Heading(_) | Item | List | Nav | P | Table | Term)
    }

    /// Whether its words are collected, for rules about its whole text.
    pub(super) fn gathers(self) -> bool {
        use ElementKind::{A, Button, Caption, Heading, Label, P, Td, Th};
        matches!(self, A | Button | Caption | Heading(_) | Label | P | Td | Th)
    }

    /// Whether rules ignore it if it has no attributes other than `class`, except in tables.
    pub(super) fn is_plain(self) -> bool {
        use ElementKind::{Block, Caption, Item, List, Other, P, Row, RowGroup, Td, Term, Th, Void};
        matches!(self, Block | Caption | Item | List | Other | P | Row | RowGroup | Td | Term | Th | Void)
    }

    /// Whether the start of `self` ends an open `other`.
    pub(super) fn follows(self, other: ElementKind) -> bool {
        use ElementKind::{Caption, Item, Option, Row, RowGroup, Td, Term, Th};
        match self {
            Item => other == Item,
            Term => other == Term,
            Option => other == Option,
            Td | Th => matches!(other, Td | Th | Caption),
            Row => matches!(other, Td | Th | Row | Caption),
            RowGroup => matches!(other, Td | Th | Row | RowGroup | Caption),
            _ => false,
        }
    }

    /// Whether `inner` elements inside it cannot end elements outside it.
    pub(super) fn is_wall(self, inner: ElementKind) -> bool {
        use ElementKind::{Button, Caption, List, Select, Svg, Table, Td, Template, Th};
        match inner {
            ElementKind::Item | ElementKind::Term => matches!(self, List | Table | Td | Th | Template),
            ElementKind::P => matches!(self, Button | Caption | Table | Td | Th | Template | Svg),
            ElementKind::Option => matches!(self, Select | Template),
            _ => matches!(self, Table | Template),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_any_case() {
        for (name, tag) in [
            ("H3", ElementKind::Heading(3)),
            ("h7", ElementKind::Other),
            ("IMG", ElementKind::Image),
            ("blockQuote", ElementKind::Block),
            ("hr", ElementKind::Void),
            ("span", ElementKind::Other),
            ("custom-element", ElementKind::Other),
        ] {
            assert_eq!(ElementKind::of(name), tag, "{name}");
        }
    }
}
