//! The header: what stands above the first day.

use crate::model::{DocumentSymbol, Language};

use super::dates;
use super::draft::{Draft, Role};
use super::fold::{Folded, Word};
use super::paragraphs::Paragraph;
use super::starts::Start;
use super::vocabulary::{Vocabulary, capitalised};

/// The session that a text names: where its name begins in the folded text, and its kind, number
/// and name.
pub(super) fn session(text: &str, words: &Vocabulary) -> Option<(usize, (String, u32, String))> {
    let folded = Folded::new(text);
    for session in &words.header.sessions {
        for pattern in &session.written {
            // Most texts name no session; the ordinals are only tried on those that may.
            let constant = Word::from(pattern.replace("{}", "").trim().to_owned());
            if !folded.has(&[constant]) {
                continue;
            }
            // The later ones are longer: `Septuagésimo octavo` ends in `octavo`.
            for (number, ordinals) in (1_u32..101).zip(&words.header.ordinals).rev() {
                for ordinal in ordinals {
                    let written = Word::from(pattern.replace("{}", ordinal));
                    if let Some((at, _)) = folded.find(&[written])
                        // `Seventy-fifth` ends in `fifth`.
                        && !folded.before(at).ends_with(['-', '‑'])
                    {
                        let name = words.session_name(&session.kind, number)?;
                        return Some((at, (session.kind.clone(), number, name)));
                    }
                }
            }
        }
    }
    None
}

/// The document symbols in a text, in order. Signs of punctuation around them do not count.
pub(super) fn symbols(text: &str) -> Vec<DocumentSymbol> {
    let parts = text.split(|c: char| {
        c.is_whitespace() || "(),;:[]«»\"，。；：（）、،؛".contains(c) || (!c.is_ascii())
    });
    let parts = parts.map(|part| part.trim_matches(['.', '\'', '-', '*']));
    parts
        .filter(|part| part.contains('/') && part.bytes().any(|octet| octet.is_ascii_digit()))
        .filter(|part| !part.contains("://"))
        .filter(|part| {
            part.split('/').next().is_some_and(|organ| {
                (1..=6).contains(&organ.len())
                    && organ.bytes().all(|octet| octet.is_ascii_uppercase())
            })
        })
        .filter_map(|part| part.parse().ok())
        .collect()
}

/// Reads a paragraph of the header into the draft; gives what it was read as.
pub(super) fn read(paragraph: &Paragraph, draft: &mut Draft, words: &Vocabulary) -> Option<Role> {
    let text = paragraph.text.as_str();
    let folded = Folded::new(text);
    let header = &words.header;
    if let Start::Numbered(..) = paragraph.start {
        draft.paragraphs.push(text.to_owned());
        return Some(Role::Paragraph);
    }
    let is_short = folded.len() <= 120;
    if folded.has(&header.distribution) || (is_short && folded.starts_with(&header.original)) {
        distribution(text, &folded, draft, words);
        return Some(Role::Distribution);
    }
    if folded.starts_with(&header.columns) || is_columns(&folded, words) {
        return Some(Role::Columns);
    }
    if folded.starts_with(&header.annex) && folded.len() <= 30 {
        return Some(Role::Letterhead);
    }
    if is_short
        && let [symbol] = symbols(text).as_slice()
        && folded.len() <= symbol.as_str().len() + 40
    {
        draft.symbol.get_or_insert_with(|| symbol.clone());
        return Some(Role::Symbol);
    }
    if is_short && folded.has(&header.title) && !text.ends_with('.') {
        draft.provisional |= folded.has(&header.provisional);
        if draft.title.is_empty() {
            text.trim_end_matches([':', ' ', '*']).clone_into(&mut draft.title);
        }
        return Some(Role::Title);
    }
    if folded.starts_with(&header.note) && is_short {
        if draft.note_is_new(text) {
            draft.notes_in_title(text, &header.colon);
        }
        return Some(Role::Title);
    }
    if is_short
        && let Some((_, (kind, number, name))) = session(text, words)
        && !text.ends_with('.')
    {
        draft.number.get_or_insert(number);
        draft.session_kind.get_or_insert(kind);
        draft.session_name.get_or_insert(name);
        return Some(Role::SessionName);
    }
    if is_short && dates::range(text, words).is_some() && !text.ends_with(['.', '。']) {
        // The place stands next to the days: `Meeting of Experts, Geneva, 27-31 July`.
        let parts: Vec<&str> = text.split([',', '،', '，']).map(str::trim).collect();
        let has_digits = |part: &&str| folded_has_digits(part);
        let days = parts.iter().position(has_digits).unwrap_or(0);
        let beside = [days.checked_sub(1), Some(days + 1)].into_iter().flatten();
        let place = beside.filter_map(|at| parts.get(at)).find(|part| !part.is_empty());
        if let Some(place) = place.filter(|part| !has_digits(part)) {
            draft.place.get_or_insert_with(|| (*place).to_owned());
        }
        return Some(Role::Days);
    }
    if is_short
        && (folded.starts_with(&header.united_nations)
            || language_named(&folded, words).is_some() && folded.len() <= 20)
    {
        return Some(Role::Letterhead);
    }
    // Some languages leave the lines of the distribution in English.
    let languages = [Some(words), super::vocabulary::of(Language::ENGLISH)];
    let alone = |words| dates::alone(text, words);
    if is_short && let Some(written) = languages.into_iter().flatten().find_map(alone) {
        draft.distributed = draft.distributed.or(written.date(None));
        return Some(Role::Distribution);
    }
    let is_body =
        folded.starts_with(&header.body) || (folded.len() <= 160 && folded.has(&header.body));
    if is_body && !text.ends_with(['.', '。']) {
        // The organ that a body belongs to stands above it, and has the shorter name.
        if draft.body_name.as_ref().is_none_or(|name| name.len() < text.len()) {
            draft.body_name = Some(text.to_owned());
        }
        return Some(Role::BodyName);
    }
    if text.ends_with(['.', '。']) && folded.len() >= 20 {
        draft.paragraphs.push(text.to_owned());
        return Some(Role::Paragraph);
    }
    None
}

fn folded_has_digits(text: &str) -> bool {
    super::fold::fold(text).contains(|c: char| c.is_ascii_digit())
}

/// The headings of a table: nothing but words for its columns.
fn is_columns(folded: &Folded<'_>, words: &Vocabulary) -> bool {
    let mut cursor = folded.cursor();
    let mut any = false;
    loop {
        cursor.skip(" /,|");
        if cursor.is_done() {
            return any;
        }
        if !cursor.eat(&words.header.column_words) {
            return false;
        }
        any = true;
    }
}

/// Day, language and kind of the distribution, all in one line or each in its own.
fn distribution(text: &str, folded: &Folded<'_>, draft: &mut Draft, words: &Vocabulary) {
    draft.distributed = draft.distributed.or_else(|| dates::first(text, words));
    if let Some((_, end)) = folded.find(&words.header.original) {
        let after = Folded::new(folded.from(end));
        draft.original_language = draft.original_language.or_else(|| language_named(&after, words));
    }
    if draft.symbol.is_none() {
        draft.symbol = symbols(text).into_iter().next();
    }
}

/// The first language that a text names.
fn language_named(folded: &Folded<'_>, words: &Vocabulary) -> Option<Language> {
    let found = words.header.languages.iter().filter_map(|(language, names)| {
        let (at, _) = folded.find(names)?;
        Some((at, *language))
    });
    found.min().map(|(_, language)| language)
}

impl Draft {
    fn note_is_new(&self, text: &str) -> bool {
        !self.title.contains(text)
    }

    /// Adds whose note the document is. The title itself may only come later.
    fn notes_in_title(&mut self, note: &str, colon: &str) {
        let note = note.trim_end_matches([':', ' ', '*']);
        self.note = Some(lower_first(note));
        colon.clone_into(&mut self.colon);
    }

    /// The title with whose note it is.
    pub(super) fn finish_title(&mut self) {
        if let Some(note) = self.note.take() {
            self.title = if self.title.is_empty() {
                capitalised(&note)
            } else {
                format!("{}{}{note}", self.title, self.colon)
            };
        }
    }
}

/// The text with its first letter in lower case.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary;
    use super::*;

    #[test]
    fn sessions_are_found_by_their_ordinals() {
        for (language, text, number) in [
            ("en", "Fourth substantive session", 4),
            ("fr", "La sixième session de fond du groupe", 6),
            ("es", "Cuarto período de sesiones sustantivo", 4),
            ("ru", "Четвертой основной сессии", 4),
            ("zh", "第十一届实质性会议", 11),
            ("zh", "第七十八届会议", 78),
            ("en", "Seventy-fifth session", 75),
            ("fr", "Soixante-dix-huitième session", 78),
            ("es", "Septuagésimo octavo período de sesiones", 78),
            ("ru", "Семьдесят восьмая сессия", 78),
            ("ar", "الدورة الثامنة والسبعون", 78),
            ("ar", "الدورة الموضوعية الرابعة", 4),
        ] {
            let words = vocabulary::of(language.parse().unwrap()).unwrap();
            assert_eq!(session(text, words).unwrap().1.1, number, "{text}");
        }
    }

    #[test]
    fn symbols_are_told_from_dates_and_addresses() {
        let read = |text: &str| symbols(text).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(read("(voir A/77/275, par. 11) et/ou 2/3, A/75/816."), ["A/77/275", "A/75/816"]);
        assert_eq!(read("https://undocs.org/A/77/275 00/10–00/13"), Vec::<String>::new());
        assert_eq!(read("见A/AC.292/2023/4/Rev.1。"), ["A/AC.292/2023/4/Rev.1"]);
    }
}
