//! What a publication changes about bodies and sessions themselves.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::report::{TextChange, differences};
use super::{LedgerState, Publication, SessionRecord};
use crate::model::{Body, BodyId, SessionId, Topic};

/// How a body or session itself changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParticularsReport {
    /// The body, or the session's body.
    pub body: BodyId,
    /// The session; `None` if it is the body that changes.
    pub session: Option<SessionId>,
    /// Whether it was not there before.
    pub is_new: bool,
    /// Whether the session is gone from the programmes.
    pub withdrawn: bool,
    /// What differs; nothing of a new one.
    pub texts: Vec<TextChange>,
    /// The feeds whose names, colours or languages it may change, as addresses below the language:
    /// `/oewg-ict/topics/norms`.
    pub feeds: Vec<String>,
}

/// What `publication` changes about bodies and sessions, in a ledger whose `state` is that of just
/// before it or any later one.
pub(super) fn particulars(
    state: &LedgerState,
    publication: &Publication,
) -> Vec<ParticularsReport> {
    let is_before = |number: u64| number < publication.number;
    let bodies = publication.bodies.iter().map(|body| {
        let revisions = state.bodies().get(&body.id).into_iter().flatten();
        let before = revisions.rev().find(|revision| is_before(revision.publication));
        let before = before.map(|revision| &*revision.body);
        of_body(state, before, body)
    });
    let sessions = publication.sessions.iter().map(|record| {
        let key = (record.body.clone(), record.session.id.clone());
        let revisions = state.sessions().get(&key).into_iter().flatten();
        let before = revisions.rev().find(|revision| is_before(revision.publication));
        of_session(before.map(|revision| &*revision.record), record)
    });
    bodies.chain(sessions).collect()
}

fn of_body(state: &LedgerState, before: Option<&Body>, body: &Body) -> ParticularsReport {
    let root = format!("/{}", body.id);
    let without_topics = |body: &Body| Body { topics: Vec::new(), ..body.clone() };
    let mut feeds = BTreeSet::new();
    // All of its feeds show the body's name; only its own feed shows a topic's.
    if before.is_none_or(|before| without_topics(before) != without_topics(body)) {
        feeds.insert(root.clone());
        feeds.extend(body.topics.iter().map(|topic| format!("{root}/topics/{}", topic.id)));
        let sessions = state.sessions().keys().filter(|(owner, _)| *owner == body.id);
        feeds.extend(sessions.map(|(_, session)| format!("{root}/sessions/{session}")));
    }
    let topics = before.map_or(&[][..], |before| &before.topics);
    let is_missing = |topic: &&Topic, there: &[Topic]| !there.contains(topic);
    let gone = topics.iter().filter(|topic| is_missing(topic, &body.topics));
    let come = body.topics.iter().filter(|topic| is_missing(topic, topics));
    feeds.extend(gone.chain(come).map(|topic| format!("{root}/topics/{}", topic.id)));
    ParticularsReport {
        body: body.id.clone(),
        session: None,
        is_new: before.is_none(),
        withdrawn: false,
        texts: before.map_or_else(Vec::new, |before| between(before, body)),
        feeds: feeds.into_iter().collect(),
    }
}

fn of_session(before: Option<&SessionRecord>, record: &SessionRecord) -> ParticularsReport {
    let root = format!("/{}", record.body);
    let session = &record.session;
    ParticularsReport {
        body: record.body.clone(),
        session: Some(session.id.clone()),
        is_new: before.is_none(),
        withdrawn: record.withdrawn,
        texts: before.map_or_else(Vec::new, |before| between(&before.session, session)),
        feeds: vec![format!("{root}/sessions/{}", session.id)],
    }
}

/// The differences of two things, by the names of their parts.
fn between<T: Serialize>(before: &T, after: &T) -> Vec<TextChange> {
    let lines = |thing: &T| {
        let mut lines = Vec::new();
        // What is in the ledger could be written there.
        flatten("", &serde_json::to_value(thing).unwrap_or_default(), &mut lines);
        lines
    };
    differences(&lines(before), &lines(after))
}

fn flatten(place: &str, value: &Value, lines: &mut Vec<(String, String)>) {
    let below = |name: &str| {
        if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
    };
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                flatten(&below(name), value, lines);
            }
        }
        Value::Array(list) => {
            for value in list {
                // Topics are told apart by their names.
                let named = value.get("id").and_then(Value::as_str).map(below);
                flatten(named.as_deref().unwrap_or(place), value, lines);
            }
        }
        Value::String(words) => lines.push((place.to_owned(), words.clone())),
        other => lines.push((place.to_owned(), other.to_string())),
    }
}
