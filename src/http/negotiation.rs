//! Accept: whether a client takes the format that its address names (RFC 9110, section 12.5.1).
//!
//! The address of a feed decides its format. Accept can only refuse it, and that only where it is
//! well formed and leaves no doubt: clients of calendars send all manner of Accept, or none.

use hyper::header::{ACCEPT, HeaderValue};
use hyper::{HeaderMap, StatusCode};

use super::problem::Problem;
use super::quality::{Weighted, elements};
use crate::render::Format;

/// The other names under which clients ask for a format.
fn other_names(format: Format) -> &'static [&'static str] {
    match format {
        Format::Ics => &[
            "text/x-vcalendar",
            "text/plain",
            "application/ics",
            "application/x-ical",
            "application/octet-stream",
        ],
        Format::Atom => &["application/xml", "text/xml", "application/rss+xml"],
    }
}

/// Refuses a request whose Accept excludes the format, with the media type that there is.
pub(super) fn check_accept(headers: &HeaderMap, format: Format) -> Result<(), Problem> {
    if accepts(headers, format) {
        return Ok(());
    }
    let name = essence(format);
    Err(Problem::new(
        StatusCode::NOT_ACCEPTABLE,
        format!("this address is served as {name}, which Accept excludes"),
    )
    .with("valid", vec![name]))
}

/// Whether a client would rather read a page than a problem document: browsers name HTML, programs
/// name JSON or nothing.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    let ranges: Vec<_> = elements(headers, &ACCEPT).into_iter().flatten().collect();
    let named = |name: &str| weight(&ranges, |range| range.eq_ignore_ascii_case(name));
    let json = named("application/problem+json").max(named("application/json"));
    named("text/html").is_some_and(|html| html > 0 && Some(html) >= json)
}

/// The media type without parameters.
fn essence(format: Format) -> &'static str {
    let name = format.media_type();
    name.split_once(';').map_or(name, |(name, _)| name.trim())
}

/// Whether Accept leaves room for the format.
pub(super) fn accepts(headers: &HeaderMap, format: Format) -> bool {
    let mut lines = headers.get_all(ACCEPT).iter();
    match (lines.next().map(HeaderValue::as_bytes), lines.next()) {
        // What nearly all clients say, without taking it apart.
        (None | Some(b"*/*"), None) => return true,
        (Some(b"text/calendar" | b"text/calendar, */*"), None) if format == Format::Ics => {
            return true;
        }
        _ => {}
    }
    let Ok(ranges) = elements(headers, &ACCEPT).into_iter().collect::<Result<Vec<_>, _>>() else {
        return true;
    };
    if ranges.is_empty() || !ranges.iter().all(|range| is_range(range.value)) {
        return true;
    }
    let name = essence(format);
    let kind = name.split_once('/').map_or(name, |(kind, _)| kind);
    // The most specific range that fits decides.
    weight(&ranges, |range| range.eq_ignore_ascii_case(name))
        .or_else(|| {
            let fits = |range: &str| {
                other_names(format).iter().any(|other| range.eq_ignore_ascii_case(other))
            };
            weight(&ranges, fits).filter(|weight| *weight > 0)
        })
        .or_else(|| {
            weight(&ranges, |range| {
                range.strip_suffix("/*").is_some_and(|range| range.eq_ignore_ascii_case(kind))
            })
        })
        .or_else(|| weight(&ranges, |range| range == "*/*"))
        .is_some_and(|weight| weight > 0)
}

/// The greatest weight of the ranges that fit.
fn weight(ranges: &[Weighted<'_>], fits: impl Fn(&str) -> bool) -> Option<u16> {
    ranges.iter().filter(|range| fits(range.value)).map(|range| range.weight).max()
}

/// Whether a text is a media range.
fn is_range(text: &str) -> bool {
    let token = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'+-.^_`|~".contains(&b))
    };
    match text.split_once('/') {
        Some(("*", subtype)) => subtype == "*",
        Some((kind, subtype)) => token(kind) && (subtype == "*" || token(subtype)),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    fn accepts(lines: &[&str]) -> bool {
        accepts_format(lines, Format::Ics)
    }

    fn accepts_format(lines: &[&str], format: Format) -> bool {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(ACCEPT, HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        super::accepts(&headers, format)
    }

    #[test]
    fn whatever_leaves_room_for_a_calendar_gets_one() {
        assert!(accepts(&[]));
        for line in [
            "",
            "text/calendar",
            "TEXT/Calendar; charset=utf-8",
            "text/calendar;q=0.1, */*;q=0",
            "text/*",
            "*/*",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/x-vcalendar",
            "application/ics",
            "text/plain",
            "application/json, text/plain;q=0.1",
        ] {
            assert!(accepts(&[line]), "{line}");
        }
        assert!(accepts(&["application/json", "text/calendar"]));
    }

    #[test]
    fn each_format_has_its_own_names() {
        for line in ["application/atom+xml", "application/xml;q=0.9", "text/xml", "application/*"] {
            assert!(accepts_format(&[line], Format::Atom), "{line}");
        }
        for line in ["text/calendar", "text/plain", "application/atom+xml;q=0, */*"] {
            assert!(!accepts_format(&[line], Format::Atom), "{line}");
        }
    }

    #[test]
    fn what_is_malformed_excludes_nothing() {
        for line in [
            // What Java sends by itself.
            "text/html, image/gif, image/jpeg, *; q=.2",
            "application/json;q=high",
            "json",
            "*/json",
            "/",
            "application/json, ;q=1",
            "é",
        ] {
            assert!(accepts(&[line]), "{line}");
        }
    }

    #[test]
    fn what_excludes_calendars_is_refused() {
        for line in [
            "application/json",
            "text/html",
            "text/calendar;q=0",
            "text/calendar;q=0, */*",
            "text/*;q=0, */*",
            "*/*;q=0",
            "text/plain;q=0",
            "application/json, text/plain;q=0.000",
        ] {
            assert!(!accepts(&[line]), "{line}");
        }
        assert!(!accepts(&["application/json", "text/html"]));
    }

    #[test]
    fn another_name_that_is_refused_does_not_refuse_the_rest() {
        assert!(accepts(&["text/plain;q=0, */*"]));
    }
}
