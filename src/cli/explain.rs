//! `balm explain`: prints the page of a diagnostic.

use std::path::Path;
use std::process::ExitCode;

use super::{Failure, kinds, print};
use crate::codes;
use crate::diagnostic::{Code, did_you_mean};
use crate::source::{self, Sources};
use crate::{table, template, words};

/// Prints the page of `name`, or a list of all codes. `root` is the folder of the site, if there is one.
pub(super) fn run(name: Option<&str>, root: &Path) -> Result<ExitCode, Failure> {
    match name {
        None => print(&index()),
        Some("directives") => print(&directives(root)),
        Some("words") => print(words::ENGLISH_TEXT),
        Some(name) => match codes::find(name) {
            Some(code) => {
                print(&format!("{} ({})\n\n{}{}", code.name, code.level.word(), code.text(), choices(code)));
            }
            None => {
                let all = codes::all();
                let help = did_you_mean(name, all.iter().map(|code| code.name), || {
                    "`balm explain` lists every code".to_owned()
                });
                return Err(Failure::new(format!("there is no diagnostic `{name}`"), help));
            }
        },
    }
    Ok(ExitCode::SUCCESS)
}

/// What an author can do about a rule other than fixing what it finds.
fn choices(code: &Code) -> String {
    let Some(group) = code.group else { return String::new() };
    let (name, group) = (code.name, group.name());
    if code.is_firm {
        return format!(
            "\nGroup `{group}`. It keeps readers from harm, so it can be neither waived nor switched off.\n"
        );
    }
    format!(
        "\nGroup `{group}`. `{name} = \"error\"`, `\"warn\"` or `\"off\"` under `[checks]` in `site.toml` sets its level; \
         a comment\nwaives it in one place: `<!-- balm-allow {name}: the reason, until 2027-03-01 -->`.\n"
    )
}

fn index() -> String {
    let all = codes::all();
    let width = all.iter().map(|code| code.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for code in all {
        let first = code.summary();
        text.push_str(&format!("{:width$}  {:7}  {first}\n", code.name, code.level.word()));
    }
    text.push_str(
        "\n`balm explain CODE` prints a code's page; `balm explain directives` lists the directives; `balm explain words` prints \
         what balm itself says to readers.\n",
    );
    text
}

/// The directives of the site in `root` and their arguments, its own and those of tables that it declares among them; without
/// a site whose templates can be read, those of the built-in theme.
fn directives(root: &Path) -> String {
    let theme = || template::load(&Sources::from_files(source::theme()), table::built_in()).0;
    let own = || {
        let (sources, _) = source::read(root);
        template::load(&sources, &kinds::of(&sources)).0
    };
    let own = if root.join("site.toml").is_file() { own() } else { None };
    let Some(templates) = own.or_else(theme) else { return String::new() };
    let mut text = String::new();
    for component in templates.directives().filter_map(|name| templates.component(name)) {
        text.push_str(&component.described());
        text.push('\n');
    }
    text
}
