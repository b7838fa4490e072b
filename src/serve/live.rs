//! What the preview sends to pages in the browser: the scripts they load, and its state as JSON.

use std::path::Path;
use std::time::Duration;

use hyper::body::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;

use super::shelf::{News, PathEntry, Shelf, address};
use super::{SCRIPT, ServeOptions};
use crate::margin::{MarginFinding, Score};
use crate::url::{decode_path, encode_path};

/// The script served at `path`.
pub(super) fn script(path: &str) -> Option<&'static str> {
    match path {
        "/_balm/live.js" => Some(include_str!("live.js")),
        "/_balm/morph.js" => Some(include_str!("morph.js")),
        "/_balm/find.js" => Some(include_str!("find.js")),
        "/_balm/ink.js" => Some(include_str!("ink.js")),
        "/_balm/margin.js" => Some(include_str!("margin.js")),
        "/_balm/margin-style.js" => Some(include_str!("margin-style.js")),
        "/_balm/panel.js" => Some(include_str!("panel.js")),
        _ => None,
    }
}

/// The most problems sent before warnings are only counted. A browser with all of 10,000 would help nobody.
const MOST: usize = 500;

/// The most findings of a page that are sent; the rest are only counted.
const MOST_FINDINGS: usize = 300;

/// How often an idle connection is checked.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How long a browser waits before it reconnects, in milliseconds.
const RETRY: u32 = 500;

/// `page` with the script that keeps it up to date.
pub(super) fn with_script(page: &[u8]) -> Vec<u8> {
    const END: &[u8] = b"</head>";
    let end = page.windows(END.len()).position(|window| window.eq_ignore_ascii_case(END));
    let (before, after) = page.split_at(end.unwrap_or(page.len()));
    [before, SCRIPT.as_bytes(), after].concat()
}

#[derive(Serialize)]
struct StateJson<'a> {
    start: &'a str,
    version: u64,
    follow: bool,
    edited: Option<&'a str>,
    changed: Option<&'a [String]>,
    held: &'a [String],
    drafts: &'a [String],
    problems: Vec<ProblemJson<'a>>,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    is_error: bool,
    code: &'a str,
    message: &'a str,
    help: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    rendered: &'a str,
    others: usize,
    on: Vec<String>,
    editor: String,
}

/// The state of the preview as JSON.
pub(super) fn state(shelf: &Shelf, news: &News, options: &ServeOptions) -> String {
    let places = |is_error: bool| {
        let of_level = news.problems.iter().filter(|problem| problem.is_error == is_error);
        of_level.map(|problem| 1 + problem.others).sum::<usize>()
    };
    let base = shelf.base_path();
    let sent = news.problems.iter().enumerate().filter(|(at, problem)| *at < MOST || problem.is_error);
    let problems = sent.map(|(_, problem)| ProblemJson {
        is_error: problem.is_error,
        code: &problem.code,
        message: &problem.message,
        help: &problem.help,
        file: &problem.file,
        line: problem.line,
        column: problem.column,
        rendered: &problem.rendered,
        others: problem.others,
        on: problem.on.iter().map(|path| address(&base, path)).collect(),
        editor: editor(&options.editor, &options.root, &problem.file, problem.line, problem.column),
    });
    let state = StateJson {
        start: shelf.start(),
        version: news.version,
        follow: options.follow,
        edited: news.edited.as_deref(),
        changed: news.changed.as_deref(),
        held: &news.held,
        drafts: &news.drafts,
        problems: problems.collect(),
        errors: places(true) + news.unlisted.errors,
        warnings: places(false) + news.unlisted.warnings,
    };
    serde_json::to_string(&state).unwrap_or_default()
}

/// What the checks found on one page.
#[derive(Serialize)]
struct PageFindings<'a> {
    start: &'a str,
    version: u64,
    errors: usize,
    warnings: usize,
    score: Option<Score>,
    findings: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    #[serde(flatten)]
    finding: &'a MarginFinding,
    editor: String,
}

/// What the checks found on the page given by `query` (`url=/a/b/`, percent-encoded), as JSON; `None` if there is no
/// such page.
pub(super) fn page_findings(shelf: &Shelf, query: &str, options: &ServeOptions) -> Option<String> {
    let address = query.split('&').find_map(|pair| pair.strip_prefix("url="))?;
    let PathEntry::File(file) = shelf.get(&decode_path(address)) else { return None };
    let news = shelf.news();
    let margin = news.margins.as_ref().filter(|_| file.is_html())?.of(&file.path, MOST_FINDINGS)?;
    let page_findings = PageFindings {
        start: shelf.start(),
        version: news.version,
        errors: margin.count.errors,
        warnings: margin.count.warnings,
        score: margin.score,
        findings: margin.findings.iter().map(|finding| entry(finding, options)).collect(),
    };
    serde_json::to_string(&page_findings).ok()
}

fn entry<'a>(finding: &'a MarginFinding, options: &ServeOptions) -> FindingEntry<'a> {
    let place = editor(&options.editor, &options.root, &finding.file, finding.line, finding.column);
    FindingEntry { finding, editor: place }
}

/// The address that opens a place in the author's editor.
fn editor(template: &str, root: &Path, file: &str, line: usize, column: usize) -> String {
    let path = root.join(file).to_string_lossy().replace('\\', "/");
    let path = encode_path(&path);
    template
        .replace("/{path}", &format!("/{}", path.trim_start_matches('/')))
        .replace("{path}", &path)
        .replace("{line}", &line.to_string())
        .replace("{column}", &column.to_string())
}

/// Sends every state from now on until the connection closes. A state that is quickly followed by the next may be
/// skipped.
pub(super) async fn stream_states(
    shelf: std::sync::Arc<Shelf>,
    options: std::sync::Arc<ServeOptions>,
    listener: mpsc::Sender<Bytes>,
) {
    let mut versions = shelf.versions();
    let mut event = format!("retry: {RETRY}\n");
    loop {
        versions.borrow_and_update();
        let news = shelf.news();
        event.push_str(&format!("id: {}\ndata: {}\n\n", news.version, state(&shelf, &news, &options)));
        if listener.send(std::mem::take(&mut event).into()).await.is_err() {
            return;
        }
        while tokio::time::timeout(HEARTBEAT, versions.changed()).await.is_err() {
            if listener.send(Bytes::from_static(b":\n\n")).await.is_err() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_goes_at_the_end_of_the_head_or_else_of_the_page() {
        let text = |page: &str| String::from_utf8(with_script(page.as_bytes())).expect("it is text");
        assert_eq!(
            text("<HEAD><title>a</title></HEAD></head>"),
            format!("<HEAD><title>a</title>{SCRIPT}</HEAD></head>")
        );
        assert_eq!(text("<p>a"), format!("<p>a{SCRIPT}"));
        assert_eq!(text(""), SCRIPT);
    }

    #[test]
    fn a_place_becomes_an_address_that_opens_the_editor() {
        let place = |template, root: &str| editor(template, Path::new(root), "content/été 1.md", 3, 5);
        let path = "home/a/content/%C3%A9t%C3%A9%201.md";
        assert_eq!(
            place("vscode://file/{path}:{line}:{column}", "/home/a"),
            format!("vscode://file/{path}:3:5")
        );
        assert_eq!(
            place("idea://open?file={path}&line={line}", "/home/a"),
            format!("idea://open?file=/{path}&line=3")
        );
    }
}
