use std::fmt::Write;
use std::sync::Arc;

use icalendar::{Component, EventLike};
use proptest::prelude::*;

use super::*;
use crate::model::{Entry, EntryKind, Text};
use crate::publication::{EventContent, EventStatus};
use crate::query::{FeedEvent, Presence};
use crate::render::fixture::{self, changed, content, event, language, text, topic};
use crate::render::reader::is_left_out;

fn rendered(feed: &Feed) -> String {
    String::from_utf8(calendar(feed, &fixture::site(), &Memo::new(0))).unwrap()
}

/// The stream without its folds, as people read it.
fn readable(feed: &Feed) -> String {
    rendered(feed).replace("\r\n ", "").replace("\r\n", "\n")
}

fn with_event(reader: &str, event: FeedEvent) -> Feed {
    let mut feed = fixture::feed(reader);
    feed.events = vec![event];
    feed
}

/// The properties of a stream: their names and values, unescaped if they are TEXT.
fn properties(stream: &str) -> Vec<(String, String)> {
    let unfolded = stream.replace("\r\n ", "");
    let lines = unfolded.strip_suffix("\r\n").unwrap().split("\r\n");
    lines
        .map(|line| {
            let (name, value) = line.split_once(':').unwrap();
            let mut text = String::new();
            let mut chars = value.chars();
            while let Some(c) = chars.next() {
                text.push(match c {
                    '\\' => match chars.next().unwrap() {
                        'n' => '\n',
                        other => other,
                    },
                    other => other,
                });
            }
            (name.split(';').next().unwrap().to_owned(), text)
        })
        .collect()
}

fn property(stream: &str, name: &str) -> Option<String> {
    let all = properties(stream);
    all.into_iter().find(|(n, _)| n == name).map(|(_, value)| value)
}

/// The title and the description of an event for a reader.
fn words(reader: &str, event: FeedEvent) -> (String, String) {
    let stream = rendered(&with_event(reader, event));
    let begin = stream.find("BEGIN:VEVENT").unwrap();
    let stream = &stream[begin..];
    let of = |name| property(stream, name).unwrap();
    (of("SUMMARY"), of("DESCRIPTION"))
}

fn moved(content: &EventContent, date: &str, start: &str, end: &str) -> EventContent {
    let mut moved = content.clone();
    moved.slot.date = date.parse().unwrap();
    moved.slot.start = format!("{start}:00").parse().unwrap();
    moved.slot.end = format!("{end}:00").parse().unwrap();
    moved.starts =
        crate::model::ZoneRules::built_in().instant(moved.slot.starts(), moved.time_zone).unwrap();
    moved.ends =
        crate::model::ZoneRules::built_in().instant(moved.slot.ends(), moved.time_zone).unwrap();
    moved
}

#[test]
fn a_full_event_in_french() {
    let mut feed = fixture::feed("fr");
    feed.query.filters.alarms = ["15m", "1d"].map(|alarm| alarm.parse().unwrap()).into();
    insta::assert_snapshot!(readable(&feed));
}

#[test]
fn an_english_reader_is_told_what_is_in_french() {
    insta::assert_snapshot!(readable(&fixture::feed("en")));
}

#[test]
fn an_arabic_reader_gets_no_marks_of_direction() {
    let stream = readable(&fixture::feed("ar"));
    assert!(!stream.contains(['\u{200E}', '\u{200F}', '\u{2066}', '\u{2068}', '\u{2069}']));
    insta::assert_snapshot!(stream);
}

#[test]
fn a_moved_event_says_from_when_to_when() {
    let before = content();
    let cases = [
        ("2023-03-08", "15:00", "18:00"),
        ("2023-03-06", "15:00", "18:00"),
        ("2023-03-06", "10:00", "11:30"),
        ("2023-03-14", "15:00", "18:00"),
        ("2024-03-06", "10:00", "13:00"),
    ];
    let mut told = String::new();
    for reader in ["en", "fr", "es", "ru", "zh", "ar"] {
        for (date, start, end) in cases {
            let after = moved(&before, date, start, end);
            let event = changed(before.clone(), after, Presence::Member);
            let (_, description) = words(reader, event);
            let line = description.lines().rev().nth(2).unwrap().to_owned();
            writeln!(told, "{reader}: {line}").unwrap();
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_move_to_another_city_names_both() {
    let before = content();
    let mut after = before.clone();
    after.time_zone = chrono_tz::Europe::Vienna;
    after.venue = text("Centre de Vienne", "Vienna Centre");
    let after = moved(&after, "2023-03-06", "10:00", "13:00");
    let (_, description) = words("en", changed(before, after, Presence::Member));
    let expected = "Moved on 3 March 2023 from Monday 10:00 (New York time) to Monday 10:00 (Vienna time)\nPlace changed on 3 March 2023";
    assert!(description.contains(expected), "{description}");
}

#[test]
fn a_cancelled_event_is_marked_and_reminds_nobody() {
    let before = content();
    let after = before.cancelled();
    let mut feed = with_event("fr", changed(before, after, Presence::Member));
    feed.query.filters.alarms = ["15m".parse().unwrap()].into();
    feed.query.filters.busy = true;
    insta::assert_snapshot!(readable(&feed));
}

#[test]
fn an_event_that_left_says_what_it_is_about_now() {
    let before = content();
    let mut after = before.clone();
    after.topics = vec![topic("norms", "Normes", "Norms")];
    after.slot.entries[2].topics = vec!["norms".parse().unwrap()];
    let (title, description) = words("en", changed(before, after, Presence::Departed));
    assert_eq!(title, "Left this calendar: Threats · Opening – OEWG, session 4");
    let expected =
        "\n\nNo longer in this calendar since 3 March 2023\nIt is now about: Norms\n\nPage: ";
    assert!(description.contains(expected), "{description}");
}

#[test]
fn other_changes_are_told_too() {
    let before = content();
    let mut after = before.clone();
    after.slot.entries[2].topics.push("norms".parse().unwrap());
    after.topics.push(topic("norms", "Normes", "Norms"));
    after.slot.room = Text::new();
    after.slot.kind = crate::model::SlotKind::Informal;
    after.status = EventStatus::Confirmed;
    after.documents.clear();
    after.slot.notes.clear();
    let (title, description) = words("fr", changed(before, after, Presence::Member));
    assert_eq!(title, "Menaces (1/2) · Normes · Ouverture – GTCNL, session 4");
    let told: Vec<&str> = description.lines().filter(|line| line.contains("3 mars 2023")).collect();
    assert_eq!(
        told,
        [
            "Thèmes ajoutés le 3 mars 2023 : Normes",
            "Lieu modifié le 3 mars 2023",
            "Devenu séance informelle le 3 mars 2023",
            "Confirmé le 3 mars 2023",
            "Texte modifié le 3 mars 2023",
            "Documents modifiés le 3 mars 2023",
        ]
    );
}

#[test]
fn a_slot_without_topics_is_titled_by_its_entries() {
    let mut content = content();
    content.topics.clear();
    content.slot.entries.retain(|entry| entry.topics.is_empty());
    content.slot.entries.push(Entry {
        heading: text("Instauration, sous l’égide de l’Organisation des Nations Unies", ""),
        ..Entry::default()
    });
    let (title, _) = words("fr", event(content.clone()));
    assert_eq!(title, "Ouverture · Déclarations – GTCNL, session 4");
    content.slot.entries = vec![Entry { kind: EntryKind::Closing, ..Entry::default() }];
    content.session_number = None;
    let (title, _) = words("en", event(content));
    assert_eq!(title, "Closing – OEWG, Fourth substantive session");
}

#[test]
fn availability_is_told_to_outlook_too() {
    let mut feed = fixture::feed("en");
    assert!(rendered(&feed).contains("TRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n"));
    feed.query.filters.busy = true;
    assert!(rendered(&feed).contains("TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\r\n"));
}

#[test]
fn a_feed_without_events_holds_one_harmless_component() {
    let mut feed = fixture::feed("fr");
    feed.events.clear();
    insta::assert_snapshot!(readable(&feed));
}

#[test]
fn a_download_of_one_event_names_no_calendar() {
    let mut feed = fixture::feed("fr");
    feed.query.scope = Scope::Slot("4".parse().unwrap(), "opening".parse().unwrap());
    let stream = rendered(&feed);
    let head =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Plenary//Plenary//EN\r\nBEGIN:VEVENT\r\n";
    assert!(stream.starts_with(head), "{stream}");
}

#[test]
fn a_calendar_is_named_by_what_it_is_limited_to() {
    let mut feed = fixture::feed("fr");
    let name = |feed: &Feed| property(&rendered(feed), "NAME").unwrap();
    assert_eq!(name(&feed), "GTCNL");
    feed.sessions = [4, 6].map(fixture::session).into();
    assert_eq!(name(&feed), "GTCNL, session 4, session 6");
    feed.query.filters.kinds = [crate::model::SlotKind::Informal].into();
    feed.topics = feed.body.topics.first().cloned().into_iter().collect();
    feed.sessions.clear();
    assert_eq!(name(&feed), "Menaces, séances informelles – GTCNL");
}

/// Characters that iCalendar has rules for, and any other.
fn any_text() -> impl Strategy<Value = String> {
    let special = prop::sample::select(vec![
        '\\', ';', ',', '"', '^', '\n', '\r', '\t', '\0', '\u{85}', '\u{2028}', '\u{2029}', ' ',
        ':', '😀', '\u{200D}', 'ا', '会', '\u{301}', 'n', 'N',
    ]);
    prop::collection::vec(prop_oneof![special, any::<char>()], 1..200)
        .prop_map(|chars| chars.into_iter().collect())
}

fn kept(text: &str) -> String {
    text.chars().filter(|c| !is_left_out(*c)).collect()
}

proptest! {
    #[test]
    fn any_text_survives_rendering_and_parsing(words in any_text(), other in any_text()) {
        // The model refuses texts that say nothing.
        prop_assume!(!kept(&words).is_empty() && !kept(&other).is_empty());
        let mut content = content();
        let mut named = topic("threats", "", "");
        named.name = [(language("fr"), words.as_str())].into_iter().collect();
        content.topics = vec![named, topic("norms", &other, "")];
        content.venue = [(language("fr"), other.as_str())].into_iter().collect();
        content.slot.room = Text::new();
        content.slot.entries = vec![Entry {
            heading: [(language("fr"), words.as_str())].into_iter().collect(),
            ..Entry::default()
        }];
        let mut feed = with_event("fr", event(content));
        feed.query.filters.alarms = ["15m".parse().unwrap()].into();
        let body = Arc::make_mut(&mut feed.body);
        body.short_name = [(language("fr"), words.as_str())].into_iter().collect();

        let octets = calendar(&feed, &fixture::site(), &Memo::new(0));
        prop_assert_eq!(&octets, &calendar(&feed, &fixture::site(), &Memo::new(0)));
        let stream = String::from_utf8(octets).unwrap();
        let lines: Vec<&str> = stream.strip_suffix("\r\n").unwrap().split("\r\n").collect();
        prop_assert!(lines.iter().all(|line| line.len() <= 75));
        prop_assert!(!lines.iter().any(|line| line.contains(is_left_out)));

        let (words, other) = (kept(&words), kept(&other));
        prop_assert_eq!(property(&stream, "NAME").unwrap(), words.clone());
        let summary = property(&stream, "SUMMARY").unwrap();
        let expected = format!("{words} · {other} – GTCNL, session 4");
        prop_assert_eq!(&summary, &expected);
        prop_assert_eq!(property(&stream, "LOCATION").unwrap(), other.clone());
        let begin = stream.find("BEGIN:VEVENT").unwrap();
        let description = property(&stream[begin..], "DESCRIPTION").unwrap();
        let heading = format!("\n\n{words}\n\nRetransmission");
        prop_assert!(description.contains(&heading), "{}", description);

        // A parser that others wrote reads the same.
        let parsed: Calendar = stream.parse().unwrap();
        let events: Vec<&icalendar::Event> = parsed.events().collect();
        prop_assert_eq!(events.len(), 1);
        prop_assert_eq!(events[0].get_summary(), Some(summary.as_str()));
        prop_assert_eq!(events[0].get_description(), Some(description.as_str()));
        prop_assert_eq!(events[0].components().len(), 1);
        prop_assert_eq!(events[0].get_location(), Some(other.as_str()));
    }
}
