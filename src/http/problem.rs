//! Refusals as problem documents (RFC 9457).

use bytes::Bytes;
use http_body_util::Full;
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, VARY};
use hyper::http::request::Parts;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Response, State, page, policy};
use crate::pages::{self, Trouble};
use crate::query::QueryError;

/// Why a request gets no representation, and what would be right.
///
/// The type is `about:blank`: the status says what kind of problem it is, the members `valid`,
/// `nearest`, `parameter`, `value` and `limit` what would be right.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    status: StatusCode,
    detail: String,
    members: Map<String, Value>,
    header: Option<(HeaderName, &'static str)>,
    error: Option<Box<QueryError>>,
}

#[derive(Serialize)]
struct Document<'a> {
    r#type: &'static str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    #[serde(flatten)]
    members: &'a Map<String, Value>,
}

impl Problem {
    /// A problem; `detail` is for people.
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { status, detail, members: Map::new(), header: None, error: None }
    }

    /// Adds a member for programs.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// Keeps the error that it comes from, of which a page says more.
    pub(super) fn of(mut self, error: &QueryError) -> Self {
        self.error = Some(Box::new(error.clone()));
        self
    }

    /// Sets the header field that goes with the status.
    pub(super) fn header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.header = Some((name, value));
        self
    }

    /// The response as a page, for people.
    pub(super) fn page(&self, state: &State, request: &Parts) -> Response {
        let snapshot = state.snapshot.load();
        // The page leads to addresses that begin as this one.
        let path = &*page::encoded(request.uri.path());
        let query = &*page::encoded(request.uri.query().unwrap_or_default());
        let languages = pages::languages_of_all(&snapshot);
        let named = path.split('/').nth(1).unwrap_or_default();
        let language = languages.iter().find(|language| language.as_str() == named).copied();
        let language = language.unwrap_or_else(|| page::best(&request.headers, &languages));
        let trouble = Trouble {
            path,
            query,
            status: self.status.as_u16(),
            detail: &self.detail,
            error: self.error.as_deref(),
            nearest: self.members.get("nearest").and_then(Value::as_str),
        };
        let html = pages::trouble(&snapshot, &state.site, language, &trouble);
        let mut response = self.answer("text/html; charset=utf-8", html.into_bytes());
        policy::set(response.headers_mut());
        response
    }

    /// The response. It may not be kept: what is missing now may be published next.
    pub(super) fn response(&self) -> Response {
        let document = Document {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or_default(),
            status: self.status.as_u16(),
            detail: &self.detail,
            members: &self.members,
        };
        // A map with text keys always has a form in JSON.
        let octets = serde_json::to_vec(&document).unwrap_or_default();
        self.answer("application/problem+json", octets)
    }

    fn answer(&self, media_type: &'static str, octets: Vec<u8>) -> Response {
        let mut response = json(self.status, media_type, octets);
        response.headers_mut().insert(VARY, HeaderValue::from_static("Accept, Accept-Language"));
        if let Some((name, value)) = &self.header {
            let value = HeaderValue::from_static(value);
            response.headers_mut().insert(name, value);
        }
        response
    }
}

/// A response that is of this moment only.
pub(super) fn json(status: StatusCode, media_type: &'static str, octets: Vec<u8>) -> Response {
    let length = HeaderValue::from(octets.len());
    let mut response = Response::new(Full::new(Bytes::from(octets)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CONTENT_LENGTH, length);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;
    use hyper::header::ALLOW;

    use super::*;

    #[tokio::test]
    async fn a_problem_says_what_is_wrong_and_what_is_right() {
        let response = Problem::new(StatusCode::NOT_FOUND, "there is no topic \"<x>\\\r\n\"")
            .with("valid", vec!["norms", "threats"])
            .header(ALLOW, "GET")
            .response();
        assert_eq!(response.status(), 404);
        assert_eq!(response.headers()[ALLOW], "GET");
        assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
        let length = response.headers()[CONTENT_LENGTH].clone();
        let octets = response.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(length, octets.len().to_string().as_str());
        let value: Value = serde_json::from_slice(&octets).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
    }
}
