//! Rooms: where a slot is held, wherever in its lines that is said.

use super::fold::{Cursor, Folded};
use super::vocabulary::Vocabulary;

/// The longest name of a room, in characters.
const LONGEST: usize = 60;

/// The room that a text begins with, and what follows it: `Conference Room 4 (CB), Opening`.
pub(super) fn take<'t>(text: &'t str, words: &Vocabulary) -> Option<(&'t str, &'t str)> {
    let folded = Folded::new(text);
    let mut cursor = folded.cursor();
    cursor.skip(" (-:;,.");
    let start = cursor.at;
    if !eat(&mut cursor, words) {
        return None;
    }
    let room = &text[folded.before(start).len()..folded.before(cursor.at).len()];
    cursor.skip(" )-:;,.");
    let at = cursor.at;
    (room.chars().count() <= LONGEST).then(|| (room.trim(), folded.from(at)))
}

/// The room that a text ends with, and what stands before it: `Opening (Conference Room 4)`.
pub(super) fn take_last<'t>(text: &'t str, words: &Vocabulary) -> Option<(&'t str, &'t str)> {
    let from = text.char_indices().rev().take(LONGEST).filter(|(_, c)| "(（,，،–-".contains(*c));
    from.map(|(at, _)| at).find_map(|at| {
        let (before, after) = text.split_at(at);
        let (room, rest) = take(after, words)?;
        let before = before.trim_end();
        (rest.is_empty() && !before.is_empty()).then_some((room, before))
    })
}

fn eat(cursor: &mut Cursor<'_>, words: &Vocabulary) -> bool {
    let mut here = *cursor;
    // `第4会议室`
    let before = {
        here.eat_char("第");
        here.number().is_some()
    };
    if !before {
        here = *cursor;
    }
    if !here.eat(&words.entries.room) {
        return false;
    }
    let is_named = before || here.at - cursor.at >= 20;
    let designated = designation(here);
    if let Some(end) = designated {
        here = end;
    } else if !is_named {
        return false;
    }
    // `Conference Room 4 (CB)`
    let mut bracket = here;
    bracket.skip(" ");
    if bracket.eat_char("(") && !bracket.eat_char("(") {
        let open = bracket.at;
        while bracket.peek().is_some_and(|c| c != ')') && bracket.at - open < 12 {
            bracket.at += 1;
        }
        if bracket.eat_char(")") {
            here = bracket;
        }
    }
    *cursor = here;
    true
}

/// Takes what tells a room from others: `4`, `XX`, `E-2`, `№ 4`.
fn designation(mut cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    cursor.skip(" ");
    for mark in ["no.", "no", "n.o", "n", "nº"] {
        let mut here = cursor;
        if here.eat(&[mark.to_owned().into()]) {
            here.skip(" .");
            if here.peek().is_some_and(|c| c.is_ascii_digit()) {
                cursor = here;
                break;
            }
        }
    }
    let written = cursor.rest();
    let length = written.chars().take_while(|c| c.is_alphanumeric() || *c == '-').count();
    let name: String = written.chars().take(length).collect();
    let name = name.trim_end_matches('-');
    let is_name = (1..=5).contains(&name.chars().count())
        && name.chars().all(|c| c.is_ascii_digit() || c.is_uppercase() || c == '-');
    // As long as the name is folded to as many characters, which such names are.
    is_name.then(|| {
        cursor.at += name.chars().count();
        cursor
    })
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary;
    use super::*;

    #[test]
    fn rooms_are_told_from_what_is_held_in_them() {
        for (language, text, room, rest) in [
            ("en", "Conference Room 4", "Conference Room 4", ""),
            ("en", "Conference Room 4 (CB), Opening", "Conference Room 4 (CB)", "Opening"),
            ("en", "Room XX: General debate", "Room XX", "General debate"),
            ("en", "Trusteeship Council Chamber – Item 5", "Trusteeship Council Chamber", "Item 5"),
            ("fr", "Salle XIX Point 3", "Salle XIX", "Point 3"),
            ("fr", "salle de conférence no 2", "salle de conférence no 2", ""),
            ("es", "Sala 3", "Sala 3", ""),
            ("ru", "Зал заседаний № 4, открытие", "Зал заседаний № 4", "открытие"),
            ("zh", "第4会议室", "第4会议室", ""),
            ("ar", "قاعة الاجتماعات 4", "قاعة الاجتماعات 4", ""),
        ] {
            let words = vocabulary::of(language.parse().unwrap()).unwrap();
            assert_eq!(take(text, words), Some((room, rest)), "{text}");
        }
        let words = vocabulary::of("en".parse().unwrap()).unwrap();
        assert_eq!(take("Room for improvement", words), None);
        assert_eq!(take("Roommates 4", words), None);
        assert_eq!(
            take_last("Opening of the session (Conference Room 4)", words),
            Some(("Conference Room 4", "Opening of the session"))
        );
        assert_eq!(take_last("Item 5, Room 3", words), Some(("Room 3", "Item 5")));
        assert_eq!(take_last("General debate (continued)", words), None);
    }
}
