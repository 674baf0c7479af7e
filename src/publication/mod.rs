//! Publications: the numbered, atomic changes of the ledger, and how they come about.
//!
//! Everything here is pure. [`reconcile`] compares the ledger's state with the programmes and
//! says what has to be published; [`LedgerState::apply`] adds a publication to the state. Keeping
//! publications on a disk is [`crate::ledger`]'s work.

mod change;
mod content;
mod event;
mod held_back;
mod identity;
mod particulars;
mod reconcile;
mod record;
mod report;
mod revert;
mod state;

pub use change::{Change, changes};
pub use content::SkippedTime;
pub use event::{EventContent, EventRevision, EventStatus, EventTopic, Part};
pub use held_back::held_back;
pub use identity::{Identity, identity};
pub use particulars::ParticularsReport;
pub use reconcile::{ReconcileError, reconcile, reconcile_since};
pub use record::{BodyRevision, Publication, SessionRecord, SessionRevision};
pub use report::{EventReport, Report, TextChange, report};
pub use revert::{RevertError, revert};
pub use state::{EventHistory, Horizon, LedgerState, StandingRevert, StateError};
