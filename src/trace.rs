//! What each output read, and whether it still holds.
//!
//! While a unit of work runs (an output is rendered, a file is checked), everything it reads of the site is noted
//! as a [`Read`], misses included. As long as every read of a unit still has the digest it had, running the unit
//! again would give the same, so it is not run: a *verifying trace*. [`Traces`] also knows the other way round
//! which units read what, so that the work follows the change and not the size of the site.
//!
//! Architecture Invariant: this module does not know what a unit makes, nor how a read gets its digest.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::diagnostic::FileName;
use crate::table::Kind as Table;

/// Something of the site that a unit of work may read beyond its own arguments.
///
/// A list is one read, not one for each of its items.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Read {
    /// The whole text of an article or table, front matter and all, with every place in it.
    Text(FileName),
    /// A page's title and address.
    Title(FileName),
    /// The title and address of a folder's own page.
    Section(Arc<str>),
    /// The dates of a folder's own page.
    Dates(Arc<str>),
    /// Whether a folder has a table of causes.
    Causes(Arc<str>),
    /// The page on which a question is marked up.
    HomeOf(Arc<str>),
    /// What lists say of the pages in a folder, in order.
    Listing(Arc<str>),
    /// What stands before, after and around a page in its folder.
    Beside(FileName),
    /// What `site` is in templates.
    Site,
    /// Which rules apply, with the day and what else of `site.toml` they look at.
    Checks,
    /// The danger signs that pages of a folder have to show.
    RedFlags(Arc<str>),
    /// What the rows of a folder are called.
    Called(Arc<str>),
    /// The strip of danger signs of a folder.
    Help(Arc<str>),
    /// A row: its fields, and what stands in the place of its references.
    Row(Arc<str>),
    /// Which kind of row an id names.
    Id(Arc<str>),
    /// The rows before and after a row, from A to Z.
    RowBeside(Arc<str>),
    /// Which rows of a kind there are, in the order of their tables.
    Rows(Table),
    /// All rows of a kind from A to Z, with what they say.
    Alphabet(Table),
    /// Every table as it is written.
    Tables,
    /// Which folders have tables.
    Folders,
    /// A tag's name and address.
    Tag(Arc<str>),
    /// What lists say of the pages with a tag, in order.
    Tagged(Arc<str>),
    /// All tags, each with the number of its pages.
    Tags,
    /// The newest pages, for the feed.
    Newest,
    /// Every address with its date, for the sitemap.
    Addresses,
    /// Where an address (`/a/b/`) or source path (`content/a/b.md`) leads.
    At(Arc<str>),
    /// Every name that a link could have meant.
    Names,
    /// A template with all that it is made of.
    Template(Arc<str>),
    /// The component behind a directive, with all that it is made of.
    Component(Arc<str>),
    /// The names of all templates and directives.
    Templates,
    /// The bytes of a static file or picture.
    Asset(FileName),
}

/// A [`Read`] without what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is described at the read of its name")]
pub enum ReadKind {
    Text,
    Title,
    Section,
    Dates,
    Causes,
    HomeOf,
    Listing,
    Beside,
    Site,
    Checks,
    RedFlags,
    Called,
    Help,
    Row,
    Id,
    RowBeside,
    Rows,
    Alphabet,
    Tables,
    Folders,
    Tag,
    Tagged,
    Tags,
    Newest,
    Addresses,
    At,
    Names,
    Template,
    Component,
    Templates,
    Asset,
}

impl ReadKind {
    /// Every kind of read.
    pub const ALL: [ReadKind; 31] = [
        ReadKind::Text,
        ReadKind::Title,
        ReadKind::Section,
        ReadKind::Dates,
        ReadKind::Causes,
        ReadKind::HomeOf,
        ReadKind::Listing,
        ReadKind::Beside,
        ReadKind::Site,
        ReadKind::Checks,
        ReadKind::RedFlags,
        ReadKind::Called,
        ReadKind::Help,
        ReadKind::Row,
        ReadKind::Id,
        ReadKind::RowBeside,
        ReadKind::Rows,
        ReadKind::Alphabet,
        ReadKind::Tables,
        ReadKind::Folders,
        ReadKind::Tag,
        ReadKind::Tagged,
        ReadKind::Tags,
        ReadKind::Newest,
        ReadKind::Addresses,
        ReadKind::At,
        ReadKind::Names,
        ReadKind::Template,
        ReadKind::Component,
        ReadKind::Templates,
        ReadKind::Asset,
    ];
}

impl Read {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> ReadKind {
        match self {
            Read::Text(_) => ReadKind::Text,
            Read::Title(_) => ReadKind::Title,
            Read::Section(_) => ReadKind::Section,
            Read::Dates(_) => ReadKind::Dates,
            Read::Causes(_) => ReadKind::Causes,
            Read::HomeOf(_) => ReadKind::HomeOf,
            Read::Listing(_) => ReadKind::Listing,
            Read::Beside(_) => ReadKind::Beside,
            Read::Site => ReadKind::Site,
            Read::Checks => ReadKind::Checks,
            Read::RedFlags(_) => ReadKind::RedFlags,
            Read::Called(_) => ReadKind::Called,
            Read::Help(_) => ReadKind::Help,
            Read::Row(_) => ReadKind::Row,
            Read::Id(_) => ReadKind::Id,
            Read::RowBeside(_) => ReadKind::RowBeside,
            Read::Rows(_) => ReadKind::Rows,
            Read::Alphabet(_) => ReadKind::Alphabet,
            Read::Tables => ReadKind::Tables,
            Read::Folders => ReadKind::Folders,
            Read::Tag(_) => ReadKind::Tag,
            Read::Tagged(_) => ReadKind::Tagged,
            Read::Tags => ReadKind::Tags,
            Read::Newest => ReadKind::Newest,
            Read::Addresses => ReadKind::Addresses,
            Read::At(_) => ReadKind::At,
            Read::Names => ReadKind::Names,
            Read::Template(_) => ReadKind::Template,
            Read::Component(_) => ReadKind::Component,
            Read::Templates => ReadKind::Templates,
            Read::Asset(_) => ReadKind::Asset,
        }
    }
}

impl fmt::Display for Read {
    /// What was read, for people: "the text of `content/a.md`".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Read::Text(file) => write!(f, "the text of `{file}`"),
            Read::Title(file) => write!(f, "the title or address of `{file}`"),
            Read::Section(folder) => write!(f, "the title of the folder `{folder}/`"),
            Read::Dates(folder) => write!(f, "the dates of the folder `{folder}/`"),
            Read::Causes(folder) => write!(f, "whether `{folder}/` has causes"),
            Read::HomeOf(id) => write!(f, "where the question `{id}` is marked up"),
            Read::Listing(folder) => write!(f, "the list of pages in `{folder}/`"),
            Read::Beside(file) => write!(f, "the pages beside `{file}`"),
            Read::Site => f.write_str("what `site.toml` says"),
            Read::Checks => f.write_str("which rules apply"),
            Read::RedFlags(folder) => write!(f, "the danger signs that `{folder}/` declares"),
            Read::Called(folder) => write!(f, "the names of rows in `{folder}/`"),
            Read::Help(folder) => write!(f, "the danger signs for `{folder}/`"),
            Read::Row(id) => write!(f, "the row `{id}`"),
            Read::Id(id) => write!(f, "what `{id}` is the id of"),
            Read::RowBeside(id) => write!(f, "the rows beside `{id}`"),
            Read::Rows(kind) => write!(f, "which rows there are in `{}`", kind.stem()),
            Read::Alphabet(kind) => write!(f, "the rows of `{}` from A to Z", kind.stem()),
            Read::Tables => f.write_str("the tables"),
            Read::Folders => f.write_str("which folders have tables"),
            Read::Tag(slug) => write!(f, "the name of the tag `{slug}`"),
            Read::Tagged(slug) => write!(f, "the list of pages with the tag `{slug}`"),
            Read::Tags => f.write_str("the list of tags"),
            Read::Newest => f.write_str("the list of the newest pages"),
            Read::Addresses => f.write_str("the list of all pages"),
            Read::At(name) => write!(f, "where `{name}` leads"),
            Read::Names => f.write_str("the names of pages and files"),
            Read::Template(name) => write!(f, "the template `{name}` or a part of it"),
            Read::Component(name) => write!(f, "the directive `{name}` or a part of it"),
            Read::Templates => f.write_str("the names of templates"),
            Read::Asset(file) => write!(f, "the file `{file}`"),
        }
    }
}

/// Notes reads while one unit runs; by default it notes nothing.
#[derive(Debug, Default)]
pub struct Notes(Option<RefCell<Vec<Read>>>);

impl Notes {
    /// Notes that note, if there will be a next time to use them.
    #[must_use]
    pub fn kept(are_kept: bool) -> Notes {
        Notes(are_kept.then(RefCell::default))
    }

    /// Notes that `read` was read.
    pub fn add(&self, read: impl FnOnce() -> Read) {
        if let Notes(Some(reads)) = self {
            reads.borrow_mut().push(read());
        }
    }

    /// Every read.
    #[must_use]
    pub fn into_reads(self) -> Reads {
        self.0.map(RefCell::into_inner).map_or_else(Reads::default, Reads::from)
    }
}

/// What a unit read: each read once, sorted.
#[derive(Debug)]
pub struct Reads {
    reads: Vec<Read>,
    /// Stands for them.
    digest: Digest,
}

impl Reads {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Read> {
        self.reads.iter()
    }
}

impl From<Vec<Read>> for Reads {
    fn from(mut reads: Vec<Read>) -> Self {
        reads.sort_unstable();
        reads.dedup();
        Reads { digest: Digest::of(&reads), reads }
    }
}

impl Default for Reads {
    fn default() -> Self {
        Reads::from(Vec::new())
    }
}

/// What stands for a value: 128 bits of its BLAKE3 hash. Equal values have equal digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 16]);

impl Digest {
    /// The digest of `value`.
    #[must_use]
    pub fn of(value: &(impl Hash + ?Sized)) -> Digest {
        let mut hasher = Blake(blake3::Hasher::new());
        value.hash(&mut hasher);
        let mut short = [0; 16];
        short.copy_from_slice(&hasher.0.finalize().as_bytes()[..16]);
        Digest(short)
    }
}

/// BLAKE3 behind the trait of the standard library, so that whatever can be hashed has a digest.
struct Blake(blake3::Hasher);

impl Hasher for Blake {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let mut short = [0; 8];
        short.copy_from_slice(&self.0.finalize().as_bytes()[..8]);
        u64::from_le_bytes(short)
    }
}

/// A read that some unit depends on.
#[derive(Debug)]
struct Known {
    read: Read,
    /// Its digest when the units last ran; `None` until it is first taken.
    digest: Option<Digest>,
    /// The units that read it, by number, in no order.
    units: Vec<u32>,
}

/// A unit and what it read.
#[derive(Debug)]
struct Trace<K> {
    unit: K,
    /// The numbers of its reads, sorted.
    reads: Vec<u32>,
    /// Stands for its reads.
    digest: Digest,
}

/// The traces of all units, from units to reads and back.
#[derive(Debug)]
pub struct Traces<K> {
    ids: HashMap<Read, u32>,
    known: Vec<Option<Known>>,
    free: Vec<u32>,
    /// The reads whose digests were not taken yet.
    fresh: Vec<u32>,
    units: BTreeMap<K, u32>,
    traces: Vec<Option<Trace<K>>>,
    free_units: Vec<u32>,
    /// A kind that is not recorded, to see what then goes wrong.
    ignored: Option<ReadKind>,
}

impl<K> Default for Traces<K> {
    fn default() -> Self {
        Traces {
            ids: HashMap::new(),
            known: Vec::new(),
            free: Vec::new(),
            fresh: Vec::new(),
            units: BTreeMap::new(),
            traces: Vec::new(),
            free_units: Vec::new(),
            ignored: None,
        }
    }
}

impl<K: Ord + Clone> Traces<K> {
    /// Traces that leave out reads of the kind `ignored`. What is served is then wrong sooner or later: for tests
    /// that show that they would notice.
    #[must_use]
    pub fn ignoring(ignored: Option<ReadKind>) -> Self {
        Traces { ignored, ..Traces::default() }
    }

    /// Puts `reads` in the place of what `unit` read before.
    pub fn record(&mut self, unit: &K, reads: Reads) {
        // A unit mostly reads what it read the last time.
        let before = self.units.get(unit).and_then(|&number| self.traces[number as usize].as_ref());
        if before.is_some_and(|before| before.digest == reads.digest) {
            return;
        }
        let ignored = self.ignored;
        let mut now: Vec<u32> = reads
            .reads
            .into_iter()
            .filter(|read| Some(read.kind()) != ignored)
            .map(|read| self.number(read))
            .collect();
        now.sort_unstable();
        let number = self.unit_number(unit);
        let Some(trace) = self.traces[number as usize].as_mut() else { return };
        trace.digest = reads.digest;
        let before = std::mem::replace(&mut trace.reads, now.clone());
        for &gone in before.iter().filter(|read| now.binary_search(read).is_err()) {
            self.leave(gone, number);
        }
        for &new in now.iter().filter(|read| before.binary_search(read).is_err()) {
            if let Some(known) = &mut self.known[new as usize] {
                known.units.push(number);
            }
        }
    }

    /// Forgets `unit` with all it read.
    pub fn remove(&mut self, unit: &K) {
        let Some(number) = self.units.remove(unit) else { return };
        let Some(trace) = self.traces[number as usize].take() else { return };
        for read in trace.reads {
            self.leave(read, number);
        }
        self.free_units.push(number);
    }

    /// Takes the digests of all reads for which `concerns` is true anew, and returns the units that read one
    /// which has changed, each with the first such read.
    pub fn stale(
        &mut self,
        concerns: impl Fn(&Read) -> bool + Sync,
        digest: impl Fn(&Read) -> Digest + Sync,
    ) -> BTreeMap<K, Read> {
        use rayon::prelude::*;
        let changed: Vec<u32> = self
            .known
            .par_iter_mut()
            .enumerate()
            .filter_map(|(number, slot)| {
                let known = slot.as_mut().filter(|known| concerns(&known.read))?;
                let now = digest(&known.read);
                let before = known.digest.replace(now);
                (before.is_some_and(|before| before != now)).then_some(u32::try_from(number).ok()?)
            })
            .collect();
        self.readers_of(&changed)
    }

    /// Like [`Traces::stale`] where only `reads` can have changed.
    pub fn stale_among(&mut self, reads: &[Read], digest: impl Fn(&Read) -> Digest) -> BTreeMap<K, Read> {
        let mut changed = Vec::new();
        for read in reads {
            let Some(&number) = self.ids.get(read) else { continue };
            let Some(known) = &mut self.known[number as usize] else { continue };
            let now = digest(read);
            if known.digest.replace(now).is_some_and(|before| before != now) {
                changed.push(number);
            }
        }
        self.readers_of(&changed)
    }

    /// Takes the digests of reads that units have begun to depend on.
    pub fn take_new(&mut self, digest: impl Fn(&Read) -> Digest + Sync) {
        use rayon::prelude::*;
        let fresh = std::mem::take(&mut self.fresh);
        let digests: Vec<(u32, Digest)> = fresh
            .into_par_iter()
            .filter_map(|number| {
                let known = self.known[number as usize].as_ref().filter(|known| known.digest.is_none())?;
                Some((number, digest(&known.read)))
            })
            .collect();
        for (number, digest) in digests {
            if let Some(known) = &mut self.known[number as usize] {
                known.digest = Some(digest);
            }
        }
    }

    /// The units that read `read`.
    pub fn readers(&self, read: &Read) -> impl Iterator<Item = &K> {
        let known = self.ids.get(read).and_then(|&number| self.known[number as usize].as_ref());
        let units = known.map_or(&[][..], |known| known.units.as_slice());
        units.iter().filter_map(|&unit| self.traces[unit as usize].as_ref()).map(|trace| &trace.unit)
    }

    /// Every unit, sorted.
    pub fn units(&self) -> impl Iterator<Item = &K> {
        self.units.keys()
    }

    /// The kinds of reads that units depend on.
    #[must_use]
    pub fn kinds(&self) -> BTreeSet<ReadKind> {
        self.known.iter().flatten().map(|known| known.read.kind()).collect()
    }

    fn readers_of(&self, reads: &[u32]) -> BTreeMap<K, Read> {
        let mut readers = BTreeMap::new();
        for known in reads.iter().filter_map(|&read| self.known[read as usize].as_ref()) {
            for trace in known.units.iter().filter_map(|&unit| self.traces[unit as usize].as_ref()) {
                readers.entry(trace.unit.clone()).or_insert_with(|| known.read.clone());
            }
        }
        readers
    }

    /// The number of `read`, a new one if need be.
    fn number(&mut self, read: Read) -> u32 {
        if let Some(&number) = self.ids.get(&read) {
            return number;
        }
        let known = Some(Known { read: read.clone(), digest: None, units: Vec::new() });
        let number = place(&mut self.known, &mut self.free, known);
        self.fresh.push(number);
        self.ids.insert(read, number);
        number
    }

    fn unit_number(&mut self, unit: &K) -> u32 {
        if let Some(&number) = self.units.get(unit) {
            return number;
        }
        let trace = Some(Trace { unit: unit.clone(), reads: Vec::new(), digest: Digest::of(&()) });
        let number = place(&mut self.traces, &mut self.free_units, trace);
        self.units.insert(unit.clone(), number);
        number
    }

    /// Notes that `unit` no longer reads `read`, and forgets a read without readers.
    fn leave(&mut self, read: u32, unit: u32) {
        let Some(slot) = self.known.get_mut(read as usize) else { return };
        let Some(known) = slot else { return };
        if let Some(at) = known.units.iter().position(|&other| other == unit) {
            known.units.swap_remove(at);
        }
        if known.units.is_empty() {
            self.ids.remove(&known.read);
            *slot = None;
            self.free.push(read);
        }
    }
}

/// Puts `value` into a free place of `slots`, and returns its number.
#[expect(clippy::cast_possible_truncation, reason = "four thousand million reads do not fit into memory")]
fn place<T>(slots: &mut Vec<T>, free: &mut Vec<u32>, value: T) -> u32 {
    match free.pop() {
        Some(number) => {
            slots[number as usize] = value;
            number
        }
        None => {
            slots.push(value);
            slots.len() as u32 - 1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(name: &str) -> Read {
        Read::Title(name.into())
    }

    /// Digests that differ from round to round for the reads in `changed`.
    fn world(round: u32, changed: &'static [&'static str]) -> impl Fn(&Read) -> Digest + Sync {
        move |read| match read {
            Read::Title(name) if changed.contains(&&**name) => Digest::of(&(name, round)),
            read => Digest::of(read),
        }
    }

    #[test]
    fn a_unit_is_stale_when_something_it_read_has_changed() {
        let mut traces = Traces::default();
        traces.record(&"a", Reads::from(vec![title("x"), title("y")]));
        traces.record(&"b", Reads::from(vec![title("y"), title("z")]));
        traces.take_new(world(0, &[]));
        assert!(traces.stale(|_| true, world(0, &[])).is_empty());
        let stale = traces.stale(|_| true, world(1, &["x"]));
        assert_eq!(stale, BTreeMap::from([("a", title("x"))]));
        let stale = traces.stale(|_| true, world(2, &["x", "y"]));
        assert_eq!(stale.keys().collect::<Vec<_>>(), [&"a", &"b"]);
    }

    #[test]
    fn reads_that_nothing_depends_on_are_forgotten() {
        let mut traces = Traces::default();
        traces.record(&"a", Reads::from(vec![title("x"), title("y")]));
        traces.record(&"b", Reads::from(vec![title("y")]));
        traces.record(&"a", Reads::from(vec![title("z")]));
        assert_eq!(traces.readers(&title("x")).count(), 0);
        assert_eq!(traces.readers(&title("y")).collect::<Vec<_>>(), [&"b"]);
        traces.remove(&"b");
        assert_eq!(traces.ids.len(), 1);
        traces.record(&"c", Reads::from(vec![title("x")]));
        assert_eq!(traces.known.len(), 3, "places are used again");
    }
}
