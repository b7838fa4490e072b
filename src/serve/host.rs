//! Access control: accepts only requests meant for this server and sent by its own pages.
//!
//! A page of another site can make a browser send requests here; if it lets a domain of its own resolve to this
//! computer (DNS rebinding), it could read the responses too. Browsers always send the name they were asked for, so
//! only the names of this computer are answered.

use std::net::{IpAddr, SocketAddr};

use hyper::header::{HOST, HeaderMap, ORIGIN};

/// The names that this server answers to.
#[derive(Debug)]
pub(super) struct Hosts {
    bound: SocketAddr,
    extra: Vec<String>,
}

impl Hosts {
    pub(super) fn new(bound: SocketAddr, extra: Vec<String>) -> Hosts {
        Hosts { bound, extra }
    }

    /// Whether a request with these headers, and this authority in its request line, was meant for this server.
    pub(super) fn accept(&self, authority: Option<&str>, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(HOST).iter();
        let (first, second) = (hosts.next(), hosts.next());
        let host = first.and_then(|host| host.to_str().ok());
        second.is_none()
            && host.is_some_and(|host| self.is_own(host))
            && authority.is_none_or(|authority| self.is_own(authority))
    }

    /// Whether the request comes from a page of this server, or from no page at all.
    pub(super) fn same_origin(&self, headers: &HeaderMap) -> bool {
        let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
        let origin = headers.get(ORIGIN).map(|value| value.to_str().unwrap_or_default());
        matches!(site, None | Some(b"same-origin" | b"none"))
            && origin.is_none_or(|origin| {
                origin.split_once("://").is_some_and(|(scheme, host)| match scheme {
                    "http" => self.is_own(host),
                    "https" => self.is_extra(host),
                    _ => false,
                })
            })
    }

    fn is_own(&self, authority: &str) -> bool {
        if self.is_extra(authority) {
            return true;
        }
        let (name, port) = split(authority);
        if port != Some(self.bound.port()) {
            return false;
        }
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        match bare.parse::<IpAddr>() {
            // Unlike a name, an address cannot resolve to something else later.
            Ok(ip) => ip == self.bound.ip() || ip.is_loopback() || self.bound.ip().is_unspecified(),
            Err(_) => name.eq_ignore_ascii_case("localhost"),
        }
    }

    /// Names that the author allows may lead here through a tunnel, with a different port.
    fn is_extra(&self, authority: &str) -> bool {
        let (name, _) = split(authority);
        self.extra.iter().any(|extra| extra.eq_ignore_ascii_case(name))
    }
}

/// The name and port of `localhost:1111`; without a port, that of plain HTTP.
fn split(authority: &str) -> (&str, Option<u16>) {
    match authority.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => {
            let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
            (name, if digits { port.parse().ok() } else { None })
        }
        _ => (authority, Some(80)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(bound: &str) -> Hosts {
        Hosts::new(bound.parse().expect("it is an address"), vec!["preview.example".into()])
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().expect("it is a header's value"));
        }
        headers
    }

    #[test]
    fn only_the_names_of_this_computer_with_the_right_port_are_answered() {
        let hosts = hosts("127.0.0.1:1111");
        let own = ["localhost:1111", "LocalHost:1111", "127.0.0.1:1111", "[::1]:1111", "127.0.0.2:1111"];
        let extra = ["preview.example", "preview.example:443", "PREVIEW.example:1111"];
        for host in own.into_iter().chain(extra) {
            assert!(hosts.accept(None, &headers(&[("host", host)])), "{host}");
        }
        let foreign = [
            "evil.example:1111",
            "localhost",
            "localhost:80",
            "localhost:1112",
            "localhost:",
            "localhost:+1111",
            "localhost.evil.example:1111",
            "evil.localhost:1111",
            "127.0.0.1.evil.example:1111",
            "127.1:1111",
            "0x7f000001:1111",
            "10.0.0.1:1111",
            "user@localhost:1111",
            "localhost:1111:1111",
            "[localhost]:1111",
            "[::1",
            "",
            ":1111",
        ];
        for host in foreign {
            assert!(!hosts.accept(None, &headers(&[("host", host)])), "{host}");
        }
    }

    #[test]
    fn a_request_with_no_host_or_two_is_refused() {
        let hosts = hosts("127.0.0.1:1111");
        assert!(!hosts.accept(None, &headers(&[])));
        let two = headers(&[("host", "localhost:1111"), ("host", "localhost:1111")]);
        assert!(!hosts.accept(None, &two));
        let one = headers(&[("host", "localhost:1111")]);
        assert!(hosts.accept(Some("localhost:1111"), &one));
        assert!(!hosts.accept(Some("evil.example:1111"), &one));
    }

    #[test]
    fn when_bound_to_all_addresses_any_address_is_accepted_but_no_foreign_name() {
        let hosts = hosts("0.0.0.0:1111");
        assert!(hosts.accept(None, &headers(&[("host", "192.168.1.7:1111")])));
        assert!(hosts.accept(None, &headers(&[("host", "[fe80::1]:1111")])));
        assert!(!hosts.accept(None, &headers(&[("host", "evil.example:1111")])));
    }

    #[test]
    fn port_80_need_not_be_given() {
        assert!(hosts("127.0.0.1:80").accept(None, &headers(&[("host", "localhost")])));
    }

    #[test]
    fn other_sites_have_a_different_origin() {
        let hosts = hosts("127.0.0.1:1111");
        let own: [&[_]; 5] = [
            &[],
            &[("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "none")],
            &[("origin", "http://localhost:1111")],
            &[("origin", "https://preview.example")],
        ];
        for pairs in own {
            assert!(hosts.same_origin(&headers(pairs)), "{pairs:?}");
        }
        let foreign: [&[_]; 6] = [
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "null")],
            &[("origin", "http://evil.example:1111")],
            &[("origin", "https://localhost:1111")],
            &[("origin", "http://localhost:1111"), ("sec-fetch-site", "cross-site")],
        ];
        for pairs in foreign {
            assert!(!hosts.same_origin(&headers(pairs)), "{pairs:?}");
        }
    }
}
