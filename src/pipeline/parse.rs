//! The first phase: everything that is made from files by themselves.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Options;
use super::files::ParsedFiles;
use crate::article::plain;
use crate::asset::{self, Assets};
use crate::check::{self, Readership, policy};
use crate::codes::CATALOGUE;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, FileName};
use crate::output;
use crate::source::{File, FileOrigin, Sources};
use crate::table;
use crate::template::{self, Templates};
use crate::theme;
use crate::words::{self, Languages};

/// A value with what is wrong in the files that it is made from.
#[derive(Debug, Default)]
pub(super) struct Reported<T> {
    pub(super) value: T,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What changed since the last run.
#[derive(Debug)]
pub(super) struct Change<'a> {
    /// The files that changed; `None` means all.
    pub(super) files: Option<&'a BTreeSet<FileName>>,
    /// Articles whose body changed but not their front matter.
    pub(super) texts: Vec<FileName>,
    /// Whether any of them uses other directives, or the same with other arguments.
    pub(super) directives: bool,
    /// Whether there are tables whose rows are the same, but say something else.
    pub(super) rows: bool,
    /// Whether a template changed.
    pub(super) templates: bool,
    /// Whether anything else changed.
    pub(super) more: bool,
}

impl Change<'_> {
    /// Whether only the bodies of articles changed.
    pub(super) fn is_only_texts(&self) -> bool {
        self.files.is_some() && !self.more && !self.rows && !self.templates && !self.directives
    }

    /// Whether a file at a path for which `is_one` is true changed.
    fn concerns(&self, is_one: impl Fn(&str) -> bool) -> bool {
        self.files.is_none_or(|files| files.iter().any(|path| is_one(path)))
    }
}

/// The files of a site, parsed.
#[derive(Debug)]
pub(super) struct ParsedSite {
    pub(super) config: Reported<Arc<Config>>,
    /// Whether `config` is what `site.toml` said before it had errors.
    pub(super) is_config_old: bool,
    /// Articles and tables.
    pub(super) files: ParsedFiles,
    /// `None` until they can be loaded for the first time.
    pub(super) templates: Reported<Option<Arc<Templates>>>,
    pub(super) assets: Reported<Arc<Assets>>,
    /// The messages of each language.
    pub(super) words: Reported<Arc<Languages>>,
}

/// What a run may use of the one before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Earlier {
    /// Whether outputs are kept from run to run. A file with errors is then replaced by its last good state.
    pub(super) is_kept: bool,
    /// Whether an earlier run had everything it needs to render.
    pub(super) has_view: bool,
}

impl Default for ParsedSite {
    fn default() -> Self {
        ParsedSite {
            config: Reported { value: Arc::new(Config::unnamed()), diagnostics: Vec::new() },
            is_config_old: false,
            files: ParsedFiles::default(),
            templates: Reported::default(),
            assets: Reported::default(),
            words: Reported::default(),
        }
    }
}

impl ParsedSite {
    /// Parses the files in `changed`, or all where that is `None`.
    pub(super) fn update<'a>(
        &mut self,
        sources: &Sources,
        changed: Option<&'a BTreeSet<FileName>>,
        options: &Options,
        earlier: Earlier,
    ) -> Change<'a> {
        let mut change = Change {
            files: changed,
            texts: Vec::new(),
            directives: false,
            rows: false,
            templates: false,
            more: false,
        };
        let known = self.config.value.kinds.clone();
        let is_configured = change.concerns(|path| path == "site.toml");
        change.more |= is_configured && self.configure(sources, options, earlier);
        let config = &self.config.value;
        let kinds_changed = !config.kinds.changed_since(&known).is_empty();
        let kinds = (&config.kinds, kinds_changed);
        self.files.update(sources, earlier.is_kept, Readership::of(config), kinds, &mut change);
        // A kind without a directive of its own is shown by one that is made for it.
        change.templates = kinds_changed || change.concerns(|path| path.starts_with("templates/"));
        if change.templates {
            self.load_templates(sources, earlier);
        }
        if change.concerns(|path| path.starts_with("words/")) {
            self.load_words(sources);
            change.more = true;
        }
        // `[theme]` becomes part of a style sheet.
        if is_configured || change.concerns(is_asset) {
            change.more |= self.collect_assets(sources, changed.is_none());
        }
        change
    }

    /// The files that stand for themselves as they were before they had errors.
    pub(super) fn old_files(&self) -> BTreeSet<FileName> {
        let config = self.is_config_old.then(|| FileName::from("site.toml"));
        self.files.old().into_iter().chain(config).collect()
    }

    /// Parses `site.toml`. Returns whether its contents changed.
    fn configure(&mut self, sources: &Sources, options: &Options, earlier: Earlier) -> bool {
        let (config, mut diagnostics) =
            config::parse(sources, options.base_url.as_deref(), table::built_in());
        diagnostics.extend(policy::check(&config.checks, &CATALOGUE, sources.config(), &"site.toml".into()));
        let fails = diagnostics.iter().any(Diagnostic::is_error) || sources.get("site.toml").is_none();
        diagnostics.append(&mut check::site::config::texts(sources.config()));
        merge_conflicts(sources.get("site.toml").into_iter(), &mut diagnostics);
        self.is_config_old = fails && earlier.is_kept && earlier.has_view;
        if self.is_config_old {
            self.config.diagnostics = diagnostics;
            return false;
        }
        self.config = Reported { value: Arc::new(config), diagnostics };
        true
    }

    /// Loads the templates. Where they cannot be loaded, those of the last run are kept.
    fn load_templates(&mut self, sources: &Sources, earlier: Earlier) {
        let (templates, mut diagnostics) = template::load(sources, &self.config.value.kinds);
        if let Some(templates) = &templates {
            diagnostics.extend(templates.unused(sources, &output::templates()));
        }
        merge_conflicts(sources.in_folder("templates"), &mut diagnostics);
        let before = self.templates.value.take().filter(|_| earlier.is_kept);
        self.templates = Reported { value: templates.map(Arc::new).or(before), diagnostics };
    }

    /// Loads the messages of each language.
    fn load_words(&mut self, sources: &Sources) {
        let files = sources.in_folder(words::FOLDER).map(|file| (&file.path, file.as_text()));
        let (languages, mut diagnostics) = words::load(files);
        merge_conflicts(sources.in_folder(words::FOLDER), &mut diagnostics);
        self.words = Reported { value: Arc::new(languages), diagnostics };
    }

    /// Collects static files and pictures; `anew` without regard to the last run. Returns whether any changed.
    fn collect_assets(&mut self, sources: &Sources, anew: bool) -> bool {
        let config = &self.config.value;
        let base_path = config.base_path();
        let (mut rules, mut about_theme) = theme::rules(&config.theme);
        rules.push_str(&theme::origin(&config.base_url.value));
        let before = Some(&*self.assets.value).filter(|assets| !anew && assets.base_path() == base_path);
        let (assets, mut diagnostics) = asset::rebuild(sources, base_path, &rules, before);
        diagnostics.append(&mut about_theme);
        diagnostics.extend(check::page::contrast::style_sheets(sources, config));
        diagnostics.extend(check::page::scripts::files(sources, config));
        let is_code = |file: &&File| matches!(file.extension().as_str(), "css" | "js" | "mjs");
        merge_conflicts(sources.in_folder("static").filter(is_code), &mut diagnostics);
        let is_same = before.is_some_and(|before| before.is_same(&assets));
        let said = std::mem::replace(&mut self.assets.diagnostics, diagnostics);
        if is_same && said == self.assets.diagnostics {
            return false;
        }
        self.assets.value = Arc::new(assets);
        true
    }
}

/// Whether the file at `path` is published as it is.
fn is_asset(path: &str) -> bool {
    let is_text = || matches!(crate::source::extension(path).as_str(), "md" | "toml" | "csv");
    path.starts_with("static/") || (path.starts_with("content/") && !is_text())
}

/// Reports those of the site's own `files` that have the marks of a merge, in the place of all that follows from these.
fn merge_conflicts<'a>(files: impl Iterator<Item = &'a File>, diagnostics: &mut Vec<Diagnostic>) {
    for file in files.filter(|file| file.origin == FileOrigin::Site) {
        let text = std::str::from_utf8(file.content.bytes()).unwrap_or("");
        if let Some(conflict) = plain::merge_conflict(text, &file.path) {
            diagnostics.retain(|found| found.primary.place.file != file.path);
            diagnostics.push(conflict);
        }
    }
}
