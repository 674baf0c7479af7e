//! Documents: from the text of an official programme of work to a draft of a session.
//!
//! ```text
//! octets --containers::decode--> text --read--> Reading (Draft, Diagnostics) --write--> TOML
//! ```
//!
//! [`read`] is pure and knows no files. What a language writes is in `languages/`, one file each.
//! Every line of a text ends in a field of the [`Draft`], as furniture of a page, or in a
//! [`Diagnostic`]; [`Reading::lines`] tells which.

mod anchors;
mod bodies;
pub mod containers;
mod dates;
mod detect;
mod diagnostics;
mod draft;
mod entries;
pub(crate) mod fold;
mod furniture;
mod grids;
mod header;
mod ids;
mod items;
mod joining;
mod json;
mod lines;
mod matching;
mod merge;
mod paragraphs;
mod programme;
mod references;
mod rooms;
mod starts;
mod tables;
#[cfg(test)]
mod tests;
mod times;
mod topics;
mod translate;
mod vocabulary;

use chrono::NaiveDate;

use crate::model::Language;

use joining::Joiner;
use paragraphs::Parts;
use programme::Reader;
use starts::Teller;
use vocabulary::Vocabulary;

pub use bodies::{NoBody, body_of, new_body, slot_ids};
pub use detect::language;
pub use diagnostics::{Diagnostic, faults};
pub use draft::{DocumentDraft, Draft, EntryDraft, Reading, Role, SlotDraft};
pub use json::{Place, json};
pub use merge::{Incomplete, Merged, merge, session_id};
pub use topics::Topics;

/// What the reader of a document is told besides its text.
#[derive(Clone, Copy, Default)]
pub struct Options<'o> {
    /// The language, where it is not to be told from the text.
    pub language: Option<Language>,
    /// The year of days that give none, where the header names no days.
    pub year: Option<i32>,
    /// The topics of the body, in the document's language.
    pub topics: Option<&'o Topics>,
    /// Whether every line of the text is a paragraph, as the container says.
    pub exact: bool,
}

/// A language that no document can be read in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LanguageUnknown {
    /// The language that was asked for has no vocabulary.
    #[error("documents are read in {known}, not in {0}", known = known_languages())]
    Unsupported(Language),
    /// The text has the words of no language.
    #[error("the language of the document cannot be told; name it with --language")]
    Undetected,
}

fn known_languages() -> String {
    let known: Vec<&str> = vocabulary::all().iter().map(|words| words.language.as_str()).collect();
    known.join(", ")
}

/// Reads the text of a document.
///
/// # Errors
/// If the language is unknown. Everything else that is wrong is among the diagnostics.
pub fn read(text: &str, options: &Options<'_>) -> Result<Reading, LanguageUnknown> {
    let language = match options.language {
        Some(language) => language,
        None => detect::language(text).ok_or(LanguageUnknown::Undetected)?,
    };
    let words = vocabulary::of(language).ok_or(LanguageUnknown::Unsupported(language))?;
    let lines = lines::split(text, options.exact);
    let minutes_first =
        words.times.slashes && times::minutes_first(lines.iter().map(|line| line.text.as_str()));
    let teller = Teller { words, minutes_first };
    let (lines, taken) = tables::unfold(lines, &teller);
    let joiner = Joiner::new(&lines, &teller, options.exact);
    let mut parts = paragraphs::gather(&lines, &teller, &joiner);
    parts.roles.extend(taken);
    Ok(interpret(parts, words, options))
}

fn interpret(mut parts: Parts, words: &Vocabulary, options: &Options<'_>) -> Reading {
    for text in parts.paragraphs.iter_mut().map(|paragraph| &mut paragraph.text) {
        *text = joining::mend_addresses(text);
    }
    let mut reader = Reader::new(words, options.topics, options.year);
    references::take_orphan(&mut parts);
    reader.known_marks = parts.footnotes.iter().filter_map(|note| note.mark.clone()).collect();
    let letters =
        parts.paragraphs.iter().filter(|paragraph| paragraph.start == starts::Start::SubItem);
    let letters: Vec<String> =
        letters.filter_map(|paragraph| Some(items::sub_item(&paragraph.text, words)?.0)).collect();
    reader.alphabet = items::counts_in_alphabet(letters.iter().map(String::as_str), words);
    reader.draft.days = session_days(&parts, words, options.year);
    if reader.draft.session_name.is_none()
        && let Some((kind, number, name)) = session_named(&parts, words)
    {
        reader.draft.session_kind = Some(kind);
        reader.draft.number = Some(number);
        reader.draft.session_name = Some(name);
    }
    for paragraph in &parts.paragraphs {
        reader.paragraph(paragraph);
    }
    reader.name_items();
    reader.find_topics();
    for slot in reader.draft.slots.iter().filter(|slot| slot.entries.is_empty()) {
        reader.diagnostics.warn(slot.line, "this slot takes up nothing, and is left out");
    }
    references::finish(&mut reader, &parts);

    let Reader { mut draft, mut diagnostics, mut roles, .. } = reader;
    draft.finish_title();
    draft.job_number = parts.job_number;
    if draft.slots.is_empty() {
        diagnostics.error(0, "no slots were found in this document");
        diagnostics.help("a programme has days with times below them; see --explain");
    }
    roles.extend(parts.roles);
    roles.extend(
        parts
            .footnotes
            .iter()
            .flat_map(|note| note.lines.iter().map(|line| (*line, Role::Footnote))),
    );
    roles.sort_by_key(|(line, _)| *line);
    Reading { language: words.language, draft, diagnostics: diagnostics.into_list(), lines: roles }
}

/// The paragraphs above the first day.
fn header_texts(parts: &Parts) -> impl Iterator<Item = &str> {
    let above =
        |paragraph: &&paragraphs::Paragraph| !matches!(paragraph.start, starts::Start::Day(..));
    parts.paragraphs.iter().take_while(above).take(200).map(|paragraph| paragraph.text.as_str())
}

/// The days of the session: the first range of days in the header, else all days of the programme.
fn session_days(
    parts: &Parts,
    words: &Vocabulary,
    year: Option<i32>,
) -> Option<(NaiveDate, NaiveDate)> {
    let ranges = header_texts(parts).filter_map(|text| dates::range(text, words));
    let mut ranges = ranges.filter_map(|days| Some((days.start.date(year)?, days.end.date(year)?)));
    let days = ranges.find(|(start, end)| start <= end && (*end - *start).num_days() < 120);
    days.or_else(|| {
        let days = parts.paragraphs.iter().filter_map(|paragraph| match &paragraph.start {
            starts::Start::Day(written, _) => written.date(year),
            _ => None,
        });
        let days: Vec<NaiveDate> = days.collect();
        Some((*days.iter().min()?, *days.iter().max()?))
    })
}

/// The session as the title or the first paragraph names it.
fn session_named(parts: &Parts, words: &Vocabulary) -> Option<(String, u32, String)> {
    header_texts(parts).find_map(|text| {
        let end = text.char_indices().nth(1000).map_or(text.len(), |(at, _)| at);
        Some(header::session(&text[..end], words)?.1)
    })
}

/// The text line by line, each with what it was read as.
pub fn explain(text: &str, reading: &Reading) -> String {
    use std::fmt::Write as _;

    let mut shown = String::new();
    let mut roles = reading.lines.iter().peekable();
    for (number, line) in (1_usize..).zip(text.split('\n')) {
        let mut words: Vec<&str> = Vec::new();
        while let Some((_, role)) = roles.next_if(|(line, _)| *line <= number) {
            if words.last() != Some(&role.as_str()) {
                words.push(role.as_str());
            }
        }
        let line = lines::clean(line);
        if !line.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(shown, "{number:>5} {:<22} | {line}", words.join(", "));
        }
    }
    shown
}
