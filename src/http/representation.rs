//! Representations: octets with all of their header fields, made once and sent many times.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body_util::Full;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_TYPE, ETAG, HeaderValue, InvalidHeaderValue, LAST_MODIFIED, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use hyper::{HeaderMap, StatusCode};

use super::coding::Coding;
use super::conditional::Validators;
use super::file::{self, File};
use super::sharing::Sharing;
use super::{Response, cors, policy};

/// The last second that an HTTP date can tell, the end of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// What is said about a representation whatever its coding.
#[derive(Clone, Debug)]
pub(super) struct About {
    /// The Content-Type.
    pub(super) media_type: &'static str,
    /// The Content-Disposition.
    pub(super) disposition: Option<String>,
    /// Whether it is a page, which says what may be loaded with it.
    pub(super) is_page: bool,
    /// Whether its address names its octets, so that it may be kept for ever.
    pub(super) is_fixed: bool,
    /// When it last changed.
    pub(super) last_modified: Option<DateTime<Utc>>,
    /// The names by which shared caches purge it.
    pub(super) names: Vec<String>,
}

/// The octets of a feed or page in one coding, with their header fields.
#[derive(Debug)]
pub(super) struct Representation {
    about: About,
    coding: Coding,
    sharing: Arc<Sharing>,
    opaque: String,
    ready: Ready,
    /// The octets once more, for as long as a thread has them at hand.
    file: Mutex<Weak<File>>,
}

impl Representation {
    /// The representation of these octets, which are in that coding.
    pub(super) fn new(
        about: About,
        octets: impl Into<Bytes>,
        coding: Coding,
        sharing: &Arc<Sharing>,
    ) -> Result<Self, InvalidHeaderValue> {
        let octets = octets.into();
        let opaque = opaque_tag(&octets);
        let ready = Ready::new(&about, coding, sharing, &opaque, octets)?;
        let (sharing, file) = (Arc::clone(sharing), Mutex::default());
        Ok(Self { about, coding, sharing, opaque, ready, file })
    }

    /// What is said about it.
    pub(super) fn about(&self) -> &About {
        &self.about
    }

    /// Its octets. Cloning shares them.
    pub(super) fn octets(&self) -> &Bytes {
        &self.ready.octets
    }

    /// Its responses.
    pub(super) fn ready(&self) -> &Ready {
        &self.ready
    }

    /// A file with its octets, if they are worth one: the same for all who have it at a time.
    pub(super) fn file(&self) -> Option<Arc<File>> {
        let mut known = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = known.upgrade() {
            return Some(file);
        }
        let file = Arc::new(file::of(self.octets())?);
        *known = Arc::downgrade(&file);
        Some(file)
    }

    /// The same responses for another thread, with the same octets but reference counts of its own:
    /// threads that count on the same ones wait for each other's caches of the processor.
    pub(super) fn another(&self) -> Ready {
        let octets = Bytes::from_owner(self.ready.octets.clone());
        Ready::new(&self.about, self.coding, &self.sharing, &self.opaque, octets)
            // What made the first makes another.
            .unwrap_or_else(|_| self.ready.clone())
    }
}

/// The responses of a representation, but for their Date.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    octets: Bytes,
    etag: HeaderValue,
    last_modified: Option<SystemTime>,
    full: HeaderMap,
    not_modified: HeaderMap,
}

impl Ready {
    fn new(
        about: &About,
        coding: Coding,
        sharing: &Sharing,
        opaque: &str,
        octets: Bytes,
    ) -> Result<Self, InvalidHeaderValue> {
        let last_modified = about.last_modified.map(instant);
        let etag: HeaderValue = format!("\"{opaque}\"").parse()?;
        // What a 304 carries (RFC 9110, section 15.4.5).
        let mut headers = HeaderMap::new();
        headers.insert(ETAG, etag.clone());
        sharing.tell(&mut headers, about);
        headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Some(instant) = last_modified {
            headers.insert(LAST_MODIFIED, httpdate::fmt_http_date(instant).parse()?);
        }
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        let not_modified = headers.clone();
        cors::open(&mut headers);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(about.media_type));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(name) = coding.content_encoding() {
            headers.insert(CONTENT_ENCODING, name);
        }
        if let Some(disposition) = &about.disposition {
            headers.insert(CONTENT_DISPOSITION, disposition.parse()?);
        }
        if about.is_page {
            policy::set(&mut headers);
        }
        Ok(Self { octets, etag, last_modified, full: headers, not_modified })
    }

    /// The octets.
    pub(super) fn octets(&self) -> &Bytes {
        &self.octets
    }

    /// Its entity tag, as it is sent.
    pub(super) fn etag(&self) -> &HeaderValue {
        &self.etag
    }

    /// What it is compared by.
    pub(super) fn validators(&self) -> Validators<'_> {
        let quoted = self.etag.to_str().unwrap_or_default();
        Validators { opaque: quoted.trim_matches('"'), last_modified: self.last_modified }
    }

    /// The 200. hyper adds its Content-Length.
    pub(super) fn response(&self) -> Response {
        let mut response = Response::new(Full::new(self.octets.clone()));
        response.headers_mut().clone_from(&self.full);
        response
    }

    /// The 200 to HEAD.
    pub(super) fn head(&self) -> Response {
        let mut response = Response::new(Full::new(Bytes::new()));
        response.headers_mut().clone_from(&self.full);
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(self.octets.len()));
        response
    }

    /// The 304.
    pub(super) fn not_modified(&self) -> Response {
        let mut response = Response::new(Full::new(Bytes::new()));
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().clone_from(&self.not_modified);
        response
    }
}

/// The first 128 bits of the BLAKE3 hash of the octets, in hexadecimal. Other hashes take as long for
/// a large feed as all else that is done to make it.
fn opaque_tag(octets: &[u8]) -> String {
    let hash = blake3::hash(octets).to_hex();
    hash[..32].to_owned()
}

/// An instant as HTTP can tell it: whole seconds from 1970 to 9999.
fn instant(at: DateTime<Utc>) -> SystemTime {
    let seconds = u64::try_from(at.timestamp()).unwrap_or(0);
    UNIX_EPOCH + Duration::from_secs(seconds.min(LAST_SECOND))
}

#[cfg(test)]
mod tests {
    use hyper::header::CACHE_CONTROL;

    use super::*;

    fn representation(octets: &str, coding: Coding, at: &str) -> Representation {
        let about = About {
            media_type: "text/calendar; charset=utf-8",
            disposition: Some("inline; filename=\"a.ics\"".to_owned()),
            is_page: false,
            is_fixed: false,
            last_modified: Some(at.parse().unwrap()),
            names: vec![],
        };
        Representation::new(about, octets.to_owned(), coding, &Arc::default()).unwrap()
    }

    #[test]
    fn the_entity_tag_is_of_the_octets() {
        let made = representation("abc", Coding::Identity, "2023-03-06T15:00:00Z");
        let headers = made.ready().head().headers().clone();
        assert_eq!(headers[ETAG], "\"6437b3ac38465133ffb63b75273a8db5\"");
        assert_eq!(headers[LAST_MODIFIED], "Mon, 06 Mar 2023 15:00:00 GMT");
        assert_eq!(headers[CONTENT_LENGTH], "3");
        assert!(!headers.contains_key(CONTENT_ENCODING));
    }

    #[test]
    fn a_304_carries_what_a_cache_updates_and_nothing_of_the_content() {
        let made = representation("abc", Coding::Gzip, "2023-03-06T15:00:00Z");
        let full = made.ready().response();
        assert_eq!(full.headers()[CONTENT_ENCODING], "gzip");
        let short = made.ready().not_modified();
        assert_eq!(short.status(), 304);
        for name in [ETAG, CACHE_CONTROL, VARY, LAST_MODIFIED] {
            assert_eq!(short.headers()[&name], full.headers()[&name]);
        }
        let others = ["content-type", "content-disposition", "content-encoding", "content-length"];
        assert!(others.iter().all(|name| !short.headers().contains_key(*name)));
    }

    #[test]
    fn another_for_another_thread_is_the_same() {
        let made = representation("abc", Coding::Gzip, "2023-03-06T15:00:00Z");
        let another = made.another();
        assert_eq!(another.response().headers(), made.ready().response().headers());
        assert_eq!(another.validators().opaque, made.ready().validators().opaque);
        assert_eq!(another.octets.as_ptr(), made.octets().as_ptr());
    }

    #[test]
    fn instants_that_http_cannot_tell_are_brought_within_its_bounds() {
        for (at, told) in [
            ("1910-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            ("+12000-01-01T00:00:00Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] {
            let made = representation("abc", Coding::Identity, at);
            assert_eq!(made.ready().response().headers()[LAST_MODIFIED], told);
        }
    }
}
