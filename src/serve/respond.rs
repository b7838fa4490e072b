//! Answers requests.

use std::sync::Arc;

use hyper::body::Bytes;
use hyper::header::{
    ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
    IF_RANGE, LOCATION, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::mpsc;

use super::ServeOptions;
use super::body::ResponseBody;
use super::host::Hosts;
use super::live;
use super::range::{self, ByteRange};
use super::shelf::{PathEntry, Shelf, ShelvedFile};

/// The page for an address without content, on a site without a 404 page.
const NOTHING: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Page not found</title></head>\n\
    <body><h1>Page not found</h1></body>\n</html>\n";

/// The address for the findings of a page.
const PAGE_FINDINGS: &str = "/_balm/page";

/// Everything needed to answer requests.
#[derive(Clone, Debug)]
pub(super) struct Responder {
    pub(super) shelf: Arc<Shelf>,
    pub(super) hosts: Arc<Hosts>,
    pub(super) options: Arc<ServeOptions>,
}

impl Responder {
    /// The response to `request`. Finding out what the checks say about a page means rendering it, so that is done on
    /// another thread: no other request should wait for it.
    pub(super) async fn answer<B: Send + 'static>(self, request: Request<B>) -> Response<ResponseBody> {
        if request.uri().path() != PAGE_FINDINGS {
            return self.respond(&request);
        }
        let answer = tokio::task::spawn_blocking(move || self.respond(&request)).await;
        answer
            .unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "This page could not be checked.\n"))
    }

    /// The response to `request`. Event streams need a runtime around the call.
    fn respond<B>(&self, request: &Request<B>) -> Response<ResponseBody> {
        let authority = request.uri().authority().map(hyper::http::uri::Authority::as_str);
        if !self.hosts.accept(authority, request.headers()) {
            let text = "This preview answers only to the name of the computer it runs on.\n";
            return plain(StatusCode::MISDIRECTED_REQUEST, text);
        }
        if request.method() != Method::GET && request.method() != Method::HEAD {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "This preview can only be read.\n");
            set(&mut response, ALLOW, "GET, HEAD");
            return response;
        }
        let path = request.uri().path();
        if path.starts_with("/_balm/") { self.own(path, request) } else { self.shelved(path, request) }
    }

    /// Answers at the preview's own addresses.
    fn own<B>(&self, path: &str, request: &Request<B>) -> Response<ResponseBody> {
        if !self.hosts.same_origin(request.headers()) {
            return plain(StatusCode::FORBIDDEN, "Only pages of this preview may ask for this.\n");
        }
        if let Some(script) = live::script(path) {
            return whole(StatusCode::OK, "text/javascript; charset=utf-8", script);
        }
        match path {
            "/_balm/state" => {
                let state = live::state(&self.shelf, &self.shelf.news(), &self.options);
                whole(StatusCode::OK, "application/json; charset=utf-8", state)
            }
            PAGE_FINDINGS => {
                match live::page_findings(&self.shelf, request.uri().query().unwrap_or(""), &self.options) {
                    Some(text) => whole(StatusCode::OK, "application/json; charset=utf-8", text),
                    None => plain(StatusCode::NOT_FOUND, "There is no such page.\n"),
                }
            }
            "/_balm/events" => {
                let (sender, receiver) = mpsc::channel(1);
                if request.method() == Method::GET {
                    tokio::spawn(live::stream_states(
                        Arc::clone(&self.shelf),
                        Arc::clone(&self.options),
                        sender,
                    ));
                }
                let mut response = Response::new(ResponseBody::Pieces(receiver));
                set(&mut response, CONTENT_TYPE, "text/event-stream; charset=utf-8");
                always(response)
            }
            _ => plain(StatusCode::NOT_FOUND, "There is nothing at this address.\n"),
        }
    }

    fn shelved<B>(&self, path: &str, request: &Request<B>) -> Response<ResponseBody> {
        match self.shelf.get(path) {
            PathEntry::File(file) if file.is_html() => self.page(StatusCode::OK, Some(&file)),
            PathEntry::File(file) => self.file(&file, request),
            PathEntry::NotFound(page) => self.page(StatusCode::NOT_FOUND, page.as_ref()),
            PathEntry::Moved(mut to) => {
                if let Some(query) = request.uri().query() {
                    to.push('?');
                    to.push_str(query);
                }
                let mut response =
                    plain(StatusCode::MOVED_PERMANENTLY, "This address needs a slash at the end.\n");
                set(&mut response, LOCATION, &to);
                response
            }
        }
    }

    fn page(&self, status: StatusCode, file: Option<&ShelvedFile>) -> Response<ResponseBody> {
        let bytes = file.map_or(NOTHING.as_bytes(), |file| &file.bytes);
        let mut response = whole(status, "text/html; charset=utf-8", live::with_script(bytes));
        let mark = self.mark(status, file.map_or(0, |file| file.version));
        // This is the only response header that the script of a page can read.
        set(&mut response, HeaderName::from_static("server-timing"), &format!("balm;desc=\"{mark}\""));
        response
    }

    fn file<B>(&self, file: &ShelvedFile, request: &Request<B>) -> Response<ResponseBody> {
        let mark = format!("\"{}\"", self.mark(StatusCode::OK, file.version));
        let header = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let is_current = header(IF_RANGE).is_none_or(|wanted| wanted == mark);
        let part = match header(RANGE) {
            Some(range) if is_current && request.method() == Method::GET => {
                range::parse(range, file.bytes.len())
            }
            _ => ByteRange::Whole,
        };
        let bytes = Bytes::from_owner(Arc::clone(&file.bytes));
        let length = bytes.len();
        let mut response = match part {
            ByteRange::Whole => whole(StatusCode::OK, &file.media_type(), bytes),
            ByteRange::Bytes(part) => {
                let place = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                let bytes = bytes.slice(part);
                let mut response = whole(StatusCode::PARTIAL_CONTENT, &file.media_type(), bytes);
                set(&mut response, CONTENT_RANGE, &place);
                response
            }
            ByteRange::Outside => {
                let mut response =
                    plain(StatusCode::RANGE_NOT_SATISFIABLE, "The file is shorter than that.\n");
                set(&mut response, CONTENT_RANGE, &format!("bytes */{length}"));
                response
            }
        };
        set(&mut response, ACCEPT_RANGES, "bytes");
        set(&mut response, ETAG, &mark);
        response
    }

    /// Identifies one version of a page or file.
    fn mark(&self, status: StatusCode, version: u64) -> String {
        format!("{}-{}-{version}", self.shelf.start(), status.as_u16())
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response<ResponseBody> {
    whole(status, "text/plain; charset=utf-8", text)
}

fn whole(status: StatusCode, media_type: &str, bytes: impl Into<Bytes>) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::whole(bytes));
    *response.status_mut() = status;
    set(&mut response, CONTENT_TYPE, media_type);
    always(response)
}

/// Adds the headers that every response has.
fn always(mut response: Response<ResponseBody>) -> Response<ResponseBody> {
    set(&mut response, CACHE_CONTROL, "no-store");
    set(&mut response, X_CONTENT_TYPE_OPTIONS, "nosniff");
    response
}

/// Sets a header, unless the value is not allowed in one.
fn set(response: &mut Response<ResponseBody>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
