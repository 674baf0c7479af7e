//! What requests are answered from.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::Limits;
use super::cache::Representations;
use crate::render::Site;
use crate::snapshot::Snapshot;

/// What requests are answered from.
pub struct State {
    pub(super) snapshot: Arc<ArcSwap<Snapshot>>,
    pub(super) faults: Arc<ArcSwap<Vec<String>>>,
    pub(super) site: Arc<Site>,
    pub(super) limits: Limits,
    pub(super) representations: Representations,
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
            representations: Representations::new(limits.cache),
            limits,
        }
    }
}
