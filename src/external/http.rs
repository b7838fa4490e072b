//! Sends requests over the network.

use std::time::Duration;

use ureq::http::header::{DATE, LOCATION, RETRY_AFTER};
use ureq::{Agent, Error, Proxy};

use super::ask::{HttpResponse, Method, RequestError};

/// The maximum size of response headers, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;

/// A client for many hosts.
pub(super) struct Client {
    agent: Agent,
}

impl Client {
    /// A client that gives up on a request after `timeout`.
    pub(super) fn new(timeout: Duration, proxy: Option<Proxy>) -> Self {
        let config = Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_response_header_size(LONGEST_HEAD)
            .timeout_global(Some(timeout))
            .proxy(proxy)
            .user_agent(concat!("balm/", env!("CARGO_PKG_VERSION"), " (checks links)"))
            .accept("text/html, */*;q=0.8")
            .build();
        Client { agent: config.new_agent() }
    }

    pub(super) fn send(&self, method: Method, address: &str) -> Result<HttpResponse, RequestError> {
        let sent = match method {
            Method::Head => self.agent.head(address).call(),
            Method::Get => self.agent.get(address).call(),
        };
        let answer = sent.map_err(|error| fault(&error))?;
        let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
        // `Location` should be ASCII but often is not.
        let location =
            answer.headers().get(LOCATION).map(|to| String::from_utf8_lossy(to.as_bytes()).into_owned());
        Ok(HttpResponse {
            status: answer.status().as_u16(),
            location,
            retry_after: header(RETRY_AFTER).and_then(|after| retry_after(after, header(DATE))),
        })
    }
}

/// How long `Retry-After` asks to wait: a number of seconds, or a time, which is compared with the server's clock.
fn retry_after(after: &str, date: Option<&str>) -> Option<Duration> {
    let after = after.trim();
    if let Ok(seconds) = after.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let time = |text: &str| jiff::fmt::rfc2822::parse(text).ok().map(|time| time.timestamp().as_second());
    let seconds = time(after)?.checked_sub(time(date?)?)?;
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

fn fault(error: &Error) -> RequestError {
    match error {
        Error::HostNotFound => RequestError::NoHost,
        Error::Timeout(_) => RequestError::Slow,
        Error::Io(error) if is_lookup(error) => RequestError::NoHost,
        Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => RequestError::Slow,
        Error::Io(error) => {
            RequestError::Other(format!("there is no connection ({})", crate::source::plain_io(error)))
        }
        Error::Rustls(error) => {
            RequestError::Other(format!("its certificate or encryption is not valid ({error})"))
        }
        Error::BadUri(_) | Error::Http(_) => RequestError::Other("this is not a valid address".to_owned()),
        other => RequestError::Other(format!("its response cannot be read ({other})")),
    }
}

/// Whether the host's address could not be looked up. The standard library has no error kind for that.
fn is_lookup(error: &std::io::Error) -> bool {
    error.to_string().contains("failed to lookup address")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_may_give_seconds_or_a_time() {
        let date = Some("Sun, 22 Nov 2026 10:00:00 GMT");
        assert_eq!(retry_after(" 7 ", None), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Sun, 22 Nov 2026 10:00:30 GMT", date), Some(Duration::from_secs(30)));
        assert_eq!(retry_after("Sun, 22 Nov 2026 09:00:00 GMT", date), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", date), None);
        assert_eq!(retry_after("Sun, 22 Nov 2026 10:00:30 GMT", None), None);
    }
}
