//! `balm schema`: JSON Schemas for editors, generated from the types that files are parsed into.

use std::process::ExitCode;

use schemars::SchemaGenerator;

use super::args::Schema;
use super::{Failure, print};
use crate::article::FrontMatter;
use crate::config::Config;
use crate::diagnostic::did_you_mean;
use crate::table::{self, Kind};

/// Prints the requested schema, or the names of all.
pub(super) fn run(options: &Schema) -> Result<ExitCode, Failure> {
    let Some(name) = options.name.as_deref() else {
        print(&format!("{}\n", names().join("\n")));
        return Ok(ExitCode::SUCCESS);
    };
    let schema = match name {
        "site" => SchemaGenerator::default().into_root_schema_for::<Config>(),
        "front-matter" => SchemaGenerator::default().into_root_schema_for::<FrontMatter>(),
        _ => match Kind::ALL.into_iter().find(|kind| kind.stem() == name) {
            Some(kind) => table::schema(kind),
            None => {
                let help =
                    did_you_mean(name, names(), || format!("the schemas are `{}`", names().join("`, `")));
                return Err(Failure::new(format!("there is no schema `{name}`"), help));
            }
        },
    };
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    print(&format!("{text}\n"));
    Ok(ExitCode::SUCCESS)
}

fn names() -> Vec<&'static str> {
    ["site", "front-matter"].into_iter().chain(Kind::ALL.iter().map(|kind| kind.stem())).collect()
}
