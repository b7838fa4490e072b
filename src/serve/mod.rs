//! The preview's HTTP server: serves a [`Shelf`] and tells browsers when it changes.
//!
//! Architecture Invariant: this module does not know how files are made, and reads none.

mod body;
mod host;
mod live;
mod range;
mod respond;
mod shelf;

pub use shelf::{Answer, News, Problem, Shelf, Shelved, Update};

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::oneshot;

use host::Hosts;
use respond::Desk;

/// What every page is served with and no page is built with: stands before `</head>`, or else at the end.
pub const SCRIPT: &str = "<script type=\"module\" src=\"/_balm/live.js\"></script>";

/// How many ports after the one asked for are tried.
const NEXT_PORTS: u16 = 20;

/// How long a browser may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(30);

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen at: this computer's own, unless asked for another.
    pub host: IpAddr,
    /// The port to listen at; where it is taken, the next free one. 0 is any.
    pub port: u16,
    /// Names of this computer, beside `localhost` and its addresses, that a browser may ask for.
    pub allowed_hosts: Vec<String>,
    /// Whether browsers go to the page that was edited.
    pub follow: bool,
    /// The address that opens a place in an editor, with `{path}` (absolute), `{line}` and `{column}`.
    pub editor: String,
    /// The site's root, absolute; for links to an editor only.
    pub root: PathBuf,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 1111,
            allowed_hosts: Vec::new(),
            follow: false,
            editor: "vscode://file/{path}:{line}:{column}".into(),
            root: PathBuf::new(),
        }
    }
}

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    shelf: Arc<Shelf>,
    address: SocketAddr,
    asked_port: u16,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port that was asked for; another one than [`Server::address`] has where that was taken.
    #[must_use]
    pub fn asked_port(&self) -> u16 {
        self.asked_port
    }

    /// The address of the site's first page, for a browser on this computer.
    #[must_use]
    pub fn url(&self) -> String {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
                IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
            });
        }
        format!("http://{address}{}/", crate::url::encode_path(&self.shelf.base_path()))
    }

    /// Ends it at once, with all connections.
    pub fn stop(self) {}
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Serves `shelf` from a thread of its own.
///
/// # Errors
/// The system's, when it lets nobody listen at that address or none of the next ports is free.
pub fn start(shelf: Arc<Shelf>, options: Options) -> io::Result<Server> {
    let listener = bind(options.host, options.port)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let asked_port = options.port;
    let desk = Desk {
        shelf: Arc::clone(&shelf),
        hosts: Arc::new(Hosts::new(address, options.allowed_hosts.clone())),
        options: Arc::new(options),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let thread = std::thread::Builder::new().name("serve".into()).spawn(move || {
        runtime.spawn(accept(listener, desk));
        let _ = runtime.block_on(stopped);
        // With the runtime goes every connection.
    })?;
    Ok(Server { shelf, address, asked_port, stop: Some(stop), thread: Some(thread) })
}

/// Answers on every connection, for ever.
async fn accept(listener: tokio::net::TcpListener, desk: Desk) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, say: some will be closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let desk = desk.clone();
        let service = service_fn(move |request| {
            let desk = desk.clone();
            async move { Ok::<_, Infallible>(desk.answer(request).await) }
        });
        tokio::spawn(
            http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .serve_connection(TokioIo::new(stream), service),
        );
    }
}

/// Opens `url` in the author's browser.
///
/// # Errors
/// The system's, when there is no browser to be found.
pub fn open(url: &str) -> io::Result<()> {
    open::that_detached(url)
}

fn bind(host: IpAddr, port: u16) -> io::Result<TcpListener> {
    let mut result = TcpListener::bind((host, port));
    for next in 1..=NEXT_PORTS {
        let Some(port) = port.checked_add(next) else { break };
        match &result {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                result = TcpListener::bind((host, port));
            }
            _ => break,
        }
    }
    result
}
