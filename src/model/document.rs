//! Documents that a programme was issued in or speaks of.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DocumentSymbol, Language, Text};

/// What a document is to the session that lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentRole {
    /// The programme of work itself.
    Programme,
    /// The (annotated) agenda.
    Agenda,
    /// A document or address that the programme refers to.
    Reference,
}

/// A document of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is to the session.
    pub role: DocumentRole,
    /// Its symbol; `None` where the source does not say one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbol: Option<DocumentSymbol>,
    /// Its title; empty where the source only gives the symbol.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// Where it can be read, by language; empty where neither the source nor the body's
    /// [`document_url`](super::Body::document_url) says it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub url: Text,
    /// The date of its distribution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// The language that it was drafted in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_language: Option<Language>,
    /// The job number that the printers gave it, e.g. `23-23298`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_number: Option<String>,
}
