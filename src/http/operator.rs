//! The operator's listener: figures, health, and who has looked at which feed.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use http_body_util::Full;
use hyper::header::{ALLOW, CONTENT_SECURITY_POLICY, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::client_family::ClientFamily;
use super::problem::{Problem, json};
use super::{Response, State, health, metrics};

/// How many connections there may be: operators are few.
const CONNECTIONS: usize = 64;
/// How long the head of a request may take.
const SILENCE: Duration = Duration::from_secs(5);
/// How long a connection lasts at most: one request, and an answer that is taken slowly.
const LIFE: Duration = Duration::from_secs(30);
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
    let mut connections = Connections::default();
    loop {
        // Dropping the connections at the end cuts them.
        let accepted = tokio::select! {
            () = shutdown.cancelled() => return,
            Some(_ended) = connections.tasks.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => connections.begin(stream, &state),
            Err(error) => {
                tracing::debug!(%error, "no connection of the operator could be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// The connections that there are.
#[derive(Default)]
struct Connections {
    tasks: JoinSet<()>,
    /// To end them, the one that was opened first at the front.
    ends: VecDeque<AbortHandle>,
}

impl Connections {
    /// Begins one more. Where there are as many as there may be, the first one goes: whoever opens
    /// many and says nothing keeps nobody out.
    fn begin(&mut self, stream: TcpStream, state: &Arc<State>) {
        if self.ends.len() >= CONNECTIONS {
            self.ends.retain(|end| !end.is_finished());
        }
        if self.ends.len() >= CONNECTIONS
            && let Some(first) = self.ends.pop_front()
        {
            first.abort();
        }
        self.ends.push_back(self.tasks.spawn(converse(stream, Arc::clone(state))));
    }
}

async fn converse(stream: TcpStream, state: Arc<State>) {
    let service = service_fn(move |request: Request<_>| {
        let response = answer(&state, &request);
        async move { Ok::<_, Infallible>(response) }
    });
    // A connection for each request is no burden here, and none is idle.
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(SILENCE)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    match timeout(LIFE, connection).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "a connection of the operator ended early"),
        Err(_elapsed) => tracing::debug!("a connection of the operator took too long"),
    }
}

fn answer<B>(state: &State, request: &Request<B>) -> Response {
    let mut response = respond(state, request);
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if request.method() == Method::HEAD {
        *response.body_mut() = Full::new(Bytes::new());
    }
    response
}

fn respond<B>(state: &State, request: &Request<B>) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let detail = "this server is only read from";
        let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail);
        return problem.header(ALLOW, "GET, HEAD").response();
    }
    match request.uri().path() {
        "/" => page(state),
        "/metrics" => metrics::metrics(state),
        "/health/live" => health::live(),
        "/health/ready" => {
            health::ready(&state.snapshot.load(), &state.faults.load(), &state.zone_rules.load())
        }
        _ => Problem::new(StatusCode::NOT_FOUND, "there is nothing at this address").response(),
    }
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
