//! Every link and picture leads somewhere.

use rayon::prelude::*;

use super::{BROKEN_LINK, MISSING_PICTURE, UNSAFE_LINK, Wanted};
use crate::article::{Body, Link, Picture};
use crate::diagnostic::{Code, Diagnostic, FileName, Place};
use crate::link::{Fault, Found, Linker};
use crate::site::LeftOut;

pub(super) fn check(linker: &Linker, diagnostics: &mut Vec<Diagnostic>) -> Vec<Wanted> {
    let site = &linker.site;
    let articles = site.pages.par_iter().filter_map(|page| {
        let article = page.article.as_ref()?;
        Some((&article.file, Some(page.url.as_str()), vec![&article.body]))
    });
    let rows = site.rows.tables().par_iter().flat_map_iter(|table| {
        table.rows.iter().map(|text| (text.row.file(), None, text.bodies.iter().collect::<Vec<_>>()))
    });
    let mut checkers: Vec<Checker<'_>> = articles
        .chain(rows)
        .map(|(file, url, bodies)| {
            let mut checker = Checker::new(linker, file, url);
            bodies.into_iter().for_each(|body| checker.body(body));
            checker
        })
        .collect();
    let file: FileName = "site.toml".into();
    for strip in &site.help {
        let mut checker = Checker::new(linker, &file, None);
        checker.body(&strip.body);
        checkers.push(checker);
    }
    for id in site.rows.all() {
        let row = site.rows.row(id);
        let Some(image) = row.image() else { continue };
        let mut checker = Checker::new(linker, row.file(), None);
        checker.picture(&image.value, image.span());
        checkers.push(checker);
    }
    suggest(linker, &mut checkers);
    let mut wanted = Vec::new();
    for checker in checkers {
        wanted.extend(checker.wanted);
        diagnostics.extend(checker.diagnostics);
    }
    wanted
}

/// Names the nearest page or file for links that lead nowhere: for the first of them, as each takes a look at
/// every page, and a renamed folder breaks thousands at once.
fn suggest(linker: &Linker, checkers: &mut [Checker<'_>]) {
    let mut missing: Vec<(&mut Diagnostic, &FileName, String)> = Vec::new();
    for checker in checkers.iter_mut() {
        let mut targets = std::mem::take(&mut checker.missing).into_iter().peekable();
        for (index, diagnostic) in checker.diagnostics.iter_mut().enumerate() {
            if let Some((_, target)) = targets.next_if(|(at, _)| *at == index) {
                missing.push((diagnostic, checker.file, target));
            }
        }
    }
    missing.truncate(MOST_SUGGESTIONS);
    missing.into_par_iter().for_each(|(diagnostic, file, target)| {
        if let Some(near) = linker.nearest(file, &target) {
            diagnostic.help = format!("did you mean `{near}`?");
        }
    });
}

/// For so many links that lead nowhere the nearest page is looked for.
const MOST_SUGGESTIONS: usize = 200;

struct Checker<'a> {
    linker: &'a Linker,
    file: &'a FileName,
    /// The page's own address; `None` for a table, whose rows stand on many pages.
    url: Option<&'a str>,
    wanted: Vec<Wanted>,
    diagnostics: Vec<Diagnostic>,
    /// Targets that are not there, with the number of the diagnostic that says so.
    missing: Vec<(usize, String)>,
}

impl<'a> Checker<'a> {
    fn new(linker: &'a Linker, file: &'a FileName, url: Option<&'a str>) -> Self {
        Checker { linker, file, url, wanted: Vec::new(), diagnostics: Vec::new(), missing: Vec::new() }
    }

    fn body(&mut self, body: &Body) {
        body.all_links().for_each(|link| self.link(link));
        for Picture { source, span, .. } in body.all_pictures() {
            self.picture(source, span.clone());
        }
    }

    fn link(&mut self, link: &Link) {
        let place = Place::new(self.file, link.span.clone());
        match self.linker.find(self.file, &link.target) {
            Ok(Found::Page { url, fragment }) if !fragment.is_empty() => {
                self.wanted.push(Wanted { url, fragment, place });
            }
            Ok(Found::Here { fragment }) => match self.url {
                Some(url) if !fragment.is_empty() => {
                    self.wanted.push(Wanted { url: url.to_owned(), fragment, place });
                }
                Some(_) => {}
                None => self.report(
                    &BROKEN_LINK,
                    place,
                    format!("`{}` names no page", link.target),
                    "a table's rows stand on several pages: name the page too, as in `remedies.md#heat`",
                ),
            },
            Ok(_) => {}
            Err(fault) => self.fault(&fault, &link.target, place, &BROKEN_LINK, "link"),
        }
    }

    fn picture(&mut self, source: &str, span: std::ops::Range<usize>) {
        let place = Place::new(self.file, span);
        match self.linker.find(self.file, source) {
            Ok(Found::File { .. } | Found::Outside) => {}
            Ok(_) => {
                self.report(
                    &MISSING_PICTURE,
                    place,
                    format!("`{source}` is a page, not a picture"),
                    "name a picture file",
                );
            }
            Err(fault) => self.fault(&fault, source, place, &MISSING_PICTURE, "picture"),
        }
    }

    fn fault(&mut self, fault: &Fault, target: &str, place: Place, code: &'static Code, word: &str) {
        match fault {
            Fault::Broken => {}
            Fault::Empty => self.report(
                code,
                place,
                format!("this {word} has no address"),
                "write one in the round brackets",
            ),
            Fault::Scheme(scheme) => self.report(
                &UNSAFE_LINK,
                place,
                format!("a {word} must not use `{scheme}:`"),
                "use an `https:` address, `mailto:` or `tel:`",
            ),
            Fault::Outside => self.report(
                code,
                place,
                format!("`{target}` leads out of the site's folder"),
                "link to a file of this site, or to a whole address such as `https://example.org/`",
            ),
            Fault::Case(right) => self.report(
                code,
                place,
                format!("`{target}` differs from `{right}` in capital letters"),
                format!("write `{right}`; web servers tell capital from small letters"),
            ),
            Fault::LeftOut(why) => {
                let why = match why {
                    LeftOut::Draft => "a draft",
                    LeftOut::Scheduled => "not to be published yet",
                    LeftOut::Expired => "past its `expires` date",
                };
                self.report(
                    code,
                    place,
                    format!("`{target}` is {why}, so this {word} would lead nowhere"),
                    format!("publish that article, or take the {word} out until then"),
                );
            }
            Fault::Missing => {
                let kind = if word == "picture" { "picture" } else { "page or file" };
                let from =
                    if target.starts_with('/') { "the site's root" } else { "the folder of this file" };
                self.missing.push((self.diagnostics.len(), target.to_owned()));
                let help = format!("check the spelling; the path starts from {from}");
                self.report(code, place, format!("there is no {kind} at `{target}`"), help);
            }
        }
    }

    fn report(&mut self, code: &'static Code, place: Place, message: String, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, place, message, help));
    }
}
