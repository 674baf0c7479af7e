//! Entries: the things taken up in a slot.

use serde::{Deserialize, Serialize};

use super::{Text, TopicId};

/// What an entry is, apart from its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// The opening of the session.
    Opening,
    /// Statements, such as opening statements.
    Statements,
    /// A dialogue or session with stakeholders.
    Stakeholders,
    /// Work on an agenda item, or anything that is none of the others.
    #[default]
    Item,
    /// The closing of the session.
    Closing,
}

/// One thing taken up in a slot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What it is.
    #[serde(default)]
    pub kind: EntryKind,
    /// The agenda item as numbered in the body's agenda, e.g. `5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agenda_item: Option<String>,
    /// The sub-item of the agenda item, e.g. `d`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_item: Option<String>,
    /// The topics that it belongs to; several where it concerns several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<TopicId>,
    /// Whether the document marks the agenda item as continued.
    #[serde(default, skip_serializing_if = "is_false")]
    pub agenda_item_continued: bool,
    /// Whether the document marks the heading (the sub-item) as continued.
    #[serde(default, skip_serializing_if = "is_false")]
    pub continued: bool,
    /// The official heading: of the sub-item where there is one. Empty where the title of the
    /// agenda item ([`AgendaItem`](super::AgendaItem)) is all that the document says.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub heading: Text,
    /// What the discussion is to be about.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub focus: Text,
    /// The guiding questions, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Text>,
    /// Who is to speak, or which remarks are to be made, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<Text>,
    /// The marks of the session's footnotes that are anchored here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub footnotes: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
