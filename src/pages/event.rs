//! An event as a line of a list or a block of a timetable.

use chrono::{DateTime, NaiveDate, SecondsFormat, Timelike, Utc};

use super::address::{Aspect, page_of};
use super::maker::Maker;
use super::said::Said;
use crate::model::{EntryKind, SlotKind};
use crate::publication::{EventContent, EventStatus};
use crate::query::{FeedEvent, Presence, Scope};
use crate::render::{place, session_name, subject};
use crate::words::Phrase;

/// An instant in UTC, for `datetime`.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A topic of an event: its name beside its colour.
#[derive(Clone, Debug)]
pub(super) struct TopicMark {
    pub(super) name: Said,
    /// The name of its colour in CSS; empty without one.
    pub(super) colour: String,
    /// Its page.
    pub(super) page: String,
}

/// When an event is, for people and for scripts.
#[derive(Clone, Debug)]
pub(super) struct Time {
    /// The instants in UTC.
    pub(super) starts: String,
    pub(super) ends: String,
    /// The day at the venue, as in ISO 8601, and in words.
    pub(super) day: String,
    pub(super) date: String,
    /// 10:00–13:00, at the venue.
    pub(super) times: String,
    /// (New York time).
    pub(super) zone: String,
    /// The IANA name of the zone.
    pub(super) zone_name: &'static str,
}

impl Time {
    pub(super) fn new(maker: &Maker<'_>, content: &EventContent) -> Self {
        let slot = &content.slot;
        Self {
            starts: instant(content.starts),
            ends: instant(content.ends),
            day: slot.date.to_string(),
            date: maker.reader.full_date(slot.date).to_string(),
            times: maker.reader.times(slot.start, slot.end).to_string(),
            zone: maker.reader.venue_time(content.time_zone).to_string(),
            zone_name: content.time_zone.name(),
        }
    }
}

/// An event as a line of a list or a block of a timetable.
#[derive(Clone, Debug)]
pub(super) struct EventLine {
    pub(super) title: Said,
    /// Its page, from the host on and as a whole.
    pub(super) page: String,
    pub(super) absolute: String,
    pub(super) time: Time,
    pub(super) date: NaiveDate,
    pub(super) topics: Vec<TopicMark>,
    /// Cancelled, or left; in a word.
    pub(super) mark: Option<&'static str>,
    /// `live`, `cancelled` or `departed`.
    pub(super) state: &'static str,
    pub(super) is_provisional: bool,
    pub(super) is_informal: bool,
    pub(super) is_over: bool,
    /// What is taken up: focuses, else headings.
    pub(super) headings: Vec<Said>,
    pub(super) place: Said,
    pub(super) session: Said,
    /// The colour of its first topic.
    pub(super) colour: String,
    /// Its first and last quarter of an hour of the day, 0 to 96.
    pub(super) from: u32,
    pub(super) to: u32,
    /// Its lane among those at the same time, from 1, and how many there are.
    pub(super) lane: usize,
    pub(super) lanes: usize,
}

impl EventLine {
    pub(super) fn new(maker: &Maker<'_>, event: &FeedEvent) -> Self {
        let content = event.content();
        let slot = &content.slot;
        let is_cancelled = event.revision.content.is_cancelled();
        let (state, mark) = match event.presence {
            _ if is_cancelled => ("cancelled", Some(Phrase::Cancelled)),
            Presence::Departed => ("departed", Some(Phrase::Departed)),
            Presence::Member => ("live", None),
        };
        let topics = topics(maker, &content);
        let title = maker.said(subject(&maker.reader, &content));
        let mut headings = headings(maker, &content);
        // Where the title is the heading, once is enough.
        headings.retain(|heading| heading.words != title.words);
        let minutes = |time: chrono::NaiveTime| time.hour() * 60 + time.minute();
        Self {
            title,
            page: maker.site.local(&page(maker, &event.revision.content)),
            absolute: maker.site.absolute(&page(maker, &event.revision.content)),
            time: Time::new(maker, &content),
            date: slot.date,
            colour: topics.first().map(|topic| topic.colour.clone()).unwrap_or_default(),
            topics,
            mark: mark.map(|mark| maker.words.get(mark)),
            state,
            is_provisional: content.status == EventStatus::Tentative,
            is_informal: slot.kind == SlotKind::Informal,
            is_over: content.ends <= maker.moment,
            headings,
            place: maker.said(place(&maker.reader, &content)),
            session: Said::own(session_name(&maker.reader, &content)),
            from: minutes(slot.start) / 15,
            to: minutes(slot.end).div_ceil(15),
            lane: 1,
            lanes: 1,
        }
    }
}

/// The address of an event's page.
fn page(maker: &Maker<'_>, content: &EventContent) -> String {
    let scope = Scope::Slot(content.session.clone(), content.slot.id.clone());
    page_of(maker.language, &content.body, scope, Aspect::Programme)
}

pub(super) fn topics(maker: &Maker<'_>, content: &EventContent) -> Vec<TopicMark> {
    content
        .topics
        .iter()
        .map(|topic| TopicMark {
            name: maker.read_or(&topic.name, content.default_language, topic.id.as_str()),
            colour: topic.colour.as_ref().map(ToString::to_string).unwrap_or_default(),
            page: maker.page(&content.body, Scope::Topic(topic.id.clone()), Aspect::Programme),
        })
        .collect()
}

/// What the entries of an event are about, in their own words.
fn headings(maker: &Maker<'_>, content: &EventContent) -> Vec<Said> {
    content
        .slot
        .entries
        .iter()
        .filter(|entry| !matches!(entry.kind, EntryKind::Closing))
        .filter_map(|entry| {
            let read = |text| maker.read(text, content.default_language);
            read(&entry.focus).or_else(|| read(&entry.heading))
        })
        .collect()
}

/// Gives events of one day that are at the same time a lane each.
pub(super) fn lay_out(events: &mut [EventLine]) {
    let times: Vec<(u32, u32)> = events.iter().map(|event| (event.from, event.to)).collect();
    for (event, (lane, lanes)) in events.iter_mut().zip(lanes(&times)) {
        (event.lane, event.lanes) = (lane, lanes);
    }
}

/// The lane of each of these times, from 1, and how many there are beside one another. The times
/// are in the order of their beginnings.
fn lanes(times: &[(u32, u32)]) -> Vec<(usize, usize)> {
    let mut laid = Vec::new();
    let mut begun = 0;
    while begun < times.len() {
        // Those that hang together by overlapping.
        let (mut end, mut latest) = (begun + 1, times[begun].1);
        while end < times.len() && times[end].0 < latest {
            latest = latest.max(times[end].1);
            end += 1;
        }
        // Until when each lane is taken.
        let mut taken: Vec<u32> = Vec::new();
        let mut places = Vec::new();
        for (from, to) in &times[begun..end] {
            let free = taken.iter().position(|until| until <= from);
            let lane = free.unwrap_or_else(|| {
                taken.push(0);
                taken.len() - 1
            });
            taken[lane] = *to;
            places.push(lane + 1);
        }
        laid.extend(places.into_iter().map(|lane| (lane, taken.len())));
        begun = end;
    }
    laid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_at_the_same_time_stands_side_by_side() {
        assert_eq!(lanes(&[]), []);
        assert_eq!(lanes(&[(40, 52), (52, 60)]), [(1, 1), (1, 1)]);
        assert_eq!(lanes(&[(40, 52), (40, 46), (46, 52)]), [(1, 2), (2, 2), (2, 2)]);
        let chain = [(40, 44), (42, 48), (46, 50), (50, 52)];
        assert_eq!(lanes(&chain), [(1, 2), (2, 2), (1, 2), (1, 1)]);
    }
}
