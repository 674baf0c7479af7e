//! Conditional requests (RFC 9110, section 13).
//!
//! The order of section 13.2.2:
//!
//! 1. If-Match, compared strongly; no match is a 412.
//! 2. Without it, If-Unmodified-Since; modified later is a 412.
//! 3. If-None-Match, compared weakly; a match is a 304.
//! 4. Without it, If-Modified-Since; not modified later is a 304.
//!
//! An entity tag is that of one coding: who kept the gzip octets and now asks for others gets them.
//! Ranges are not served, so If-Range has nothing to decide.

use std::time::SystemTime;

use hyper::HeaderMap;
use hyper::header::{HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE};

/// What a representation is compared by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Validators<'a> {
    /// Its strong entity tag, without the quotes.
    pub(super) opaque: &'a str,
    /// When it last changed, to the second.
    pub(super) last_modified: Option<SystemTime>,
}

/// What the preconditions of a GET or HEAD come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precondition {
    /// The representation is to be sent.
    Holds,
    /// 304: the client has it.
    NotModified,
    /// 412.
    Failed,
}

/// Evaluates the preconditions of a GET or HEAD. The time is asked for only where they depend on it.
pub(super) fn evaluate(
    headers: &HeaderMap,
    validators: Validators<'_>,
    now: impl FnOnce() -> SystemTime,
) -> Precondition {
    if headers.contains_key(IF_MATCH) {
        let strong = |tag: &Tag<'_>| tag.quoted && !tag.weak && tag.opaque == validators.opaque;
        if !is_star(headers, &IF_MATCH) && !tags(headers, &IF_MATCH).any(|tag| strong(&tag)) {
            return Precondition::Failed;
        }
    } else if let (Some(since), Some(modified)) =
        (date(headers, &IF_UNMODIFIED_SINCE), validators.last_modified)
        && modified > since
    {
        return Precondition::Failed;
    }
    if headers.contains_key(IF_NONE_MATCH) {
        // A tag without its quotes is no tag by the grammar. Some clients send ours back so, and as
        // it is a hash of the octets, the 304 cannot be wrong.
        if is_star(headers, &IF_NONE_MATCH)
            || tags(headers, &IF_NONE_MATCH).any(|tag| tag.opaque == validators.opaque)
        {
            return Precondition::NotModified;
        }
    } else if let (Some(since), Some(modified)) =
        (date(headers, &IF_MODIFIED_SINCE), validators.last_modified)
        // A date to come is of a clock that is wrong, not of ours: to believe it would keep the
        // client from changes until then.
        && since <= now()
        && modified <= since
    {
        return Precondition::NotModified;
    }
    Precondition::Holds
}

/// The date of a field in any of the three forms (RFC 9110, section 5.6.7); `None` for none, more
/// than one or no date, which section 13.1.3 says to pass over.
fn date(headers: &HeaderMap, name: &HeaderName) -> Option<SystemTime> {
    let mut lines = headers.get_all(name).iter();
    match (lines.next(), lines.next()) {
        (Some(line), None) => httpdate::parse_http_date(line.to_str().ok()?.trim()).ok(),
        _ => None,
    }
}

/// Whether a field is `*` alone: any representation.
fn is_star(headers: &HeaderMap, name: &HeaderName) -> bool {
    let mut lines = headers.get_all(name).iter();
    lines.next().is_some_and(|line| line.as_bytes().trim_ascii() == b"*") && lines.next().is_none()
}

struct Tag<'a> {
    weak: bool,
    quoted: bool,
    opaque: &'a str,
}

/// The entity tags of a field, over all of its lines. Lines that are not ASCII hold none of ours.
fn tags<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = Tag<'a>> {
    headers.get_all(name).iter().flat_map(|line| {
        let mut rest = line.to_str().unwrap_or_default();
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches([' ', '\t', ',']);
            if rest.is_empty() {
                return None;
            }
            let weak = rest.starts_with("W/");
            if weak {
                rest = &rest[2..];
            }
            // A comma may stand in a quoted tag; what has no closing quote goes on to the end.
            let inner = rest.strip_prefix('"');
            let quoted = inner.is_some();
            let (opaque, after) = match inner {
                Some(inner) => inner.split_once('"').unwrap_or((inner, "")),
                None => rest.split_once(',').unwrap_or((rest, "")),
            };
            rest = after;
            let opaque = opaque.trim();
            Some(Tag { weak, quoted, opaque })
        })
    })
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use hyper::header::HeaderValue;

    use super::Precondition::{Failed, Holds, NotModified};
    use super::*;

    const MODIFIED: &str = "Mon, 06 Mar 2023 15:00:00 GMT";
    const BEFORE: &str = "Mon, 06 Mar 2023 14:59:59 GMT";
    const AFTER: &str = "Mon, 06 Mar 2023 15:00:01 GMT";

    fn evaluate(lines: &[(HeaderName, &str)]) -> Precondition {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let modified = UNIX_EPOCH + Duration::from_secs(1_678_114_800);
        let validators = Validators { opaque: "abc", last_modified: Some(modified) };
        super::evaluate(&headers, validators, || modified + Duration::from_secs(60))
    }

    #[test]
    fn if_none_match_compares_weakly_in_all_forms() {
        for (line, precondition) in [
            ("\"abc\"", NotModified),
            ("W/\"abc\"", NotModified),
            ("*", NotModified),
            (" * ", NotModified),
            ("\"x\", \"abc\"", NotModified),
            ("\"x\",,W/\"abc\" , \"y\"", NotModified),
            ("\"a,b\",\"abc\"", NotModified),
            ("abc", NotModified),
            ("x, W/abc", NotModified),
            ("\"abc", NotModified),
            ("\"abcd\"", Holds),
            ("\"ABC\"", Holds),
            ("\"x,abc\"", Holds),
            ("\"x\", *", Holds),
            ("\"\"", Holds),
            ("", Holds),
            ("W/", Holds),
            ("\"é\"", Holds),
        ] {
            assert_eq!(evaluate(&[(IF_NONE_MATCH, line)]), precondition, "{line}");
        }
        let lines = [(IF_NONE_MATCH, "\"x\""), (IF_NONE_MATCH, "\"abc\"")];
        assert_eq!(evaluate(&lines), NotModified);
    }

    #[test]
    fn if_none_match_silences_if_modified_since() {
        for tag in ["\"x\"", "", "garbage"] {
            let lines = [(IF_NONE_MATCH, tag), (IF_MODIFIED_SINCE, MODIFIED)];
            assert_eq!(evaluate(&lines), Holds, "{tag}");
        }
        let lines = [(IF_NONE_MATCH, "\"abc\""), (IF_MODIFIED_SINCE, BEFORE)];
        assert_eq!(evaluate(&lines), NotModified);
    }

    #[test]
    fn if_modified_since_takes_the_three_forms_of_a_date_and_passes_over_others() {
        for (line, precondition) in [
            (MODIFIED, NotModified),
            (AFTER, NotModified),
            (BEFORE, Holds),
            ("Monday, 06-Mar-23 15:00:00 GMT", NotModified),
            ("Mon Mar  6 15:00:00 2023", NotModified),
            ("2023-03-06T15:00:00Z", Holds),
            ("", Holds),
            ("0", Holds),
            // Later than the time of the request.
            ("Mon, 06 Mar 2023 15:01:01 GMT", Holds),
        ] {
            assert_eq!(evaluate(&[(IF_MODIFIED_SINCE, line)]), precondition, "{line}");
        }
        let twice = [(IF_MODIFIED_SINCE, MODIFIED), (IF_MODIFIED_SINCE, MODIFIED)];
        assert_eq!(evaluate(&twice), Holds);
    }

    #[test]
    fn if_match_compares_strongly_and_comes_first() {
        for (line, precondition) in [
            ("\"abc\"", Holds),
            ("\"x\", \"abc\"", Holds),
            ("*", Holds),
            ("W/\"abc\"", Failed),
            ("abc", Failed),
            ("\"x\"", Failed),
            ("", Failed),
        ] {
            assert_eq!(evaluate(&[(IF_MATCH, line)]), precondition, "{line}");
        }
        let lines = [(IF_MATCH, "\"x\""), (IF_NONE_MATCH, "\"abc\"")];
        assert_eq!(evaluate(&lines), Failed);
        let lines = [(IF_MATCH, "\"abc\""), (IF_NONE_MATCH, "\"abc\"")];
        assert_eq!(evaluate(&lines), NotModified);
    }

    #[test]
    fn if_unmodified_since_counts_without_if_match() {
        assert_eq!(evaluate(&[(IF_UNMODIFIED_SINCE, BEFORE)]), Failed);
        assert_eq!(evaluate(&[(IF_UNMODIFIED_SINCE, MODIFIED)]), Holds);
        assert_eq!(evaluate(&[(IF_UNMODIFIED_SINCE, "soon")]), Holds);
        let lines = [(IF_MATCH, "*"), (IF_UNMODIFIED_SINCE, BEFORE)];
        assert_eq!(evaluate(&lines), Holds);
    }
}
