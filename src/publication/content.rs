//! From a slot in its session and body to what a subscriber sees of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::{EventContent, EventStatus, EventTopic, Part};
use crate::model::{
    Body, Document, Session, SessionId, SessionStatus, Slot, SlotId, Text, TopicId, ZoneRules,
};

/// A slot at a local time that its time zone skips.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("slot {session}/{slot} is at {local}, which the clocks of {time_zone} skip")]
pub struct SkippedTime {
    /// The session.
    pub session: SessionId,
    /// The slot.
    pub slot: SlotId,
    /// The time that does not exist.
    pub local: NaiveDateTime,
    /// The time zone.
    pub time_zone: Tz,
}

/// The contents of a session's slots, in their order.
pub(super) fn contents(
    body: &Body,
    session: &Session,
    zone_rules: &ZoneRules,
) -> Result<Vec<EventContent>, SkippedTime> {
    let parts = parts(session);
    session.slots.iter().map(|slot| content(body, session, slot, &parts, zone_rules)).collect()
}

type Parts<'a> = BTreeMap<(&'a SlotId, &'a TopicId), Part>;

/// Which part each live slot is of the session's slots on each of its topics, where there are
/// several.
fn parts(session: &Session) -> Parts<'_> {
    let mut live: Vec<&Slot> = session.slots.iter().filter(|slot| !slot.cancelled).collect();
    live.sort_by_key(|slot| slot.starts());
    let mut by_topic: BTreeMap<&TopicId, Vec<&SlotId>> = BTreeMap::new();
    for slot in live {
        for topic in slot.topics() {
            by_topic.entry(topic).or_default().push(&slot.id);
        }
    }
    let mut parts = Parts::new();
    for (topic, slots) in by_topic {
        let of = u32::try_from(slots.len()).unwrap_or(u32::MAX);
        if of > 1 {
            parts.extend(
                (1..).zip(slots).map(|(number, slot)| ((slot, topic), Part { number, of })),
            );
        }
    }
    parts
}

/// A document as an event shows it: without what is of no use to a subscriber.
fn shown(document: &Document) -> Document {
    let document = document.clone();
    Document { date: None, original_language: None, job_number: None, ..document }
}

fn content(
    body: &Body,
    session: &Session,
    slot: &Slot,
    parts: &Parts<'_>,
    zone_rules: &ZoneRules,
) -> Result<EventContent, SkippedTime> {
    let time_zone = session.time_zone.unwrap_or(body.time_zone);
    let instant = |local: NaiveDateTime| {
        zone_rules.instant(local, time_zone).ok_or_else(|| SkippedTime {
            session: session.id.clone(),
            slot: slot.id.clone(),
            local,
            time_zone,
        })
    };
    let status = match session.status {
        _ if slot.cancelled => EventStatus::Cancelled,
        SessionStatus::Provisional => EventStatus::Tentative,
        SessionStatus::Adopted | SessionStatus::Held => EventStatus::Confirmed,
    };
    let topics = slot.topics().into_iter().map(|id| {
        let topic = body.topic(id);
        EventTopic {
            id: id.clone(),
            name: topic.map(|topic| topic.name.clone()).unwrap_or_default(),
            colour: topic.and_then(|topic| topic.colour.clone()),
            part: parts.get(&(&slot.id, id)).copied(),
        }
    });
    let items: BTreeSet<&String> =
        slot.entries.iter().filter_map(|entry| entry.agenda_item.as_ref()).collect();
    let marks: BTreeSet<&String> = slot.entries.iter().flat_map(|entry| &entry.footnotes).collect();
    let is_taken_up = |item: &String| items.contains(item);
    let is_anchored = |mark: &String| marks.contains(mark);
    Ok(EventContent {
        body: body.id.clone(),
        session: session.id.clone(),
        starts: instant(slot.starts())?,
        ends: instant(slot.ends())?,
        time_zone,
        status,
        default_language: body.default_language(),
        body_name: body.short_name.clone(),
        // Titles name a session by its number where it has one.
        session_name: match session.number {
            Some(_) => Text::new(),
            None => session.name.clone(),
        },
        session_number: session.number,
        venue: if session.venue.is_empty() { &body.venue } else { &session.venue }.clone(),
        topics: topics.collect(),
        agenda: session.agenda.iter().filter(|item| is_taken_up(&item.item)).cloned().collect(),
        footnotes: session.footnotes.iter().filter(|f| is_anchored(&f.mark)).cloned().collect(),
        documents: session.documents.iter().map(shown).collect(),
        // The status says it, so that calling a slot off and removing it look the same.
        slot: Slot { cancelled: false, ..slot.clone() },
    })
}
