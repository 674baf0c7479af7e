//! What shared caches are told: for how long they may keep an answer, and by which names to purge
//! it.

use hyper::HeaderMap;
use hyper::header::{CACHE_CONTROL, HeaderName, HeaderValue};

use super::Limits;
use super::representation::About;
use crate::pages::{PageQuery, Subject};
use crate::query::{FeedQuery, Scope};
use crate::snapshot::Snapshot;

/// How long a response may be kept. Five minutes keep a change of programme from being missed by
/// more than that, and the same again while a cache fetches the new one. When the server is down or
/// failing, a cache may go on with what it has for a day: an old calendar is better than none.
const FRESHNESS: &str = "public, max-age=300, stale-while-revalidate=300, stale-if-error=86400";

/// How long a response may be kept whose address changes with its octets: a year, which is for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// What CDNs are told beside that, where they may keep a feed for longer than clients (RFC 9213).
const CDN_CACHE_CONTROL: HeaderName = HeaderName::from_static("cdn-cache-control");

/// The name that every answer has.
const ALL: &str = "plenary";

/// What shared caches are told.
#[derive(Clone, Debug)]
pub(super) struct Sharing {
    freshness: HeaderValue,
    /// What is said of feeds instead, and to CDNs alone, where they may keep them for longer.
    of_feeds: Option<(HeaderValue, HeaderValue)>,
    tag_field: Option<HeaderName>,
}

impl Default for Sharing {
    fn default() -> Self {
        let freshness = HeaderValue::from_static(FRESHNESS);
        Self { freshness, of_feeds: None, tag_field: None }
    }
}

impl Sharing {
    /// What these limits have them told.
    pub(super) fn new(limits: &Limits) -> Self {
        let of_feeds = limits.shared_max_age.and_then(|seconds| {
            let shared = format!("max-age=300, s-maxage={seconds}");
            // s-maxage forbids what is stale (RFC 9111, sections 4.2.4 and 5.2.2.10) whatever stands
            // beside it. A field of their own lets caches that know it go on with what they have.
            let cdn =
                format!("max-age={seconds}, stale-while-revalidate=300, stale-if-error=86400");
            Some((FRESHNESS.replace("max-age=300", &shared).parse().ok()?, cdn.parse().ok()?))
        });
        let tag_field = limits.cache_tag_field.as_ref().and_then(|name| name.parse().ok());
        Self { of_feeds, tag_field, ..Self::default() }
    }

    /// Tells it of an answer. Only feeds may be kept for longer than by clients: pages and what
    /// leads to them change with the clock too, which no purge tells.
    pub(super) fn tell(&self, headers: &mut HeaderMap, about: &About) {
        let of_feed = self.of_feeds.as_ref().filter(|_| is_feed(about));
        if about.is_fixed {
            headers.insert(CACHE_CONTROL, FOR_EVER);
        } else if let Some((freshness, of_cdn)) = of_feed {
            headers.insert(CACHE_CONTROL, freshness.clone());
            headers.insert(CDN_CACHE_CONTROL, of_cdn.clone());
        } else {
            headers.insert(CACHE_CONTROL, self.freshness.clone());
        }
        let names = &about.names;
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

/// Whether it is a feed that is told of. Feeds alone are saved under a name.
fn is_feed(about: &About) -> bool {
    about.disposition.is_some()
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

/// The names by which a page is purged: those of its feed, or of every body where it shows all.
pub(super) fn names_of_page(snapshot: &Snapshot, query: &PageQuery) -> Vec<String> {
    match &query.subject {
        Subject::Home(_) => names_of_all(snapshot),
        Subject::Feed(feed, _) => names(feed),
    }
}

/// The names by which what shows every body is purged.
pub(super) fn names_of_all(snapshot: &Snapshot) -> Vec<String> {
    snapshot.bodies().keys().map(|body| format!("body-{body}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(is_feed: bool, is_fixed: bool) -> About {
        About {
            media_type: "text/x",
            disposition: is_feed.then(|| "inline".to_owned()),
            is_page: false,
            is_fixed,
            last_modified: None,
            names: vec!["body-b".to_owned(), "topic-b-t".to_owned()],
        }
    }

    fn told(limits: &Limits, about: &About) -> HeaderMap {
        let mut headers = HeaderMap::new();
        Sharing::new(limits).tell(&mut headers, about);
        headers
    }

    #[test]
    fn shared_caches_are_told_no_more_than_is_set() {
        let headers = told(&Limits::default(), &about(true, false));
        assert_eq!(headers.len(), 1);
        assert_eq!(headers[CACHE_CONTROL], FRESHNESS);
        let fixed = told(&Limits::default(), &about(false, true));
        assert_eq!(fixed[CACHE_CONTROL], "public, max-age=31536000, immutable");
    }

    #[test]
    fn a_cdn_may_keep_feeds_for_longer_and_is_told_how_to_purge_answers() {
        let with = |field: &str| Limits {
            shared_max_age: Some(86400),
            cache_tag_field: Some(field.to_owned()),
            ..Limits::default()
        };
        let headers = told(&with("cache-tag"), &about(true, false));
        assert_eq!(
            headers[CACHE_CONTROL],
            "public, max-age=300, s-maxage=86400, stale-while-revalidate=300, stale-if-error=86400"
        );
        assert_eq!(
            headers["cdn-cache-control"],
            "max-age=86400, stale-while-revalidate=300, stale-if-error=86400"
        );
        assert_eq!(headers["cache-tag"], "plenary,body-b,topic-b-t");
        let page = told(&with("surrogate-key"), &about(false, false));
        assert_eq!(page[CACHE_CONTROL], FRESHNESS);
        assert!(!page.contains_key("cdn-cache-control"));
        assert_eq!(page["surrogate-key"], "plenary body-b topic-b-t");
    }
}
