//! Collects the routes of all kinds of output, and reports those that want the same address.

use std::collections::HashMap;

use super::{ADDRESS_TAKEN, AddressOwner, OutputKind, Route, Routes, Target};
use crate::asset::Assets;
use crate::diagnostic::{Diagnostic, Place};
use crate::site::Site;

/// Collects routes.
#[derive(Debug)]
pub struct Planner {
    kind: &'static dyn OutputKind,
    planned: Vec<Planned>,
    diagnostics: Vec<Diagnostic>,
}

/// A route, and the place where an author decides on it.
#[derive(Debug)]
struct Planned {
    route: Route,
    place: Place,
}

impl Planner {
    /// Adds an output at the address `url`, made from `target`. `place` is where an author decides that it is there.
    pub fn add(&mut self, url: &str, target: Target, place: Place) {
        let path = url.trim_start_matches('/');
        let output = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        let route = Route { url: url.to_owned(), output, target, kind: self.kind };
        self.planned.push(Planned { route, place });
    }

    /// Adds a mistake in what decides on an address.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

impl Routes {
    /// The routes of the outputs of all `kinds`. Where two want the same address, the one of the earlier kind gets it.
    #[must_use]
    pub fn plan(
        kinds: &[&'static dyn OutputKind],
        site: &Site,
        assets: &Assets,
    ) -> (Routes, Vec<Diagnostic>) {
        let (mut planned, mut diagnostics) = (Vec::new(), Vec::new());
        for &kind in kinds {
            let mut planner = Planner { kind, planned, diagnostics };
            kind.plan(site, assets, &mut planner);
            Planner { planned, diagnostics, .. } = planner;
        }
        let mut routes = settle(planned, &mut diagnostics);
        routes.shared_addresses = kinds.iter().filter_map(|kind| kind.facts().shared_address).collect();
        (routes, diagnostics)
    }
}

/// Sorts the routes and reports outputs that want the same file.
fn settle(planned: Vec<Planned>, diagnostics: &mut Vec<Diagnostic>) -> Routes {
    // Names that differ only in case are one file on many systems.
    let folded: Vec<String> = planned.iter().map(|planned| planned.route.output.to_lowercase()).collect();
    let mut taken: HashMap<&str, usize> = HashMap::with_capacity(folded.len());
    let mut kept = vec![true; folded.len()];
    for (index, output) in folded.iter().enumerate() {
        if let Some(&first) = taken.get(output.as_str()) {
            diagnostics.push(conflict(&planned[index], &planned[first]));
            kept[index] = false;
        } else {
            taken.insert(output, index);
        }
    }
    // No file can have the name of a folder.
    for (index, output) in folded.iter().enumerate().filter(|(index, _)| kept[*index]) {
        for (slash, _) in output.match_indices('/') {
            if let Some(&file) = taken.get(&output[..slash]) {
                diagnostics.push(conflict(&planned[file], &planned[index]));
            }
        }
    }
    let kept = planned.into_iter().zip(kept).filter(|(_, kept)| *kept);
    let mut routes: Vec<Route> = kept.map(|(planned, _)| planned.route).collect();
    routes.sort_by(|a, b| a.output.cmp(&b.output));
    let by_url = routes.iter().enumerate().map(|(index, route)| (route.url.clone(), index)).collect();
    Routes { routes, by_url, shared_addresses: Vec::new() }
}

fn conflict(second: &Planned, first: &Planned) -> Diagnostic {
    let (Planned { route: second, place }, Planned { route: first, place: first_place }) = (second, first);
    let (claim, first_facts) = (second.kind.facts().claim, first.kind.facts());
    if first_facts.claim == AddressOwner::Fixed && second.output == first.output {
        let help = match first_facts.templates.first() {
            Some(template) => {
                format!("delete or rename this; what balm makes comes from `templates/{template}`")
            }
            None => "delete or rename this".to_owned(),
        };
        let message = format!("balm makes `{}` itself", second.url);
        return Diagnostic::new(&ADDRESS_TAKEN, place.clone(), message, help);
    }
    if claim == AddressOwner::Alias && second.url == first.url {
        return Diagnostic::new(
            &ADDRESS_TAKEN,
            place.clone(),
            format!("the alias `{}` is in use", second.url),
            "delete the alias: a reader who follows the old address already finds a page",
        )
        .also(first_place.clone(), format!("this is published there, from `{}`", first_place.file));
    }
    let message = if second.url == first.url {
        format!("`{}` is the address of two pages", second.url)
    } else if second.output.to_lowercase() == first.output.to_lowercase() {
        format!("`{}` and `{}` differ only in upper and lower case", second.url, first.url)
    } else {
        format!("`{}` is a file, and `{}` needs a folder of that name", second.url, first.url)
    };
    let help = match claim {
        AddressOwner::Alias => "delete the alias: the address is in use".to_owned(),
        AddressOwner::List if &*place.file == "site.toml" => format!(
            "give `pages` another address, such as `pages = \"/all-{}/\"`, or `{}` another `slug`",
            second.url.trim_matches('/').replace('/', "-"),
            first_place.file
        ),
        AddressOwner::List => {
            format!("rename the folder or give `{}` another `slug`: balm makes this page", first_place.file)
        }
        AddressOwner::Author | AddressOwner::Fixed => {
            if first_place.file.starts_with("content/") && first_place.file.ends_with(".md") {
                "rename one of the two files, or give one another `slug`".to_owned()
            } else {
                "rename one of the two".to_owned()
            }
        }
    };
    Diagnostic::new(&ADDRESS_TAKEN, place.clone(), message, help)
        .label(format!("the second, from `{}`", place.file))
        .also(first_place.clone(), format!("the first, from `{}`", first_place.file))
}
