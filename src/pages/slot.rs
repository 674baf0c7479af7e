//! Slots: one event in full.

use std::sync::Arc;

use askama::Template;

use super::address::Aspect;
use super::change::{Revision, revisions};
use super::composer::Composer;
use super::document::{DocumentLine, documents};
use super::entry::{EntryView, entries};
use super::event::EventLine;
use super::frame::Frame;
use super::maker::Maker;
use super::said::Said;
use crate::model::{SessionId, SlotId};
use crate::query::{FeedQuery, QueryError, Scope, select};
use crate::render::{Disposition, Format};
use crate::snapshot::BodyView;

use crate::words::Phrase;

#[derive(Template)]
#[template(path = "slot.html")]
pub(super) struct SlotPage {
    frame: Frame,
    event: EventLine,
    body: Said,
    body_page: String,
    session: Said,
    session_page: String,
    entries: Vec<EntryView>,
    notes: Vec<Said>,
    footnotes: Vec<(String, Said)>,
    documents: Vec<DocumentLine>,
    revisions: Vec<Revision>,
    download: String,
    file_name: String,
    previous: Option<EventLine>,
    next: Option<EventLine>,
    composer: Composer,
}

/// The page of a slot.
pub(super) fn page(
    maker: &Maker<'_>,
    view: &BodyView,
    query: &FeedQuery,
    (session, slot): (&SessionId, &SlotId),
    mut frame: Frame,
) -> Result<SlotPage, QueryError> {
    let feed = select(maker.snapshot, query)?;
    let Some(event) = feed.events.first() else {
        return Err(super::unknown_slot(view, session, slot));
    };
    let content = event.content();
    let default = content.default_language;
    let body = &view.body;
    let line = EventLine::new(maker, event);
    let known = view.session(&content.session).map(|known| &known.session);
    let session = known.map_or_else(
        || line.session.clone(),
        |known| maker.read_or(&known.name, body.default_language(), known.id.as_str()),
    );
    let short = maker.read_or(&body.short_name, body.default_language(), body.id.as_str());
    frame.title = format!("{} – {}, {}", line.title.words, short.words, session.words);
    frame.description =
        format!("{}, {} {}. {}", line.time.date, line.time.times, line.time.zone, line.place.words);
    // By the name that the slot has now, where it was asked for by a former one.
    frame.canonical.clone_from(&line.absolute);
    let history = view
        .events
        .iter()
        .find(|history| history.latest().is_some_and(|latest| latest.uid == event.revision.uid));
    let siblings = maker.feed(view, Scope::Session(content.session.clone()))?;
    let shown: Vec<_> = siblings
        .events
        .iter()
        .filter(|other| !other.is_cancelled() || other.revision.uid == event.revision.uid)
        .collect();
    let at = shown.iter().position(|other| other.revision.uid == event.revision.uid);
    let beside = |at: Option<usize>| {
        at.and_then(|at| shown.get(at)).map(|other| EventLine::new(maker, other))
    };
    let texts = |texts: &[crate::model::Text]| -> Vec<Said> {
        texts.iter().filter_map(|text| maker.read(text, default)).collect()
    };
    frame.linked = super::linked::event(maker, &line, &content, history.map(Arc::as_ref), &frame);
    Ok(SlotPage {
        body: short,
        body_page: maker.page(&body.id, Scope::Body, Aspect::Programme),
        session,
        session_page: maker.page(
            &body.id,
            Scope::Session(content.session.clone()),
            Aspect::Programme,
        ),
        entries: entries(maker, &content),
        notes: texts(&content.slot.notes),
        footnotes: content
            .footnotes
            .iter()
            .filter_map(|note| Some((note.mark.clone(), maker.read(&note.text, default)?)))
            .collect(),
        documents: documents(maker, &content.documents, default),
        revisions: history.map(|history| revisions(maker, history)).unwrap_or_default(),
        download: maker.site.local(&query.address(Format::Ics.extension())),
        file_name: Disposition::of(query, Format::Ics).file_name,
        previous: beside(at.and_then(|at| at.checked_sub(1))),
        next: beside(at.map(|at| at + 1)),
        composer: Composer::new(maker, view, query)?,
        event: line,
        frame,
    })
}
