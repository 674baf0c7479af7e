//! Reading from pages of other origins (the Fetch standard, section 3.3), and OPTIONS.

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ALLOW,
    HeaderValue, ORIGIN,
};
use hyper::{HeaderMap, StatusCode};

use super::Response;

/// The methods that every address has.
pub(super) const METHODS: &str = "GET, HEAD, OPTIONS";

/// Lets every origin read a response. All of them are public and none depends on who asks, so
/// nothing varies by Origin.
pub(super) fn open(headers: &mut HeaderMap) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("Allow, Content-Disposition, Date, ETag, Retry-After"),
    );
}

/// The answer to OPTIONS, preflight or not.
pub(super) fn options(request: &HeaderMap) -> Response {
    let mut response = Response::new(Full::new(Bytes::new()));
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(ALLOW, HeaderValue::from_static(METHODS));
    if request.contains_key(ORIGIN) && request.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
        headers.insert(
            ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static(
                "Accept, Cache-Control, Content-Type, If-Match, If-Modified-Since, \
                 If-None-Match, If-Unmodified-Since, Pragma, Range, X-Requested-With",
            ),
        );
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    }
    response
}
