//! Snapshots of any size for benchmarks, whose events have the texts of real ones.

#![allow(dead_code, unreachable_pub, reason = "each benchmark uses some of it")]
#![allow(clippy::unwrap_used, reason = "a benchmark stops where it fails")]

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Days, Utc};
use plenary::model::{Programmes, Session};
use plenary::programme;
use plenary::publication::{LedgerState, reconcile};
use plenary::query::FeedQuery;
use plenary::render::Site;
use plenary::snapshot::Snapshot;

/// How long cancelled events are kept.
pub const KEEP: Days = Days::new(30);

/// The address of the feed that has all events.
pub const FEED: &str = "/fr/oewg-ict";

/// When everything was published.
pub fn now() -> DateTime<Utc> {
    "2023-01-01T12:00:00Z".parse().unwrap()
}

/// The sessions of `feeds/oewg-ict` over and over, a week apart, until there are so many slots.
pub fn programmes(slots: usize) -> Programmes {
    let feeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("feeds");
    let mut checked = programme::read(&feeds).unwrap();
    let real = checked.programmes.swap_remove(0);
    let (mut sessions, mut left) = (Vec::new(), slots);
    for (number, session) in (1..).zip(real.sessions.iter().cycle()) {
        if left == 0 {
            break;
        }
        let session = copy(session, number, left);
        left -= session.slots.len();
        sessions.push(Arc::new(session));
    }
    Programmes { sessions, ..real }
}

/// At most `limit` slots of a session, so many weeks later.
fn copy(session: &Session, number: u32, limit: usize) -> Session {
    let later = Days::new(7 * u64::from(number));
    let mut copy = session.clone();
    copy.id = format!("{number}").parse().unwrap();
    copy.number = Some(number);
    copy.start = copy.start + later;
    copy.end = copy.end + later;
    copy.slots.truncate(limit);
    for slot in &mut copy.slots {
        slot.date = slot.date + later;
        slot.formerly.clear();
    }
    copy
}

/// The ledger's state after these were published.
pub fn state(programmes: &Programmes) -> LedgerState {
    let mut state = LedgerState::new();
    let programmes = std::slice::from_ref(programmes);
    let publication = reconcile(&state, programmes, now(), KEEP).unwrap().unwrap();
    state.apply(&publication).unwrap();
    state
}

/// A snapshot of so many events.
pub fn snapshot(events: usize) -> Snapshot {
    Snapshot::new(&state(&programmes(events)))
}

/// The query of an address without an extension.
pub fn query(snapshot: &Snapshot, address: &str) -> FeedQuery {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    FeedQuery::parse(snapshot, path, query).unwrap()
}

/// Where the server is said to be.
pub fn site() -> Site {
    Site::at("https://calendar.example/".parse().unwrap())
}
