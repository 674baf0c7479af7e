//! Programmes for tests, made with few words.

#![allow(dead_code, unreachable_pub, reason = "each test file uses some of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

pub mod cluster;

use chrono::{DateTime, Days, NaiveDate, Utc};
use plenary::model::{
    Body, Entry, Language, Programmes, Session, SessionStatus, Slot, SlotKind, Text, Topic,
    ZoneRules,
};
use plenary::publication::{LedgerState, Publication, reconcile};
use plenary::query::{Feed, FeedQuery, select};
use plenary::snapshot::Snapshot;

/// How long cancelled events stay in the tests' feeds.
pub const KEEP: Days = Days::new(30);

/// An identifier, language or time from its text.
pub fn parse<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// An instant, as in `2023-01-01T12:00:00Z`.
pub fn time(text: &str) -> DateTime<Utc> {
    parse(text)
}

/// A text in French.
pub fn french(words: &str) -> Text {
    [(parse::<Language>("fr"), words)].into_iter().collect()
}

/// A body of New York with the topics `threats`, `norms` and `law`.
pub fn body() -> Body {
    let topics = ["threats", "norms", "law"].map(|id| Topic {
        id: parse(id),
        name: french(&format!("sujet {id}")),
        agenda: None,
        colour: None,
    });
    Body {
        id: parse("group"),
        name: french("Groupe de travail"),
        short_name: french("GT"),
        languages: vec![parse("fr"), parse("en")],
        time_zone: chrono_tz::America::New_York,
        venue: french("New York"),
        uid_namespace: parse("f4d6a6e4-1855-566a-8158-5a66d051979f"),
        url: None,
        colour: None,
        document_url: None,
        topics: topics.to_vec(),
    }
}

/// A session from 6 to 17 March 2023.
pub fn session(id: &str, slots: Vec<Slot>) -> Session {
    Session {
        id: parse(id),
        number: id.parse().ok(),
        language: None,
        name: french(&format!("Session {id}")),
        start: parse("2023-03-06"),
        end: parse("2023-03-17"),
        status: SessionStatus::Provisional,
        time_zone: None,
        venue: Text::new(),
        url: Text::new(),
        paragraphs: Vec::new(),
        documents: Vec::new(),
        agenda: Vec::new(),
        footnotes: Vec::new(),
        slots,
    }
}

/// A slot of three hours from a start as in `2023-03-06 10:00`, on topics divided by blanks.
pub fn slot(id: &str, start: &str, topics: &str) -> Slot {
    let start: chrono::NaiveDateTime = parse(&format!("{}:00", start.replace(' ', "T")));
    Slot {
        id: parse(id),
        formerly: Vec::new(),
        date: start.date(),
        start: start.time(),
        end: start.time() + chrono::TimeDelta::hours(3),
        kind: SlotKind::Formal,
        cancelled: false,
        room: Text::new(),
        notes: Vec::new(),
        entries: vec![Entry {
            heading: french(&format!("Point {id}")),
            topics: topics.split_whitespace().map(parse).collect(),
            ..Entry::default()
        }],
    }
}

/// The body with these sessions.
pub fn programmes(sessions: Vec<Session>) -> Programmes {
    Programmes {
        body: body().into(),
        sessions: sessions.into_iter().map(Into::into).collect(),
        zone_rules: ZoneRules::built_in(),
    }
}

/// A ledger's state and the clock of those who publish into it.
pub struct Desk {
    pub state: LedgerState,
    pub now: DateTime<Utc>,
}

impl Desk {
    /// An empty ledger on 1 January 2023.
    pub fn new() -> Self {
        Self { state: LedgerState::new(), now: time("2023-01-01T00:00:00Z") }
    }

    /// Publishes one session "4" with these slots, a day after the last time.
    pub fn publish(&mut self, slots: Vec<Slot>) -> Option<Publication> {
        self.publish_all(&programmes(vec![session("4", slots)]))
    }

    /// Publishes programmes, a day after the last time.
    pub fn publish_all(&mut self, programmes: &Programmes) -> Option<Publication> {
        self.now = self.now + Days::new(1);
        let programmes = std::slice::from_ref(programmes);
        let publication = reconcile(&self.state, programmes, self.now, KEEP).unwrap()?;
        self.state.apply(&publication).unwrap();
        Some(publication)
    }

    /// The feed at an address without `.ics`.
    pub fn feed(&self, address: &str) -> Feed {
        let snapshot = Snapshot::new(&self.state);
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        select(&snapshot, &FeedQuery::parse(&snapshot, path, query).unwrap()).unwrap()
    }

    /// The events of a feed: the slot, its SEQUENCE, and `x` if it is cancelled.
    pub fn events(&self, address: &str) -> String {
        let feed = self.feed(address);
        let event = |event: &plenary::query::FeedEvent| {
            let mark = if event.is_cancelled() { "x" } else { "" };
            format!("{}{}{mark}", event.content().slot.id, event.revision.sequence)
        };
        feed.events.iter().map(event).collect::<Vec<_>>().join(" ")
    }
}

/// A day, as in `2023-03-06`.
pub fn day(text: &str) -> NaiveDate {
    parse(text)
}
