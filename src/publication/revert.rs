//! Going back to what was published before, by publishing it again.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::reconcile::{following, next};
use super::{LedgerState, Publication, SessionRecord};

/// Why one cannot go back to a publication.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevertError {
    /// There is none of that number.
    #[error("there is no publication {number}; the last one is {head}")]
    Unknown {
        /// The number that was given.
        number: u64,
        /// The number of the last publication.
        head: u64,
    },
    /// It is the present one.
    #[error(
        "publication {number} is the present one; to undo it, go back to the one before it, {before}"
    )]
    Present {
        /// Its number.
        number: u64,
        /// The number before it.
        before: u64,
    },
}

/// The publication that brings back what the ledger said just after publication `number`; `None`
/// if it says so already.
///
/// Nothing is erased: events whose content comes back get a new revision, SEQUENCE up, and events
/// that did not exist then are cancelled.
pub fn revert(
    state: &LedgerState,
    number: u64,
    now: DateTime<Utc>,
) -> Result<Option<Publication>, RevertError> {
    let head = state.head();
    if number == 0 || number > head {
        return Err(RevertError::Unknown { number, head });
    }
    if number == head {
        return Err(RevertError::Present { number, before: head - 1 });
    }
    let target = state.as_of(number);
    let mut publication = Publication {
        number: head + 1,
        at: following(state, now),
        note: None,
        reverts_to: Some(number),
        horizon: None,
        bodies: Vec::new(),
        sessions: Vec::new(),
        events: Vec::new(),
    };
    for (id, revisions) in target.bodies() {
        let present = state.bodies().get(id).and_then(|revisions| revisions.last());
        if let (Some(then), Some(now)) = (revisions.last(), present)
            && then.body != now.body
        {
            publication.bodies.push(Arc::clone(&then.body));
        }
    }
    for (key, revisions) in state.sessions() {
        let Some(present) = revisions.last().map(|revision| &revision.record) else { continue };
        let then = target.sessions().get(key).and_then(|revisions| revisions.last());
        let wanted = then.map_or_else(
            || Arc::new(SessionRecord { withdrawn: true, ..SessionRecord::clone(present) }),
            |then| Arc::clone(&then.record),
        );
        if wanted != *present {
            publication.sessions.push(wanted);
        }
    }
    for (uid, history) in state.events() {
        let Some(latest) = history.latest() else { continue };
        let then = target.events().get(uid).and_then(|history| history.latest());
        let wanted = match then {
            Some(then) => (*then.content).clone(),
            None => latest.content.cancelled(),
        };
        if wanted != *latest.content {
            publication.events.push(next(&publication, *uid, latest, wanted));
        }
    }
    Ok(Some(publication).filter(|publication| !publication.is_empty()))
}
