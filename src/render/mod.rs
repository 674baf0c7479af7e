//! Rendering: from a feed to the octets of one representation.
//!
//! Pure: the same feed, format and site give the same octets, on any machine, at any time.

mod change;
mod description;
#[cfg(test)]
mod fixture;
mod ics;
mod reader;
mod title;

use url::Url;

use crate::query::{Feed, FeedQuery, Scope};

/// Where the server is to be found from outside, for absolute links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The address of its root, with a slash at the end.
    pub base_url: Url,
}

impl Site {
    /// The absolute form of an address, which begins with a slash.
    pub fn absolute(&self, address: &str) -> String {
        let base = self.base_url.as_str().trim_end_matches('/');
        [base, address].concat()
    }
}

/// A format that feeds are represented in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// iCalendar (RFC 5545).
    Ics,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 1] = [Self::Ics];

    /// The format of the addresses that end so: `ics`, without the dot.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }

    /// How addresses end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Ics => "ics",
        }
    }

    /// The Content-Type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Ics => "text/calendar; charset=utf-8",
        }
    }
}

/// How a representation is to be kept by those who save it (RFC 6266).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disposition {
    /// The name of the file, in ASCII: `oewg-ict-4-norms.fr.ics`.
    pub file_name: String,
    /// Whether it is a download, as one event is, and not something to subscribe to.
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
        Self { file_name, is_attachment: matches!(query.scope, Scope::Slot(..)) }
    }
}

/// The octets of a feed in a format, before any content coding.
pub fn render(feed: &Feed, format: Format, site: &Site) -> Vec<u8> {
    match format {
        Format::Ics => ics::calendar(feed, site),
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
    }

    #[test]
    fn formats_are_known_by_the_ends_of_addresses() {
        assert_eq!(Format::from_extension("ics"), Some(Format::Ics));
        assert_eq!(Format::from_extension("ICS"), None);
        assert_eq!(Format::from_extension(""), None);
    }

    #[test]
    fn addresses_become_absolute_below_the_root() {
        for (base, expected) in [
            ("https://a.example/", "https://a.example/fr"),
            ("https://a.example/b/", "https://a.example/b/fr"),
        ] {
            let site = Site { base_url: base.parse().unwrap() };
            assert_eq!(site.absolute("/fr"), expected);
        }
    }
}
