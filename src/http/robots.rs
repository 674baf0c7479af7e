//! What crawlers may read, and where they find it.

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};

use super::{Response, State};
use crate::pages;

/// The answer of `/robots.txt`.
pub(super) fn robots(state: &State) -> Response {
    let rules = pages::robots(&state.site);
    let length = rules.len();
    let mut response = Response::new(Full::new(Bytes::from(rules)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    response
}
