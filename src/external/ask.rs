//! What one address leads to: `HEAD`, then `GET` where that is not answered, redirects, and patience.

use std::time::Duration;

use super::Verdict;
use super::address;

/// So many redirects are followed.
const MOST_REDIRECTS: usize = 10;

/// So often a server that is busy or slow is asked in all.
const TRIES: u32 = 3;

/// How a request ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Where a redirect leads, as the server wrote it.
    pub location: Option<String>,
    /// How long a busy server wants to be left alone.
    pub retry_after: Option<Duration>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The host's name has no address.
    NoHost,
    /// The server took too long.
    Slow,
    /// Anything else, in words.
    Other(String),
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The head alone.
    Head,
    /// The page; its text is not read.
    Get,
}

/// Sends single requests, without following redirects.
pub trait Server: Sync {
    /// Sends one request.
    ///
    /// # Errors
    /// Says why there is no answer.
    fn send(&self, method: Method, address: &str) -> Result<Answer, Fault>;
    /// Waits before the same host is asked again.
    fn wait(&self, host: &str, time: Duration);
}

/// How patient to be with one address.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long to wait before a second try; twice as long before the third.
    pub first: Duration,
    /// The longest wait that a server may ask for.
    pub longest: Duration,
}

/// Finds out what `address` leads to.
pub fn ask(server: &dyn Server, patience: Patience, address: &str) -> Verdict {
    let mut here = address.to_owned();
    let mut moved = None;
    let mut for_good = true;
    for _ in 0..=MOST_REDIRECTS {
        let answer = match request(server, patience, &here) {
            Ok(answer) => answer,
            Err(fault) => return failed(fault, address, &here),
        };
        match answer.status {
            200..=299 => return moved.map_or(Verdict::Fine, Verdict::Moved),
            301 | 302 | 303 | 307 | 308 => {
                let Some(next) = answer.location.as_deref().and_then(|to| address::resolve(&here, to)) else {
                    return Verdict::Unreachable(format!(
                        "{}it leads on to nowhere",
                        through(address, &here)
                    ));
                };
                // What is only for now may lead elsewhere tomorrow, and all that follows with it.
                for_good &= matches!(answer.status, 301 | 308);
                if for_good {
                    moved = Some(next.clone()).filter(|next| next != address);
                }
                here = next;
            }
            status => return refused(status, &through(address, &here)),
        }
    }
    Verdict::Unreachable(format!("it leads on more than {MOST_REDIRECTS} times"))
}

/// "it leads on to `…`, and there " where `here` is not the address that was asked for.
fn through(address: &str, here: &str) -> String {
    if address == here { String::new() } else { format!("it leads on to `{here}`, and there ") }
}

fn failed(fault: Fault, address: &str, here: &str) -> Verdict {
    match fault {
        Fault::NoHost => Verdict::NoHost(address::host(here).to_owned()),
        Fault::Slow => Verdict::Unreachable(format!("{}the server takes too long", through(address, here))),
        Fault::Other(why) => Verdict::Unreachable(format!("{}{why}", through(address, here))),
    }
}

fn refused(status: u16, through: &str) -> Verdict {
    let says = |what: &str| format!("{through}the server says {status} ({what})");
    match status {
        404 => Verdict::Dead(says("not found")),
        410 => Verdict::Dead(says("gone for good")),
        401 | 403 | 406 | 418 | 451 | 999 => {
            Verdict::Unreachable(says("no entry, perhaps for programs only"))
        }
        429 | 503 => Verdict::Unreachable(says("too busy")),
        500..=599 => Verdict::Unreachable(says("it has failed")),
        _ => Verdict::Unreachable(format!("{through}the server says {status}")),
    }
}

/// Asks for the head, and for the page where the head is refused: many servers answer only that.
fn request(server: &dyn Server, patience: Patience, address: &str) -> Result<Answer, Fault> {
    match patiently(server, patience, Method::Head, address) {
        Ok(answer) if answer.status < 400 || matches!(answer.status, 429 | 503) => Ok(answer),
        Err(fault @ (Fault::NoHost | Fault::Slow)) => Err(fault),
        Ok(_) | Err(Fault::Other(_)) => patiently(server, patience, Method::Get, address),
    }
}

/// Asks again where the server is busy or slow.
fn patiently(
    server: &dyn Server,
    patience: Patience,
    method: Method,
    address: &str,
) -> Result<Answer, Fault> {
    let mut pause = patience.first;
    for _ in 1..TRIES {
        let answer = server.send(method, address);
        let wait = match &answer {
            Ok(Answer { status: 429 | 503, retry_after, .. }) => retry_after.unwrap_or(pause),
            Err(Fault::Slow) => pause,
            _ => return answer,
        };
        if wait > patience.longest {
            return answer;
        }
        server.wait(address::host(address), wait);
        pause *= 2;
    }
    server.send(method, address)
}
