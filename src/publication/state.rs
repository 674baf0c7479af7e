//! The ledger's state: every publication so far, by what it changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{BodyRevision, EventRevision, Publication, SessionRevision};
use crate::model::{BodyId, SessionId};

/// Why a publication does not follow from the state that it was to be added to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// Its number is not the next one.
    #[error("publication {found} does not follow publication {head}")]
    Number {
        /// The last publication of the state.
        head: u64,
        /// The number of the publication that was to be added.
        found: u64,
    },
    /// Its time is not after that of the publication before.
    #[error("publication {number} is dated {found}, not after the one before it, {head}")]
    Time {
        /// Its number.
        number: u64,
        /// The time of the publication before.
        head: DateTime<Utc>,
        /// Its time.
        found: DateTime<Utc>,
    },
    /// An event's SEQUENCE is not one more than before.
    #[error("event {uid} has sequence {found} in publication {number}, expected {expected}")]
    Sequence {
        /// The event.
        uid: Uuid,
        /// The publication.
        number: u64,
        /// The SEQUENCE that would follow.
        expected: u32,
        /// The SEQUENCE that was found.
        found: u32,
    },
}

/// A day before which cancelled events are gone from the feeds, and since when that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// The day.
    pub before: NaiveDate,
    /// The time of the publication that set it.
    pub at: DateTime<Utc>,
}

/// What a state keeps of each publication.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    at: DateTime<Utc>,
    note: Option<Arc<str>>,
    reverts_to: Option<u64>,
    /// Whether it changed more than the horizon.
    has_content: bool,
}

/// A revert that nothing was published after, but for a later horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandingRevert {
    /// The number of the revert; of several in a row, the last.
    pub number: u64,
    /// The publication to which it went back.
    pub to: u64,
    /// The last publication of programmes before it.
    pub undone: u64,
}

/// Everything that an event ever was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventHistory {
    revisions: Vec<Arc<EventRevision>>,
}

impl EventHistory {
    /// Its revisions, oldest first, never none: the SEQUENCE of each is its place in the list.
    pub fn revisions(&self) -> &[Arc<EventRevision>] {
        &self.revisions
    }

    /// The present revision.
    pub fn latest(&self) -> Option<&Arc<EventRevision>> {
        self.revisions.last()
    }

    /// What the event was just after a publication; `None` before its first.
    pub fn at(&self, publication: u64) -> Option<&Arc<EventRevision>> {
        let after = self.revisions.partition_point(|r| r.publication <= publication);
        after.checked_sub(1).map(|index| &self.revisions[index])
    }
}

/// Every publication so far, by what it changed. Cloning shares all content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerState {
    made: Vec<Made>,
    horizons: Vec<Horizon>,
    bodies: BTreeMap<BodyId, Vec<BodyRevision>>,
    sessions: BTreeMap<(BodyId, SessionId), Vec<SessionRevision>>,
    events: BTreeMap<Uuid, Arc<EventHistory>>,
}

impl LedgerState {
    /// The state of a ledger without publications.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of the last publication; 0 without any.
    pub fn head(&self) -> u64 {
        self.made.len() as u64
    }

    /// The time of the last publication.
    pub fn at(&self) -> Option<DateTime<Utc>> {
        self.made.last().map(|made| made.at)
    }

    /// What the editor said of publications, by their numbers; those without a note are left out.
    pub fn notes(&self) -> impl Iterator<Item = (u64, &Arc<str>)> {
        (1..).zip(&self.made).filter_map(|(number, made)| Some((number, made.note.as_ref()?)))
    }

    /// The revert that what is published stands at, if the last to publish anything was one.
    pub fn standing_revert(&self) -> Option<StandingRevert> {
        let mut made = self.made.iter().enumerate().rev().filter(|(_, made)| made.has_content);
        let (index, revert) = made.next()?;
        let to = revert.reverts_to?;
        let (before, _) = made.find(|(_, made)| made.reverts_to.is_none())?;
        Some(StandingRevert { number: index as u64 + 1, to, undone: before as u64 + 1 })
    }

    /// The days before which cancelled events are gone, each later than the one before.
    pub fn horizons(&self) -> &[Horizon] {
        &self.horizons
    }

    /// The bodies with their revisions, oldest first, never none.
    pub fn bodies(&self) -> &BTreeMap<BodyId, Vec<BodyRevision>> {
        &self.bodies
    }

    /// The sessions with their revisions, oldest first, never none.
    pub fn sessions(&self) -> &BTreeMap<(BodyId, SessionId), Vec<SessionRevision>> {
        &self.sessions
    }

    /// The events with their histories, by UID.
    pub fn events(&self) -> &BTreeMap<Uuid, Arc<EventHistory>> {
        &self.events
    }

    /// The state as it was just after publication `number`.
    #[must_use]
    pub fn as_of(&self, number: u64) -> Self {
        if number >= self.head() {
            return self.clone();
        }
        let mut state = Self::new();
        state.made = (1..=number).zip(&self.made).map(|(_, made)| made.clone()).collect();
        let last = state.at();
        let known = |at: DateTime<Utc>| last.is_some_and(|last| at <= last);
        state.horizons =
            self.horizons.iter().filter(|horizon| known(horizon.at)).copied().collect();
        state.bodies = until(&self.bodies, |revisions| {
            revisions.iter().filter(|r| r.publication <= number).cloned().collect()
        });
        state.sessions = until(&self.sessions, |revisions| {
            revisions.iter().filter(|r| r.publication <= number).cloned().collect()
        });
        let events = until(&self.events, |history| {
            history.revisions.iter().filter(|r| r.publication <= number).cloned().collect()
        });
        state.events = events
            .into_iter()
            .map(|(uid, revisions)| (uid, Arc::new(EventHistory { revisions })))
            .collect();
        state
    }

    /// Adds the next publication. On an error the state is as it was.
    pub fn apply(&mut self, publication: &Publication) -> Result<(), StateError> {
        self.check(publication)?;
        let Publication { number, at, .. } = *publication;
        let note = publication.note.as_deref().map(Arc::from);
        let (reverts_to, has_content) = (publication.reverts_to, publication.has_content());
        self.made.push(Made { at, note, reverts_to, has_content });
        if let Some(before) = publication.horizon {
            self.horizons.push(Horizon { before, at });
        }
        for body in &publication.bodies {
            let revision = BodyRevision { publication: number, at, body: Arc::clone(body) };
            self.bodies.entry(body.id.clone()).or_default().push(revision);
        }
        for record in &publication.sessions {
            let revision = SessionRevision { publication: number, at, record: Arc::clone(record) };
            let key = (record.body.clone(), record.session.id.clone());
            self.sessions.entry(key).or_default().push(revision);
        }
        for event in &publication.events {
            let history = self.events.entry(event.uid).or_default();
            Arc::make_mut(history).revisions.push(Arc::clone(event));
        }
        Ok(())
    }

    fn check(&self, publication: &Publication) -> Result<(), StateError> {
        let number = publication.number;
        if number != self.head() + 1 {
            return Err(StateError::Number { head: self.head(), found: number });
        }
        if let Some(head) = self.at().filter(|head| publication.at <= *head) {
            return Err(StateError::Time { number, head, found: publication.at });
        }
        for event in &publication.events {
            let length = self.events.get(&event.uid).map_or(0, |history| history.revisions.len());
            let expected = u32::try_from(length).unwrap_or(u32::MAX);
            if event.sequence != expected {
                let (uid, found) = (event.uid, event.sequence);
                return Err(StateError::Sequence { uid, number, expected, found });
            }
        }
        Ok(())
    }
}

/// The same map with fewer revisions, and without what then has none.
fn until<K: Clone + Ord, V, R>(
    map: &BTreeMap<K, V>,
    keep: impl Fn(&V) -> Vec<R>,
) -> BTreeMap<K, Vec<R>> {
    map.iter()
        .map(|(key, revisions)| (key.clone(), keep(revisions)))
        .filter(|(_, revisions)| !revisions.is_empty())
        .collect()
}
