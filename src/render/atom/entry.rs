//! Entries: what one publication changed in a feed.

use std::io;

use uuid::Uuid;

use super::xml::Xml;
use super::{Atom, instant, urn};
use crate::model::Language;
use crate::query::{ChangeKind, EventChange, FeedChange};
use crate::render::change::last_change;
use crate::render::reader::Spoken;
use crate::render::title::title;
use crate::render::{Format, event_query};
use crate::words::{Message, Phrase};

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// The most events that an entry lists. The first publication of a body brings all of its events;
/// who wants to see them subscribes to the calendar.
const MAX_EVENTS: usize = 100;

/// The words that label an event of which a change is told; a cancelled event and one that left
/// have marks in their titles.
fn label(kind: ChangeKind) -> Option<Phrase> {
    match kind {
        ChangeKind::Cancelled | ChangeKind::Left => None,
        ChangeKind::Moved => Some(Phrase::Moved),
        ChangeKind::Restored => Some(Phrase::Restored),
        ChangeKind::Added => Some(Phrase::Added),
        ChangeKind::Joined => Some(Phrase::Joined),
        ChangeKind::Changed => Some(Phrase::Changed),
    }
}

fn count(kind: ChangeKind) -> Message {
    match kind {
        ChangeKind::Cancelled => Message::CountCancelled,
        ChangeKind::Left => Message::CountDeparted,
        ChangeKind::Moved => Message::CountMoved,
        ChangeKind::Restored => Message::CountRestored,
        ChangeKind::Added => Message::CountAdded,
        ChangeKind::Joined => Message::CountJoined,
        ChangeKind::Changed => Message::CountChanged,
    }
}

impl Atom<'_> {
    pub(super) fn entry(&self, xml: &mut Xml, change: &FeedChange) -> io::Result<()> {
        let feed = &self.history.feed;
        let number = format!("publications/{}", change.publication);
        let at = instant(change.at);
        let page = if let [one] = change.events.as_slice() {
            self.address(one, "")
        } else {
            let page = self.site.absolute(&feed.query.changes_address());
            format!("{page}#publication-{}", change.publication)
        };
        xml.within("entry", &[], |xml| {
            xml.line()?;
            xml.element("id", &[], &urn(Uuid::new_v5(&self.id, number.as_bytes())))?;
            xml.line()?;
            self.spoken(xml, "title", &self.entry_title(&change.events))?;
            xml.element("published", &[], &at)?;
            xml.line()?;
            xml.element("updated", &[], &at)?;
            xml.line()?;
            xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)])?;
            xml.line()?;
            xml.within("content", &[("type", "xhtml")], |xml| self.content(xml, change))?;
            xml.line()
        })?;
        xml.line()
    }

    /// "Moved: Norms – OEWG ICT, session 4", or of several events "3 changes: 2 moved, 1
    /// cancelled".
    fn entry_title(&self, events: &[EventChange]) -> Spoken {
        if let [one] = events {
            return self.event_title(one);
        }
        let words = self.reader.words;
        let total = words.count(Message::CountChanges, events.len());
        if events.iter().all(|change| change.kind == ChangeKind::Changed) {
            return Spoken { words: total, language: Some(words.language()) };
        }
        let counts: Vec<String> = ChangeKind::ALL
            .into_iter()
            .map(|kind| (kind, events.iter().filter(|change| change.kind == kind).count()))
            .filter(|(_, number)| *number > 0)
            .map(|(kind, number)| words.count(count(kind), number))
            .collect();
        let counts = counts.join(words.get(Phrase::ListSeparator));
        Spoken { words: words.labelled(&total, &counts), language: Some(words.language()) }
    }

    fn event_title(&self, change: &EventChange) -> Spoken {
        let mut spoken = title(self.reader, &change.event, &change.event.content());
        if let Some(label) = label(change.kind).filter(|_| !change.event.is_cancelled()) {
            let words = self.reader.words;
            spoken.words = words.labelled(words.get(label), &spoken.words);
        }
        spoken
    }

    /// The address of the event's page or representation, as the event was named then.
    fn address(&self, change: &EventChange, extension: &str) -> String {
        let content = &change.event.revision.content;
        let query = event_query(self.reader.language, content);
        self.site.absolute(&query.address(extension))
    }

    /// The editor's note, then the events with what changed about each.
    fn content(&self, xml: &mut Xml, change: &FeedChange) -> io::Result<()> {
        let words = self.reader.words;
        let own = words.language();
        let attributes = [
            ("xmlns", XHTML),
            ("xml:lang", own.as_str()),
            ("lang", own.as_str()),
            ("dir", direction(own)),
        ];
        xml.within("div", &attributes, |xml| {
            xml.line()?;
            for line in change.note.iter().flat_map(|note| note.lines()) {
                if !line.trim().is_empty() {
                    // Editors write in whatever language they like.
                    let unknown = [("xml:lang", ""), ("lang", ""), ("dir", "auto")];
                    xml.element("p", &unknown, line)?;
                    xml.line()?;
                }
            }
            xml.within("ul", &[], |xml| {
                xml.line()?;
                for event in change.events.iter().take(MAX_EVENTS) {
                    xml.within("li", &[], |xml| self.event(xml, event))?;
                    xml.line()?;
                }
                Ok(())
            })?;
            xml.line()?;
            let more = change.events.len().saturating_sub(MAX_EVENTS);
            if more > 0 {
                xml.element("p", &[], &words.count(Message::CountMore, more))?;
                xml.line()?;
            }
            Ok(())
        })
    }

    /// The title, which leads to the page, and the download; the time; what changed.
    fn event(&self, xml: &mut Xml, change: &EventChange) -> io::Result<()> {
        let reader = self.reader;
        let content = change.event.content();
        let title = self.event_title(change);
        let page = self.address(change, "");
        let mut attributes = vec![("href", page.as_str())];
        match &title.language {
            // Words in several languages show by themselves where they begin.
            None => attributes.push(("dir", "auto")),
            Some(spoken) if *spoken != reader.words.language() => {
                let language = spoken.as_str();
                attributes.extend([("xml:lang", language), ("lang", language)]);
                attributes.push(("dir", direction(*spoken)));
            }
            Some(_) => {}
        }
        xml.element("a", &attributes, &title.words)?;
        xml.text(" (")?;
        let download = self.address(change, Format::Ics.extension());
        xml.element("a", &[("href", &download), ("type", "text/calendar")], ".ics")?;
        xml.text(")")?;
        let slot = &content.slot;
        let time = [
            &reader.full_date(slot.date),
            reader.words.get(Phrase::ListSeparator),
            &reader.times(slot.start, slot.end),
            " ",
            &reader.venue_time(content.time_zone),
        ];
        xml.empty("br", &[])?;
        xml.text(&time.concat())?;
        for sentence in last_change(reader, &change.event) {
            xml.empty("br", &[])?;
            xml.text(&sentence)?;
        }
        Ok(())
    }
}

/// The direction in which a language is written.
fn direction(language: Language) -> &'static str {
    if language.is_right_to_left() { "rtl" } else { "ltr" }
}
