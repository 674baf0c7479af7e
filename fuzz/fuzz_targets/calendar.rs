//! Any words in a slot, published twice with others: a parser that others wrote reads the calendar
//! and finds the same words in it.

#![no_main]

use icalendar::parser::{read_calendar, unfold};
use libfuzzer_sys::fuzz_target;
use plenary::model::{Entry, Language, Slot, SlotKind, Text};
use plenary::query::FeedQuery;
use plenary::render::{Format, Site, render};

#[path = "../snapshot.rs"]
mod snapshot;

const ENGLISH: Language = Language::ENGLISH;

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

/// The letters and digits alone: how words are divided and cleaned is not looked at here.
fn letters(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).collect()
}

fuzz_target!(|input: &str| {
    let (first, second) = input.split_once('\0').unwrap_or(("", input));
    let snapshot = snapshot::published(&[slot(first), slot(second)]);
    let query = FeedQuery::parse(&snapshot, "/en/example-body", "alarm=15m").unwrap();
    let site = Site::at("https://a.example/".parse().unwrap());
    let octets = render(&snapshot, &query, Format::Ics, &site).unwrap().octets;
    let calendar = String::from_utf8(octets).unwrap();

    let lines = calendar.strip_suffix("\r\n").unwrap().split("\r\n");
    for line in lines {
        assert!(line.len() <= 75, "{line:?}");
        assert!(!line.chars().any(|char| char.is_control() && char != '\t'), "{line:?}");
    }
    let unfolded = unfold(&calendar);
    let read = read_calendar(&unfolded).unwrap();
    let events: Vec<_> = read.components.iter().filter(|one| one.name == "VEVENT").collect();
    let is_ours = |one: &&&icalendar::parser::Component<'_>| {
        let starts = one.find_prop("DTSTART").map(|start| start.val.to_string());
        starts.as_deref() == Some("20260323T090000Z")
    };
    let opening: Vec<_> = events.iter().filter(is_ours).collect();
    assert_eq!(opening.len(), 1);
    for name in ["LOCATION", "DESCRIPTION"] {
        // The parser has taken the escapes away (RFC 5545, section 3.3.11).
        let value = opening[0].find_prop(name).unwrap().val.to_string();
        let (value, words) = (letters(&value), letters(second));
        // Long texts may be cut.
        assert!(words.len() > 200 || value.contains(&words), "{name} {value:?} of {words:?}");
    }
    // Other tools write what they read: it is read again as the same.
    let written = read.to_string();
    let unfolded = unfold(&written);
    let again = read_calendar(&unfolded).unwrap();
    assert_eq!(again.components.len(), read.components.len());
});
