//! Many addresses at once, and few of one host: nobody is bothered more than a reader with two tabs would.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::ask::{self, Answer, Fault, Method, Patience, Server};
use super::http::Client;
use super::{Verdict, address};

/// How to ask.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many requests run at once.
    pub at_once: usize,
    /// How many of them to one host.
    pub per_host: usize,
    /// How long a host is left alone after each request, by whoever asked it.
    pub delay: Duration,
    /// How long a request may take.
    pub timeout: Duration,
    /// How patient to be with servers that are busy.
    pub patience: Patience,
    /// Through whom to ask, where not directly.
    pub proxy: Option<ureq::Proxy>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            at_once: 16,
            per_host: 2,
            delay: Duration::from_millis(250),
            timeout: Duration::from_secs(20),
            patience: Patience { first: Duration::from_secs(2), longest: Duration::from_secs(60) },
            proxy: None,
        }
    }
}

/// Looks on while addresses are asked.
pub trait Watcher: Sync {
    /// One more address has its verdict.
    fn done(&self);
    /// Whether there is no more time. What has not been asked then is left out.
    fn is_over(&self) -> bool;
}

/// Asks for each of `addresses`, in no order, and returns what they lead to.
#[must_use]
pub fn ask_all<'a>(
    addresses: impl IntoIterator<Item = &'a str>,
    options: &Options,
    watcher: &dyn Watcher,
) -> BTreeMap<String, Verdict> {
    let mut by_host: BTreeMap<&str, VecDeque<&str>> = BTreeMap::new();
    for address in addresses {
        by_host.entry(address::host(address)).or_default().push_back(address);
    }
    let queues: Vec<Mutex<VecDeque<&str>>> = by_host.into_values().map(Mutex::new).collect();
    // A lane works through one host's addresses. First lanes first, so that every host has its turn early.
    let lanes = (0..options.per_host.max(1)).flat_map(|_| &queues);
    let lanes: Mutex<VecDeque<&Mutex<VecDeque<&str>>>> = Mutex::new(lanes.collect());
    let polite = Polite {
        client: Client::new(options.timeout, options.proxy.clone()),
        options,
        busy: Mutex::new(BTreeMap::new()),
        freed: Condvar::new(),
    };
    let verdicts = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..options.at_once.max(1).min(held(&lanes).len()) {
            scope.spawn(|| {
                while let Some(lane) = next(&lanes) {
                    while let Some(address) = next(lane).filter(|_| !watcher.is_over()) {
                        let verdict = ask::ask(&polite, options.patience, address);
                        held(&verdicts).insert(address.to_owned(), verdict);
                        watcher.done();
                    }
                }
            });
        }
    });
    verdicts.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn next<T>(queue: &Mutex<VecDeque<T>>) -> Option<T> {
    held(queue).pop_front()
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The network, with a limit for each host. A redirect to another host counts with that host.
struct Polite<'a> {
    client: Client,
    options: &'a Options,
    /// How many requests each host is busy with.
    busy: Mutex<BTreeMap<String, usize>>,
    freed: Condvar,
}

impl Polite<'_> {
    /// Does `work` in one of the host's places.
    fn in_place<T>(&self, host: &str, work: impl FnOnce() -> T) -> T {
        let mut busy = held(&self.busy);
        while busy.get(host).is_some_and(|count| *count >= self.options.per_host.max(1)) {
            busy = self.freed.wait(busy).unwrap_or_else(PoisonError::into_inner);
        }
        *busy.entry(host.to_owned()).or_default() += 1;
        drop(busy);
        let done = work();
        let mut busy = held(&self.busy);
        if let Some(count) = busy.get_mut(host) {
            *count -= 1;
        }
        drop(busy);
        self.freed.notify_all();
        done
    }
}

impl Server for Polite<'_> {
    fn send(&self, method: Method, address: &str) -> Result<Answer, Fault> {
        self.in_place(address::host(address), || {
            let answer = self.client.send(method, address);
            std::thread::sleep(self.options.delay);
            answer
        })
    }

    fn wait(&self, host: &str, time: Duration) {
        self.in_place(host, || std::thread::sleep(time));
    }
}
