//! Any words in a slot, published twice with others: the calendar has them, character by character
//! but for those that are left out, and a parser that others wrote reads the same.

#![no_main]

use icalendar::parser::{read_calendar, unfold};
use libfuzzer_sys::fuzz_target;
use plenary::model::{Entry, Language, Slot, SlotKind, Text};
use plenary::query::FeedQuery;
use plenary::render::{Format, Site, render};

#[path = "../snapshot.rs"]
mod snapshot;

const ENGLISH: Language = Language::ENGLISH;
/// The line that tells the event of the slot.
const OPENING: &str = "DTSTART:20260323T090000Z\r\n";

fn text(words: &str) -> Text {
    [(ENGLISH, words)].into_iter().collect()
}

/// A slot with these words in all of its places.
fn slot(words: &str) -> Slot {
    Slot {
        id: "opening".parse().unwrap(),
        formerly: Vec::new(),
        date: "2026-03-23".parse().unwrap(),
        start: "10:00:00".parse().unwrap(),
        end: "13:00:00".parse().unwrap(),
        kind: SlotKind::Formal,
        cancelled: false,
        room: text(words),
        notes: vec![text(words)],
        entries: vec![Entry {
            heading: text(words),
            focus: text(words),
            questions: vec![text(words)],
            ..Entry::default()
        }],
    }
}

/// The words as they are shown: without control characters and the line ends of Unicode, which cut
/// titles and lines in several calendars.
fn cleaned(words: &str) -> String {
    words.chars().filter(|c| !c.is_control() && !['\u{2028}', '\u{2029}'].contains(c)).collect()
}

/// What a value of type TEXT says. Stricter than parsers are: what has to be escaped is, and
/// nothing else (RFC 5545, section 3.3.11).
fn unescaped(value: &str) -> String {
    let (mut text, mut chars) = (String::new(), value.chars());
    while let Some(char) = chars.next() {
        text.push(match char {
            '\\' => match chars.next() {
                Some(char @ ('\\' | ';' | ',')) => char,
                Some('n') => '\n',
                other => panic!("{other:?} is escaped in {value:?}"),
            },
            ';' | ',' => panic!("{char:?} is not escaped in {value:?}"),
            char => char,
        });
    }
    text
}

/// The value of the first property of a name among content lines.
fn value<'l>(lines: &[&'l str], name: &str) -> &'l str {
    let of = |line: &&'l str| {
        let (property, value) = line.split_once(':')?;
        (property.split(';').next() == Some(name)).then_some(value)
    };
    lines.iter().find_map(of).unwrap_or_else(|| panic!("no {name} in {lines:?}"))
}

/// Holds that a title has all of the words, or as many as there is room for.
fn is_title_of(title: &str, words: &str) {
    const SESSION: &str = " – WG Examples, session 1";
    let subject = title.strip_suffix(SESSION).unwrap_or_else(|| panic!("{title:?}"));
    if words.chars().count() <= 60 {
        assert_eq!(subject, if words.is_empty() { "opening" } else { words });
    } else {
        let kept = subject.strip_suffix('…').unwrap_or_else(|| panic!("{subject:?} of {words:?}"));
        assert!(words.starts_with(kept), "{subject:?} of {words:?}");
        assert!(subject.chars().count() <= 60, "{subject:?}");
    }
}

/// Holds that a description has the words as heading, focus, question and note.
fn is_description_of(description: &str, words: &str) {
    if !words.is_empty() {
        let all = format!("\n\n{words}\n{words}\n1. {words}\n\n{words}\n\n");
        assert!(description.contains(&all), "{all:?} in {description:?}");
    }
}

fuzz_target!(|input: &str| {
    let (first, second) = input.split_once('\0').unwrap_or(("", input));
    let snapshot = snapshot::published(&[slot(first), slot(second)]);
    let query = FeedQuery::parse(&snapshot, "/en/example-body", "alarm=15m").unwrap();
    let site = Site::at("https://a.example/".parse().unwrap());
    let octets = render(&snapshot, &query, Format::Ics, &site).unwrap().octets;
    let calendar = String::from_utf8(octets).unwrap();

    for line in calendar.strip_suffix("\r\n").unwrap().split("\r\n") {
        assert!(line.len() <= 75, "{line:?}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    let whole = calendar.replace("\r\n ", "");
    let ours = whole.split("BEGIN:VEVENT\r\n").find(|event| event.contains(OPENING)).unwrap();
    let lines: Vec<_> = ours.split("\r\n").collect();
    let text = |name| unescaped(value(&lines, name));
    let words = cleaned(second);
    let [title, place, description] = ["SUMMARY", "LOCATION", "DESCRIPTION"].map(text);
    is_title_of(&title, &words);
    let separator = if words.is_empty() { "" } else { ", " };
    assert_eq!(place, format!("{words}{separator}Example Centre, Vienna"));
    is_description_of(&description, &words);
    let reminder = lines.iter().position(|line| *line == "BEGIN:VALARM").unwrap();
    assert_eq!(unescaped(value(&lines[reminder..], "DESCRIPTION")), title);

    // Others read it as it was meant.
    let unfolded = unfold(&calendar);
    let read = read_calendar(&unfolded).unwrap();
    let events: Vec<_> = read.components.iter().filter(|one| one.name == "VEVENT").collect();
    let is_ours = |one: &&&icalendar::parser::Component<'_>| {
        let starts = one.find_prop("DTSTART").map(|start| start.val.to_string());
        starts.is_some_and(|starts| OPENING.ends_with(&format!(":{starts}\r\n")))
    };
    let opening: Vec<_> = events.iter().filter(is_ours).collect();
    assert_eq!(opening.len(), 1);
    for (name, meant) in [("SUMMARY", title), ("LOCATION", place), ("DESCRIPTION", description)] {
        // The parser has taken the escapes away.
        assert_eq!(opening[0].find_prop(name).unwrap().val.to_string(), meant, "{name}");
    }
    // Other tools write what they read: it is read again as the same.
    let written = read.to_string();
    let unfolded = unfold(&written);
    let again = read_calendar(&unfolded).unwrap();
    assert_eq!(again.components.len(), read.components.len());
});
