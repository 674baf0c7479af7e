//! A service that answers on a port, and what it answers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use plenary::http::Drain;
use plenary::service::{Pace, Service};
use plenary::settings::Settings;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How long anything may take that is waited for, on a machine that is busy.
const DEADLINE: Duration = Duration::from_secs(30);

/// A service in this process.
pub(crate) struct Running {
    /// Where it answers.
    pub(crate) at: Answering,
    /// Asks it to publish.
    pub(crate) asked: Arc<Notify>,
    shutdown: CancellationToken,
    ended: JoinHandle<Drain>,
}

impl Running {
    /// A service at the pace of the real one.
    pub(crate) async fn start(settings: &Settings) -> Self {
        Self::start_with(settings, Pace::default()).await
    }

    /// The same at another pace.
    pub(crate) async fn start_with(settings: &Settings, pace: Pace) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = Answering { address: listener.local_addr().unwrap() };
        let service = Service::open_with(settings, pace).await.unwrap();
        let (asked, shutdown) = (service.asked(), CancellationToken::new());
        let ended = tokio::spawn(service.run(listener, shutdown.clone()));
        Self { at, asked, shutdown, ended }
    }

    /// Ends it in order.
    pub(crate) async fn end(self) {
        self.shutdown.cancel();
        assert_eq!(self.ended.await.unwrap(), Drain::Complete);
    }
}

/// A service that answers at an address, in this process or another one.
#[derive(Clone, Copy)]
pub(crate) struct Answering {
    /// Its address.
    pub(crate) address: SocketAddr,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The entity tag.
    pub(crate) tag: Option<String>,
    /// The content.
    pub(crate) text: String,
}

impl Answering {
    /// The answer to a request; `None` if nobody answers.
    pub(crate) async fn get(self, target: &str) -> Option<Answer> {
        let mut stream = TcpStream::connect(self.address).await.ok()?;
        let request = format!("GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.ok()?;
        let (head, text) = answer.split_once("\r\n\r\n")?;
        let tag = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("etag").then(|| value.trim().to_owned())
        });
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer { status, tag, text: text.to_owned() })
    }

    /// The body's feed.
    pub(crate) async fn feed(self) -> Answer {
        self.get("/en/group.ics").await.expect("an answer")
    }

    /// The events of the feed as in `10 11x`: their hours, and `x` if they are cancelled.
    pub(crate) async fn events(self) -> String {
        events(&self.feed().await.text)
    }

    /// Waits until these are the events of the feed; says how long it took.
    pub(crate) async fn shows(self, wanted: &str) -> Duration {
        self.until(wanted, async || self.events().await).await
    }

    /// What `/health/ready` says.
    pub(crate) async fn ready(self) -> (u16, serde_json::Value) {
        let answer = self.get("/health/ready").await.expect("an answer");
        (answer.status, serde_json::from_str(&answer.text).unwrap())
    }

    /// The troubles that `/health/ready` tells of; none if it says that there are none.
    pub(crate) async fn troubles(self) -> Vec<String> {
        let (_, report) = self.ready().await;
        let list = report["degraded"].as_array().unwrap();
        assert!(report["status"] != "ready" || list.is_empty(), "{report}");
        list.iter().map(|words| words.as_str().unwrap().to_owned()).collect()
    }

    /// Waits until a trouble says this, and `/health/ready` is 200 all the same.
    pub(crate) async fn tells(self, words: &str) -> String {
        let began = Instant::now();
        loop {
            let troubles = self.troubles().await;
            if let Some(trouble) = troubles.iter().find(|trouble| trouble.contains(words)) {
                let (status, report) = self.ready().await;
                assert_eq!((status, &report["status"]), (200, &"degraded".into()), "{report}");
                return trouble.clone();
            }
            assert!(began.elapsed() < DEADLINE, "waited for {words:?}: {troubles:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until there is no trouble.
    pub(crate) async fn is_well(self) {
        self.until("", async || self.troubles().await.join("; ")).await;
    }

    async fn until(self, wanted: &str, mut look: impl AsyncFnMut() -> String) -> Duration {
        let began = Instant::now();
        loop {
            let seen = look().await;
            if seen == wanted {
                return began.elapsed();
            }
            assert!(began.elapsed() < DEADLINE, "waited for {wanted:?}, last seen: {seen:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether the feed stays as it is, for long enough to have been published anew.
    pub(crate) async fn stays_for(self, time: Duration) {
        let before = self.feed().await;
        let began = Instant::now();
        while began.elapsed() < time {
            assert_eq!(self.feed().await, before);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

fn events(calendar: &str) -> String {
    let event = |text: &str| {
        let hour = text.split("DTSTART:20400304T").nth(1).map_or("?", |rest| &rest[..2]);
        let mark = if text.contains("STATUS:CANCELLED") { "x" } else { "" };
        format!("{hour}{mark}")
    };
    let mut events: Vec<_> = calendar.split("BEGIN:VEVENT").skip(1).map(event).collect();
    events.sort();
    events.join(" ")
}
