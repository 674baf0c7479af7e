//! What a publication changes, as people and programs are told of it: by a plan before it is made,
//! and by the history afterwards.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde::ser::SerializeStruct;
use uuid::Uuid;

use super::particulars::particulars;
use super::{Change, EventContent, LedgerState, ParticularsReport, Publication, changes};
use crate::model::Text;

/// What a publication changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its number.
    pub publication: u64,
    /// When it was made or, of a plan, would be.
    pub at: DateTime<Utc>,
    /// What the editor said of it.
    pub note: Option<String>,
    /// The publication to which it goes back, if it does.
    pub reverts_to: Option<u64>,
    /// The day before which cancelled events go from the feeds, if it moves that.
    pub horizon: Option<NaiveDate>,
    /// The bodies and sessions that change themselves.
    pub particulars: Vec<ParticularsReport>,
    /// The events that change, by body, time and UID.
    pub events: Vec<EventReport>,
}

/// How an event changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventReport {
    /// Its UID.
    pub uid: Uuid,
    /// Its SEQUENCE from now on.
    pub sequence: u32,
    /// What it was; `None` if it is new.
    pub before: Option<Arc<EventContent>>,
    /// What it is.
    pub after: Arc<EventContent>,
    /// The differences, the weightiest first; none if it is new.
    pub changes: Vec<Change>,
}

/// What `publication` changes in a ledger whose `state` is that of just before it or any later one.
pub fn report(state: &LedgerState, publication: &Publication) -> Report {
    let mut events: Vec<EventReport> = publication
        .events
        .iter()
        .map(|revision| {
            let history = state.events().get(&revision.uid);
            let before = revision.sequence.checked_sub(1).and_then(|index| {
                let index = usize::try_from(index).ok()?;
                Some(Arc::clone(&history?.revisions().get(index)?.content))
            });
            let after = Arc::clone(&revision.content);
            EventReport {
                uid: revision.uid,
                sequence: revision.sequence,
                changes: before.as_ref().map_or_else(Vec::new, |before| changes(before, &after)),
                before,
                after,
            }
        })
        .collect();
    events.sort_by_cached_key(|event| (event.after.body.clone(), event.after.starts, event.uid));
    Report {
        publication: publication.number,
        at: publication.at,
        note: publication.note.clone(),
        reverts_to: publication.reverts_to,
        horizon: publication.horizon,
        particulars: particulars(state, publication),
        events,
    }
}

/// A line of a text that went (`-`) or came (`+`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextChange {
    /// Whether it came.
    pub added: bool,
    /// What it is and in which language: `question.fr`.
    pub place: String,
    /// Its words.
    pub words: String,
}

impl EventReport {
    /// The feeds whose subscribers see the change, as addresses below the language, without an
    /// extension: `/oewg-ict/topics/norms`.
    pub fn feeds(&self) -> Vec<String> {
        let mut feeds = BTreeSet::new();
        for content in self.before.iter().chain([&self.after]) {
            let body = format!("/{}", content.body);
            feeds.insert(format!("{body}/sessions/{}", content.session));
            feeds.extend(content.topics.iter().map(|topic| format!("{body}/topics/{}", topic.id)));
            feeds.insert(body);
        }
        feeds.into_iter().collect()
    }

    /// The texts that differ, in the order of the programme; none of a new event.
    pub fn texts(&self) -> Vec<TextChange> {
        let Some(before) = &self.before else { return Vec::new() };
        differences(&texts(before), &texts(&self.after))
    }

    /// In one word, for programs: `added`, `cancelled`, `restored`, `moved` or `changed`.
    pub fn kind(&self) -> &'static str {
        if self.before.is_none() {
            return "added";
        }
        match self.changes.first() {
            Some(Change::Cancelled) => "cancelled",
            Some(Change::Restored) => "restored",
            Some(Change::Moved { .. }) => "moved",
            _ => "changed",
        }
    }
}

/// The lines, each with its place, that went and came.
pub(super) fn differences(
    before: &[(String, String)],
    after: &[(String, String)],
) -> Vec<TextChange> {
    similar::capture_diff_slices(similar::Algorithm::Myers, before, after)
        .iter()
        .flat_map(|operation| operation.iter_changes(before, after))
        .filter_map(|change| {
            let added = match change.tag() {
                similar::ChangeTag::Equal => return None,
                similar::ChangeTag::Delete => false,
                similar::ChangeTag::Insert => true,
            };
            let (place, words) = change.value();
            Some(TextChange { added, place, words })
        })
        .collect()
}

/// Every text of an event with its place, in order.
fn texts(content: &EventContent) -> Vec<(String, String)> {
    let part = |topic: &super::EventTopic| {
        topic.part.map_or_else(String::new, |part| format!(" ({}/{})", part.number, part.of))
    };
    let mut texts: Vec<_> = content
        .topics
        .iter()
        .flat_map(|topic| topic.name.iter().map(move |(language, name)| (topic, language, name)))
        .map(|(topic, language, name)| {
            (format!("topic.{language}"), format!("{name}{}", part(topic)))
        })
        .collect();
    let mut add = |place: &str, text: &Text| {
        texts
            .extend(text.iter().map(|(language, w)| (format!("{place}.{language}"), w.to_owned())));
    };
    add("body", &content.body_name);
    add("session", &content.session_name);
    add("venue", &content.venue);
    add("room", &content.slot.room);
    for entry in &content.slot.entries {
        let item = entry.agenda_item.as_ref();
        if let Some(item) = item.and_then(|item| content.agenda.iter().find(|a| a.item == *item)) {
            add(&format!("item {}", item.item), &item.title);
        }
        add("heading", &entry.heading);
        add("focus", &entry.focus);
        entry.questions.iter().for_each(|text| add("question", text));
        entry.statements.iter().for_each(|text| add("statement", text));
    }
    content.slot.notes.iter().for_each(|text| add("note", text));
    for footnote in &content.footnotes {
        add(&format!("footnote {}", footnote.mark), &footnote.text);
    }
    for document in &content.documents {
        let name = document.symbol.as_ref().map_or("document", |symbol| symbol.as_str());
        add(name, &document.title);
        add(name, &document.url);
    }
    texts
}

/// For programs: the change in one word, its places and times, texts and feeds.
impl Serialize for EventReport {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let when = |content: &EventContent| Span { start: content.starts, end: content.ends };
        let moved = self.changes.iter().any(|change| matches!(change, Change::Moved { .. }));
        let topics = self.changes.iter().find_map(|change| match change {
            Change::Topics { left, joined } => Some(Topics { left, joined }),
            _ => None,
        });
        let mut object = serializer.serialize_struct("event", 11)?;
        object.serialize_field("uid", &self.uid)?;
        object.serialize_field("sequence", &self.sequence)?;
        object.serialize_field("body", &self.after.body)?;
        object.serialize_field("session", &self.after.session)?;
        object.serialize_field("slot", &self.after.slot.id)?;
        object.serialize_field("change", self.kind())?;
        object.serialize_field("changes", &names(&self.changes))?;
        object.serialize_field("from", &self.before.as_deref().filter(|_| moved).map(when))?;
        object.serialize_field("to", &when(&self.after))?;
        object.serialize_field("topics", &topics)?;
        object.serialize_field("texts", &self.texts())?;
        object.serialize_field("feeds", &self.feeds())?;
        object.end()
    }
}

#[derive(Serialize)]
struct Span {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

#[derive(Serialize)]
struct Topics<'a> {
    left: &'a [crate::model::TopicId],
    joined: &'a [crate::model::TopicId],
}

fn names(changes: &[Change]) -> Vec<&'static str> {
    changes.iter().map(Change::name).collect()
}

/// For programs.
impl Serialize for Report {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("publication", 7)?;
        object.serialize_field("publication", &self.publication)?;
        object.serialize_field("at", &self.at)?;
        object.serialize_field("note", &self.note)?;
        object.serialize_field("reverts_to", &self.reverts_to)?;
        object.serialize_field("horizon", &self.horizon)?;
        object.serialize_field("particulars", &self.particulars)?;
        object.serialize_field("events", &self.events)?;
        object.end()
    }
}
