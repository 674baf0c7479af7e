//! How a feed came to be as it is: what each publication changed in it.
//!
//! Membership follows the rule of [`select`]: an event that matches no more has left, and what
//! happens to it elsewhere later is no change of this feed. That a cancelled event expires is none
//! either: nothing is said of it that was not known.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::select::{frame_modified, histories, matches, view};
use super::{Feed, FeedEvent, FeedQuery, Presence, QueryError, select};
use crate::publication::{Change, EventRevision, changes};
use crate::snapshot::Snapshot;

/// What became of an event in a feed, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// It was called off.
    Cancelled,
    /// It matches the query no more.
    Left,
    /// It is at another time.
    Moved,
    /// It is on again.
    Restored,
    /// It was published for the first time.
    Added,
    /// It was published before, but did not match the query.
    Joined,
    /// It changed in another way.
    Changed,
}

impl ChangeKind {
    /// Every kind, the weightiest first.
    pub const ALL: [Self; 7] = [
        Self::Cancelled,
        Self::Left,
        Self::Moved,
        Self::Restored,
        Self::Added,
        Self::Joined,
        Self::Changed,
    ];
}

/// A change of one event in a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventChange {
    /// What became of the event.
    pub kind: ChangeKind,
    /// The event as the feed showed it after the change.
    pub event: FeedEvent,
}

/// What one publication changed in a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedChange {
    /// The publication's number.
    pub publication: u64,
    /// When it was made. Later than any change before.
    pub at: DateTime<Utc>,
    /// What the editor said of it.
    pub note: Option<Arc<str>>,
    /// The events that changed, by time and UID; never none.
    pub events: Vec<EventChange>,
}

/// A feed with all of its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedHistory {
    /// The feed as it is.
    pub feed: Feed,
    /// The changes, newest first.
    pub changes: Vec<FeedChange>,
    /// When the last change was, or the feed's name changed. Unlike that of the feed it does not
    /// move when cancelled events expire.
    pub last_modified: DateTime<Utc>,
}

/// The history of the feed that a query names. Unknown when the feed is.
pub fn history(snapshot: &Snapshot, query: &FeedQuery) -> Result<FeedHistory, QueryError> {
    let feed = select(snapshot, query)?;
    let view = view(snapshot, query)?;
    let mut by_publication: BTreeMap<u64, FeedChange> = BTreeMap::new();
    for history in histories(view, query).iter() {
        for change in event_changes(history.revisions(), query) {
            let (publication, at) = (change.event.revision.publication, change.event.revision.at);
            let of_publication = by_publication.entry(publication).or_insert_with(|| FeedChange {
                publication,
                at,
                note: snapshot.note(publication).cloned(),
                events: Vec::new(),
            });
            of_publication.events.push(change);
        }
    }
    let mut changes: Vec<FeedChange> = by_publication.into_values().rev().collect();
    for change in &mut changes {
        let key = |change: &EventChange| (change.event.content().starts, change.event.revision.uid);
        change.events.sort_by_cached_key(key);
    }
    let last_modified =
        changes.first().map(|change| change.at).max(Some(frame_modified(view, query)));
    Ok(FeedHistory { feed, changes, last_modified: last_modified.unwrap_or_default() })
}

/// The changes of an event in a feed, oldest first.
fn event_changes(
    revisions: &[Arc<EventRevision>],
    query: &FeedQuery,
) -> impl Iterator<Item = EventChange> {
    let mut before: Option<(&Arc<EventRevision>, bool)> = None;
    revisions.iter().filter_map(move |after| {
        let is_in = matches(query, &after.content);
        let previous = before.replace((after, is_in));
        let was_in = previous.is_some_and(|(_, was_in)| was_in);
        if !was_in && !is_in {
            return None;
        }
        let previous = previous.map(|(revision, _)| revision);
        let kind = match previous {
            None => ChangeKind::Added,
            Some(_) if !was_in => ChangeKind::Joined,
            Some(previous) => kind(previous, after, is_in),
        };
        let event = FeedEvent {
            presence: if is_in { Presence::Member } else { Presence::Departed },
            created: revisions.first()?.at,
            revision: Arc::clone(after),
            previous: previous.map(Arc::clone),
        };
        Some(EventChange { kind, event })
    })
}

/// The kind of a change of an event that was in the feed.
fn kind(before: &EventRevision, after: &EventRevision, is_in: bool) -> ChangeKind {
    match changes(&before.content, &after.content).first() {
        Some(Change::Cancelled) => ChangeKind::Cancelled,
        _ if !is_in => ChangeKind::Left,
        Some(Change::Restored) => ChangeKind::Restored,
        Some(Change::Moved { .. }) => ChangeKind::Moved,
        _ => ChangeKind::Changed,
    }
}
