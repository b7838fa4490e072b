//! Asks what is at one address: `HEAD`, then `GET` if that fails, following redirects and retrying busy servers.

use std::time::Duration;

use super::Verdict;
use super::address;

/// How many redirects are followed.
const MOST_REDIRECTS: usize = 10;

/// How often a busy or slow server is asked in total.
const TRIES: u32 = 3;

/// The result of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// The target of a redirect, as sent by the server.
    pub location: Option<String>,
    /// How long a busy server asks to wait.
    pub retry_after: Option<Duration>,
}

/// Why there was no response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// The host name has no address.
    NoHost,
    /// The server took too long.
    Slow,
    /// Anything else, described in words.
    Other(String),
}

/// The method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Headers only.
    Head,
    /// The page, whose body is not read.
    Get,
}

/// Sends single requests, without following redirects.
pub trait Transport: Sync {
    /// Sends one request.
    ///
    /// # Errors
    /// Why there was no response.
    fn send(&self, method: Method, address: &str) -> Result<HttpResponse, RequestError>;
    /// Waits before the same host is asked again.
    fn wait(&self, host: &str, time: Duration);
}

/// How patient to be with one address.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long to wait before the second try; the wait before the third is twice as long.
    pub first: Duration,
    /// The longest wait that a server may ask for.
    pub longest: Duration,
}

/// Finds out what is at `address`.
pub fn ask(server: &dyn Transport, patience: Patience, address: &str) -> Verdict {
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
                        "{}it redirects to an invalid address",
                        through(address, &here)
                    ));
                };
                // A temporary redirect may lead elsewhere tomorrow, and so may everything after it.
                for_good &= matches!(answer.status, 301 | 308);
                if for_good {
                    moved = Some(next.clone()).filter(|next| next != address);
                }
                here = next;
            }
            status => return refused(status, &through(address, &here)),
        }
    }
    Verdict::Unreachable(format!("it redirects more than {MOST_REDIRECTS} times"))
}

/// "it redirects to `…`, and there " if `here` is not the address that was asked for.
fn through(address: &str, here: &str) -> String {
    if address == here { String::new() } else { format!("it redirects to `{here}`, and there ") }
}

fn failed(fault: RequestError, address: &str, here: &str) -> Verdict {
    match fault {
        RequestError::NoHost => Verdict::NoHost(address::host(here).to_owned()),
        RequestError::Slow => {
            Verdict::Unreachable(format!("{}the server takes too long", through(address, here)))
        }
        RequestError::Other(why) => Verdict::Unreachable(format!("{}{why}", through(address, here))),
    }
}

fn refused(status: u16, through: &str) -> Verdict {
    let says = |what: &str| format!("{through}the server says {status} ({what})");
    match status {
        404 => Verdict::Dead(says("not found")),
        410 => Verdict::Dead(says("gone for good")),
        401 | 403 | 406 | 418 | 451 | 999 => {
            Verdict::Unreachable(says("access denied, perhaps only to programs"))
        }
        429 | 503 => Verdict::Unreachable(says("too busy")),
        500..=599 => Verdict::Unreachable(says("an error of its own")),
        _ => Verdict::Unreachable(format!("{through}the server says {status}")),
    }
}

/// Sends a `HEAD` request, then `GET` if that is refused: many servers only answer the latter.
fn request(server: &dyn Transport, patience: Patience, address: &str) -> Result<HttpResponse, RequestError> {
    match patiently(server, patience, Method::Head, address) {
        Ok(answer) if answer.status < 400 || matches!(answer.status, 429 | 503) => Ok(answer),
        Err(fault @ (RequestError::NoHost | RequestError::Slow)) => Err(fault),
        Ok(_) | Err(RequestError::Other(_)) => patiently(server, patience, Method::Get, address),
    }
}

/// Retries while the server is busy or slow.
fn patiently(
    server: &dyn Transport,
    patience: Patience,
    method: Method,
    address: &str,
) -> Result<HttpResponse, RequestError> {
    let mut pause = patience.first;
    for _ in 1..TRIES {
        let answer = server.send(method, address);
        let wait = match &answer {
            Ok(HttpResponse { status: 429 | 503, retry_after, .. }) => retry_after.unwrap_or(pause),
            Err(RequestError::Slow) => pause,
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
