//! Agenda items and sub-items: `Point 5 de l'ordre du jour : …`, `d) …`, and their marks of
//! continuation.

use super::fold::{Cursor, Folded, Word};
use super::vocabulary::Vocabulary;

/// A line about one or more agenda items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Items {
    pub(super) places: Vec<Place>,
    pub(super) continued: bool,
    /// Their title; empty if there is none.
    pub(super) title: String,
}

/// A place in the agenda as written: `5`, or `5 (a)` with the letter folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) item: String,
    pub(super) sub_item: Option<String>,
}

/// The most places that one line names.
const MOST: usize = 50;

/// Reads an agenda item.
pub(super) fn items(text: &str, words: &Vocabulary) -> Option<Items> {
    let folded = Folded::new(text);
    let mut cursor = folded.cursor();
    if !cursor.eat(&words.entries.item) {
        return None;
    }
    cursor.skip(" ");
    let mut places = places(&mut cursor, words)?;
    cursor.skip(" ");
    let is_named = cursor.eat(&words.entries.item_after);
    let mut here = cursor;
    here.skip(" ");
    let mark = continued_mark(here, words);
    let before = mark.is_some();
    let mut cursor = mark.unwrap_or(cursor);
    cursor.skip(" ");
    if let Some(next) = cursor.rest().chars().next().filter(|next| next.is_alphanumeric()) {
        // `Item 5 was deferred` is a sentence, not a heading.
        let has_case = next.is_lowercase() || next.is_uppercase();
        let is_title = if has_case { next.is_uppercase() } else { !text.ends_with('.') };
        if !(is_title || before || is_named && !next.is_lowercase()) {
            return None;
        }
    }
    cursor.skip(":.-;, ");
    let (mut title, after) = without_mark(cursor.rest(), words);
    // `Point 5 (suite) : d) Menaces`
    if let [place] = places.as_mut_slice()
        && place.sub_item.is_none()
        && let Some((letter, rest)) = sub_item(&title, words)
    {
        place.sub_item = Some(letter);
        title = rest.to_owned();
    }
    Some(Items { places, continued: before || after, title })
}

/// Whether a text is nothing but the numbers of agenda items, as in a column of their own.
pub(super) fn are_numbers(text: &str, words: &Vocabulary) -> bool {
    let folded = Folded::new(text);
    let mut cursor = folded.cursor();
    cursor.skip(" ");
    let any = places(&mut cursor, words).is_some();
    cursor.skip(" .");
    any && cursor.is_done()
}

/// Takes numbers with their letters: `5`, `3 and 6`, `5 (a) and (b)`, `5-7`.
fn places(cursor: &mut Cursor<'_>, words: &Vocabulary) -> Option<Vec<Place>> {
    let number = |cursor: &mut Cursor<'_>| {
        let (number, digits) = cursor.number()?;
        (digits <= 2).then_some(number)
    };
    let place = |item: u32| Place { item: item.to_string(), sub_item: None };
    let mut last = number(cursor)?;
    let mut places = vec![place(last)];
    while places.len() < MOST {
        let mut here = *cursor;
        here.skip(" ");
        let dashed = here.eat_char("-");
        let divided = here.eat_char(",;") | {
            here.skip(" ");
            here.eat(&words.entries.and)
        };
        here.skip(" ");
        // The first letter stands right behind its number.
        if let Some((letter, end)) = bracketed_letter(here, words).filter(|_| !dashed)
            && let Some(own) = places.last_mut()
            && (divided || own.sub_item.is_none())
        {
            if own.sub_item.is_none() {
                own.sub_item = Some(letter);
            } else {
                places.push(Place { sub_item: Some(letter), ..place(last) });
            }
            *cursor = end;
            continue;
        }
        match number(&mut here) {
            Some(next) if dashed && next > last && next - last < 20 => {
                places.extend((last + 1..=next).map(place));
                last = next;
            }
            Some(next) if divided => {
                places.push(place(next));
                last = next;
            }
            _ => break,
        }
        *cursor = here;
    }
    Some(places)
}

/// Takes `(continued)` in any of its brackets.
fn continued_mark<'f>(mut cursor: Cursor<'f>, words: &Vocabulary) -> Option<Cursor<'f>> {
    if !cursor.eat_char("([") {
        return None;
    }
    cursor.skip(" ");
    if !cursor.eat(&words.entries.continued) {
        return None;
    }
    cursor.skip(" ");
    cursor.eat_char(")]").then_some(cursor)
}

/// The text without a mark of continuation and colons at its end, and whether there was a mark.
pub(super) fn without_mark(text: &str, words: &Vocabulary) -> (String, bool) {
    let colons = |text: &str| text.trim_end_matches([' ', ':', '：']).to_owned();
    let text = colons(text);
    let folded = Folded::new(&text);
    let Some(open) =
        (0..folded.len()).rev().take(40).find(|at| Cursor::starting(&folded, *at).eat_char("(["))
    else {
        return (text.clone(), false);
    };
    match continued_mark(Cursor::starting(&folded, open), words) {
        Some(mut end) => {
            end.skip(" ");
            if end.is_done() { (colons(folded.before(open)), true) } else { (text.clone(), false) }
        }
        None => (text.clone(), false),
    }
}

/// The letter of a sub-item at the start of a line: `(a)`, `a)`, `(ح)`, and what follows.
pub(super) fn sub_item<'t>(text: &'t str, words: &Vocabulary) -> Option<(String, &'t str)> {
    let folded = Folded::new(text);
    let mut cursor = folded.cursor();
    cursor.eat_char("(");
    let letter = letter(&mut cursor, words)?;
    if !cursor.eat_char(")") {
        return None;
    }
    cursor.skip(" ");
    let at = cursor.at;
    (!cursor.is_done()).then(|| (letter, folded.from(at)))
}

fn bracketed_letter<'f>(
    mut cursor: Cursor<'f>,
    words: &Vocabulary,
) -> Option<(String, Cursor<'f>)> {
    cursor.eat_char("(");
    let letter = letter(&mut cursor, words)?;
    cursor.eat_char(")").then_some((letter, cursor))
}

/// A letter as written, folded.
fn letter(cursor: &mut Cursor<'_>, words: &Vocabulary) -> Option<String> {
    if let Some(c) = cursor.peek().filter(char::is_ascii_lowercase) {
        cursor.at += 1;
        return (!cursor.peek().is_some_and(char::is_alphanumeric)).then(|| c.to_string());
    }
    let found = words
        .letters
        .iter()
        .chain(&words.lookalikes)
        .find(|word| cursor.eat(std::slice::from_ref(*word)))?;
    Some(found.0.iter().collect())
}

/// The Latin letter that a sub-item has in the agenda. `alphabet` tells whether the document
/// counts its sub-items in the language's own letters, not in ones that look like Latin ones.
pub(super) fn latin(letter: &str, words: &Vocabulary, alphabet: bool) -> String {
    let is = |word: &&Word| word.0.iter().copied().eq(letter.chars());
    if !alphabet && let Some(index) = words.lookalikes.iter().position(|word| is(&word)) {
        return words.lookalikes_of.get(index).cloned().unwrap_or_else(|| letter.to_owned());
    }
    match words.letters.iter().position(|word| is(&word)) {
        Some(index) => u8::try_from(index)
            .map_or_else(|_| letter.to_owned(), |index| char::from(b'a' + index).to_string()),
        None => letter.to_owned(),
    }
}

/// Whether sub-items of a document are counted in the language's own letters: one of them is in
/// letters that look like no Latin one.
pub(super) fn counts_in_alphabet<'l>(
    letters: impl Iterator<Item = &'l str>,
    words: &Vocabulary,
) -> bool {
    let mut letters = letters;
    letters.any(|letter| {
        let is = |word: &Word| word.0.iter().copied().eq(letter.chars());
        words.letters.iter().any(is) && !words.lookalikes.iter().any(is)
    })
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary;
    use super::*;

    fn words(language: &str) -> &'static Vocabulary {
        vocabulary::of(language.parse().unwrap()).unwrap()
    }

    fn shown(items: &Items) -> String {
        let place = |place: &Place| {
            format!("{}{}", place.item, place.sub_item.as_deref().unwrap_or_default())
        };
        items.places.iter().map(place).collect::<Vec<_>>().join(",")
    }

    #[test]
    fn numbers_stand_in_a_column_of_their_own() {
        for text in ["5", "5 (a)", "3, 5 and 6", "5."] {
            assert!(are_numbers(text, words("en")), "{text}");
        }
        for text in ["2023", "5 delegations", "(a)", "10:00", "5 January"] {
            assert!(!are_numbers(text, words("en")), "{text}");
        }
    }

    #[test]
    fn agenda_items_of_every_language() {
        for (language, text, numbers, continued, title) in [
            (
                "en",
                "Agenda item 5: discussions on substantive issues",
                "5",
                false,
                "discussions on substantive issues",
            ),
            ("en", "Agenda item 5 (continued): general exchange", "5", true, "general exchange"),
            ("en", "Items 5, 6 and 7", "5,6,7", false, ""),
            ("en", "Agenda item 5: general exchange (cont'd)", "5", true, "general exchange"),
            ("fr", "Point 5 de l’ordre du jour : débats (suite)", "5", true, "débats"),
            ("fr", "Point 5 de l'ordre du jour : débats (suite) :", "5", true, "débats"),
            ("en", "Item 1 Opening of the session", "1", false, "Opening of the session"),
            ("en", "Agenda item 5 (b): norms", "5b", false, "norms"),
            ("en", "Item 5 (b) and (c) Measures", "5b,5c", false, "Measures"),
            ("en", "Items 5 (a), 6 and 8-10", "5a,6,8,9,10", false, ""),
            ("fr", "Points 3 et 6:", "3,6", false, ""),
            ("fr", "Point 5 (suite) : d) Menaces (suite) :", "5d", true, "Menaces"),
            ("es", "Tema 5 del programa: debates (continuación)", "5", true, "debates"),
            ("es", "Temas 5, 6, 7 y 8:", "5,6,7,8", false, ""),
            ("ru", "Пункт 5 повестки дня: обсуждение (продолжение)", "5", true, "обсуждение"),
            ("zh", "议程项目5：实质性问题的讨论（续）", "5", true, "实质性问题的讨论"),
            ("zh", "议程项目5和6", "5,6", false, ""),
            ("ar", "البند 5 من جدول الأعمال: مناقشات (تابع)", "5", true, "مناقشات"),
        ] {
            let items = items(text, words(language)).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (shown(&items).as_str(), items.continued, items.title.as_str()),
                (numbers, continued, title),
                "{text}"
            );
        }
        assert_eq!(items("Item 5 was deferred", words("en")), None);
    }

    #[test]
    fn sub_items_of_every_language() {
        let read = |language: &str, text: &str| {
            sub_item(text, words(language))
                .map(|(letter, rest)| (latin(&letter, words(language), true), rest.to_owned()))
        };
        let expected = |letter: &str, rest: &str| Some((letter.to_owned(), rest.to_owned()));
        assert_eq!(read("en", "(a) Norms"), expected("a", "Norms"));
        assert_eq!(read("fr", "d) Menaces"), expected("d", "Menaces"));
        assert_eq!(read("ru", "г) Угрозы"), expected("d", "Угрозы"));
        assert_eq!(read("ar", "(ح) بناء"), expected("h", "بناء"));
        assert_eq!(read("ar", "هـ) القانون"), expected("e", "القانون"));
        assert_eq!(read("fr", "ou b) autre"), None);
        assert_eq!(latin("с", words("ru"), false), "c");
    }
}
