//! Checks that every link and picture leads somewhere.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Checked, WantedAnchor};
use crate::article::{Article, Body, Link, Picture};
use crate::diagnostic::code::rules;
use crate::diagnostic::{Code, Diagnostic, FileName, Place, did_you_mean};
use crate::link::{Destination, LinkFault, World, WrongStart};
use crate::site::{LeftOut, Site};
use crate::table::{CellValue, Row, Table};
use crate::trace::Notes;

rules! {
    /// A link leads to a page or file that does not exist.
    ///
    /// What it does: looks for the target of each link, relative to the folder of its file or to the site's root:
    /// `/exercises/bird-dog/`, or with the full address of the site before that. Paths are case-sensitive, as they are on
    /// web servers. Addresses that only your own computer can open (`localhost`) are broken as well.
    ///
    /// Why: a reader who follows it finds nothing, and may have needed just that.
    ///
    /// ```text
    /// Bad:  [heat](remedys.md)
    /// Good: [heat](remedies.md)
    /// ```
    ///
    /// Links go to the `.md` file. Paths that something else serves are named in `site.toml`:
    ///
    /// ```toml
    /// [links]
    /// elsewhere = ["/app/**"]
    /// ```
    ///
    /// If this rule is only a warning, the link is published with the address that was written.
    ///
    /// Source: ours.
    BROKEN_LINK = "broken-link", Links, Error;
    /// A link runs a program or reads the reader's own files.
    ///
    /// What it does: looks for addresses that start with `javascript:`, `data:`, `file:` and the like.
    ///
    /// Why: they have no place in a health article, and are used to attack sites.
    ///
    /// ```text
    /// Bad:  [print](javascript:print())
    /// Good: [the leaflet](leaflet.pdf)
    /// ```
    ///
    /// Link to `https:`, `mailto:` or `tel:`. Source: OWASP, cross-site scripting prevention.
    UNSAFE_LINK = "unsafe-link", Links, Error;
    /// A picture does not exist.
    ///
    /// What it does: looks for the file of each picture, next to the article or, for a path from the root
    /// (`/heat.webp`), in `static/`. Paths are case-sensitive.
    ///
    /// Why: readers see a gap where they should see what to do.
    ///
    /// ```text
    /// Bad:  ![A heat pack](Heat.webp)
    /// Good: ![A heat pack](heat.webp)
    /// ```
    ///
    /// Source: ours.
    MISSING_PICTURE = "missing-picture", Links, Error;
}

pub(super) fn article(world: &World, article: &Article, notes: &Notes, checked: &mut Checked) {
    let url = world.site.page_of(&article.file).map(|page| page.url.as_str());
    Checker { world, file: &article.file, url, notes, checked }.body(&article.body);
}

pub(super) fn table(world: &World, table: &Table, notes: &Notes, checked: &mut Checked) {
    let mut checker = Checker { world, file: &table.file, url: None, notes, checked };
    for row in &table.rows {
        row.each(|leaf| match &leaf.cell.value {
            // Addresses that readers can open on other sites are for `external`.
            CellValue::Link(url) if world.own_path(url).is_some() || is_local(url) => {
                checker.link(&Link {
                    target: url.clone(),
                    span: leaf.cell.span.clone(),
                    tag: None,
                    definition: None,
                });
            }
            _ => leaf.markdown().into_iter().for_each(|markdown| checker.body(&markdown.body)),
        });
    }
    for row in table.rows.iter().filter(|row| is_kept(&world.site, row)) {
        for (path, leaf) in row.pictures() {
            checker.picture(path, leaf.cell.span.clone());
        }
    }
}

/// Checks the danger signs in `site.toml`.
pub(super) fn help(world: &World, checked: &mut Checked) {
    let file: FileName = "site.toml".into();
    let notes = Notes::default();
    let mut checker = Checker { world, file: &file, url: None, notes: &notes, checked };
    world.site.help.iter().for_each(|strip| checker.body(&strip.body));
}

/// Whether a row is part of the site, and not dropped because of its id.
pub(super) fn is_kept(site: &Site, row: &Row) -> bool {
    site.rows.find(&row.id.value).is_some_and(|id| site.rows.row(id).place == row.place)
}

struct Checker<'a> {
    world: &'a World,
    file: &'a FileName,
    /// The address of the page; `None` for a table, whose rows may be on many pages.
    url: Option<&'a str>,
    notes: &'a Notes,
    checked: &'a mut Checked,
}

impl Checker<'_> {
    fn body(&mut self, body: &Body) {
        body.all_links().for_each(|link| self.link(link));
        for Picture { source, span, .. } in body.all_pictures() {
            self.picture(source, span.clone());
        }
    }

    fn link(&mut self, link: &Link) {
        let place = Place::new(self.file, link.definition.as_ref().unwrap_or(&link.span).clone());
        if let Some(construct) = foreign_construct(&link.target) {
            return self.foreign(construct, place, &BROKEN_LINK);
        }
        match self.world.find(self.file, &link.target, self.notes) {
            Ok(Destination::Page { url, fragment, .. }) if !fragment.is_empty() => {
                self.checked.wanted.push(WantedAnchor { url, fragment, place });
            }
            Ok(Destination::Here { fragment, .. }) if !fragment.is_empty() => match self.url {
                Some(url) => self.checked.wanted.push(WantedAnchor { url: url.to_owned(), fragment, place }),
                None => self.report(
                    &BROKEN_LINK,
                    place,
                    format!("`{}` names no page", link.target),
                    "the rows of a table may be on several pages: name the page too, as in `remedies.md#heat`",
                ),
            },
            Ok(_) => {}
            Err(fault) => self.fault(&fault, &link.target, place, &BROKEN_LINK, "link"),
        }
    }

    fn picture(&mut self, source: &str, span: std::ops::Range<usize>) {
        let place = Place::new(self.file, span);
        if let Some(construct) = foreign_construct(source) {
            return self.foreign(construct, place, &MISSING_PICTURE);
        }
        match self.world.find(self.file, source, self.notes) {
            Ok(Destination::File { .. } | Destination::Outside | Destination::Elsewhere { .. }) => {}
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

    /// Reports an address with a `construct` of another system, in the same words for all that have the same.
    fn foreign(&mut self, construct: &str, place: Place, code: &'static Code) {
        self.report(
            code,
            place,
            format!("`{construct}` in an address is the syntax of another system, and nothing takes its place"),
            "write the path alone: `heat.md` from the folder of this file, or `/folder/page/` from the site's root",
        );
    }

    fn fault(&mut self, fault: &LinkFault, target: &str, place: Place, code: &'static Code, word: &str) {
        match fault {
            LinkFault::Broken => {}
            LinkFault::Empty => self.report(
                code,
                place,
                format!("this {word} has no address"),
                "write one between the round brackets",
            ),
            LinkFault::Scheme(scheme) => {
                let known = ["https", "http", "mailto", "tel", "sms"];
                let help =
                    did_you_mean(scheme, known, || "use an `https:` address, `mailto:` or `tel:`".into());
                self.report(&UNSAFE_LINK, place, format!("a {word} must not use `{scheme}:`"), help);
            }
            LinkFault::Drive => self.report(
                code,
                place,
                format!("`{target}` is a path on your own computer"),
                "put the file into the site's folder, and write its path from this file, such as `heat.png`",
            ),
            LinkFault::Local(host) => self.report(
                code,
                place,
                format!("`{target}` leads to `{host}`, which only your own computer or network can open"),
                "write the address that readers have, or the path of the page in this site",
            ),
            LinkFault::Slashes(right) => self.report(
                code,
                place,
                format!("`{target}` is not an address: `//` and the name of a site come after `https:`"),
                format!("write `{right}`"),
            ),
            LinkFault::Backslash(right) => self.report(
                code,
                place,
                format!("`{target}` contains a backslash, which separates no folders on the web"),
                format!("write `{right}`"),
            ),
            LinkFault::Outside => self.report(
                code,
                place,
                format!("`{target}` leads out of the site's folder"),
                "link to a file of this site, or to a full address such as `https://example.org/`",
            ),
            LinkFault::Case(right) => self.report(
                code,
                place,
                format!("`{target}` differs from `{right}` in upper and lower case"),
                format!("write `{right}`; web servers distinguish upper and lower case"),
            ),
            LinkFault::LeftOut(why) => {
                let why = match why {
                    LeftOut::Draft => "a draft",
                    LeftOut::Scheduled => "not published yet",
                    LeftOut::Expired => "past its `expires` date",
                };
                self.report(
                    code,
                    place,
                    format!("`{target}` is {why}, so this {word} would lead nowhere"),
                    format!("publish that article, or remove the {word} until then"),
                );
            }
            LinkFault::Missing => {
                if let Some((what, scheme)) = lacking(target).filter(|_| word == "link") {
                    let message = format!(
                        "`{target}` is {what}, but without `{scheme}` it is taken for a path in this site"
                    );
                    return self.report(code, place, message, format!("write `{scheme}{target}`"));
                }
                let kind = if word == "picture" { "picture" } else { "page or file" };
                let is_whole = target.starts_with('/') || self.world.own_path(target).is_some();
                let from = if is_whole { "the site's root" } else { "the folder of this file" };
                let index = self.checked.diagnostics.len();
                self.checked.missing.push((index, Arc::clone(self.file), target.to_owned()));
                let help = if target.contains('\\') {
                    format!("write `/` between the parts of a path: `{}`", target.replace('\\', "/"))
                } else {
                    format!("check the spelling; the path is relative to {from}")
                };
                self.report(code, place, format!("there is no {kind} at `{target}`"), help);
            }
        }
    }

    fn report(&mut self, code: &'static Code, place: Place, message: String, help: impl Into<String>) {
        self.checked.diagnostics.push(Diagnostic::new(code, place, message, help));
    }
}

/// What `target` holds in the syntax of Jekyll, Hugo and the like: `{{ site.baseurl }}`, `{% link heat.md %}`.
fn foreign_construct(target: &str) -> Option<&str> {
    let at = memchr::memchr(b'{', target.as_bytes())?;
    let close = match target.as_bytes().get(at + 1)? {
        b'{' => "}}",
        b'%' => "%}",
        _ => return None,
    };
    let end = target[at..].find(close)?;
    Some(&target[at..at + end + close.len()])
}

/// Whether the address `url` can only be opened on the computer or network of its author.
fn is_local(url: &str) -> bool {
    let host = url.split_once("://").map_or("", |(_, rest)| crate::url::host(rest));
    !host.is_empty() && crate::url::is_local(host)
}

/// What `target` probably is, and the scheme it lacks, if it looks like an address on another site or an email
/// address.
fn lacking(target: &str) -> Option<(&'static str, &'static str)> {
    let host = target.split(['/', '?', '#']).next().unwrap_or("");
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '.'))
    };
    let is_host = |host: &str| is_name(host) && host.split('.').count() > 1 && host.split('.').all(is_name);
    if let Some((name, at)) = target.split('?').next().unwrap_or("").split_once('@') {
        return (is_name(name) && is_host(at)).then_some(("an email address", "mailto:"));
    }
    let end = host.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    let is_site = host.get(..4).is_some_and(|www| www.eq_ignore_ascii_case("www."))
        || ENDS_OF_HOSTS.contains(&end.as_str());
    (is_site && is_host(host)).then_some(("an address on another site", "https://"))
}

/// Top-level domains that are not file extensions.
const ENDS_OF_HOSTS: [&str; 20] = [
    "com", "org", "net", "gov", "edu", "int", "info", "health", "eu", "uk", "scot", "wales", "ie", "us",
    "ca", "au", "nz", "de", "at", "fr",
];

/// The most broken links for which a nearest page is suggested.
const MOST_SUGGESTIONS: usize = 200;

/// Suggests the nearest page or file for broken links, but only for the first ones: each has to be compared with
/// every page, and one renamed folder breaks thousands of links at once.
pub fn suggest<'a>(world: &World, checked: impl Iterator<Item = &'a mut Checked>) {
    let mut open: Vec<(&mut Diagnostic, FileName, String)> = Vec::new();
    for checked in checked {
        let mut missing = std::mem::take(&mut checked.missing).into_iter().peekable();
        for (index, diagnostic) in checked.diagnostics.iter_mut().enumerate() {
            if let Some((_, file, target)) = missing.next_if(|(at, _, _)| *at == index) {
                open.push((diagnostic, file, target));
            }
        }
    }
    open.retain_mut(|(diagnostic, file, target)| {
        let (fact, help) = match world.wrong_start(file, target) {
            None => return true,
            Some(WrongStart::Lacks(start)) => (
                format!("`{start}` is missing at the start of this address"),
                format!("let it start with `{start}`"),
            ),
            Some(WrongStart::TooMuch(start)) => (
                format!("this address has `{start}` at its start, but no page or file is there"),
                format!("remove `{start}`"),
            ),
        };
        // The same for all links of one cause, so that they are reported together.
        (diagnostic.message, diagnostic.help) = (fact, help);
        false
    });
    open.truncate(MOST_SUGGESTIONS);
    open.into_par_iter().for_each(|(diagnostic, file, target)| {
        if let Some(near) = world.nearest(&file, &target) {
            diagnostic.help = format!("did you mean `{near}`?");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::lacking;

    #[test]
    fn an_address_on_another_site_or_of_email_is_distinguished_from_a_file() {
        for target in ["www.nhs.uk/x", "WWW.example.org", "nhs.uk", "clyde.scot/a?b#c"] {
            assert_eq!(lacking(target).map(|(_, scheme)| scheme), Some("https://"), "{target}");
        }
        for target in ["hello@clyde.scot", "a.b+c@x.example.org?subject=Heat"] {
            assert_eq!(lacking(target).map(|(_, scheme)| scheme), Some("mailto:"), "{target}");
        }
        for target in
            ["heat.md", "a/www.md", "leaflet.pdf", "uk", "@x", "a@b", "../www.nhs.uk", "/nhs.uk", "", "www."]
        {
            assert_eq!(lacking(target), None, "{target}");
        }
    }
}
