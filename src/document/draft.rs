//! Drafts: what a document says, in one language, before it is part of a body's programmes.

use chrono::{NaiveDate, NaiveTime, Weekday};

use crate::model::{DocumentRole, DocumentSymbol, EntryKind, Language, SlotKind, TopicId};

use super::diagnostics::Diagnostic;

/// A programme of work as one document gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its title: `Provisional programme of work: note by the Secretariat`.
    pub title: String,
    /// Whose note it is, until it is part of the title, and what joins them.
    pub(super) note: Option<String>,
    pub(super) colon: String,
    /// Whether it is provisional.
    pub provisional: bool,
    /// The symbol of the document.
    pub symbol: Option<DocumentSymbol>,
    /// The day of its distribution.
    pub distributed: Option<NaiveDate>,
    /// The language that it was drafted in.
    pub original_language: Option<Language>,
    /// Its job number.
    pub job_number: Option<String>,
    /// The name of the body, as far as the header gives it.
    pub body_name: Option<String>,
    /// The number of the session.
    pub number: Option<u32>,
    /// What kind of session it is, as the vocabularies name it.
    pub session_kind: Option<String>,
    /// The name of the session in the document's language.
    pub session_name: Option<String>,
    /// The first and the last day.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Where it meets.
    pub place: Option<String>,
    /// The address of a page about the session.
    pub url: Option<String>,
    /// The paragraphs of the note.
    pub paragraphs: Vec<String>,
    /// The other documents that it names.
    pub documents: Vec<DocumentDraft>,
    /// The titles of the agenda items, in the order in which they first stand.
    pub agenda: Vec<(String, String)>,
    /// The footnotes: marks and texts.
    pub footnotes: Vec<(String, String)>,
    /// The slots, in the order of the document.
    pub slots: Vec<SlotDraft>,
}

/// A document that the programme names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentDraft {
    /// What it is to the session.
    pub role: DocumentRole,
    /// Its symbol.
    pub symbol: Option<DocumentSymbol>,
    /// Its address, if the document gives it.
    pub url: Option<String>,
}

/// A slot as the document gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlotDraft {
    /// The line that it begins in.
    pub line: usize,
    /// Its day; `None` if it could not be told.
    pub date: Option<NaiveDate>,
    /// The day of the week as written.
    pub weekday: Option<Weekday>,
    /// When it begins.
    pub start: NaiveTime,
    /// When it ends; `None` if the document does not say it.
    pub end: Option<NaiveTime>,
    /// Whether it is formal.
    pub kind: SlotKind,
    /// The room.
    pub room: String,
    /// Remarks.
    pub notes: Vec<String>,
    /// What is taken up.
    pub entries: Vec<EntryDraft>,
}

impl SlotDraft {
    /// Its topics, each once.
    pub fn topics(&self) -> Vec<&TopicId> {
        let mut topics: Vec<&TopicId> = Vec::new();
        for topic in self.entries.iter().flat_map(|entry| &entry.topics) {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        topics
    }
}

/// An entry as the document gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryDraft {
    /// The line that it begins in.
    pub line: usize,
    /// What it is.
    pub kind: EntryKind,
    /// The agenda item.
    pub item: Option<String>,
    /// The sub-item, as a Latin letter.
    pub sub_item: Option<String>,
    /// Its topics, as far as the body knows them.
    pub topics: Vec<TopicId>,
    /// Whether the agenda item is marked as continued.
    pub item_continued: bool,
    /// Whether the heading is marked as continued.
    pub continued: bool,
    /// The heading.
    pub heading: String,
    /// What the discussion is about.
    pub focus: String,
    /// The guiding questions.
    pub questions: Vec<String>,
    /// Who speaks.
    pub statements: Vec<String>,
    /// The marks of the footnotes.
    pub footnotes: Vec<String>,
}

/// A document that was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The language that it is in.
    pub language: Language,
    /// What it says.
    pub draft: Draft,
    /// What is doubtful or wrong in it, by line.
    pub diagnostics: Vec<Diagnostic>,
    /// What each line was read as, by its number from 1; blank lines are left out.
    pub lines: Vec<(usize, Role)>,
}

/// What a line was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The name of the organization or another part of the header without a field of its own.
    Letterhead,
    /// The document symbol.
    Symbol,
    /// Day, language and kind of the distribution.
    Distribution,
    /// The name of the body.
    BodyName,
    /// The name of the session.
    SessionName,
    /// Days and place of the session.
    Days,
    /// The title of the document.
    Title,
    /// A paragraph of the note.
    Paragraph,
    /// The headings of the columns.
    Columns,
    /// A day.
    Day,
    /// A day without slots, and why.
    Holiday,
    /// The times of a slot, with what follows them in the line.
    Time,
    /// The room of a slot.
    Room,
    /// An agenda item.
    Item,
    /// A sub-item or another heading.
    Heading,
    /// The opening of the session.
    Opening,
    /// The closing of the session.
    Closing,
    /// Statements, or one of them.
    Statement,
    /// What the discussion is about.
    Focus,
    /// A guiding question.
    Question,
    /// A footnote.
    Footnote,
    /// A break between slots.
    Pause,
    /// A remark about a slot.
    Note,
    /// The address that a link in the text leads to.
    Link,
    /// Page numbers, rules, codes.
    Furniture,
    /// None of these: reported.
    Unknown,
}

impl Role {
    /// The word for it in `--explain`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Letterhead => "letterhead",
            Self::Symbol => "symbol",
            Self::Distribution => "distribution",
            Self::BodyName => "body",
            Self::SessionName => "session",
            Self::Days => "days",
            Self::Title => "title",
            Self::Paragraph => "paragraph",
            Self::Columns => "columns",
            Self::Day => "day",
            Self::Holiday => "holiday",
            Self::Time => "time",
            Self::Room => "room",
            Self::Item => "agenda item",
            Self::Heading => "heading",
            Self::Opening => "opening",
            Self::Closing => "closing",
            Self::Statement => "statement",
            Self::Focus => "focus",
            Self::Question => "question",
            Self::Footnote => "footnote",
            Self::Pause => "pause",
            Self::Note => "note",
            Self::Link => "link",
            Self::Furniture => "furniture",
            Self::Unknown => "?",
        }
    }
}
