//! Pages for addresses that lead nowhere: what is wrong, and what would be right.

use askama::Template;
use chrono::DateTime;
use url::form_urlencoded::{Serializer, parse};

use super::address::{PageQuery, languages_of_all};
use super::composer::language_name;
use super::frame::Frame;
use super::maker::Maker;
use super::said::Said;
use crate::model::Language;
use crate::query::QueryError;
use crate::render::Site;
use crate::snapshot::{BodyView, Snapshot};
use crate::words::Phrase;

/// A request that is refused.
#[derive(Clone, Copy, Debug)]
pub struct Trouble<'a> {
    /// The path that was asked for, as it came.
    pub path: &'a str,
    /// The query, as it came.
    pub query: &'a str,
    /// The status of the answer.
    pub status: u16,
    /// What is wrong, in English.
    pub detail: &'a str,
    /// The same as an error, where the address is at fault.
    pub error: Option<&'a QueryError>,
    /// The value that was probably meant.
    pub nearest: Option<&'a str>,
}

/// A way on from here.
struct Way {
    name: Said,
    address: String,
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct TroublePage<'a> {
    frame: Frame,
    status: u16,
    heading: &'static str,
    detail: &'a str,
    nearest: Option<Way>,
    valid: Vec<Way>,
}

/// The page that says so, for readers of a language.
pub fn trouble(
    snapshot: &Snapshot,
    site: &Site,
    language: Language,
    trouble: &Trouble<'_>,
) -> String {
    // Nothing on the page depends on the time.
    let maker = Maker::new(snapshot, site, language, DateTime::UNIX_EPOCH);
    let heading = maker.words.get(match trouble.status {
        404 => Phrase::NotFound,
        500.. => Phrase::NotNow,
        _ => Phrase::NotUnderstood,
    });
    let home = PageQuery::home(language, String::new());
    let mut frame = Frame::new(&maker, &home, &languages_of_all(snapshot), heading.to_owned());
    frame.canonical.clear();
    frame.is_unlisted = true;
    let way = |value: &str| way(&maker, trouble, value);
    let nearest = trouble.nearest.and_then(way);
    let listed = trouble.error.map(QueryError::valid).unwrap_or_default();
    let valid = listed.iter().filter_map(|value| way(value)).collect();
    let (status, detail) = (trouble.status, trouble.detail);
    let page = TroublePage { frame, status, heading, detail, nearest, valid };
    // Writing to a string does not fail.
    page.render().unwrap_or_default()
}

/// The address with `value` where it is wrong, by its name.
fn way(maker: &Maker<'_>, trouble: &Trouble<'_>, value: &str) -> Option<Way> {
    let segments: Vec<&str> = trouble.path.trim_start_matches('/').split('/').collect();
    let view = segments.get(1).and_then(|body| {
        // A feed of a body has its extension here.
        let body = body.split('.').next().unwrap_or_default();
        maker.snapshot.bodies().get(body)
    });
    let view = view.map(AsRef::as_ref);
    let (what, address) = match trouble.error? {
        QueryError::Unknown { what, .. } => {
            let place = match *what {
                "language" => 0,
                "body" => 1,
                "topic" | "session" => 3,
                "slot" => 4,
                _ => return None,
            };
            let wrong = segments.get(place)?;
            let extension = match wrong.rsplit_once('.') {
                Some((_, extension)) if place + 1 == segments.len() => format!(".{extension}"),
                _ => String::new(),
            };
            let right = [value, &extension].concat();
            let mut segments = segments.clone();
            segments[place] = &right;
            (*what, with_query(&format!("/{}", segments.join("/")), trouble.query))
        }
        QueryError::Value { parameter, value: wrong, .. } => {
            let mut pairs = Serializer::new(String::new());
            for (name, values) in parse(trouble.query.as_bytes()) {
                let mended: Vec<&str> =
                    values
                        .split(',')
                        .map(|given| {
                            if name == *parameter && given.trim() == wrong { value } else { given }
                        })
                        .collect();
                pairs.append_pair(&name, &mended.join(","));
            }
            (*parameter, with_query(trouble.path, &pairs.finish()))
        }
        QueryError::Encoding { .. } | QueryError::TooMany { .. } => return None,
    };
    Some(Way { name: name(maker, view, what, value), address: maker.site.local(&address) })
}

fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// What people call a value.
fn name(maker: &Maker<'_>, view: Option<&BodyView>, what: &str, value: &str) -> Said {
    let named = match what {
        "language" => {
            let language = value.parse::<Language>().ok();
            language.map(|language| Said::new(language_name(language), language, maker.own()))
        }
        "body" => maker
            .snapshot
            .bodies()
            .get(value)
            .and_then(|view| maker.read(&view.body.short_name, view.body.default_language())),
        "topic" => view.and_then(|view| {
            let topic = view.topics.iter().find(|topic| topic.id.as_str() == value)?;
            maker.read(&topic.name, view.body.default_language())
        }),
        "session" => view.and_then(|view| {
            let known = view.sessions.iter().find(|known| known.session.id.as_str() == value)?;
            maker.read(&known.session.name, view.body.default_language())
        }),
        _ => None,
    };
    named.unwrap_or_else(|| Said::own(value))
}
