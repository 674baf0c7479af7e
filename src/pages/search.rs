//! Searching topics, sessions and slots for words, in every language.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

use super::event::EventLine;
use super::maker::Maker;
use super::session::SessionLine;
use super::topic::TopicLine;
use crate::model::Text;
use crate::publication::EventContent;
use crate::query::Scope;
use crate::snapshot::BodyView;

/// The most words that are looked for; further ones are left aside.
const MAX_WORDS: usize = 8;
/// The most events that are shown.
const MAX_EVENTS: usize = 50;

/// What a search found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) topics: Vec<TopicLine>,
    pub(super) sessions: Vec<SessionLine>,
    pub(super) events: Vec<EventLine>,
}

impl Found {
    pub(super) fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.sessions.is_empty() && self.events.is_empty()
    }
}

/// What has all of these words in it, in whatever language, whatever their case and accents.
pub(super) fn search(maker: &Maker<'_>, words: &str) -> Found {
    let words = folded(words);
    let words: Vec<&str> = words.split_whitespace().take(MAX_WORDS).collect();
    let mut found = Found::default();
    if words.is_empty() {
        return found;
    }
    for view in maker.snapshot.bodies().values() {
        for topic in &view.topics {
            if has_all(&words, [&topic.name]) {
                found.topics.extend(TopicLine::new(maker, view, topic));
            }
        }
        for known in view.sessions.iter().filter(|known| !known.withdrawn) {
            let session = &known.session;
            let texts = std::iter::once(&session.name).chain(&session.paragraphs);
            if has_all(&words, texts) {
                found.sessions.push(SessionLine::new(maker, view, known));
            }
        }
        found.events.extend(events(maker, view, &words));
        found.events.truncate(MAX_EVENTS);
    }
    found
}

/// The events of a body that have all of the words.
fn events(maker: &Maker<'_>, view: &BodyView, words: &[&str]) -> Vec<EventLine> {
    let folded = view.folded.get_or_init(|| {
        let latest = view.events.iter().map(|history| history.latest());
        latest.map(|latest| latest.map(|l| of_event(&l.content)).unwrap_or_default()).collect()
    });
    let found: BTreeSet<Uuid> = folded
        .iter()
        .zip(&view.events)
        .filter(|(text, _)| words.iter().all(|word| text.contains(word)))
        .filter_map(|(_, history)| Some(history.latest()?.uid))
        .collect();
    // The feed of the body has them in the state in which readers see them.
    let feed = maker.feed(view, Scope::Body);
    let events = feed.iter().flat_map(|feed| &feed.events);
    let events = events.filter(|event| found.contains(&event.revision.uid)).take(MAX_EVENTS);
    events.map(|event| EventLine::new(maker, event)).collect()
}

/// All that an event is found by, folded: its texts in every language, its agenda items (`5`, `5d`).
fn of_event(content: &EventContent) -> String {
    let mut everything = String::new();
    add(&mut everything, texts(content));
    for entry in &content.slot.entries {
        if let Some(item) = &entry.agenda_item {
            let letter = entry.sub_item.as_deref().unwrap_or_default();
            everything.push_str(&folded(&format!("{item}{letter}\n")));
        }
    }
    everything
}

/// The texts of an event.
fn texts(content: &EventContent) -> impl Iterator<Item = &Text> {
    let entries = content.slot.entries.iter().flat_map(|entry| {
        [&entry.heading, &entry.focus].into_iter().chain(&entry.questions).chain(&entry.statements)
    });
    let named = content.topics.iter().map(|topic| &topic.name);
    let agenda = content.agenda.iter().map(|listed| &listed.title);
    entries.chain(named).chain(agenda).chain([&content.slot.room]).chain(&content.slot.notes)
}

fn has_all<'t>(words: &[&str], texts: impl IntoIterator<Item = &'t Text>) -> bool {
    let mut everything = String::new();
    add(&mut everything, texts);
    words.iter().all(|word| everything.contains(word))
}

fn add<'t>(everything: &mut String, texts: impl IntoIterator<Item = &'t Text>) {
    for (_, words) in texts.into_iter().flat_map(Text::iter) {
        everything.push_str(&folded(words));
        everything.push('\n');
    }
}

/// Words without case, accents and typographic apostrophes.
fn folded(words: &str) -> String {
    let folded = words.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    folded.map(|c| if c == '’' { '\'' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_apostrophes_do_not_count() {
        assert_eq!(folded("L’ÉCHÉANCE"), "l'echeance");
        assert_eq!(folded("Ёлка ﬁn İ"), "елка fin i");
        assert_eq!(folded("能力建设"), "能力建设");
    }
}
