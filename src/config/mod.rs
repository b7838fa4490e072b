//! `site.toml`: what the author says about the site as a whole.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

use crate::contact::{EmailAddress, WebAddress};
use crate::data::{
    Context, Decoded, Entry, Format, MISSING_KEY, Misread, Node, SYNTAX, Spanned, Value, decode, toml, typed,
};
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Group, Place};
use crate::fold::composed;
use crate::jurisdiction::Jurisdiction;
use crate::kind::{Kinds, declare};
use crate::language::Language;
use crate::source::Sources;
use crate::swar;
use crate::theme::Theme;

pub mod checks;
pub mod links;
pub mod policy;

use self::checks::Checks;
use self::links::Links;
use self::policy::Policy;

codes! {
    /// The site's `base_url` is not a valid address.
    ///
    /// ```toml
    /// base_url = "https://example.org"
    /// ```
    ///
    /// It starts with `https://` (or `http://`) and has no `?` or `#`. It may end with a folder if the site does not
    /// have a host name of its own: `https://example.org/backs`.
    BASE_URL = "base-url", Error;
}

/// `site.toml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "site.toml")]
pub struct Config {
    /// The address of this file's JSON Schema, for editors.
    #[serde(default, rename = "$schema")]
    pub schema: Option<String>,
    /// The site's name.
    pub title: String,
    /// Where the site will be published: `https://example.org`, with a folder after it where it has one.
    pub base_url: Spanned<String>,
    /// One or two sentences on what the site is for.
    #[serde(default)]
    pub description: String,
    /// The language of the site as a BCP 47 tag, such as `en-GB`.
    #[serde(default)]
    pub language: Language,
    /// Where `language` is in `site.toml`; empty without it.
    #[serde(skip)]
    pub language_span: Range<usize>,
    /// The country whose emergency numbers and services the site uses, as an ISO 3166 code such as `gb`, or `eu`.
    #[serde(default)]
    pub jurisdiction: Option<Jurisdiction>,
    /// What the page header lists, in order: paths such as `exercises` or `about`. Without it, the
    /// site's sections.
    #[serde(default)]
    pub nav: Option<Vec<Spanned<String>>>,
    /// Who publishes the site.
    #[serde(default)]
    pub publisher: Publisher,
    /// Danger signs that stand first on every page of a section, with a page that says more.
    #[serde(default)]
    pub help: Vec<Help>,
    /// The look of the built-in theme.
    #[serde(default)]
    pub theme: Theme,
    /// Which rules of `balm check` stop a build.
    #[serde(default)]
    pub checks: Checks,
    /// What links may lead to besides the pages and files of the site.
    #[serde(default)]
    pub links: Links,
    /// What pages may load and send besides what is the site's own.
    #[serde(default)]
    pub policy: Policy,
    /// Every kind of row that the site has: those that come with balm, with the fields that `[tables]` adds to them, and
    /// those that it declares.
    #[serde(default, rename = "tables", deserialize_with = "read_apart")]
    #[schemars(schema_with = "crate::kind::declare::schema")]
    pub kinds: Kinds,
    /// Anything else, for templates: `site.extra`.
    #[serde(default)]
    pub extra: BTreeMap<String, serde_json::Value>,
    /// The keys that were given and could not be read: they are not missing.
    #[serde(skip)]
    pub misread: Misread,
}
typed!(Config);

/// Who publishes a site.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Publisher {
    /// The organisation's or person's name.
    pub name: String,
    /// Its own web address.
    pub url: WebAddress,
    /// Where readers may write to.
    pub email: EmailAddress,
    /// Who pays for the site.
    pub funding: String,
    /// The sentence on pages without a reviewer: "No clinician has reviewed this page."
    pub clinical_review: String,
}

/// The strip of danger signs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// The folder under `content/` on whose pages it stands. Without it, on every page that has no other.
    #[serde(default)]
    pub section: Option<Spanned<String>>,
    /// The article that says more, as a path under `content/`.
    pub page: Spanned<String>,
    /// The danger signs and what to do, in inline Markdown.
    pub text: Spanned<String>,
}

impl Config {
    /// A configuration that says nothing, with which a site without a usable `site.toml` is checked.
    #[must_use]
    pub fn unnamed() -> Self {
        Config {
            schema: None,
            title: "A site".into(),
            base_url: Spanned { value: "https://example.org".into(), start: 0, end: 0 },
            description: String::new(),
            language: Language::default(),
            language_span: 0..0,
            jurisdiction: None,
            nav: None,
            publisher: Publisher::default(),
            help: Vec::new(),
            theme: Theme::default(),
            checks: Checks::only(Group::Links),
            links: Links::default(),
            policy: Policy::default(),
            kinds: Kinds::default(),
            extra: BTreeMap::new(),
            misread: Misread::everything(),
        }
    }

    /// The numbers that the theme's strips of danger signs call, where `[extra]` has `calls`, as written.
    pub fn calls(&self) -> impl Iterator<Item = String> + '_ {
        let calls = self.extra.get("calls").and_then(serde_json::Value::as_array);
        calls.into_iter().flatten().filter_map(|call| match call.get(0)? {
            serde_json::Value::String(number) => Some(number.clone()),
            number => Some(number.to_string()),
        })
    }

    /// The folder part of the address, without a slash at its end: "" or "/backs".
    #[must_use]
    pub fn base_path(&self) -> &str {
        let whole = self.base_url.value.as_str();
        let find = |byte: u8, text: &str| swar::find(text.as_bytes(), 0, byte);
        let after = find(b':', whole).and_then(|colon| whole[colon..].strip_prefix("://")).unwrap_or("");
        find(b'/', after).map_or("", |slash| after[slash..].trim_end_matches('/'))
    }

    /// The whole address of the site's path `url` ("/a/b/").
    #[must_use]
    pub fn permalink(&self, url: &str) -> String {
        [self.base_url.value.trim_end_matches('/'), &crate::url::encode_path(url)].concat()
    }

    /// The address of the site's path `url` as pages link to it.
    #[must_use]
    pub fn href(&self, url: &str) -> String {
        [self.base_path(), &crate::url::encode_path(url)].concat()
    }
}

/// What `[tables]` says is read by [`declare::kinds`], which needs to know the kinds that come with balm.
fn read_apart<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kinds, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| Kinds::default())
}

/// Reads `site.toml`. `base_url`, given on the command line, replaces the file's own; `ours` are the kinds of row that come
/// with balm.
#[must_use]
pub fn parse(sources: &Sources, base_url: Option<&str>, ours: &Kinds) -> (Config, Vec<Diagnostic>) {
    let file: FileName = "site.toml".into();
    if sources.get(&file).is_none() {
        return (Config { kinds: ours.clone(), ..Config::unnamed() }, Vec::new());
    }
    let (mut node, mut diagnostics) = toml::parse(sources.config(), 0, &file);
    let tables = take(&mut node, "tables");
    let (kinds, mut mistakes) = declare::kinds(tables.as_ref(), &file, ours);
    diagnostics.append(&mut mistakes);
    let context = Context { file: &file, what: "site.toml", format: Format::Toml, within: None };
    let broken = diagnostics.iter().any(|diagnostic| diagnostic.code == &SYNTAX);
    let mut found = Vec::new();
    let rest = with_what_is_required(node.clone());
    let language_span = node.get("language").map_or(0..0, |language| language.span.clone());
    let mut decoded: Decoded<Config> = decode(node, &context, &mut found);
    if decoded.value.is_none() {
        // What the rest of the file says holds all the same. Rules would ask for what stands in the file and was not read.
        decoded.value = decode(rest, &context, &mut Vec::new()).value;
        decoded.value.iter_mut().for_each(|config| config.checks = Checks::only(Group::Links));
    }
    // Where the file is broken, keys are missing because of that.
    found.retain(|diagnostic| !broken || diagnostic.code != &MISSING_KEY);
    diagnostics.append(&mut found);
    let mut config = decoded.value.unwrap_or_else(Config::unnamed);
    config.misread = decoded.misread;
    config.kinds = kinds;
    config.language_span = language_span;
    for entry in config.nav.iter_mut().flatten() {
        entry.value = composed(&entry.value).into_owned();
    }
    diagnostics.extend(config.links.check(&file));
    diagnostics.append(&mut config.policy.check(&file));
    let place = Place::new(&file, config.base_url.span());
    if let Some(given) = base_url {
        given.clone_into(&mut config.base_url.value);
    }
    if let Some(fault) = base_url_fault(&config.base_url.value) {
        diagnostics.push(Diagnostic::new(
            &BASE_URL,
            place,
            format!("`{}` is not the address of a site: {fault}", config.base_url.value),
            "write it as `https://example.org`",
        ));
    }
    (config, diagnostics)
}

/// Takes the entry `key` out of the table `node`.
fn take(node: &mut Node, key: &str) -> Option<Entry> {
    let Value::Table(entries) = &mut node.value else { return None };
    let at = entries.iter().position(|entry| entry.key == key)?;
    Some(entries.remove(at))
}

/// `node` with something in place of the keys without which no site can be, where they are missing or of no use.
fn with_what_is_required(mut node: Node) -> Node {
    let (span, Value::Table(entries)) = (node.span.clone(), &mut node.value) else { return node };
    let unnamed = Config::unnamed();
    for (key, stands_in) in [("title", &unnamed.title), ("base_url", &unnamed.base_url.value)] {
        let is_said = |value: &Value| matches!(value, Value::Text(text) if !text.trim().is_empty());
        if entries.iter().any(|entry| entry.key == key && is_said(&entry.value.value)) {
            continue;
        }
        entries.retain(|entry| entry.key != key);
        let value = Node { span: span.start..span.start, value: Value::Text(stands_in.clone()) };
        entries.push(Entry { key: key.to_owned(), key_span: value.span.clone(), value });
    }
    node
}

/// What is wrong with `url` as the address of a site.
#[must_use]
pub fn base_url_fault(url: &str) -> Option<&'static str> {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else {
        return Some("it does not start with `https://`");
    };
    if rest.is_empty() || rest.starts_with('/') {
        return Some("it has no host name");
    }
    if rest.contains(['?', '#']) {
        return Some("it contains a `?` or `#`");
    }
    if rest.split('/').next().is_some_and(|authority| authority.contains('@')) {
        return Some("it contains a user name or password, which every page would show");
    }
    rest.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'))
        .then_some("it contains a character that is not allowed in an address")
}
