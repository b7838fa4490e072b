//! The findings in this repository's own site.

use super::super::{English, Text, article, row};
use super::replaced;
use crate::prose::{Prose, cells};
use crate::readability::{self, Scores};
use crate::source::{Content, File, Origin};
use crate::table;

/// Prints every finding in this repository's own site, for a person to read.
///
/// ```sh
/// cargo test --lib -- --ignored --nocapture findings_of_this_site
/// ```
#[test]
#[ignore = "prints findings for a person to judge"]
#[expect(clippy::disallowed_methods, reason = "the site is read from the disk")]
#[expect(clippy::print_stdout, reason = "the output is for a person to read")]
fn the_findings_of_this_site() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = walkdir::WalkDir::new(root.join("content")).sort_by_file_name();
    for path in entries.into_iter().filter_map(|entry| entry.ok().map(|entry| entry.into_path())) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let file = File {
            path: name.as_str().into(),
            content: Content::Text(text.as_str().into()),
            origin: Origin::Site,
        };
        let mut found = Vec::new();
        if name.ends_with(".md") {
            let prose = Prose::article(&file);
            found = article(&Text::new(&prose), English::British);
            if let Some(scores) = Scores::of(&readability::count(&prose)) {
                println!("{name}: {:?} {scores:.1?}", readability::count(&prose));
            }
        }
        for row_of in table::rows(&file, table::built_in()).0 {
            let cells: Vec<Prose> = cells(&row_of, &text).into_iter().map(|cell| cell.prose).collect();
            found.extend(row(&cells.iter().map(Text::new).collect::<Vec<_>>(), English::British));
        }
        for finding in found {
            let line = text[..finding.span.start].matches('\n').count() + 1;
            let fixed = replaced(&text, &finding);
            println!(
                "{name}:{line}: {} [{}] -> [{fixed}] {}",
                finding.code.name, &text[finding.span], finding.message
            );
        }
    }
}
