//! What balm promises, tested from outside: each test lays out a site, runs the program and checks what it
//! prints and writes.
//!
//! `BALM_BLESS=1 cargo test` rewrites the expected texts under `mistakes/`, the expected outputs under `sites/` and
//! the findings in `styles/`; read the difference before you commit it.

#![expect(clippy::disallowed_methods, reason = "tests lay out sites on the disk and read what was built")]

mod addresses;
mod cli;
mod clinical;
mod commonmark;
mod danger_signs;
mod declared;
mod deterministic;
mod due;
mod external;
mod figures;
mod fix;
mod formats;
mod harness;
mod hostile;
mod jurisdiction;
mod languages;
mod linked_data;
mod map;
mod margin;
mod mistakes;
mod own_site;
mod page;
mod preview;
mod properties;
mod readme;
mod serve;
mod serve_host;
mod sites;
mod styles;
mod syllables;
mod type_names;
mod vocabulary;
