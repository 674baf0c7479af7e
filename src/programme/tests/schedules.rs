//! Faults of the days and times of sessions and slots.

use super::{SESSION, session_faults, slot};

#[test]
fn the_times_of_one_slot() {
    let faults = |lines: &str| session_faults(&format!("{SESSION}{lines}"));
    insta::assert_snapshot!(
        "end_not_after_start",
        faults(&slot("a", "2023-03-06", "13:00", "13:00"))
    );
    insta::assert_snapshot!(
        "slot_outside_session",
        faults(&slot("a", "2023-03-13", "10:00", "13:00"))
    );
    insta::assert_snapshot!("skipped_time", faults(&slot("a", "2023-03-12", "02:30", "04:00")));
    insta::assert_snapshot!("skipped_end", faults(&slot("a", "2023-03-12", "01:30", "02:00")));
    let no_times = ["24:00", "9:00", "10:00:30", "10.00", "10:60", "+1:00"];
    let no_times = no_times.into_iter().enumerate();
    let no_times: String = no_times
        .map(|(index, end)| slot(&format!("s{index}"), "2023-03-06", "08:00", end))
        .collect();
    insta::assert_snapshot!("no_times", faults(&no_times));
}

#[test]
fn a_repeated_time_is_no_fault() {
    let session = "name.en = \"A\"\nstart = 2023-11-05\nend = 2023-11-05\nstatus = \"held\"\n";
    let slot = slot("a", "2023-11-05", "01:30", "02:30");
    assert_eq!(session_faults(&format!("{session}{slot}")), "");
}

#[test]
fn the_zone_of_the_session_goes_before_the_body_s() {
    let slot = slot("a", "2023-03-12", "02:30", "04:00");
    let session = format!("time_zone = \"Europe/Vienna\"\n{SESSION}{slot}");
    assert_eq!(session_faults(&session), "");
}

#[test]
fn weekdays() {
    let with = |weekday: &str| {
        let slot = slot("a", "2023-03-06", "10:00", "13:00");
        session_faults(&format!("{SESSION}{slot}weekday = \"{weekday}\"\n"))
    };
    assert_eq!(with("monday"), "");
    insta::assert_snapshot!("weekday_disagrees", with("tuesday"));
    insta::assert_snapshot!("weekday_unknown", with("Munday"));
}

#[test]
fn a_session_ends_after_it_starts() {
    let session = SESSION.replace("end = 2023-03-12", "end = 2023-03-05")
        + &slot("a", "2023-03-06", "10:00", "13:00");
    insta::assert_snapshot!(session_faults(&session));
}

#[test]
fn overlaps() {
    let long = slot("long", "2023-03-06", "09:00", "18:00");
    let short = slot("short", "2023-03-06", "10:00", "11:00");
    let late = slot("late", "2023-03-06", "17:59", "18:30");
    let next = slot("next", "2023-03-06", "18:30", "19:00");
    insta::assert_snapshot!(session_faults(&format!("{SESSION}{late}{short}{next}{long}")));
    let called_off = format!("{long}cancelled = true\n");
    assert_eq!(session_faults(&format!("{SESSION}{called_off}{short}{late}{next}")), "");
}
