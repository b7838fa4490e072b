//! What a page asks for and its own policy blocks: forms, reports of who clicked, frames.
//!
//! The policy is the one that the page declares (`Content-Security-Policy`), so a theme without one is not held to any.

use super::element::ElementKind;
use super::walk::{Element, Start, Walk};
use super::{PageFinding, Spot, quoted};
use crate::config::policy::ResourceUse;
use crate::diagnostic::code::rules;
use crate::html::AttributeFilter;

rules! {
    /// The page's policy blocks something that is on it.
    ///
    /// What it does: looks on the rendered page for forms that send what readers type, links that report a click (`ping`),
    /// scripts in the page that send something to another site, and elements that would be blocked as a whole (`object`,
    /// `embed`, `base`), if the policy of the page (`Content-Security-Policy`) blocks them; and in the site's own script files
    /// for addresses of other sites that they send to (`fetch`, `sendBeacon`, `XMLHttpRequest`) or import. What pages load
    /// from other sites is the business of `foreign-resource`.
    ///
    /// Why: a reader fills in the form, presses the button, and nothing happens; nobody notices but the reader.
    ///
    /// ```toml
    /// # Bad: a form in an article, and nothing here. Good:
    /// [policy]
    /// forms = ["https://forms.example"]
    /// ```
    ///
    /// It has a price: what readers type about their health goes to that site. `self` stands for this site.
    ///
    /// Source: W3C, Content Security Policy Level 3.
    BLOCKED_BY_POLICY = "blocked-by-policy", Structure, Error;
}

/// The policy that a page declares.
#[derive(Debug, Default)]
pub(super) struct Refused<'a> {
    policy: &'a str,
}

const SENT: AttributeFilter = AttributeFilter::all(&["ping", "formaction"]);

pub(super) fn open<'a>(walk: &mut Walk<'a>, start: &Start<'a, '_>) {
    match start.tag {
        ElementKind::Void if start.says("http-equiv") => {
            let of = start.get("http-equiv").unwrap_or("");
            if of.trim().eq_ignore_ascii_case("Content-Security-Policy") {
                walk.refused.policy = start.get("content").unwrap_or("");
            }
        }
        ElementKind::Void | ElementKind::Other => blocked_element(walk, start),
        ElementKind::Block if start.name.eq_ignore_ascii_case("form") => {
            let method = start.get("method").unwrap_or("").trim();
            let action = start.get("action").map(str::trim);
            if !method.eq_ignore_ascii_case("dialog") && (action.is_some() || !method.is_empty()) {
                sent(walk, start, "this form", ResourceUse::Form, action.unwrap_or(""));
            }
        }
        _ => {}
    }
    if start.names.may_have_any(SENT) {
        if let Some(action) = start.get("formaction") {
            sent(walk, start, "this button", ResourceUse::Form, action.trim());
        }
        for address in start.get("ping").unwrap_or("").split_ascii_whitespace() {
            sent(walk, start, "the `ping` of this link", ResourceUse::Request, address);
        }
    }
}

pub(super) fn close<'a>(walk: &mut Walk<'a>, element: &Element<'a>) {
    if element.tag != ElementKind::Script || walk.refused.policy.is_empty() {
        return;
    }
    let script = &walk.html[walk.inside_of(element)];
    if !["sendBeacon", "fetch(", "XMLHttpRequest", "WebSocket(", "EventSource("]
        .iter()
        .any(|way| script.contains(way))
    {
        return;
    }
    let addresses =
        script.split(['"', '\'', '`']).filter(|part| part.starts_with("http") || part.starts_with("//"));
    let own = walk.weight.host;
    let foreign: Vec<&str> =
        addresses.filter(|address| super::weight::foreign(address, own).is_some()).collect();
    for address in foreign {
        tell(walk, element.span.clone(), "what this script sends", ResourceUse::Request, address);
    }
}

/// Reports an element that the policy blocks as a whole.
fn blocked_element(walk: &mut Walk<'_>, start: &Start<'_, '_>) {
    let (directive, what) = if start.name.eq_ignore_ascii_case("base") && start.says("href") {
        ("base-uri", "base")
    } else if start.name.eq_ignore_ascii_case("object") && start.says("data") {
        ("object-src", "object")
    } else if start.name.eq_ignore_ascii_case("embed") && start.says("src") {
        ("object-src", "embed")
    } else {
        return;
    };
    if sources(walk.refused.policy, directive) != Some("'none'") {
        return;
    }
    let help = match what {
        "base" => "delete it: balm writes each address as the page needs it",
        _ => "use a link, `img`, `audio` or `video`",
    };
    walk.findings.push(PageFinding {
        code: &BLOCKED_BY_POLICY,
        spot: Spot::Tag,
        span: start.span(),
        message: format!("this `{what}` has no effect: the policy of the page blocks it"),
        help: help.into(),
    });
}

/// Reports what is sent to `address`, if the policy blocks that.
fn sent<'a>(walk: &mut Walk<'a>, start: &Start<'a, '_>, what: &str, used: ResourceUse, address: &str) {
    tell(walk, start.span(), what, used, address);
}

fn tell(walk: &mut Walk<'_>, span: std::ops::Range<usize>, what: &str, used: ResourceUse, address: &str) {
    let directive = match used {
        ResourceUse::Form => "form-action",
        ResourceUse::Request => "connect-src",
        ResourceUse::Frame | ResourceUse::Script | ResourceUse::Style | ResourceUse::Media => return,
    };
    let Some(allowed) = sources(walk.refused.policy, directive) else { return };
    let host = super::weight::foreign(address, walk.weight.host);
    let is_allowed = |source: &str| match host {
        None => source == "'self'" || source == "*",
        Some(host) => {
            let source = source.split_once("://").map_or(source, |(_, rest)| rest).trim_end_matches('/');
            source == "*"
                || source.eq_ignore_ascii_case(host)
                || source.strip_prefix('*').is_some_and(|end| end.len() > 1 && host.ends_with(end))
        }
    };
    if allowed.split_ascii_whitespace().any(is_allowed) {
        return;
    }
    let to = host.map_or_else(|| "this site".to_owned(), quoted);
    let site = host.map_or_else(|| "self".to_owned(), |host| format!("https://{host}"));
    let cost = if used == ResourceUse::Form {
        "what readers type then leaves the page"
    } else {
        "it then learns who reads what"
    };
    walk.findings.push(PageFinding {
        code: &BLOCKED_BY_POLICY,
        spot: Spot::Tag,
        span,
        message: format!("the policy of the page blocks {what}, which goes to {to}"),
        help: format!(
            "remove it, or write `{} = [\"{site}\"]` under `[policy]` in `site.toml`: {cost}",
            used.key()
        ),
    });
}

/// The sources that `policy` allows for `directive`; `None` where it says nothing of it.
fn sources<'p>(policy: &'p str, directive: &str) -> Option<&'p str> {
    policy.split(';').find_map(|part| {
        let (name, sources) = part.trim().split_once(' ').unwrap_or((part.trim(), ""));
        name.eq_ignore_ascii_case(directive).then(|| sources.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    fn page(policy: &str, body: &str) -> String {
        format!(
            "<html lang=en><head><meta http-equiv=Content-Security-Policy content=\"{policy}\"></head><body>{body}"
        )
    }

    const STRICT: &str = "form-action 'none'; connect-src 'self'; object-src 'none'; base-uri 'none'";

    #[test]
    fn what_the_policy_of_a_page_blocks_is_found() {
        for body in [
            "<form action=/send method=post></form>",
            "<form method=get></form>",
            "<form action='https://forms.example/1'></form>",
            "<button formaction=/send>Send</button>",
            "<a href=x ping=https://stats.example/>Heat packs</a>",
            "<script>navigator.sendBeacon('https://stats.example/a', 1)</script>",
            "<base href=/a/>",
            "<object data=a.svg></object>",
        ] {
            assert_eq!(found(&page(STRICT, body)), ["blocked-by-policy"], "{body}");
            assert!(!found(body).contains(&"blocked-by-policy"), "{body}");
        }
        for body in [
            "<form></form>",
            "<form method=dialog><button>Close</button></form>",
            "<a href=x ping=/seen>Heat packs</a>",
            "<script>fetch('/search.json')</script>",
            "<script type=application/json>{\"a\":\"https://x.example\"}</script>",
        ] {
            assert_eq!(found(&page(STRICT, body)), [""; 0], "{body}");
        }
    }

    #[test]
    fn what_a_site_has_opened_is_not_found() {
        let open = "form-action 'self' https://forms.example; connect-src 'self' https://*.stats.example";
        for body in [
            "<form action=/send method=post></form>",
            "<form action='https://forms.example/1'></form>",
            "<a href=x ping=https://a.stats.example/>Heat packs</a>",
        ] {
            assert_eq!(found(&page(open, body)), [""; 0], "{body}");
        }
        assert_eq!(found(&page(open, "<form action=https://other.example/></form>")), ["blocked-by-policy"]);
    }
}
