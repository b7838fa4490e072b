//! Checks many addresses at once, but few on the same host: no server gets more traffic than from a reader with two
//! tabs.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::ask::{self, HttpResponse, Method, Patience, RequestError, Transport};
use super::http::Client;
use super::{Verdict, address};

/// How to send requests.
#[derive(Clone, Debug)]
pub struct AskOptions {
    /// How many requests run at once.
    pub at_once: usize,
    /// How many of them may go to the same host.
    pub per_host: usize,
    /// How long a request keeps its slot for the host after it ends.
    pub delay: Duration,
    /// How long a request may take.
    pub timeout: Duration,
    /// How patient to be with busy servers.
    pub patience: Patience,
    /// The proxy, if any.
    pub proxy: Option<ureq::Proxy>,
}

impl Default for AskOptions {
    fn default() -> Self {
        AskOptions {
            at_once: 16,
            per_host: 2,
            delay: Duration::from_millis(250),
            timeout: Duration::from_secs(20),
            patience: Patience { first: Duration::from_secs(2), longest: Duration::from_secs(60) },
            proxy: None,
        }
    }
}

/// Follows the progress of the checks.
pub trait CheckObserver: Sync {
    /// Called when one more address has its verdict.
    fn done(&self);
    /// Whether time has run out. Addresses not asked by then are left out.
    fn is_over(&self) -> bool;
}

/// Asks for each of `addresses`, in no particular order, and returns the verdicts.
#[must_use]
pub fn ask_all<'a>(
    addresses: impl IntoIterator<Item = &'a str>,
    options: &AskOptions,
    observer: &dyn CheckObserver,
) -> BTreeMap<String, Verdict> {
    let mut by_host: BTreeMap<&str, VecDeque<&str>> = BTreeMap::new();
    for address in addresses {
        by_host.entry(address::host(address)).or_default().push_back(address);
    }
    let queues: Vec<Mutex<VecDeque<&str>>> = by_host.into_values().map(Mutex::new).collect();
    // A lane works through the addresses of one host. Each host's first lane comes before any second one, so that
    // every host is started early.
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
        for _ in 0..options.at_once.max(1).min(locked(&lanes).len()) {
            scope.spawn(|| {
                while let Some(lane) = next(&lanes) {
                    while let Some(address) = next(lane).filter(|_| !observer.is_over()) {
                        let verdict = ask::ask(&polite, options.patience, address);
                        locked(&verdicts).insert(address.to_owned(), verdict);
                        observer.done();
                    }
                }
            });
        }
    });
    verdicts.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn next<T>(queue: &Mutex<VecDeque<T>>) -> Option<T> {
    locked(queue).pop_front()
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The network, with a limit for each host. A redirect to another host counts towards that host.
struct Polite<'a> {
    client: Client,
    options: &'a AskOptions,
    /// How many requests are running for each host.
    busy: Mutex<BTreeMap<String, usize>>,
    freed: Condvar,
}

impl Polite<'_> {
    /// Does `work` in one of the host's slots.
    fn in_slot<T>(&self, host: &str, work: impl FnOnce() -> T) -> T {
        let mut busy = locked(&self.busy);
        while busy.get(host).is_some_and(|count| *count >= self.options.per_host.max(1)) {
            busy = self.freed.wait(busy).unwrap_or_else(PoisonError::into_inner);
        }
        *busy.entry(host.to_owned()).or_default() += 1;
        drop(busy);
        let done = work();
        let mut busy = locked(&self.busy);
        if let Some(count) = busy.get_mut(host) {
            *count -= 1;
        }
        drop(busy);
        self.freed.notify_all();
        done
    }
}

impl Transport for Polite<'_> {
    fn send(&self, method: Method, address: &str) -> Result<HttpResponse, RequestError> {
        self.in_slot(address::host(address), || {
            let answer = self.client.send(method, address);
            std::thread::sleep(self.options.delay);
            answer
        })
    }

    fn wait(&self, host: &str, time: Duration) {
        self.in_slot(host, || std::thread::sleep(time));
    }
}
