//! Bodies: their sessions and topics.

use askama::Template;

use super::address::Aspect;
use super::composer::Composer;
use super::frame::Frame;
use super::maker::Maker;
use super::said::Said;
use super::session::{SessionLine, Tense};
use super::topic::TopicLine;
use crate::query::{FeedQuery, QueryError, Scope};
use crate::snapshot::BodyView;

/// Sessions by where they lie from now.
#[derive(Default)]
pub(super) struct Sessions {
    pub(super) running: Vec<SessionLine>,
    /// The next first.
    pub(super) coming: Vec<SessionLine>,
    /// The last first.
    pub(super) past: Vec<SessionLine>,
}

impl Sessions {
    /// Those of a body, without withdrawn ones that nothing is left of.
    pub(super) fn of(maker: &Maker<'_>, view: &BodyView) -> Self {
        let mut sessions = Self::default();
        for known in view.sessions.iter().filter(|known| !known.withdrawn) {
            sessions.add(SessionLine::new(maker, view, known));
        }
        sessions.order();
        sessions
    }

    pub(super) fn add(&mut self, line: SessionLine) {
        match line.tense {
            Tense::Running => self.running.push(line),
            Tense::Coming => self.coming.push(line),
            Tense::Past => self.past.push(line),
        }
    }

    pub(super) fn order(&mut self) {
        self.running.sort_by_key(|line| line.first_day);
        self.coming.sort_by_key(|line| line.first_day);
        self.past.sort_by_key(|line| std::cmp::Reverse(line.first_day));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.running.is_empty() && self.coming.is_empty() && self.past.is_empty()
    }
}

use crate::words::Phrase;

#[derive(Template)]
#[template(path = "body.html")]
pub(super) struct BodyPage {
    frame: Frame,
    name: Said,
    short_name: Said,
    venue: Option<Said>,
    official: Option<String>,
    changes: String,
    sessions: Sessions,
    topics: Vec<TopicLine>,
    composer: Composer,
}

/// The page of a body.
pub(super) fn page(
    maker: &Maker<'_>,
    view: &BodyView,
    query: &FeedQuery,
    mut frame: Frame,
) -> Result<BodyPage, QueryError> {
    let body = &view.body;
    let default = body.default_language();
    let name = maker.read_or(&body.name, default, body.id.as_str());
    let short_name = maker.read_or(&body.short_name, default, body.id.as_str());
    frame.title.clone_from(&short_name.words);
    frame.description.clone_from(&name.words);
    let topics = view.topics.iter().map(|topic| TopicLine::new(maker, view, topic));
    Ok(BodyPage {
        name,
        short_name,
        venue: maker.read(&body.venue, default),
        official: body.url.as_ref().map(ToString::to_string),
        changes: maker.page(&body.id, Scope::Body, Aspect::Changes),
        sessions: Sessions::of(maker, view),
        topics: topics.collect::<Result<_, _>>()?,
        composer: Composer::new(maker, view, query)?,
        frame,
    })
}
