//! What a template may reach while one page is rendered.
//!
//! Tera's functions get no word from whoever started the rendering, and a component sees only its own
//! arguments. So the page being rendered is kept, for the time of its rendering, in a variable of the
//! thread that renders it.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use tera::Value;

use crate::diagnostic::FileName;
use crate::words::Messages;

/// Why a function could not give a template what it asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupProblem {
    /// Whether a picture is what is missing.
    pub is_picture: bool,
    /// Whether it is the template that has to change, whatever an author passed in.
    pub is_of_template: bool,
    /// The word that the template, or the author through a directive, passed in.
    pub word: String,
    /// The fact.
    pub message: String,
    /// How to fix it.
    pub help: String,
    /// Whether a diagnostic speaks of the cause already: the row is there, but has mistakes of its own.
    pub reported: bool,
}

impl LookupProblem {
    /// A mistake of the template itself.
    pub(super) fn of_template(word: &str, message: String, help: String) -> LookupProblem {
        LookupProblem {
            is_picture: false,
            is_of_template: true,
            word: word.to_owned(),
            message,
            help,
            reported: false,
        }
    }
}

/// Answers what templates ask for, and notes what it looked at.
pub trait Lookup {
    /// The address of a static file or page, seen from the file `from`.
    ///
    /// # Errors
    /// Where there is none.
    fn url(&self, from: &FileName, path: &str, absolute: bool) -> Result<String, LookupProblem>;

    /// A picture's address and size, seen from the file `from`.
    ///
    /// # Errors
    /// Where there is none.
    fn picture(&self, from: &FileName, source: &str) -> Result<Value, LookupProblem>;

    /// What rows whose word is `key` are: their names and fields.
    ///
    /// # Errors
    /// Where there is no such kind.
    fn kind(&self, key: &str) -> Result<Value, Vec<LookupProblem>>;

    /// The rows of `kind` with their numbers: those with an id in `only` in that order; otherwise, if `from` is not empty,
    /// those in that folder and below it, or with "/" those of the whole site; otherwise those of the topic of `file`.
    ///
    /// # Errors
    /// One problem for each id, folder or kind that does not exist.
    fn rows(
        &self,
        file: &FileName,
        kind: &str,
        only: &[&str],
        from: &str,
    ) -> Result<Vec<(usize, Value)>, Vec<LookupProblem>>;

    /// The messages in the language of what is made from the file `from`, or, for the frame around it, of the site.
    fn words(&self, from: &FileName, frame: bool) -> Arc<Messages>;
}

struct Scene {
    lookup: Rc<dyn Lookup>,
    file: FileName,
    rows: Vec<usize>,
    asked: Vec<String>,
    problems: Vec<LookupProblem>,
    /// The messages of the page and those of the frame around it, once they were asked for.
    words: [Option<Arc<Messages>>; 2],
}

thread_local! {
    static SCENE: RefCell<Option<Scene>> = const { RefCell::new(None) };
}

/// Which rows a rendering showed, and what it could not get.
#[derive(Debug, Default)]
pub struct RenderOutcome {
    /// The numbers of the rows it was given, in order.
    pub rows: Vec<usize>,
    /// The keys of the kinds of row it asked for.
    pub asked: Vec<String>,
    /// What was asked for but does not exist.
    pub problems: Vec<LookupProblem>,
}

/// Runs `render` with templates able to reach `lookup`, as part of the page made from `file`.
pub fn within<T>(lookup: &Rc<dyn Lookup>, file: &FileName, render: impl FnOnce() -> T) -> (T, RenderOutcome) {
    /// Puts the scene before back even where `render` unwinds.
    struct Restore(Option<Scene>);
    impl Drop for Restore {
        fn drop(&mut self) {
            let before = self.0.take();
            SCENE.with_borrow_mut(|scene| *scene = before);
        }
    }
    let scene = Scene {
        lookup: Rc::clone(lookup),
        file: Arc::clone(file),
        rows: Vec::new(),
        asked: Vec::new(),
        problems: Vec::new(),
        words: [None, None],
    };
    let restore = Restore(SCENE.replace(Some(scene)));
    let value = render();
    let outcome = SCENE.with_borrow_mut(|scene| {
        scene.take().map_or_else(RenderOutcome::default, |Scene { rows, asked, problems, .. }| {
            RenderOutcome { rows, asked, problems }
        })
    });
    drop(restore);
    (value, outcome)
}

/// Asks the messages of the page, or those of the `frame` around it. What cannot be said is noted.
pub(super) fn words<T>(
    frame: bool,
    ask: impl FnOnce(&Messages) -> Result<T, LookupProblem>,
) -> Result<T, String> {
    SCENE.with_borrow_mut(|scene| {
        let scene = scene.as_mut().ok_or_else(outside)?;
        let Scene { lookup, file, words, problems, .. } = scene;
        let words = words[usize::from(frame)].get_or_insert_with(|| lookup.words(file, frame));
        ask(words).map_err(|problem| {
            let message = problem.message.clone();
            problems.push(problem);
            message
        })
    })
}

fn outside() -> String {
    "this function works only while a page is rendered".to_owned()
}

/// Asks the lookup of the present scene.
pub(super) fn ask<T>(
    question: impl FnOnce(&dyn Lookup, &FileName) -> Result<T, Vec<LookupProblem>>,
) -> Result<T, String> {
    let (lookup, file) = SCENE
        .with_borrow(|scene| scene.as_ref().map(|scene| (Rc::clone(&scene.lookup), Arc::clone(&scene.file))))
        .ok_or_else(outside)?;
    question(lookup.as_ref(), &file).map_err(|problems| {
        let message = problems.first().map_or_else(String::new, |problem| problem.message.clone());
        SCENE.with_borrow_mut(|scene| {
            if let Some(scene) = scene {
                scene.problems.extend(problems);
            }
        });
        message
    })
}

/// Notes the rows that a template was given when it asked for rows of `kind`.
pub(super) fn given(kind: &str, rows: impl IntoIterator<Item = usize>) {
    SCENE.with_borrow_mut(|scene| {
        if let Some(scene) = scene {
            scene.asked.push(kind.to_owned());
            scene.rows.extend(rows);
        }
    });
}
