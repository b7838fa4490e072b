//! balm turns a folder of Markdown articles and typed tables into a static health-information site.
//!
//! Data flows one way, and [`pipeline`] reads as this line:
//!
//! ```text
//! source ─▶ parse ─▶ join ─▶ route ─▶ check ─▶ render ─▶ anchors ─▶ policy ─▶ write
//! reads     files,   site    paths    articles, bytes, and   links to   levels,     writes
//!           alone                     rows,     checks of    headings   waivers
//!                                     site      each page
//! ```
//!
//! The modules, from the top of the house to the ground. A module uses only modules in rows below its own, and none of those
//! that its last column links to; `tests/it/map.rs` compares this table with every path in the code.
//!
//! | module | holds | must not know |
//! |---|---|---|
//! | [`cli`] | arguments to options, one call, an exit code; the clock and the terminal | |
//! | [`serve`] | files in memory over HTTP, live reload, the panel of mistakes, marks in the text | how files are made: [`pipeline`], [`render`] |
//! | [`preview`] | what an author sees while writing | how a page is shown: [`serve`] |
//! | [`margin`] | what there is to say of one page: its findings with the words they are about, its scores | HTTP; how findings are made |
//! | [`pipeline`] | the order of the phases | what a phase does |
//! | [`codes`] | every code of diagnostics, gathered | who reports them: [`pipeline`] |
//! | [`output`] | a file for each kind of output: its address, title, facts and bytes | the disk: [`write`](mod@write), [`watch`] |
//! | [`render`] | articles, rows and what pages say to machines, as templates see them | the disk; which outputs there are |
//! | [`check`] | what can be wrong in and between files, and on rendered pages | how pages are rendered: [`render`] |
//! | [`link`] | where an address leads, for checks and pages alike | |
//! | [`route`] | every output path, once; what is known of an output before it is made | bytes |
//! | [`external`] | links to other sites, and whether anybody is there | the clock |
//! | [`due`] | what falls due for review, as a list and a calendar | the clock |
//! | [`readability`] | how hard a text is to read, as numbers | other languages than English |
//! | [`template`] | Tera, directives, and what templates may ask for | HTTP; the [`site`] |
//! | [`site`] | articles and tables joined: sections, order, tags, ids | templates: [`template`] |
//! | [`prose`] | a text as it is read: sentences and words, with their places | what good words are |
//! | [`table`] | one table file: a type for each kind of row, TOML and CSV | other files |
//! | [`asset`] | static files and pictures with their fingerprints | pages |
//! | [`article`] | one Markdown file: front matter, directives, headings, links | other files |
//! | [`trace`] | what each output read, and whether it still holds | what an output is |
//! | [`config`] | `site.toml` | which rules there are |
//! | [`kind`] | what the rows of a table are, ours and a site's own: words, fields, types, roles | files of tables, pages |
//! | [`waiver`] | what an author asks to overlook, as it is written | which rules there are |
//! | [`theme`] | `[theme]` of `site.toml`: contrast, and the style rules it becomes | pages |
//! | [`contact`] | addresses on the web and of email | whose they are |
//! | [`jurisdiction`] | the country whose health service readers have, its numbers to call | danger signs |
//! | [`figure`] | bodies in poses, as drawings in SVG with their descriptions | tables, templates, the disk |
//! | [`words`] | what balm says to a reader: messages, one file a language; doses and dates made of them | what is said where |
//! | [`language`] | the language of a text | what is said in it |
//! | [`watch`] | which files changed, in batches | what they mean |
//! | [`write`](mod@write) | the only writer | what a page is |
//! | [`fix`] | changes that fix mistakes, put together file by file | what a mistake is about |
//! | [`data`] | TOML, YAML and cells as trees with spans; trees to typed values | which types |
//! | [`source`] | the only reader of a site's files | what a file means |
//! | [`origin`] | where each part of a page came from, as marks in texts and as a table of offsets | what is on a page, and what a template is |
//! | [`diagnostic`] | mistakes with places, for people and programs | what they are about |
//! | [`schema_org`] | the terms of that vocabulary, from its own tables | JSON-LD, and which terms balm uses |
//! | [`html`] | the one reader of HTML; escaping and character references | where a page comes from |
//! | `css` | the addresses in a style sheet | where they lead |
//! | [`url`] | addresses: their encoding and their parts | where they lead |
//! | [`slug`] | words to the part of an address | |
//! | [`fold`] | letters without their accents | what is looked up |
//! | `swar` | finding bytes eight at a time | |
//!
//! Invariants that hold everywhere, most of them kept by `clippy.toml`: one module reads, one writes; no
//! clock and no environment below [`cli`]; nothing is printed in the order of a hash map; every phase returns
//! its value *and* its diagnostics; input never panics.

pub mod article;
pub mod asset;
pub mod check;
pub mod cli;
pub mod codes;
pub mod config;
pub mod contact;
mod css;
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
pub mod origin;
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
