//! Searching topics, sessions and slots for words, in every language.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::event::EventLine;
use super::maker::Maker;
use super::session::SessionLine;
use super::topic::TopicLine;
use crate::model::Text;
use crate::publication::EventContent;
use crate::query::Scope;

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
            if has_all(&words, [&topic.name], [topic.id.as_str()]) {
                found.topics.extend(TopicLine::new(maker, view, topic));
            }
        }
        for known in view.sessions.iter().filter(|known| !known.withdrawn) {
            let session = &known.session;
            let texts = std::iter::once(&session.name).chain(&session.paragraphs);
            if has_all(&words, texts, [session.id.as_str()]) {
                found.sessions.push(SessionLine::new(maker, view, known));
            }
        }
        // One feed for the state in which readers see events.
        let feed = maker.feed(view, Scope::Body);
        for event in feed.iter().flat_map(|feed| &feed.events) {
            if found.events.len() >= MAX_EVENTS {
                break;
            }
            let content = event.content();
            let named = items(&content);
            if has_all(&words, texts(&content), named.iter().map(String::as_str)) {
                found.events.push(EventLine::new(maker, event));
            }
        }
    }
    found
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

/// What an event is found by besides: its agenda items (`5`, `5d`) and its documents' symbols.
fn items(content: &EventContent) -> Vec<String> {
    let mut items = Vec::new();
    for entry in &content.slot.entries {
        if let Some(item) = &entry.agenda_item {
            items.push(format!(" {item} "));
            items.extend(entry.sub_item.iter().map(|letter| format!(" {item}{letter} ")));
        }
    }
    items
}

fn has_all<'t>(
    words: &[&str],
    texts: impl IntoIterator<Item = &'t Text>,
    names: impl IntoIterator<Item = &'t str>,
) -> bool {
    let mut everything = String::new();
    for text in texts {
        for (_, said) in text.iter() {
            everything.push_str(&folded(said));
            everything.push('\n');
        }
    }
    for name in names {
        everything.push_str(&folded(name));
        everything.push('\n');
    }
    words.iter().all(|word| everything.contains(word))
}

/// Words without case, accents and typographic apostrophes.
fn folded(words: &str) -> String {
    let folded = words.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    folded.map(|c| if c == '’' { '\'' } else { c }).collect()
}
