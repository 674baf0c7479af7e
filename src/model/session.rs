//! Sessions and their programmes of work.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Document, Language, SessionId, Slot, Text};

/// How settled a programme of work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SessionStatus {
    /// Issued as provisional.
    Provisional,
    /// Adopted by the body.
    Adopted,
    /// The session took place as listed.
    Held,
}

/// An item of the session's agenda, with its title as the programme gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// Its number, e.g. `5`.
    pub item: String,
    /// Its official title.
    pub title: Text,
}

/// A footnote of the programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footnote {
    /// The mark by which entries refer to it, e.g. `1`.
    pub mark: String,
    /// Its text.
    pub text: Text,
}

/// One session of a body, with its programme of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its identifier, which is the name of its file.
    pub id: SessionId,
    /// Its number among the body's sessions, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// The language in which its programme was issued, where that is not the body's default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Its official name, e.g. "Fourth substantive session".
    pub name: Text,
    /// The first day.
    pub start: NaiveDate,
    /// The last day.
    pub end: NaiveDate,
    /// How settled the programme is.
    pub status: SessionStatus,
    /// The time zone, where it is not the body's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Tz>,
    /// The venue, where it is not the body's.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub venue: Text,
    /// A page about the session.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub url: Text,
    /// The paragraphs of the note that introduces the programme, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<Text>,
    /// The documents that it was issued in and refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// The titles of the agenda items that the entries take up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agenda: Vec<AgendaItem>,
    /// The footnotes, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub footnotes: Vec<Footnote>,
    /// The slots, in the order of the programme.
    pub slots: Vec<Slot>,
}

impl Session {
    /// The session without its programme.
    #[must_use]
    pub fn without_slots(&self) -> Self {
        // Field by field: cloning the slots only to drop them would cost far more than the rest.
        Self {
            id: self.id.clone(),
            number: self.number,
            language: self.language,
            name: self.name.clone(),
            start: self.start,
            end: self.end,
            status: self.status,
            time_zone: self.time_zone,
            venue: self.venue.clone(),
            url: self.url.clone(),
            paragraphs: self.paragraphs.clone(),
            documents: self.documents.clone(),
            agenda: self.agenda.clone(),
            footnotes: self.footnotes.clone(),
            slots: Vec::new(),
        }
    }
}
