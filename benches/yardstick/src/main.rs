//! What balm is compared with; see `benches/README.md`.
//!
//! ```text
//! yardstick markdown FOLDER TIMES       turns every article in FOLDER into HTML, TIMES times over, on one core
//! yardstick floor SOURCES READY OUT     reads SOURCES, then writes the files of READY into OUT, on all cores
//! ```

#![expect(clippy::disallowed_methods, reason = "a yardstick reads, writes and measures by itself")]
#![expect(clippy::print_stdout, reason = "it prints what it found")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use walkdir::WalkDir;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["markdown", folder, times] => markdown(folder, times.parse()?),
        ["floor", sources, ready, out] => floor(sources, ready, Path::new(out)),
        _ => {
            println!("usage: yardstick markdown FOLDER TIMES | yardstick floor SOURCES READY OUT");
            Ok(())
        }
    }
}

/// The work that every generator has to do, done in the simplest way.
fn markdown(folder: &str, times: usize) -> Result<(), Box<dyn Error>> {
    let mut bytes = 0;
    for _ in 0..times {
        for file in files(folder)? {
            let text = fs::read_to_string(&file)?;
            let mut page = String::with_capacity(text.len() * 3 / 2);
            html::push_html(&mut page, Parser::new_ext(&text, Options::all()));
            bytes += page.len();
        }
    }
    println!("{bytes}");
    Ok(())
}

/// Prints how many seconds reading and writing alone take. The files to write are in memory before it starts.
fn floor(sources: &str, ready: &str, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut pages = Vec::new();
    for file in files(ready)? {
        pages.push((out.join(file.strip_prefix(ready)?), fs::read(&file)?));
    }
    let start = Instant::now();
    files(sources)?.par_iter().try_for_each(|file| fs::read(file).map(drop))?;
    pages.par_iter().try_for_each(|(path, bytes)| {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, bytes)
    })?;
    println!("{:.3}", start.elapsed().as_secs_f64());
    Ok(())
}

fn files(folder: &str) -> Result<Vec<PathBuf>, walkdir::Error> {
    let entries: Result<Vec<_>, _> = WalkDir::new(folder).sort_by_file_name().into_iter().collect();
    Ok(entries?
        .into_iter()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.into_path())
        .collect())
}
