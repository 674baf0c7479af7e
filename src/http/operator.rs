//! The operator's listener: figures, health, and who has looked at which feed.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use http_body_util::Full;
use hyper::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::client_family::ClientFamily;
use super::problem::{Problem, json};
use super::{Response, State, health, metrics};

/// How many connections there may be: operators are few.
const CONNECTIONS: usize = 64;
/// How long a connection may be silent.
const SILENCE: Duration = Duration::from_secs(30);
/// How long to wait after a connection could not be accepted.
const PAUSE: Duration = Duration::from_millis(500);
/// The page needs nothing but its own style.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'",
);

#[derive(Template)]
#[template(path = "operator.html")]
struct Page {
    publication: u64,
    published: Option<String>,
    faults: Vec<String>,
    families: [&'static str; ClientFamily::ALL.len()],
    rows: Vec<Row>,
}

struct Row {
    feed: Arc<str>,
    address: String,
    cells: Vec<Cell>,
}

struct Cell {
    at: String,
    is_behind: bool,
}

/// Answers the operator on `listener` until `shutdown`.
pub async fn serve_operator(listener: TcpListener, state: Arc<State>, shutdown: CancellationToken) {
    let permits = Arc::new(Semaphore::new(CONNECTIONS));
    while let Some(Ok(permit)) =
        shutdown.run_until_cancelled(Arc::clone(&permits).acquire_owned()).await
    {
        match shutdown.run_until_cancelled(listener.accept()).await {
            Some(Ok((stream, _))) => {
                let (state, shutdown) = (Arc::clone(&state), shutdown.clone());
                tokio::spawn(async move {
                    let _cut = shutdown.run_until_cancelled(converse(stream, state)).await;
                    drop(permit);
                });
            }
            Some(Err(error)) => {
                tracing::debug!(%error, "no connection of the operator could be accepted");
                tokio::time::sleep(PAUSE).await;
            }
            None => return,
        }
    }
}

async fn converse(stream: TcpStream, state: Arc<State>) {
    let service = service_fn(move |request: Request<_>| {
        let response = answer(&state, &request);
        async move { Ok::<_, Infallible>(response) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(SILENCE)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection of the operator ended early");
    }
}

fn answer<B>(state: &State, request: &Request<B>) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let detail = "this server is only read from";
        return Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail).response();
    }
    let mut response = match request.uri().path() {
        "/" => page(state),
        "/metrics" => metrics::metrics(state),
        "/health/live" => health::live(),
        "/health/ready" => {
            health::ready(&state.snapshot.load(), &state.faults.load(), &state.zone_rules.load())
        }
        _ => Problem::new(StatusCode::NOT_FOUND, "there is nothing at this address").response(),
    };
    if request.method() == Method::HEAD {
        *response.body_mut() = Full::new(Bytes::new());
    }
    response
}

fn page(state: &State) -> Response {
    let snapshot = state.snapshot.load();
    let published = snapshot.at().map_or(0, |at| at.timestamp());
    let cell = |second: u64| {
        let second = i64::try_from(second).unwrap_or(0);
        let at = DateTime::<Utc>::from_timestamp(second, 0).filter(|_| second > 0);
        Cell {
            at: at.map_or("never".to_owned(), |at| at.format("%Y-%m-%d %H:%M UTC").to_string()),
            is_behind: second > 0 && second < published,
        }
    };
    let rows = state.seen.all().into_iter().map(|(feed, times)| Row {
        address: state.site.absolute(&feed),
        feed,
        cells: times.into_iter().map(cell).collect(),
    });
    let page = Page {
        publication: snapshot.publication(),
        published: snapshot.at().map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        faults: state.faults.load().to_vec(),
        families: ClientFamily::ALL.map(ClientFamily::name),
        rows: rows.collect(),
    };
    let octets = page.render().unwrap_or_default().into_bytes();
    let mut response = json(StatusCode::OK, "text/html; charset=utf-8", octets);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, POLICY);
    response
}
