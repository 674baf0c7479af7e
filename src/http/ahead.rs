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
    use std::path::Path;

    use chrono::{Days, Utc};

    use super::*;
    use crate::http::Limits;
    use crate::programme;
    use crate::publication::{LedgerState, reconcile};
    use crate::render::Site;

    #[tokio::test]
    async fn events_of_large_bodies_are_composed_in_each_of_its_languages() {
        let feeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("feeds");
        let programmes = programme::read(&feeds).unwrap().programmes;
        let mut ledger = LedgerState::new();
        let publication =
            reconcile(&ledger, &programmes, Utc::now(), Days::new(30)).unwrap().unwrap();
        ledger.apply(&publication).unwrap();
        let snapshot = Arc::new(Snapshot::new(&ledger));
        let site = Site::at("https://a.example/".parse().unwrap());
        let state = State::new(Arc::default(), Arc::default(), site, Limits::default());

        let views: Vec<_> = snapshot.bodies().values().collect();
        let largest = views.iter().map(|view| view.events.len()).max().unwrap();
        compose(&state, &snapshot, largest).await;
        assert_eq!(state.memo.count(), 0);
        compose(&state, &snapshot, 0).await;
        let all = views.iter().map(|view| view.events.len() * view.body.languages.len());
        assert_eq!(state.memo.count(), all.sum::<usize>());
    }
}
