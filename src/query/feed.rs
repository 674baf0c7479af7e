//! Feeds: what a query selects from a snapshot.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::FeedQuery;
use crate::model::{Body, Session, Topic};
use crate::publication::{EventContent, EventRevision};

/// Whether an event is in a feed or was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The event matches the query.
    Member,
    /// The event matched the query and does so no more: it is shown as cancelled.
    Departed,
}

/// An event as it stands in a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedEvent {
    /// Whether it is in the feed or was.
    pub presence: Presence,
    /// When the event was first published: its CREATED.
    pub created: DateTime<Utc>,
    /// The revision that the feed shows, whose SEQUENCE and time hold. Of a departed event the one
    /// by which it left.
    pub revision: Arc<EventRevision>,
    /// The revision before that one; `None` if there is none.
    pub previous: Option<Arc<EventRevision>>,
}

impl FeedEvent {
    /// The content to show: the revision's; of a departed event the content that it had in this
    /// feed, cancelled.
    pub fn content(&self) -> Cow<'_, EventContent> {
        match (self.presence, &self.previous) {
            (Presence::Departed, Some(previous)) => Cow::Owned(previous.content.cancelled()),
            _ => Cow::Borrowed(&self.revision.content),
        }
    }

    /// Whether the feed shows the event as cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.presence == Presence::Departed || self.revision.content.is_cancelled()
    }
}

/// What a query selects from a snapshot: all that a representation of the feed is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The query.
    pub query: FeedQuery,
    /// The body.
    pub body: Arc<Body>,
    /// The sessions that the address names, by its path or its filters. Their `slots` are empty.
    pub sessions: Vec<Session>,
    /// The topics that the address names, by its path or its filters.
    pub topics: Vec<Topic>,
    /// The events, by time and UID.
    pub events: Vec<FeedEvent>,
    /// When anything in the feed last changed, events that left it included.
    pub last_modified: DateTime<Utc>,
}
