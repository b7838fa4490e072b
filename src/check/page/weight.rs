//! What a page costs to load, and who learns that it was loaded.

use std::ops::Range;

use super::element::ElementKind;
use super::walk::{Start, Walk};
use super::{PageFinding, Spot, quoted};
use crate::config::policy::{Policy, ResourceUse};
use crate::diagnostic::code::rules;

rules! {
    /// A page, or a style sheet or script that it loads, is too large.
    ///
    /// What it does: compares uncompressed sizes with limits: 100 kB for the HTML of a page, 60 kB for a style sheet,
    /// 40 kB for a script. A server that compresses sends about a quarter.
    ///
    /// Why: readers in need are often on slow or metered connections and old phones.
    ///
    /// ```text
    /// Bad:  one page with every exercise and 250 kB of HTML
    /// Good: a page for each group of exercises
    /// ```
    ///
    /// Source: ours; about the size of pages that public services publish.
    PAGE_WEIGHT = "page-weight", Weight, Warning;
    /// A picture is larger than 250 kB.
    ///
    /// What it does: checks the size of the file of each `img` on the rendered page.
    ///
    /// Why: on a slow connection it takes seconds to arrive. Save it no larger than it is shown, as WebP or AVIF.
    ///
    /// ```text
    /// Bad:  ![Heat pack](IMG_2041.jpg), 4 MB
    /// Good: ![Heat pack](heat-pack.webp), 60 kB
    /// ```
    ///
    /// Source: ours; about the size of pages that public services publish.
    HEAVY_PICTURE = "heavy-picture", Weight, Warning;
    /// A page loads something from another host.
    ///
    /// What it does: looks for scripts, styles, fonts, pictures, frames, sounds and films from a host other than that
    /// of `base_url`, on the rendered page and in style sheets. Links to other sites are fine.
    ///
    /// Why: that host learns who reads about which illness, and the page breaks if it goes away.
    ///
    /// ```text
    /// Bad:  <script src="https://stats.example/count.js"></script>
    /// Good: put the file into static/, or do without
    /// ```
    ///
    /// What a site cannot do without, `[policy]` in `site.toml` allows, by site: `frames`, `scripts`, `styles`, `media`.
    ///
    /// Source: HONcode (privacy); ours.
    FOREIGN_RESOURCE = "foreign-resource", Weight, Error;
}

/// The maximum size of a page's HTML in bytes.
const PAGE: usize = 100_000;

/// Something that a page loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Load {
    Style,
    Script,
    Picture,
}

impl Load {
    /// Its rule, its name, and its maximum size in bytes.
    fn budget(self) -> (&'static crate::diagnostic::Code, &'static str, usize) {
        match self {
            Load::Style => (&PAGE_WEIGHT, "style sheet", 60_000),
            Load::Script => (&PAGE_WEIGHT, "script", 40_000),
            Load::Picture => (&HEAVY_PICTURE, "picture", 250_000),
        }
    }
}

/// What a page loads from its own site.
#[derive(Debug, Default)]
pub(super) struct Weight<'a> {
    /// The site's own host; empty if it is not known.
    pub(super) host: &'a str,
    /// What `site.toml` allows of other hosts.
    pub(super) policy: Option<&'a Policy>,
    pub(super) loads: Vec<(Load, &'a str, Range<usize>)>,
}

/// The link relations whose address a browser loads.
const LOADED: [&str; 11] = [
    "stylesheet",
    "preload",
    "modulepreload",
    "prefetch",
    "prerender",
    "preconnect",
    "dns-prefetch",
    "icon",
    "apple-touch-icon",
    "mask-icon",
    "manifest",
];

pub(super) fn open<'a>(walk: &mut Walk<'a>, start: &Start<'a, '_>) {
    if let Some(style) = start.get("style").filter(|style| style.contains("url(")) {
        in_style(walk, style, start.span());
    }
    let (load, what, used) = match start.tag {
        ElementKind::Script => (Some(Load::Script), "script", ResourceUse::Script),
        ElementKind::Link => {
            let rel = start.get("rel").unwrap_or("");
            let is = |kind: &str| rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(kind));
            if !LOADED.iter().any(|kind| is(kind)) {
                return;
            }
            let is_style = is("stylesheet");
            let what = if is_style { "style sheet" } else { "file" };
            let used = if is("modulepreload") { ResourceUse::Script } else { ResourceUse::Style };
            (is_style.then_some(Load::Style), what, used)
        }
        ElementKind::Image => (Some(Load::Picture), "picture", ResourceUse::Media),
        ElementKind::Iframe => (None, "frame", ResourceUse::Frame),
        ElementKind::Audio | ElementKind::Video | ElementKind::Source | ElementKind::Input => {
            (None, "file", ResourceUse::Media)
        }
        ElementKind::Void if start.name.eq_ignore_ascii_case("embed") => (None, "file", ResourceUse::Media),
        ElementKind::Other
            if start.name == "object" || (walk.in_svg > 0 && matches!(start.name, "image" | "use")) =>
        {
            (None, "picture", ResourceUse::Media)
        }
        _ => return,
    };
    for name in ["src", "href", "xlink:href", "poster", "data"] {
        let Some(address) = start.get(name).map(str::trim).filter(|address| !address.is_empty()) else {
            continue;
        };
        if let Some(host) = foreign(address, walk.weight.host) {
            tell(walk, what, used, host, start.span(), Some(address));
        } else if let Some(load) = load {
            walk.weight.loads.push((load, address, start.span()));
        }
    }
    let sizes = start.get("srcset").or_else(|| start.get("imagesrcset")).unwrap_or("");
    let host =
        sizes.split(',').find_map(|one| foreign(one.split_ascii_whitespace().next()?, walk.weight.host));
    if let Some(host) = host {
        tell(walk, what, used, host, start.span(), None);
    }
}

fn tell<'a>(
    walk: &mut Walk<'a>,
    what: &str,
    used: ResourceUse,
    host: &str,
    span: Range<usize>,
    src: Option<&'a str>,
) {
    if walk.weight.policy.is_some_and(|policy| policy.allows(used, host)) {
        return;
    }
    walk.findings.push(PageFinding {
        code: &FOREIGN_RESOURCE,
        spot: src.map_or(Spot::Tag, |address| Spot::File { address }),
        span,
        message: foreign_message(what, host),
        help: foreign_help(used, host),
    });
}

fn foreign_help(used: ResourceUse, host: &str) -> String {
    let way = match used {
        ResourceUse::Frame => "link to it instead",
        ResourceUse::Script | ResourceUse::Style | ResourceUse::Media => {
            "put the file into `static/`, or do without it"
        }
        ResourceUse::Form | ResourceUse::Request => "do without it",
    };
    let key = used.key();
    format!(
        "{way}; a site that accepts this writes `{key} = [\"https://{host}\"]` under `[policy]` in `site.toml`"
    )
}

fn foreign_message(what: &str, host: &str) -> String {
    format!("this {what} is loaded from {}, which learns from that who reads the page", quoted(host))
}

/// The diagnostic for `address` in the style sheet at `place`, if its host is not `own`.
pub(super) fn in_sheet(
    address: &str,
    own: &str,
    policy: &Policy,
    place: crate::diagnostic::Place,
) -> Option<crate::diagnostic::Diagnostic> {
    let host = foreign(address, own).filter(|host| !policy.allows(ResourceUse::Style, host))?;
    let (message, help) = (foreign_message("file", host), foreign_help(ResourceUse::Style, host));
    Some(crate::diagnostic::Diagnostic::new(&FOREIGN_RESOURCE, place, message, help))
}

/// Checks the text of a `style` element, which starts at byte `at`.
pub(super) fn style(walk: &mut Walk<'_>, text: &str, at: usize) {
    let span = walk.stack.last().map_or(at..at, |element| element.span.clone());
    in_style(walk, text, span);
}

fn in_style(walk: &mut Walk<'_>, text: &str, span: Range<usize>) {
    let marks = text.match_indices("url(").map(|(at, mark)| at + mark.len());
    let imports = text.match_indices("@import").map(|(at, mark)| at + mark.len());
    let found = marks.chain(imports).find_map(|at| {
        let address = text[at..].trim_start().trim_start_matches(['"', '\'']);
        foreign(address.split(['"', '\'', ')', ' ', ';']).next()?, walk.weight.host)
    });
    if let Some(host) = found {
        let host = host.to_owned();
        tell(walk, "file", ResourceUse::Style, &host, span, None);
    }
}

/// The host of `address`, if it is not `own`.
pub(super) fn foreign<'a>(address: &'a str, own: &str) -> Option<&'a str> {
    let start = address.get(..8).unwrap_or(address);
    let rest = if start.eq_ignore_ascii_case("https://") {
        &address[8..]
    } else if start.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://")) {
        &address[7..]
    } else {
        address.strip_prefix("//")?
    };
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    (!host.is_empty() && !host.eq_ignore_ascii_case(own)).then_some(host)
}

impl Walk<'_> {
    /// Checks the size of the page.
    pub(super) fn weigh(&mut self) {
        if self.html.len() > PAGE {
            let message = format!("this page has {} kB of HTML", self.html.len().div_ceil(1000));
            self.findings.push(PageFinding {
                code: &PAGE_WEIGHT,
                spot: Spot::Title,
                span: 0..0,
                message,
                help: format!("a page may have {} kB: split it, or show fewer rows on it", PAGE / 1000),
            });
        }
    }

    /// Checks the size of its load number `number`, which has this many `bytes`.
    pub(super) fn weigh_load(&mut self, number: usize, bytes: usize) {
        let (load, address, ref span) = self.weight.loads[number];
        let (code, what, budget) = load.budget();
        if bytes <= budget {
            return;
        }
        let spot = Spot::File { address };
        let finding = PageFinding {
            code,
            spot,
            span: span.clone(),
            message: format!("this {what} has {} kB", bytes.div_ceil(1000)),
            help: format!("a {what} may have {} kB", budget / 1000),
        };
        self.findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn nothing_may_be_loaded_from_elsewhere() {
        for html in [
            "<script src=https://stats.example/a.js></script>",
            "<script src=//stats.example/a.js></script>",
            "<link rel='Shortcut ICON' href=http://x.example/a.ico>",
            "<link rel=preconnect href=https://fonts.example>",
            "<img alt=a src=HTTPS://x.example/a.png>",
            "<img alt=a src=a.png srcset='a.png 1x, https://x.example/a.png 2x'>",
            "<iframe src=https://video.example/1></iframe>",
            "<style>@import 'https://fonts.example/a.css';</style>",
            "<style>p { background: url( \"//x.example/a.png\") }</style>",
            "<p style='background:url(https://x.example/a.png)'>",
            "<video src=https://x.example/a.mp4></video>",
            "<svg><image href=https://x.example/a.png /></svg>",
            "<object data=https://x.example/a.svg></object>",
        ] {
            assert_eq!(found(html), ["foreign-resource"], "{html}");
        }
        for html in [
            "<script src=/a.js></script><script>'https://x.example'</script>",
            "<script src=https://own.example/a.js></script>",
            "<link rel=canonical href=https://x.example/>",
            "<link rel=alternate href=https://x.example/feed>",
            "<a href=https://x.example/>Heat</a>",
            "<style>p { background: url(/a.png) }</style>",
            "<svg xmlns='https://www.w3.org/2000/svg'><use href='#a'/></svg>",
            "<img alt=a src='data:image/png;base64,//x'>",
        ] {
            assert_eq!(found(html), [""; 0], "{html}");
        }
    }

    #[test]
    fn a_page_has_at_most_100_kilobytes() {
        assert_eq!(found(&"a".repeat(100_000)), [""; 0]);
        assert_eq!(found(&"a".repeat(100_001)), ["page-weight"]);
    }
}
