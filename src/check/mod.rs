//! What can be wrong in and between files, and on rendered pages.
//!
//! Checks run wherever what they look at becomes known, and are sorted by what that is:
//!
//! | folder | looks at | runs |
//! |---|---|---|
//! | [`english`] | the words of a text, for English | while a file is parsed |
//! | [`article`](mod@article) | an article and what it names | when the site is joined and has its addresses |
//! | [`row`] | the rows of a table and what they name | then, too |
//! | [`site`](mod@site) | what belongs to no article or table | then, too |
//! | [`page`] | a rendered page | when it is rendered |
//! | [`page::anchors`] | links to headings of other pages | when all pages are rendered |
//! | [`policy`] | all that was found | last: `[checks]`, waivers and drafts have their say |
//!
//! A rule notes what it reads of the rest of the site, and returns diagnostics; it changes nothing. It is declared in the file
//! that looks for it.
//!
//! Architecture Invariant: checks do not render. What can only be seen on a rendered page is checked in [`page`], from what
//! was rendered.

pub mod article;
mod checked;
pub mod dates;
pub mod english;
pub mod links;
pub mod page;
pub mod policy;
pub mod references;
pub mod row;
pub mod site;

pub use self::article::check as article;
pub use self::checked::{Checked, WantedAnchor};
pub use self::english::reading::{Readership, TextFindings};
pub use self::links::suggest;
pub use self::row::check as table;
pub use self::site::check as site;
