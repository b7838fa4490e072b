//! `balm schema`: JSON Schemas for editors, generated from the types that files are parsed into.

use std::path::Path;
use std::process::ExitCode;

use schemars::SchemaGenerator;

use super::args::SchemaArgs;
use super::{Failure, kinds, print};
use crate::article::FrontMatter;
use crate::config::Config;
use crate::diagnostic::did_you_mean;
use crate::table;

/// Prints the schema that was asked for, or the names of all that the site in `root` has.
pub(super) fn run(options: &SchemaArgs, root: &Path) -> Result<ExitCode, Failure> {
    let kinds = kinds::at(root);
    let names = || ["site", "front-matter"].into_iter().chain(kinds.iter().map(|kind| kind.stem.as_str()));
    let Some(name) = options.name.as_deref() else {
        let names: Vec<&str> = names().collect();
        print(&format!("{}\n", names.join("\n")));
        return Ok(ExitCode::SUCCESS);
    };
    let schema = match name {
        "site" => SchemaGenerator::default().into_root_schema_for::<Config>(),
        "front-matter" => SchemaGenerator::default().into_root_schema_for::<FrontMatter>(),
        _ => match kinds.of_stem(name) {
            Some(kind) => table::schema(kind),
            None => {
                let help = did_you_mean(name, names(), || {
                    format!("schemas are `{}`", names().collect::<Vec<_>>().join("`, `"))
                });
                return Err(Failure::new(format!("there is no schema `{name}`"), help));
            }
        },
    };
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    print(&format!("{text}\n"));
    Ok(ExitCode::SUCCESS)
}
