use std::collections::BTreeSet;
use std::fmt::Write;

use fluent_bundle::FluentValue;

use super::*;

fn all() -> impl Iterator<Item = &'static Words> {
    Words::LANGUAGES.iter().map(|language| Words::of(language.parse().unwrap()).unwrap())
}

fn words(language: &str) -> &'static Words {
    Words::of(language.parse().unwrap()).unwrap()
}

/// The identifiers of the messages of a file, which begin its lines.
fn ids(words: &str) -> BTreeSet<&str> {
    let is_id = |c: char| c.is_ascii_lowercase() || c == '-';
    words
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(id, _)| id)
        .filter(|id| id.chars().all(is_id))
        .collect()
}

#[test]
fn every_file_has_exactly_the_messages_that_there_are() {
    let phrases = Phrase::ALL.iter().map(|phrase| phrase.id());
    let messages = Message::ALL.iter().map(|message| message.id());
    let expected: BTreeSet<&str> = phrases.chain(messages).collect();
    for source in &SOURCES {
        assert_eq!(ids(source.words), expected, "{}", source.language);
    }
}

#[test]
fn every_message_formats_without_fault_and_uses_its_arguments() {
    let arguments =
        ["number", "city", "item", "date", "from", "to", "topics", "session", "initial", "count"];
    let values: FluentArgs<'_> =
        arguments.iter().map(|name| (*name, FluentValue::from(format!("<{name}>")))).collect();
    let english = words("en");
    for words in all() {
        for phrase in Phrase::ALL {
            let id = phrase.id();
            let pattern = words.messages.get_message(id).unwrap().value().unwrap();
            let mut faults = Vec::new();
            words.messages.format_pattern(pattern, None, &mut faults);
            assert!(faults.is_empty(), "{words:?} {id}: {faults:?}");
            assert_ne!(words.get(*phrase), "", "{words:?} {id}");
        }
        for message in Message::ALL {
            let id = message.id();
            let render = |words: &Words| {
                let pattern = words.messages.get_message(id).unwrap().value().unwrap();
                let mut faults = Vec::new();
                let text =
                    words.messages.format_pattern(pattern, Some(&values), &mut faults).into_owned();
                assert!(faults.is_empty(), "{words:?} {id}: {faults:?}");
                text
            };
            // No translation leaves out what English says.
            let (text, expected) = (render(words), render(english));
            for name in &arguments {
                let place = format!("<{name}>");
                let said = (text.contains(&place), expected.contains(&place));
                assert_eq!(said.0, said.1, "{words:?} {id}: {text}");
            }
        }
    }
}

#[test]
fn dates_and_times_are_written_as_each_language_does() {
    let date = NaiveDate::from_ymd_opt(2023, 3, 6).unwrap();
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    let mut forms = String::new();
    for words in all() {
        for line in [
            words.full_date(date),
            words.date(date),
            words.day(date),
            words.weekday(date),
            words.times(time(10, 0), time(13, 30)),
            words.times(time(0, 0), time(9, 5)),
            words.venue_time(chrono_tz::America::New_York),
            words.venue_time(chrono_tz::Africa::Addis_Ababa),
            words.venue_time(chrono_tz::Europe::Zurich),
        ] {
            assert!(!line.contains(['\u{A0}', '\u{202F}', '\u{200F}', '\u{200E}']));
            writeln!(forms, "{}: {line}", words.language()).unwrap();
        }
    }
    insta::assert_snapshot!(forms);
}

#[test]
fn zones_that_are_nowhere_are_told_by_their_names() {
    for words in all() {
        for zone in [chrono_tz::UTC, chrono_tz::Etc::UTC] {
            let told = words.venue_time(zone);
            assert!(told.contains("UTC"), "{told}");
        }
    }
}

#[test]
fn counts_agree_with_their_words_in_each_language() {
    let mut forms = String::new();
    for words in all() {
        let counts = [1, 2, 3, 5, 11, 21, 100];
        for message in Message::ALL.iter().filter(|message| message.id().starts_with("count-")) {
            let said = counts.map(|count| words.count(*message, count)).join(" | ");
            writeln!(forms, "{}: {said}", words.language()).unwrap();
        }
    }
    insta::assert_snapshot!(forms);
}

#[test]
fn a_reader_of_another_language_gets_english() {
    let other: Language = "tzm".parse().unwrap();
    assert!(Words::of(other).is_none());
    assert_eq!(Words::for_reader(other).language(), Language::ENGLISH);
}
