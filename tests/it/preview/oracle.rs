//! After any sequence of edits, the preview shows what a clean build of that state writes, and nothing else.

use std::time::Duration;

use balm::diagnostic::Diagnostic;
use balm::pipeline::Session;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use super::edits::{self, Edit};
use super::{Desk, clean, options};

/// The number of edits in a row before a new site is started.
const RUN: usize = 50;
/// The number of runs: 2,000 edits in all.
const RUNS: u32 = 40;

/// Compares the preview with a clean build; the error says where they differ.
pub(super) fn compare(desk: &Desk, found: &[Diagnostic]) -> Result<bool, String> {
    let (expected, said, has_errors) = clean(&desk.files);
    let found: Vec<String> = found.iter().map(|found| format!("{found:?}")).collect();
    // A file with mistakes is shown as it was before, so findings about its neighbours may differ.
    if desk.preview.session().is_current() && found != said {
        let more: Vec<&String> = found.iter().filter(|one| !said.contains(one)).collect();
        let less: Vec<&String> = said.iter().filter(|one| !found.contains(one)).collect();
        return Err(format!("says {more:#?}\nand not {less:#?}"));
    }
    if has_errors {
        return Ok(false);
    }
    let differs = |path: &str| desk.served.get(path) != expected.get(path);
    let paths: std::collections::BTreeSet<_> = desk.served.keys().chain(expected.keys()).collect();
    match paths.into_iter().find(|path| differs(path)) {
        None => desk.answers_like(&expected).map(|()| true),
        Some(path) => Err(format!(
            "`{path}` is\n{:?}\nand should be\n{:?}",
            desk.at(path),
            expected.get(path).map(|bytes| String::from_utf8_lossy(bytes))
        )),
    }
}

/// Makes the `edits` one by one. Most edits that break the site are undone at once.
fn follow(session: Session, edits: &[Edit]) -> Result<(), String> {
    let mut desk = Desk::new(edits::start(), session);
    let found = desk.run(None).rebuilt.diagnostics;
    assert!(found.iter().all(|found| found.code.is_editorial()), "the initial site has errors: {found:?}");
    compare(&desk, &found).map_err(|difference| format!("at the start: {difference}"))?;
    for (number, edit) in edits.iter().enumerate() {
        let before = desk.files.clone();
        let step = if let Edit::Slip(_) = edit {
            edit.apply(&mut desk.files);
            desk = Desk::new(desk.files, Session::new(options()));
            desk.edit(|files| files.clone_from(&before))
        } else {
            desk.edit(|files| edit.apply(files))
        };
        let at = |difference| format!("after edit {number}, {}: {difference}", described(*edit));
        let fine = compare(&desk, &step.rebuilt.diagnostics).map_err(at)?;
        if !fine && number % 3 != 0 {
            let step = desk.edit(|files| *files = before);
            compare(&desk, &step.rebuilt.diagnostics)
                .map_err(|difference| format!("after taking back {}: {difference}", described(*edit)))?;
        }
    }
    Ok(())
}

fn described(edit: Edit) -> String {
    match edit {
        Edit::Save(path, seed) => format!("saving {} ({seed})", edits::PATHS[path]),
        Edit::Delete(path) => format!("deleting {}", edits::PATHS[path]),
        Edit::Move(from, to) => format!("moving {} to {}", edits::PATHS[from], edits::PATHS[to]),
        Edit::Slip(number) => format!("starting with the slip {number} and mending it"),
        Edit::MoveFolder(true) => "moving content/a to content/d".into(),
        Edit::MoveFolder(false) => "moving content/d to content/a".into(),
    }
}

#[test]
fn two_thousand_edits_show_what_a_clean_build_writes() {
    let edits = prop::collection::vec(any::<u64>().prop_map(Edit::of), RUN);
    let config = Config {
        cases: RUNS,
        failure_persistence: None,
        max_shrink_time: u32::try_from(Duration::from_secs(120).as_millis()).expect("it is small"),
        ..Config::default()
    };
    // The same edits everywhere. After a change of the engine it is worth trying a different seed.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let result = TestRunner::new_with_rng(config, rng)
        .run(&edits, |edits| follow(Session::new(options()), &edits).map_err(TestCaseError::fail));
    if let Err(failure) = result {
        panic!("{failure}");
    }
}
