//! What the site's own script files ask of other sites, and the policy of pages blocks.
//!
//! Scripts are not run or parsed: an address counts where it is an argument of a call that sends or loads something, or the
//! value of a name that is one.

use super::refused::BLOCKED_BY_POLICY;
use super::weight::foreign;
use super::{host, quoted};
use crate::config::Config;
use crate::config::policy::ResourceUse;
use crate::diagnostic::{Diagnostic, Place};
use crate::source::{File, FileOrigin, Sources};

/// Calls that send or load something, with what that is.
const CALLS: [(&str, ResourceUse); 8] = [
    ("fetch(", ResourceUse::Request),
    ("sendBeacon(", ResourceUse::Request),
    (".open(", ResourceUse::Request),
    ("WebSocket(", ResourceUse::Request),
    ("EventSource(", ResourceUse::Request),
    ("import(", ResourceUse::Script),
    ("importScripts(", ResourceUse::Script),
    ("Worker(", ResourceUse::Script),
];

/// Checks the script files among `sources` that belong to the site itself.
pub(crate) fn files(sources: &Sources, config: &Config) -> Vec<Diagnostic> {
    let is_script =
        |file: &&File| file.origin == FileOrigin::Site && matches!(file.extension().as_str(), "js" | "mjs");
    let mut scripts =
        sources.in_folder("static").chain(sources.in_folder("content")).filter(is_script).peekable();
    if scripts.peek().is_none() || has_own_policy(sources) {
        return Vec::new();
    }
    let own = host(&config.base_url.value);
    scripts.flat_map(|file| blocked(file, own, config)).collect()
}

/// Whether the templates of the site declare another policy than `[policy]` does, or none.
fn has_own_policy(sources: &Sources) -> bool {
    let own = |path: &str| sources.get(path).filter(|file| file.origin == FileOrigin::Site);
    own("templates/partials/policy.html").is_some()
        || [own("templates/base.html"), own("templates/partials/head.html")]
            .into_iter()
            .flatten()
            .any(|file| file.text().contains("<head") && !file.text().contains("policy.html"))
}

fn blocked(file: &File, own: &str, config: &Config) -> Vec<Diagnostic> {
    let Ok(text) = std::str::from_utf8(file.content.bytes()) else { return Vec::new() };
    let mut diagnostics = Vec::new();
    for slashes in memchr::memmem::find_iter(text.as_bytes(), "//") {
        let Some((start, end)) = literal(text, slashes) else { continue };
        let address = &text[start..end];
        let address = address.strip_prefix("ws").map_or(address.to_owned(), |rest| format!("http{rest}"));
        let Some(host) = foreign(&address, own) else { continue };
        let Some(used) = used(text, start).filter(|used| !config.policy.allows(*used, host)) else {
            continue;
        };
        let (what, cost) = match used {
            ResourceUse::Script => {
                ("what this script loads, which comes from", "it can then read and change the whole page")
            }
            ResourceUse::Form
            | ResourceUse::Frame
            | ResourceUse::Request
            | ResourceUse::Style
            | ResourceUse::Media => {
                ("what this script sends, which goes to", "it then learns who reads what")
            }
        };
        diagnostics.push(Diagnostic::new(
            &BLOCKED_BY_POLICY,
            Place::new(&file.path, start..end),
            format!("the policy of pages blocks {what} {}", quoted(host)),
            format!(
                "remove it, or write `{} = [\"https://{host}\"]` under `[policy]` in `site.toml`: {cost}",
                used.key()
            ),
        ));
    }
    diagnostics
}

/// The address in quotes that the slashes at `at` belong to.
fn literal(text: &str, at: usize) -> Option<(usize, usize)> {
    let before = &text[..at];
    let schemes = ["https:", "http:", "wss:", "ws:", ""];
    let start = at - schemes.iter().find(|scheme| before.ends_with(**scheme))?.len();
    let quote = text[..start].chars().next_back().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let end = text[at..].find([quote, '\n'])?;
    Some((start, at + end))
}

/// What is done with the address in quotes that starts at `start`; `None` where that is not known.
fn used(text: &str, start: usize) -> Option<ResourceUse> {
    // Before the quote.
    let before = text[..start - 1].trim_end();
    let line = before.rsplit('\n').next().unwrap_or("").trim_start();
    if line.starts_with("//") || line.starts_with('*') {
        return None;
    }
    if let Some((_, used)) = CALLS.iter().find(|(call, _)| before.ends_with(*call)) {
        return Some(*used);
    }
    // `request.open("GET", "https://…")`
    let is_method = |rest: &str| {
        rest.trim().trim_matches(['"', '\'', '`']).chars().all(|c| c.is_ascii_alphabetic()) && rest.len() < 12
    };
    if let Some(rest) = before.strip_suffix(',')
        && let Some(call) = rest.rfind(".open(")
        && is_method(&rest[call + ".open(".len()..])
    {
        return Some(ResourceUse::Request);
    }
    // `import { a } from "https://…"` and `import "https://…"`.
    let statement = before.rsplit([';', '\n', '}']).next().unwrap_or("").trim();
    let is_import =
        statement.strip_prefix("import").is_some_and(|rest| rest.is_empty() || rest.ends_with(" from"))
            || (statement == "from" && before.trim_end_matches("from").trim_end().ends_with('}'));
    if is_import {
        return Some(ResourceUse::Script);
    }
    named(text, before)
}

/// What is done with the name that an address is given to, if `before` ends with `name =`.
fn named(text: &str, before: &str) -> Option<ResourceUse> {
    let before = before.strip_suffix('=')?.trim_end();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let name = &before[before.trim_end_matches(is_part).len()..];
    if name.is_empty() {
        return None;
    }
    memchr::memmem::find_iter(text.as_bytes(), name).find_map(|at| {
        let ahead = text[at + name.len()..].chars().next();
        let head = text[..at].trim_end_matches(['`', '$', '{']).trim_end();
        let call = CALLS.iter().find(|(call, _)| head.ends_with(*call))?;
        (!ahead.is_some_and(is_part)).then_some(call.1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Content;

    fn found(script: &str) -> Vec<String> {
        let file = File {
            path: "static/a.js".into(),
            content: Content::Text(script.into()),
            origin: FileOrigin::Site,
        };
        let (config, _) = crate::config::parse(
            &Sources::from_files([File {
                path: "site.toml".into(),
                content: Content::Text(
                    "title = \"A\"\nbase_url = \"https://own.example\"\n[policy]\nrequests = [\"https://open.example\"]".into(),
                ),
                origin: FileOrigin::Site,
            }]),
            None,
            &crate::kind::Kinds::default(),
        );
        blocked(&file, "own.example", &config)
            .into_iter()
            .map(|found| script[found.primary.place.start..found.primary.place.end].to_owned())
            .collect()
    }

    #[test]
    fn what_a_script_sends_to_or_loads_from_another_site_is_found() {
        for script in [
            "fetch(\"https://x.example/a\")",
            "await fetch( 'https://x.example/a', { method: 'POST' })",
            "navigator.sendBeacon(`https://x.example/a`, 1)",
            "r.open('GET', \"https://x.example/a\", true)",
            "new WebSocket('wss://x.example/a')",
            "import { a } from 'https://x.example/a'",
            "import 'https://x.example/a'",
            "import {\n  a,\n} from \"https://x.example/a\";",
            "const a = await import('//x.example/a')",
            "const TO = \"https://x.example/a\";\nfetch(TO)",
            "const TO = 'https://x.example/a';\nfetch(`${TO}/b`)",
        ] {
            assert_eq!(found(script).len(), 1, "{script}");
        }
        for script in [
            "fetch('/search.json')",
            "fetch('https://own.example/a')",
            "fetch('https://open.example/a')",
            "// fetch('https://x.example/a')",
            " * fetch('https://x.example/a')",
            "const ns = 'http://www.w3.org/2000/svg'; fetch('/a')",
            "a.href = 'https://x.example/'; fetch(href2)",
            "open('https://x.example/')",
            "",
        ] {
            assert_eq!(found(script), [""; 0], "{script}");
        }
    }
}
