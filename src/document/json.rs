//! A reading as JSON, for programs.

use serde::Serialize;

use super::draft::{Draft, EntryDraft, Reading, SlotDraft};
use crate::model::{SessionId, SlotId};

/// What a reading is of, besides its text.
#[derive(Clone, Copy, Default)]
pub struct Place<'p> {
    /// The body, if one is known.
    pub body: Option<&'p str>,
    /// The session.
    pub session: Option<&'p SessionId>,
    /// The time zone of the venue.
    pub time_zone: Option<&'p str>,
    /// The identifiers of the slots, in their order.
    pub ids: &'p [Option<SlotId>],
}

#[derive(Serialize)]
struct Shown<'r> {
    body: Option<&'r str>,
    language: &'r str,
    symbol: Option<&'r str>,
    session: ShownSession<'r>,
    timezone: Option<&'r str>,
    slots: Vec<ShownSlot<'r>>,
    footnotes: Vec<ShownFootnote<'r>>,
    documents: Vec<&'r str>,
    diagnostics: Vec<ShownDiagnostic<'r>>,
}

#[derive(Serialize)]
struct ShownSession<'r> {
    id: Option<&'r str>,
    number: Option<u32>,
    start: Option<String>,
    end: Option<String>,
    title: Option<&'r str>,
}

#[derive(Serialize)]
struct ShownSlot<'r> {
    id: Option<&'r str>,
    date: Option<String>,
    start: String,
    end: Option<String>,
    kind: &'static str,
    entries: Vec<ShownEntry<'r>>,
    statements: Vec<&'r str>,
    notes: &'r [String],
}

#[derive(Serialize)]
struct ShownEntry<'r> {
    agenda_item: Option<&'r str>,
    sub_item: Option<&'r str>,
    topics: Vec<&'r str>,
    continued: bool,
    heading: Option<&'r str>,
    focus: Option<&'r str>,
    questions: &'r [String],
}

#[derive(Serialize)]
struct ShownFootnote<'r> {
    mark: &'r str,
    text: &'r str,
}

#[derive(Serialize)]
struct ShownDiagnostic<'r> {
    severity: String,
    line: Option<usize>,
    message: &'r str,
}

/// The reading as one JSON object in several lines.
pub fn json(reading: &Reading, place: &Place<'_>) -> Result<String, serde_json::Error> {
    let draft = &reading.draft;
    let shown = Shown {
        body: place.body,
        language: reading.language.as_str(),
        symbol: draft.symbol.as_ref().map(crate::model::DocumentSymbol::as_str),
        session: session(draft, place),
        timezone: place.time_zone,
        slots: (draft.slots.iter().enumerate())
            .map(|(index, shown)| slot(draft, shown, place.ids.get(index).and_then(Option::as_ref)))
            .collect(),
        footnotes: draft
            .footnotes
            .iter()
            .map(|(mark, text)| ShownFootnote { mark, text })
            .collect(),
        documents: draft
            .documents
            .iter()
            .filter_map(|document| {
                let symbol = document.symbol.as_ref().map(crate::model::DocumentSymbol::as_str);
                symbol.or(document.url.as_deref())
            })
            .collect(),
        diagnostics: reading
            .diagnostics
            .iter()
            .map(|diagnostic| ShownDiagnostic {
                severity: diagnostic.severity.to_string(),
                line: (diagnostic.line > 0).then_some(diagnostic.line),
                message: &diagnostic.message,
            })
            .collect(),
    };
    serde_json::to_string_pretty(&shown)
}

fn session<'r>(draft: &'r Draft, place: &Place<'r>) -> ShownSession<'r> {
    ShownSession {
        id: place.session.map(SessionId::as_str),
        number: draft.number,
        start: draft.days.map(|(start, _)| start.to_string()),
        end: draft.days.map(|(_, end)| end.to_string()),
        title: draft.session_name.as_deref().or_else(|| some(&draft.title)),
    }
}

fn slot<'r>(draft: &'r Draft, slot: &'r SlotDraft, id: Option<&'r SlotId>) -> ShownSlot<'r> {
    let time = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    ShownSlot {
        id: id.map(SlotId::as_str),
        date: slot.date.map(|date| date.to_string()),
        start: time(slot.start),
        end: slot.end.map(time),
        kind: slot.kind.as_str(),
        entries: slot.entries.iter().map(|shown| entry(draft, shown)).collect(),
        statements: slot
            .entries
            .iter()
            .flat_map(|entry| &entry.statements)
            .map(String::as_str)
            .collect(),
        notes: &slot.notes,
    }
}

fn entry<'r>(draft: &'r Draft, entry: &'r EntryDraft) -> ShownEntry<'r> {
    // An item without a heading of its own goes by its title.
    let item = draft.agenda.iter().find(|(item, _)| Some(item) == entry.item.as_ref());
    let title = item.map(|(_, title)| title.as_str());
    ShownEntry {
        agenda_item: entry.item.as_deref(),
        sub_item: entry.sub_item.as_deref(),
        topics: entry.topics.iter().map(crate::model::TopicId::as_str).collect(),
        continued: entry.continued || entry.item_continued,
        heading: some(&entry.heading).or(title.filter(|_| entry.sub_item.is_none())),
        focus: some(&entry.focus),
        questions: &entry.questions,
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
