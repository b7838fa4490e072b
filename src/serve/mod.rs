//! The preview's HTTP server: serves a [`Shelf`] and tells browsers when it changes.
//!
//! Architecture Invariant: this module does not know how files are made, and reads none.

mod body;
mod host;
mod live;
mod range;
mod respond;
mod shelf;

pub use shelf::{News, PathEntry, Problem, Shelf, ShelvedFile, Update};

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
use respond::Responder;

/// Added to every page that is served, but to no page that is built: before `</head>`, or else at the end.
pub const SCRIPT: &str = "<script type=\"module\" src=\"/_balm/live.js\"></script>";

/// How many ports after the requested one are tried.
const NEXT_PORTS: u16 = 20;

/// How long a browser may take to send its request.
const PATIENCE: Duration = Duration::from_secs(30);

/// How to serve.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// The address to listen on; by default only this computer can connect.
    pub host: IpAddr,
    /// The port to listen on, or the next free one if it is taken. 0 means any.
    pub port: u16,
    /// More names for this computer that browsers may use, besides `localhost` and its addresses.
    pub allowed_hosts: Vec<String>,
    /// Whether browsers go to the page that was edited.
    pub follow: bool,
    /// The address that opens a place in an editor, with `{path}` (absolute), `{line}` and `{column}`.
    pub editor: String,
    /// The absolute path of the site's root, used only in links to the editor.
    pub root: PathBuf,
}

impl Default for ServeOptions {
    fn default() -> Self {
        ServeOptions {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 1111,
            allowed_hosts: Vec::new(),
            follow: false,
            editor: "vscode://file/{path}:{line}:{column}".into(),
            root: PathBuf::new(),
        }
    }
}

/// A running server. It stops when this is dropped.
#[derive(Debug)]
pub struct Server {
    shelf: Arc<Shelf>,
    address: SocketAddr,
    asked_port: u16,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port that was requested. If it was taken, [`Server::address`] has another.
    #[must_use]
    pub fn asked_port(&self) -> u16 {
        self.asked_port
    }

    /// The address of the site's home page, for a browser on this computer.
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

    /// Stops the server at once and closes all connections.
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
/// The system's, if it cannot listen at that address or no port is free.
pub fn start(shelf: Arc<Shelf>, options: ServeOptions) -> io::Result<Server> {
    let listener = bind(options.host, options.port)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let asked_port = options.port;
    let desk = Responder {
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
        // Dropping the runtime closes every connection.
    })?;
    Ok(Server { shelf, address, asked_port, stop: Some(stop), thread: Some(thread) })
}

/// Accepts connections forever and answers their requests.
async fn accept(listener: tokio::net::TcpListener, desk: Responder) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // There may be too many open files; some will be closed soon.
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
/// The system's, if no browser is found.
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
