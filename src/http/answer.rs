//! From a request to its response, step by step.

use std::convert::Infallible;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Instant, SystemTime};

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use hyper::http::request::Parts;
use hyper::service::Service;
use hyper::{Method, Request, StatusCode};

use super::at_hand::Of;
use super::cache::Made;
use super::client_family::ClientFamily;
use super::coding::Coding;
use super::conditional::{Precondition, evaluate};
use super::glance::Glance;
use super::patience::Patience;
use super::problem::Problem;
use super::representation::Representation;
use super::routes::{Route, route};
use super::tally::{Outcome, RouteKind};
use super::worker::Worker;
use super::{Response, access, cors, feed, health, metrics, negotiation, page, robots};
use crate::query::plain_path;

/// Answers the requests of a connection.
#[derive(Clone, Debug)]
pub(super) struct Answering {
    worker: Arc<Worker>,
    patience: Arc<Patience>,
}

impl Answering {
    pub(super) fn new(worker: Arc<Worker>, patience: Arc<Patience>) -> Self {
        Self { worker, patience }
    }

    /// What the connections of its thread share.
    pub(super) fn worker(&self) -> Arc<Worker> {
        Arc::clone(&self.worker)
    }
}

impl<B> Service<Request<B>> for Answering {
    type Response = Response;
    type Error = Infallible;
    type Future = Answer;

    fn call(&self, request: Request<B>) -> Answer {
        // The content of a request is not read: no method that we answer gives it a meaning.
        let request = request.into_parts().0;
        if let Some(response) = at_hand(&self.worker, &request) {
            self.patience.is_answered_at_once();
            return Answer::Now(response);
        }
        let worker = Arc::clone(&self.worker);
        let asked = self.patience.is_asked();
        Answer::Later(Box::pin(async move {
            let response = answer(&worker, &request).await;
            drop(asked);
            response
        }))
    }
}

/// A response: most are there at once, and take no room for a wait.
pub(super) enum Answer {
    /// It is there.
    Now(Response),
    /// It has to be made.
    Later(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl Future for Answer {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Now(response) => Poll::Ready(Ok(mem::take(response))),
            Self::Later(response) => response.as_mut().poll(context).map(Ok),
        }
    }
}

/// The answer to a request that was asked before in the same words; `None` if there is none, or if
/// anything about the request has to be looked at more closely.
fn at_hand(worker: &Worker, request: &Parts) -> Option<Response> {
    let is_head = match request.method {
        Method::GET => false,
        Method::HEAD => true,
        _ => return None,
    };
    let begun = access::begin();
    let headers = &request.headers;
    let glance = Glance::at(headers)?;
    let address = request.uri.path_and_query()?.as_str();
    if !worker.state.limits.allow(request, address, &glance) {
        return None;
    }
    let coding = match glance.accept_encoding {
        None => Coding::Identity,
        Some(_) => Coding::choose(headers)?,
    };
    let publication = worker.state.snapshot.load().publication();
    let mut kept = worker.at_hand();
    let entry = kept.get(publication, coding, address)?;
    if let (Some(_), Some(format)) = (glance.accept, entry.format)
        && !negotiation::accepts(headers, format)
    {
        return None;
    }
    let ready = &entry.ready;
    let precondition = match glance.if_none_match {
        _ if glance.has_more_conditions => evaluate(headers, ready.validators(), SystemTime::now),
        None => Precondition::Holds,
        Some(tag) if tag == ready.etag() => Precondition::NotModified,
        Some(_) => evaluate(headers, ready.validators(), SystemTime::now),
    };
    let response = match precondition {
        Precondition::Holds if is_head => ready.head(),
        Precondition::Holds => ready.response(),
        Precondition::NotModified => ready.not_modified(),
        Precondition::Failed => return None,
    };
    let outcome = Outcome { route: entry.route, status: response.status(), was_at_hand: true };
    let family = ClientFamily::of_agent(glance.user_agent);
    if let Some(seen) = &entry.seen {
        seen.note(family, worker.state.second());
    }
    drop(kept);
    worker.tally.count(family, outcome);
    if let Some(begun) = begun {
        access::log(request, &response, begun);
    }
    Some(response)
}

/// Answers a request that takes more than a look-up.
async fn answer(worker: &Worker, request: &Parts) -> Response {
    let begun = Instant::now();
    let mut kind = RouteKind::None;
    let mut response = match in_turn(worker, request, &mut kind).await {
        Ok(response) => response,
        Err(problem) if negotiation::wants_page(&request.headers) => {
            problem.page(&worker.state, request)
        }
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
    let outcome = Outcome { route: kind, status: response.status(), was_at_hand: false };
    worker.tally.count(ClientFamily::of(&request.headers), outcome);
    access::log(request, &response, begun);
    response
}

/// Responds, unless there are as many responses in the making for this client as it may have.
async fn in_turn(
    worker: &Worker,
    request: &Parts,
    kind: &mut RouteKind,
) -> Result<Response, Problem> {
    let Some(client) = worker.state.client(&request.headers) else {
        return respond(worker, request, kind).await;
    };
    let Some(_one_more) = worker.state.making.one_more(client) else {
        return Err(feed::unavailable("too many answers are in the making for this client"));
    };
    respond(worker, request, kind).await
}

async fn respond(
    worker: &Worker,
    request: &Parts,
    kind: &mut RouteKind,
) -> Result<Response, Problem> {
    let state = &*worker.state;
    state.limits.check(request)?;
    let path = &*plain_path(request.uri.path()).map_err(|error| Problem::from(&error))?;
    // RFC 9110, section 9.3.7: the server as a whole.
    if path == "*" && request.method == Method::OPTIONS {
        return Ok(cors::options(&request.headers));
    }
    let route = route(path).ok_or_else(|| {
        // CONNECT and `*` have no path.
        Problem::new(StatusCode::NOT_FOUND, "there is nothing at this address")
    })?;
    *kind = route.kind();
    match request.method {
        Method::GET | Method::HEAD => {}
        Method::OPTIONS => return Ok(cors::options(&request.headers)),
        _ => return Err(not_allowed(&request.method)),
    }
    match route {
        Route::Robots => Ok(robots::robots(state)),
        Route::Live => Ok(health::live()),
        Route::Ready => Ok(health::ready(
            &state.snapshot.load(),
            &state.faults.load(),
            &state.zone_rules.load(),
        )),
        Route::Metrics if state.is_operator_apart => {
            Err(Problem::new(StatusCode::NOT_FOUND, "figures are for the operator alone"))
        }
        Route::Metrics => Ok(metrics::metrics(state)),
        Route::Root => page::root(state, &request.headers),
        Route::Icon => page::icon(state),
        Route::Asset(name) => match page::asset(state, name, coding(request)?).await? {
            Ok(made) => conditional(request, &made.representation),
            Err(moved) => Ok(moved),
        },
        Route::Sitemap => {
            let coding = coding(request)?;
            let made = page::sitemap(state, coding).await?;
            keep(worker, request, coding, &made, Of { route: *kind, format: None, seen: None });
            conditional(request, &made.representation)
        }
        Route::Page(path) if path.ends_with('/') => {
            page::without_slash(state, path, request.uri.query())
        }
        // Not kept at hand: pages say what is next, so they depend on the time.
        Route::Page(path) => {
            let (query, coding) = (request.uri.query().unwrap_or_default(), coding(request)?);
            let made = page::page(state, path, query, coding, SystemTime::now().into()).await?;
            conditional(request, &made.representation)
        }
        Route::Feed(stem, format) => {
            negotiation::check_accept(&request.headers, format)?;
            let (query, coding) = (request.uri.query().unwrap_or_default(), coding(request)?);
            let (made, seen) = feed::feed(state, stem, query, format, coding).await?;
            if let Some(seen) = &seen {
                seen.note(ClientFamily::of(&request.headers), state.second());
            }
            let of = Of { route: *kind, format: Some(format), seen };
            keep(worker, request, coding, &made, of);
            conditional(request, &made.representation)
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

/// Keeps a representation at hand, to answer the next request in the same words with it, whatever
/// other fields it has than Accept-Encoding, the conditions and, for a format, Accept.
fn keep(worker: &Worker, request: &Parts, coding: Coding, made: &Made, of: Of) {
    if let Some(address) = request.uri.path_and_query() {
        worker.at_hand().keep(coding, address.as_str(), made, of);
    }
}

fn conditional(request: &Parts, made: &Representation) -> Result<Response, Problem> {
    match evaluate(&request.headers, made.ready().validators(), SystemTime::now) {
        Precondition::Holds if request.method == Method::HEAD => Ok(made.ready().head()),
        Precondition::Holds => Ok(made.ready().response()),
        Precondition::NotModified => Ok(made.ready().not_modified()),
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
