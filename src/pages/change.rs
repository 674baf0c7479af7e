//! What changed: the changes of a feed, and the revisions of an event.

use std::collections::BTreeSet;

use askama::Template;
use uuid::Uuid;

use super::composer::Composer;
use super::event::{EventLine, instant};
use super::frame::Frame;
use super::maker::Maker;
use super::said::Said;
use crate::publication::EventHistory;
use crate::query::Scope;
use crate::query::{ChangeKind, EventChange, FeedEvent, FeedQuery, Presence, QueryError, history};
use crate::render::{Format, calendar_name, last_change, title};
use crate::snapshot::BodyView;
use crate::words::{Message, Phrase};

/// The most changes on a page, the newest.
const MAX_CHANGES: usize = 100;
/// The most events of one change on a page, and of all changes together; older ones are counted.
const MAX_EVENTS: usize = 100;
const MAX_EVENTS_OF_ALL: usize = 500;

/// One state of an event, told.
pub(super) struct Revision {
    pub(super) at: String,
    pub(super) date: String,
    pub(super) sentences: Vec<String>,
}

/// All states of an event, newest first.
pub(super) fn revisions(maker: &Maker<'_>, history: &EventHistory) -> Vec<Revision> {
    let revisions = history.revisions();
    let mut told = Vec::new();
    for (place, revision) in revisions.iter().enumerate() {
        let event = FeedEvent {
            presence: Presence::Member,
            created: revision.at,
            revision: revision.clone(),
            previous: place.checked_sub(1).map(|before| revisions[before].clone()),
        };
        let date = maker.date(revision.at, revision.content.time_zone);
        let mut sentences = last_change(&maker.reader, &event);
        if place == 0 {
            sentences.push(maker.words.format(Message::FirstPublished, &[("date", &date)]));
        }
        // A change of other slots alone has nothing to say of this one.
        if !sentences.is_empty() {
            told.push(Revision { at: instant(revision.at), date, sentences });
        }
    }
    told.reverse();
    told
}

/// An event that changed.
pub(super) struct ChangedEvent {
    pub(super) kind: &'static str,
    /// `added`, `moved` and so on, for styles.
    pub(super) id: &'static str,
    pub(super) event: EventLine,
    pub(super) sentences: Vec<String>,
    /// Whether it has no page any more.
    pub(super) is_gone: bool,
}

/// What one publication changed.
pub(super) struct ChangeView {
    pub(super) at: String,
    pub(super) date: String,
    pub(super) number: u64,
    pub(super) count: String,
    pub(super) note: Vec<String>,
    pub(super) events: Vec<ChangedEvent>,
    pub(super) more: Option<String>,
}

#[derive(Template)]
#[template(path = "changes.html")]
pub(super) struct ChangesPage {
    frame: Frame,
    name: Said,
    programme: String,
    atom: String,
    changes: Vec<ChangeView>,
    composer: Composer,
}

/// The page of a feed's changes.
pub(super) fn page(
    maker: &Maker<'_>,
    view: &BodyView,
    query: &FeedQuery,
    mut frame: Frame,
) -> Result<ChangesPage, QueryError> {
    let history = history(maker.snapshot, query)?;
    let feed = &history.feed;
    let name = match (&query.scope, feed.events.first()) {
        (Scope::Slot(..), Some(event)) => title(&maker.reader, event, &event.content()),
        _ => calendar_name(&maker.reader, feed),
    };
    let name = maker.said(name);
    frame.title = maker.words.labelled(maker.words.get(Phrase::Changes), &name.words);
    let all = maker.feed(view, Scope::Body)?;
    let present: BTreeSet<Uuid> = all.events.iter().map(|event| event.revision.uid).collect();
    let mut left = MAX_EVENTS_OF_ALL;
    let mut changes = Vec::new();
    for change in history.changes.iter().take(MAX_CHANGES) {
        let shown = change.events.len().min(MAX_EVENTS).min(left);
        left -= shown;
        let more = change.events.len() - shown;
        let day = change.at.with_timezone(&view.body.time_zone).date_naive();
        changes.push(ChangeView {
            at: instant(change.at),
            date: maker.words.full_date(day),
            number: change.publication,
            count: maker.words.count(Message::CountChanges, change.events.len()),
            note: change
                .note
                .iter()
                .flat_map(|note| note.lines())
                .filter(|line| !line.trim().is_empty())
                .map(str::to_owned)
                .collect(),
            events: change.events[..shown].iter().map(|e| changed(maker, e, &present)).collect(),
            more: (more > 0).then(|| maker.words.count(Message::CountMore, more)),
        });
    }
    Ok(ChangesPage {
        name,
        programme: maker.page(&view.body.id, query.scope.clone(), super::Aspect::Programme),
        atom: maker.site.local(&query.address(Format::Atom.extension())),
        changes,
        composer: Composer::new(maker, view, query)?,
        frame,
    })
}

fn changed(maker: &Maker<'_>, change: &EventChange, present: &BTreeSet<Uuid>) -> ChangedEvent {
    let (id, phrase) = match change.kind {
        ChangeKind::Cancelled => ("cancelled", Phrase::Cancelled),
        ChangeKind::Left => ("left", Phrase::Departed),
        ChangeKind::Moved => ("moved", Phrase::Moved),
        ChangeKind::Restored => ("restored", Phrase::Restored),
        ChangeKind::Added => ("added", Phrase::Added),
        ChangeKind::Joined => ("joined", Phrase::Joined),
        ChangeKind::Changed => ("changed", Phrase::Changed),
    };
    ChangedEvent {
        kind: maker.words.get(phrase),
        id,
        event: EventLine::new(maker, &change.event),
        sentences: last_change(&maker.reader, &change.event),
        is_gone: !present.contains(&change.event.revision.uid),
    }
}
