//! The programme: days, slots and entries out of the paragraphs.

use chrono::NaiveDate;

use super::dates::{self, Written};
use super::diagnostics::Diagnostics;
use super::draft::{Draft, Role, SlotDraft};
use super::fold::Folded;
use super::paragraphs::Paragraph;
use super::starts::Start;
use super::times::Range;
use super::topics::Topics;
use super::vocabulary::Vocabulary;
use super::{anchors, header, items, rooms};

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
    /// The room of all slots, and of those of the day, where a document names it above them.
    room: String,
    day_room: String,
    /// The item that sub-items without one belong to.
    pub(super) item: Option<(String, bool)>,
    /// Whether the item has got its entry.
    pub(super) item_is_open: bool,
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
            room: String::new(),
            day_room: String::new(),
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
                if let Some((room, "")) = rooms::take(&paragraph.text, self.words) {
                    room.clone_into(&mut self.room);
                    Role::Room
                } else {
                    let role = header::read(paragraph, &mut self.draft, self.words);
                    role.unwrap_or_else(|| self.unknown(line))
                }
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
        self.day_room.clone_from(&self.room);
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
            room: self.day_room.clone(),
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
            if let Some((room, "")) = rooms::take(&text, self.words) {
                room.clone_into(&mut self.day_room);
                return Role::Room;
            }
            let role = self.unknown(line);
            self.diagnostics.help("a slot begins with its times");
            return role;
        }
        let text = match rooms::take_last(&text, self.words) {
            Some((room, before)) if !matches!(paragraph.start, Start::Bullet(_)) => {
                if let Some(slot) = self.draft.slots.last_mut() {
                    room.clone_into(&mut slot.room);
                }
                before.to_owned()
            }
            _ => text,
        };
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
}

/// The English name of a day of the week, for messages.
fn name(weekday: chrono::Weekday) -> &'static str {
    crate::programme::WEEKDAYS[weekday.num_days_from_monday() as usize]
}
