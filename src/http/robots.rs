//! Rules for crawlers (RFC 9309): everything may be read. Google's calendar asks before it fetches
//! a feed.

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};

use super::Response;

const RULES: &str = "User-agent: *\nAllow: /\n";

/// The answer of `/robots.txt`.
pub(super) fn robots() -> Response {
    let mut response = Response::new(Full::new(Bytes::from_static(RULES.as_bytes())));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(RULES.len()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    response
}
