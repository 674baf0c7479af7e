//! The home page: bodies, sessions near now, and what a search finds.

use askama::Template;

use super::address::Aspect;
use super::body::Sessions;
use super::composer::Composer;
use super::frame::Frame;
use super::maker::Maker;
use super::said::Said;
use super::search::{Found, search};
use super::session::SessionLine;
use crate::query::{FeedQuery, Filters, QueryError, Scope};
use crate::words::Phrase;

/// A body in a list.
pub(super) struct BodyLine {
    name: Said,
    short_name: Said,
    page: String,
    subscribe: String,
    colour: String,
}

#[derive(Template)]
#[template(path = "home.html")]
pub(super) struct HomePage {
    frame: Frame,
    words_searched: String,
    found: Option<Found>,
    bodies: Vec<BodyLine>,
    sessions: Sessions,
    /// Where there is but one body.
    composer: Option<Composer>,
}

/// The home page; with `words`, what a search for them finds.
pub(super) fn page(
    maker: &Maker<'_>,
    words: &str,
    mut frame: Frame,
) -> Result<HomePage, QueryError> {
    let bodies = maker.snapshot.bodies();
    let mut sessions = Sessions::default();
    for view in bodies.values() {
        for known in view.sessions.iter().filter(|known| !known.withdrawn) {
            sessions.add(SessionLine::new(maker, view, known));
        }
    }
    sessions.order();
    let lines = bodies.values().map(|view| {
        let body = &view.body;
        let default = body.default_language();
        BodyLine {
            name: maker.read_or(&body.name, default, body.id.as_str()),
            short_name: maker.read_or(&body.short_name, default, body.id.as_str()),
            page: maker.page(&body.id, Scope::Body, Aspect::Programme),
            subscribe: maker.page(&body.id, Scope::Body, Aspect::Subscribe),
            colour: body.colour.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    });
    let composer = match bodies.values().next() {
        Some(view) if bodies.len() == 1 => {
            let query = FeedQuery {
                language: super::address::feed_language(view, maker.language),
                body: view.body.id.clone(),
                scope: Scope::Body,
                filters: Filters::default(),
            };
            Some(Composer::new(maker, view, &query)?)
        }
        _ => None,
    };
    maker.words.get(Phrase::HomeLead).clone_into(&mut frame.description);
    frame.title = if words.is_empty() {
        maker.words.get(Phrase::HomeLead).trim_end_matches(['.', '。']).to_owned()
    } else {
        maker.words.labelled(maker.words.get(Phrase::Search), words)
    };
    Ok(HomePage {
        words_searched: words.to_owned(),
        found: (!words.is_empty()).then(|| search(maker, words)),
        bodies: lines.collect(),
        sessions,
        composer,
        frame,
    })
}
