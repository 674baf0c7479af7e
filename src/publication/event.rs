//! Events: what subscribers get for a slot.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::model::{
    AgendaItem, BodyId, Colour, Document, Footnote, Language, SessionId, Slot, Text, TopicId,
};

/// The STATUS of an event (RFC 5545, section 3.8.1.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventStatus {
    /// The programme is provisional.
    Tentative,
    /// The programme was adopted, or the session was held.
    Confirmed,
    /// The slot was removed or called off.
    Cancelled,
}

/// Which of a session's slots on a topic an event is: part 1 of 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// From 1, in the order of time.
    pub number: u32,
    /// How many there are; at least 2.
    pub of: u32,
}

/// A topic as an event shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTopic {
    /// Its identifier.
    pub id: TopicId,
    /// Its name.
    pub name: Text,
    /// Its colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// Which of the session's live slots on the topic this is; `None` where it is the only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
}

/// All that a subscriber sees of a slot, in every language, complete in itself: two contents that
/// are equal look the same in every calendar, and two that differ do not.
///
/// It holds what the slot borrows from its session and body, so that a change there is a change of
/// the event, and the instants beside the local times, so that feeds do not depend on the
/// time-zone rules of the machine that serves them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventContent {
    /// The body.
    pub body: BodyId,
    /// The session.
    pub session: SessionId,
    /// The slot, with its entries.
    pub slot: Slot,
    /// TENTATIVE, CONFIRMED or CANCELLED.
    pub status: EventStatus,
    /// When it begins.
    pub starts: DateTime<Utc>,
    /// When it ends.
    pub ends: DateTime<Utc>,
    /// The time zone of the venue.
    pub time_zone: Tz,
    /// The language that texts fall back to.
    pub default_language: Language,
    /// The body's short name.
    pub body_name: Text,
    /// The session's name, where it has no number.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub session_name: Text,
    /// The session's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_number: Option<u32>,
    /// The venue, without the slot's room.
    pub venue: Text,
    /// The topics of the entries, each once, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<EventTopic>,
    /// The agenda items that the entries take up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agenda: Vec<AgendaItem>,
    /// The footnotes that are anchored at the entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub footnotes: Vec<Footnote>,
    /// The session's documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}

impl EventContent {
    /// Whether the event is called off.
    pub fn is_cancelled(&self) -> bool {
        self.status == EventStatus::Cancelled
    }

    /// The same content, called off.
    #[must_use]
    pub fn cancelled(&self) -> Self {
        let mut content = Self { status: EventStatus::Cancelled, ..self.clone() };
        // Parts count the live slots.
        for topic in &mut content.topics {
            topic.part = None;
        }
        content
    }
}

/// One state of an event, brought by a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRevision {
    /// The event's UID.
    pub uid: Uuid,
    /// Its SEQUENCE: 0 at first, one more with every revision.
    pub sequence: u32,
    /// The publication that brought it.
    pub publication: u64,
    /// When that was: the LAST-MODIFIED and DTSTAMP. Whole seconds.
    pub at: DateTime<Utc>,
    /// What the subscriber sees.
    pub content: Arc<EventContent>,
}

impl EventRevision {
    /// The day from which the time counts for which a feed keeps the event as cancelled, where
    /// this revision made it so and `shown` is what the feed shows: the day of `shown` at the
    /// venue, or that of the revision where it came later (else the cancellation of a past event
    /// would reach nobody).
    pub fn last_day_as(&self, shown: &EventContent) -> NaiveDate {
        shown.slot.date.max(self.at.date_naive())
    }
}
