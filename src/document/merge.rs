//! Merging: a draft becomes a session, or changes the one that stands.

use std::collections::BTreeSet;

use crate::model::{
    AgendaItem, Body, Document, DocumentRole, DocumentSymbol, Entry, Footnote, Language, Session,
    SessionId, SessionStatus, Slot, SlotId, Text,
};
use crate::programme::WEEKDAYS;

use super::draft::{Draft, EntryDraft, SlotDraft};
use super::{ids, matching, vocabulary};

/// What an import does to a session.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The session as it will be.
    pub session: Session,
    /// The identifier of each slot of the draft, in its order; `None` for one without a day or end.
    pub ids: Vec<Option<SlotId>>,
    /// The symbol of the document.
    pub source: Option<DocumentSymbol>,
    /// What moved, appeared and went, for people.
    pub changes: Vec<String>,
    /// What two languages say differently; what stands is kept.
    pub disagreements: Vec<String>,
}

/// A draft that cannot become a session.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Incomplete {
    /// The document names neither a number nor a day.
    #[error("the document does not say which session it is about: neither its number nor its days")]
    Session,
    /// There are no days.
    #[error("the days of the session are not known; give --year if the document leaves it out")]
    Days,
}

/// The identifier of the session that a draft is about: its number, else its year and month.
pub fn session_id(draft: &Draft) -> Result<SessionId, Incomplete> {
    let id = match (draft.number, draft.days) {
        (Some(number), _) => number.to_string(),
        (None, Some((start, _))) => start.format("%Y-%m").to_string(),
        (None, None) => return Err(Incomplete::Session),
    };
    id.parse().map_err(|_| Incomplete::Session)
}

/// Merges a draft in `language` into the session that stands, if one does.
pub fn merge(
    draft: &Draft,
    language: Language,
    body: &Body,
    standing: Option<&Session>,
) -> Result<Merged, Incomplete> {
    let mut merger = Merger { language, changes: Vec::new(), disagreements: Vec::new() };
    let is_second_language = standing.is_some_and(|session| {
        let texts =
            || session.slots.iter().flat_map(|slot| &slot.entries).map(|entry| &entry.heading);
        !session.slots.is_empty()
            && texts().all(|text| text.get(language).is_none())
            && texts().any(|text| !text.is_empty())
    });
    let mut session = match standing {
        Some(session) => session.clone(),
        None => new_session(draft, language, body)?,
    };
    merger.header(&mut session, draft, is_second_language || standing.is_none());
    let mut ids = vec![None; draft.slots.len()];
    if is_second_language {
        merger.translate(&mut session, &draft.slots, &mut ids);
        let own = session.language.unwrap_or(body.default_language());
        merger.leave_out_what_stands_alone(&mut session, own);
    } else {
        merger.slots(&mut session, &draft.slots, &mut ids, standing.is_some());
    }
    let Merger { changes, disagreements, .. } = merger;
    Ok(Merged { session, ids, source: draft.symbol.clone(), changes, disagreements })
}

/// A session without slots.
fn new_session(draft: &Draft, language: Language, body: &Body) -> Result<Session, Incomplete> {
    let (start, end) = draft.days.ok_or(Incomplete::Days)?;
    let mut name = Text::new();
    if let Some(own) = &draft.session_name {
        name.set(language, own.clone());
    }
    // The names of sessions are a matter of form: each language has them from the number.
    for language in &body.languages {
        if name.get(*language).is_none()
            && let (Some(kind), Some(number)) = (&draft.session_kind, draft.number)
            && let Some(own) =
                vocabulary::of(*language).and_then(|words| words.session_name(kind, number))
        {
            name.set(*language, own);
        }
    }
    if name.is_empty() {
        name.set(language, draft.title.clone());
    }
    Ok(Session {
        id: session_id(draft)?,
        number: draft.number,
        name,
        start,
        end,
        status: if draft.provisional { SessionStatus::Provisional } else { SessionStatus::Adopted },
        language: (language != body.default_language()).then_some(language),
        time_zone: None,
        venue: Text::new(),
        url: Text::new(),
        paragraphs: Vec::new(),
        documents: Vec::new(),
        agenda: Vec::new(),
        footnotes: Vec::new(),
        slots: Vec::new(),
    })
}

pub(super) struct Merger {
    pub(super) language: Language,
    changes: Vec<String>,
    pub(super) disagreements: Vec<String>,
}

impl Merger {
    /// Sets words that the document has; what it leaves out stays.
    pub(super) fn set(&self, text: &mut Text, words: &str) {
        if !words.is_empty() && text.get(self.language) != Some(words) {
            text.set(self.language, words);
        }
    }

    fn header(&mut self, session: &mut Session, draft: &Draft, adds: bool) {
        if let Some((start, end)) = draft.days.filter(|days| *days != (session.start, session.end))
        {
            let (was_start, was_end) = (session.start, session.end);
            if adds {
                self.disagreements.push(format!(
                    "the session is from {was_start} to {was_end}, here from {start} to {end}"
                ));
            } else {
                self.changes.push(format!("session: {was_start}/{was_end} -> {start}/{end}"));
                (session.start, session.end) = (start, end);
            }
        }
        if let Some(url) = &draft.url {
            self.set(&mut session.url, url);
        }
        if let Some(name) = &draft.session_name
            && session.name.get(self.language).is_none()
        {
            session.name.set(self.language, name.clone());
        }
        self.paragraphs(session, draft);
        self.documents(session, draft);
        for (item, title) in &draft.agenda {
            match session.agenda.iter_mut().find(|other| other.item == *item) {
                Some(standing) => self.set(&mut standing.title, title),
                None => session.agenda.push(AgendaItem {
                    item: item.clone(),
                    title: [(self.language, title.as_str())].into_iter().collect(),
                }),
            }
        }
        for (mark, text) in &draft.footnotes {
            match session.footnotes.iter_mut().find(|other| other.mark == *mark) {
                Some(standing) => self.set(&mut standing.text, text),
                None => session.footnotes.push(Footnote {
                    mark: mark.clone(),
                    text: [(self.language, text.as_str())].into_iter().collect(),
                }),
            }
        }
    }

    fn paragraphs(&mut self, session: &mut Session, draft: &Draft) {
        if draft.paragraphs.is_empty() {
            return;
        }
        let alone = |text: &Text| text.iter().all(|(language, _)| language == self.language);
        if session.paragraphs.len() == draft.paragraphs.len() {
            for (text, words) in session.paragraphs.iter_mut().zip(&draft.paragraphs) {
                if text.get(self.language) != Some(words) {
                    text.set(self.language, words.clone());
                }
            }
        } else if session.paragraphs.iter().all(alone) {
            let texts = draft.paragraphs.iter();
            session.paragraphs = texts
                .map(|words| [(self.language, words.as_str())].into_iter().collect())
                .collect();
        } else {
            self.disagreements.push(format!(
                "the note has {} paragraphs, here {}",
                session.paragraphs.len(),
                draft.paragraphs.len()
            ));
        }
    }

    fn documents(&mut self, session: &mut Session, draft: &Draft) {
        let is_programme = |document: &&mut Document| document.role == DocumentRole::Programme;
        let programme = if let Some(programme) = session.documents.iter_mut().find(is_programme) {
            programme
        } else {
            session.documents.insert(0, document(DocumentRole::Programme));
            &mut session.documents[0]
        };
        if draft.symbol.is_some() && programme.symbol != draft.symbol {
            if let Some(old) = &programme.symbol
                && let Some(new) = &draft.symbol
            {
                self.changes.push(format!("document: {old} -> {new}"));
            }
            programme.symbol.clone_from(&draft.symbol);
        }
        if !draft.title.is_empty()
            && programme.title.get(self.language) != Some(draft.title.as_str())
        {
            programme.title.set(self.language, draft.title.clone());
        }
        programme.date = draft.distributed.or(programme.date);
        programme.original_language = draft.original_language.or(programme.original_language);
        if draft.job_number.is_some() {
            programme.job_number.clone_from(&draft.job_number);
        }
        for named in &draft.documents {
            let same = |other: &&mut Document| match (&named.symbol, &other.symbol) {
                (Some(a), Some(b)) => a == b,
                (None, _) => other.url.iter().any(|(_, url)| Some(url) == named.url.as_deref()),
                _ => false,
            };
            match session.documents.iter_mut().find(same) {
                Some(standing) => {
                    if let Some(url) = &named.url {
                        self.set(&mut standing.url, url);
                    }
                }
                None => session.documents.push(Document {
                    symbol: named.symbol.clone(),
                    url: named.url.iter().map(|url| (self.language, url.as_str())).collect(),
                    ..document(named.role)
                }),
            }
        }
    }

    /// Matches the slots of a first document or a revision with those that stand.
    fn slots(
        &mut self,
        session: &mut Session,
        drafts: &[SlotDraft],
        ids: &mut [Option<SlotId>],
        tells: bool,
    ) {
        let whole = |slot: &SlotDraft| {
            slot.date.is_some() && slot.end.is_some() && !slot.entries.is_empty()
        };
        for slot in drafts.iter().filter(|slot| !whole(slot)) {
            self.changes.push(format!("line {}: left out, it has no day, end or entry", slot.line));
        }
        let places: Vec<usize> = (0..drafts.len()).filter(|index| whole(&drafts[*index])).collect();
        let written: Vec<SlotDraft> = places.iter().map(|index| drafts[*index].clone()).collect();
        let matched = matching::slots(&written, &session.slots, self.language);
        let mut taken: BTreeSet<String> =
            session.slots.iter().map(|slot| slot.id.to_string()).collect();
        taken.extend(
            session
                .slots
                .iter()
                .flat_map(|slot| &slot.formerly)
                .map(|former| former.slot.to_string()),
        );
        let mut slots = Vec::new();
        for ((draft, found), place) in written.iter().zip(&matched).zip(places) {
            let old = found.and_then(|index| session.slots.get(index));
            let id = match old {
                Some(old) => old.id.clone(),
                None => match ids::of(draft, &taken) {
                    Some(id) => id,
                    None => continue,
                },
            };
            taken.insert(id.to_string());
            ids[place] = Some(id.clone());
            let Some(slot) = self.slot(draft, id, old) else { continue };
            if tells {
                self.tell(old, &slot);
            }
            slots.push(slot);
        }
        for (index, old) in session.slots.iter().enumerate() {
            if !matched.contains(&Some(index)) {
                self.changes.push(format!("- {}: went ({})", old.id, when(old)));
            }
        }
        session.slots = slots;
    }

    fn tell(&mut self, old: Option<&Slot>, new: &Slot) {
        match old {
            None => self.changes.push(format!("+ {}: appeared ({})", new.id, when(new))),
            Some(old) if (old.starts(), old.ends()) != (new.starts(), new.ends()) => {
                self.changes.push(format!("~ {}: moved ({} -> {})", new.id, when(old), when(new)));
            }
            Some(old) if old != new => {
                self.changes.push(format!("~ {}: changed ({})", new.id, when(new)));
            }
            Some(_) => {}
        }
    }

    fn slot(&self, draft: &SlotDraft, id: SlotId, old: Option<&Slot>) -> Option<Slot> {
        let mut slot = Slot {
            id,
            formerly: old.map(|old| old.formerly.clone()).unwrap_or_default(),
            date: draft.date?,
            start: draft.start,
            end: draft.end?,
            kind: draft.kind,
            cancelled: old.is_some_and(|old| old.cancelled),
            room: old.map(|old| old.room.clone()).unwrap_or_default(),
            notes: old.map(|old| old.notes.clone()).unwrap_or_default(),
            entries: Vec::new(),
        };
        self.set(&mut slot.room, &draft.room);
        if !draft.notes.is_empty() {
            self.texts(&mut slot.notes, &draft.notes);
        }
        let standing = old.map(|old| old.entries.as_slice()).unwrap_or_default();
        let matched = matching::entries(&draft.entries, standing);
        for (entry, found) in draft.entries.iter().zip(matched) {
            slot.entries.push(self.entry(entry, found.map(|index| &standing[index])));
        }
        Some(slot)
    }

    fn entry(&self, draft: &EntryDraft, old: Option<&Entry>) -> Entry {
        let mut entry = old.cloned().unwrap_or_default();
        let is_same = old.is_some_and(|old| {
            old.agenda_item == draft.item
                && old.sub_item == draft.sub_item
                && old.heading.get(self.language).unwrap_or_default() == draft.heading
        });
        entry.kind = draft.kind;
        entry.agenda_item.clone_from(&draft.item);
        entry.sub_item.clone_from(&draft.sub_item);
        // Topics are no part of the document: as long as it says the same, a person's choice holds.
        if !is_same && !draft.topics.is_empty() {
            entry.topics.clone_from(&draft.topics);
        }
        entry.agenda_item_continued = draft.item_continued;
        entry.continued = draft.continued;
        self.replace(&mut entry.heading, &draft.heading);
        self.replace(&mut entry.focus, &draft.focus);
        self.texts(&mut entry.questions, &draft.questions);
        self.texts(&mut entry.statements, &draft.statements);
        entry.footnotes.clone_from(&draft.footnotes);
        entry
    }

    /// Sets the words in the document's language, or takes them away.
    fn replace(&self, text: &mut Text, words: &str) {
        if text.get(self.language).unwrap_or_default() != words {
            text.set(self.language, words);
        }
    }

    /// Sets each of a list of texts; those that the document has no more lose their words.
    pub(super) fn texts(&self, texts: &mut Vec<Text>, words: &[String]) {
        for (index, words) in words.iter().enumerate() {
            match texts.get_mut(index) {
                Some(text) => self.replace(text, words),
                None => texts.push([(self.language, words.as_str())].into_iter().collect()),
            }
        }
        for text in texts.iter_mut().skip(words.len()) {
            text.set(self.language, "");
        }
        texts.retain(|text| !text.is_empty());
    }
}

fn document(role: DocumentRole) -> Document {
    Document {
        role,
        symbol: None,
        title: Text::new(),
        url: Text::new(),
        date: None,
        original_language: None,
        job_number: None,
    }
}

/// Day and times of a slot, for people.
pub(super) fn when(slot: &Slot) -> String {
    use chrono::Datelike;
    let weekday = WEEKDAYS[slot.date.weekday().num_days_from_monday() as usize];
    format!("{weekday} {} {}-{}", slot.date, slot.start.format("%H:%M"), slot.end.format("%H:%M"))
}
