//! Holding back what a revert undid.

use chrono::{DateTime, Days, Utc};

use super::{LedgerState, ReconcileError, StandingRevert, reconcile};
use crate::model::Programmes;

/// The revert that these programmes would undo without anybody having said so: what is published
/// stands at a revert, and the programmes still say what was published before it. `None` if they
/// say something else, or nothing that is not published.
///
/// A revert changes the ledger, not the files; a service that publishes by itself has to leave it
/// at that until the files change or somebody asks to publish them.
///
/// # Errors
///
/// A slot at a time that does not exist. Programmes that were validated have none.
pub fn held_back(
    state: &LedgerState,
    programmes: &[Programmes],
    now: DateTime<Utc>,
) -> Result<Option<StandingRevert>, ReconcileError> {
    let Some(revert) = state.standing_revert() else {
        return Ok(None);
    };
    let would_change = |state: &LedgerState| {
        // Only content matters; a horizon, which depends on these days, is left aside.
        let publication = reconcile(state, programmes, now, Days::new(0))?;
        let changes = publication.is_some_and(|publication| publication.has_content());
        Ok::<bool, ReconcileError>(changes)
    };
    let undoes = would_change(state)? && !would_change(&state.as_of(revert.undone))?;
    Ok(undoes.then_some(revert))
}
