//! Addresses of feeds: what is understood, what is refused and with which words, and that every
//! feed has one canonical address.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod support;

use plenary::pages::PageQuery;
use plenary::query::{FeedQuery, QueryError};
use plenary::snapshot::Snapshot;
use proptest::prelude::*;
use support::{Desk, programmes, session, slot};

fn snapshot() -> Snapshot {
    let mut desk = Desk::new();
    desk.publish_all(&programmes(vec![
        session("4", vec![slot("a", "2023-03-06 10:00", "threats")]),
        session(
            "5",
            vec![
                slot("b", "2023-03-07 10:00", "norms law"),
                slot("changes", "2023-03-08 10:00", "law"),
            ],
        ),
    ]));
    Snapshot::new(&desk.state)
}

fn parse(address: &str) -> Result<FeedQuery, QueryError> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    FeedQuery::parse(&snapshot(), path, query)
}

fn canonical(address: &str) -> String {
    parse(address).unwrap().address("ics")
}

#[test]
fn every_address_has_one_canonical_form() {
    for (address, expected) in [
        ("/fr/group", "/fr/group.ics"),
        ("/en/group/sessions/4", "/en/group/sessions/4.ics"),
        ("/fr/group/sessions/5/b", "/fr/group/sessions/5/b.ics"),
        ("/fr/group/topics/norms", "/fr/group/topics/norms.ics"),
        ("/fr/gr%6fup", "/fr/group.ics"),
        ("/fr/group?topic=norms&topic=law", "/fr/group.ics?topic=law&topic=norms"),
        ("/fr/group?topic=norms,%20law,norms", "/fr/group.ics?topic=law&topic=norms"),
        ("/fr/group?busy=true&session=5", "/fr/group.ics?session=5&busy=true"),
        ("/fr/group?busy=false&cancelled=show&alarm=", "/fr/group.ics"),
        ("/fr/group?kind=informal,formal", "/fr/group.ics"),
        ("/fr/group?alarm=60m&alarm=1d", "/fr/group.ics?alarm=1h&alarm=1d"),
        ("/fr/group?utm_source=x&fbclid=y&&=", "/fr/group.ics"),
        ("/fr/group?utm=%zz&%zz=%ff&%ff&%74opic=norms", "/fr/group.ics?topic=norms"),
        ("/fr/group/topics/law?topic=law", "/fr/group/topics/law.ics"),
        ("/fr/group/topics/law?topic=norms", "/fr/group/topics/law.ics?topic=norms"),
        (
            "/fr/group?to=2023-03-07&from=2023-03-06&cancelled=hide",
            "/fr/group.ics?from=2023-03-06&to=2023-03-07&cancelled=hide",
        ),
    ] {
        assert_eq!(canonical(address), expected, "{address}");
    }
}

#[test]
fn every_page_has_one_canonical_address() {
    let canonical = |address: &str| {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        PageQuery::parse(&snapshot(), path, query).map(|page| page.address())
    };
    for (address, expected) in [
        ("/zh", "/zh"),
        ("/zh?q=+a++b%26&utm=x", "/zh?q=a+b%26"),
        ("/zh?utm=%zz&%71=a&topic=%ff", "/zh?q=a"),
        ("/fr/group/subscribe?q=%ff&languag%65=en", "/fr/group/subscribe?language=en"),
        ("/fr/group", "/fr/group"),
        ("/es/group/sessions/4", "/es/group/sessions/4"),
        ("/es/group/sessions/4/changes?topic=norms", "/es/group/sessions/4/changes?topic=norms"),
        ("/es/group/subscribe?language=fr&topic=", "/es/group/subscribe"),
        ("/es/group/subscribe?busy=true&language=en", "/es/group/subscribe?language=en&busy=true"),
        ("/en/group/subscribe?language=en", "/en/group/subscribe"),
        ("/fr/group/topics/law/changes", "/fr/group/topics/law/changes"),
        // A slot keeps its address, whatever its name.
        ("/fr/group/sessions/5/changes", "/fr/group/sessions/5/changes"),
    ] {
        assert_eq!(canonical(address).as_deref(), Ok(expected), "{address}");
    }
    for address in [
        "/",
        "/de",
        "/de/group",
        "/fr/nobody",
        "/fr/group/subscribe/changes",
        "/fr/group/topics/law/subscribe",
        "/fr/group/subscribe?language=es",
        "/fr/group/changes?topic=treaty",
    ] {
        assert!(canonical(address).is_err(), "{address}");
    }
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let message = |address: &str| match parse(address).unwrap_err() {
        QueryError::Unknown { what, value, valid } => {
            format!("{what} {value}: {}", valid.join(" "))
        }
        QueryError::Value { parameter, value, rule, valid } => {
            format!("{parameter}={value}: {rule} [{}]", valid.join(" "))
        }
        other => other.to_string(),
    };
    let report: Vec<String> = [
        "/fr",
        "/fr/nobody",
        "/de/group",
        "/fr/group/topics/threat",
        "/fr/group/sessions/7",
        "/fr/group/sessions/4/z",
        "/fr/group/rooms/4",
        "/fr/group/",
        "/fr/group?topic=treaty",
        "/fr/group?session=4,9",
        "/fr/group?kind=secret",
        "/fr/group?busy=yes",
        "/fr/group?busy=true&busy=false",
        "/fr/group?from=2023-3-6",
        "/fr/group?from=2023-02-30",
        "/fr/group?from=2023-03-07&to=2023-03-06",
        "/fr/group?alarm=soon",
        "/fr/group?alarm=1m,2m,3m,4m,5m",
        "/fr/group?topic=%zz",
        "/fr/group?topic=%ff",
    ]
    .iter()
    .map(|address| format!("{address} -> {}", message(address)))
    .collect();
    insta::assert_snapshot!(report.join("\n"));
}

#[test]
fn the_number_of_filters_is_bounded() {
    let many = vec!["norms"; 65].join(",");
    let error = parse(&format!("/fr/group?topic={many}")).unwrap_err();
    assert_eq!(error, QueryError::TooMany { found: 65, limit: 64 });
}

proptest! {
    #[test]
    fn a_canonical_address_is_its_own_canonical_form(
        path in prop::sample::select(vec!["", "/sessions/4", "/sessions/5/b", "/topics/law"]),
        pairs in prop::collection::vec(
            (
                prop::sample::select(vec![
                    "topic", "session", "kind", "from", "to", "alarm", "busy", "cancelled", "x",
                ]),
                prop::sample::select(vec![
                    "norms", "law,threats", "4", "5,4", "formal", "informal", "2023-03-06",
                    "2024-01-01", "15m", "90m,1d", "true", "false", "hide", "show", "", "%20",
                ]),
            ),
            0..6,
        ),
    ) {
        let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let address = format!("/fr/group{path}?{}", query.join("&"));
        if let Ok(parsed) = parse(&address) {
            let once = parsed.address("");
            let again = parse(&once).unwrap();
            prop_assert_eq!(&again, &parsed);
            prop_assert_eq!(again.address(""), once);
        }
    }

    #[test]
    fn any_address_is_answered(path in "\\PC{0,40}", query in "\\PC{0,60}") {
        let _ = FeedQuery::parse(&snapshot(), &path, &query);
        let _ = FeedQuery::parse(&snapshot(), "/fr/group", &query);
        let _ = PageQuery::parse(&snapshot(), &path, &query);
        let _ = PageQuery::parse(&snapshot(), "/fr/group/subscribe", &query);
    }
}
