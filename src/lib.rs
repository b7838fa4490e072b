//! balm turns a folder of Markdown articles and typed tables into a static health-information site.
//!
//! Data flows one way, and [`pipeline`] reads as this line:
//!
//! ```text
//! source ─▶ config, article + table, template, asset ─▶ site ─▶ route ─▶ check ─▶ render ─▶ write
//! reads     pure: parsed, on all cores                  joined  paths    faults   bytes     writes
//! ```
//!
//! | module | holds | must not know |
//! |---|---|---|
//! | [`cli`] | arguments to options, one call, an exit code; the clock and the terminal | anything else |
//! | [`pipeline`] | the order of the phases | what a phase does |
//! | [`source`] | the only reader of a site's files | what a file means |
//! | [`data`] | TOML, YAML and cells as trees with spans; trees to typed values | which types |
//! | [`config`] | `site.toml` | |
//! | [`jurisdiction`] | the country whose health service readers have, its numbers to call | danger signs |
//! | [`language`] | the language of a text | what is said in it |
//! | [`contact`] | addresses on the web and of email | whose they are |
//! | [`theme`] | `[theme]` of it: contrast, and the style rules it becomes | pages |
//! | [`article`] | one Markdown file: front matter, directives, headings, links | other files |
//! | [`prose`] | a text as it is read: sentences and words, with their places | what good words are |
//! | [`readability`] | how hard a text is to read, as numbers | other languages than English |
//! | [`kind`] | what the rows of a table are, ours and a site's own: fields, types, roles | table files |
//! | [`table`] | one table file: a type for each kind of row, TOML and CSV | other files |
//! | [`schema_org`] | the terms of that vocabulary, from its own tables | JSON-LD, and which terms balm uses |
//! | [`figure`] | bodies in poses, as drawings in SVG | tables, templates, the disk |
//! | [`site`] | articles and tables joined: sections, order, tags, ids | templates |
//! | [`asset`] | static files and pictures with their fingerprints | pages |
//! | [`route`] | every output path, once; what is known of an output before it is made | bytes |
//! | [`link`] | where an address leads, for checks and pages alike | |
//! | [`check`] | what can be wrong between files | rendering |
//! | [`template`] | Tera, directives, and what templates may ask for | HTTP |
//! | [`render`] | articles, rows and what pages say to machines, as templates see them | the disk, which outputs there are |
//! | [`output`] | a file for each kind of output: its address, title, facts and bytes | the disk |
//! | [`trace`] | what each output read, and whether it still holds | what an output is |
//! | [`write`](mod@write) | the only writer | what a page is |
//! | [`margin`] | what there is to say of one page: its findings with the words they are about, its scores | HTTP, how findings are made |
//! | [`preview`] | what an author sees while writing | how a page is shown |
//! | [`serve`] | files in memory over HTTP, live reload, the panel of mistakes, marks in the text | how files are made |
//! | [`watch`] | which files changed, in batches | what they mean |
//! | [`due`] | what falls due for review, as a list and a calendar | the clock |
//! | [`external`] | links to other sites, and whether anybody is there | the clock |
//! | [`fold`] | letters without their accents | what is looked up |
//! | [`html`] | the one reader of HTML, escaping, character references | pages |
//! | [`fix`] | changes that mend mistakes, put together file by file | what a mistake is about |
//! | [`diagnostic`] | mistakes with places, for people and programs | what they are about |
//!
//! Invariants that hold everywhere, most of them kept by `clippy.toml`: one module reads, one writes; no
//! clock and no environment below [`cli`]; nothing is printed in the order of a hash map; every phase returns
//! its value *and* its diagnostics; input never panics.

pub mod article;
pub mod asset;
pub mod check;
pub mod cli;
pub mod config;
pub mod contact;
pub mod data;
pub mod diagnostic;
pub mod due;
pub mod external;
pub mod figure;
pub mod fix;
pub mod fold;
pub mod html;
pub mod jurisdiction;
pub mod kind;
pub mod language;
pub mod link;
pub mod margin;
pub mod output;
pub mod pipeline;
pub mod preview;
pub mod prose;
pub mod readability;
pub mod render;
pub mod route;
pub mod schema_org;
pub mod serve;
pub mod site;
pub mod slug;
pub mod source;
mod swar;
pub mod table;
pub mod template;
pub mod theme;
pub mod trace;
pub mod url;
pub mod waiver;
pub mod watch;
pub mod words;
pub mod write;
