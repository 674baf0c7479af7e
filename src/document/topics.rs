//! Topics: by the body's agenda, else by its words.

use super::fold::{Folded, Word};
use crate::model::{AgendaPosition, Body, Language, TopicId};
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
