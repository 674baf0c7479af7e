//! What a document refers to: footnotes, other documents, addresses.

use crate::model::{DocumentRole, DocumentSymbol};

use super::draft::{DocumentDraft, Role};
use super::fold::{Cursor, Folded};
use super::header::symbols;
use super::joining;
use super::paragraphs::{Note, Parts, superscript};
use super::programme::Reader;
use super::starts::Start;
use super::vocabulary::Vocabulary;

/// Gives the one anchor without a footnote the text below the programme that has no mark.
///
/// Some extractions lose the mark: the text then stands after the last slot, and is no entry.
pub(super) fn take_orphan(parts: &mut Parts) {
    let anchored = parts.paragraphs.iter().flat_map(|paragraph| raised(&paragraph.text));
    let anchored: Vec<String> = anchored.collect();
    let has_text =
        |mark: &String| parts.footnotes.iter().any(|note| note.mark.as_ref() == Some(mark));
    let mut without: Vec<&String> = anchored.iter().filter(|mark| !has_text(mark)).collect();
    without.dedup();
    let [mark] = without.as_slice() else { return };
    let mark = (*mark).clone();
    let page_end = parts
        .roles
        .iter()
        .filter(|(_, role)| *role == Role::Furniture)
        .map(|(line, _)| *line)
        .max();
    let Some(last) = parts.paragraphs.last() else { return };
    if last.start == Start::Plain
        && page_end.is_some_and(|end| last.line() > end)
        && let Some(last) = parts.paragraphs.pop()
    {
        parts.footnotes.push(Note { mark: Some(mark), text: last.text, lines: last.lines });
    }
}

/// The superscript marks in a text.
fn raised(text: &str) -> Vec<String> {
    let mut marks = Vec::new();
    let mut mark = String::new();
    for c in text.chars() {
        match superscript(c) {
            Some(digit) => mark.push(digit),
            None if !mark.is_empty() => marks.push(std::mem::take(&mut mark)),
            None => {}
        }
    }
    marks.extend((!mark.is_empty()).then_some(mark));
    marks
}

/// The addresses in a text, without the signs that end its sentences.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([' ', '<', '>', '(', ')', '，', '。']);
    let parts = parts.filter(|part| part.starts_with("https://") || part.starts_with("http://"));
    parts.map(|part| part.trim_end_matches(['.', ',', ';', ':', '،']))
}

/// The resolutions of the General Assembly that a text names by number: `résolution 75/240`.
fn resolutions(text: &str, words: &Vocabulary) -> Vec<(usize, DocumentSymbol)> {
    let folded = Folded::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let mut cursor = Cursor::starting(&folded, at);
        if !cursor.eat(&words.header.resolution) {
            at += 1;
            continue;
        }
        at = cursor.at;
        cursor.skip(" ");
        if let Some((session, 2..)) = cursor.number()
            && cursor.eat_char("/")
            && let Some((number, _)) = cursor.number()
            && let Ok(symbol) = format!("A/RES/{session}/{number}").parse()
        {
            found.push((folded.before(at).len(), symbol));
        }
    }
    found
}

/// Fills in footnotes, documents and addresses once all paragraphs are read.
pub(super) fn finish(reader: &mut Reader<'_>, parts: &Parts) {
    for note in &parts.footnotes {
        if let Some(mark) = &note.mark {
            let text = joining::mend_addresses(&note.text);
            let known = reader.draft.footnotes.iter().any(|(other, _)| other == mark);
            if known {
                let line = note.lines.first().copied().unwrap_or(0);
                reader
                    .diagnostics
                    .warn(line, format!("a second footnote {mark}; the first is kept"));
            } else {
                reader.draft.footnotes.push((mark.clone(), text));
            }
        }
    }
    let entries = reader.draft.slots.iter().flat_map(|slot| &slot.entries);
    let anchored: Vec<(String, usize)> = entries
        .flat_map(|entry| entry.footnotes.iter().map(|mark| (mark.clone(), entry.line)))
        .collect();
    for (mark, line) in anchored {
        if !reader.draft.footnotes.iter().any(|(known, _)| *known == mark) {
            reader
                .diagnostics
                .warn(line, format!("there is no footnote {mark}; its mark is left out"));
            let entries = reader.draft.slots.iter_mut().flat_map(|slot| &mut slot.entries);
            entries.for_each(|entry| entry.footnotes.retain(|other| *other != mark));
        }
    }
    for text in &mut reader.draft.paragraphs {
        let (plain, _) = super::anchors::take(text, &reader.known_marks);
        *text = plain;
    }
    documents(reader, parts);
}

/// The documents that the text names, in the order in which they first stand.
fn documents(reader: &mut Reader<'_>, parts: &Parts) {
    let mut documents: Vec<DocumentDraft> = Vec::new();
    let agenda = &reader.words.header.agenda;
    let own = reader.draft.symbol.clone();
    let paragraphs = parts.paragraphs.iter().map(|paragraph| (paragraph.text.as_str(), false));
    let notes = parts.footnotes.iter().map(|note| (note.text.as_str(), true));
    for (text, is_note) in paragraphs.chain(notes) {
        let mut named = resolutions(text, reader.words);
        let mut from = 0;
        for symbol in symbols(text) {
            let at = text[from..].find(symbol.as_str()).map_or(from, |at| from + at);
            from = (at + symbol.as_str().len()).min(text.len());
            named.push((at, symbol));
        }
        named.sort();
        let is_agenda = Folded::new(text).has(agenda);
        for (_, symbol) in named {
            let is_known =
                documents.iter().any(|document| document.symbol.as_ref() == Some(&symbol));
            if is_known || own.as_ref().is_some_and(|own| own.base() == symbol.base()) {
                continue;
            }
            let is_resolution = symbol.as_str().starts_with("A/RES/");
            let has_agenda = documents.iter().any(|document| document.role == DocumentRole::Agenda);
            let role = if is_agenda && !is_resolution && !has_agenda {
                DocumentRole::Agenda
            } else {
                DocumentRole::Reference
            };
            let path = format!("/{symbol}");
            let url = parts.links.iter().find(|link| link.ends_with(&path)).cloned();
            documents.push(DocumentDraft { role, symbol: Some(symbol), url });
        }
        for address in addresses(text) {
            if !is_note
                && reader.draft.paragraphs.iter().any(|paragraph| paragraph.contains(address))
            {
                reader.draft.url.get_or_insert_with(|| address.to_owned());
                continue;
            }
            let is_known =
                documents.iter().any(|document| document.url.as_deref() == Some(address));
            if !is_known {
                let url = Some(address.to_owned());
                documents.push(DocumentDraft { role: DocumentRole::Reference, symbol: None, url });
            }
        }
    }
    // The agenda comes first, then what else is named.
    documents.sort_by_key(|document| document.role != DocumentRole::Agenda);
    reader.draft.documents = documents;
}
