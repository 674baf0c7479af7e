//! The programmes of the open-ended working group on ICT security, as the official documents give
//! them: what is served from `feeds/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod support;

use std::path::Path;

use plenary::model::{Programmes, Session};
use plenary::programme;
use support::Desk;

fn group() -> Programmes {
    let checked = programme::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("feeds")).unwrap();
    assert!(checked.warnings.is_empty(), "{}", checked.warnings);
    let group = checked.programmes.into_iter().find(|body| body.body.id.as_str() == "oewg-ict");
    group.expect("the group")
}

fn table(session: &Session) -> String {
    let row = |slot: &plenary::model::Slot| {
        let topics = slot.topics().iter().map(|topic| topic.as_str()).collect::<Vec<_>>().join(" ");
        let questions = slot.entries.iter().map(|entry| entry.questions.len()).sum::<usize>();
        let statements = slot.entries.iter().map(|entry| entry.statements.len()).sum::<usize>();
        format!(
            "{} {}-{} {} {} [{topics}] {} entries, {questions} questions, {statements} statements",
            slot.date,
            slot.start.format("%H:%M"),
            slot.end.format("%H:%M"),
            slot.kind,
            slot.id,
            slot.entries.len(),
        )
    };
    session.slots.iter().map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_fourth_session_has_twelve_slots() {
    let group = group();
    assert_eq!(group.sessions[0].slots.len(), 12);
    insta::assert_snapshot!(table(&group.sessions[0]));
}

#[test]
fn the_sixth_session_has_ten_slots() {
    let group = group();
    assert_eq!(group.sessions[1].slots.len(), 10);
    insta::assert_snapshot!(table(&group.sessions[1]));
}

#[test]
fn topics_run_across_the_sessions() {
    let mut desk = Desk::new();
    desk.publish_all(&group());
    for (topic, count) in [
        ("threats", 2),
        ("norms", 3),
        ("international-law", 2),
        ("confidence-building", 3),
        ("capacity-building", 4),
        ("institutional-dialogue", 3),
        ("stakeholders", 2),
        ("organization", 2),
        ("other-matters", 2),
        ("initiatives", 0),
    ] {
        let feed = desk.feed(&format!("/fr/oewg-ict/topics/{topic}"));
        assert_eq!(feed.events.len(), count, "{topic}");
    }
    assert_eq!(desk.feed("/en/oewg-ict").events.len(), 22);
}

#[test]
fn the_sub_items_are_those_of_resolution_75_240() {
    let group = group();
    let letters: Vec<String> = group
        .body
        .topics
        .iter()
        .filter_map(|topic| {
            let letter = topic.agenda.as_ref()?.sub_item.as_ref()?;
            Some(format!("{letter} {}", topic.id))
        })
        .collect();
    let mut letters = letters;
    letters.sort();
    assert_eq!(
        letters,
        [
            "a norms",
            "b initiatives",
            "c institutional-dialogue",
            "d threats",
            "e international-law",
            "f confidence-building",
            "g capacity-building",
        ]
    );
}

#[test]
fn ten_in_new_york_is_fifteen_utc_before_the_clocks_change() {
    let mut desk = Desk::new();
    desk.publish_all(&group());
    let starts = |address: &str| desk.feed(address).events[0].revision.content.starts.to_rfc3339();
    // Winter time in March, before the second Sunday, and in December.
    assert_eq!(starts("/fr/oewg-ict/sessions/4"), "2023-03-06T15:00:00+00:00");
    assert_eq!(starts("/fr/oewg-ict/sessions/6"), "2023-12-11T15:00:00+00:00");
}
