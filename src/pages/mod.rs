//! Pages: from a snapshot and an address to HTML.
//!
//! Pure: the same snapshot, address, site and moment give the same octets. The moment is there because
//! people want to see what is next; it counts in steps of [`STEP_MINUTES`], so that pages can be kept.
//!
//! Templates are compiled into the program and escape every text.

mod address;
mod assets;
mod body;
mod change;
mod composer;
mod document;
mod entry;
mod event;
mod frame;
mod home;
mod linked;
mod maker;
mod said;
mod search;
mod session;
mod sitemap;
mod slot;
mod subscribe;
mod subscription;
mod topic;
mod trouble;

use askama::Template as _;
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};

use crate::model::{SessionId, SlotId};
use crate::query::{FeedQuery, Filters, QueryError, Scope, select};
use crate::render::{Site, calendar_name};
use crate::snapshot::{BodyView, Snapshot};
use frame::{Crumb, Frame};
use maker::Maker;
use said::Said;

pub use address::{Aspect, PageQuery, Subject, languages_of_all};
pub use assets::{Asset, find as asset, icon};
pub use sitemap::{robots, sitemap};
pub use trouble::{Trouble, trouble};

/// In what steps of time pages look at the clock.
pub const STEP_MINUTES: i64 = 15;

/// The moment that pages made at `now` show: the last full quarter of an hour.
pub fn moment(now: DateTime<Utc>) -> DateTime<Utc> {
    now.duration_trunc(TimeDelta::minutes(STEP_MINUTES)).unwrap_or(now)
}

/// The page that `query` names, in HTML.
///
/// # Errors
///
/// What it names is not there, or not any more.
pub fn page(
    snapshot: &Snapshot,
    query: &PageQuery,
    site: &Site,
    moment: DateTime<Utc>,
) -> Result<String, QueryError> {
    let maker = Maker::new(snapshot, site, query.language, moment);
    let rendered = match &query.subject {
        Subject::Home(words) => {
            let languages = languages_of_all(snapshot);
            let frame = Frame::new(&maker, query, &languages, String::new());
            home::page(&maker, words, frame)?.render()
        }
        Subject::Feed(feed, aspect) => of_feed(&maker, query, feed, *aspect)?,
    };
    // Writing to a string does not fail; an empty page is refused by who serves it.
    Ok(rendered.unwrap_or_default())
}

fn of_feed(
    maker: &Maker<'_>,
    query: &PageQuery,
    feed: &FeedQuery,
    aspect: Aspect,
) -> Result<askama::Result<String>, QueryError> {
    let Some(view) = maker.snapshot.bodies().get(&feed.body) else {
        let valid = maker.snapshot.bodies().keys().map(ToString::to_string).collect();
        return Err(QueryError::Unknown { what: "body", value: feed.body.to_string(), valid });
    };
    let name = calendar_name(&maker.reader, &select(maker.snapshot, feed)?).words;
    let mut frame = Frame::new(maker, query, &address::languages(view.languages()), name);
    frame.crumbs = crumbs(maker, view, feed, aspect);
    Ok(match (aspect, &feed.scope) {
        (Aspect::Changes, _) => change::page(maker, view, feed, frame)?.render(),
        (Aspect::Subscribe, _) => subscribe::page(maker, view, feed, frame)?.render(),
        (Aspect::Programme, Scope::Body) => body::page(maker, view, feed, frame)?.render(),
        (Aspect::Programme, Scope::Session(id)) => {
            session::page(maker, view, feed, id, frame)?.render()
        }
        (Aspect::Programme, Scope::Topic(id)) => {
            topic::page(maker, view, feed, id, frame)?.render()
        }
        (Aspect::Programme, Scope::Slot(session, slot)) => {
            slot::page(maker, view, feed, (session, slot), frame)?.render()
        }
    })
}

/// The way from the home page to what lies above a page.
fn crumbs(maker: &Maker<'_>, view: &BodyView, feed: &FeedQuery, aspect: Aspect) -> Vec<Crumb> {
    let body = &view.body;
    let default = body.default_language();
    let mut crumbs = Vec::new();
    let mut add = |name: Said, scope: Scope| {
        crumbs.push(Crumb { name, page: maker.page(&body.id, scope, Aspect::Programme) });
    };
    let is_programme = aspect == Aspect::Programme;
    let of_body = maker.read_or(&body.short_name, default, body.id.as_str());
    if !(is_programme && feed.scope == Scope::Body) {
        add(of_body, Scope::Body);
    }
    match &feed.scope {
        Scope::Session(id) | Scope::Slot(id, _) => {
            let is_above = !is_programme || matches!(feed.scope, Scope::Slot(..));
            if let Some(known) = view.session(id).filter(|_| is_above) {
                let name = maker.read_or(&known.session.name, default, id.as_str());
                add(name, Scope::Session(id.clone()));
            }
        }
        Scope::Topic(id) if !is_programme => {
            if let Some(topic) = view.topic(id) {
                let name = maker.read_or(&topic.name, default, id.as_str());
                add(name, Scope::Topic(id.clone()));
            }
        }
        Scope::Topic(_) | Scope::Body => {}
    }
    crumbs
}

/// The address of the page of a feed without its filters; `None` if it has none.
fn whole(maker: &Maker<'_>, feed: &FeedQuery) -> Option<String> {
    let is_filtered = feed.filters != Filters::default();
    is_filtered.then(|| maker.page(&feed.body, feed.scope.clone(), Aspect::Programme))
}

fn unknown_session(view: &BodyView, id: &SessionId) -> QueryError {
    let valid = view.sessions.iter().map(|known| known.session.id.to_string()).collect();
    QueryError::Unknown { what: "session", value: id.to_string(), valid }
}

fn unknown_slot(view: &BodyView, session: &SessionId, slot: &SlotId) -> QueryError {
    let live = view.events.iter().filter_map(|history| history.latest());
    let valid = live
        .filter(|latest| latest.content.session == *session && !latest.content.is_cancelled())
        .map(|latest| latest.content.slot.id.to_string());
    QueryError::Unknown { what: "slot", value: slot.to_string(), valid: valid.collect() }
}
