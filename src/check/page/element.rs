//! The elements of HTML, as far as rules need them, and which of them implicitly end others.

/// An element that a rule or the nesting of elements depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
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

impl Tag {
    /// The element called `name`, in upper or lower case.
    pub(super) fn of(name: &str) -> Tag {
        match Tag::of_small(name.as_bytes()) {
            Tag::Other if name.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                Tag::of_small(name.to_ascii_lowercase().as_bytes())
            }
            tag => tag,
        }
    }

    /// The element called `name`, in lower case.
    fn of_small(name: &[u8]) -> Tag {
        match name {
            b"a" => Tag::A,
            b"audio" => Tag::Audio,
            b"body" => Tag::Body,
            b"button" => Tag::Button,
            b"caption" => Tag::Caption,
            [b'h', level @ b'1'..=b'6'] => Tag::Heading(level - b'0'),
            b"head" => Tag::Head,
            b"html" => Tag::Html,
            b"iframe" => Tag::Iframe,
            b"img" => Tag::Image,
            b"input" => Tag::Input,
            b"li" => Tag::Item,
            b"label" => Tag::Label,
            b"link" => Tag::Link,
            b"ul" | b"ol" | b"menu" | b"dl" => Tag::List,
            b"nav" => Tag::Nav,
            b"noscript" => Tag::Noscript,
            b"option" | b"optgroup" => Tag::Option,
            b"p" => Tag::P,
            b"tr" => Tag::Row,
            b"script" => Tag::Script,
            b"select" => Tag::Select,
            b"source" => Tag::Source,
            b"style" => Tag::Style,
            b"svg" => Tag::Svg,
            b"table" => Tag::Table,
            b"thead" | b"tbody" | b"tfoot" => Tag::RowGroup,
            b"td" => Tag::Td,
            b"template" => Tag::Template,
            b"dt" | b"dd" => Tag::Term,
            b"textarea" => Tag::Textarea,
            b"th" => Tag::Th,
            b"title" => Tag::Title,
            b"video" => Tag::Video,
            b"area" | b"base" | b"br" | b"col" | b"embed" | b"hr" | b"meta" | b"param" | b"track"
            | b"wbr" => Tag::Void,
            b"address" | b"article" | b"blockquote" | b"aside" | b"details" | b"dialog" | b"div"
            | b"fieldset" | b"figcaption" | b"figure" | b"footer" | b"form" | b"header" | b"hgroup"
            | b"main" | b"pre" | b"search" | b"section" | b"summary" | b"center" => Tag::Block,
            _ => Tag::Other,
        }
    }

    /// Whether it has no content and no end tag.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Tag::Image | Tag::Input | Tag::Link | Tag::Source | Tag::Void)
    }

    /// Whether it may occur in the head of a page; any other element ends a head that has no end tag.
    pub(super) fn is_metadata(self) -> bool {
        use Tag::{Link, Noscript, Script, Style, Template, Title, Void};
        matches!(self, Link | Noscript | Script | Style | Template | Title | Void)
    }

    /// Whether a paragraph ends before it.
    pub(super) fn ends_paragraph(self) -> bool {
        use Tag::{Block, Heading, Item, List, Nav, P, Table, Term};
        matches!(self, Block | Heading(_) | Item | List | Nav | P | Table | Term)
    }

    /// Whether its words are collected, for rules about its whole text.
    pub(super) fn gathers(self) -> bool {
        use Tag::{A, Button, Caption, Heading, Label, P, Td, Th};
        matches!(self, A | Button | Caption | Heading(_) | Label | P | Td | Th)
    }

    /// Whether rules ignore it if it has no attributes other than `class`, except in tables.
    pub(super) fn is_plain(self) -> bool {
        use Tag::{Block, Caption, Item, List, Other, P, Row, RowGroup, Td, Term, Th, Void};
        matches!(self, Block | Caption | Item | List | Other | P | Row | RowGroup | Td | Term | Th | Void)
    }

    /// Whether rules look at it when it ends.
    pub(super) fn ends_matter(self) -> bool {
        use Tag::{A, Button, Caption, Heading, Label, Nav, P, Svg, Table, Td, Th};
        matches!(self, A | Button | Caption | Heading(_) | Label | Nav | P | Svg | Table | Td | Th)
    }

    /// Whether the start of `self` ends an open `other`.
    pub(super) fn follows(self, other: Tag) -> bool {
        use Tag::{Caption, Item, Option, Row, RowGroup, Td, Term, Th};
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
    pub(super) fn is_wall(self, inner: Tag) -> bool {
        use Tag::{Button, Caption, List, Select, Svg, Table, Td, Template, Th};
        match inner {
            Tag::Item | Tag::Term => matches!(self, List | Table | Td | Th | Template),
            Tag::P => matches!(self, Button | Caption | Table | Td | Th | Template | Svg),
            Tag::Option => matches!(self, Select | Template),
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
            ("H3", Tag::Heading(3)),
            ("h7", Tag::Other),
            ("IMG", Tag::Image),
            ("blockQuote", Tag::Block),
            ("hr", Tag::Void),
            ("span", Tag::Other),
            ("custom-element", Tag::Other),
        ] {
            assert_eq!(Tag::of(name), tag, "{name}");
        }
    }
}
