//! Rendering: from a feed to the octets of one representation.
//!
//! Pure: the same snapshot, query, format and site give the same octets, on any machine, at any time.

mod atom;
mod change;
mod description;
#[cfg(test)]
mod fixture;
mod ics;
mod reader;
mod title;

// For pages, which say the same things in HTML.
pub(crate) use change::last_change;
pub(crate) use reader::{Reader, Spoken, plain};
pub(crate) use title::{calendar_name, place, session_name, subject, title};

use chrono::{DateTime, Utc};
use clap::ValueEnum;
use serde::Deserialize;
use url::Url;

use crate::model::Language;
use crate::publication::EventContent;
use crate::query::{FeedQuery, Filters, QueryError, Scope, history, select};
use crate::snapshot::Snapshot;

pub use ics::Memo;

/// Where the server is to be found from outside, for absolute links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The address of its root, with a slash at the end.
    pub base_url: Url,
    /// How links for Google Calendar name a feed.
    pub google_scheme: GoogleScheme,
}

/// With which scheme links for Google Calendar name a feed. Reports differ on which one Google
/// takes, and it has changed over the years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum GoogleScheme {
    /// `webcal://`.
    #[default]
    Webcal,
    /// That of the feed's address, `https://`.
    Https,
}

impl Site {
    /// A server whose root is at this address, which ends with a slash.
    pub fn at(base_url: Url) -> Self {
        Self { base_url, google_scheme: GoogleScheme::default() }
    }

    /// The absolute form of an address, which begins with a slash.
    pub fn absolute(&self, address: &str) -> String {
        let base = self.base_url.as_str().trim_end_matches('/');
        [base, address].concat()
    }

    /// The form of an address that begins at the host: with the path of the root before it.
    pub fn local(&self, address: &str) -> String {
        let base = self.base_url.path().trim_end_matches('/');
        [base, address].concat()
    }
}

/// A format that feeds are represented in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The events, in iCalendar (RFC 5545).
    Ics,
    /// The changes, in Atom (RFC 4287).
    Atom,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 2] = [Self::Ics, Self::Atom];

    /// The format of the addresses that end so: `ics`, without the dot.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }

    /// How addresses end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Ics => "ics",
            Self::Atom => "atom",
        }
    }

    /// The Content-Type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Ics => "text/calendar; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
        }
    }
}

/// How a representation is to be kept by those who save it (RFC 6266).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disposition {
    /// The name of the file, in ASCII: `oewg-ict-4-norms.fr.ics`.
    pub file_name: String,
    /// Whether it is a download, as a calendar of one event is, and not something to subscribe to.
    pub is_attachment: bool,
}

impl Disposition {
    /// That of the answer to a query.
    pub fn of(query: &FeedQuery, format: Format) -> Self {
        let mut file_name = query.body.to_string();
        let parts = match &query.scope {
            Scope::Body => [None, None],
            Scope::Session(session) => [Some(session.as_str()), None],
            Scope::Topic(topic) => [Some(topic.as_str()), None],
            Scope::Slot(session, slot) => [Some(session.as_str()), Some(slot.as_str())],
        };
        for part in parts.into_iter().flatten() {
            file_name.push('-');
            file_name.push_str(part);
        }
        for part in [query.language.as_str(), format.extension()] {
            file_name.push('.');
            file_name.push_str(part);
        }
        let is_attachment = format == Format::Ics && matches!(query.scope, Scope::Slot(..));
        Self { file_name, is_attachment }
    }
}

/// The octets that answer a query, before any content coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The octets.
    pub octets: Vec<u8>,
    /// When they last changed.
    pub last_modified: DateTime<Utc>,
}

/// Answers a query from a snapshot, in a format.
pub fn render(
    snapshot: &Snapshot,
    query: &FeedQuery,
    format: Format,
    site: &Site,
) -> Result<Rendered, QueryError> {
    render_with(&Memo::new(0), snapshot, query, format, site)
}

/// The same, with the help of what was composed before: `memo` keeps that for this one site.
pub fn render_with(
    memo: &Memo,
    snapshot: &Snapshot,
    query: &FeedQuery,
    format: Format,
    site: &Site,
) -> Result<Rendered, QueryError> {
    Ok(match format {
        Format::Ics => {
            let feed = select(snapshot, query)?;
            Rendered { octets: ics::calendar(&feed, site, memo), last_modified: feed.last_modified }
        }
        Format::Atom => {
            let history = history(snapshot, query)?;
            Rendered { octets: atom::feed(&history, site), last_modified: history.last_modified }
        }
    })
}

/// Composes the events that answer a query for when they are asked for: `memo` keeps them if it has
/// room. Takes one processor until all are composed, some 10 µs for each.
pub fn compose_ahead(
    memo: &Memo,
    snapshot: &Snapshot,
    query: &FeedQuery,
    site: &Site,
) -> Result<(), QueryError> {
    ics::compose_ahead(&select(snapshot, query)?, site, memo);
    Ok(())
}

/// The query for one event alone.
fn event_query(language: Language, content: &EventContent) -> FeedQuery {
    FeedQuery {
        language,
        body: content.body.clone(),
        scope: Scope::Slot(content.session.clone(), content.slot.id.clone()),
        filters: Filters::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_what_they_hold() {
        let named = |scope: Scope| {
            let query = FeedQuery { scope, ..fixture::feed("fr").query };
            Disposition::of(&query, Format::Ics)
        };
        let body = named(Scope::Body);
        assert_eq!(body.file_name, "oewg-ict.fr.ics");
        assert!(!body.is_attachment);
        let topic = named(Scope::Topic("norms".parse().unwrap()));
        assert_eq!(topic.file_name, "oewg-ict-norms.fr.ics");
        let slot = named(Scope::Slot("4".parse().unwrap(), "norms-2".parse().unwrap()));
        assert_eq!(slot.file_name, "oewg-ict-4-norms-2.fr.ics");
        assert!(slot.is_attachment);
        let scope = Scope::Slot("4".parse().unwrap(), "norms-2".parse().unwrap());
        let query = FeedQuery { scope, ..fixture::feed("fr").query };
        let changes = Disposition::of(&query, Format::Atom);
        assert_eq!(changes.file_name, "oewg-ict-4-norms-2.fr.atom");
        assert!(!changes.is_attachment);
    }

    #[test]
    fn formats_are_known_by_the_ends_of_addresses() {
        assert_eq!(Format::from_extension("ics"), Some(Format::Ics));
        assert_eq!(Format::from_extension("atom"), Some(Format::Atom));
        assert_eq!(Format::from_extension("ICS"), None);
        assert_eq!(Format::from_extension(""), None);
    }

    #[test]
    fn addresses_become_absolute_below_the_root() {
        for (base, expected) in [
            ("https://a.example/", "https://a.example/fr"),
            ("https://a.example/b/", "https://a.example/b/fr"),
        ] {
            let site = Site::at(base.parse().unwrap());
            assert_eq!(site.absolute("/fr"), expected);
        }
    }
}
