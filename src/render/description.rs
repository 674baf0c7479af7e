//! Descriptions of events, in plain text.

use super::change::last_change;
use super::reader::{Prose, Reader};
use crate::model::{Document, DocumentRole, DocumentSymbol, Entry, Reading, SlotKind, Text};
use crate::publication::EventContent;
use crate::query::FeedEvent;
use crate::words::Phrase;

/// The description of an event, in paragraphs: the local time of the venue; each entry; notes;
/// footnotes; documents; what changed last; the address of its page.
pub(super) fn description(
    reader: &Reader,
    event: &FeedEvent,
    content: &EventContent,
    page: &str,
) -> String {
    let mut description = Description { reader, content, prose: Prose::new(reader) };
    description.time();
    description.entries();
    description.remarks();
    description.documents();
    description.lines(&last_change(reader, event));
    let mut prose = description.prose;
    let label = reader.words.get(Phrase::Page);
    prose.paragraph().say(label).say(reader.words.get(Phrase::Colon)).say(page);
    prose.finish()
}

struct Description<'a> {
    reader: &'a Reader,
    content: &'a EventContent,
    prose: Prose,
}

impl<'a> Description<'a> {
    fn reading(&self, text: &'a Text) -> Option<Reading<'a>> {
        text.read(self.reader.language, self.content.default_language)
    }

    fn time(&mut self) {
        let (reader, slot) = (self.reader, &self.content.slot);
        self.prose
            .say(&reader.full_date(slot.date))
            .say(reader.words.get(Phrase::ListSeparator))
            .say(&reader.times(slot.start, slot.end))
            .say(" ")
            .say(&reader.venue_time(self.content.time_zone));
        if slot.kind == SlotKind::Informal {
            self.prose.line().say(reader.words.get(Phrase::Informal));
        }
    }

    fn entries(&mut self) {
        let content = self.content;
        let mut item_above: Option<&str> = None;
        for entry in &content.slot.entries {
            self.prose.paragraph();
            self.headings(entry, item_above);
            item_above = entry.agenda_item.as_deref();
            if let Some(focus) = self.reading(&entry.focus) {
                self.prose.line().read(focus);
            }
            for (question, number) in entry.questions.iter().zip(1..) {
                self.point(&format!("{number}. "), question);
            }
            for statement in &entry.statements {
                self.point("– ", statement);
            }
        }
    }

    fn point(&mut self, mark: &str, text: &'a Text) {
        if let Some(reading) = self.reading(text) {
            self.prose.line().say(mark).read(reading);
        }
    }

    /// The agenda item with its title, unless the entry above stands under the same one, and the
    /// heading; each with its mark of continuation, the first with the marks of footnotes.
    fn headings(&mut self, entry: &'a Entry, item_above: Option<&str>) {
        let (reader, content) = (self.reader, self.content);
        let mut notes = entry.footnotes.as_slice();
        let heading = self.reading(&entry.heading);
        let item = entry.agenda_item.as_deref();
        if let Some(item) = item.filter(|_| item != item_above || heading.is_none()) {
            self.prose.line().say(&reader.agenda_item(item));
            let listed = content.agenda.iter().find(|listed| listed.item == item);
            if let Some(title) = listed.and_then(|listed| self.reading(&listed.title)) {
                self.prose.say(reader.words.get(Phrase::Colon)).read(title);
            }
            self.continued(entry.agenda_item_continued);
            self.marks(std::mem::take(&mut notes));
        }
        if let Some(heading) = heading {
            self.prose.line();
            if let Some(letter) = &entry.sub_item {
                self.prose.say(&reader.sub_item(letter)).say(" ");
            }
            self.prose.read(heading);
            self.continued(entry.continued);
            self.marks(notes);
        }
    }

    fn continued(&mut self, is_continued: bool) {
        if is_continued {
            let words = self.reader.words.get(Phrase::Continued);
            self.prose.say(" ").say(words);
        }
    }

    fn marks(&mut self, footnotes: &[String]) {
        for mark in footnotes {
            self.prose.say(" [").say(mark).say("]");
        }
    }

    fn remarks(&mut self) {
        let content = self.content;
        self.prose.paragraph();
        for note in &content.slot.notes {
            self.point("", note);
        }
        self.prose.paragraph();
        for footnote in &content.footnotes {
            self.point(&format!("[{}] ", footnote.mark), &footnote.text);
        }
    }

    fn documents(&mut self) {
        let content = self.content;
        if content.documents.is_empty() {
            return;
        }
        let words = self.reader.words;
        let label = words.labelled(words.get(Phrase::Documents), "");
        self.prose.paragraph().say(label.trim_end());
        for document in &content.documents {
            self.document(document);
        }
    }

    /// Title or role and symbol; the address on a line of its own, where no punctuation gets into
    /// the link.
    fn document(&mut self, document: &'a Document) {
        let role = match document.role {
            DocumentRole::Programme => Some(Phrase::Programme),
            DocumentRole::Agenda => Some(Phrase::Agenda),
            DocumentRole::Reference => None,
        };
        let symbol = document.symbol.as_ref().map(DocumentSymbol::as_str);
        let title = self.reading(&document.title);
        let words = self.reader.words;
        self.prose.line();
        match (title, role) {
            (Some(title), _) => {
                self.prose.say("– ").read(title);
            }
            (None, Some(role)) => {
                self.prose.say("– ").say(words.get(role));
            }
            (None, None) => {}
        }
        match symbol {
            Some(symbol) if title.is_some() || role.is_some() => {
                self.prose.say(" (").say(symbol).say(")");
            }
            Some(symbol) => {
                self.prose.say("– ").say(symbol);
            }
            None => {}
        }
        if let Some(url) = self.reading(&document.url) {
            let is_alone = title.is_none() && role.is_none() && symbol.is_none();
            self.prose.line().say(if is_alone { "– " } else { "" }).say(url.words);
        }
    }

    fn lines(&mut self, lines: &[String]) {
        self.prose.paragraph();
        for line in lines {
            self.prose.line().say(line);
        }
    }
}
