//! The form in which readers choose what to subscribe to.

use super::address::{Aspect, PageQuery, Subject, feed_language};
use super::maker::Maker;
use super::said::Said;
use super::subscription::Subscription;
use crate::model::Language;
use crate::query::{Alarm, FeedQuery, Filters, QueryError, Scope, select};
use crate::snapshot::BodyView;
use crate::words::{Message, Phrase, Words};

/// The reminders that the form offers, in minutes.
const REMINDERS: [u32; 5] = [10, 15, 30, 60, 24 * 60];

/// A thing that may be chosen.
pub(super) struct Choice {
    /// The value in the address.
    pub(super) value: String,
    pub(super) name: Said,
    pub(super) is_chosen: bool,
    /// The name of its colour in CSS; empty without one.
    pub(super) colour: String,
}

/// The form, filled in for a feed, and the feed that it gives.
pub(super) struct Composer {
    /// Where the form leads.
    pub(super) action: String,
    /// Filters that the form has no fields for.
    pub(super) kept: Vec<(&'static str, String)>,
    pub(super) topics: Vec<Choice>,
    pub(super) sessions: Vec<Choice>,
    pub(super) languages: Vec<Choice>,
    pub(super) reminders: Vec<Choice>,
    pub(super) is_busy: bool,
    pub(super) hides_cancelled: bool,
    pub(super) subscription: Subscription,
}

impl Composer {
    /// The form for the feed that `query` names; what its path says is filled in like the rest.
    pub(super) fn new(
        maker: &Maker<'_>,
        view: &BodyView,
        query: &FeedQuery,
    ) -> Result<Self, QueryError> {
        let asked = unscoped(maker, view, query);
        let filters = &asked.filters;
        let default = view.body.default_language();
        let topics = view.topics.iter().map(|topic| Choice {
            value: topic.id.to_string(),
            name: maker.read_or(&topic.name, default, topic.id.as_str()),
            is_chosen: filters.topics.contains(&topic.id),
            colour: topic.colour.as_ref().map(ToString::to_string).unwrap_or_default(),
        });
        let sessions = view
            .sessions
            .iter()
            .filter(|known| !known.withdrawn || filters.sessions.contains(&known.session.id));
        let sessions = sessions.map(|known| Choice {
            value: known.session.id.to_string(),
            name: maker.read_or(&known.session.name, default, known.session.id.as_str()),
            is_chosen: filters.sessions.contains(&known.session.id),
            colour: String::new(),
        });
        let languages = view.languages().into_iter().map(|language| Choice {
            value: language.to_string(),
            name: Said::new(language_name(language), language, maker.own()),
            is_chosen: language == asked.language,
            colour: String::new(),
        });
        let mut kept: Vec<(&'static str, String)> = Vec::new();
        kept.extend(filters.kinds.iter().map(|kind| ("kind", kind.to_string())));
        kept.extend(filters.from.iter().map(|day| ("from", day.to_string())));
        kept.extend(filters.to.iter().map(|day| ("to", day.to_string())));
        kept.extend(filters.alarms.iter().skip(1).map(|alarm| ("alarm", alarm.to_string())));
        let feed = select(maker.snapshot, &scoped(&asked))?;
        let usual = feed_language(view, maker.language);
        let composed = PageQuery {
            language: maker.language,
            feed_language: (asked.language != usual).then_some(asked.language),
            subject: Subject::Feed(asked.clone(), Aspect::Subscribe),
        };
        Ok(Self {
            action: maker.page(&view.body.id, Scope::Body, Aspect::Subscribe),
            kept,
            topics: topics.collect(),
            sessions: sessions.collect(),
            languages: languages.collect(),
            reminders: reminders(maker, filters),
            is_busy: filters.busy,
            hides_cancelled: filters.hide_cancelled,
            subscription: Subscription::new(maker, &feed, &composed.address()),
        })
    }
}

/// What a language calls itself, where there are words in it.
pub(super) fn language_name(language: Language) -> String {
    let words = Words::of(language);
    words.map_or_else(|| language.to_string(), |words| words.get(Phrase::LanguageName).to_owned())
}

/// The same feed, with what the path says among the filters. A single slot becomes its topics, and
/// without topics its session: a subscription to one event would say nothing new.
fn unscoped(maker: &Maker<'_>, view: &BodyView, query: &FeedQuery) -> FeedQuery {
    let mut filters = query.filters.clone();
    match &query.scope {
        Scope::Body => {}
        Scope::Session(session) => filters.sessions = [session.clone()].into(),
        Scope::Topic(topic) => filters.topics = [topic.clone()].into(),
        Scope::Slot(session, _) => {
            let feed = select(maker.snapshot, query);
            let event = feed.ok().and_then(|feed| feed.events.into_iter().next());
            let topics = event.map(|event| {
                event.revision.content.topics.iter().map(|topic| topic.id.clone()).collect()
            });
            filters = Filters { topics: topics.unwrap_or_default(), ..Filters::default() };
            // A topic of the event that the body never had has no feed.
            filters.topics.retain(|topic| view.topic(topic).is_some());
            if filters.topics.is_empty() {
                filters.sessions = [session.clone()].into();
            }
        }
    }
    FeedQuery { scope: Scope::Body, filters, ..query.clone() }
}

/// The same feed by the address that says it best: a single topic or session is in its path.
fn scoped(query: &FeedQuery) -> FeedQuery {
    let mut scoped = query.clone();
    let filters = &mut scoped.filters;
    if filters.topics.len() == 1 {
        scoped.scope = filters.topics.pop_first().map_or(Scope::Body, Scope::Topic);
    } else if filters.sessions.len() == 1 {
        scoped.scope = filters.sessions.pop_first().map_or(Scope::Body, Scope::Session);
    }
    scoped
}

fn reminders(maker: &Maker<'_>, filters: &Filters) -> Vec<Choice> {
    let chosen = filters.alarms.first();
    let mut minutes: Vec<u32> = REMINDERS.to_vec();
    minutes.extend(chosen.map(|alarm| alarm.minutes()));
    minutes.sort_unstable();
    minutes.dedup();
    let choice = |value: String, name: String, is_chosen| Choice {
        value,
        name: Said::own(name),
        is_chosen,
        colour: String::new(),
    };
    let none = maker.words.get(Phrase::NoReminder).to_owned();
    let mut choices = vec![choice(String::new(), none, chosen.is_none())];
    choices.extend(minutes.into_iter().filter_map(|minutes| {
        let alarm: Alarm = format!("{minutes}m").parse().ok()?;
        Some(choice(alarm.to_string(), lead_time(maker, minutes), chosen == Some(&alarm)))
    }));
    choices
}

/// "15 minutes before".
fn lead_time(maker: &Maker<'_>, minutes: u32) -> String {
    let (message, count) = match minutes {
        0 => (Message::CountMinutesBefore, 0),
        _ if minutes.is_multiple_of(24 * 60) => (Message::CountDaysBefore, minutes / (24 * 60)),
        _ if minutes.is_multiple_of(60) => (Message::CountHoursBefore, minutes / 60),
        _ => (Message::CountMinutesBefore, minutes),
    };
    maker.words.count(message, usize::try_from(count).unwrap_or_default())
}
