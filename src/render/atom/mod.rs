//! Atom (RFC 4287): the changes of a feed, one entry for each publication that touched it.

mod entry;
mod xml;

use std::io;

use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

use super::reader::{Reader, Spoken};
use super::title::{calendar_name, title};
use super::{Format, Site};
use crate::model::Language;
use crate::query::{FeedHistory, FeedQuery, Scope};
use crate::words::Phrase;
use xml::Xml;

/// The most entries of a feed, the newest: years of changes, and an answer that stays small.
const MAX_ENTRIES: usize = 100;

const NAMESPACE: &str = "http://www.w3.org/2005/Atom";

/// The changes of a feed as an Atom feed document. Empty if the XML library fails, which is a
/// defect.
pub(super) fn feed(history: &FeedHistory, site: &Site) -> Vec<u8> {
    let reader = Reader::new(history.feed.query.language);
    let atom = Atom { history, site, reader: &reader, id: id(history) };
    atom.document().unwrap_or_default()
}

/// The identifier of the feed: the version 5 UUID of its canonical address in the body's
/// namespace, the same wherever the server is to be found.
fn id(history: &FeedHistory) -> Uuid {
    let feed = &history.feed;
    Uuid::new_v5(&feed.body.uid_namespace, address(&feed.query, Format::Atom).as_bytes())
}

fn address(query: &FeedQuery, format: Format) -> String {
    query.address(format.extension())
}

struct Atom<'a> {
    history: &'a FeedHistory,
    site: &'a Site,
    reader: &'a Reader,
    id: Uuid,
}

impl Atom<'_> {
    fn document(&self) -> io::Result<Vec<u8>> {
        let mut xml = Xml::new()?;
        let language = self.reader.language;
        let attributes = [("xmlns", NAMESPACE), ("xml:lang", language.as_str())];
        xml.within("feed", &attributes, |xml| {
            xml.line()?;
            self.head(xml)?;
            for change in self.history.changes.iter().take(MAX_ENTRIES) {
                self.entry(xml, change)?;
            }
            Ok(())
        })?;
        xml.line()?;
        Ok(xml.finish())
    }

    fn head(&self, xml: &mut Xml) -> io::Result<()> {
        let feed = &self.history.feed;
        xml.element("id", &[], &urn(self.id))?;
        xml.line()?;
        self.spoken(xml, "title", &self.title())?;
        let name = feed.body.name.read(self.reader.language, feed.body.default_language());
        let name = name.map_or_else(
            || Spoken { words: feed.body.id.to_string(), language: Some(self.reader.language) },
            |name| Spoken { words: name.words.to_owned(), language: Some(name.language) },
        );
        self.spoken(xml, "subtitle", &name)?;
        xml.element("updated", &[], &instant(self.history.last_modified))?;
        xml.line()?;
        // The name itself may have no attributes.
        let language = name.language_or(self.reader.language);
        let language = self.language(&language);
        xml.within("author", &language, |xml| xml.element("name", &[], &name.words))?;
        xml.line()?;
        for (rel, address, media_type) in [
            ("self", address(&feed.query, Format::Atom), Format::Atom.media_type()),
            ("alternate", feed.query.changes_address(), "text/html"),
            ("alternate", address(&feed.query, Format::Ics), Format::Ics.media_type()),
        ] {
            // A type in a link is that of the octets, whatever their encoding.
            let media_type = media_type.split(';').next().unwrap_or_default();
            let href = self.site.absolute(&address);
            xml.empty("link", &[("rel", rel), ("type", media_type), ("href", &href)])?;
            xml.line()?;
        }
        Ok(())
    }

    /// "Changes: Norms – OEWG ICT"; of one event, with its title.
    fn title(&self) -> Spoken {
        let feed = &self.history.feed;
        let name = match (&feed.query.scope, feed.events.first()) {
            (Scope::Slot(..), Some(event)) => title(self.reader, event, &event.content()),
            _ => calendar_name(self.reader, feed),
        };
        let words = self.reader.words;
        Spoken { words: words.labelled(words.get(Phrase::Changes), &name.words), ..name }
    }

    /// An element of Atom with words of which the language may not be the reader's.
    fn spoken(&self, xml: &mut Xml, name: &str, spoken: &Spoken) -> io::Result<()> {
        let language = spoken.language_or(self.reader.language);
        xml.element(name, &self.language(&language), &spoken.words)?;
        xml.line()
    }

    /// The attribute for words in a language, where it is not the feed's.
    fn language<'l>(&self, language: &'l Language) -> Vec<(&'static str, &'l str)> {
        let differs = *language != self.reader.language;
        differs.then(|| ("xml:lang", language.as_str())).into_iter().collect()
    }
}

fn urn(id: Uuid) -> String {
    id.urn().to_string()
}

/// An instant in UTC (RFC 4287, section 3.3).
fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
