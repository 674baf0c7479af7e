//! Snapshots: the immutable view of the ledger that requests are answered from.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};

use crate::model::{Body, BodyId, Language, Session, SessionId, Topic, TopicId};
use crate::publication::{BodyRevision, EventHistory, Horizon, LedgerState, SessionRevision};

/// A session in a snapshot.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// Its revisions, oldest first, never none.
    pub revisions: Vec<SessionRevision>,
    /// The session as it stands; its `slots` are empty.
    pub session: Session,
    /// Whether it is gone from the programmes.
    pub withdrawn: bool,
}

/// A body in a snapshot.
#[derive(Clone, Debug)]
pub struct BodyView {
    /// The body as it stands.
    pub body: Arc<Body>,
    /// Its revisions, oldest first, never none.
    pub revisions: Vec<BodyRevision>,
    /// Its sessions, withdrawn ones included, by their first days.
    pub sessions: Vec<SessionView>,
    /// Its topics in the order of the body, then those that it had once. A topic that is gone
    /// keeps its feed, or its subscribers would never hear that its events are.
    pub topics: Vec<Topic>,
    /// The histories of its events, by their present start and UID.
    pub events: Vec<Arc<EventHistory>>,
    /// The words of each event as searches compare them; made by the first search, for all later
    /// ones.
    pub folded: OnceLock<Vec<String>>,
}

impl BodyView {
    /// The session of that identifier.
    pub fn session(&self, id: &SessionId) -> Option<&SessionView> {
        self.sessions.iter().find(|view| view.session.id == *id)
    }

    /// The topic of that identifier.
    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == *id)
    }

    /// The languages that it is served in, then those that it once was: an address that somebody
    /// subscribed to stays one.
    pub fn languages(&self) -> Vec<Language> {
        let mut languages = self.body.languages.clone();
        for former in self.revisions.iter().rev().flat_map(|revision| &revision.body.languages) {
            if !languages.contains(former) {
                languages.push(*former);
            }
        }
        languages
    }

    fn new(revisions: &[BodyRevision], state: &LedgerState) -> Option<Self> {
        let body = Arc::clone(&revisions.last()?.body);
        let mut topics = body.topics.clone();
        for former in revisions.iter().rev().flat_map(|revision| &revision.body.topics) {
            if topics.iter().all(|topic| topic.id != former.id) {
                topics.push(former.clone());
            }
        }
        let mut sessions: Vec<SessionView> = state
            .sessions()
            .iter()
            .filter(|((owner, _), _)| *owner == body.id)
            .filter_map(|(_, revisions)| {
                let record = &revisions.last()?.record;
                Some(SessionView {
                    revisions: revisions.clone(),
                    session: record.session.clone(),
                    withdrawn: record.withdrawn,
                })
            })
            .collect();
        sessions.sort_by(|a, b| {
            let key = |view: &SessionView| (view.session.start, view.session.id.clone());
            key(a).cmp(&key(b))
        });
        Some(Self {
            body,
            revisions: revisions.to_vec(),
            sessions,
            topics,
            events: Vec::new(),
            folded: OnceLock::new(),
        })
    }
}

/// The immutable view of the ledger that requests are answered from.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    publication: u64,
    at: Option<DateTime<Utc>>,
    horizons: Vec<Horizon>,
    notes: BTreeMap<u64, Arc<str>>,
    bodies: BTreeMap<BodyId, Arc<BodyView>>,
}

impl Snapshot {
    /// The view of a ledger's state.
    pub fn new(state: &LedgerState) -> Self {
        let mut bodies: BTreeMap<&BodyId, BodyView> = state
            .bodies()
            .iter()
            .filter_map(|(id, revisions)| Some((id, BodyView::new(revisions, state)?)))
            .collect();
        for history in state.events().values() {
            let body = history.latest().map(|revision| &revision.content.body);
            if let Some(view) = body.and_then(|body| bodies.get_mut(body)) {
                view.events.push(Arc::clone(history));
            }
        }
        for view in bodies.values_mut() {
            view.events.sort_by_cached_key(|history| {
                history.latest().map(|revision| (revision.content.starts, revision.uid))
            });
        }
        Self {
            publication: state.head(),
            at: state.at(),
            horizons: state.horizons().to_vec(),
            notes: state.notes().map(|(number, note)| (number, Arc::clone(note))).collect(),
            bodies: bodies.into_iter().map(|(id, view)| (id.clone(), Arc::new(view))).collect(),
        }
    }

    /// The number of the publication that it shows; 0 without any.
    pub fn publication(&self) -> u64 {
        self.publication
    }

    /// When that publication was made.
    pub fn at(&self) -> Option<DateTime<Utc>> {
        self.at
    }

    /// The days before which cancelled events are gone, oldest first.
    pub fn horizons(&self) -> &[Horizon] {
        &self.horizons
    }

    /// What the editor said of a publication.
    pub fn note(&self, publication: u64) -> Option<&Arc<str>> {
        self.notes.get(&publication)
    }

    /// The bodies, by identifier.
    pub fn bodies(&self) -> &BTreeMap<BodyId, Arc<BodyView>> {
        &self.bodies
    }
}
