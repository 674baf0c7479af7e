//! Answering queries from a snapshot.
//!
//! Membership has a history, because a subscriber's calendar does: a client that was told of an
//! event has to be told that it is gone. So an event that matches a query is shown as it is; one
//! that matched it once and does so no more is shown as it was when it last matched, cancelled,
//! with the SEQUENCE and time of the revision by which it left. Whatever happens to it elsewhere
//! later does not touch this feed. Where cancelled events are hidden, being cancelled is a way of
//! not matching.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::parse::unknown;
use super::{Feed, FeedEvent, FeedQuery, Presence, QueryError, Scope};
use crate::model::{SessionId, TopicId};
use crate::publication::{EventContent, EventHistory};
use crate::snapshot::{BodyView, SessionView, Snapshot};

/// The feed that a query names. Unknown when its body is not in the snapshot, or the slot of a
/// one-event feed has gone from it for good.
pub fn select(snapshot: &Snapshot, query: &FeedQuery) -> Result<Feed, QueryError> {
    let view = view(snapshot, query)?;
    let mut events = Vec::new();
    let mut last_modified = frame_modified(view, query);
    let mut is_gone = false;
    for history in histories(view, query).iter() {
        let Some(event) = presence(history, query) else {
            continue;
        };
        last_modified = last_modified.max(event.revision.at);
        if event.is_cancelled() {
            // It was gone when it was cancelled: what becomes of it later changes nothing.
            if query.filters.hide_cancelled {
                continue;
            }
            if let Some(gone) = expired(snapshot, &event) {
                last_modified = last_modified.max(gone);
                is_gone = true;
                continue;
            }
        }
        events.push(event);
    }
    if let Scope::Slot(session, slot) = &query.scope
        && (is_gone || histories(view, query).is_empty())
    {
        return Err(unknown("slot", slot.as_str(), slots_of(view, session)));
    }
    // A departed event is shown at the time that it had in this feed.
    events.sort_by_cached_key(|event| (event.content().starts, event.revision.uid));
    Ok(Feed {
        query: query.clone(),
        body: Arc::clone(&view.body),
        sessions: sessions(view, query).map(|known| known.session.clone()).collect(),
        topics: topics(query).filter_map(|id| view.topic(id)).cloned().collect(),
        events,
        last_modified,
    })
}

/// The body that a query is about.
pub(super) fn view<'a>(
    snapshot: &'a Snapshot,
    query: &FeedQuery,
) -> Result<&'a BodyView, QueryError> {
    snapshot.bodies().get(&query.body).map(AsRef::as_ref).ok_or_else(|| {
        let bodies = snapshot.bodies().keys().map(ToString::to_string);
        unknown("body", query.body.as_str(), bodies)
    })
}

/// The histories of the events that may answer a query.
pub(super) fn histories<'a>(view: &'a BodyView, query: &FeedQuery) -> Cow<'a, [Arc<EventHistory>]> {
    match &query.scope {
        Scope::Slot(session, slot) => {
            Cow::Owned(find_slot(view, session, slot.as_str()).into_iter().collect())
        }
        _ => Cow::Borrowed(&view.events),
    }
}

pub(super) fn matches(query: &FeedQuery, content: &EventContent) -> bool {
    let in_scope = match &query.scope {
        Scope::Session(session) => content.session == *session,
        Scope::Topic(topic) => {
            content.slot.entries.iter().any(|entry| entry.topics.contains(topic))
        }
        // The slot was found by its names; it keeps its address whatever becomes of it.
        Scope::Body | Scope::Slot(..) => true,
    };
    let is_hidden = query.filters.hide_cancelled && content.is_cancelled();
    in_scope && !is_hidden && query.filters.pass(content)
}

/// How an event stands in a feed; `None` if it never was in it.
fn presence(history: &EventHistory, query: &FeedQuery) -> Option<FeedEvent> {
    let revisions = history.revisions();
    let created = revisions.first()?.at;
    let last_match = revisions.iter().rposition(|r| matches(query, &r.content))?;
    let (presence, shown) = if last_match + 1 == revisions.len() {
        (Presence::Member, last_match)
    } else {
        (Presence::Departed, last_match + 1)
    };
    Some(FeedEvent {
        presence,
        created,
        revision: Arc::clone(&revisions[shown]),
        previous: shown.checked_sub(1).map(|before| Arc::clone(&revisions[before])),
    })
}

/// When a cancelled event went out of the feeds; `None` if it is still in them.
fn expired(snapshot: &Snapshot, event: &FeedEvent) -> Option<DateTime<Utc>> {
    let last_day = event.revision.last_day_as(&event.content());
    let gone = snapshot.horizons().iter().find(|horizon| last_day < horizon.before)?;
    // A horizon that was set before the event was cancelled took nothing out.
    Some(gone.at.max(event.revision.at))
}

/// The topics that an address names, that of its path first.
fn topics(query: &FeedQuery) -> impl Iterator<Item = &TopicId> {
    let of_path = match &query.scope {
        Scope::Topic(id) => Some(id),
        _ => None,
    };
    of_path.into_iter().chain(&query.filters.topics)
}

/// The sessions that an address names, that of its path first.
fn sessions<'v>(view: &'v BodyView, query: &'v FeedQuery) -> impl Iterator<Item = &'v SessionView> {
    let of_path = match &query.scope {
        Scope::Session(id) | Scope::Slot(id, _) => Some(id),
        Scope::Body | Scope::Topic(_) => None,
    };
    of_path.into_iter().chain(&query.filters.sessions).filter_map(|id| view.session(id))
}

/// Since when the feed's frame, its name and colour, is as it is.
pub(super) fn frame_modified(view: &BodyView, query: &FeedQuery) -> DateTime<Utc> {
    let of_body = since(view.revisions.iter().map(|revision| {
        let body = &revision.body;
        let topic = |id| body.topic(id).map(|topic| (&topic.name, &topic.colour));
        let topics: Vec<_> = topics(query).map(topic).collect();
        (revision.at, (&body.name, &body.short_name, &body.colour, body.default_language(), topics))
    }));
    let of_sessions = sessions(view, query).filter_map(|view| {
        since(view.revisions.iter().map(|revision| {
            let session = &revision.record.session;
            (revision.at, (&session.name, session.number))
        }))
    });
    of_sessions.chain(of_body).max().unwrap_or_default()
}

/// When the last of these values came to be as it is.
fn since<T: PartialEq>(
    values: impl DoubleEndedIterator<Item = (DateTime<Utc>, T)>,
) -> Option<DateTime<Utc>> {
    let mut values = values.rev();
    let (mut since, latest) = values.next()?;
    for (at, value) in values {
        if value != latest {
            break;
        }
        since = at;
    }
    Some(since)
}

/// The event of a slot, by the name that it has or else by one that it had.
pub(super) fn find_slot(
    view: &BodyView,
    session: &SessionId,
    slot: &str,
) -> Option<Arc<EventHistory>> {
    let is_now = |history: &&Arc<EventHistory>| {
        history.latest().is_some_and(|latest| is_named(&latest.content, session, slot))
    };
    let was = |history: &&Arc<EventHistory>| {
        let mut formerly =
            history.latest().into_iter().flat_map(|latest| &latest.content.slot.formerly);
        formerly.any(|former| former.session == *session && former.slot.as_str() == slot)
            || history.revisions().iter().any(|r| is_named(&r.content, session, slot))
    };
    view.events.iter().find(is_now).or_else(|| view.events.iter().find(was)).cloned()
}

fn is_named(content: &EventContent, session: &SessionId, slot: &str) -> bool {
    content.session == *session && content.slot.id.as_str() == slot
}

/// The names of a session's slots, for an error.
pub(super) fn slots_of(view: &BodyView, session: &SessionId) -> Vec<String> {
    let latest = view.events.iter().filter_map(|history| history.latest());
    latest
        .filter(|latest| latest.content.session == *session && !latest.content.is_cancelled())
        .map(|latest| latest.content.slot.id.to_string())
        .collect()
}
