//! What shared caches are told: for how long they may keep an answer, and by which names to purge
//! it.

use hyper::HeaderMap;
use hyper::header::{CACHE_CONTROL, HeaderName, HeaderValue};

use super::Limits;
use crate::query::{FeedQuery, Scope};

/// How long a response may be kept. Five minutes keep a change of programme from being missed by
/// more than that, and the same again while a cache fetches the new one. When the server is down or
/// failing, a cache may go on with what it has for a day: an old calendar is better than none.
const FRESHNESS: &str = "public, max-age=300, stale-while-revalidate=300, stale-if-error=86400";

/// How long a response may be kept whose address changes with its octets: a year, which is for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The name that every answer has.
const ALL: &str = "plenary";

/// What shared caches are told.
#[derive(Clone, Debug)]
pub(super) struct Sharing {
    freshness: HeaderValue,
    tag_field: Option<HeaderName>,
}

impl Default for Sharing {
    fn default() -> Self {
        Self { freshness: HeaderValue::from_static(FRESHNESS), tag_field: None }
    }
}

impl Sharing {
    /// What these limits have them told.
    pub(super) fn new(limits: &Limits) -> Self {
        let default = Self::default();
        let freshness = limits.shared_max_age.and_then(|seconds| {
            let shared = format!("max-age=300, s-maxage={seconds}");
            FRESHNESS.replace("max-age=300", &shared).parse().ok()
        });
        let tag_field = limits.cache_tag_field.as_ref().and_then(|name| name.parse().ok());
        Self { freshness: freshness.unwrap_or(default.freshness), tag_field }
    }

    /// Tells it of an answer with these names, or of one that may be kept for ever.
    pub(super) fn tell(&self, headers: &mut HeaderMap, is_fixed: bool, names: &[String]) {
        let freshness = if is_fixed { FOR_EVER } else { self.freshness.clone() };
        headers.insert(CACHE_CONTROL, freshness);
        let Some(field) = &self.tag_field else { return };
        // Fastly divides the names with blanks, others with commas.
        let between = if field == "surrogate-key" { " " } else { "," };
        let names: Vec<&str> =
            std::iter::once(ALL).chain(names.iter().map(String::as_str)).collect();
        // Identifiers are made of what header fields may hold.
        if let Ok(value) = names.join(between).parse() {
            headers.insert(field.clone(), value);
        }
    }
}

/// The names by which a feed is purged: those of its body, and of the sessions and topics that its
/// address names.
pub(super) fn names(query: &FeedQuery) -> Vec<String> {
    let body = &query.body;
    let mut names = vec![format!("body-{body}")];
    let session = |id: &dyn std::fmt::Display| format!("session-{body}-{id}");
    let topic = |id: &dyn std::fmt::Display| format!("topic-{body}-{id}");
    match &query.scope {
        Scope::Body => {}
        Scope::Session(id) | Scope::Slot(id, _) => names.push(session(id)),
        Scope::Topic(id) => names.push(topic(id)),
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(limits: &Limits, is_fixed: bool) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let names = ["body-b".to_owned(), "topic-b-t".to_owned()];
        Sharing::new(limits).tell(&mut headers, is_fixed, &names);
        headers
    }

    #[test]
    fn shared_caches_are_told_no_more_than_is_set() {
        let headers = told(&Limits::default(), false);
        assert_eq!(headers.len(), 1);
        assert_eq!(headers[CACHE_CONTROL], FRESHNESS);
        let fixed = told(&Limits::default(), true);
        assert_eq!(fixed[CACHE_CONTROL], "public, max-age=31536000, immutable");
    }

    #[test]
    fn a_cdn_may_keep_answers_for_longer_and_is_told_how_to_purge_them() {
        let with = |field: &str| Limits {
            shared_max_age: Some(86400),
            cache_tag_field: Some(field.to_owned()),
            ..Limits::default()
        };
        let headers = told(&with("cache-tag"), false);
        assert_eq!(
            headers[CACHE_CONTROL],
            "public, max-age=300, s-maxage=86400, stale-while-revalidate=300, stale-if-error=86400"
        );
        assert_eq!(headers["cache-tag"], "plenary,body-b,topic-b-t");
        let headers = told(&with("surrogate-key"), false);
        assert_eq!(headers["surrogate-key"], "plenary body-b topic-b-t");
    }
}
