//! `[policy]` of `site.toml`: what pages may load from other sites, and send to them.
//!
//! Pages declare it to browsers, which block everything else; the checks report what they would block.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::data::Spanned;
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place};

codes! {
    /// A value under `[policy]` is not the address of a site.
    ///
    /// ```toml
    /// [policy]
    /// frames = ["https://www.youtube-nocookie.com"]
    /// ```
    ///
    /// Each value is `https://` with the name of a host and nothing after it; `https://*.example.org` stands for every host
    /// below it, and `self` for this site.
    BAD_POLICY = "bad-policy", Error;
}

/// `[policy]` of `site.toml`: the sites from which pages may load something, or to which they may send something. Each of
/// them learns who reads what about which illness.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Where forms may send what readers type into them; `self` is this site. What they type about their health leaves
    /// the page.
    pub forms: Vec<Spanned<String>>,
    /// Sites whose frames pages may show, such as those of films. They see each reader, and can set cookies.
    pub frames: Vec<Spanned<String>>,
    /// Sites whose scripts pages may run. Such a script can read and change everything on the page.
    pub scripts: Vec<Spanned<String>>,
    /// Where scripts and links may report to, as those that count readers do.
    pub requests: Vec<Spanned<String>>,
    /// Sites whose style sheets and fonts pages may load.
    pub styles: Vec<Spanned<String>>,
    /// Sites whose pictures, sounds and films pages may load.
    pub media: Vec<Spanned<String>>,
}

/// What a page does with something at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of `Policy` are described")]
pub enum ResourceUse {
    Form,
    Frame,
    Script,
    Request,
    Style,
    Media,
}

impl ResourceUse {
    /// The key in `[policy]`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            ResourceUse::Form => "forms",
            ResourceUse::Frame => "frames",
            ResourceUse::Script => "scripts",
            ResourceUse::Request => "requests",
            ResourceUse::Style => "styles",
            ResourceUse::Media => "media",
        }
    }

    const ALL: [ResourceUse; 6] = [
        ResourceUse::Form,
        ResourceUse::Frame,
        ResourceUse::Script,
        ResourceUse::Request,
        ResourceUse::Style,
        ResourceUse::Media,
    ];
}

impl Policy {
    fn of(&self, used: ResourceUse) -> &[Spanned<String>] {
        match used {
            ResourceUse::Form => &self.forms,
            ResourceUse::Frame => &self.frames,
            ResourceUse::Script => &self.scripts,
            ResourceUse::Request => &self.requests,
            ResourceUse::Style => &self.styles,
            ResourceUse::Media => &self.media,
        }
    }

    /// Whether pages may use what is at `host`, the host of another site.
    #[must_use]
    pub fn allows(&self, used: ResourceUse, host: &str) -> bool {
        self.of(used).iter().filter_map(|site| site.value.strip_prefix("https://")).any(|site| {
            let site = site.trim_end_matches('/');
            match site.strip_prefix('*') {
                Some(end) => {
                    host.len() > end.len() && host.to_ascii_lowercase().ends_with(&end.to_ascii_lowercase())
                }
                None => site.eq_ignore_ascii_case(host),
            }
        })
    }

    /// Each value with its key.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, &str)> {
        ResourceUse::ALL
            .into_iter()
            .flat_map(|used| self.of(used).iter().map(move |site| (used.key(), site.value.as_str())))
    }

    /// The policy as browsers read it, for `Content-Security-Policy` in a page.
    #[must_use]
    pub fn declared(&self) -> String {
        let sites = |used: ResourceUse| {
            let sites = self.of(used).iter().map(|site| match site.value.as_str() {
                "self" => " 'self'".to_owned(),
                site => format!(" {}", site.trim_end_matches('/')),
            });
            sites.collect::<String>()
        };
        let forms = if self.forms.is_empty() { " 'none'".to_owned() } else { sites(ResourceUse::Form) };
        format!(
            "script-src-attr 'none'; style-src-attr 'none'; object-src 'none'; base-uri 'none'; form-action{forms}; \
             connect-src 'self'{}; font-src 'self'{}; worker-src 'self'; frame-src 'self'{}",
            sites(ResourceUse::Request),
            sites(ResourceUse::Style),
            sites(ResourceUse::Frame),
        )
    }

    /// What is wrong with the values, in `file`. Those with a mistake are left out.
    pub(super) fn check(&mut self, file: &FileName) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let lists = [
            &mut self.forms,
            &mut self.frames,
            &mut self.scripts,
            &mut self.requests,
            &mut self.styles,
            &mut self.media,
        ];
        for (used, list) in ResourceUse::ALL.into_iter().zip(lists) {
            list.retain(|site| {
                let Some(help) = fault(used, &site.value) else { return true };
                let message = format!("`{}` is not the address of a site", site.value);
                diagnostics.push(Diagnostic::new(&BAD_POLICY, Place::new(file, site.span()), message, help));
                false
            });
        }
        diagnostics
    }
}

/// How to correct `site`, if it is wrong.
fn fault(used: ResourceUse, site: &str) -> Option<String> {
    if site == "self" {
        return (used != ResourceUse::Form)
            .then(|| "delete it: what is of this site is always allowed".to_owned());
    }
    let example = || "write it as `https://www.example.org`".to_owned();
    let bare =
        site.trim().trim_start_matches("http://").trim_start_matches("https://").trim_start_matches("//");
    let host = bare.split(['/', '?', '#']).next().unwrap_or("");
    let letters = host.strip_prefix("*.").unwrap_or(host);
    let is_host = letters.contains('.')
        && letters.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':'));
    match site.strip_prefix("https://") {
        Some(rest) if is_host && rest.trim_end_matches('/') == host => None,
        _ if is_host => Some(format!("write `https://{host}`")),
        _ => Some(example()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(sites: &[&str]) -> Vec<Spanned<String>> {
        sites.iter().map(|site| Spanned { value: (*site).to_owned(), start: 0, end: 0 }).collect()
    }

    #[test]
    fn a_site_opens_what_it_needs_and_no_more() {
        let policy = Policy {
            forms: list(&["self", "https://forms.example"]),
            frames: list(&["https://*.video.example"]),
            ..Policy::default()
        };
        assert!(policy.allows(ResourceUse::Form, "FORMS.example"));
        assert!(policy.allows(ResourceUse::Frame, "www.video.example"));
        for host in ["video.example", "evilvideo.example", "forms.example"] {
            assert!(!policy.allows(ResourceUse::Frame, host), "{host}");
        }
        let declared = policy.declared();
        assert!(declared.contains("form-action 'self' https://forms.example;"), "{declared}");
        assert!(declared.ends_with("frame-src 'self' https://*.video.example"), "{declared}");
        assert!(Policy::default().declared().contains("form-action 'none';"));
    }

    #[test]
    fn a_value_that_is_no_site_is_reported_with_the_one_that_is_meant() {
        for (site, help) in [
            ("forms.example", "write `https://forms.example`"),
            ("http://forms.example", "write `https://forms.example`"),
            ("https://forms.example/send", "write `https://forms.example`"),
            ("*", "write it as `https://www.example.org`"),
            ("https://a.example; script-src *", "write it as `https://www.example.org`"),
            ("'unsafe-inline'", "write it as `https://www.example.org`"),
        ] {
            assert_eq!(fault(ResourceUse::Form, site).as_deref(), Some(help), "{site}");
        }
        assert!(fault(ResourceUse::Frame, "self").is_some());
        assert_eq!(fault(ResourceUse::Form, "self"), None);
    }
}
