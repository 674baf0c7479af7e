//! Snapshots: the immutable view of the ledger that requests are answered from.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::model::{BodyId, Session};
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
    /// Its revisions, oldest first, never none.
    pub revisions: Vec<BodyRevision>,
    /// Its sessions, by their first days.
    pub sessions: Vec<SessionView>,
    /// The histories of its events, by their present start and UID.
    pub events: Vec<Arc<EventHistory>>,
}

/// The immutable view of the ledger that requests are answered from.
#[derive(Clone, Debug)]
pub struct Snapshot {
    publication: u64,
    at: Option<DateTime<Utc>>,
    horizons: Vec<Horizon>,
    bodies: BTreeMap<BodyId, Arc<BodyView>>,
}

impl Snapshot {
    /// The view of a ledger's state.
    pub fn new(state: &LedgerState) -> Self {
        let _ = state;
        todo!()
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

    /// The bodies, by identifier.
    pub fn bodies(&self) -> &BTreeMap<BodyId, Arc<BodyView>> {
        &self.bodies
    }
}
