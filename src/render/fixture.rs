//! A feed for the tests of this room: one slot of the fourth session, as issued in French, with
//! English names.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Site;
use crate::model::{
    AgendaItem, Body, Document, DocumentRole, Entry, EntryKind, Footnote, Language, Session,
    SessionStatus, Slot, SlotKind, Text, Topic, ZoneRules,
};
use crate::publication::{EventContent, EventRevision, EventStatus, EventTopic, Part};
use crate::query::{Feed, FeedEvent, FeedQuery, Filters, Presence, Scope};

pub(super) fn language(tag: &str) -> Language {
    tag.parse().unwrap()
}

/// A text in French and, if `en` has words, in English.
pub(super) fn text(fr: &str, en: &str) -> Text {
    [(language("fr"), fr), (language("en"), en)].into_iter().collect()
}

pub(super) fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(super) fn site() -> Site {
    Site::at("https://plenary.example/".parse().unwrap())
}

pub(super) fn topic(id: &str, fr: &str, en: &str) -> EventTopic {
    EventTopic { id: id.parse().unwrap(), name: text(fr, en), colour: None, part: None }
}

pub(super) fn content() -> EventContent {
    let date = "2023-03-06".parse().unwrap();
    let slot = Slot {
        id: "opening".parse().unwrap(),
        formerly: Vec::new(),
        date,
        start: "10:00:00".parse().unwrap(),
        end: "13:00:00".parse().unwrap(),
        kind: SlotKind::Formal,
        cancelled: false,
        room: text("Salle 1", "Room 1"),
        notes: vec![text("Retransmission en direct ; interprétation.", "")],
        entries: vec![
            Entry {
                kind: EntryKind::Opening,
                heading: text("Ouverture de la session", "Opening of the session"),
                ..Entry::default()
            },
            Entry {
                kind: EntryKind::Statements,
                heading: text("Déclarations liminaires", ""),
                statements: vec![text("Président du groupe de travail", "")],
                ..Entry::default()
            },
            Entry {
                agenda_item: Some("5".into()),
                sub_item: Some("d".into()),
                topics: vec!["threats".parse().unwrap()],
                agenda_item_continued: true,
                heading: text("Poursuite de l’examen des risques", ""),
                focus: text("Discussion centrée sur les menaces :", ""),
                questions: vec![
                    text("Quelles sont ces technologies ? a) une ; b) deux", ""),
                    text("Quelles initiatives ?", "Which initiatives?"),
                ],
                footnotes: vec!["1".into()],
                ..Entry::default()
            },
        ],
    };
    let zone = chrono_tz::America::New_York;
    let rules = ZoneRules::built_in();
    EventContent {
        body: "oewg-ict".parse().unwrap(),
        session: "4".parse().unwrap(),
        status: EventStatus::Tentative,
        starts: rules.instant(slot.starts(), zone).unwrap(),
        ends: rules.instant(slot.ends(), zone).unwrap(),
        slot,
        time_zone: zone,
        default_language: language("fr"),
        body_name: text("GTCNL", "OEWG"),
        session_name: text("Quatrième session de fond", "Fourth substantive session"),
        session_number: Some(4),
        venue: text("Siège de l’ONU, New York", "UN Headquarters, New York"),
        topics: vec![EventTopic {
            colour: Some("firebrick".parse().unwrap()),
            part: Some(Part { number: 1, of: 2 }),
            ..topic("threats", "Menaces", "Threats")
        }],
        agenda: vec![AgendaItem {
            item: "5".into(),
            title: text("débats sur les questions de fond", ""),
        }],
        footnotes: vec![Footnote {
            mark: "1".into(),
            text: text("Les États sont fortement encouragés.", ""),
        }],
        documents: vec![
            Document {
                role: DocumentRole::Programme,
                symbol: None,
                title: text("Programme de travail provisoire", ""),
                url: Text::new(),
                date: None,
                original_language: None,
                job_number: None,
            },
            Document {
                role: DocumentRole::Agenda,
                symbol: Some("A/AC.292/2021/1".parse().unwrap()),
                title: Text::new(),
                url: text(
                    "https://undocs.org/fr/A/AC.292/2021/1",
                    "https://undocs.org/en/A/AC.292/2021/1",
                ),
                date: None,
                original_language: None,
                job_number: None,
            },
        ],
    }
}

pub(super) fn event(content: EventContent) -> FeedEvent {
    let created = time("2023-02-01T12:00:00Z");
    FeedEvent {
        presence: Presence::Member,
        created,
        revision: revision(content, 0, created),
        previous: None,
    }
}

/// The same event after a change, made on 3 March 2023.
pub(super) fn changed(before: EventContent, after: EventContent, presence: Presence) -> FeedEvent {
    let created = time("2023-02-01T12:00:00Z");
    FeedEvent {
        presence,
        created,
        revision: revision(after, 1, time("2023-03-03T18:30:00Z")),
        previous: Some(revision(before, 0, created)),
    }
}

fn revision(content: EventContent, sequence: u32, at: DateTime<Utc>) -> Arc<EventRevision> {
    Arc::new(EventRevision {
        uid: Uuid::from_u128(0x1234_5678_9ABC_5DEF_8123_4567_89AB_CDEF),
        sequence,
        publication: u64::from(sequence) + 1,
        at,
        content: Arc::new(content),
    })
}

/// The feed of a body, with that one event.
pub(super) fn feed(reader: &str) -> Feed {
    let topic = topic("threats", "Menaces", "Threats");
    Feed {
        query: FeedQuery {
            language: language(reader),
            body: "oewg-ict".parse().unwrap(),
            scope: Scope::Body,
            filters: Filters::default(),
        },
        body: Arc::new(Body {
            id: "oewg-ict".parse().unwrap(),
            name: text("Groupe de travail sur la sécurité du numérique", ""),
            short_name: text("GTCNL", "OEWG"),
            languages: vec![language("fr"), language("en")],
            time_zone: chrono_tz::America::New_York,
            venue: text("Siège de l’ONU, New York", "UN Headquarters, New York"),
            uid_namespace: Uuid::nil(),
            url: None,
            colour: Some("steelblue".parse().unwrap()),
            document_url: None,
            topics: vec![Topic { id: topic.id, name: topic.name, agenda: None, colour: None }],
        }),
        sessions: Vec::new(),
        topics: Vec::new(),
        events: vec![event(content())],
        last_modified: time("2023-03-03T18:30:00Z"),
    }
}

/// A session of that number, without slots.
pub(super) fn session(number: u32) -> Session {
    Session {
        id: number.to_string().parse().unwrap(),
        language: None,
        number: Some(number),
        name: Text::new(),
        start: "2023-03-06".parse().unwrap(),
        end: "2023-03-10".parse().unwrap(),
        status: SessionStatus::Provisional,
        time_zone: None,
        venue: Text::new(),
        url: Text::new(),
        paragraphs: Vec::new(),
        documents: Vec::new(),
        agenda: Vec::new(),
        footnotes: Vec::new(),
        slots: Vec::new(),
    }
}
