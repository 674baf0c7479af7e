//! One event as a VEVENT (RFC 5545, section 3.6.1).

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use icalendar::{Alarm as AlarmComponent, Component, Event, Property};
use uuid::Uuid;

use super::writer::{Writer, text_list};
use crate::model::Language;
use crate::publication::{EventContent, EventStatus};
use crate::query::{Alarm, FeedEvent, Filters};
use crate::render::description::description;
use crate::render::reader::{Reader, plain};
use crate::render::title::{place, title};
use crate::render::{Site, event_query};

/// An event as all feeds in a language show it: what comes before reminders and busy time.
#[derive(Debug, Default)]
pub(super) struct Composed {
    /// The lines of the VEVENT from its BEGIN on.
    lines: Box<str>,
    /// The title, which reminders show.
    title: Box<str>,
    /// The status; `None` for one that is cancelled.
    status: Option<Live>,
}

/// The status of an event that is not cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Live {
    Tentative,
    Confirmed,
}

impl Composed {
    /// How many octets it takes.
    pub(super) fn size(&self) -> usize {
        self.lines.len() + self.title.len()
    }
}

/// Composes an event for a reader.
pub(super) fn compose(
    shown: &FeedEvent,
    reader: &Reader,
    site: &Site,
    writer: &mut Writer,
) -> Composed {
    let content = shown.content();
    let revision = &shown.revision;
    let page = site.absolute(&event_query(reader.language, &revision.content).address(""));
    let modified = utc(revision.at);
    let mut event = Event::new();
    let uid = revision.uid.hyphenated().to_string();
    event.add_property("UID", uid);
    event.add_property("SEQUENCE", revision.sequence.to_string());
    // DTSTAMP is the last revision too where there is no METHOD (RFC 5545, section 3.8.7.2).
    event.add_property("DTSTAMP", modified.clone());
    event.add_property("CREATED", utc(shown.created));
    event.add_property("LAST-MODIFIED", modified);
    event.add_property("DTSTART", utc(content.starts));
    event.add_property("DTEND", utc(content.ends));
    let status = match content.status {
        _ if shown.is_cancelled() => None,
        EventStatus::Tentative => Some(Live::Tentative),
        EventStatus::Confirmed => Some(Live::Confirmed),
        EventStatus::Cancelled => None,
    };
    event.add_property(
        "STATUS",
        match status {
            Some(Live::Tentative) => "TENTATIVE",
            Some(Live::Confirmed) => "CONFIRMED",
            None => "CANCELLED",
        },
    );
    let title = title(reader, shown, &content);
    event.append_property(spoken("SUMMARY", title.words.clone(), title.language));
    let place = place(reader, &content);
    if !place.words.is_empty() {
        event.append_property(spoken("LOCATION", place.words, place.language));
    }
    let description = description(reader, shown, &content, &page);
    let language = reader.words.language();
    event.append_property(spoken("DESCRIPTION", description, Some(language)));
    categories(&mut event, &content, reader);
    if let Some(colour) = content.topics.iter().find_map(|topic| topic.colour.as_ref()) {
        event.add_property("COLOR", colour.name());
    }
    event.add_property("URL", page);
    writer.begin(&event);
    Composed { lines: writer.give(|lines| lines.into()), title: title.words.into(), status }
}

/// Writes an event with the reminders and the busy time that a feed asks for.
pub(super) fn write(writer: &mut Writer, composed: &Composed, uid: Uuid, filters: &Filters) {
    writer.written(&composed.lines);
    // TRANSP, and Outlook's word for it: Exchange reads TRANSP first and tells TENTATIVE from BUSY
    // only by its own property (MS-OXCICAL, section 2.1.3.1.1.20).
    let [transparency, busy_status] = match (filters.busy, composed.status) {
        (false, _) | (_, None) => ["TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"],
        (true, Some(Live::Tentative)) => ["TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"],
        (true, Some(Live::Confirmed)) => ["TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"],
    };
    writer.lines(&[transparency, busy_status]);
    if composed.status.is_some() {
        for alarm in &filters.alarms {
            writer.component(&reminder(uid, *alarm, &composed.title));
        }
    }
    writer.lines(&["END:VEVENT"]);
}

/// The names of the topics, one CATEGORIES for each language that they are in.
fn categories(event: &mut Event, content: &EventContent, reader: &Reader) {
    let mut lists: Vec<(Language, Vec<_>)> = Vec::new();
    for topic in &content.topics {
        let Some(name) = topic.name.read(reader.language, content.default_language) else {
            continue;
        };
        let words = plain(name.words);
        match lists.iter_mut().find(|(language, _)| *language == name.language) {
            Some((_, names)) => names.push(words),
            None => lists.push((name.language, vec![words])),
        }
    }
    for (language, names) in lists {
        let list = text_list(names.iter().map(AsRef::as_ref));
        event.append_multi_property(spoken("CATEGORIES", list, Some(language)));
    }
}

/// A VALARM that shows the title. Its UID (RFC 9074, section 4) is made from the event's.
fn reminder(event: Uuid, alarm: Alarm, title: &str) -> AlarmComponent {
    let uid = Uuid::new_v5(&event, format!("alarm/{alarm}").as_bytes());
    let before = TimeDelta::minutes(-i64::from(alarm.minutes()));
    let mut reminder = AlarmComponent::display(title, before);
    reminder.add_property("UID", uid.hyphenated().to_string());
    // The crate writes seconds and gives the default relation, which fewer clients read.
    reminder.add_property("TRIGGER", trigger(alarm));
    reminder
}

/// A DURATION before the start (RFC 5545, section 3.3.6).
fn trigger(alarm: Alarm) -> String {
    let minutes = alarm.minutes();
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let part = |number: u32, unit: char| match number {
        0 => String::new(),
        number => format!("{number}{unit}"),
    };
    let date = part(days, 'D');
    let time = part(hours, 'H') + &part(minutes, 'M');
    match (date.is_empty(), time.is_empty()) {
        (true, true) => "PT0S".to_owned(),
        (_, true) => format!("-P{date}"),
        _ => format!("-P{date}T{time}"),
    }
}

/// A property with the language that its words are in (RFC 5545, section 3.2.10).
pub(super) fn spoken(name: &str, words: String, language: Option<Language>) -> Property {
    let mut property = Property::new(name, words);
    if let Some(language) = language {
        property.add_parameter("LANGUAGE", language.as_str());
    }
    property
}

/// A DATE-TIME in UTC (RFC 5545, section 3.3.5). Digit by digit, because the standard
/// library's formatting takes a tenth of the time of a large feed.
pub(super) fn utc(time: DateTime<Utc>) -> String {
    let year = u32::try_from(time.year()).unwrap_or_default();
    let date = [year / 100, year % 100, time.month(), time.day()];
    let clock = [time.hour(), time.minute(), time.second()];
    let mut text = String::with_capacity("20230306T150000Z".len());
    let digits = |pair: u32| [pair / 10, pair % 10].map(|n| char::from_digit(n, 10).unwrap_or('0'));
    text.extend(date.into_iter().flat_map(digits));
    text.push('T');
    text.extend(clock.into_iter().flat_map(digits));
    text.push('Z');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_have_two_digits_for_each_part() {
        let time = |text: &str| utc(text.parse().unwrap());
        assert_eq!(time("2023-03-06T15:04:05Z"), "20230306T150405Z");
        assert_eq!(time("0987-12-31T00:00:00Z"), "09871231T000000Z");
    }

    #[test]
    fn lead_times_become_triggers() {
        for (text, expected) in [
            ("15m", "-PT15M"),
            ("1h30m", "-PT1H30M"),
            ("1d", "-P1D"),
            ("1w", "-P7D"),
            ("1d2h", "-P1DT2H"),
            ("0m", "PT0S"),
        ] {
            assert_eq!(trigger(text.parse().unwrap()), expected, "{text}");
        }
    }
}
