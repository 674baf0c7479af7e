//! Vocabularies: how each language writes a programme of work. A language is a file.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::Word;
use crate::model::Language;

/// The files of the languages.
const FILES: [&str; 6] = [
    include_str!("languages/en.toml"),
    include_str!("languages/fr.toml"),
    include_str!("languages/es.toml"),
    include_str!("languages/ru.toml"),
    include_str!("languages/zh.toml"),
    include_str!("languages/ar.toml"),
];

static VOCABULARIES: LazyLock<Vec<Vocabulary>> =
    LazyLock::new(|| FILES.iter().filter_map(|file| toml::from_str(file).ok()).collect());

/// The vocabularies of all languages that documents are read in.
pub(super) fn all() -> &'static [Vocabulary] {
    &VOCABULARIES
}

/// The vocabulary of a language.
pub(super) fn of(language: Language) -> Option<&'static Vocabulary> {
    all().iter().find(|vocabulary| vocabulary.language == language)
}

/// How a language writes a programme of work.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vocabulary {
    pub(super) language: Language,
    /// The days of the week from Monday.
    pub(super) weekdays: [Word; 7],
    /// The names of each month.
    pub(super) months: [Vec<Word>; 12],
    /// What stands after the number of a day (`er`, `日`) or of a year (`年`).
    #[serde(default)]
    pub(super) day_marks: Vec<Word>,
    #[serde(default)]
    pub(super) year_marks: Vec<Word>,
    /// Words without meaning inside dates.
    #[serde(default)]
    pub(super) date_words: Vec<Word>,
    /// What stands between two days of a range.
    pub(super) range_words: Vec<Word>,
    /// Words that no line of a finished text ends in.
    #[serde(default)]
    pub(super) unfinished: Vec<Word>,
    /// The letters of sub-items other than Latin ones, in their order.
    #[serde(default)]
    pub(super) letters: Vec<Word>,
    /// Letters that look like Latin ones, and those.
    #[serde(default)]
    pub(super) lookalikes: Vec<Word>,
    #[serde(default)]
    pub(super) lookalikes_of: Vec<String>,
    pub(super) times: Times,
    pub(super) entries: Entries,
    pub(super) header: Header,
}

/// The words of times of day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Times {
    pub(super) from: Vec<Word>,
    pub(super) to: Vec<Word>,
    #[serde(default)]
    pub(super) hour: Vec<Word>,
    #[serde(default)]
    pub(super) minute: Vec<Word>,
    pub(super) morning: Vec<Word>,
    pub(super) afternoon: Vec<Word>,
    pub(super) noon: Vec<Word>,
    /// What may stand after a range.
    #[serde(default)]
    pub(super) after: Vec<Word>,
    /// Whether a slash divides hours and minutes, either first.
    #[serde(default)]
    pub(super) slashes: bool,
}

/// The words of agenda items and other entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entries {
    pub(super) item: Vec<Word>,
    #[serde(default)]
    pub(super) item_after: Vec<Word>,
    pub(super) and: Vec<Word>,
    pub(super) continued: Vec<Word>,
    pub(super) opening: Vec<Word>,
    pub(super) closing: Vec<Word>,
    pub(super) statements: Vec<Word>,
    pub(super) closing_statements: Vec<Word>,
    /// What headings begin with that stand below no agenda item.
    pub(super) headings: Vec<Word>,
    /// What the names of speakers begin with.
    pub(super) persons: Vec<Word>,
    pub(super) stakeholders: Vec<Word>,
    pub(super) informal: Vec<Word>,
    pub(super) focus: Vec<Word>,
    pub(super) pause: Vec<Word>,
    pub(super) holiday: Vec<Word>,
    pub(super) room: Vec<Word>,
}

/// The words of what stands above the programme.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) united_nations: Vec<Word>,
    pub(super) title: Vec<Word>,
    pub(super) provisional: Vec<Word>,
    pub(super) note: Vec<Word>,
    pub(super) annex: Vec<Word>,
    pub(super) columns: Vec<Word>,
    pub(super) column_words: Vec<Word>,
    pub(super) distribution: Vec<Word>,
    pub(super) original: Vec<Word>,
    /// What the names of bodies begin with.
    pub(super) body: Vec<Word>,
    /// What the annotated agenda is called.
    pub(super) agenda: Vec<Word>,
    pub(super) resolution: Vec<Word>,
    /// What joins a title and its second part.
    pub(super) colon: String,
    /// The ordinals from the first on; of each, the first word is the one that names use.
    pub(super) ordinals: Vec<Vec<String>>,
    pub(super) sessions: Vec<SessionWords>,
    /// What the other languages are called.
    pub(super) languages: BTreeMap<Language, Vec<Word>>,
}

/// A kind of session, and how it is written with its ordinal at `{}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionWords {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) written: Vec<String>,
}

impl Vocabulary {
    /// The name of a session of a kind in this language: `Fourth substantive session`.
    pub(super) fn session_name(&self, kind: &str, number: u32) -> Option<String> {
        let words = self.header.sessions.iter().find(|words| words.kind == kind)?;
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        let ordinal = self.header.ordinals.get(index)?.first()?;
        Some(capitalised(&words.name.replace("{}", ordinal)))
    }
}

/// The text with its first letter in upper case.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read() {
        for file in FILES {
            toml::from_str::<Vocabulary>(file).unwrap();
        }
        assert_eq!(all().len(), FILES.len());
    }

    #[test]
    fn sessions_are_named_in_every_language() {
        let names = all().iter().map(|words| words.session_name("substantive", 4).unwrap());
        assert_eq!(
            names.collect::<Vec<_>>(),
            [
                "Fourth substantive session",
                "Quatrième session de fond",
                "Cuarto período de sesiones sustantivo",
                "Четвертая основная сессия",
                "第四届实质性会议",
                "الدورة الموضوعية الرابعة",
            ]
        );
    }
}
