//! Random programmes, rendered in each language, layout and format, and read back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod forms;
mod pdf;
mod programmes;
mod tongues;

use std::path::Path;

use plenary::document::{self, Options, Topics, containers};
use plenary::programme::{self, Checked, Sources};
use proptest::prelude::*;

use forms::Form;
use programmes::{Entry, Slot, programme};

fn checked() -> Checked {
    let feeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("feeds");
    programme::validate(&Sources::load(&feeds)).map_err(|faults| faults.plain()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn programmes_come_back_as_they_were_rendered(slots in programme(), manner in 0_usize..3) {
        let checked = checked();
        let body = &checked.programmes[0].body;
        for tongue in tongues::all() {
            let language = tongue.language.parse().unwrap();
            let topics = Topics::new(body, &checked.words[&body.id], language);
            for form in forms::ALL {
                let octets = forms::render(&tongue, &slots, manner, form);
                let decoded = containers::decode(&octets).unwrap();
                let options = Options { topics: Some(&topics), exact: decoded.exact, ..Options::default() };
                let reading = document::read(&decoded.text, &options).unwrap();
                let explained = || format!("{form:?}\n{}", document::explain(&decoded.text, &reading));
                prop_assert_eq!(reading.language, language, "{}", explained());
                let read: Vec<Slot> = reading.draft.slots.iter().map(|slot| Slot {
                    date: slot.date.unwrap(),
                    start: slot.start,
                    end: slot.end.unwrap(),
                    entries: slot.entries.iter().map(|entry| Entry {
                        item: entry.item.as_ref().unwrap().parse().unwrap(),
                        sub_item: entry.sub_item.as_ref().and_then(|letter| letter.chars().next()),
                        item_continued: entry.item_continued,
                        continued: entry.continued,
                    }).collect(),
                }).collect();
                // A column of numbers has no place for a second mark.
                let mut written = slots.clone();
                if matches!(form, Form::Numbers) {
                    written.iter_mut().flat_map(|slot| &mut slot.entries).for_each(|entry| entry.continued = false);
                }
                prop_assert_eq!(&read, &written, "{}", explained());
                for entry in reading.draft.slots.iter().flat_map(|slot| &slot.entries) {
                    let expected = body.topics.iter().find(|topic| topic.agenda.as_ref().is_some_and(|agenda| {
                        Some(&agenda.item) == entry.item.as_ref() && agenda.sub_item == entry.sub_item
                    }));
                    prop_assert_eq!(entry.topics.first(), expected.map(|topic| &topic.id), "{}", explained());
                }
                prop_assert_eq!(&reading.diagnostics, &Vec::new(), "{}", explained());
            }
        }
    }

    #[test]
    fn nothing_makes_the_reader_panic(text in "(\\PC|\n|\u{c}|[0-9:./() -]|Monday, 6 March|10 a.m.-1 p.m.|Agenda item 5|\\(a\\) |¹|https://a-){0,80}", exact in any::<bool>()) {
        for tongue in tongues::all() {
            let options = Options { language: tongue.language.parse().ok(), year: Some(2024), topics: None, exact };
            let reading = document::read(&text, &options).unwrap();
            let _ = document::explain(&text, &reading);
            let _ = document::faults(&reading.diagnostics, "document", &text).plain();
        }
    }

    #[test]
    fn no_octets_make_a_container_panic(mut octets in prop::collection::vec(any::<u8>(), 0..400), kind in 0_usize..4) {
        let start: &[u8] = [b"%PDF-1.4\n" as &[u8], b"PK\x03\x04", b"<html>", b""][kind];
        octets.splice(0..0, start.iter().copied());
        let _ = containers::decode(&octets);
    }
}
