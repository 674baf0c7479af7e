//! Topics: their slots across sessions.

use askama::Template;

use super::address::Aspect;
use super::composer::Composer;
use super::entry::{EntryView, entries_on};
use super::event::EventLine;
use super::frame::Frame;
use super::maker::Maker;
use super::said::Said;
use crate::model::{Topic, TopicId};
use crate::query::{FeedQuery, QueryError, Scope, select};
use crate::snapshot::BodyView;
use crate::words::{Message, Phrase};

/// A topic in a list.
pub(super) struct TopicLine {
    pub(super) name: Said,
    pub(super) colour: String,
    pub(super) page: String,
    pub(super) count: String,
    /// "Next: 6 March 2023", and the instant.
    pub(super) next: Option<(String, String)>,
    /// Whether the body does not have it any more.
    pub(super) is_former: bool,
}

impl TopicLine {
    pub(super) fn new(
        maker: &Maker<'_>,
        view: &BodyView,
        topic: &Topic,
    ) -> Result<Self, QueryError> {
        let body = &view.body;
        let feed = maker.feed(view, Scope::Topic(topic.id.clone()))?;
        let live: Vec<_> = feed.events.iter().filter(|event| !event.is_cancelled()).collect();
        let next = live.iter().find(|event| event.content().ends > maker.moment).map(|event| {
            let content = event.content();
            let date = maker.words.date(content.slot.date);
            let words = maker.words.format(Message::NextOn, &[("date", &date)]);
            (words, super::event::instant(content.starts))
        });
        Ok(Self {
            name: maker.read_or(&topic.name, body.default_language(), topic.id.as_str()),
            colour: topic.colour.as_ref().map(ToString::to_string).unwrap_or_default(),
            page: maker.page(&body.id, Scope::Topic(topic.id.clone()), Aspect::Programme),
            count: maker.words.count(Message::CountEvents, live.len()),
            next,
            is_former: body.topic(&topic.id).is_none(),
        })
    }
}

/// The slots of a session on a topic.
pub(super) struct OfSession {
    pub(super) name: Said,
    pub(super) page: String,
    pub(super) dates: String,
    pub(super) slots: Vec<(EventLine, Vec<EntryView>)>,
}

#[derive(Template)]
#[template(path = "topic.html")]
pub(super) struct TopicPage {
    frame: Frame,
    name: Said,
    body: Said,
    colour: String,
    is_former: bool,
    changes: String,
    whole: Option<String>,
    sessions: Vec<OfSession>,
    composer: Composer,
}

/// The page of a topic.
pub(super) fn page(
    maker: &Maker<'_>,
    view: &BodyView,
    query: &FeedQuery,
    id: &TopicId,
    mut frame: Frame,
) -> Result<TopicPage, QueryError> {
    let feed = select(maker.snapshot, query)?;
    let body = &view.body;
    let default = body.default_language();
    let name = feed
        .topics
        .first()
        .map_or_else(|| Said::own(id.as_str()), |t| maker.read_or(&t.name, default, id.as_str()));
    let short = maker.read_or(&body.short_name, default, body.id.as_str());
    frame.title = format!("{} – {}", name.words, short.words);
    let mut sessions: Vec<(crate::model::SessionId, OfSession)> = Vec::new();
    for event in &feed.events {
        let content = event.content();
        let of = &content.session;
        if sessions.last().is_none_or(|(last, _)| last != of) {
            let known = view.session(of);
            let session = known.map(|known| &known.session);
            sessions.push((
                of.clone(),
                OfSession {
                    name: session.map_or_else(
                        || Said::own(of.as_str()),
                        |session| maker.read_or(&session.name, default, of.as_str()),
                    ),
                    page: maker.page(&body.id, Scope::Session(of.clone()), Aspect::Programme),
                    dates: session.map(|s| maker.dates(s.start, s.end)).unwrap_or_default(),
                    slots: Vec::new(),
                },
            ));
        }
        if let Some((_, last)) = sessions.last_mut() {
            last.slots.push((EventLine::new(maker, event), entries_on(maker, &content, id)));
        }
    }
    Ok(TopicPage {
        name,
        body: short,
        colour: feed
            .topics
            .first()
            .and_then(|topic| topic.colour.as_ref().map(ToString::to_string))
            .unwrap_or_default(),
        is_former: body.topic(id).is_none(),
        changes: maker.page(&body.id, Scope::Topic(id.clone()), Aspect::Changes),
        whole: super::whole(maker, query),
        sessions: sessions.into_iter().map(|(_, session)| session).collect(),
        composer: Composer::new(maker, view, query)?,
        frame,
    })
}
