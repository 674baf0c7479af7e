//! Sessions: their timetables, and how other pages list them.

use std::collections::BTreeMap;

use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::address::Aspect;
use super::composer::Composer;
use super::document::{DocumentLine, documents};
use super::event::{EventLine, lay_out};
use super::frame::Frame;
use super::maker::Maker;
use super::said::Said;
use crate::model::{SessionId, SessionStatus};
use crate::query::{FeedQuery, QueryError, Scope, select};
use crate::snapshot::{BodyView, SessionView};
use crate::words::{Message, Phrase};

/// How many slots at the same time may share the column of a day, and how many such columns a week
/// has room for.
const MAX_LANES: usize = 3;
const MAX_COLUMNS: usize = 7;

/// Where a session lies from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Running,
    Coming,
}

/// A session in a list.
pub(super) struct SessionLine {
    pub(super) name: Said,
    pub(super) body: Said,
    pub(super) page: String,
    pub(super) dates: String,
    pub(super) start: String,
    pub(super) status: &'static str,
    /// `provisional`, `adopted`, `held` or `withdrawn`.
    pub(super) state: &'static str,
    pub(super) count: String,
    pub(super) tense: Tense,
    pub(super) first_day: NaiveDate,
}

impl SessionLine {
    pub(super) fn new(maker: &Maker<'_>, view: &BodyView, known: &SessionView) -> Self {
        let (body, session) = (&view.body, &known.session);
        let default = body.default_language();
        let today = maker.today(session.time_zone.unwrap_or(body.time_zone));
        let tense = if session.end < today {
            Tense::Past
        } else if session.start <= today {
            Tense::Running
        } else {
            Tense::Coming
        };
        let live = view.events.iter().filter_map(|history| history.latest()).filter(|latest| {
            latest.content.session == session.id && !latest.content.is_cancelled()
        });
        let (state, status) = status(known);
        Self {
            name: maker.read_or(&session.name, default, session.id.as_str()),
            body: maker.read_or(&body.short_name, default, body.id.as_str()),
            page: maker.page(&body.id, Scope::Session(session.id.clone()), Aspect::Programme),
            dates: maker.dates(session.start, session.end),
            start: session.start.to_string(),
            status: maker.words.get(status),
            state,
            count: maker.words.count(Message::CountEvents, live.count()),
            tense,
            first_day: session.start,
        }
    }
}

fn status(known: &SessionView) -> (&'static str, Phrase) {
    match known.session.status {
        _ if known.withdrawn => ("withdrawn", Phrase::Withdrawn),
        SessionStatus::Provisional => ("provisional", Phrase::Provisional),
        SessionStatus::Adopted => ("adopted", Phrase::Adopted),
        SessionStatus::Held => ("held", Phrase::Held),
    }
}

/// A day of a timetable.
pub(super) struct Day {
    /// As in ISO 8601, and in words.
    pub(super) iso: String,
    pub(super) date: String,
    pub(super) is_today: bool,
    /// Its first column among those of its week, from 1, and how many it has: as many as there are
    /// slots at the same time.
    pub(super) column: usize,
    pub(super) width: usize,
    pub(super) events: Vec<EventLine>,
}

/// The days of a timetable by weeks, in order; without days on which nothing is.
pub(super) fn weeks(maker: &Maker<'_>, events: Vec<EventLine>, today: NaiveDate) -> Vec<Vec<Day>> {
    let mut days: BTreeMap<NaiveDate, Vec<EventLine>> = BTreeMap::new();
    for event in events {
        days.entry(event.date).or_default().push(event);
    }
    let mut weeks: BTreeMap<_, Vec<Day>> = BTreeMap::new();
    for (date, mut events) in days {
        events.sort_by_key(|event| (event.from, event.to));
        lay_out(&mut events);
        let week = date.iso_week();
        let week = weeks.entry((week.year(), week.week())).or_default();
        week.push(Day {
            column: columns(week) + 1,
            width: events.iter().map(|event| event.lanes).max().unwrap_or(1),
            iso: date.to_string(),
            date: maker.words.day(date),
            is_today: date == today,
            events,
        });
    }
    weeks.into_values().collect()
}

/// How many columns a week has.
fn columns(week: &[Day]) -> usize {
    week.iter().map(|day| day.width).sum()
}

/// Whether too much is at the same time for a week to be shown in columns.
fn is_crowded(week: &[Day]) -> bool {
    columns(week) > MAX_COLUMNS || week.iter().any(|day| day.width > MAX_LANES)
}

#[derive(Template)]
#[template(path = "session.html")]
pub(super) struct SessionPage {
    frame: Frame,
    name: Said,
    body: Said,
    dates: String,
    start: String,
    state: &'static str,
    status: &'static str,
    /// Whether it is provisional and still to come or going on.
    may_change: bool,
    venue: Option<Said>,
    official: Option<String>,
    zone: String,
    zone_name: &'static str,
    last_changed: String,
    changes: String,
    weeks: Vec<Vec<Day>>,
    first_quarter: u32,
    last_quarter: u32,
    /// The page without filters, where there are some.
    whole: Option<String>,
    paragraphs: Vec<Said>,
    documents: Vec<DocumentLine>,
    footnotes: Vec<(String, Said)>,
    composer: Composer,
}

/// The page of a session.
pub(super) fn page(
    maker: &Maker<'_>,
    view: &BodyView,
    query: &FeedQuery,
    id: &SessionId,
    mut frame: Frame,
) -> Result<SessionPage, QueryError> {
    let feed = select(maker.snapshot, query)?;
    let body = &view.body;
    let default = body.default_language();
    let Some(known) = view.session(id) else {
        return Err(super::unknown_session(view, id));
    };
    let session = &known.session;
    let zone = session.time_zone.unwrap_or(body.time_zone);
    let events: Vec<_> = feed.events.iter().map(|event| EventLine::new(maker, event)).collect();
    let (state, status) = status(known);
    let part = |event: &&EventLine| event.state != "departed";
    let parts: Vec<_> = events.iter().filter(part).collect();
    let name = maker.read_or(&session.name, default, session.id.as_str());
    let short = maker.read_or(&body.short_name, default, body.id.as_str());
    frame.title = format!("{} – {}", name.words, short.words);
    let dates = maker.dates(session.start, session.end);
    frame.description = format!("{}, {}, {dates}", short.words, name.words);
    let first_quarter = events.iter().map(|event| event.from).min().unwrap_or(36);
    let last_quarter = events.iter().map(|event| event.to).max().unwrap_or(72);
    let venue = if session.venue.is_empty() { &body.venue } else { &session.venue };
    let place = maker.read(venue, default).map(|venue| venue.words).unwrap_or_default();
    let days = [session.start, session.end].map(|day| day.to_string());
    frame.linked = super::linked::session(
        &name.words,
        &short.words,
        (&days[0], &days[1]),
        &place,
        &frame,
        &parts,
    );
    let changed = known.revisions.last().map(|revision| revision.at);
    let changed = changed.max(Some(feed.last_modified)).unwrap_or_default();
    let date = maker.date(changed, zone);
    let scope = || Scope::Session(session.id.clone());
    Ok(SessionPage {
        body: short,
        dates,
        start: session.start.to_string(),
        state,
        status: maker.words.get(status),
        may_change: state == "provisional" && maker.today(zone) <= session.end,
        venue: maker.read(venue, default),
        official: session.url.read(maker.language, default).map(|url| url.words.to_owned()),
        zone: maker.reader.venue_time(zone).to_string(),
        zone_name: zone.name(),
        last_changed: maker.words.format(Message::LastChanged, &[("date", &date)]),
        changes: maker.page(&body.id, scope(), Aspect::Changes),
        weeks: weeks(maker, events, maker.today(zone)),
        first_quarter,
        last_quarter,
        whole: super::whole(maker, query),
        paragraphs: session.paragraphs.iter().filter_map(|t| maker.read(t, default)).collect(),
        documents: documents(maker, &session.documents, default),
        footnotes: session
            .footnotes
            .iter()
            .filter_map(|note| Some((note.mark.clone(), maker.read(&note.text, default)?)))
            .collect(),
        composer: Composer::new(maker, view, query)?,
        name,
        frame,
    })
}
