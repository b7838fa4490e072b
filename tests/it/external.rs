//! `balm check --external`, tested with servers on this computer.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use balm::external::ask::Patience;
use balm::external::{AskOptions, CheckObserver, Verdict, ask_all};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;

use crate::harness::{Run, Site, balm, run};

/// What a server does with a request: how long it takes, and what it answers.
type Reply = (Duration, Response<String>);

/// A request that arrived, and how many were being answered at that moment.
#[derive(Clone, Debug)]
struct Seen {
    method: Method,
    path: String,
    at: Instant,
    busy: usize,
}

/// A server on the loopback interface that notes every request.
struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Starts a server that answers the nth request (from 0) for a path with `reply`.
    fn start(reply: impl Fn(&Method, &str, usize) -> Reply + Send + Sync + 'static) -> Server {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        listener.set_nonblocking(true).expect("the listener is fine");
        let address = listener.local_addr().expect("it listens");
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let noted = Arc::clone(&seen);
        let (reply, busy) = (Arc::new(reply), Arc::new(Mutex::new(0)));
        std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it starts");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("it is non-blocking");
                let local = tokio::task::LocalSet::new();
                local
                    .run_until(async {
                        while let Ok((stream, _)) = listener.accept().await {
                            let (noted, reply, busy) =
                                (Arc::clone(&noted), Arc::clone(&reply), Arc::clone(&busy));
                            tokio::task::spawn_local(async move {
                                let service = service_fn(|request| {
                                    answer(request, Arc::clone(&noted), Arc::clone(&reply), Arc::clone(&busy))
                                });
                                let http = hyper::server::conn::http1::Builder::new();
                                let _ = http.serve_connection(TokioIo::new(stream), service).await;
                            });
                        }
                    })
                    .await;
            });
        });
        Server { address, seen }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The same server under a second name.
    fn other_url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }

    /// The methods of the requests for `path`, in order.
    fn methods(&self, path: &str) -> Vec<String> {
        let seen = self.seen.lock().expect("nobody panicked");
        seen.iter().filter(|seen| seen.path == path).map(|seen| seen.method.to_string()).collect()
    }

    fn count(&self) -> usize {
        self.seen.lock().expect("nobody panicked").len()
    }
}

async fn answer<F: Fn(&Method, &str, usize) -> Reply>(
    request: Request<Incoming>,
    noted: Arc<Mutex<Vec<Seen>>>,
    reply: Arc<F>,
    busy: Arc<Mutex<usize>>,
) -> Result<Response<String>, Infallible> {
    let (method, path) = (request.method().clone(), request.uri().to_string());
    let nth = {
        let mut busy = busy.lock().expect("nobody panicked");
        *busy += 1;
        let mut noted = noted.lock().expect("nobody panicked");
        noted.push(Seen { method: method.clone(), path: path.clone(), at: Instant::now(), busy: *busy });
        noted.iter().filter(|seen| seen.path == path).count() - 1
    };
    let (time, response) = reply(&method, &path, nth);
    tokio::time::sleep(time).await;
    *busy.lock().expect("nobody panicked") -= 1;
    Ok(response)
}

fn status(code: u16) -> Reply {
    let mut response = Response::new("text".to_owned());
    *response.status_mut() = StatusCode::from_u16(code).expect("it is a status");
    (Duration::ZERO, response)
}

fn with(mut reply: Reply, name: header::HeaderName, value: &str) -> Reply {
    reply.1.headers_mut().insert(name, value.parse().expect("it is a header"));
    reply
}

fn redirect(code: u16, to: &str) -> Reply {
    with(status(code), header::LOCATION, to)
}

fn after(time: Duration, reply: Reply) -> Reply {
    (time, reply.1)
}

struct Patient;

impl CheckObserver for Patient {
    fn done(&self) {}
    fn is_over(&self) -> bool {
        false
    }
}

/// Options that keep a test fast.
fn quick() -> AskOptions {
    AskOptions {
        delay: Duration::ZERO,
        timeout: Duration::from_millis(600),
        patience: Patience { first: Duration::from_millis(20), longest: Duration::from_secs(2) },
        ..AskOptions::default()
    }
}

fn ask(address: &str) -> Verdict {
    let mut found = ask_all([address], &quick(), &Patient);
    found.remove(address).expect("it was asked")
}

#[test]
fn an_existing_page_gets_one_head_request() {
    let server = Server::start(|_, _, _| status(200));
    assert_eq!(ask(&server.url("/a")), Verdict::Fine);
    assert_eq!(server.methods("/a"), ["HEAD"]);
}

#[test]
fn a_page_is_dead_only_if_get_fails_as_well_as_head() {
    let server = Server::start(|method, path, _| match (path, method) {
        ("/gone", _) => status(410),
        ("/page", &Method::GET) => status(200),
        ("/page", _) => status(405),
        ("/shy", &Method::HEAD) => status(404),
        ("/shy", _) => status(200),
        _ => status(404),
    });
    assert_eq!(ask(&server.url("/no")), Verdict::Dead("the server says 404 (not found)".into()));
    assert_eq!(server.methods("/no"), ["HEAD", "GET"]);
    assert_eq!(ask(&server.url("/gone")), Verdict::Dead("the server says 410 (gone for good)".into()));
    assert_eq!((ask(&server.url("/page")), ask(&server.url("/shy"))), (Verdict::Fine, Verdict::Fine));
    assert_eq!(server.methods("/page"), ["HEAD", "GET"]);
}

#[test]
fn a_permanent_redirect_gives_the_new_address_and_a_temporary_one_does_not() {
    let server = Server::start(|_, path, _| match path {
        "/old" => redirect(301, "/newer"),
        "/newer" => redirect(308, "new?x=1"),
        "/now" => redirect(302, "/new"),
        "/mixed" => redirect(301, "/now"),
        "/new" | "/new?x=1" => status(200),
        "/to-nothing" => redirect(301, "/nothing"),
        "/circle" => redirect(302, "/circle"),
        "/nowhere" => status(301),
        _ => status(404),
    });
    assert_eq!(ask(&server.url("/old")), Verdict::Moved(server.url("/new?x=1")));
    assert_eq!(ask(&server.url("/now")), Verdict::Fine);
    assert_eq!(ask(&server.url("/mixed")), Verdict::Moved(server.url("/now")));
    let dead =
        format!("it redirects to `{}`, and there the server says 404 (not found)", server.url("/nothing"));
    assert_eq!(ask(&server.url("/to-nothing")), Verdict::Dead(dead));
    assert_eq!(ask(&server.url("/circle")), Verdict::Unreachable("it redirects more than 10 times".into()));
    assert_eq!(
        ask(&server.url("/nowhere")),
        Verdict::Unreachable("it redirects to an invalid address".into())
    );
}

#[test]
fn a_busy_server_is_asked_again_after_the_delay_it_asks_for() {
    let server = Server::start(|_, path, nth| match (path, nth) {
        ("/busy", 0) => with(status(429), header::RETRY_AFTER, "1"),
        ("/down", 0 | 1) => status(503),
        ("/busy" | "/down", _) => status(200),
        ("/tomorrow", _) => with(status(503), header::RETRY_AFTER, "86400"),
        _ => status(429),
    });
    assert_eq!((ask(&server.url("/busy")), ask(&server.url("/down"))), (Verdict::Fine, Verdict::Fine));
    let seen: Vec<Instant> = {
        let seen = server.seen.lock().expect("nobody panicked");
        seen.iter().filter(|seen| seen.path == "/busy").map(|seen| seen.at).collect()
    };
    assert_eq!(seen.len(), 2);
    assert!(seen[1] - seen[0] >= Duration::from_secs(1), "{:?}", seen[1] - seen[0]);
    let busy = Verdict::Unreachable("the server says 503 (too busy)".into());
    assert_eq!((ask(&server.url("/tomorrow")), server.methods("/tomorrow").len()), (busy, 1));
    assert_eq!(ask(&server.url("/always")), Verdict::Unreachable("the server says 429 (too busy)".into()));
    assert_eq!(server.methods("/always").len(), 3);
}

#[test]
fn a_server_that_is_slow_or_absent_or_refuses_is_unreachable() {
    let server = Server::start(|_, path, _| match path {
        "/slow" => after(Duration::from_secs(5), status(200)),
        "/private" => status(403),
        _ => status(500),
    });
    assert_eq!(ask(&server.url("/slow")), Verdict::Unreachable("the server takes too long".into()));
    assert_eq!(server.methods("/slow").len(), 3);
    for path in ["/private", "/broken"] {
        assert!(matches!(ask(&server.url(path)), Verdict::Unreachable(_)), "{path}");
    }
    let closed =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port was free");
    assert!(
        matches!(ask(&format!("http://{closed}/")), Verdict::Unreachable(why) if why.contains("no connection"))
    );
    // Plain text where TLS is expected.
    let found = ask(&server.url("/a").replace("http:", "https:"));
    assert!(matches!(found, Verdict::Unreachable(_)), "{found:?}");
    assert_eq!(ask("http://no-such-host.invalid/a"), Verdict::NoHost("no-such-host.invalid".into()));
}

#[test]
fn a_host_gets_at_most_two_requests_at_a_time_with_pauses_while_other_hosts_are_asked() {
    let server = Server::start(|_, path, _| match path {
        "/on" => redirect(302, "/0"),
        _ => after(Duration::from_millis(60), status(200)),
    });
    let mut addresses: Vec<String> = (0..8).map(|n| server.url(&format!("/{n}"))).collect();
    addresses.push(server.url("/on"));
    let options = AskOptions { delay: Duration::from_millis(40), ..quick() };
    let found = ask_all(addresses.iter().map(String::as_str), &options, &Patient);
    assert!(found.len() == 9 && found.values().all(|verdict| *verdict == Verdict::Fine), "{found:?}");
    let seen = server.seen.lock().expect("nobody panicked").clone();
    assert_eq!(seen.len(), 10);
    assert_eq!(
        seen.iter().map(|seen| seen.busy).max(),
        Some(2),
        "never more than two, and two when there are many"
    );
    // Of three consecutive requests, two used the same slot, so they are one request and one pause apart.
    for three in seen.windows(3) {
        assert!(three[2].at - three[0].at >= Duration::from_millis(95), "{:?}", three[2].at - three[0].at);
    }
    // Under a second name it counts as a different host, which does not wait for the first.
    let both: Vec<String> =
        (0..4).flat_map(|n| [server.url(&format!("/x{n}")), server.other_url(&format!("/y{n}"))]).collect();
    let _ = ask_all(both.iter().map(String::as_str), &options, &Patient);
    let most = server.seen.lock().expect("nobody panicked").iter().map(|seen| seen.busy).max();
    assert!(most > Some(2), "{most:?}");
}

#[test]
fn addresses_are_skipped_when_time_runs_out() {
    struct Over;
    impl CheckObserver for Over {
        fn done(&self) {}
        fn is_over(&self) -> bool {
            true
        }
    }
    let server = Server::start(|_, _, _| status(200));
    assert_eq!(ask_all([server.url("/a").as_str()], &quick(), &Over), BTreeMap::new());
    assert_eq!(server.count(), 0);
}

/// Runs balm with a cache of its own and without a proxy.
fn check(site: &Site, args: &[&str]) -> Run {
    let mut command = balm(site.path());
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(name);
    }
    command.env("XDG_CACHE_HOME", site.path().join("cache")).args(["check", "--color", "never"]).args(args);
    if !args.contains(&"--today") {
        command.args(["--today", "2026-11-22"]);
    }
    run(command)
}

/// Settings that leave only the rules about links at their usual levels.
const OTHER_RULES: &str = "tables = \"off\"\nclinical = \"off\"\ntrust = \"off\"\nplain-language = \"off\"\naccessibility = \"off\"\n\
                           structure = \"off\"\nweight = \"off\"\nbroken-link = \"off\"\n";

/// A site with links in every kind of place.
fn linking(server: &Server) -> Site {
    let (dead, fine) = (server.url("/dead"), server.url("/fine"));
    Site::new()
        .file(
            "content/a.md",
            format!("# Heat\n\nSee [x]({dead}#part), <{fine}> and [mail](mailto:a@b.example).\n\n[x][1]\n\n[1]: {dead}\n"),
        )
        .file("content/b/index.md", "# B\n\nText.\n")
        .file("content/b/sources.toml", format!("[[source]]\ntitle = \"Old work\"\nurl = \"{}\"\n", server.url("/old")))
        .file("content/b/faq.toml", format!("[[question]]\nquestion = \"Why?\"\nanswer = \"See [x]({dead}).\"\n"))
        .file(
            "site.toml",
            format!(
                "title = \"Backs\"\nbase_url = \"https://backs.example\"\n\n[publisher]\nname = \"P\"\nurl = \"{}\"\n\n[checks]\n{OTHER_RULES}",
                server.url("/busy")
            ),
        )
}

fn links_server() -> Server {
    Server::start(|_, path, _| match path {
        "/dead" => status(404),
        "/old" => redirect(301, "/fine"),
        "/busy" => status(403),
        _ => status(200),
    })
}

#[test]
fn every_external_link_is_asked_once_and_reported_with_all_its_places() {
    let server = links_server();
    let site = linking(&server);
    let found = check(&site, &["--external"]);
    assert_eq!(found.code, 1, "{found:?}");
    assert!(found.out.starts_with("Asking for 4 addresses on 1 host.\n"), "{}", found.out);
    let host = server.address.to_string();
    let told = found.err.replace(&host, "host.example").replace(&"^".repeat(host.len() + 12), "");
    for said in [
        "error[dead-link]: `http://host.example/dead` is gone: the server says 404 (not found)\n",
        "--> content/a.md:3:5",
        "::: content/b/faq.toml:3:",
        "here too",
        "warning[moved-link]: `http://host.example/old` has moved permanently\n",
        "--> content/b/sources.toml:3:8",
        "= help: open `http://host.example/fine`, and link to it if it is the same page",
        "warning[unreachable-link]: `http://host.example/busy` could not be checked: the server says 403 (access denied, perhaps only to programs)\n",
        "--> site.toml:6:8",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
    assert_eq!(told.matches("error[").count() + told.matches("warning[").count(), 3, "{told}");
    assert_eq!(server.methods("/dead"), ["HEAD", "GET"]);
    assert_eq!(check(&site, &["--external", "--strict"]).err.matches("error[").count(), 3);
}

#[test]
fn no_request_is_made_without_the_flag() {
    let server = links_server();
    let site = linking(&server);
    assert_eq!(check(&site, &[]).code, 0);
    assert_eq!(site.run(&["build"]).code, 0);
    assert_eq!(server.count(), 0);
    assert_eq!(site.run(&["build", "--external"]).code, 2);
}

#[test]
fn good_answers_are_cached_for_some_days_and_bad_ones_are_not() {
    let server = links_server();
    let site = linking(&server);
    let asked = |args: &[&str]| {
        let before = server.count();
        let found = check(&site, &[&["--external", "--cache", "links.json"], args].concat());
        assert_eq!(
            found.err.matches("[moved-link]").count(),
            1,
            "cached results are reported too: {}",
            found.err
        );
        server.count() - before
    };
    // HEAD and GET for /dead and /busy, HEAD for /fine, and HEAD for /old and its target.
    assert_eq!(asked(&[]), 7);
    assert_eq!(asked(&[]), 4, "only bad answers are asked for again");
    assert_eq!(asked(&["--today", "2026-11-28"]), 4, "good answers are still cached after six days");
    assert_eq!(asked(&["--today", "2026-11-29"]), 7, "good answers expire after a week");
    assert_eq!(asked(&["--today", "2026-11-29", "--max-age", "0"]), 7, "an age of 0 disables the cache");
    std::fs::write(site.path().join("links.json"), "{").expect("a file can be written");
    let found = check(&site, &["--external", "--cache", "links.json"]);
    assert!(found.err.starts_with("note: links.json cannot be used ("), "{}", found.err);
}

#[test]
fn the_cache_is_in_the_user_s_cache_folder_unless_another_is_given() {
    let server = links_server();
    let site = linking(&server);
    check(&site, &["--external"]);
    assert!(site.path().join("cache/balm/links.json").is_file());
    assert!(check(&site, &["--external"]).out.contains("; 2 already known"), "the cache is not read");
}

#[test]
fn being_offline_is_not_reported_as_a_mistake_of_the_site() {
    let site = Site::with("# Heat\n\n[x](http://one.invalid/) and [y](http://two.invalid/)\n");
    let found = check(&site, &["--external"]);
    assert!(found.code == 2 && found.err.contains("check whether this computer is online"), "{found:?}");
    let one = Site::with("# Heat\n\n[x](http://one.invalid/)\n");
    let found = check(&one, &["--external"]);
    assert!(found.code == 1 && found.err.contains("there is no host `one.invalid`"), "{found:?}");
}

#[test]
fn the_site_sets_the_levels_of_rules_about_external_links() {
    let server = links_server();
    let site = linking(&server);
    let config = std::fs::read_to_string(site.path().join("site.toml")).expect("it is there");
    let site =
        site.file("site.toml", format!("{config}unreachable-link = \"off\"\nmoved-link = \"error\"\n"));
    let told = check(&site, &["--external"]).err;
    assert!(told.contains("error[moved-link]") && told.contains("error[dead-link]"), "{told}");
    assert!(!told.contains("[unreachable-link]"), "{told}");
}

#[test]
fn a_waiver_covers_findings_about_the_links_after_it() {
    let server = links_server();
    let dead = server.url("/dead");
    let waiver = "<!-- balm-allow dead-link: kept for its history, until 2027-03-01 -->";
    let text = |at_end: &str| {
        format!(
            "# Heat\n\nWarm.\n\n{waiver}\n\nSee [x]({dead}).\n\nSee [y]({}).\n{at_end}",
            server.url("/fine")
        )
    };
    let table = format!(
        "# balm-allow moved-link: it will be back, until 2027-03-01\n[[source]]\ntitle = \"Old work\"\nurl = \"{}\"\n",
        server.url("/old")
    );
    let site = linking(&server).file("content/a.md", text("")).file("content/b/sources.toml", &table);
    let site = site.file("content/b/faq.toml", "[[question]]\nquestion = \"Why?\"\nanswer = \"So.\"\n");
    let found = check(&site, &["--external"]);
    assert_eq!((found.code, found.err.matches("warning[").count()), (0, 1), "{}", found.err);
    assert!(found.err.contains("warning[unreachable-link]"), "the others are waived: {}", found.err);
    assert_eq!(check(&site, &[]).err, "", "without requests, these waivers are not reported as unused");

    // The same address in a different place is reported.
    let site = site.file("content/a.md", text(&format!("\nSee [z]({dead}).\n")));
    let found = check(&site, &["--external"]);
    assert_eq!(found.code, 1);
    assert!(found.err.contains("--> content/a.md:11:5") && !found.err.contains("here too"), "{}", found.err);

    // Once the page exists again, the waiver is unused; the day after its end it has expired.
    let site = site.file("content/a.md", text("").replace("/dead", "/fine"));
    assert_eq!(check(&site, &[]).err, "");
    let found = check(&site, &["--external"]);
    assert!(
        found.code == 0 && found.err.contains("warning[unused-waiver]: this waiver of `dead-link`"),
        "{}",
        found.err
    );
    assert_eq!(found.err.matches("unused-waiver]").count(), 1, "{}", found.err);
    assert!(check(&site, &["--today", "2027-03-02"]).err.contains("error[expired-waiver]"));
}
