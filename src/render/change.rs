//! What changed last about an event, told to its readers.

use chrono::{Datelike, NaiveDateTime};

use super::reader::Reader;
use super::title::{session_name, topic_names};
use crate::model::{SlotKind, TopicId};
use crate::publication::{Change, EventContent, EventStatus, changes};
use crate::query::{FeedEvent, Presence};
use crate::words::Message;

/// What the last revision changed, one sentence for each thing; none for a first revision. Of an
/// event that left the feed, that it did and what it is about now.
pub(crate) fn last_change(reader: &Reader, event: &FeedEvent) -> Vec<String> {
    let Some(previous) = &event.previous else {
        return Vec::new();
    };
    let (before, after) = (&previous.content, &event.revision.content);
    let at = event.revision.at.with_timezone(&after.time_zone);
    let telling = Telling { reader, before, after, date: reader.words.date(at.date_naive()) };
    let changes = changes(before, after);
    if event.presence == Presence::Departed {
        telling.departure(&changes)
    } else {
        changes.iter().flat_map(|change| telling.change(change)).collect()
    }
}

struct Telling<'a> {
    reader: &'a Reader,
    before: &'a EventContent,
    after: &'a EventContent,
    date: String,
}

impl Telling<'_> {
    fn dated(&self, message: Message) -> String {
        self.reader.words.format(message, &[("date", &self.date)])
    }

    fn departure(&self, changes: &[Change]) -> Vec<String> {
        let mut sentences = vec![self.dated(Message::ChangedDeparted)];
        // Where the event stays as it is but for its time, that is why it left.
        for change in changes {
            if matches!(change, Change::Moved { .. } | Change::Cancelled) {
                sentences.extend(self.change(change));
            }
        }
        let has_other_topics = changes.iter().any(|change| matches!(change, Change::Topics { .. }));
        if has_other_topics && !self.after.is_cancelled() && !self.after.topics.is_empty() {
            let topics = topic_names(self.reader, &self.after.topics, self.after.default_language);
            let arguments = [("topics", topics.as_str())];
            sentences.push(self.reader.words.format(Message::DepartedTopics, &arguments));
        }
        if !self.after.is_cancelled() && self.before.session != self.after.session {
            let session = session_name(self.reader, self.after);
            let arguments = [("session", session.as_str())];
            sentences.push(self.reader.words.format(Message::DepartedSession, &arguments));
        }
        sentences
    }

    fn change(&self, change: &Change) -> Vec<String> {
        let message = match change {
            Change::Moved { from, to } => return vec![self.moved(*from, *to)],
            Change::Topics { left, joined } => {
                return [
                    self.topics(Message::ChangedTopicsJoined, joined, self.after),
                    self.topics(Message::ChangedTopicsLeft, left, self.before),
                ]
                .into_iter()
                .flatten()
                .collect();
            }
            Change::Cancelled => Message::ChangedCancelled,
            Change::Restored => Message::ChangedRestored,
            Change::Headings => Message::ChangedHeadings,
            // The title shows it, and the change is of other slots.
            Change::Renumbered | Change::Renamed { .. } => return Vec::new(),
            Change::Place => Message::ChangedPlace,
            Change::Kind => match self.after.slot.kind {
                SlotKind::Formal => Message::ChangedFormal,
                SlotKind::Informal => Message::ChangedInformal,
            },
            Change::Status { to, .. } => match to {
                EventStatus::Tentative => Message::ChangedTentative,
                EventStatus::Confirmed => Message::ChangedConfirmed,
                EventStatus::Cancelled => Message::ChangedCancelled,
            },
            Change::Text => Message::ChangedText,
            Change::Documents => Message::ChangedDocuments,
            Change::Other => Message::ChangedOther,
        };
        vec![self.dated(message)]
    }

    fn topics(&self, message: Message, ids: &[TopicId], of: &EventContent) -> Option<String> {
        let named = of.topics.iter().filter(|topic| ids.contains(&topic.id));
        let topics = topic_names(self.reader, named, of.default_language);
        let arguments = [("date", self.date.as_str()), ("topics", &topics)];
        (!ids.is_empty()).then(|| self.reader.words.format(message, &arguments))
    }

    /// Says as much of both times as tells them apart and from any other: the weekday within a
    /// week, the date beyond, the year across years; the end where the duration changed, the city
    /// where the clocks did.
    fn moved(
        &self,
        from: (NaiveDateTime, NaiveDateTime),
        to: (NaiveDateTime, NaiveDateTime),
    ) -> String {
        let words = self.reader.words;
        let (old, new) = (from.0.date(), to.0.date());
        let tell = |(start, end): (NaiveDateTime, NaiveDateTime), of: &EventContent| {
            let day = if old.iso_week() == new.iso_week() {
                words.weekday(start.date())
            } else if old.year() == new.year() {
                words.day(start.date())
            } else {
                words.full_date(start.date())
            };
            let time = if from.1 - from.0 == to.1 - to.0 {
                words.time(start.time())
            } else {
                words.times(start.time(), end.time())
            };
            if self.before.time_zone == self.after.time_zone {
                format!("{day} {time}")
            } else {
                format!("{day} {time} {}", self.reader.venue_time(of.time_zone))
            }
        };
        let (from, to) = (tell(from, self.before), tell(to, self.after));
        let arguments = [("date", self.date.as_str()), ("from", &from), ("to", &to)];
        words.format(Message::ChangedMoved, &arguments)
    }
}
