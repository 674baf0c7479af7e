//! The update promise: what subscribers see when a programme changes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod support;

use std::sync::Arc;

use chrono::Days;
use plenary::model::{FormerSlot, Slot};
use plenary::publication::{held_back, reconcile, revert};
use support::{Desk, day, french, parse, programmes, session, slot, time};

fn three() -> Vec<Slot> {
    vec![
        slot("a", "2023-03-06 10:00", "threats"),
        slot("b", "2023-03-06 15:00", "norms"),
        slot("c", "2023-03-07 10:00", "norms law"),
    ]
}

fn former(session: &str, slot: &str) -> FormerSlot {
    FormerSlot { session: parse(session), slot: parse(slot) }
}

#[test]
fn the_same_programme_twice_is_one_publication() {
    let mut desk = Desk::new();
    let first = desk.publish(three()).unwrap();
    assert_eq!((first.number, first.events.len(), first.sessions.len()), (1, 3, 1));
    assert_eq!(desk.publish(three()), None);
    assert_eq!(desk.events("/fr/group"), "a0 b0 c0");
}

#[test]
fn a_change_counts_the_revision_of_its_event_alone() {
    let mut desk = Desk::new();
    desk.publish(three());
    let mut slots = three();
    slots[0].room = french("Salle 4");
    let second = desk.publish(slots).unwrap();
    assert_eq!(second.events.len(), 1);
    assert!(second.sessions.is_empty() && second.bodies.is_empty());
    assert_eq!(desk.events("/fr/group"), "a1 b0 c0");
    let feed = desk.feed("/fr/group");
    assert_eq!(feed.events[0].revision.at, second.at);
    assert!(feed.events[0].created < second.at);
    assert_eq!(feed.last_modified, second.at);
    assert!(desk.feed("/fr/group/topics/norms").last_modified < second.at);
}

#[test]
fn a_removed_slot_is_cancelled_until_thirty_days_after_its_day() {
    let mut desk = Desk::new();
    desk.publish(three());
    desk.publish(three()[1..].to_vec()).unwrap();
    assert_eq!(desk.events("/fr/group"), "a1x b0 c0");
    assert_eq!(desk.events("/fr/group?cancelled=hide"), "b0 c0");
    // The horizon does not move while it would take nothing out.
    desk.now = "2023-04-04T00:00:00Z".parse().unwrap();
    assert_eq!(desk.publish(three()[1..].to_vec()), None, "5 April is the thirtieth day");
    desk.now = "2023-04-05T12:00:00Z".parse().unwrap();
    let third = desk.publish(three()[1..].to_vec()).unwrap();
    assert_eq!(third.horizon, Some(day("2023-03-07")));
    assert!(third.events.is_empty());
    assert_eq!(desk.events("/fr/group"), "b0 c0");
    assert_eq!(desk.feed("/fr/group").last_modified, third.at, "the feed has changed");
    assert_eq!(desk.publish(three()[1..].to_vec()), None);
}

#[test]
fn what_becomes_of_a_hidden_event_does_not_touch_the_feed() {
    let mut desk = Desk::new();
    let mut slots = three();
    slots[1].cancelled = true;
    desk.publish(slots.clone());
    slots[0].cancelled = true;
    let second = desk.publish(slots.clone()).unwrap();
    let hiding = "/fr/group?cancelled=hide";
    assert_eq!(desk.feed(hiding).last_modified, second.at, "a has left it");
    // Neither a text of the one that left and the one that never was in it, nor their expiry.
    slots[0].room = french("Salle 4");
    slots[1].room = french("Salle 4");
    let third = desk.publish(slots.clone()).unwrap();
    assert_eq!(desk.feed("/fr/group").last_modified, third.at);
    assert_eq!(desk.feed(hiding).last_modified, second.at);
    desk.now = desk.now + Days::new(200);
    let fourth = desk.publish(slots.clone()).unwrap();
    assert_eq!((desk.feed("/fr/group").last_modified, fourth.events.len()), (fourth.at, 0));
    assert_eq!(desk.feed(hiding).last_modified, second.at);
    // It counts again when it is on again.
    slots[0].cancelled = false;
    let fifth = desk.publish(slots).unwrap();
    assert_eq!(desk.events(hiding), "a3 c0");
    assert_eq!(desk.feed(hiding).last_modified, fifth.at);
}

#[test]
fn the_cancellation_of_a_past_slot_is_told_too() {
    let mut desk = Desk::new();
    desk.now = "2026-01-01T00:00:00Z".parse().unwrap();
    desk.publish(three());
    desk.publish(three()[1..].to_vec()).unwrap();
    assert_eq!(desk.publish(three()[1..].to_vec()), None);
    assert_eq!(desk.events("/fr/group"), "a1x b0 c0");
    desk.now = desk.now + Days::new(31);
    desk.publish(three()[1..].to_vec()).unwrap();
    assert_eq!(desk.events("/fr/group"), "b0 c0");
}

#[test]
fn a_slot_that_comes_back_is_alive_again_with_a_higher_sequence() {
    let mut desk = Desk::new();
    desk.publish(three());
    desk.publish(three()[1..].to_vec());
    desk.publish(three());
    assert_eq!(desk.events("/fr/group"), "a2 b0 c0");
}

#[test]
fn calling_a_slot_off_and_removing_it_look_the_same() {
    let mut desk = Desk::new();
    desk.publish(three());
    let mut slots = three();
    slots[0].cancelled = true;
    desk.publish(slots);
    assert_eq!(desk.events("/fr/group"), "a1x b0 c0");
    assert_eq!(desk.publish(three()[1..].to_vec()), None);
}

#[test]
fn a_slot_that_leaves_a_topic_is_cancelled_there_as_it_was() {
    let mut desk = Desk::new();
    desk.publish(three());
    let mut slots = three();
    slots[0].entries[0].topics = vec![parse("law")];
    desk.publish(slots.clone());
    assert_eq!(desk.events("/fr/group/topics/threats"), "a1x");
    let left = desk.feed("/fr/group/topics/threats");
    assert_eq!(left.events[0].content().slot.topics(), [&parse("threats")]);
    assert_eq!(desk.events("/fr/group/topics/law"), "a1 c1", "c is now part 2 of 2");
    assert_eq!(desk.events("/fr/group?topic=threats,norms"), "a1x b0 c1");
    assert_eq!(desk.events("/fr/group?topic=threats,law"), "a1 c1", "a is still in this one");
    // What happens to it elsewhere later does not touch the feed that it left.
    slots[0].room = french("Salle 4");
    desk.publish(slots);
    assert_eq!(desk.feed("/fr/group/topics/threats"), left);
    // When it comes back, it is alive there with a higher SEQUENCE.
    desk.publish(three());
    assert_eq!(desk.events("/fr/group/topics/threats"), "a3");
    assert_eq!(desk.events("/fr/group/topics/law"), "a3x c2");
}

#[test]
fn a_slot_that_leaves_a_day_or_a_session_is_cancelled_there() {
    let mut desk = Desk::new();
    desk.publish(three());
    let mut slots = three();
    slots[0] = slot("a", "2023-03-09 10:00", "threats");
    desk.publish(slots.clone());
    assert_eq!(desk.events("/fr/group?to=2023-03-06"), "a1x b0");
    assert_eq!(desk.events("/fr/group?from=2023-03-07"), "c0 a1");
    let mut moved = slots.remove(0);
    moved.formerly = vec![former("4", "a")];
    moved.id = parse("z");
    desk.publish_all(&programmes(vec![session("4", slots), session("5", vec![moved])]));
    assert_eq!(desk.events("/fr/group/sessions/4"), "b0 c0 a2x");
    assert_eq!(desk.events("/fr/group/sessions/5"), "z2");
    assert_eq!(desk.events("/fr/group"), "b0 c0 z2");
    assert_eq!(desk.events("/fr/group/sessions/5/z"), "z2");
    assert_eq!(desk.events("/fr/group/sessions/4/a"), "z2", "the old address holds");
}

#[test]
fn a_slot_that_stands_cannot_lose_its_identity() {
    let mut desk = Desk::new();
    let mut slots = three();
    slots[0].id = parse("z");
    slots[0].formerly = vec![former("4", "a")];
    desk.publish(slots.clone());
    let refused = |desk: &Desk, slots: &[Slot]| {
        let programmes = [programmes(vec![session("4", slots.to_vec())])];
        reconcile(&desk.state, &programmes, desk.now, Days::new(30)).unwrap_err().to_string()
    };
    let mut without = slots.clone();
    without[0].formerly.clear();
    assert!(refused(&desk, &without).contains("was published with formerly = [\"a\"]"));
    let mut other = slots.clone();
    other[1].formerly = vec![former("3", "b")];
    let error = refused(&desk, &other);
    assert!(error.contains("4/b") && error.contains("with no `formerly`"), "{error}");
    // Another slot may have the name once that one is gone, or has yet another.
    desk.publish(slots[1..].to_vec());
    desk.publish(without);
    assert_eq!(desk.events("/fr/group/sessions/4"), "z0 z1x b0 c0");
}

#[test]
fn a_withdrawn_session_cancels_its_events() {
    let mut desk = Desk::new();
    desk.publish(three());
    let publication = desk.publish_all(&programmes(Vec::new())).unwrap();
    assert!(publication.sessions[0].withdrawn);
    assert_eq!(desk.events("/fr/group/sessions/4"), "a1x b1x c1x");
    assert_eq!(desk.publish_all(&programmes(Vec::new())), None);
    desk.publish(three());
    assert_eq!(desk.events("/fr/group/sessions/4"), "a2 b2 c2");
}

#[test]
fn a_topic_that_is_gone_from_the_body_keeps_its_feed() {
    let mut desk = Desk::new();
    desk.publish(three());
    let mut changed = programmes(vec![session("4", three()[1..].to_vec())]);
    Arc::make_mut(&mut changed.body).topics.remove(0);
    desk.publish_all(&changed);
    assert_eq!(desk.events("/fr/group/topics/threats"), "a1x");
}

#[test]
fn a_change_of_the_body_that_no_event_shows_touches_no_event() {
    let mut desk = Desk::new();
    desk.publish(three());
    let before = desk.feed("/fr/group/topics/law");
    let mut changed = programmes(vec![session("4", three())]);
    Arc::make_mut(&mut changed.body).topics[0].name = french("menaces");
    let publication = desk.publish_all(&changed).unwrap();
    assert_eq!(publication.events.len(), 1, "only the event on the renamed topic");
    let after = desk.feed("/fr/group/topics/law");
    assert_eq!((after.events, after.last_modified), (before.events, before.last_modified));
}

#[test]
fn a_clock_that_goes_back_does_not_take_last_modified_back() {
    let mut desk = Desk::new();
    let first = desk.publish(three()).unwrap();
    desk.now = "2022-06-01T00:00:00Z".parse().unwrap();
    let second = desk.publish(three()[1..].to_vec()).unwrap();
    assert_eq!(second.at, first.at + chrono::TimeDelta::seconds(1));
}

#[test]
fn the_state_can_say_what_an_event_was_at_any_publication() {
    let mut desk = Desk::new();
    desk.publish(three());
    desk.publish(three()[1..].to_vec());
    desk.publish(three());
    let uid = desk.feed("/fr/group/sessions/4/a").events[0].revision.uid;
    let history = &desk.state.events()[&uid];
    let sequence = |publication| history.at(publication).map(|revision| revision.sequence);
    assert_eq!([0, 1, 2, 3, 9].map(sequence), [None, Some(0), Some(1), Some(2), Some(2)]);
}

#[test]
fn going_back_brings_the_old_content_with_higher_sequences() {
    use plenary::publication::{RevertError, revert};
    let mut desk = Desk::new();
    desk.publish(three());
    let mut slots = three();
    slots[0].entries[0].topics = vec![parse("law")];
    slots.push(slot("d", "2023-03-08 10:00", "law"));
    desk.publish(slots);
    assert_eq!(desk.events("/fr/group"), "a1 b0 c1 d0");
    let now = desk.now + Days::new(1);
    let back = revert(&desk.state, 1, now).unwrap().unwrap();
    assert_eq!((back.number, back.reverts_to), (3, Some(1)));
    desk.state.apply(&back).unwrap();
    assert_eq!(desk.events("/fr/group"), "a2 b0 c2 d1x");
    assert_eq!(desk.events("/fr/group/topics/threats"), "a2");
    // The programmes say so too, but for the slot that is new to them.
    assert_eq!(desk.publish(three()), None);
    assert_eq!(revert(&desk.state, 1, now).unwrap(), None);
    assert_eq!(revert(&desk.state, 3, now), Err(RevertError::Present { number: 3, before: 2 }));
    for number in [0, 4] {
        assert_eq!(revert(&desk.state, number, now), Err(RevertError::Unknown { number, head: 3 }));
    }
}

#[test]
fn an_earlier_state_is_the_state_as_it_was() {
    let mut desk = Desk::new();
    desk.publish(three());
    let first = desk.state.clone();
    desk.publish(three()[1..].to_vec());
    desk.now = "2024-01-01T00:00:00Z".parse().unwrap();
    desk.publish(three()[1..].to_vec());
    assert_eq!(desk.state.as_of(1), first);
    assert_eq!(desk.state.as_of(3), desk.state);
    assert_eq!(desk.state.as_of(0), plenary::publication::LedgerState::new());
}

#[test]
fn a_report_tells_what_changed_and_who_sees_it() {
    use plenary::publication::report;
    let mut desk = Desk::new();
    let first = desk.publish(three()).unwrap();
    let mut slots = three();
    slots[0] = slot("a", "2023-03-09 10:00", "law");
    slots[0].entries[0].heading = french("Autre point");
    slots.remove(1);
    let second = desk.publish(slots).unwrap();
    let lines = |publication| {
        let report = report(&desk.state, publication);
        serde_json::to_string_pretty(&report.events).unwrap()
    };
    assert_eq!(report(&desk.state, &first).events.len(), 3);
    insta::assert_snapshot!(lines(&second));
}

#[test]
fn what_is_settled_is_left_alone_and_gives_the_same() {
    use plenary::publication::reconcile_since;
    let mut desk = Desk::new();
    let fifth = session("5", vec![slot("e", "2023-03-16 10:00", "law")]);
    let settled = programmes(vec![session("4", three()), fifth]);
    desk.publish_all(&settled);
    let now = desk.now + Days::new(1);
    let since = |changed: &plenary::model::Programmes| {
        let settled = std::slice::from_ref(&settled);
        let changed = std::slice::from_ref(changed);
        let since = reconcile_since(&desk.state, settled, changed, now, support::KEEP).unwrap();
        let all = reconcile_since(&desk.state, &[], changed, now, support::KEEP).unwrap();
        assert_eq!(since, all);
        since.map_or(0, |publication| publication.events.len())
    };
    assert_eq!(since(&settled), 0);
    let mut changed = settled.clone();
    Arc::make_mut(&mut changed.sessions[0]).slots.remove(0);
    assert_eq!(since(&changed), 1);
    changed.sessions.remove(1);
    assert_eq!(since(&changed), 2);
    Arc::make_mut(&mut changed.body).short_name = french("Autre nom");
    assert_eq!(since(&changed), 4, "every event shows the name");
}

#[test]
fn a_revert_holds_back_what_it_undid_and_nothing_else() {
    let mut desk = Desk::new();
    // One is called off all along; its time runs out in the end.
    let mut all = three();
    all[2].cancelled = true;
    desk.publish(all.clone()).unwrap();
    let undone = all[1..].to_vec();
    desk.publish(undone.clone()).unwrap();
    let held = |desk: &Desk, slots: &[plenary::model::Slot]| {
        let programmes = [programmes(vec![session("4", slots.to_vec())])];
        let revert = held_back(&desk.state, &programmes, desk.now).unwrap();
        revert.map(|revert| (revert.number, revert.to, revert.undone))
    };
    assert_eq!(held(&desk, &undone), None, "nothing was reverted");

    let go_back = |desk: &mut Desk, number| {
        let publication = revert(&desk.state, number, desk.now).unwrap().unwrap();
        desk.state.apply(&publication).unwrap();
    };
    go_back(&mut desk, 1);
    assert_eq!(held(&desk, &undone), Some((3, 1, 2)));
    assert_eq!(held(&desk, &all), None, "the ledger says so");
    assert_eq!(held(&desk, &all[..2]), None, "the programmes have changed");

    // Further reverts, and the mere passing of time, do not let it through.
    desk.now = time("2024-01-01T00:00:00Z");
    go_back(&mut desk, 2);
    go_back(&mut desk, 3);
    assert_eq!(held(&desk, &undone), Some((5, 3, 2)));
    let expired = reconcile(&desk.state, &[], desk.now, support::KEEP).unwrap().unwrap();
    assert!(expired.horizon.is_some() && !expired.has_content());
    desk.state.apply(&expired).unwrap();
    assert_eq!(held(&desk, &undone), Some((5, 3, 2)));

    // Whoever publishes it expressly has decided.
    desk.publish(undone.clone()).unwrap();
    assert_eq!(held(&desk, &undone), None);
}

#[test]
fn a_body_keeps_its_namespace_and_its_folder() {
    use plenary::publication::ReconcileError;
    let mut desk = Desk::new();
    let first = programmes(vec![session("4", three())]);
    desk.publish_all(&first);
    let error = |changed: &plenary::model::Programmes| {
        let changed = std::slice::from_ref(changed);
        reconcile(&desk.state, changed, desk.now, support::KEEP).unwrap_err()
    };
    let mut renamed = first.clone();
    Arc::make_mut(&mut renamed.body).id = parse("other");
    let refused = error(&renamed);
    assert!(matches!(refused, ReconcileError::OtherBody { .. }), "{refused}");
    assert!(refused.to_string().contains("rename other back to group"), "{refused}");
    let mut other = first.clone();
    Arc::make_mut(&mut other.body).uid_namespace = parse("6f3a1c52-9d0e-5b7f-8a41-2c6d7e8f9a0b");
    let refused = error(&other);
    assert!(matches!(refused, ReconcileError::Namespace { .. }), "{refused}");
}

#[test]
fn what_no_subscriber_sees_counts_no_revision() {
    let mut desk = Desk::new();
    desk.publish(three());
    let mut changed = session("4", three());
    changed.name = french("Un autre nom, que les titres ne montrent pas");
    let publication = desk.publish_all(&programmes(vec![changed])).unwrap();
    assert_eq!((publication.sessions.len(), publication.events.len()), (1, 0));
}

#[test]
fn a_report_tells_what_changed_about_bodies_and_sessions() {
    use plenary::publication::report;
    let mut desk = Desk::new();
    let first = programmes(vec![session("4", three())]);
    desk.publish_all(&first);
    let mut changed = first.clone();
    let body = Arc::make_mut(&mut changed.body);
    body.topics[2].colour = Some(parse("navy"));
    body.topics[0].name = french("menaces");
    Arc::make_mut(&mut changed.sessions[0]).venue = french("Genève");
    let publication = desk.publish_all(&changed).unwrap();
    let report = report(&desk.state, &publication);
    insta::assert_snapshot!(serde_json::to_string_pretty(&report.particulars).unwrap());
}
