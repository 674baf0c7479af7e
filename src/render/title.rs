//! Titles: of events, short enough for a phone, and of calendars.

use std::fmt::Write;

use super::reader::{Reader, Spoken, common_language, plain};
use crate::model::{Entry, EntryKind, Language, Reading, SlotKind, Text};
use crate::publication::{EventContent, EventTopic};
use crate::query::{Feed, FeedEvent};
use crate::words::Phrase;

/// The longest first half of a title, in characters: two lines on a phone.
const LENGTH: usize = 60;

/// The title of an event, such as "Capacity-building (1/2) – OEWG ICT, session 4": its topics
/// with their parts, else what its entries are; then the body and the session. A cancelled event
/// is marked, because some calendars show it like any other, and one that left the feed in other
/// words, because elsewhere it may still take place.
pub(crate) fn title(reader: &Reader, event: &FeedEvent, content: &EventContent) -> Spoken {
    let mut title = Title::new(reader, content.default_language);
    title.subject(content);
    title.words.push_str(" – ");
    title.read(&content.body_name);
    title.words.push_str(reader.words.get(Phrase::ListSeparator));
    title.session(content.session_number, &content.session_name);
    let mark = if event.revision.content.is_cancelled() {
        Some(Phrase::Cancelled)
    } else {
        event.is_cancelled().then_some(Phrase::Departed)
    };
    let mut spoken = title.finish();
    if let Some(mark) = mark {
        let mark = reader.words.get(mark);
        spoken.language = spoken.language.filter(|language| *language == reader.words.language());
        spoken.words = reader.words.labelled(mark, &spoken.words);
    }
    spoken
}

/// What an event is about, without its body and session: "Capacity-building (1/2)".
pub(crate) fn subject(reader: &Reader, content: &EventContent) -> Spoken {
    let mut title = Title::new(reader, content.default_language);
    title.subject(content);
    title.finish()
}

/// The name of a feed's calendar, such as "Norms – OEWG ICT": the topics and kinds that it is
/// limited to, then the body and its sessions.
pub(crate) fn calendar_name(reader: &Reader, feed: &Feed) -> Spoken {
    let mut title = Title::new(reader, feed.body.default_language());
    let separator = reader.words.get(Phrase::ListSeparator);
    let filters = &feed.query.filters;
    for topic in &feed.topics {
        title.part(separator, |title| title.read(&topic.name));
    }
    for kind in &filters.kinds {
        let phrase = match kind {
            SlotKind::Formal => Phrase::KindFormal,
            SlotKind::Informal => Phrase::KindInformal,
        };
        title.part(separator, |title| {
            title.own(reader.words.get(phrase));
        });
    }
    title.part(" – ", |title| title.read(&feed.body.short_name));
    for session in &feed.sessions {
        title.part(separator, |title| title.session(session.number, &session.name));
    }
    title.finish()
}

/// How readers call the session of an event: by its number, else by its name.
pub(crate) fn session_name(reader: &Reader, content: &EventContent) -> String {
    let mut title = Title::new(reader, content.default_language);
    title.session(content.session_number, &content.session_name);
    title.words
}

/// The names of topics as a list.
pub(super) fn topic_names<'t>(
    reader: &Reader,
    topics: impl IntoIterator<Item = &'t EventTopic>,
    default: Language,
) -> String {
    let names: Vec<_> = topics
        .into_iter()
        .filter_map(|topic| topic.name.read(reader.language, default))
        .map(|name| plain(name.words))
        .collect();
    names.join(reader.words.get(Phrase::ListSeparator))
}

/// Where an event is: its room and venue.
pub(crate) fn place(reader: &Reader, content: &EventContent) -> Spoken {
    let mut title = Title::new(reader, content.default_language);
    let separator = reader.words.get(Phrase::ListSeparator);
    for text in [&content.slot.room, &content.venue] {
        if !text.is_empty() {
            title.part(separator, |title| title.read(text));
        }
    }
    title.finish()
}

struct Title<'r> {
    words: String,
    languages: Vec<Language>,
    reader: &'r Reader,
    default: Language,
}

impl<'r> Title<'r> {
    fn new(reader: &'r Reader, default: Language) -> Self {
        Self { words: String::with_capacity(128), languages: Vec::new(), reader, default }
    }

    fn read(&mut self, text: &Text) {
        if let Some(reading) = text.read(self.reader.language, self.default) {
            self.quote(reading);
        }
    }

    fn quote(&mut self, reading: Reading<'_>) {
        self.words.push_str(&plain(reading.words));
        self.languages.push(reading.language);
    }

    /// Adds words of the interface.
    fn own(&mut self, words: &str) {
        self.words.push_str(words);
        self.languages.push(self.reader.words.language());
    }

    /// A session, by its number where it has one.
    fn session(&mut self, number: Option<u32>, name: &Text) {
        match number {
            Some(number) => self.own(&self.reader.session(number)),
            None => self.read(name),
        }
    }

    fn part(&mut self, separator: &str, add: impl FnOnce(&mut Self)) {
        if !self.words.is_empty() {
            self.words.push_str(separator);
        }
        add(self);
    }

    /// Adds words that say what a slot is about, if they are new and there is room for them.
    fn subject_part(&mut self, words: &str) -> bool {
        let length = self.words.chars().count();
        let separator = if length == 0 { "" } else { " · " };
        let fits = length + separator.len() + words.chars().count() <= LENGTH;
        let fits = fits && !self.words.split(" · ").any(|part| part == words);
        if fits {
            self.words.push_str(separator);
            self.words.push_str(words);
        }
        fits
    }

    /// What a slot is about: its topics, and its opening or closing if there is room; without
    /// topics what its entries are.
    fn subject(&mut self, content: &EventContent) {
        for topic in &content.topics {
            self.part(" · ", |title| title.read(&topic.name));
            if let Some(part) = topic.part {
                // Writing to a string does not fail.
                let _ = write!(self.words, " ({}/{})", part.number, part.of);
            }
        }
        let entries = &content.slot.entries;
        for entry in entries {
            let is_bound = matches!(entry.kind, EntryKind::Opening | EntryKind::Closing);
            let words = kind_words(entry.kind).map(|phrase| self.reader.words.get(phrase));
            let is_told = is_bound || content.topics.is_empty();
            match words.filter(|_| is_told) {
                Some(words) if self.subject_part(words) => {
                    self.languages.push(self.reader.words.language());
                }
                None if words.is_none() && is_told => self.heading(content, entry),
                _ => {}
            }
        }
        if self.words.is_empty() {
            self.words.push_str(content.slot.id.as_str());
        }
    }

    fn heading(&mut self, content: &EventContent, entry: &Entry) {
        let item = entry.agenda_item.as_deref();
        let titled = content.agenda.iter().find(|listed| item == Some(&listed.item));
        let reading = [Some(&entry.heading), titled.map(|listed| &listed.title)]
            .into_iter()
            .flatten()
            .find_map(|text| text.read(self.reader.language, self.default));
        match (reading, item) {
            (Some(reading), _) => {
                let words = shortened(&plain(reading.words));
                let words = if reading.language == self.reader.language {
                    words
                } else {
                    format!("[{}] {words}", reading.language)
                };
                if self.subject_part(&words) {
                    self.languages.push(reading.language);
                }
            }
            (None, Some(item)) => {
                let words = self.reader.agenda_item(item);
                self.subject_part(&words);
            }
            (None, None) => {}
        }
    }

    fn finish(self) -> Spoken {
        Spoken { language: common_language(self.languages), words: self.words }
    }
}

fn kind_words(kind: EntryKind) -> Option<Phrase> {
    match kind {
        EntryKind::Opening => Some(Phrase::Opening),
        EntryKind::Statements => Some(Phrase::Statements),
        EntryKind::Stakeholders => Some(Phrase::Stakeholders),
        EntryKind::Closing => Some(Phrase::Closing),
        EntryKind::Item => None,
    }
}

/// The words, cut after a whole one if they are too long for a title.
fn shortened(words: &str) -> String {
    let Some((end, _)) = words.char_indices().nth(LENGTH) else {
        return words.to_owned();
    };
    // One place for the ellipsis.
    let end = words[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    let kept = &words[..end];
    let kept = kept.rsplit_once(' ').map_or(kept, |(whole, _)| whole);
    let kept = kept.trim_end_matches(|c: char| !c.is_alphanumeric());
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_headings_are_cut_after_a_whole_word() {
        assert_eq!(shortened("Mesures de confiance"), "Mesures de confiance");
        assert_eq!(
            shortened(
                "Instauration, sous l’égide de l’Organisation des Nations Unies, d’un dialogue"
            ),
            "Instauration, sous l’égide de l’Organisation des Nations…"
        );
        assert_eq!(shortened(&"会".repeat(61)).chars().count(), LENGTH);
        assert_eq!(shortened(&"会".repeat(60)), "会".repeat(60));
    }
}
