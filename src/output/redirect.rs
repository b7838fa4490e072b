//! A former address of a page, which leads to the page.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::{Made, Maker};
use crate::article::front_matter;
use crate::asset::Assets;
use crate::diagnostic::{Diagnostic, FileName};
use crate::render::head::listing;
use crate::render::linked_data::PageType;
use crate::render::value::map;
use crate::render::{Draft, Reader, Titled};
use crate::route::{AddressOwner, BAD_ALIAS, CountedAs, Facts, Medium, OutputKind, Planner, Route, Target};
use crate::site::Site;

const TEMPLATE: &str = "redirect.html";

#[derive(Debug)]
pub(super) struct Redirect;

impl OutputKind for Redirect {
    fn facts(&self) -> Facts {
        Facts {
            medium: Medium::Redirect,
            in_sitemap: false,
            counts_as: CountedAs::Redirect,
            claim: AddressOwner::Alias,
            templates: &[TEMPLATE],
            is_slow: false,
            shared_address: None,
        }
    }

    fn plan(&self, site: &Site, _: &Assets, planner: &mut Planner) {
        for page in &site.pages {
            let Some(article) = &page.article else { continue };
            for alias in &article.front_matter.aliases {
                let place = front_matter::place(&page.file, alias);
                match alias_fault(&alias.value) {
                    None => {
                        // Servers look for the decoded name, and send only `.html` files as pages.
                        let url = crate::url::decode_path(&alias.value);
                        let is_file = [".html", ".htm"].iter().any(|ending| url.ends_with(ending));
                        let slash = if url.ends_with('/') || is_file { "" } else { "/" };
                        let target = Target::Redirect(Arc::clone(&page.file));
                        planner.add(&format!("{url}{slash}"), target, place);
                    }
                    Some(fault) => {
                        let path = alias.value.split(['?', '#']).next().unwrap_or("");
                        let help = if path.len() < alias.value.len() && alias_fault(path).is_none() {
                            format!("write `{path}`: the page is found at it whatever follows")
                        } else {
                            "write the old address from the site's root, such as `/old/page/`".to_owned()
                        };
                        let message = format!("the alias `{}` {fault}", alias.value);
                        planner.report(Diagnostic::new(&BAD_ALIAS, place, message, help));
                    }
                }
            }
        }
    }

    fn title<'a>(&self, site: &'a Site, target: &'a Target) -> Cow<'a, str> {
        super::title_of_page(site, target)
    }
}

impl Maker for Redirect {
    fn make(&self, reader: &Rc<Reader>, route: &Route) -> Option<Made> {
        let Target::Redirect(file) = &route.target else { return None };
        draft(reader, file, &route.url).map(Made::Draft)
    }
}

fn draft(reader: &Rc<Reader>, file: &FileName, url: &str) -> Option<Draft> {
    let page = reader.title(file)?;
    let (own, kind) = (Titled::new(page.title, url), ("redirect", PageType::Unmarked));
    let values = listing(reader, kind, own, "", Vec::new(), &[]);
    let mut draft = Draft::of_page(TEMPLATE, values, file);
    let config = reader.config();
    let target =
        map([("url", config.href(page.url).into()), ("permalink", config.permalink(page.url).into())]);
    draft.context.insert_value("target", target);
    Some(draft)
}

/// What is wrong with an alias.
fn alias_fault(alias: &str) -> Option<&'static str> {
    let Some(path) = alias.strip_prefix('/') else { return Some("does not start with `/`") };
    let decoded = crate::url::decode_path(path);
    if decoded.split(['/', '\\']).any(|part| part == ".." || part == ".") {
        return Some("leaves the site");
    }
    if path.starts_with('/') || decoded.contains("//") {
        return Some("has two slashes in a row");
    }
    if decoded.contains('\\') {
        return Some("has a backslash in it");
    }
    if path.contains('?') {
        return Some("has a query, which a server of files does not look at");
    }
    if path.contains('#') {
        return Some("has a part after `#`, which browsers do not send to a server");
    }
    if decoded.contains(char::is_control) {
        return Some("has a character in it that no file name can have");
    }
    path.is_empty().then_some("is the home page itself")
}
