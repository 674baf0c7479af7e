//! The feeds that are watched, what they answer, and what they have to show: the latter worked out
//! from the programmes by plain filters, without the crate's own selecting and reconciling.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::America::New_York;
use plenary::model::{Programmes, SessionStatus, Slot, SlotKind, Text, TopicId};
use plenary::publication::{EventContent, EventStatus};
use plenary::query::{Feed, FeedQuery, select};
use plenary::snapshot::Snapshot;
use uuid::Uuid;

use crate::simulation::editor::{Editor, SESSIONS};
use crate::support::{day, parse};

/// A feed by its address, and whether a live slot belongs into it.
pub(crate) struct Watched {
    /// The address, without `cancelled=hide`.
    pub(crate) address: &'static str,
    wants: fn(&Wanted) -> bool,
}

impl Watched {
    /// What a client of the feed has to show as live.
    pub(crate) fn live(&self, wanted: &[Wanted]) -> BTreeMap<Uuid, Rc<Shown>> {
        let of_feed = wanted.iter().filter(|slot| (self.wants)(slot));
        of_feed.map(|slot| (slot.uid, Rc::clone(&slot.shown))).collect()
    }
}

/// The feeds that are watched, each with and without `cancelled=hide`.
pub(crate) const WATCHED: [Watched; 12] = [
    Watched { address: "/fr/group", wants: |_| true },
    Watched { address: "/fr/group/sessions/4", wants: |w| w.session == "4" },
    Watched { address: "/en/group/sessions/5", wants: |w| w.session == "5" },
    Watched { address: "/fr/group/topics/threats", wants: |w| w.is_on("threats") },
    Watched {
        address: "/fr/group?topic=threats,norms",
        wants: |w| w.is_on("threats") || w.is_on("norms"),
    },
    Watched {
        address: "/fr/group?topic=law&session=4",
        wants: |w| w.is_on("law") && w.session == "4",
    },
    Watched {
        address: "/fr/group/sessions/5?topic=norms",
        wants: |w| w.session == "5" && w.is_on("norms"),
    },
    Watched {
        address: "/fr/group/topics/norms?topic=law",
        wants: |w| w.is_on("norms") && w.is_on("law"),
    },
    Watched { address: "/fr/group?kind=informal", wants: |w| w.kind == SlotKind::Informal },
    Watched {
        address: "/fr/group?from=2023-03-08&to=2023-03-14",
        wants: |w| (day("2023-03-08")..=day("2023-03-14")).contains(&w.date),
    },
    Watched {
        address: "/fr/group/topics/law?from=2023-03-09&kind=formal",
        wants: |w| w.is_on("law") && w.date >= day("2023-03-09") && w.kind == SlotKind::Formal,
    },
    Watched {
        address: "/fr/group/sessions/4?to=2023-03-07&topic=threats,law",
        wants: |w| {
            let is_on_topic = w.is_on("threats") || w.is_on("law");
            w.session == "4" && w.date <= day("2023-03-07") && is_on_topic
        },
    },
];

/// What a subscriber sees of a live event, beside its UID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
    words: String,
}

impl Shown {
    fn new(slot: &Slot, starts: DateTime<Utc>, ends: DateTime<Utc>, rest: &str) -> Self {
        let headings: Vec<&str> = slot.entries.iter().map(|entry| words(&entry.heading)).collect();
        let words = format!("{} {} {} {rest}", headings.join(" + "), words(&slot.room), slot.kind);
        Self { starts, ends, words }
    }

    /// As a feed says it.
    fn of_content(content: &EventContent) -> Self {
        let topics = content.topics.iter().map(|topic| {
            (words(&topic.name), topic.part.map(|part| (part.number as usize, part.of as usize)))
        });
        let is_adopted = match content.status {
            EventStatus::Confirmed => "adopted",
            EventStatus::Tentative => "provisional",
            EventStatus::Cancelled => "cancelled",
        };
        let rest = format!("{is_adopted} {} {}", words(&content.session_name), listed(topics));
        Self::new(&content.slot, content.starts, content.ends, &rest)
    }
}

/// An event as a feed offers it and a client holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Copy {
    /// Its SEQUENCE.
    pub(crate) sequence: u32,
    /// Its LAST-MODIFIED.
    pub(crate) last_modified: DateTime<Utc>,
    /// Whether it is shown as cancelled.
    pub(crate) is_cancelled: bool,
    /// The rest.
    pub(crate) shown: Rc<Shown>,
}

impl Copy {
    /// The day from which the time counts for which it is kept once it is cancelled.
    pub(crate) fn last_day(&self) -> NaiveDate {
        // No slot is so early or late that its day at the venue is not its day in UTC.
        self.shown.starts.date_naive().max(self.last_modified.date_naive())
    }
}

/// What a feed answers to a poll.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Its Last-Modified.
    pub(crate) last_modified: DateTime<Utc>,
    /// The names that make its title.
    pub(crate) title: Rc<str>,
    /// Its events.
    pub(crate) events: BTreeMap<Uuid, Copy>,
    /// All that it is made of.
    pub(crate) feed: Feed,
}

impl Answer {
    /// The answer of the feed at an address, which is that of a feed at any time.
    pub(crate) fn new(snapshot: &Snapshot, address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let query = FeedQuery::parse(snapshot, path, query).unwrap();
        let feed = select(snapshot, &query).unwrap();
        let named = feed.sessions.iter().map(|session| &session.name);
        let named = named.chain(feed.topics.iter().map(|topic| &topic.name));
        let titles = [&feed.body.name].into_iter().chain(named);
        let events = feed.events.iter().map(|event| {
            let copy = Copy {
                sequence: event.revision.sequence,
                last_modified: event.revision.at,
                is_cancelled: event.is_cancelled(),
                shown: Rc::new(Shown::of_content(&event.content())),
            };
            (event.revision.uid, copy)
        });
        let events: BTreeMap<Uuid, Copy> = events.collect();
        assert_eq!(events.len(), feed.events.len(), "{address} has an event twice");
        Self {
            last_modified: feed.last_modified,
            title: titles.map(words).collect::<Vec<_>>().join(", ").into(),
            events,
            feed,
        }
    }

    /// Whether a subscriber could not tell one answer from the other.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let (one, two) = (&self.feed, &other.feed);
        one.events == two.events
            && (&one.body, &one.sessions, &one.topics) == (&two.body, &two.sessions, &two.topics)
    }
}

/// A live slot, with what filters look at beside what a subscriber sees.
pub(crate) struct Wanted {
    uid: Uuid,
    session: &'static str,
    date: NaiveDate,
    kind: SlotKind,
    topics: Vec<TopicId>,
    shown: Rc<Shown>,
}

impl Wanted {
    fn is_on(&self, topic: &str) -> bool {
        self.topics.iter().any(|known| known.as_str() == topic)
    }
}

/// The live slots of the programmes, which are those that the editor has at the moment.
pub(crate) fn wanted(editor: &Editor, programmes: &Programmes) -> Vec<Wanted> {
    let live: Vec<_> = editor.live().collect();
    let of = |uid: Uuid, session: usize, slot: &Slot| {
        let (id, _) = SESSIONS[session];
        let listed_in = programmes.sessions.iter().find(|known| known.id.as_str() == id).unwrap();
        let topics: Vec<TopicId> = slot.topics().into_iter().cloned().collect();
        let parts = topics.iter().map(|topic| {
            let mut starts: Vec<_> = live
                .iter()
                .filter(|(_, other)| other.session == session)
                .filter(|(_, other)| other.slot.topics().contains(&topic))
                .map(|(_, other)| other.slot.starts())
                .collect();
            starts.sort_unstable();
            let number = 1 + starts.iter().position(|start| *start == slot.starts()).unwrap();
            let name = words(&programmes.body.topic(topic).unwrap().name);
            (name, (starts.len() > 1).then_some((number, starts.len())))
        });
        let status = match listed_in.status {
            SessionStatus::Provisional => "provisional",
            _ => "adopted",
        };
        let rest = format!("{status} {} {}", words(&listed_in.name), listed(parts));
        let utc = |time| New_York.from_local_datetime(&time).unwrap().to_utc();
        let shown = Rc::new(Shown::new(slot, utc(slot.starts()), utc(slot.ends()), &rest));
        Wanted { uid, session: id, date: slot.date, kind: slot.kind, topics, shown }
    };
    live.iter().map(|(uid, written)| of(*uid, written.session, &written.slot)).collect()
}

fn listed<'a>(topics: impl Iterator<Item = (&'a str, Option<(usize, usize)>)>) -> String {
    let listed: Vec<_> = topics.map(|(name, part)| format!("{name} {part:?}")).collect();
    listed.join(", ")
}

fn words(text: &Text) -> &str {
    text.get(parse("fr")).unwrap_or_default()
}
