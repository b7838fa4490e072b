//! Tera, set up for a site: its templates, the directives they define, and what they may call.
//!
//! A template sees its own page, and reaches beyond it only through the functions of [`functions`], each of
//! which notes in the [`scene`] what it read. A directive is a component in a file of its name in
//! `templates/components/`.
//!
//! Architecture Invariant: this module does not know how a page is put together or served; it asks for
//! other pages, rows and files through [`scene::Lookup`].

mod argument;
mod fault;
mod forms;
pub mod functions;
mod made;
pub mod scene;
mod slip;
mod traced;
mod unused;
mod uses;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use tera::Tera;

pub use argument::Component;
pub use fault::render_fault;
pub use traced::Traced;

use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::kind::Kinds;
use crate::source::{Content, FileOrigin, Sources};
use crate::trace::Digest;

codes! {
    /// A template cannot be read or rendered.
    ///
    /// The marked place is in a template of the site (or of the built-in theme, if one of the site's own templates
    /// passes it something unexpected). The theme's `templates/README.md` lists every variable, function and filter.
    TEMPLATE = "template", Error;
    /// A template includes or extends itself, directly or through others.
    ///
    /// Rendering it would never end. Remove one of the `include` or `extends` involved.
    TEMPLATE_CYCLE = "template-cycle", Error;
    /// A file in `templates/components/` does not define the component it is named after.
    ///
    /// The directive `:::note` is the component `note` in `templates/components/note.html`; hyphens in the name of
    /// the file become underscores in the name of the component.
    COMPONENT_NAME = "component-name", Error;
    /// No component defines a directive.
    ///
    /// ```text
    /// :::urgnet[Ask for an urgent appointment if:]
    /// ```
    ///
    /// `balm explain directives` lists those of the built-in theme. A backslash before the first colon makes it plain
    /// text.
    UNKNOWN_DIRECTIVE = "unknown-directive", Error;
    /// A directive has the wrong form, lacks its label, or has an argument that is unknown, missing or of the wrong
    /// type.
    ///
    /// ```text
    /// ::exercises{veiw="cards"}
    /// ```
    ///
    /// `balm explain directives` lists the arguments of each directive.
    DIRECTIVE_ARGUMENT = "directive-argument", Error;
    /// A directive or template asks for a row that no table has.
    ///
    /// ```text
    /// ::exercise{id="brid-dog"}
    /// ```
    ///
    /// An id is the row's `id`, or else its name in lower case with hyphens. Correct it, or add the row.
    UNKNOWN_ROW = "unknown-row", Error;
    /// An article names a template that does not exist.
    ///
    /// ```toml
    /// template = "leaflet.html"
    /// ```
    ///
    /// Put a file with that name into the site's `templates/`, or delete the key: articles have a default template.
    UNKNOWN_TEMPLATE = "unknown-template", Error;
    /// A file in `templates/` that nothing can use.
    ///
    /// A template's name ends in `.html`, `.xml` or `.txt`. A file directly in `templates/` that ends in `.html` can be the
    /// `template` of an article, and one in `templates/components/` is a directive. Any other has to be named by an
    /// `include` or `extends` of another template.
    ///
    /// ```text
    /// Bad:  templates/partials/foot.html, where every template includes `partials/footer.html`
    /// Good: templates/partials/footer.html
    /// ```
    ///
    /// Rename the file, include it, or delete it. A file that is published as it is belongs into `static/`.
    UNUSED_TEMPLATE = "unused-template", Warning;
}

/// The templates of a site.
pub struct Templates {
    /// Tera with every template loaded.
    pub tera: Tera,
    components: BTreeMap<String, Component>,
    /// The digests of all templates, taken when one of them is first asked for.
    digests: OnceLock<BTreeMap<String, Digest>>,
    parts: uses::TemplateParts,
    texts: BTreeMap<String, (FileName, Arc<str>)>,
    /// Whether a site has layouts of its own, besides those of the theme.
    has_own_layouts: bool,
    /// The names of those that are in no file.
    made: BTreeSet<String>,
    traced: OnceLock<Option<Traced>>,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").field("components", &self.components).finish_non_exhaustive()
    }
}

impl Templates {
    /// Whether the site has layouts of its own, in which there may be anything.
    #[must_use]
    pub fn has_own_layouts(&self) -> bool {
        self.has_own_layouts
    }

    /// The component behind the directive `name`.
    #[must_use]
    pub fn component(&self, name: &str) -> Option<&Component> {
        self.components.get(name)
    }

    /// The names of all directives, sorted.
    pub fn directives(&self) -> impl Iterator<Item = &str> {
        self.components.keys().map(String::as_str)
    }

    /// Stands for the template called `name` with all that it is made of; `None` where there is none.
    #[must_use]
    pub fn digest(&self, name: &str) -> Option<Digest> {
        self.digests().get(name).copied()
    }

    fn digests(&self) -> &BTreeMap<String, Digest> {
        self.digests.get_or_init(|| {
            let texts: Vec<(&str, &str)> =
                self.texts.iter().map(|(name, (_, text))| (name.as_str(), &**text)).collect();
            uses::digests(&texts, &self.parts)
        })
    }

    /// The text of the template in `file`.
    #[must_use]
    pub fn text(&self, file: &str) -> Option<&str> {
        let (_, text) = self.texts.get(file.strip_prefix("templates/")?)?;
        Some(text)
    }

    /// The texts of the templates that `component` is made of, its own among them.
    pub fn texts_of(&self, component: &Component) -> impl Iterator<Item = &str> {
        let name = component.file.strip_prefix("templates/").unwrap_or(&component.file);
        let parts = self.parts.get(name).into_iter().flatten();
        parts.filter_map(|part| self.texts.get(part)).map(|(_, text)| &**text)
    }

    /// The same templates, so that what they write says where it comes from.
    #[must_use]
    pub fn traced(&self) -> Option<&Traced> {
        let templates = self.texts.iter().map(|(name, (file, text))| {
            let file = Some(file).filter(|_| !self.made.contains(name));
            (name.as_str(), file, &**text)
        });
        self.traced.get_or_init(|| Traced::of(templates, empty)).as_ref()
    }

    /// Stands for the component behind the directive `name`, like [`Templates::digest`].
    #[must_use]
    pub fn component_digest(&self, name: &str) -> Option<Digest> {
        let component = self.component(name)?;
        self.digest(component.file.strip_prefix("templates/").unwrap_or(&component.file))
    }

    /// Stands for the names of all templates and directives.
    #[must_use]
    pub fn digest_names(&self) -> Digest {
        Digest::of(&(self.digests().keys().collect::<Vec<_>>(), self.components.keys().collect::<Vec<_>>()))
    }

    /// Whether there is a template called `name`.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    /// The names of the templates that a page may name, sorted.
    #[must_use]
    pub fn page_templates(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.tera.get_template_names().filter(|name| is_page(name)).collect();
        names.sort_unstable();
        names
    }
}

/// Whether a template makes a page that an article can be.
fn is_page(name: &str) -> bool {
    name.ends_with(".html") && !name.contains('/') && name != "redirect.html"
}

/// Loads every template. Where there are mistakes, all are reported and no templates are returned.
#[must_use]
pub fn load(sources: &Sources, kinds: &Kinds) -> (Option<Templates>, Vec<Diagnostic>) {
    let made = made::directives(sources, kinds);
    let mut diagnostics = made::taken(sources, kinds);
    diagnostics.extend(unused::other_endings(sources));
    let all = || sources.in_folder("templates").filter(|file| unused::is_template(file));
    let own = || all().filter(|file| made::is_used(file, sources, kinds));
    let files: Vec<(&str, &FileName, &str)> = own()
        .map(|file| (&file.path, file.text()))
        .chain(made.iter().map(|(path, text)| (path, &**text)))
        .map(|(path, text)| (path.strip_prefix("templates/").unwrap_or(path), path, text))
        .collect();
    let mut tera = empty();
    if let Err(error) = tera.add_raw_templates(files.iter().map(|(name, _, text)| (*name, *text))) {
        let mut faults = fault::load_faults(&error, &files);
        faults.iter_mut().for_each(|diagnostic| explain_theme(diagnostic, sources));
        diagnostics.append(&mut faults);
        return (None, diagnostics);
    }
    let mut components = BTreeMap::new();
    for (name, path, text) in &files {
        let Some(directive) = name.strip_prefix("components/").and_then(|name| name.strip_suffix(".html"))
        else {
            continue;
        };
        let component = directive.replace('-', "_");
        match tera.get_component_definition(&component) {
            Some(info) => {
                let component = Component::new(directive, component, info, path, text, &mut diagnostics);
                components.insert(directive.to_owned(), component);
            }
            None => diagnostics.push(Diagnostic::new(
                &COMPONENT_NAME,
                Place::start_of(path),
                format!("`{path}` does not define the component `{component}`"),
                format!("start the file with `{{% component {component}() %}}`, or rename it"),
            )),
        }
    }
    let texts: Vec<(&str, &str)> = files.iter().map(|(name, _, text)| (*name, *text)).collect();
    let parts = uses::parts(&texts);
    for component in components.values_mut() {
        let name = component.file.strip_prefix("templates/").unwrap_or(&component.file);
        let names = parts.get(name).into_iter().flatten();
        let found = names.filter_map(|part| texts.iter().find(|(name, _)| name == part));
        component.kinds = uses::kinds(found.map(|(_, text)| *text));
    }
    let texts = own().filter_map(|file| {
        let name = file.path.strip_prefix("templates/")?;
        let Content::Text(text) = &file.content else { return None };
        Some((name.to_owned(), (Arc::clone(&file.path), Arc::clone(text))))
    });
    let made = made.iter().map(|(path, text)| {
        let name = path.strip_prefix("templates/").unwrap_or(path);
        (name.to_owned(), (Arc::clone(path), Arc::clone(text)))
    });
    let made: BTreeMap<_, _> = made.collect();
    let names = made.keys().cloned().collect();
    let texts = texts.chain(made).collect();
    let traced = OnceLock::new();
    let has_own_layouts = sources
        .in_folder("templates")
        .any(|file| file.origin != FileOrigin::Theme && !file.path.starts_with("templates/components/"));
    let templates = Templates {
        tera,
        components,
        digests: OnceLock::new(),
        parts,
        texts,
        has_own_layouts,
        made: names,
        traced,
    };
    (Some(templates), diagnostics)
}

/// A mistake in a template of the built-in theme comes from the site's own that it builds on.
fn explain_theme(diagnostic: &mut Diagnostic, sources: &Sources) {
    let is_theme = |file: &crate::source::File| file.origin == FileOrigin::Theme;
    if !sources.get(&diagnostic.primary.place.file).is_some_and(is_theme) {
        return;
    }
    let own: Vec<String> = sources
        .in_folder("templates")
        .filter(|file| !is_theme(file))
        .map(|file| format!("`{}`", file.path))
        .collect();
    if own.is_empty() {
        return;
    }
    diagnostic.primary.text = "in the built-in theme, which does not work with your own templates".to_owned();
    diagnostic.help = format!(
        "your {} must define what the theme's other templates build on; `balm init --theme` writes them all out",
        own.join(", ")
    );
}

/// Tera with the functions and filters, and no templates.
fn empty() -> Tera {
    let mut tera = Tera::new();
    functions::register(&mut tera);
    forms::register(&mut tera);
    words::register(&mut tera);
    tera
}
