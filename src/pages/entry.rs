//! Entries: the things taken up in a slot, in full.

use super::maker::Maker;
use super::said::Said;
use crate::model::{Entry, EntryKind, TopicId};
use crate::publication::EventContent;
use crate::words::Phrase;

/// An entry in full.
pub(super) struct EntryView {
    /// "Agenda item 5", with its title.
    pub(super) item: Option<(String, Option<Said>)>,
    pub(super) item_continued: bool,
    /// "d)", with the heading.
    pub(super) sub_item: Option<String>,
    pub(super) heading: Option<Said>,
    pub(super) continued: bool,
    pub(super) focus: Option<Said>,
    pub(super) questions: Vec<Said>,
    pub(super) statements: Vec<Said>,
    /// The marks of its footnotes.
    pub(super) footnotes: Vec<String>,
}

/// The entries of an event.
pub(super) fn entries(maker: &Maker<'_>, content: &EventContent) -> Vec<EntryView> {
    content.slot.entries.iter().map(|entry| view(maker, content, entry)).collect()
}

/// Those on a topic.
pub(super) fn entries_on(
    maker: &Maker<'_>,
    content: &EventContent,
    topic: &TopicId,
) -> Vec<EntryView> {
    let on = content.slot.entries.iter().filter(|entry| entry.topics.contains(topic));
    on.map(|entry| view(maker, content, entry)).collect()
}

fn view(maker: &Maker<'_>, content: &EventContent, entry: &Entry) -> EntryView {
    let default = content.default_language;
    let read = |text| maker.read(text, default);
    let item = entry.agenda_item.as_deref().map(|item| {
        let listed = content.agenda.iter().find(|listed| listed.item == item);
        let title = listed.and_then(|listed| read(&listed.title));
        (maker.reader.agenda_item(item).to_string(), title)
    });
    let heading = read(&entry.heading).or_else(|| {
        let phrase = match entry.kind {
            EntryKind::Opening => Phrase::Opening,
            EntryKind::Statements => Phrase::Statements,
            EntryKind::Stakeholders => Phrase::Stakeholders,
            EntryKind::Closing => Phrase::Closing,
            EntryKind::Item => return None,
        };
        Some(Said::own(maker.words.get(phrase)))
    });
    EntryView {
        item,
        item_continued: entry.agenda_item_continued,
        sub_item: entry.sub_item.as_deref().map(|letter| maker.reader.sub_item(letter).to_string()),
        heading,
        continued: entry.continued,
        focus: read(&entry.focus),
        questions: entry.questions.iter().filter_map(read).collect(),
        statements: entry.statements.iter().filter_map(read).collect(),
        footnotes: entry.footnotes.clone(),
    }
}
