//! `balm serve`: shows the site in a browser as it changes.

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::Arc;

use super::args::{Args, Chosen, ServeArgs};
use super::watch::{Teller, Turn, Watched, absolute};
use super::{Failure, folder, print, talks};
use crate::diagnostic::position::position;
use crate::diagnostic::{Count, Gathered, Texts, gather, human};
use crate::margin::{Margins, Snapshot};
use crate::pipeline::Session;
use crate::preview::Preview;
use crate::serve::{self, Problem, Shelf, Update};
use crate::site::{Page, Site};
use crate::source::plain_io;
use crate::trace::Read;

/// How many findings each browser gets in full before warnings are only counted.
const SHOWN: usize = 200;

/// Shows the site until Ctrl-C.
pub(super) fn run(args: &Args, options: &ServeArgs) -> Result<ExitCode, Failure> {
    if talks(&args.output) {
        print("Building the site …\n");
    }
    // An author looks at drafts here; only a build leaves them out.
    let chosen = Chosen { drafts: true, ..options.chosen.clone() };
    let (mut watched, mut turn) = Watched::start(args, &chosen, &options.watching)?;
    let shelf = Arc::new(Shelf::new());
    shelf.update(update(&watched.preview, &mut turn));
    let settings = serve::ServeOptions {
        host: options.host,
        port: options.port,
        follow: options.follow,
        editor: options.editor.clone(),
        root: absolute(folder(args)?),
        ..serve::ServeOptions::default()
    };
    let server = serve::start(Arc::clone(&shelf), settings).map_err(|error| {
        let message = format!("the preview cannot listen on {}: {}", options.host, plain_io(&error));
        Failure::new(message, "choose another address with `--host`, or another port with `--port`")
    })?;
    let mut teller = Teller::new(&args.output, options.watching.explain_rebuild);
    teller.tell(&turn, watched.preview.session().sources(), None);
    if talks(&args.output) {
        let port = server.address().port();
        if port != options.port && options.port != 0 {
            print(&format!("Port {} is taken, so the preview is at {port}.\n", options.port));
        }
        print(&format!("The site is at {}\nIt changes as you write. Press Ctrl-C to stop.\n", server.url()));
    }
    if options.open
        && let Err(error) = serve::open(&server.url())
    {
        print(&format!("No browser could be opened ({}); go to the address above.\n", plain_io(&error)));
    }
    while let Some(mut next) = watched.next() {
        shelf.update(update(&watched.preview, &mut next));
        teller.tell(&next, watched.preview.session().sources(), None);
        turn = next;
    }
    drop(turn);
    Ok(ExitCode::SUCCESS)
}

/// The changes that a turn makes to the shelf.
fn update(preview: &Preview, turn: &mut Turn) -> Update {
    let step = &mut turn.step;
    let session = preview.session();
    let base_path = session.view().map_or_else(String::new, |view| view.site().config.base_path().to_owned());
    let diagnostics = &step.rebuilt.diagnostics;
    let gathered = gather(diagnostics.iter(), session.sources());
    let is_listed = |(at, gathered): &(usize, &Gathered<'_>)| *at < SHOWN || gathered.first.is_error();
    let unlisted: usize =
        gathered.iter().enumerate().filter(|one| !is_listed(one)).map(|(_, one)| 1 + one.others.len()).sum();
    let listed = gathered.iter().enumerate().filter(is_listed).map(|(_, one)| one);
    let problems = listed.map(|one| problem(one, session)).collect();
    let drafts = session.view().map_or_else(Vec::new, |view| drafts(view.site()));
    let margins = Snapshot::of(session, Arc::clone(diagnostics));
    let margins = margins.map(|snapshot| -> Arc<dyn Margins> { Arc::new(snapshot) });
    let held: BTreeSet<String> = step.held.iter().map(|path| path.to_string()).collect();
    Update {
        put: std::mem::take(&mut step.put)
            .into_iter()
            .map(|(path, bytes)| (path.to_string(), bytes))
            .collect(),
        gone: step.gone.iter().map(|path| path.to_string()).collect(),
        base_path,
        problems,
        unlisted: Count { errors: 0, warnings: unlisted },
        drafts,
        margins,
        held,
        edited: step.edited.take(),
    }
}

/// The addresses of the pages that are drafts.
fn drafts(site: &Site) -> Vec<String> {
    let is_draft =
        |page: &&Arc<Page>| page.article.as_ref().is_some_and(|article| article.front_matter.draft);
    site.pages.iter().filter(is_draft).map(|page| site.config.href(&page.url)).collect()
}

/// A finding for the panel in the browser.
fn problem(gathered: &Gathered<'_>, session: &Session) -> Problem {
    let Gathered { first: diagnostic, others } = gathered;
    let sources = session.sources();
    let place = &diagnostic.primary.place;
    let mut rendered = human::render(diagnostic, sources, false);
    if let Some(elsewhere) = gathered.elsewhere(sources) {
        rendered += &format!("  {elsewhere}\n");
    }
    let files = others.iter().map(|other| &other.primary.place.file).chain([&place.file]);
    let reads = files.collect::<BTreeSet<_>>().into_iter().map(|file| Read::Text(Arc::clone(file)));
    let on = reads.flat_map(|read| session.readers(&read).cloned().collect::<Vec<_>>()).collect();
    let position = position(sources.text(&place.file).unwrap_or(""), place.start);
    Problem {
        is_error: diagnostic.is_error(),
        code: diagnostic.code.name.to_owned(),
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        file: place.file.to_string(),
        line: position.line,
        column: position.column,
        rendered,
        others: others.len(),
        on,
    }
}
