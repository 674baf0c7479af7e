//! What changed between two states of an event, in the terms in which people are told of it.

use chrono::NaiveDateTime;

use super::{EventContent, EventStatus};
use crate::model::TopicId;

/// One difference that a subscriber sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The event was called off or removed.
    Cancelled,
    /// The event is on again.
    Restored,
    /// The event is at another time, by the clock of the venue.
    Moved {
        /// When it began and ended before.
        from: (NaiveDateTime, NaiveDateTime),
        /// When it begins and ends now.
        to: (NaiveDateTime, NaiveDateTime),
    },
    /// The event has other topics. Both lists are in the order of the entries.
    Topics {
        /// Those that it has no more.
        left: Vec<TopicId>,
        /// Those that it did not have.
        joined: Vec<TopicId>,
    },
    /// The headings, items or number of its entries differ, or the names of its topics.
    Headings,
    /// It is another part of the slots on its topics, such as 2 of 3.
    Renumbered,
    /// It is another slot by name, or in another session: `4/norms`.
    Renamed {
        /// The session and slot before.
        from: String,
        /// The session and slot now.
        to: String,
    },
    /// Its place or room differs.
    Place,
    /// It became formal or informal.
    Kind,
    /// The programme was adopted, or became provisional.
    Status {
        /// The STATUS before.
        from: EventStatus,
        /// The STATUS now.
        to: EventStatus,
    },
    /// Focus, questions, statements, notes or footnotes differ.
    Text,
    /// The documents differ.
    Documents,
    /// Anything else, such as a name of the body or a colour.
    Other,
}

impl Change {
    /// The change in one word, for programs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Restored => "restored",
            Self::Moved { .. } => "moved",
            Self::Topics { .. } => "topics",
            Self::Headings => "headings",
            Self::Renumbered => "renumbered",
            Self::Renamed { .. } => "renamed",
            Self::Place => "place",
            Self::Kind => "kind",
            Self::Status { .. } => "status",
            Self::Text => "text",
            Self::Documents => "documents",
            Self::Other => "other",
        }
    }
}

/// The differences from `before` to `after`, the weightiest first; none if the two are equal.
pub fn changes(before: &EventContent, after: &EventContent) -> Vec<Change> {
    let mut changes = Vec::new();
    match (before.is_cancelled(), after.is_cancelled()) {
        (false, true) => changes.push(Change::Cancelled),
        (true, false) => changes.push(Change::Restored),
        _ => {}
    }
    let (old, new) = (&before.slot, &after.slot);
    let (from, to) = ((old.starts(), old.ends()), (new.starts(), new.ends()));
    if from != to || before.starts != after.starts || before.ends != after.ends {
        changes.push(Change::Moved { from, to });
    }
    let missing = |here: &EventContent, there: &EventContent| -> Vec<TopicId> {
        let there = there.slot.topics();
        here.slot.topics().into_iter().filter(|topic| !there.contains(topic)).cloned().collect()
    };
    let (left, joined) = (missing(before, after), missing(after, before));
    let same_topics = left.is_empty() && joined.is_empty();
    if !same_topics {
        changes.push(Change::Topics { left, joined });
    }
    let names = |content: &EventContent| -> Vec<_> {
        content.topics.iter().map(|topic| topic.name.clone()).collect()
    };
    let parts = |content: &EventContent| -> Vec<_> {
        content.topics.iter().map(|topic| topic.part).collect()
    };
    let renamed_topic = same_topics && names(before) != names(after);
    if renamed_topic || headings(before) != headings(after) {
        changes.push(Change::Headings);
    }
    let is_live = !before.is_cancelled() && !after.is_cancelled();
    if is_live && same_topics && parts(before) != parts(after) {
        changes.push(Change::Renumbered);
    }
    let (from, to) = (address(before), address(after));
    if from != to {
        changes.push(Change::Renamed { from, to });
    }
    if (&before.venue, &old.room) != (&after.venue, &new.room) {
        changes.push(Change::Place);
    }
    if old.kind != new.kind {
        changes.push(Change::Kind);
    }
    if is_live && before.status != after.status {
        changes.push(Change::Status { from: before.status, to: after.status });
    }
    if texts(before) != texts(after) {
        changes.push(Change::Text);
    }
    if before.documents != after.documents {
        changes.push(Change::Documents);
    }
    if changes.is_empty() && before != after {
        changes.push(Change::Other);
    }
    changes
}

fn address(content: &EventContent) -> String {
    format!("{}/{}", content.session, content.slot.id)
}

fn headings(content: &EventContent) -> impl PartialEq + '_ {
    let entries: Vec<_> = content
        .slot
        .entries
        .iter()
        .map(|entry| {
            let continued = (entry.agenda_item_continued, entry.continued);
            (entry.kind, &entry.agenda_item, &entry.sub_item, continued, &entry.heading)
        })
        .collect();
    (entries, &content.agenda)
}

fn texts(content: &EventContent) -> impl PartialEq + '_ {
    let entries: Vec<_> = content
        .slot
        .entries
        .iter()
        .map(|entry| (&entry.focus, &entry.questions, &entry.statements, &entry.footnotes))
        .collect();
    (entries, &content.slot.notes, &content.footnotes)
}
