//! What search engines read: schema.org in JSON-LD.

use chrono::FixedOffset;
use serde_json::{Map, Value, json};

use super::event::{EventLine, instant};
use super::frame::Frame;
use super::maker::Maker;
use crate::publication::{EventContent, EventHistory};

/// An event in schema.org's terms.
pub(super) fn event(
    maker: &Maker<'_>,
    line: &EventLine,
    content: &EventContent,
    history: Option<&EventHistory>,
    frame: &Frame,
) -> String {
    let mut event = Map::new();
    let mut set = |name: &str, value: Value| event.insert(name.to_owned(), value);
    set("@context", json!("https://schema.org"));
    set("@type", json!("Event"));
    set("name", json!(line.title.words));
    let [start, end] = times(content);
    set("startDate", json!(start));
    set("endDate", json!(end));
    // The last time at which it was to begin and does so no more.
    let moved = history.and_then(|history| {
        let mut before = history.revisions().iter().rev();
        before.find(|revision| revision.content.starts != content.starts)
    });
    let status = if content.is_cancelled() {
        "EventCancelled"
    } else if moved.is_some() {
        "EventRescheduled"
    } else {
        "EventScheduled"
    };
    set("eventStatus", json!(format!("https://schema.org/{status}")));
    if let Some(before) = moved {
        let [start, _] = times(&before.content);
        set("previousStartDate", json!(start));
    }
    set("eventAttendanceMode", json!("https://schema.org/OfflineEventAttendanceMode"));
    set(
        "location",
        json!({ "@type": "Place", "name": line.place.words, "address": line.place.words }),
    );
    let name = content.body_name.read(maker.language, content.default_language);
    let name = name.map_or(content.body.as_str(), |name| name.words);
    set("organizer", json!({ "@type": "Organization", "name": name }));
    set("description", json!(frame.description));
    set("url", json!(frame.canonical));
    script(&Value::Object(event))
}

/// A session in schema.org's terms: the series of its events.
pub(super) fn session(
    name: &str,
    body: &str,
    (start, end): (&str, &str),
    place: &str,
    frame: &Frame,
    events: &[&EventLine],
) -> String {
    let parts = events.iter().map(|event| {
        json!({
            "@type": "Event",
            "name": event.title.words,
            "startDate": event.time.starts,
            "endDate": event.time.ends,
            "eventStatus": format!("https://schema.org/{}", match event.state {
                "live" => "EventScheduled",
                _ => "EventCancelled",
            }),
            "location": { "@type": "Place", "name": event.place.words, "address": event.place.words },
            "url": event.absolute,
        })
    });
    script(&json!({
        "@context": "https://schema.org",
        "@type": "EventSeries",
        "name": format!("{name} – {body}"),
        "startDate": start,
        "endDate": end,
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": { "@type": "Place", "name": place, "address": place },
        "organizer": { "@type": "Organization", "name": body },
        "url": frame.canonical,
        "subEvent": parts.collect::<Vec<_>>(),
    }))
}

/// The start and the end of an event by the clock of its venue, with the offset that the ledger says.
fn times(content: &EventContent) -> [String; 2] {
    let slot = &content.slot;
    [(slot.starts(), content.starts), (slot.ends(), content.ends)].map(|(local, at)| {
        let offset = (local - at.naive_utc()).num_seconds();
        let offset = i32::try_from(offset).ok().and_then(FixedOffset::east_opt);
        offset.map_or_else(|| instant(at), |offset| at.with_timezone(&offset).to_rfc3339())
    })
}

/// JSON that may stand in a script element: nothing in it can end the element or begin a comment.
fn script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script_element() {
        let hostile = json!({ "name": "</script><!-- <script> & \"'\u{2028}" });
        let script = script(&hostile);
        assert!(!script.contains(['<', '>', '&']), "{script}");
        let read: Value = serde_json::from_str(&script).unwrap();
        assert_eq!(read, hostile);
    }
}
