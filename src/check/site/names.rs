//! Finds files and folders that only some computers can keep apart.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::fold::of_disk;
use crate::link::World;

rules! {
    /// Two files or folders have names that a Windows or Mac computer does not distinguish.
    ///
    /// What it does: compares the paths of all articles, tables, pictures and static files without upper and lower case,
    /// without the two ways to write a letter with an accent, and without dots and spaces at the end of a name.
    ///
    /// Why: whoever copies the site to such a computer loses one of the two, without a word.
    ///
    /// ```text
    /// Bad:  content/Heat/pack.png and content/heat/pack.png
    /// Good: content/heat/pack.png and content/heat/other-pack.png
    /// ```
    ///
    /// Source: ours.
    ONE_NAME_ON_SOME_DISKS = "one-name-on-some-disks", Structure, Warning;
}

pub(super) fn check(world: &World, diagnostics: &mut Vec<Diagnostic>) {
    let articles = world.site.pages.iter().filter(|page| page.article.is_some()).map(|page| &page.file);
    let tables = world.site.rows.tables().iter().map(|table| &table.file);
    let assets = world.assets.iter().map(|asset| &asset.source);
    let mut files: Vec<&FileName> = articles.chain(tables).chain(assets).collect();
    files.sort();
    // Nearly all names are in lower case, and differ from one another on any disk.
    let mut odd: BTreeMap<String, (&str, &FileName)> = BTreeMap::new();
    for file in files.iter().filter(|file| !is_plain(file)) {
        for path in paths(file) {
            let known = *odd.entry(of_disk(path)).or_insert((path, file));
            report(known, (path, file), diagnostics);
        }
    }
    if odd.is_empty() {
        return;
    }
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for file in files.iter().filter(|file| is_plain(file)) {
        for path in paths(file) {
            if let Some(&known) = odd.get(path)
                && !told.contains(path)
                && report(known, (path, file), diagnostics)
            {
                told.insert(path);
            }
        }
    }
}

/// Reports two paths that differ, but not on every disk. Returns whether they do.
fn report(
    (one, one_file): (&str, &FileName),
    (other, other_file): (&str, &FileName),
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    // Two articles of one name would have one address, which is reported.
    if one == other || (one.ends_with(".md") && other.ends_with(".md")) {
        return false;
    }
    let place = |file: &FileName| Place::start_of(&Arc::clone(file));
    let found = Diagnostic::new(
        &ONE_NAME_ON_SOME_DISKS,
        place(one_file),
        format!("`{one}` and `{other}` are one name on a Windows or Mac computer"),
        "rename one of the two: in lower case, without accents",
    );
    diagnostics.push(found.also(place(other_file), "the other"));
    true
}

/// The path of `file` and those of its folders.
fn paths(file: &str) -> impl Iterator<Item = &str> {
    file.match_indices('/').map(|(slash, _)| &file[..slash]).chain([file])
}

/// Whether `file` can be told from any other such name on every disk.
fn is_plain(file: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    file.bytes().all(is_plain) && !file.split('/').any(|part| part.ends_with(['.', ' ']))
}
