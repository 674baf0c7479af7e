//! The programme: days, slots and entries out of the paragraphs.

use chrono::NaiveDate;

use crate::model::{EntryKind, SlotKind};

use super::dates::{self, Written};
use super::diagnostics::Diagnostics;
use super::draft::{Draft, EntryDraft, Role, SlotDraft};
use super::fold::Folded;
use super::paragraphs::Paragraph;
use super::starts::{self, Start};
use super::times::Range;
use super::topics::Topics;
use super::vocabulary::Vocabulary;
use super::{anchors, header, items};

/// Reads the paragraphs one by one.
pub(super) struct Reader<'r> {
    pub(super) words: &'r Vocabulary,
    pub(super) topics: Option<&'r Topics>,
    /// The marks of the footnotes that have a text.
    pub(super) known_marks: Vec<String>,
    /// Whether sub-items are counted in the language's own letters.
    pub(super) alphabet: bool,
    pub(super) year: Option<i32>,
    pub(super) draft: Draft,
    pub(super) diagnostics: Diagnostics,
    pub(super) roles: Vec<(usize, Role)>,
    day: Option<Day>,
    /// The item that sub-items without one belong to.
    item: Option<(String, bool)>,
    /// Whether the item has got its entry.
    item_is_open: bool,
}

struct Day {
    written: Written,
    date: Option<NaiveDate>,
}

impl<'r> Reader<'r> {
    pub(super) fn new(
        words: &'r Vocabulary,
        topics: Option<&'r Topics>,
        year: Option<i32>,
    ) -> Self {
        Self {
            words,
            topics,
            known_marks: Vec::new(),
            alphabet: false,
            year,
            draft: Draft::default(),
            diagnostics: Diagnostics::default(),
            roles: Vec::new(),
            day: None,
            item: None,
            item_is_open: false,
        }
    }

    /// Reads a paragraph.
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph) {
        let line = paragraph.line();
        let role = match &paragraph.start {
            Start::Day(written, _) => self.day(written, line),
            Start::Time(range, _) => self.slot(range, line),
            _ if self.day.is_none() => {
                let role = header::read(paragraph, &mut self.draft, self.words);
                role.unwrap_or_else(|| self.unknown(line))
            }
            _ => self.entry(paragraph),
        };
        for line in &paragraph.lines {
            self.roles.push((*line, role));
        }
    }

    fn unknown(&mut self, line: usize) -> Role {
        self.diagnostics.warn(line, "this text was not understood, and no field holds it");
        Role::Unknown
    }

    fn day(&mut self, written: &Written, line: usize) -> Role {
        let year = match self.draft.days {
            Some((start, end)) => Some(dates::year_within(written, start, end)),
            None => self.year,
        };
        let date = written.date(year);
        match (date, written.year.or(year)) {
            (None, None) => {
                self.diagnostics.error(line, "the year of this day is not known");
                self.diagnostics.help("the header names no days of the session; give --year");
            }
            (None, Some(year)) => {
                self.diagnostics.error(line, format!("there is no such day in {year}"));
            }
            (Some(date), _) => {
                use chrono::Datelike;
                if let Some(weekday) = written.weekday.filter(|weekday| *weekday != date.weekday())
                {
                    self.diagnostics.error(
                        line,
                        format!("{date} is a {}, not a {}", name(date.weekday()), name(weekday)),
                    );
                    self.diagnostics.help("the document contradicts itself; which one is right?");
                }
                if let Some((start, end)) = self.draft.days
                    && !(start..=end).contains(&date)
                {
                    self.diagnostics.error(
                        line,
                        format!("{date} is outside the session, which is from {start} to {end}"),
                    );
                }
            }
        }
        self.day = Some(Day { written: *written, date });
        self.item = None;
        Role::Day
    }

    fn slot(&mut self, range: &Range, line: usize) -> Role {
        let (date, weekday) =
            self.day.as_ref().map_or((None, None), |day| (day.date, day.written.weekday));
        if range.end.is_none() {
            self.diagnostics.error(line, "this time has a start without an end");
        }
        if range.end.is_some_and(|end| end <= range.start) {
            self.diagnostics.error(line, "this slot ends before it begins");
        }
        if let Some(before) = self.draft.slots.iter().rev().take(20).find(|slot| {
            let end = range.end.unwrap_or(range.start);
            slot.date.is_some()
                && slot.date == date
                && slot.end.is_some_and(|other| range.start < other && slot.start < end)
        }) {
            let message = format!(
                "this slot overlaps the one from {} in line {}",
                before.start.format("%H:%M"),
                before.line
            );
            self.diagnostics.error(line, message);
        }
        self.draft.slots.push(SlotDraft {
            line,
            date,
            weekday,
            start: range.start,
            end: range.end,
            ..SlotDraft::default()
        });
        self.item = None;
        self.item_is_open = false;
        Role::Time
    }

    /// Reads a paragraph below a day.
    fn entry(&mut self, paragraph: &Paragraph) -> Role {
        let line = paragraph.line();
        let (text, marks) = anchors::take(&paragraph.text, &self.known_marks);
        let folded = Folded::new(&text);
        let words = &self.words.entries;
        if folded.starts_with(&self.words.header.columns) && folded.len() < 80 {
            return Role::Columns;
        }
        if self.draft.slots.is_empty() || self.day_has_no_slot() {
            if folded.has(&words.holiday) {
                return Role::Holiday;
            }
            let role = self.unknown(line);
            self.diagnostics.help("a slot begins with its times");
            return role;
        }
        let role = match &paragraph.start {
            Start::Items => match items::items(&text, self.words) {
                Some(items) => self.items(&items, line),
                None => self.plain(&text, line),
            },
            Start::SubItem => match items::sub_item(&text, self.words) {
                Some((letter, rest)) => self.sub_item(&letter, rest, line),
                None => self.plain(&text, line),
            },
            Start::Bullet(_) => self.bullet(&text, line),
            _ => self.plain(&text, line),
        };
        for mark in marks {
            let entry = self.draft.slots.last_mut().and_then(|slot| slot.entries.last_mut());
            match entry {
                Some(entry) if !entry.footnotes.contains(&mark) => entry.footnotes.push(mark),
                _ => {}
            }
        }
        role
    }

    fn day_has_no_slot(&self) -> bool {
        let date = self.day.as_ref().and_then(|day| day.date);
        self.draft.slots.last().is_none_or(|slot| slot.date != date)
    }

    fn push(&mut self, entry: EntryDraft) {
        if let Some(slot) = self.draft.slots.last_mut() {
            slot.entries.push(entry);
        }
    }

    fn items(&mut self, items: &items::Items, line: usize) -> Role {
        for number in &items.numbers {
            if !items.title.is_empty() && !self.draft.agenda.iter().any(|(item, _)| item == number)
            {
                let title = items.title.clone();
                self.draft.agenda.push((number.clone(), title));
            }
            let sub_item = items.sub_item.as_ref();
            let sub_item = sub_item.map(|letter| items::latin(letter, self.words, self.alphabet));
            let has_sub_item = sub_item.is_some();
            self.push(EntryDraft {
                line,
                item: Some(number.clone()),
                sub_item,
                item_continued: items.continued,
                heading: if has_sub_item { items.title.clone() } else { String::new() },
                ..EntryDraft::default()
            });
            self.item = Some((number.clone(), items.continued));
        }
        self.item_is_open = items.sub_item.is_none();
        Role::Item
    }

    /// An entry under the present item: the item's own if it has no heading yet.
    fn under_item(&mut self, sub_item: Option<String>, text: &str, line: usize) {
        let (heading, continued) = items::without_mark(text, self.words);
        let is_open = std::mem::take(&mut self.item_is_open);
        let last = self.draft.slots.last_mut().and_then(|slot| slot.entries.last_mut());
        if is_open && let Some(entry) = last {
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

    fn sub_item(&mut self, letter: &str, rest: &str, line: usize) -> Role {
        if self.item.is_none() {
            self.diagnostics.warn(line, "this sub-item stands below no agenda item");
            self.under_item(None, rest, line);
            return Role::Heading;
        }
        let letter = items::latin(letter, self.words, self.alphabet);
        self.under_item(Some(letter), rest, line);
        Role::Heading
    }

    fn bullet(&mut self, text: &str, line: usize) -> Role {
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

    fn plain(&mut self, text: &str, line: usize) -> Role {
        let folded = Folded::new(text);
        let words = &self.words.entries;
        let kind = |kind, role| (kind, role);
        let known = if folded.starts_with(&words.opening) {
            Some(kind(EntryKind::Opening, Role::Opening))
        } else if folded.starts_with(&words.closing) {
            Some(kind(EntryKind::Closing, Role::Closing))
        } else if folded.starts_with(&words.statements) {
            Some(kind(EntryKind::Statements, Role::Statement))
        } else {
            None
        };
        if let Some((kind, role)) = known {
            let (heading, continued) = items::without_mark(text, self.words);
            self.push(EntryDraft { line, kind, continued, heading, ..EntryDraft::default() });
            self.item = None;
            self.item_is_open = false;
            return role;
        }
        if let Some(slot) = self.draft.slots.last_mut() {
            if folded.starts_with(&words.room) && folded.len() <= 60 && slot.room.is_empty() {
                text.clone_into(&mut slot.room);
                return Role::Room;
            }
            if slot.entries.is_empty() && folded.starts_with(&words.pause) && folded.len() <= 30 {
                self.draft.slots.pop();
                return Role::Pause;
            }
            if folded.starts_with(&words.pause) && folded.len() <= 20 {
                return Role::Pause;
            }
            if let Some(entry) = slot.entries.last_mut() {
                let takes_statements = matches!(entry.kind, EntryKind::Closing)
                    || (entry.kind == EntryKind::Opening
                        && folded.starts_with(&words.closing_statements));
                if takes_statements {
                    entry.statements.push(text.trim_end_matches([' ', ':']).to_owned());
                    return Role::Statement;
                }
                let has_name = !entry.heading.is_empty() || entry.item.is_some();
                if starts::is_focus(&folded, self.words) && has_name && entry.focus.is_empty() {
                    self.item_is_open = false;
                    text.trim_end_matches([' ', ':', '：']).clone_into(&mut entry.focus);
                    return Role::Focus;
                }
            }
        }
        if folded.has(&words.stakeholders) && !self.item_is_open {
            if folded.has(&words.informal)
                && let Some(slot) = self.draft.slots.last_mut()
            {
                slot.kind = SlotKind::Informal;
            }
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
        // Headings are no sentences.
        if self.item_is_open && text.ends_with(['.', '。']) {
            return self.note(text, line);
        }
        let slot_is_empty = self.draft.slots.last().is_none_or(|slot| slot.entries.is_empty());
        let has_details = self
            .draft
            .slots
            .last()
            .and_then(|slot| slot.entries.last())
            .is_some_and(|entry| !entry.questions.is_empty() || !entry.focus.is_empty());
        if self.item_is_open
            || slot_is_empty
            || (self.item.is_some() && !has_details && self.is_topic(text))
        {
            if slot_is_empty
                && folded.has(&words.informal)
                && let Some(slot) = self.draft.slots.last_mut()
            {
                slot.kind = SlotKind::Informal;
            }
            self.under_item(None, text, line);
            return Role::Heading;
        }
        if self.is_topic(text) && text.chars().count() < 300 && !text.ends_with(['.', '。']) {
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

/// The English name of a day of the week, for messages.
fn name(weekday: chrono::Weekday) -> &'static str {
    crate::programme::WEEKDAYS[weekday.num_days_from_monday() as usize]
}
