//! Rendering: from a feed to the octets of one representation.
//!
//! Pure: the same feed, format and site give the same octets, on any machine, at any time.

use url::Url;

use crate::query::Feed;

/// Where the server is to be found from outside, for absolute links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The address of its root, with a slash at the end.
    pub base_url: Url,
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

/// The octets of a feed in a format.
pub fn render(feed: &Feed, format: Format, site: &Site) -> Vec<u8> {
    let _ = (feed, format, site);
    todo!()
}
