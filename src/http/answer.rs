//! From a request to its response, step by step.

use std::sync::Arc;
use std::time::{Instant, SystemTime};

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};

use super::coding::Coding;
use super::conditional::{Precondition, evaluate};
use super::problem::Problem;
use super::representation::Representation;
use super::routes::{Route, route};
use super::{Response, State, access, cors, feed, health, metrics, negotiation, page, robots};

/// Answers a request.
pub(super) async fn answer(state: &State, request: &Parts) -> Response {
    let begun = Instant::now();
    let mut response = match respond(state, request, SystemTime::now()).await {
        Ok(response) => response,
        Err(problem) if negotiation::wants_page(&request.headers) => problem.page(state, request),
        Err(problem) => problem.response(),
    };
    let headers = response.headers_mut();
    cors::open(headers);
    if headers.contains_key(CONTENT_TYPE) {
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    }
    // The header fields stay, Content-Length too (RFC 9110, section 9.3.2).
    if request.method == Method::HEAD {
        *response.body_mut() = Full::new(Bytes::new());
    }
    access::log(request, &response, begun);
    response
}

async fn respond(state: &State, request: &Parts, now: SystemTime) -> Result<Response, Problem> {
    state.limits.check(request)?;
    let path = request.uri.path();
    // RFC 9110, section 9.3.7: the server as a whole.
    if path == "*" && request.method == Method::OPTIONS {
        return Ok(cors::options(&request.headers));
    }
    let route = route(path).ok_or_else(|| {
        // CONNECT and `*` have no path.
        Problem::new(StatusCode::NOT_FOUND, "there is nothing at this address")
    })?;
    match request.method {
        Method::GET | Method::HEAD => {}
        Method::OPTIONS => return Ok(cors::options(&request.headers)),
        _ => return Err(not_allowed(&request.method)),
    }
    match route {
        Route::Robots => Ok(robots::robots(state)),
        Route::Live => Ok(health::live()),
        Route::Ready => {
            let (snapshot, faults) = (state.snapshot.load(), state.faults.load());
            Ok(health::ready(snapshot.publication(), snapshot.at(), &faults))
        }
        Route::Metrics => Ok(metrics::metrics(&state.snapshot.load(), &state.faults.load())),
        Route::Root => page::root(state, &request.headers),
        Route::Icon => page::icon(state),
        Route::Asset(name) => match page::asset(state, name, coding(request)?).await? {
            Ok(made) => conditional(request, &made, now),
            Err(moved) => Ok(moved),
        },
        Route::Sitemap => {
            let made = page::sitemap(state, coding(request)?).await?;
            conditional(request, &made, now)
        }
        Route::Page(path) if path.ends_with('/') => page::without_slash(state, &request.uri),
        Route::Page(path) => {
            let query = request.uri.query().unwrap_or_default();
            let made = page::page(state, path, query, coding(request)?, now.into()).await?;
            conditional(request, &made, now)
        }
        Route::Feed(stem, format) => {
            negotiation::check_accept(&request.headers, format)?;
            let query = request.uri.query().unwrap_or_default();
            let made = feed::feed(state, stem, query, format, coding(request)?).await?;
            conditional(request, &made, now)
        }
    }
}

fn coding(request: &Parts) -> Result<Coding, Problem> {
    Coding::choose(&request.headers).ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_ACCEPTABLE,
            "Accept-Encoding excludes every coding that there is, and no coding too",
        )
        .with("valid", vec!["identity", "br", "zstd", "gzip"])
    })
}

fn conditional(
    request: &Parts,
    made: &Arc<Representation>,
    now: SystemTime,
) -> Result<Response, Problem> {
    match evaluate(&request.headers, made.validators(), now) {
        Precondition::Holds => Ok(made.response()),
        Precondition::NotModified => Ok(made.not_modified()),
        Precondition::Failed => Err(Problem::new(
            StatusCode::PRECONDITION_FAILED,
            "what is here is not what If-Match or If-Unmodified-Since ask for",
        )),
    }
}

fn not_allowed(method: &Method) -> Problem {
    let detail = format!("{method} is not possible here, this server is only read from");
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail)
        .with("valid", vec!["GET", "HEAD", "OPTIONS"])
        .header(ALLOW, cors::METHODS)
}
