//! Slots: the timed rows of a programme of work.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use super::{Entry, SessionId, SlotId, Text, TopicId};

/// Whether a slot is a formal meeting of the body.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum SlotKind {
    /// A formal meeting, which is what a programme lists unless it says otherwise.
    #[default]
    Formal,
    /// An informal meeting, dialogue or consultation.
    Informal,
}

impl SlotKind {
    /// Every kind, in the order in which they are listed to people.
    pub const ALL: [Self; 2] = [Self::Formal, Self::Informal];

    /// The word for it in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Formal => "formal",
            Self::Informal => "informal",
        }
    }
}

impl fmt::Display for SlotKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that a slot had before, in its present session or in another one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FormerSlot {
    /// The session that it was in.
    pub session: SessionId,
    /// Its identifier there.
    pub slot: SlotId,
}

/// One timed row of a programme of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Its identifier, never derived from its time or place in the list.
    pub id: SlotId,
    /// The names that it had before, oldest first. The oldest one keeps its UID.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<FormerSlot>,
    /// The day, at the venue.
    pub date: NaiveDate,
    /// When it begins, in the venue's time zone.
    pub start: NaiveTime,
    /// When it ends, in the venue's time zone; after `start`, on the same day.
    pub end: NaiveTime,
    /// Whether it is a formal meeting.
    #[serde(default)]
    pub kind: SlotKind,
    /// Whether it was called off while remaining in the programme.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
    /// The room, where it is not just the session's venue.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub room: Text,
    /// Remarks of the document about the slot as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Text>,
    /// The things taken up, in order.
    pub entries: Vec<Entry>,
}

impl Slot {
    /// When it begins, in the venue's time zone.
    pub fn starts(&self) -> NaiveDateTime {
        self.date.and_time(self.start)
    }

    /// When it ends, in the venue's time zone.
    pub fn ends(&self) -> NaiveDateTime {
        self.date.and_time(self.end)
    }

    /// Its topics, each once, in the order in which the entries name them.
    pub fn topics(&self) -> Vec<&TopicId> {
        let mut topics: Vec<&TopicId> = Vec::new();
        for topic in self.entries.iter().flat_map(|entry| &entry.topics) {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        topics
    }
}
