//! The preview's server, tested over real connections.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use balm::diagnostic::Count;
use balm::margin::{Margin, MarginFinding, Margins};
use balm::serve::{self, Problem, SCRIPT, ServeOptions, Server, Shelf, Update};
use serde_json::Value as Json;

/// How many files the large site of these tests has.
const MANY: usize = 10_000;

fn put(shelf: &Shelf, files: &[(&str, &str)]) {
    let put = files.iter().map(|&(path, text)| (path.to_owned(), Arc::from(text.as_bytes()))).collect();
    shelf.update(Update { put, ..Update::default() });
}

/// A server at any free port.
fn served(shelf: &Arc<Shelf>) -> Server {
    with(shelf, ServeOptions::default())
}

fn with(shelf: &Arc<Shelf>, options: ServeOptions) -> Server {
    serve::start(Arc::clone(shelf), ServeOptions { port: 0, ..options }).expect("there is a free port")
}

/// A small site with a page, a style sheet and a 404 page.
fn small() -> Arc<Shelf> {
    let shelf = Arc::new(Shelf::new());
    let page = "<!doctype html><head><title>a</title></head><p>a";
    put(
        &shelf,
        &[("index.html", "home"), ("a/index.html", page), ("style.css", "p {}"), ("404.html", "none")],
    );
    shelf
}

struct Response {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Response {
    /// The value of a header; empty where there is none.
    fn header(&self, name: &str) -> &str {
        let line = self.head.lines().filter_map(|line| line.split_once(": "));
        line.into_iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A connection for one request after the other.
struct Client {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Client {
    fn new(server: &Server) -> Client {
        let stream = TcpStream::connect(server.address()).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("it can be set");
        stream.set_nodelay(true).expect("it can be set");
        Client { stream: BufReader::new(stream), host: format!("localhost:{}", server.address().port()) }
    }

    fn send(&mut self, request: &[u8]) {
        self.stream.get_mut().write_all(request).expect("it can be sent");
    }

    /// Reads an answer; `None` if the server has closed the connection.
    fn receive(&mut self, has_body: bool) -> Option<Response> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head).expect("it answers in time") == 0 {
                return None;
            }
        }
        let status = head.split(' ').nth(1)?.parse().expect("there is a status");
        let mut response = Response { status, head, body: Vec::new() };
        if has_body && response.header("transfer-encoding").is_empty() {
            response.body = vec![0; response.header("content-length").parse().expect("there is a length")];
            self.stream.read_exact(&mut response.body).expect("all of it comes");
        }
        Some(response)
    }

    fn request(&mut self, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = format!("{method} {path} HTTP/1.1\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            let _ = write!(request, "Host: {}\r\n", self.host);
        }
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        request.push_str("\r\n");
        self.send(request.as_bytes());
        self.receive(method != "HEAD").expect("there is an answer")
    }

    fn get(&mut self, path: &str) -> Response {
        self.request("GET", path, &[])
    }

    /// The next event of a stream of events.
    fn event(&mut self) -> Json {
        let mut line = String::new();
        loop {
            line.clear();
            assert_ne!(self.stream.read_line(&mut line).expect("an event comes in time"), 0);
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).expect("it is JSON");
            }
        }
    }
}

#[test]
fn a_page_is_served_with_the_script_and_with_nothing_else_added() {
    let shelf = small();
    let server = served(&shelf);
    let mut client = Client::new(&server);
    let page = client.get("/a/");
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.text().matches(SCRIPT).count(), 1);
    assert_eq!(page.text().replace(SCRIPT, ""), "<!doctype html><head><title>a</title></head><p>a");
    assert_eq!(client.get("/a/index.html").body, page.body);
    assert_eq!(client.get("/").text(), format!("home{SCRIPT}"));
    let sheet = client.get("/style.css");
    assert_eq!((sheet.text().as_str(), sheet.header("content-type")), ("p {}", "text/css; charset=utf-8"));
    for name in ["live", "morph", "panel", "margin", "margin-style", "find", "ink"] {
        let path = &format!("/_balm/{name}.js");
        let script = client.get(path);
        assert_eq!((script.status, script.header("content-type")), (200, "text/javascript; charset=utf-8"));
    }
    assert_eq!(client.get("/_balm/other.js").status, 404);
}

#[test]
fn every_answer_forbids_caching_and_content_sniffing() {
    let server = served(&small());
    let mut client = Client::new(&server);
    for path in ["/a/", "/a", "/none", "/style.css", "/_balm/state", "/_balm/live.js", "/_balm/none"] {
        let response = client.get(path);
        assert_eq!(response.header("cache-control"), "no-store", "{path}");
        assert_eq!(response.header("x-content-type-options"), "nosniff", "{path}");
    }
}

#[test]
fn a_folder_without_its_slash_is_redirected_with_its_query() {
    let server = served(&small());
    let mut client = Client::new(&server);
    let response = client.get("/a?q=1&r=2");
    assert_eq!((response.status, response.header("location")), (301, "/a/?q=1&r=2"));
}

#[test]
fn a_missing_page_gets_the_sites_own_404_page() {
    let shelf = small();
    let server = served(&shelf);
    let mut client = Client::new(&server);
    let response = client.get("/none/");
    assert_eq!((response.status, response.text()), (404, format!("none{SCRIPT}")));
    shelf.update(Update { gone: vec!["a/index.html".into(), "404.html".into()], ..Update::default() });
    for path in ["/a/", "/a", "/none/", "/404.html"] {
        let response = client.get(path);
        assert_eq!(response.status, 404, "{path}");
        assert!(response.text().contains("Page not found") && response.text().contains(SCRIPT));
    }
}

#[test]
fn a_preview_is_read_only() {
    let server = served(&small());
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        let response = Client::new(&server).request(method, "/a/", &[]);
        assert_eq!((response.status, response.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    let mut client = Client::new(&server);
    let (head, get) = (client.request("HEAD", "/a/", &[]), client.get("/a/"));
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), get.body.len().to_string());
}

#[test]
fn no_spelling_of_a_path_escapes_the_site() {
    let folder = tempfile::tempdir().expect("there is room");
    let root = folder.path().join("site");
    std::fs::create_dir(&root).expect("it can be made");
    std::fs::write(folder.path().join("secret.txt"), "SECRET").expect("it can be written");
    std::fs::write(root.join("secret.txt"), "SECRET").expect("it can be written");
    let server = with(&small(), ServeOptions { root: root.clone(), ..ServeOptions::default() });
    let absolute = root.join("secret.txt").to_string_lossy().into_owned();
    let up =
        ["..", "%2e%2e", ".%2E", "%2e.", "%252e%252e", "%c0%ae%c0%ae", "..%00", "...", "..;", "%uff0e%uff0e"];
    let slashes = ["/", "//", "%2f", "%2F", "%252f", "\\", "%5c", "%255C", "%c0%af", "/./"];
    let mut paths =
        vec![absolute.clone(), format!("/{absolute}"), absolute.replace('/', "%2f"), "/secret.txt".into()];
    for up in up {
        for slash in slashes {
            paths.push(format!("/{up}{slash}secret.txt"));
            paths.push(format!("/a/{up}{slash}{up}{slash}secret.txt"));
            paths.push(format!("/{slash}{up}{slash}{up}{slash}etc{slash}passwd"));
            paths.push(format!("/_balm/{up}{slash}secret.txt"));
        }
    }
    for file in
        ["secret.txt", "file:///etc/passwd", "style.css%00.html", "style.css%00", ".%2fstyle.css", "a/.%2e"]
    {
        paths.push(format!("/{file}"));
        paths.push(file.to_owned());
    }
    for path in paths {
        let mut client = Client::new(&server);
        let host = client.host.clone();
        client.send(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes());
        let response = client.receive(true).expect("there is an answer");
        assert!(matches!(response.status, 400 | 404 | 421), "{path}: {}", response.status);
        assert!(!response.text().contains("SECRET") && !response.text().contains("root:"), "{path}");
    }
}

#[test]
fn only_requests_meant_for_this_server_are_answered() {
    let server = served(&small());
    let port = server.address().port();
    let mut client = Client::new(&server);
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(client.request("GET", "/a/", &[("Host", &host)]).status, 200, "{host}");
    }
    let foreign =
        [format!("evil.example:{port}"), "localhost".into(), "localhost:1".into(), "evil.example".into()];
    for host in &foreign {
        for path in ["/a/", "/_balm/state", "/_balm/page?url=/a/", "/_balm/events", "/_balm/live.js"] {
            let response = client.request("GET", path, &[("Host", host)]);
            assert_eq!(response.status, 421, "{host}{path}");
            assert!(!response.text().contains("title"));
        }
    }
    client.send(
        format!("GET http://evil.example:{port}/a/ HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").as_bytes(),
    );
    assert_eq!(client.receive(true).map(|response| response.status), Some(421));
    let named = with(
        &small(),
        ServeOptions { allowed_hosts: vec!["preview.example".into()], ..ServeOptions::default() },
    );
    assert_eq!(Client::new(&named).request("GET", "/a/", &[("Host", "preview.example")]).status, 200);
}

#[test]
fn other_sites_cannot_ask_for_the_problems() {
    let server = served(&small());
    for path in ["/_balm/state", "/_balm/page?url=/a/", "/_balm/events", "/_balm/live.js"] {
        for header in
            [("Origin", "http://evil.example"), ("Sec-Fetch-Site", "cross-site"), ("Origin", "null")]
        {
            let response = Client::new(&server).request("GET", path, &[header]);
            assert_eq!(response.status, 403, "{path} {header:?}");
        }
    }
    let mut client = Client::new(&server);
    let origin = format!("http://{}", client.host);
    let own = [("Origin", origin.as_str()), ("Sec-Fetch-Site", "same-origin")];
    assert_eq!(client.request("GET", "/_balm/state", &own).status, 200);
    // Other sites may link to a page.
    assert_eq!(client.request("GET", "/a/", &[("Sec-Fetch-Site", "cross-site")]).status, 200);
}

#[test]
fn a_range_request_for_a_video_gets_that_range() {
    let shelf = small();
    put(&shelf, &[("a.mp4", "0123456789")]);
    let server = served(&shelf);
    let mut client = Client::new(&server);
    let whole = client.get("/a.mp4");
    assert_eq!((whole.status, whole.header("accept-ranges")), (200, "bytes"));
    let part = client.request("GET", "/a.mp4", &[("Range", "bytes=2-4")]);
    assert_eq!((part.status, part.text().as_str()), (206, "234"));
    assert_eq!((part.header("content-range"), part.header("content-type")), ("bytes 2-4/10", "video/mp4"));
    let outside = client.request("GET", "/a.mp4", &[("Range", "bytes=10-")]);
    assert_eq!((outside.status, outside.header("content-range")), (416, "bytes */10"));
    let mark = whole.header("etag");
    let same = client.request("GET", "/a.mp4", &[("Range", "bytes=0-0"), ("If-Range", mark)]);
    assert_eq!(same.status, 206);
    put(&shelf, &[("a.mp4", "abcdefghij")]);
    let other = client.request("GET", "/a.mp4", &[("Range", "bytes=0-0"), ("If-Range", mark)]);
    assert_eq!((other.status, other.text().as_str()), (200, "abcdefghij"));
}

#[test]
fn a_browser_is_notified_of_every_change_and_its_problems() {
    let shelf = small();
    let options = ServeOptions { root: "/home/me".into(), follow: true, ..ServeOptions::default() };
    let server = with(&shelf, options);
    let mut client = Client::new(&server);
    let response = client.request("GET", "/_balm/events", &[("Accept", "text/event-stream")]);
    assert_eq!(response.header("content-type"), "text/event-stream; charset=utf-8");
    let first = client.event();
    assert_eq!((first["version"].as_u64(), first["follow"].as_bool()), (Some(1), Some(true)));
    let problem = Problem {
        is_error: true,
        code: "broken-link".into(),
        file: "content/a.md".into(),
        line: 3,
        column: 5,
        rendered: "error[broken-link]: </script>".into(),
        others: 2,
        on: vec!["a/index.html".into()],
        ..Problem::default()
    };
    shelf.update(Update {
        put: vec![("b/index.html".into(), Arc::from(*b"b"))],
        problems: vec![problem, Problem::default()],
        held: BTreeSet::from(["a/index.html".to_owned()]),
        drafts: vec!["/b/".into()],
        edited: Some("/b/#c".into()),
        ..Update::default()
    });
    let second = client.event();
    assert_eq!((second["version"].as_u64(), &second["start"]), (Some(2), &first["start"]));
    assert_eq!(second["changed"], serde_json::json!(["/b/"]));
    assert_eq!((second["held"][0].as_str(), second["edited"].as_str()), (Some("/a/"), Some("/b/#c")));
    assert_eq!((second["errors"].as_u64(), second["warnings"].as_u64()), (Some(3), Some(1)));
    assert_eq!(second["drafts"], serde_json::json!(["/b/"]));
    assert_eq!(second["problems"][0]["on"], serde_json::json!(["/a/"]));
    assert_eq!(second["problems"][0]["rendered"], "error[broken-link]: </script>");
    assert_eq!(second["problems"][0]["editor"], "vscode://file/home/me/content/a.md:3:5");
    let state: Json =
        serde_json::from_slice(&Client::new(&server).get("/_balm/state").body).expect("it is JSON");
    assert_eq!(state, second);
}

/// Reports every page's path as a mistake.
#[derive(Debug)]
struct Paths;

impl Margins for Paths {
    fn of(&self, output: &str, most: usize) -> Option<Margin> {
        let finding = MarginFinding {
            code: "rule",
            message: output.into(),
            line: 3,
            column: 5,
            ..MarginFinding::default()
        };
        let finding = MarginFinding { file: "content/a.md".into(), ..finding };
        let count = Count { errors: 1, warnings: 400 };
        (output != "none.html").then(|| Margin { findings: vec![finding; most], count, score: None })
    }
}

#[test]
fn the_findings_of_a_page_are_served_for_that_page_alone() {
    let shelf = small();
    let server = with(&shelf, ServeOptions { root: "/home/me".into(), ..ServeOptions::default() });
    let mut client = Client::new(&server);
    assert_eq!(client.get("/_balm/page?url=/a/").status, 404, "findings are served before there are any");
    shelf.update(Update {
        put: vec![("é b/index.html".into(), Arc::from(*b"")), ("none.html".into(), Arc::from(*b""))],
        base_path: "/backs".into(),
        margins: Some(Arc::new(Paths)),
        unlisted: Count { errors: 2, warnings: 100_000 },
        ..Update::default()
    });
    let mut page = |query: &str| -> Option<Json> {
        let response = client.get(&format!("/_balm/page{query}"));
        assert_eq!(response.header("cache-control"), "no-store");
        if response.status == 404 {
            return None;
        }
        assert_eq!(response.header("content-type"), "application/json; charset=utf-8");
        serde_json::from_slice(&response.body).ok()
    };
    let found = page("?url=%2Fbacks%2Fa%2F").expect("there is such a page");
    assert_eq!(found["findings"][0]["message"], "a/index.html");
    assert_eq!(found["findings"][0]["editor"], "vscode://file/home/me/content/a.md:3:5");
    assert_eq!((&found["version"], &found["warnings"]), (&2.into(), &400.into()));
    assert_eq!(found["findings"].as_array().map(Vec::len), Some(300), "the others are only counted");
    // A browser encodes the path of an address, and then the address.
    let found = page("?x=1&url=%2Fbacks%2F%25C3%25A9%2520b%2F").expect("there is such a page");
    assert_eq!(found["findings"][0]["message"], "é b/index.html");
    for none in ["", "?url=", "?url=/a/", "?url=/backs/c/", "?url=/backs/style.css", "?url=/backs/a"] {
        assert_eq!(page(none), None, "{none}");
    }
    assert_eq!(page("?url=/backs/none.html"), None);
    let state: Json = serde_json::from_slice(&client.get("/_balm/state").body).expect("it is JSON");
    assert_eq!((&state["errors"], &state["warnings"]), (&2.into(), &100_000.into()));
}

#[test]
fn readers_get_complete_pages_while_all_files_are_replaced() {
    let page = |file: usize, version: usize| format!("{file} {}", format!("{version:04} ").repeat(200));
    let all = |version: usize| {
        let file = |file| (format!("p/{file}/index.html"), Arc::from(page(file, version).into_bytes()));
        Update { put: (0..MANY).map(file).collect(), ..Update::default() }
    };
    let shelf = Arc::new(Shelf::new());
    shelf.update(all(0));
    let server = served(&shelf);
    let (done, answers) = (AtomicBool::new(false), AtomicUsize::new(0));
    let mut last = 0;
    thread::scope(|scope| {
        for reader in 0..3 {
            let (server, done, answers) = (&server, &done, &answers);
            scope.spawn(move || {
                let mut client = Client::new(server);
                let mut file = reader;
                while !done.load(Ordering::Relaxed) {
                    file = (file + 997) % MANY;
                    let response = client.get(&format!("/p/{file}/"));
                    let text = response.text();
                    assert_eq!(response.status, 200, "page {file}");
                    let version = text.split(' ').nth(1).and_then(|version| version.parse().ok());
                    let expected = page(file, version.expect("there is a version"));
                    assert_eq!(text.strip_suffix(SCRIPT), Some(expected.as_str()));
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let start = Instant::now();
        while last < 5
            || (start.elapsed() < Duration::from_secs(60) && answers.load(Ordering::Relaxed) < 2_000)
        {
            last += 1;
            shelf.update(all(last));
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(answers.into_inner() >= 2_000);
    let text = Client::new(&server).get("/p/9999/").text();
    assert_eq!(text, page(9_999, last) + SCRIPT);
}

#[test]
fn a_taken_port_gives_way_to_the_next_free_one() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
    let port = taken.local_addr().expect("it has an address").port();
    let shelf = small();
    let options = ServeOptions { port, ..ServeOptions::default() };
    let server = serve::start(Arc::clone(&shelf), options).expect("one of the next ports is free");
    assert_eq!(server.asked_port(), port);
    assert!(server.address().port() > port);
    assert_eq!(server.url(), format!("http://127.0.0.1:{}/", server.address().port()));
    assert_eq!(Client::new(&server).get("/a/").status, 200);
    // An address of a different computer is not a taken port.
    let foreign = ServeOptions { host: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), ..ServeOptions::default() };
    assert!(serve::start(shelf, foreign).is_err());
}

#[test]
fn the_printed_address_leads_to_the_sites_folder() {
    let shelf = small();
    shelf.update(Update { base_path: "/backs".into(), ..Update::default() });
    let server = with(&shelf, ServeOptions { host: Ipv4Addr::UNSPECIFIED.into(), ..ServeOptions::default() });
    assert_eq!(server.url(), format!("http://127.0.0.1:{}/backs/", server.address().port()));
    let mut client = Client::new(&server);
    let response = client.get("/");
    assert_eq!((response.status, response.header("location")), (301, "/backs/"));
    assert_eq!(client.get("/backs/a/").status, 200);
    assert_eq!(client.get("/a/").status, 404);
}

#[test]
fn stopping_ends_every_connection_at_once() {
    let server = served(&small());
    let address = server.address();
    let mut listening = Client::new(&server);
    listening.request("GET", "/_balm/events", &[]);
    listening.event();
    let mut idle = Client::new(&server);
    idle.get("/a/");
    let start = Instant::now();
    server.stop();
    assert!(start.elapsed() < Duration::from_secs(2));
    let mut rest = Vec::new();
    // The connection is either closed or reset.
    let _ = listening.stream.read_to_end(&mut rest);
    assert_eq!(idle.stream.read(&mut [0]).unwrap_or(0), 0);
    assert!(TcpStream::connect(address).is_err());
}
