//! What each output read, and whether it still holds.
//!
//! While a unit of work runs (an output is rendered, a file is checked), everything it reads of the site is noted
//! as a [`Read`], misses included. As long as every read of a unit still has the digest it had, running the unit
//! again would give the same, so it is not run: a *verifying trace*. [`Traces`] also knows the other way round
//! which units read what, so that the work follows the change and not the size of the site.
//!
//! Architecture Invariant: this module does not know what a unit makes, nor how a read gets its digest.

#![deny(clippy::wildcard_enum_match_arm, reason = "a new output or read has to be considered here")]

mod read;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};

pub use read::{Read, ReadKind};

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
struct TrackedRead {
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
    known: Vec<Option<TrackedRead>>,
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
        let known = Some(TrackedRead { read: read.clone(), digest: None, units: Vec::new() });
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
        move |read| {
            if let Read::Title(name) = read
                && changed.contains(&&**name)
            {
                return Digest::of(&(name, round));
            }
            Digest::of(read)
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
