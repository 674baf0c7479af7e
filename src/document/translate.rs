//! A second language: its texts are added to the slots that stand; nothing else changes.

use std::collections::BTreeSet;

use crate::model::{Language, Session, Slot, SlotId, Text};

use super::draft::{EntryDraft, SlotDraft};
use super::matching;
use super::merge::{Merger, when};

impl Merger {
    /// Adds the texts of another language to the slots at the same times.
    pub(super) fn translate(
        &mut self,
        session: &mut Session,
        drafts: &[SlotDraft],
        ids: &mut [Option<SlotId>],
    ) {
        let mut seen = BTreeSet::new();
        for (index, draft) in drafts.iter().enumerate() {
            let (Some(date), Some(end)) = (draft.date, draft.end) else { continue };
            let here = |slot: &&mut Slot| slot.date == date && slot.start == draft.start;
            let Some(slot) = session.slots.iter_mut().find(here) else {
                let start = draft.start.format("%H:%M");
                self.disagreements
                    .push(format!("line {}: no slot begins on {date} at {start}", draft.line));
                continue;
            };
            seen.insert(slot.id.clone());
            ids[index] = Some(slot.id.clone());
            if slot.end != end {
                self.disagreements.push(format!(
                    "{}: ends at {}, here at {}",
                    slot.id,
                    slot.end.format("%H:%M"),
                    end.format("%H:%M")
                ));
            }
            if slot.kind != draft.kind {
                self.disagreements
                    .push(format!("{}: is {}, here {}", slot.id, slot.kind, draft.kind));
            }
            self.set(&mut slot.room, &draft.room);
            self.translate_entries(slot, &draft.entries);
            if slot.notes.len() == draft.notes.len() {
                self.texts(&mut slot.notes, &draft.notes);
            } else {
                self.disagreements.push(format!(
                    "{}: has {} notes, here {}",
                    slot.id,
                    slot.notes.len(),
                    draft.notes.len()
                ));
            }
        }
        for slot in session.slots.iter().filter(|slot| !seen.contains(&slot.id)) {
            self.disagreements.push(format!(
                "{}: is not in this document ({})",
                slot.id,
                when(slot)
            ));
        }
    }

    /// Takes out again what was issued in the second language alone: a text that readers of the
    /// session's own language, `own`, have nothing of is a disagreement.
    pub(super) fn leave_out_what_stands_alone(&mut self, session: &mut Session, own: Language) {
        let mut alone = Vec::new();
        let mut stands_alone = |place: String, text: &Text| {
            let only = !text.is_empty() && text.get(own).is_none();
            if only {
                let words = text.iter().map(|(_, words)| words).next().unwrap_or_default();
                alone.push(format!("{place} is in one language alone, and left out: {words}"));
            }
            only
        };
        let paragraph = || String::from("a paragraph of the note");
        session.paragraphs.retain(|text| !stands_alone(paragraph(), text));
        session
            .agenda
            .retain(|item| !stands_alone(format!("agenda item {}", item.item), &item.title));
        session
            .footnotes
            .retain(|note| !stands_alone(format!("footnote {}", note.mark), &note.text));
        for document in &mut session.documents {
            if stands_alone(String::from("the title of a document"), &document.title) {
                document.title = Text::new();
            }
        }
        for slot in &mut session.slots {
            if stands_alone(format!("{}: the room", slot.id), &slot.room) {
                slot.room = Text::new();
            }
            for entry in &mut slot.entries {
                let texts = [("a heading", &mut entry.heading), ("a focus", &mut entry.focus)];
                for (what, text) in texts {
                    if stands_alone(format!("{}: {what}", slot.id), text) {
                        *text = Text::new();
                    }
                }
            }
        }
        self.disagreements.append(&mut alone);
    }

    fn translate_entries(&mut self, slot: &mut Slot, drafts: &[EntryDraft]) {
        let matched = matching::entries(drafts, &slot.entries);
        for (draft, found) in drafts.iter().zip(&matched) {
            let Some(entry) = found.and_then(|index| slot.entries.get_mut(index)) else {
                self.disagreements
                    .push(format!("{}: line {} has no entry of its kind", slot.id, draft.line));
                continue;
            };
            let differs = |what: &str, stands: String, here: String| {
                (stands != here).then(|| format!("{}: {what} is {stands}, here {here}", slot.id))
            };
            let none = || String::from("none");
            let found = [
                differs(
                    "the agenda item",
                    entry.agenda_item.clone().unwrap_or_else(none),
                    draft.item.clone().unwrap_or_else(none),
                ),
                differs(
                    "the sub-item",
                    entry.sub_item.clone().unwrap_or_else(none),
                    draft.sub_item.clone().unwrap_or_else(none),
                ),
                differs("continued", entry.continued.to_string(), draft.continued.to_string()),
                differs(
                    "continued (item)",
                    entry.agenda_item_continued.to_string(),
                    draft.item_continued.to_string(),
                ),
                differs(
                    "the number of questions",
                    entry.questions.len().to_string(),
                    draft.questions.len().to_string(),
                ),
                differs(
                    "the number of statements",
                    entry.statements.len().to_string(),
                    draft.statements.len().to_string(),
                ),
            ];
            self.disagreements.extend(found.into_iter().flatten());
            self.set(&mut entry.heading, &draft.heading);
            self.set(&mut entry.focus, &draft.focus);
            for (texts, words) in [
                (&mut entry.questions, &draft.questions),
                (&mut entry.statements, &draft.statements),
            ] {
                if texts.len() == words.len() {
                    for (text, words) in texts.iter_mut().zip(words) {
                        self.set(text, words);
                    }
                }
            }
        }
        if slot.entries.len() > drafts.len() {
            self.disagreements.push(format!(
                "{}: has {} entries, here {}",
                slot.id,
                slot.entries.len(),
                drafts.len()
            ));
        }
    }
}
