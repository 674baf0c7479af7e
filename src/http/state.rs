//! What requests are answered from.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use super::Limits;
use super::cache::Representations;
use super::tally::Tally;
use crate::render::{Memo, Site};
use crate::snapshot::Snapshot;

/// What requests are answered from.
pub struct State {
    pub(super) snapshot: Arc<ArcSwap<Snapshot>>,
    pub(super) faults: Arc<ArcSwap<Vec<String>>>,
    pub(super) site: Arc<Site>,
    pub(super) memo: Arc<Memo>,
    pub(super) limits: Arc<Limits>,
    pub(super) representations: Representations,
    tallies: Mutex<Vec<Arc<Tally>>>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl State {
    /// Answers come from whatever `snapshot` holds when the request comes in. `faults` are shown by
    /// `/health/ready`, so by anyone who asks: they say what is wrong with the programmes or the
    /// ledger while the last publication goes on being served.
    pub fn new(
        snapshot: Arc<ArcSwap<Snapshot>>,
        faults: Arc<ArcSwap<Vec<String>>>,
        site: Site,
        limits: Limits,
    ) -> Self {
        Self {
            snapshot,
            faults,
            site: Arc::new(site),
            memo: Arc::new(Memo::new(limits.memo)),
            representations: Representations::new(limits.cache - limits.at_hand_in_all()),
            limits: Arc::new(limits),
            tallies: Mutex::default(),
        }
    }

    /// A tally for a thread that answers.
    pub(super) fn new_tally(&self) -> Arc<Tally> {
        let tally = Arc::new(Tally::default());
        self.tallies.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&tally));
        tally
    }

    /// The tallies of all threads.
    pub(super) fn tallies(&self) -> Vec<Arc<Tally>> {
        self.tallies.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
