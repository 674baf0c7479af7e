//! The history of a feed: what each publication changed in it, and how that is told in Atom.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod support;

use plenary::model::{FormerSlot, Slot};
use plenary::publication::{Publication, reconcile};
use plenary::query::{FeedHistory, FeedQuery, history};
use plenary::render::{Format, Rendered, Site, render};
use plenary::snapshot::Snapshot;
use support::{Desk, KEEP, french, parse, programmes, session, slot};

fn three() -> Vec<Slot> {
    vec![
        slot("a", "2023-03-06 10:00", "threats"),
        slot("b", "2023-03-06 15:00", "norms"),
        slot("c", "2023-03-07 10:00", "norms law"),
    ]
}

fn query(snapshot: &Snapshot, address: &str) -> FeedQuery {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    FeedQuery::parse(snapshot, path, query).unwrap()
}

fn told(desk: &Desk, address: &str) -> FeedHistory {
    let snapshot = Snapshot::new(&desk.state);
    history(&snapshot, &query(&snapshot, address)).unwrap()
}

fn atom(desk: &Desk, address: &str) -> Rendered {
    let snapshot = Snapshot::new(&desk.state);
    let site = Site::at("https://plenary.example/".parse().unwrap());
    render(&snapshot, &query(&snapshot, address), Format::Atom, &site).unwrap()
}

fn text(desk: &Desk, address: &str) -> String {
    String::from_utf8(atom(desk, address).octets).unwrap()
}

/// The changes of a feed, newest first: `2: Moved a, Cancelled b; 1: Added a`.
fn changes(desk: &Desk, address: &str) -> String {
    let history = told(desk, address);
    let publication = |change: &plenary::query::FeedChange| {
        let events: Vec<String> = change
            .events
            .iter()
            .map(|event| format!("{:?} {}", event.kind, event.event.content().slot.id))
            .collect();
        format!("{}: {}", change.publication, events.join(", "))
    };
    history.changes.iter().map(publication).collect::<Vec<_>>().join("; ")
}

/// Publishes the session with a note.
fn noted(desk: &mut Desk, slots: Vec<Slot>, note: &str) {
    desk.now = desk.now + chrono::Days::new(1);
    let programmes = [programmes(vec![session("4", slots)])];
    let publication = reconcile(&desk.state, &programmes, desk.now, KEEP).unwrap().unwrap();
    desk.state.apply(&Publication { note: Some(note.to_owned()), ..publication }).unwrap();
}

#[test]
fn each_publication_that_touched_the_feed_is_one_change() {
    let mut desk = Desk::new();
    desk.publish(three()[..2].to_vec());
    assert_eq!(changes(&desk, "/fr/group"), "1: Added a, Added b");
    let mut slots = three();
    slots[0] = slot("a", "2023-03-06 18:00", "threats");
    slots[1].room = french("Salle 4");
    desk.publish(slots.clone());
    // b has become part 1 of 2, and a is after it now.
    assert_eq!(changes(&desk, "/fr/group"), "2: Changed b, Moved a, Added c; 1: Added a, Added b");
    desk.publish(slots[1..].to_vec());
    desk.publish(slots);
    assert_eq!(
        changes(&desk, "/fr/group/topics/threats"),
        "4: Restored a; 3: Cancelled a; 2: Moved a; 1: Added a"
    );
    assert_eq!(changes(&desk, "/fr/group/topics/norms"), "2: Changed b, Added c; 1: Added b");
    assert_eq!(changes(&desk, "/fr/group/sessions/4/c"), "2: Added c");
}

#[test]
fn an_event_leaves_one_feed_and_joins_another() {
    let mut desk = Desk::new();
    desk.publish(three());
    let mut slots = three();
    slots[0].entries[0].topics = vec![parse("law")];
    desk.publish(slots.clone());
    assert_eq!(changes(&desk, "/fr/group/topics/threats"), "2: Left a; 1: Added a");
    assert_eq!(changes(&desk, "/fr/group/topics/law"), "2: Joined a, Changed c; 1: Added c");
    assert_eq!(
        changes(&desk, "/fr/group?topic=law,threats"),
        "2: Changed a, Changed c; 1: Added a, Added c"
    );
    // What happens to it elsewhere later is no change of the feed that it left.
    let before = told(&desk, "/fr/group/topics/threats");
    slots[0].room = french("Salle 4");
    desk.publish(slots.clone());
    assert_eq!(told(&desk, "/fr/group/topics/threats"), before);
    slots[0] = slot("a", "2023-03-09 10:00", "threats");
    desk.publish(slots);
    assert_eq!(changes(&desk, "/fr/group/topics/threats"), "4: Joined a; 2: Left a; 1: Added a");
    assert_eq!(
        changes(&desk, "/fr/group?to=2023-03-06"),
        "4: Left a; 3: Changed a; 2: Changed a; 1: Added a, Added b"
    );
}

#[test]
fn a_slot_that_changes_session_and_name_is_one_event() {
    let mut desk = Desk::new();
    desk.publish(three());
    let mut slots = three();
    let mut moved = slots.remove(0);
    moved.formerly = vec![FormerSlot { session: parse("4"), slot: parse("a") }];
    moved.id = parse("z");
    desk.publish_all(&programmes(vec![session("4", slots), session("5", vec![moved])]));
    assert_eq!(changes(&desk, "/fr/group/sessions/5"), "2: Joined z");
    assert!(changes(&desk, "/fr/group/sessions/4").starts_with("2: Left a; 1: "));
    assert!(text(&desk, "/fr/group/sessions/4").contains("/fr/group/sessions/5/z.ics\""));
}

#[test]
fn a_feed_without_cancelled_events_tells_that_they_go_and_no_more() {
    let mut desk = Desk::new();
    desk.publish(three());
    let mut slots = three();
    slots[0].cancelled = true;
    desk.publish(slots.clone());
    slots[0].room = french("Salle 4");
    desk.publish(slots);
    let hiding = "/fr/group/topics/threats?cancelled=hide";
    assert_eq!(changes(&desk, hiding), "2: Cancelled a; 1: Added a");
    assert_eq!(
        changes(&desk, "/fr/group/topics/threats"),
        "3: Changed a; 2: Cancelled a; 1: Added a"
    );
}

#[test]
fn what_does_not_touch_a_feed_changes_no_octet_of_its_changes() {
    let mut desk = Desk::new();
    desk.publish(three());
    desk.publish(three()[1..].to_vec());
    let (norms, group) = (atom(&desk, "/fr/group/topics/norms"), atom(&desk, "/fr/group"));
    assert!(norms.last_modified < group.last_modified);
    // The cancelled event expires: its calendar changes, its history does not.
    desk.now = "2023-06-01T00:00:00Z".parse().unwrap();
    assert!(desk.publish(three()[1..].to_vec()).unwrap().horizon.is_some());
    assert_eq!(desk.feed("/fr/group").last_modified, desk.now);
    assert_eq!(atom(&desk, "/fr/group"), group);
    let mut slots = three()[1..].to_vec();
    slots.push(slot("d", "2023-03-09 10:00", "threats"));
    desk.publish(slots);
    assert_eq!(atom(&desk, "/fr/group/topics/norms"), norms);
    // Entries that were there stay as they were.
    let later = text(&desk, "/fr/group");
    let entries = |text: &str| text.split("<entry>").skip(1).map(str::to_owned).collect::<Vec<_>>();
    let earlier = entries(std::str::from_utf8(&group.octets).unwrap());
    assert_eq!(entries(&later)[1..], earlier);
}

#[test]
fn no_two_feeds_or_entries_share_an_identifier() {
    let mut desk = Desk::new();
    desk.publish(three());
    desk.publish(three()[1..].to_vec());
    let mut ids = Vec::new();
    for address in ["/fr/group", "/en/group", "/fr/group?topic=threats", "/fr/group/topics/threats"]
    {
        let text = text(&desk, address);
        let found =
            text.split("<id>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned());
        ids.extend(found);
    }
    assert_eq!(ids.len(), 12);
    assert!(ids.iter().all(|id| id.starts_with("urn:uuid:")));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 12);
}

#[test]
fn long_histories_and_large_publications_are_told_in_part() {
    let mut desk = Desk::new();
    let mut slots: Vec<Slot> =
        (0..103).map(|n| slot(&format!("s{n}"), "2023-03-06 10:00", "")).collect();
    desk.publish(slots.clone());
    let first = text(&desk, "/en/group");
    assert_eq!(first.matches("<li>").count(), 100);
    assert!(first.contains("<title>103 changes: 103 new</title>"));
    assert!(first.contains("<p>and 3 more</p>"));
    for n in 0..100 {
        slots[0].room = french(&format!("Salle {n}"));
        desk.publish(slots.clone());
    }
    let text = text(&desk, "/en/group");
    assert_eq!(text.matches("<entry>").count(), 100);
    assert!(!text.contains("103 new"));
    assert_eq!(told(&desk, "/en/group").changes.len(), 101);
}

/// Every kind of change, with notes, in one feed.
fn eventful() -> Desk {
    let mut desk = Desk::new();
    noted(&mut desk, three(), "Programme <provisoire> & calendrier\n\nVoir A/AC.292/2023/2\u{7}");
    let mut slots = three();
    slots[0] = slot("a", "2023-03-08 15:00", "threats");
    slots[1].entries[0].topics = vec![parse("law")];
    slots.remove(2);
    slots.push(slot("d", "2023-03-09 10:00", "norms"));
    noted(&mut desk, slots.clone(), "Moved for the <plenary>");
    slots[0].room = french("Salle 4");
    slots[1].entries[0].topics = vec![parse("norms")];
    slots.push(three().remove(2));
    desk.publish(slots.clone());
    slots[0].notes = vec![french("Note")];
    desk.publish(slots);
    desk
}

#[test]
fn changes_are_told_in_french() {
    insta::assert_snapshot!(text(&eventful(), "/fr/group?topic=norms,threats"));
}

#[test]
fn changes_are_told_in_english() {
    insta::assert_snapshot!(text(&eventful(), "/en/group/topics/norms"));
}

#[test]
fn words_are_marked_with_their_language_and_direction() {
    let mut desk = Desk::new();
    let mut programmes = programmes(vec![session("4", three())]);
    std::sync::Arc::make_mut(&mut programmes.body).languages.push(parse("ar"));
    desk.publish_all(&programmes);
    let text = text(&desk, "/ar/group");
    for words in [
        "xml:lang=\"ar\">\n<id>",
        "<title>3 تغييرات: جديد (3)</title>",
        "<author xml:lang=\"fr\"><name>Groupe de travail</name></author>",
        " xml:lang=\"ar\" lang=\"ar\" dir=\"rtl\">\n<ul>",
        "/a\" dir=\"auto\">",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}
