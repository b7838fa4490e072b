//! Files in `templates/` that nothing can use.

use std::collections::BTreeSet;

use super::{Templates, UNUSED_TEMPLATE, is_page};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::source::{File, FileOrigin, Sources};

/// The endings of templates.
const ENDINGS: [&str; 3] = ["html", "xml", "txt"];

/// Endings that templates have in other programs.
const ELSEWHERE: [&str; 7] = ["htm", "tera", "j2", "jinja", "jinja2", "njk", "liquid"];

/// Whether a file in `templates/` is a template, by its ending.
pub(super) fn is_template(file: &File) -> bool {
    ENDINGS.contains(&file.extension().as_str())
}

/// Reports the files in `templates/` that are no templates by their ending.
pub(super) fn other_endings(sources: &Sources) -> Vec<Diagnostic> {
    let others = sources.in_folder("templates").filter(|file| !is_template(file));
    let report = |file: &File| {
        let ending = file.extension();
        let help = match file.path.rsplit_once('.') {
            Some((stem, _)) if ELSEWHERE.contains(&ending.as_str()) => {
                let is_whole = ENDINGS.iter().any(|ending| stem.ends_with(&format!(".{ending}")));
                format!("rename it to `{stem}{}`", if is_whole { "" } else { ".html" })
            }
            Some(_) | None => "move it to `static/` to publish it as it is, or delete it".to_owned(),
        };
        let message = format!(
            "nothing can use `{}`: the name of a template ends in `.html`, `.xml` or `.txt`",
            file.path
        );
        Diagnostic::new(&UNUSED_TEMPLATE, Place::start_of(&file.path), message, help)
    };
    others.map(report).collect()
}

impl Templates {
    /// Reports the site's own templates that no page or directive can use. `named` are those that outputs use by name.
    #[must_use]
    pub fn unused(&self, sources: &Sources, named: &[&str]) -> Vec<Diagnostic> {
        let names = || self.parts.keys().map(String::as_str);
        let own = names().filter(|name| is_page(name) || is_directive(name));
        let roots = named.iter().copied().chain(own);
        let used: BTreeSet<&str> =
            roots.filter_map(|name| self.parts.get(name)).flatten().map(String::as_str).collect();
        let unused = names().filter(|name| !used.contains(name)).filter_map(|name| {
            let file = sources.get(&format!("templates/{name}"))?;
            (file.origin == FileOrigin::Site).then_some((name, file))
        });
        let report = |(name, file): (&str, &File)| {
            let help = did_you_mean(name, used.iter().copied(), || {
                format!(
                    "include it with `{{% include \"{name}\" %}}` in a template that is used, or delete it"
                )
            });
            let message = format!("nothing uses the template `{name}`");
            Diagnostic::new(&UNUSED_TEMPLATE, Place::start_of(&file.path), message, help)
        };
        unused.map(report).collect()
    }
}

/// Whether the template called `name` is a directive.
fn is_directive(name: &str) -> bool {
    name.starts_with("components/") && name.ends_with(".html")
}
