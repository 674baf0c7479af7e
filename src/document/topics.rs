//! Topics: by the body's agenda, else by its words.

use super::fold::{Folded, Word};
use super::programme::Reader;
use crate::model::{AgendaPosition, Body, EntryKind, Language, TopicId};
use crate::programme::TopicWords;

/// What is known of a body when one of its documents is read.
pub struct Topics {
    topics: Vec<Topic>,
}

struct Topic {
    id: TopicId,
    agenda: Option<AgendaPosition>,
    words: Vec<Word>,
}

impl Topics {
    /// The topics of a body, for documents in `language`.
    pub fn new(body: &Body, words: &TopicWords, language: Language) -> Self {
        let topics = body.topics.iter().map(|topic| {
            let own = words.get(&topic.id).and_then(|words| words.get(&language));
            let name = topic.name.get(language).map(str::to_owned);
            let written = own.into_iter().flatten().cloned().chain(name);
            Topic {
                id: topic.id.clone(),
                agenda: topic.agenda.clone(),
                words: written.map(Word::from).collect(),
            }
        });
        Self { topics: topics.collect() }
    }

    /// The topic that the agenda has at an item or sub-item.
    pub(super) fn at(&self, item: &str, sub_item: Option<&str>) -> Option<&TopicId> {
        let here = |topic: &&Topic| {
            topic
                .agenda
                .as_ref()
                .is_some_and(|agenda| agenda.item == item && agenda.sub_item.as_deref() == sub_item)
        };
        self.topics.iter().find(here).map(|topic| &topic.id)
    }

    /// The topics whose words a text has, in the order in which they stand in it.
    pub(super) fn of_words(&self, text: &str) -> Vec<TopicId> {
        let folded = Folded::new(text);
        let mut found: Vec<(usize, &TopicId)> = (self.topics.iter())
            .filter_map(|topic| Some((folded.find(&topic.words)?.0, &topic.id)))
            .collect();
        found.sort();
        found.into_iter().map(|(_, id)| id.clone()).collect()
    }
}

impl Reader<'_> {
    /// Gives the entries their topics, and reports those that have none.
    pub(super) fn find_topics(&mut self) {
        let Some(topics) = self.topics else { return };
        for slot in &mut self.draft.slots {
            for entry in &mut slot.entries {
                let at = |item: &str, sub_item: Option<&str>| topics.at(item, sub_item).cloned();
                let placed =
                    entry.item.as_deref().and_then(|item| at(item, entry.sub_item.as_deref()));
                entry.topics = match (placed, entry.kind) {
                    (Some(topic), _) => vec![topic],
                    (None, EntryKind::Stakeholders) => {
                        topics.of_words(&format!("{} {}", entry.heading, entry.focus))
                    }
                    (None, EntryKind::Item) => topics.of_words(&entry.heading),
                    (None, _) => continue,
                };
                if entry.topics.is_empty() {
                    let what = match (&entry.item, &entry.sub_item) {
                        (Some(item), Some(sub_item)) => format!("item {item} ({sub_item})"),
                        (Some(item), None) => format!("item {item}"),
                        _ => String::from("this entry"),
                    };
                    self.diagnostics
                        .warn(entry.line, format!("no topic of the body is known for {what}"));
                    self.diagnostics.help("topics have `agenda` and `words` in body.toml");
                }
            }
        }
    }
}
