//! Feeds: from an address to the representation that answers it.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::RETRY_AFTER;

use super::State;
use super::cache::{Made, Weight};
use super::coding::Coding;
use super::problem::Problem;
use super::representation::About;
use super::seen::FeedSeen;
use super::sharing;
use crate::query::{FeedQuery, QueryError, Scope};
use crate::render::{Disposition, Format, render_with};
use crate::snapshot::Snapshot;

/// The representation of the feed that `stem` and `query` name.
pub(super) async fn feed(
    state: &State,
    stem: &str,
    query: &str,
    format: Format,
    coding: Coding,
) -> Result<(Made, Option<Arc<FeedSeen>>), Problem> {
    let snapshot = state.snapshot.load_full();
    if snapshot.publication() == 0 {
        // Not a 404: the feed may well be there in a moment.
        return Err(unavailable("nothing is published yet"));
    }
    let query = FeedQuery::parse(&snapshot, stem, query).map_err(|error| Problem::from(&error))?;
    let (found, limit) = (query.filters.values(), state.limits.filters);
    if found > limit {
        return Err(Problem::from(&QueryError::TooMany { found, limit }));
    }
    let address: Arc<str> = query.address(format.extension()).into();
    let seen = state.seen.of(&address);
    let (publication, site) = (snapshot.publication(), Arc::clone(&state.site));
    let memo = Arc::clone(&state.memo);
    let weight = weight(&snapshot, &query);
    let render = move || {
        let rendered = render_with(&memo, &snapshot, &query, format, &site)?;
        let about = About {
            media_type: format.media_type(),
            disposition: Some(disposition(&query, format)),
            is_page: false,
            is_fixed: false,
            last_modified: Some(rendered.last_modified),
            names: sharing::names(&query),
        };
        Ok((about, rendered.octets))
    };
    let made = state.representations.get(publication, &address, coding, weight, render).await;
    Ok((made?, seen))
}

/// So many events take tens of milliseconds to compose, and as long again to be coded.
pub(super) const MANY: usize = 2_000;

/// What a feed costs, by the events that it may have.
fn weight(snapshot: &Snapshot, query: &FeedQuery) -> Weight {
    let events = match &query.scope {
        Scope::Slot(..) | Scope::Session(_) => 0,
        Scope::Body | Scope::Topic(_) => {
            snapshot.bodies().get(&query.body).map_or(0, |view| view.events.len())
        }
    };
    if events > MANY { Weight::Heavy } else { Weight::Light }
}

/// A 503 that asks to come back in a minute.
pub(super) fn unavailable(detail: &str) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail).header(RETRY_AFTER, "60")
}

/// The Content-Disposition; names of files are made of identifiers, which need no escaping.
fn disposition(query: &FeedQuery, format: Format) -> String {
    let kept = Disposition::of(query, format);
    let kind = if kept.is_attachment { "attachment" } else { "inline" };
    format!("{kind}; filename=\"{}\"", kept.file_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Filters;

    #[test]
    fn feeds_are_shown_and_single_events_are_downloads() {
        let query = |scope| FeedQuery {
            language: "fr".parse().unwrap(),
            body: "oewg-ict".parse().unwrap(),
            scope,
            filters: Filters::default(),
        };
        for (scope, expected) in [
            (Scope::Body, "inline; filename=\"oewg-ict.fr.ics\""),
            (
                Scope::Slot("4".parse().unwrap(), "norms-1".parse().unwrap()),
                "attachment; filename=\"oewg-ict-4-norms-1.fr.ics\"",
            ),
        ] {
            assert_eq!(disposition(&query(scope), Format::Ics), expected);
        }
        let slot = Scope::Slot("4".parse().unwrap(), "norms-1".parse().unwrap());
        let expected = "inline; filename=\"oewg-ict-4-norms-1.fr.atom\"";
        assert_eq!(disposition(&query(slot), Format::Atom), expected);
    }
}
