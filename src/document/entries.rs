//! Entries: what a slot takes up, out of the paragraphs below its times.

use crate::model::{EntryKind, SlotKind};

use super::draft::{EntryDraft, Role};
use super::fold::{Folded, Word, fold, is_unspaced};
use super::programme::Reader;
use super::{items, starts};

impl Reader<'_> {
    fn push(&mut self, entry: EntryDraft) {
        if let Some(slot) = self.draft.slots.last_mut() {
            slot.entries.push(entry);
        }
    }

    /// Names the items that are taken up without a title, once all are read: by the title that
    /// they share with others elsewhere, else by their number alone.
    pub(super) fn name_items(&mut self) {
        let word = self.words.entries.item.last();
        let word: String = word.map(|word| word.0.iter().collect()).unwrap_or_default();
        let has_title = |draft: &super::draft::Draft, item: &str| {
            draft.agenda.iter().any(|(other, _)| other == item)
        };
        let mut shared: Vec<(String, String)> = Vec::new();
        let slots = self.draft.slots.iter();
        for entry in slots.flat_map(|slot| &slot.entries).filter(|entry| entry.sub_item.is_none()) {
            if let Some(item) = &entry.item
                && !entry.heading.is_empty()
                && !shared.iter().any(|(other, _)| other == item)
            {
                shared.push((item.clone(), entry.heading.clone()));
            }
        }
        let mut slots = std::mem::take(&mut self.draft.slots);
        for entry in slots.iter_mut().flat_map(|slot| &mut slot.entries) {
            if let Some(item) = &entry.item
                && entry.heading.is_empty()
                && !has_title(&self.draft, item)
            {
                let title = shared.iter().find(|(other, _)| other == item);
                entry.heading = match title {
                    Some((_, title)) => title.clone(),
                    None if word.ends_with(is_unspaced) => format!("{word}{item}"),
                    None => super::vocabulary::capitalised(&format!("{word} {item}")),
                };
            }
        }
        self.draft.slots = slots;
    }

    /// Reads agenda items.
    pub(super) fn items(&mut self, items: &items::Items, line: usize) -> Role {
        let folded = Folded::new(&items.title);
        let (kind, role) = match self.kind_of(&folded) {
            Some((kind @ (EntryKind::Opening | EntryKind::Closing), role)) => (kind, role),
            _ => (EntryKind::Item, Role::Item),
        };
        for place in &items.places {
            let number = &place.item;
            let is_whole = place.sub_item.is_none();
            let known = self.draft.agenda.iter().find(|(item, _)| item == number);
            // A title that several items share is none of theirs in the agenda.
            let is_own = items.places.len() == 1;
            let differs = known.is_some_and(|(_, title)| fold(title) != fold(&items.title));
            if !items.title.is_empty() && is_whole && is_own && known.is_none() {
                self.draft.agenda.push((number.clone(), items.title.clone()));
            }
            let has_heading = !is_whole || !is_own || differs;
            let letter = place.sub_item.as_ref();
            self.push(EntryDraft {
                line,
                kind,
                item: Some(number.clone()),
                sub_item: letter.map(|letter| items::latin(letter, self.words, self.alphabet)),
                item_continued: items.continued,
                heading: if has_heading { items.title.clone() } else { String::new() },
                ..EntryDraft::default()
            });
            self.item = Some((number.clone(), items.continued));
            self.item_is_open = is_whole && kind == EntryKind::Item;
        }
        role
    }

    /// An entry under the present item: the item's own if it has no heading yet.
    fn under_item(&mut self, sub_item: Option<String>, text: &str, line: usize) {
        let (heading, continued) = items::without_mark(text, self.words);
        let is_open = std::mem::take(&mut self.item_is_open);
        let last = self.draft.slots.last_mut().and_then(|slot| slot.entries.last_mut());
        if is_open && let Some(entry) = last {
            if !entry.heading.is_empty() {
                let message = format!(
                    "this item has another title than before, which is left out: {}",
                    entry.heading
                );
                self.diagnostics.warn(entry.line, message);
            }
            entry.sub_item = sub_item;
            entry.heading = heading;
            entry.continued = continued;
            return;
        }
        let (item, item_continued) = match &self.item {
            Some((item, continued)) => (Some(item.clone()), *continued),
            None => (None, false),
        };
        self.push(EntryDraft {
            line,
            item,
            sub_item,
            item_continued,
            continued,
            heading,
            ..EntryDraft::default()
        });
    }

    /// Reads a sub-item.
    pub(super) fn sub_item(&mut self, letter: &str, rest: &str, line: usize) -> Role {
        if self.item.is_none() {
            let entries = self.draft.slots.iter().flat_map(|slot| &slot.entries);
            let Some(last) = entries.rev().find_map(|entry| entry.item.clone()) else {
                self.diagnostics.warn(line, "this sub-item stands below no agenda item");
                self.under_item(None, rest, line);
                return Role::Heading;
            };
            let message = format!(
                "this sub-item stands below no agenda item; it is read as one of item {last}, the \
                 last that was named"
            );
            self.diagnostics.warn(line, message);
            self.item = Some((last, false));
        }
        let letter = items::latin(letter, self.words, self.alphabet);
        self.under_item(Some(letter), rest, line);
        Role::Heading
    }

    /// Reads a text after a bullet.
    pub(super) fn bullet(&mut self, text: &str, line: usize) -> Role {
        let Some(entry) = self.draft.slots.last_mut().and_then(|slot| slot.entries.last_mut())
        else {
            return self.note(text, line);
        };
        match entry.kind {
            EntryKind::Opening | EntryKind::Statements | EntryKind::Closing => {
                entry.statements.push(text.to_owned());
                Role::Statement
            }
            EntryKind::Stakeholders | EntryKind::Item => {
                entry.questions.push(text.to_owned());
                Role::Question
            }
        }
    }

    fn note(&mut self, text: &str, line: usize) -> Role {
        self.diagnostics
            .warn(line, "this text was not understood; it is kept as a note of the slot");
        if let Some(slot) = self.draft.slots.last_mut() {
            slot.notes.push(text.to_owned());
        }
        Role::Note
    }

    /// The kind of an entry that is told by its first words.
    fn kind_of(&self, folded: &Folded<'_>) -> Option<(EntryKind, Role)> {
        let words = &self.words.entries;
        let starts: [(&[Word], _, _); 3] = [
            (&words.statements, EntryKind::Statements, Role::Statement),
            (&words.opening, EntryKind::Opening, Role::Opening),
            (&words.closing, EntryKind::Closing, Role::Closing),
        ];
        // Chinese puts what is opened first: `第四届会议开幕`.
        let is = |words: &[Word]| {
            folded.starts_with(words)
                || (folded.len() <= 20 && folded.is_unspaced() && folded.has(words))
        };
        let found = starts.into_iter().find(|(words, ..)| is(words));
        found.map(|(_, kind, role)| (kind, role))
    }

    /// Reads a text that has no mark at its start.
    pub(super) fn plain(&mut self, text: &str, line: usize) -> Role {
        let folded = Folded::new(text);
        if let Some((kind, role)) = self.kind_of(&folded) {
            let (heading, continued) = items::without_mark(text, self.words);
            self.push(EntryDraft { line, kind, continued, heading, ..EntryDraft::default() });
            self.item = None;
            self.item_is_open = false;
            return role;
        }
        if let Some(role) = self.of_slot(text, &folded).or_else(|| self.of_entry(text, &folded)) {
            return role;
        }
        if folded.has(&self.words.entries.stakeholders) && !self.item_is_open {
            self.mark_informal(&folded);
            let (heading, continued) = items::without_mark(text, self.words);
            self.item = None;
            self.push(EntryDraft {
                line,
                kind: EntryKind::Stakeholders,
                heading,
                continued,
                ..EntryDraft::default()
            });
            return Role::Heading;
        }
        self.heading(text, &folded, line)
    }

    /// Reads what is said of a slot as a whole: its room, or that it is a break.
    fn of_slot(&mut self, text: &str, folded: &Folded<'_>) -> Option<Role> {
        let words = &self.words.entries;
        let slot = self.draft.slots.last_mut()?;
        let is_room = super::rooms::take(text, self.words).is_some_and(|(_, rest)| rest.is_empty())
            || (folded.starts_with(&words.room) && folded.len() <= 40);
        if is_room && slot.room.is_empty() {
            text.clone_into(&mut slot.room);
            return Some(Role::Room);
        }
        if folded.starts_with(&words.pause) {
            if slot.entries.is_empty() && folded.len() <= 30 {
                self.draft.slots.pop();
                return Some(Role::Pause);
            }
            if folded.len() <= 20 {
                return Some(Role::Pause);
            }
        }
        None
    }

    /// Reads what belongs to the entry before it: who speaks, what it is about.
    fn of_entry(&mut self, text: &str, folded: &Folded<'_>) -> Option<Role> {
        let words = &self.words.entries;
        let entry = self.draft.slots.last_mut()?.entries.last_mut()?;
        let is_known = folded.starts_with(&words.headings);
        let is_closing = folded.starts_with(&words.closing_statements);
        let takes = match entry.kind {
            EntryKind::Closing => !is_known,
            EntryKind::Opening => is_closing || folded.starts_with(&words.persons),
            EntryKind::Statements => !is_known && self.names_person(text, folded),
            EntryKind::Item | EntryKind::Stakeholders => false,
        };
        let entry = self.draft.slots.last_mut()?.entries.last_mut()?;
        if takes {
            entry.statements.push(text.trim_end_matches([' ', ':', '：']).to_owned());
            return Some(Role::Statement);
        }
        let has_name = !entry.heading.is_empty() || entry.item.is_some();
        if starts::is_focus(folded, self.words) && has_name && entry.focus.is_empty() {
            self.item_is_open = false;
            text.trim_end_matches([' ', ':', '：']).clone_into(&mut entry.focus);
            return Some(Role::Focus);
        }
        None
    }

    /// Whether a text names somebody: with a title, or with an office after a comma.
    fn names_person(&self, text: &str, folded: &Folded<'_>) -> bool {
        let persons = &self.words.entries.persons;
        let after = text.split_once([',', '،', '，']).map(|(_, after)| Folded::new(after.trim()));
        folded.starts_with(persons) || after.is_some_and(|after| after.has(persons))
    }

    fn mark_informal(&mut self, folded: &Folded<'_>) {
        if folded.has(&self.words.entries.informal)
            && let Some(slot) = self.draft.slots.last_mut()
        {
            slot.kind = SlotKind::Informal;
        }
    }

    /// Reads a text that is a heading if it is anything.
    fn heading(&mut self, text: &str, folded: &Folded<'_>, line: usize) -> Role {
        let slot = self.draft.slots.last();
        let slot_is_empty = slot.is_none_or(|slot| slot.entries.is_empty());
        let entry = slot.and_then(|slot| slot.entries.last());
        let has_details =
            entry.is_some_and(|entry| !entry.questions.is_empty() || !entry.focus.is_empty());
        let is_topic = self.is_topic(text);
        let is_known = folded.starts_with(&self.words.entries.headings);
        // Headings are no sentences.
        let is_sentence = text.ends_with(['.', '。']);
        if (self.item_is_open && !is_sentence)
            || (slot_is_empty && !self.item_is_open)
            || (self.item.is_some() && !has_details && !is_sentence && is_topic)
        {
            if slot_is_empty {
                self.mark_informal(folded);
            }
            // What a programme names by itself is no part of the item above it.
            if is_known && !self.item_is_open {
                self.item = None;
            }
            self.under_item(None, text, line);
            return Role::Heading;
        }
        if (is_topic || is_known) && !is_sentence && text.chars().count() < 300 {
            self.item = None;
            self.under_item(None, text, line);
            return Role::Heading;
        }
        self.note(text, line)
    }

    fn is_topic(&self, text: &str) -> bool {
        self.topics.is_some_and(|topics| !topics.of_words(text).is_empty())
    }
}
