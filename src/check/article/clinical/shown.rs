//! What an article shows in its emergency cards, including raw HTML, and what it says elsewhere.

use crate::article::body::Piece;
use crate::article::{Body, Form, Hole};
use crate::html::{Attribute, Token, Tokens, decode, words};
use crate::table::red_flags::Heard;

/// The tag that represents an emergency card.
const CARD: &str = "balm-card";
/// The tag that represents any other container.
const OTHER: &str = "balm-container";
/// The element that readers have to open.
const DETAILS: &str = "details";
/// Elements without an end tag, which hide nothing.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "source", "wbr"];

/// The words of an article.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Shown {
    /// The words that its emergency cards show.
    pub(super) in_card: Heard,
    /// All other words, including those that readers have to open something to see.
    pub(super) elsewhere: Heard,
}

impl Shown {
    /// The words of `body`, without the labels of directives and without rows.
    pub(super) fn of(body: &Body) -> Shown {
        Shown::within(body, 0)
    }

    /// The visible words of `body`, all of which is treated as an emergency card.
    pub(super) fn all(body: &Body) -> Heard {
        Shown::within(body, 1).in_card
    }

    /// The words of `body`, which is inside this many cards.
    fn within(body: &Body, mut cards: usize) -> Shown {
        let html = as_html(body);
        let (mut in_card, mut elsewhere) = (String::new(), String::new());
        // The element that hides its contents, and how many elements of its name are open.
        let mut hidden: Option<(&str, usize)> = None;
        let mut tokens = Tokens::new(&html);
        while let Some(token) = tokens.next() {
            match &token {
                Token::Open { name, .. } => {
                    cards += usize::from(*name == CARD);
                    match &mut hidden {
                        Some((hides, open)) if name.eq_ignore_ascii_case(hides) => *open += 1,
                        Some(_) => {}
                        None if hides(name, tokens.attributes()) => hidden = Some((name, 1)),
                        None => {}
                    }
                }
                Token::Close(name) => {
                    cards = cards.saturating_sub(usize::from(*name == CARD));
                    if let Some((hides, open)) = &mut hidden
                        && name.eq_ignore_ascii_case(hides)
                    {
                        *open -= 1;
                        hidden = hidden.filter(|(_, open)| *open > 0);
                    }
                }
                Token::Text(_) => {}
            }
            let to = if cards > 0 && hidden.is_none() { &mut in_card } else { &mut elsewhere };
            if tokens.is_on_new_line() {
                to.push('\n');
            }
            match token {
                Token::Open { name, .. } => to.extend(["<", name, ">"]),
                Token::Close(name) => to.extend(["</", name, ">"]),
                Token::Text(_) if tokens.is_raw() => {}
                Token::Text(text) => to.push_str(&html[text]),
            }
        }
        Shown { in_card: heard(&in_card), elsewhere: heard(&elsewhere) }
    }
}

/// The words of `html`, one text per block.
fn heard(html: &str) -> Heard {
    let mut heard = Heard::default();
    words(html).lines().for_each(|block| heard.add(block));
    heard
}

/// The HTML of `body` with a tag for each container, and with empty addresses.
fn as_html(body: &Body) -> String {
    let mut html = String::new();
    let mut open: Vec<&str> = Vec::new();
    for piece in body.pieces() {
        match piece {
            Piece::Html(text) => html.push_str(text),
            Piece::Hole(Hole::Open(number)) => {
                let Some(used) = body.uses.get(number).filter(|used| used.form == Form::Container) else {
                    continue;
                };
                let tag = match used.name.value.as_str() {
                    super::flags::CARD => CARD,
                    DETAILS => DETAILS,
                    _ => OTHER,
                };
                open.push(tag);
                html.extend(["<", tag, ">"]);
            }
            Piece::Hole(Hole::Close) => html.extend(["</", open.pop().unwrap_or(OTHER), ">"]),
            Piece::Hole(Hole::Quote(quote)) => html.push(quote.typed()),
            Piece::Hole(_) => {}
        }
    }
    html
}

/// Whether the contents of the element `name` with these `attributes` are hidden unless readers open it.
fn hides(name: &str, attributes: &[Attribute<'_>]) -> bool {
    // Text that is struck out no longer counts.
    if [DETAILS, "template", "dialog", "del", "s", "strike"]
        .iter()
        .any(|hides| name.eq_ignore_ascii_case(hides))
    {
        return true;
    }
    let is_none =
        |style: &str| style.to_ascii_lowercase().replace(char::is_whitespace, "").contains("display:none");
    let says_so = attributes.iter().any(|attribute| {
        attribute.name.eq_ignore_ascii_case("hidden")
            || (attribute.name.eq_ignore_ascii_case("style") && is_none(&decode(attribute.value)))
    });
    says_so && !VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use crate::article;
    use crate::source::{Content, File, Origin};

    fn shown(text: &str) -> Shown {
        let file = File {
            path: "content/a.md".into(),
            content: Content::Text(format!("# A\n\n{text}").into()),
            origin: Origin::Site,
        };
        let (article, found) = article::parse(&file);
        assert_eq!(found, []);
        Shown::of(&article.expect("it has a title").body)
    }

    #[test]
    fn raw_html_in_a_card_counts_by_its_words() {
        let found = shown(
            ":::emergency[Call 999 if:]\n\n<div class=\"two\"><ul><li>Chest&nbsp;pain</li>\n\
             <li>loss of <b>bladder</b> control</li></ul></div>\n\nOr [call](tel:111).\n\n:::\n\nAfter.\n",
        );
        assert_eq!(found.in_card.as_str(), "chest pain\nloss of bladder control\nor call.");
        assert_eq!(found.elsewhere.as_str(), "after.");
    }

    #[test]
    fn hidden_text_is_not_shown() {
        for html in [
            "<details><summary>More</summary><p>chest pain</p></details>",
            "<p hidden>chest pain</p>",
            "<div style=\"display: none\"><div>x</div>chest pain</div>",
            "<template><p>chest pain</p></template>",
            "<!-- <p>chest pain</p> -->",
            "<script>chest pain</script>",
            "~~chest pain~~",
            "<del>chest pain</del>",
        ] {
            let found = shown(&format!(":::emergency[Call 999 if:]\n\n{html}\n\n- numb legs\n\n:::\n"));
            assert_eq!(found.in_card.as_str(), "numb legs", "{html}");
        }
        let found =
            shown("::::details[More]\n\n:::emergency[Call 999 if:]\n\n<p>chest pain</p>\n\n:::\n\n::::\n");
        assert_eq!((found.in_card.as_str(), found.elsewhere.as_str()), ("", "chest pain"));
    }
}
