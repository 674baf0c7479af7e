//! Composing events before anybody asks.
//!
//! After a start, and after a publication that changed much, whoever asks first for a feed of
//! thousands of events would wait until each of them is composed. They are composed in between
//! instead, when answers are given already, in the languages that the body's feeds are served in.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::State;
use super::feed::MANY;
use crate::query::{FeedQuery, Filters, Scope};
use crate::render::compose_ahead;
use crate::snapshot::Snapshot;

/// How long a start or publication is over before its events are composed: those who ask at once
/// are not to wait for that too.
const PAUSE: Duration = Duration::from_secs(1);

/// Composes the events of whatever is published, until `shutdown`.
pub(super) async fn follow(state: Arc<State>, shutdown: CancellationToken) {
    let mut composed = 0;
    while shutdown.run_until_cancelled(tokio::time::sleep(PAUSE)).await.is_some() {
        let snapshot = state.snapshot.load_full();
        if snapshot.publication() != composed {
            composed = snapshot.publication();
            shutdown.run_until_cancelled(compose(&state, &snapshot, MANY)).await;
        }
    }
}

/// Composes the events of the bodies that have more than so many.
async fn compose(state: &State, snapshot: &Arc<Snapshot>, many: usize) {
    for view in snapshot.bodies().values().filter(|view| view.events.len() > many) {
        for language in &view.body.languages {
            let query = FeedQuery {
                language: *language,
                body: view.body.id.clone(),
                scope: Scope::Body,
                filters: Filters::default(),
            };
            let (memo, site) = (Arc::clone(&state.memo), Arc::clone(&state.site));
            let snapshot = Arc::clone(snapshot);
            let work = move || compose_ahead(&memo, &snapshot, &query, &site);
            match state.representations.in_turn(work).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "events were not composed ahead"),
                Err(error) => tracing::error!(?error, "events were not composed ahead"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use serde_json::{from_value, json};

    use super::*;
    use crate::http::Limits;
    use crate::model::{Body, Programmes, Session, ZoneRules};
    use crate::publication::{LedgerState, reconcile};
    use crate::render::Site;

    /// A snapshot of a body in two languages, with a session that has so many slots.
    fn snapshot(slots: usize) -> Snapshot {
        let body: Body = from_value(json!({
            "id": "group", "name": {"fr": "Groupe"}, "short_name": {"fr": "G"}, "venue": {},
            "languages": ["fr", "en"], "time_zone": "UTC", "topics": [],
            "uid_namespace": "f4d6a6e4-1855-566a-8158-5a66d051979f",
        }))
        .unwrap();
        let slot = |hour| {
            json!({
                "id": format!("a{hour}"), "date": "2023-03-06", "kind": "formal",
                "start": format!("{hour:02}:00:00"), "end": format!("{hour:02}:30:00"),
                "entries": [],
            })
        };
        let session: Session = from_value(json!({
            "id": "1", "name": {"fr": "Session"}, "start": "2023-03-06", "end": "2023-03-10",
            "status": "provisional", "slots": (0..slots).map(slot).collect::<Vec<_>>(),
        }))
        .unwrap();
        let programmes = Programmes {
            body: body.into(),
            sessions: vec![session.into()],
            zone_rules: ZoneRules::built_in(),
        };
        let (mut ledger, at) = (LedgerState::new(), "2023-01-01T12:00:00Z".parse().unwrap());
        let publication = reconcile(&ledger, &[programmes], at, Days::new(30)).unwrap().unwrap();
        ledger.apply(&publication).unwrap();
        Snapshot::new(&ledger)
    }

    #[tokio::test]
    async fn events_of_large_bodies_are_composed_in_each_of_its_languages() {
        let site = Site::at("https://a.example/".parse().unwrap());
        let state = State::new(Arc::default(), Arc::default(), site, Limits::default());
        let snapshot = Arc::new(snapshot(3));
        compose(&state, &snapshot, 3).await;
        assert_eq!(state.memo.count(), 0);
        compose(&state, &snapshot, 2).await;
        assert_eq!(state.memo.count(), 6);
    }
}
