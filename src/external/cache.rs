//! Results from earlier days, so that servers are not asked again too soon.
//!
//! Only good results are kept. A page that is gone or could not be checked is asked for every time, because somebody
//! may be fixing it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::data::Date;
use crate::write;

/// The version of the file format.
const VERSION: u32 = 1;

/// Verdicts, each with the day on which it was reached.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cache {
    version: u32,
    checked: BTreeMap<String, CachedVerdict>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct CachedVerdict {
    day: Date,
    verdict: Verdict,
}

impl Default for Cache {
    fn default() -> Self {
        Cache { version: VERSION, checked: BTreeMap::new() }
    }
}

impl Cache {
    /// Reads the cache from the file at `path`; empty if the file does not exist.
    ///
    /// # Errors
    /// The system's, and `InvalidData` for a file that is not a cache of this version.
    #[expect(clippy::disallowed_methods, reason = "the cache is not a file of the site")]
    pub fn read(path: &Path) -> io::Result<Cache> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Cache::default()),
            Err(error) => return Err(error),
        };
        let cache: Cache = serde_json::from_slice(&bytes).map_err(io::Error::from)?;
        if cache.version == VERSION { Ok(cache) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    /// Writes the cache to the file at `path`, creating its parent folders.
    ///
    /// # Errors
    /// The system's.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self).map_err(io::Error::from)?;
        write::save(path, text.as_bytes())
    }

    /// The verdict on `address`, if it was reached less than `max_age` days before `today`.
    #[must_use]
    pub fn get(&self, address: &str, today: Date, max_age: u32) -> Option<&Verdict> {
        let entry = self.checked.get(address)?;
        let age = entry.day.days_until(today);
        (age >= 0 && age < i64::from(max_age)).then_some(&entry.verdict)
    }

    /// Adds the verdicts reached `today`, and removes those older than `max_age` days.
    pub fn keep(&mut self, verdicts: &BTreeMap<String, Verdict>, today: Date, max_age: u32) {
        self.checked.retain(|_, entry| entry.day.days_until(today) < i64::from(max_age));
        for (address, verdict) in verdicts {
            if matches!(verdict, Verdict::Fine | Verdict::Moved(_)) {
                self.checked.insert(address.clone(), CachedVerdict { day: today, verdict: verdict.clone() });
            } else {
                self.checked.remove(address);
            }
        }
    }
}
