//! What was found out about addresses on other days, so that servers need not be asked again so soon.
//!
//! Only good news is kept. A page that is gone or could not be looked at is asked for each time: somebody is mending it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::data::Date;
use crate::write;

/// The version of the file's form.
const VERSION: u32 = 1;

/// Verdicts with the day each was found on.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cache {
    version: u32,
    checked: BTreeMap<String, Entry>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    day: Date,
    verdict: Verdict,
}

impl Default for Cache {
    fn default() -> Self {
        Cache { version: VERSION, checked: BTreeMap::new() }
    }
}

impl Cache {
    /// Reads the cache in the file at `path`. One that is not there is empty.
    ///
    /// # Errors
    /// The system's, and `InvalidData` for a file that is no cache of this version.
    #[expect(clippy::disallowed_methods, reason = "the cache is no file of a site")]
    pub fn read(path: &Path) -> io::Result<Cache> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Cache::default()),
            Err(error) => return Err(error),
        };
        let cache: Cache = serde_json::from_slice(&bytes).map_err(io::Error::from)?;
        if cache.version == VERSION { Ok(cache) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    /// Writes the cache to the file at `path`, with the folders on the way to it.
    ///
    /// # Errors
    /// The system's.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self).map_err(io::Error::from)?;
        write::save(path, text.as_bytes())
    }

    /// What was found about `address` less than `max_age` days before `today`.
    #[must_use]
    pub fn get(&self, address: &str, today: Date, max_age: u32) -> Option<&Verdict> {
        let entry = self.checked.get(address)?;
        let age = entry.day.days_until(today);
        (age >= 0 && age < i64::from(max_age)).then_some(&entry.verdict)
    }

    /// Keeps what was found `today`, and forgets what is older than `max_age` days.
    pub fn keep(&mut self, verdicts: &BTreeMap<String, Verdict>, today: Date, max_age: u32) {
        self.checked.retain(|_, entry| entry.day.days_until(today) < i64::from(max_age));
        for (address, verdict) in verdicts {
            if matches!(verdict, Verdict::Fine | Verdict::Moved(_)) {
                self.checked.insert(address.clone(), Entry { day: today, verdict: verdict.clone() });
            } else {
                self.checked.remove(address);
            }
        }
    }
}
