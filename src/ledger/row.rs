//! The form in which publications are stored: rows of simple types that any database has.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::LedgerError;
use crate::model::Body;
use crate::parallel::in_shares;
use crate::publication::{EventContent, EventRevision, Publication, SessionRecord};

/// A row of the table `publication`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PublicationRow {
    pub(super) number: i64,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub(super) at: i64,
    pub(super) note: Option<String>,
    pub(super) reverts_to: Option<i64>,
    /// The day, as in 2023-03-06.
    pub(super) horizon: Option<String>,
}

/// A row of the table `revision`: one state of a body, session or event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RevisionRow {
    pub(super) publication: i64,
    /// What it is a state of: `body`, `session` or `event`.
    pub(super) subject: String,
    /// Which: the body's identifier, `body/session`, or the event's UID.
    pub(super) key: String,
    /// An event's SEQUENCE; 0 for the others, whose revisions are not counted.
    pub(super) sequence: i64,
    /// The content, as JSON.
    pub(super) content: String,
}

/// So many revisions are read while a thread is started.
const WORTH_A_THREAD: usize = 64;

const BODY: &str = "body";
const SESSION: &str = "session";
const EVENT: &str = "event";

/// The rows of a publication.
pub(super) fn rows(
    publication: &Publication,
) -> Result<(PublicationRow, Vec<RevisionRow>), LedgerError> {
    let number = signed(publication.number);
    let row = PublicationRow {
        number,
        at: publication.at.timestamp(),
        note: publication.note.clone(),
        reverts_to: publication.reverts_to.map(signed),
        horizon: publication.horizon.map(|day| day.to_string()),
    };
    let mut revisions = Vec::new();
    let mut add = |subject: &str, key: String, sequence: u32, content: String| {
        let (subject, sequence) = (subject.to_owned(), i64::from(sequence));
        revisions.push(RevisionRow { publication: number, subject, key, sequence, content });
    };
    for body in &publication.bodies {
        add(BODY, body.id.to_string(), 0, json(body)?);
    }
    for record in &publication.sessions {
        add(SESSION, format!("{}/{}", record.body, record.session.id), 0, json(record)?);
    }
    for event in &publication.events {
        add(EVENT, event.uid.to_string(), event.sequence, json(&event.content)?);
    }
    Ok((row, revisions))
}

/// The publications that rows hold; both in the order of their publications.
pub(super) fn publications(
    rows: Vec<PublicationRow>,
    revisions: &[RevisionRow],
) -> Result<Vec<Publication>, LedgerError> {
    // Nearly all of the time of a start goes into this.
    let contents = in_shares(revisions, WORTH_A_THREAD, |rows| rows.iter().map(content).collect());
    let mut revisions = revisions.iter().zip(contents).peekable();
    rows.into_iter()
        .map(|row| {
            let mut publication = empty(row)?;
            let number = signed(publication.number);
            while let Some((row, content)) = revisions.next_if(|(row, _)| row.publication == number)
            {
                add(&mut publication, row, content?)?;
            }
            Ok(publication)
        })
        .collect()
}

/// What a revision says.
enum Content {
    Body(Arc<Body>),
    Session(Arc<SessionRecord>),
    Event(Arc<EventContent>),
}

fn empty(row: PublicationRow) -> Result<Publication, LedgerError> {
    let number = row.number.unsigned_abs();
    let damaged = |place: &str, source: String| LedgerError::Damaged {
        publication: number,
        place: place.to_owned(),
        source: source.into(),
    };
    let at = DateTime::<Utc>::from_timestamp(row.at, 0)
        .ok_or_else(|| damaged("at", format!("{} is no time", row.at)))?;
    let horizon = row.horizon.map(|day| day.parse::<NaiveDate>()).transpose();
    let horizon = horizon.map_err(|error| damaged("horizon", error.to_string()))?;
    let (note, reverts_to) = (row.note, row.reverts_to.map(i64::unsigned_abs));
    let (bodies, sessions, events) = (Vec::new(), Vec::new(), Vec::new());
    Ok(Publication { number, at, note, reverts_to, horizon, bodies, sessions, events })
}

fn damaged(row: &RevisionRow, source: String) -> LedgerError {
    LedgerError::Damaged {
        publication: row.publication.unsigned_abs(),
        place: format!("{} {}", row.subject, row.key),
        source: source.into(),
    }
}

fn content(row: &RevisionRow) -> Result<Content, LedgerError> {
    let content = match row.subject.as_str() {
        BODY => from_json(row).map(|body| Content::Body(Arc::new(body))),
        SESSION => from_json(row).map(|record| Content::Session(Arc::new(record))),
        EVENT => from_json(row).map(|content| Content::Event(Arc::new(content))),
        other => Err(format!("{other:?} is neither body, session nor event")),
    };
    content.map_err(|source| damaged(row, source))
}

fn add(
    publication: &mut Publication,
    row: &RevisionRow,
    content: Content,
) -> Result<(), LedgerError> {
    match content {
        Content::Body(body) => publication.bodies.push(body),
        Content::Session(record) => publication.sessions.push(record),
        Content::Event(content) => {
            let uid = row.key.parse::<Uuid>().map_err(|error| damaged(row, error.to_string()))?;
            let sequence = u32::try_from(row.sequence);
            let sequence = sequence.map_err(|error| damaged(row, error.to_string()))?;
            let (number, at) = (publication.number, publication.at);
            let revision = EventRevision { uid, sequence, publication: number, at, content };
            publication.events.push(Arc::new(revision));
        }
    }
    Ok(())
}

fn json<T: Serialize>(value: &T) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|error| LedgerError::unavailable("written", error))
}

fn from_json<T: DeserializeOwned>(row: &RevisionRow) -> Result<T, String> {
    serde_json::from_str(&row.content).map_err(|error| error.to_string())
}

/// Numbers of publications as databases hold them; there are never so many that it matters.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
