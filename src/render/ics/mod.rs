//! iCalendar (RFC 5545, RFC 7986), in the way in which the calendars that people use read it.
//!
//! - No METHOD: with PUBLISH an ORGANIZER is required (RFC 5546). No UID for the calendar: some
//!   clients take it for every event's.
//! - Times are in UTC, so that nothing depends on a client's knowledge of time zones. There is no
//!   X-WR-TIMEZONE either: to UTC times it adds nothing, and some clients shift them by it.
//! - A file with one event is a download and not a calendar to subscribe to: it has no name,
//!   because Outlook makes a new calendar of one that has (MS-OXCICAL), and nothing to refresh.

mod event;
mod memo;
mod writer;

use icalendar::{Calendar, Property};

use super::Site;
use super::reader::{Reader, plain};
use super::title::calendar_name;
use crate::model::Language;
use crate::parallel::in_shares;
use crate::query::{Feed, FeedEvent, Scope};
use event::{Composed, compose, spoken, utc, write};
use writer::Writer;

pub use memo::Memo;

/// The program that made the stream. Without a version, so that a new one changes no octet.
const PRODUCT: &str = "-//Plenary//Plenary//EN";

/// How long a client is asked to wait before it looks again.
const REFRESH: &str = "PT1H";

/// What a calendar without events holds, since it has to hold a component (RFC 5545, section 3.6).
/// No client shows a time zone that no event uses, and every one knows UTC, whereas an event of
/// any sort could be seen, and not all accept VTODO, VJOURNAL or VFREEBUSY.
const NO_EVENTS: [&str; 8] = [
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// The octets of an event, more or less: what to set aside for a feed.
const EVENT_SIZE: usize = 3072;

/// So many events are composed while a thread is started a few times.
const WORTH_A_THREAD: usize = 256;

/// A feed as an iCalendar stream. The `memo` is of the same site.
pub(super) fn calendar(feed: &Feed, site: &Site, memo: &Memo) -> Vec<u8> {
    let reader = Reader::new(feed.query.language);
    let events = memo
        .all(reader.language, &feed.events, |missing| compose_all(missing, reader.language, site));
    let octets: usize = events.iter().map(|event| event.size()).sum();
    let alarms = feed.query.filters.alarms.len();
    let mut writer = Writer::new(octets + (events.len() + 10) * EVENT_SIZE / 16 * (1 + 2 * alarms));
    writer.lines(&["BEGIN:VCALENDAR"]);
    writer.properties(head(feed, &reader, site).properties.iter());
    if feed.events.is_empty() {
        writer.lines(&NO_EVENTS);
    }
    for (shown, event) in feed.events.iter().zip(&events) {
        write(&mut writer, event, shown.revision.uid, &feed.query.filters);
    }
    writer.lines(&["END:VCALENDAR"]);
    writer.finish().into_bytes()
}

/// Composes the events of a feed for when they are asked for. On one processor: nobody waits.
pub(super) fn compose_ahead(feed: &Feed, site: &Site, memo: &Memo) {
    let language = feed.query.language;
    memo.ahead(language, &feed.events, |missing| compose_some(missing, language, site));
}

/// Composes events for a reader of a language, on all processors.
fn compose_all(events: &[&FeedEvent], language: Language, site: &Site) -> Vec<Composed> {
    in_shares(events, WORTH_A_THREAD, |events| compose_some(events, language, site))
}

fn compose_some(events: &[&FeedEvent], language: Language, site: &Site) -> Vec<Composed> {
    let reader = Reader::new(language);
    // One at a time: the trees of a whole feed would take many times the room of its octets.
    let mut scratch = Writer::new(EVENT_SIZE);
    events.iter().map(|event| compose(event, &reader, site, &mut scratch)).collect()
}

/// The calendar's own properties.
fn head(feed: &Feed, reader: &Reader, site: &Site) -> Calendar {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0")).append_property(("PRODID", PRODUCT));
    if matches!(feed.query.scope, Scope::Slot(..)) {
        return calendar;
    }
    let name = calendar_name(reader, feed);
    // The names by which older clients know the properties of RFC 7986 take no parameters.
    calendar.append_property(("X-WR-CALNAME", name.words.as_str())).append_property(spoken(
        "NAME",
        name.words,
        name.language,
    ));
    let default = feed.body.default_language();
    if let Some(description) = feed.body.name.read(reader.language, default) {
        let words = plain(description.words);
        calendar.append_property(("X-WR-CALDESC", words.as_ref())).append_property(spoken(
            "DESCRIPTION",
            words.into_owned(),
            Some(description.language),
        ));
    }
    let of_topic = match feed.topics.as_slice() {
        [topic] => topic.colour.as_ref(),
        _ => None,
    };
    if let Some(colour) = of_topic.or(feed.body.colour.as_ref()) {
        calendar
            .append_property(("COLOR", colour.name()))
            .append_property(Property::new("X-APPLE-CALENDAR-COLOR", colour.hex()));
    }
    calendar
        .append_property(Property::new("LAST-MODIFIED", utc(feed.last_modified)))
        .append_property(Property::new("URL", site.absolute(&feed.query.address(""))))
        .append_property(
            Property::new("SOURCE", site.absolute(&feed.query.address("ics")))
                .add_parameter("VALUE", "URI")
                .done(),
        )
        .append_property(
            Property::new("REFRESH-INTERVAL", REFRESH).add_parameter("VALUE", "DURATION").done(),
        )
        .append_property(("X-PUBLISHED-TTL", REFRESH));
    calendar
}

#[cfg(test)]
mod tests;
