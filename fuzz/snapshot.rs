//! What the targets ask of: the example, published.

use std::sync::Arc;

use chrono::{DateTime, Days};
use plenary::model::Slot;
use plenary::programme::{Sources, validate};
use plenary::publication::{LedgerState, reconcile};
use plenary::snapshot::Snapshot;

/// The example, and more publications after it: its first slot as each of these.
pub fn published(later: &[Slot]) -> Snapshot {
    let sources = Sources::from_texts([
        ("example-body/body.toml", include_str!("../examples/feeds/example-body/body.toml")),
        ("example-body/sessions/1.toml", include_str!("../examples/feeds/example-body/sessions/1.toml")),
    ]);
    let mut programmes = validate(&sources).unwrap().programmes;
    let mut state = LedgerState::new();
    let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
    let mut publish = |programmes: &[_], day| {
        let publication =
            reconcile(&state, programmes, now + Days::new(day), Days::new(30)).unwrap();
        if let Some(publication) = publication {
            state.apply(&publication).unwrap();
        }
    };
    publish(&programmes, 0);
    for (day, slot) in (1..).zip(later) {
        let session = Arc::make_mut(&mut programmes[0].sessions[0]);
        // Still the same event.
        let formerly = session.slots[0].formerly.clone();
        session.slots[0] = Slot { formerly, ..slot.clone() };
        publish(&programmes, day);
    }
    Snapshot::new(&state)
}
