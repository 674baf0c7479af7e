//! Pages as functions: what they show at which moment.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod support;

use plenary::pages::{PageQuery, moment, page};
use plenary::render::Site;
use plenary::snapshot::Snapshot;
use support::{Desk, slot, time};

fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.publish(vec![
        slot("a", "2023-03-06 10:00", "threats"),
        slot("b", "2023-03-07 10:00", "norms law"),
        slot("c", "2023-03-17 10:00", "norms"),
        slot("d", "2023-03-17 15:00", "norms"),
    ]);
    desk
}

fn html(desk: &Desk, address: &str, at: &str) -> String {
    let snapshot = Snapshot::new(&desk.state);
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let query = PageQuery::parse(&snapshot, path, query).unwrap();
    let site = Site::at("https://calendar.example/".parse().unwrap());
    page(&snapshot, &query, &site, moment(time(at))).unwrap()
}

/// The part of a page from one text to the next other.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let start = page.find(from).unwrap_or_else(|| panic!("no {from} in {page}"));
    let rest = &page[start..];
    &rest[..rest.find(to).unwrap_or_else(|| panic!("no {to} in {rest}"))]
}

#[test]
fn sessions_come_run_and_are_over_by_the_days_of_their_venue() {
    let desk = desk();
    for (at, label) in [
        ("2023-03-06T04:59:00Z", "Coming sessions"),
        ("2023-03-06T05:00:00Z", "Taking place now"),
        ("2023-03-18T03:59:00Z", "Taking place now"),
        ("2023-03-18T04:00:00Z", "Past sessions"),
    ] {
        for address in ["/en", "/en/group"] {
            let page = html(&desk, address, at);
            for other in ["Coming sessions", "Taking place now", "Past sessions"] {
                assert_eq!(page.contains(other), other == label, "{address} at {at}: {other}");
            }
        }
    }
}

#[test]
fn the_next_events_are_those_that_are_not_over() {
    let desk = desk();
    let next = |at: &str| {
        let page = html(&desk, "/en/group/subscribe", at);
        let part = between(&page, "id=\"subscription\"", "addfromweb").to_owned();
        ["a", "b", "c", "d"].map(|id| part.contains(&format!("/en/group/sessions/4/{id}\"")))
    };
    assert_eq!(next("2023-03-01T00:00:00Z"), [true, true, true, false]);
    // A slot that runs is still to come to.
    assert_eq!(next("2023-03-06T15:30:00Z"), [true, true, true, false]);
    assert_eq!(next("2023-03-06T23:00:00Z"), [false, true, true, true]);
    assert_eq!(next("2023-03-20T00:00:00Z"), [false; 4]);
    let over = html(&desk, "/en/group/subscribe", "2023-03-20T00:00:00Z");
    assert!(over.contains("No event lies ahead"));
    assert!(over.contains("4 events"));
}

#[test]
fn a_page_stays_the_same_for_a_quarter_of_an_hour() {
    let desk = desk();
    let at = |at: &str| html(&desk, "/fr/group", at);
    assert_eq!(at("2023-03-06T15:00:00Z"), at("2023-03-06T15:14:59Z"));
    assert_eq!(moment(time("2023-03-06T15:59:59Z")), time("2023-03-06T15:45:00Z"));
}

#[test]
fn content_in_another_language_is_marked_and_the_frame_is_in_the_reader_s() {
    let desk = desk();
    let page = html(&desk, "/ar/group/topics/norms", "2023-03-01T00:00:00Z");
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(page.contains("<span lang=\"fr\" dir=\"ltr\">sujet norms</span>"), "{page}");
    // The feed is there in the languages of the body alone.
    assert!(page.contains("https://calendar.example/fr/group/topics/norms.ics"));
    let page = html(&desk, "/en/group/topics/norms", "2023-03-01T00:00:00Z");
    assert!(page.contains("https://calendar.example/en/group/topics/norms.ics"));
}

#[test]
fn filters_in_the_address_of_a_page_show_a_part_and_a_way_to_the_whole() {
    let desk = desk();
    let at = "2023-03-01T00:00:00Z";
    let part = html(&desk, "/en/group/sessions/4?topic=threats", at);
    let timetable = between(&part, "class=\"timetable", "composer");
    assert!(timetable.contains("/en/group/sessions/4/a\""));
    assert!(!timetable.contains("/en/group/sessions/4/c\""));
    assert!(part.contains("Only part of the programme is shown"));
    assert!(
        part.contains("rel=\"canonical\" href=\"https://calendar.example/en/group/sessions/4\"")
    );
    let whole = html(&desk, "/en/group/sessions/4", at);
    assert!(!whole.contains("Only part of the programme is shown"));
}
