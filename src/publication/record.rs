//! What a publication holds.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::EventRevision;
use crate::model::{Body, BodyId, Session};

/// A session as the ledger keeps it: without its slots, which are events there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRecord {
    /// The body whose session it is.
    pub body: BodyId,
    /// The session; its `slots` are empty.
    pub session: Session,
    /// Whether it is gone from the programmes; its events are cancelled then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// One state of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRevision {
    /// The publication that brought it.
    pub publication: u64,
    /// When that was.
    pub at: DateTime<Utc>,
    /// The session.
    pub record: Arc<SessionRecord>,
}

/// One state of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyRevision {
    /// The publication that brought it.
    pub publication: u64,
    /// When that was.
    pub at: DateTime<Utc>,
    /// The body.
    pub body: Arc<Body>,
}

/// A numbered, atomic change of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Its number: 1 for the first, one more for each next.
    pub number: u64,
    /// When it was made. Whole seconds, later than the publication before.
    pub at: DateTime<Utc>,
    /// What the editor said of it.
    pub note: Option<String>,
    /// The publication whose content it brings back, if it does that.
    pub reverts_to: Option<u64>,
    /// From now on, cancelled events whose last day ([`EventRevision::last_day_as`]) is before this day
    /// are gone from the feeds. `None` leaves the day as it was.
    pub horizon: Option<NaiveDate>,
    /// The bodies that changed.
    pub bodies: Vec<Arc<Body>>,
    /// The sessions that changed.
    pub sessions: Vec<Arc<SessionRecord>>,
    /// The events that changed. Their `publication` and `at` are this publication's.
    pub events: Vec<Arc<EventRevision>>,
}

impl Publication {
    /// Whether it would change nothing.
    pub fn is_empty(&self) -> bool {
        self.horizon.is_none() && !self.has_content()
    }

    /// Whether it would change more than the horizon.
    pub fn has_content(&self) -> bool {
        !(self.bodies.is_empty() && self.sessions.is_empty() && self.events.is_empty())
    }
}
