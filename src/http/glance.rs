//! What a request says, read in one pass over its fields.
//!
//! Each look for a field by its name costs as much as passing over all of those that a calendar
//! sends. So what decides about an answer that is at hand is gathered at once; whatever is said
//! twice, or seldom, is left to those who look more closely.

use hyper::HeaderMap;
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, HOST, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    IF_UNMODIFIED_SINCE, USER_AGENT,
};

/// The fields that decide about an answer that is at hand.
#[derive(Debug, Default)]
pub(super) struct Glance<'a> {
    pub(super) accept: Option<&'a HeaderValue>,
    pub(super) accept_encoding: Option<&'a HeaderValue>,
    pub(super) if_none_match: Option<&'a HeaderValue>,
    pub(super) user_agent: Option<&'a HeaderValue>,
    /// Whether there are conditions beside If-None-Match.
    pub(super) has_more_conditions: bool,
    pub(super) host: Option<&'a HeaderValue>,
    /// The octets of all fields, names and values.
    pub(super) octets: usize,
}

impl<'a> Glance<'a> {
    /// Reads the fields; `None` if one of these is there twice.
    pub(super) fn at(headers: &'a HeaderMap) -> Option<Self> {
        let mut glance = Self::default();
        for (name, value) in headers {
            glance.octets += name.as_str().len() + value.len();
            let place = match *name {
                ref name if *name == HOST => &mut glance.host,
                ref name if *name == USER_AGENT => &mut glance.user_agent,
                ref name if *name == ACCEPT => &mut glance.accept,
                ref name if *name == ACCEPT_ENCODING => &mut glance.accept_encoding,
                ref name if *name == IF_NONE_MATCH => &mut glance.if_none_match,
                ref name => {
                    glance.has_more_conditions |=
                        [IF_MODIFIED_SINCE, IF_MATCH, IF_UNMODIFIED_SINCE].contains(name);
                    continue;
                }
            };
            if place.replace(value).is_some() {
                return None;
            }
        }
        Some(glance)
    }
}

#[cfg(test)]
mod tests {
    use hyper::http::request::Builder;
    use hyper::{Request, header::HeaderName};

    use super::*;

    fn with(fields: &[(HeaderName, &str)]) -> HeaderMap {
        let add =
            |request: Builder, (name, value): &(HeaderName, &str)| request.header(name, *value);
        let request = fields.iter().fold(Request::get("/"), add);
        request.body(()).unwrap().into_parts().0.headers
    }

    #[test]
    fn each_field_is_seen() {
        let headers = with(&[
            (HOST, "a"),
            (USER_AGENT, "u"),
            (ACCEPT, "*/*"),
            (ACCEPT_ENCODING, "gzip"),
            (IF_NONE_MATCH, "\"t\""),
            (HeaderName::from_static("x-other"), "other"),
        ]);
        let glance = Glance::at(&headers).unwrap();
        let seen = [
            glance.host,
            glance.user_agent,
            glance.accept,
            glance.accept_encoding,
            glance.if_none_match,
        ];
        assert_eq!(
            seen.map(|value| value.unwrap().to_str().unwrap()),
            ["a", "u", "*/*", "gzip", "\"t\""]
        );
        assert!(!glance.has_more_conditions);
        let octets = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
        assert_eq!(glance.octets, headers.iter().map(octets).sum::<usize>());
    }

    #[test]
    fn what_is_said_twice_or_seldom_is_noticed() {
        for name in [HOST, USER_AGENT, ACCEPT, ACCEPT_ENCODING, IF_NONE_MATCH] {
            assert!(Glance::at(&with(&[(name.clone(), "a"), (name, "b")])).is_none());
        }
        for name in [IF_MODIFIED_SINCE, IF_MATCH, IF_UNMODIFIED_SINCE] {
            assert!(Glance::at(&with(&[(name, "a")])).unwrap().has_more_conditions);
        }
    }
}
