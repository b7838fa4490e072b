//! The preview's HTTP server: serves a [`Shelf`] and tells browsers when it changes.
//!
//! Architecture Invariant: this module does not know how files are made, and reads none.

mod shelf;

pub use shelf::{Answer, News, Problem, Shelf, Shelved, Update};

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

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
                IpAddr::V6(_) => IpAddr::V6(std::net::Ipv6Addr::LOCALHOST),
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
    let address = listener.local_addr()?;
    let asked_port = options.port;
    let (stop, stopped) = oneshot::channel::<()>();
    let thread = std::thread::Builder::new().name("serve".into()).spawn(move || {
        let _ = (listener, options, stopped);
    })?;
    Ok(Server { shelf, address, asked_port, stop: Some(stop), thread: Some(thread) })
}

/// Opens `url` in the author's browser.
///
/// # Errors
/// The system's, when there is no browser to be found.
pub fn open(url: &str) -> io::Result<()> {
    open::that_detached(url)
}

/// How many ports after the one asked for are tried.
const NEXT_PORTS: u16 = 20;

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
