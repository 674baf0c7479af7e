//! Every address that there is.

use super::tally::RouteKind;
use crate::render::Format;

/// What an address is that of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    /// The list of feeds.
    Index,
    /// A feed: the path without its extension, and the format that the extension names.
    Feed(&'a str, Format),
    /// Rules for crawlers.
    Robots,
    /// Whether the process runs.
    Live,
    /// Whether it can serve feeds.
    Ready,
    /// Figures for Prometheus.
    Metrics,
}

impl Route<'_> {
    /// What figures count it as.
    pub(super) fn kind(self) -> RouteKind {
        match self {
            Self::Index => RouteKind::Page,
            Self::Feed(_, Format::Ics) => RouteKind::Ics,
            Self::Feed(_, Format::Atom) => RouteKind::Atom,
            Self::Robots | Self::Live | Self::Ready | Self::Metrics => RouteKind::Operation,
        }
    }
}

/// What the path is that of, by its form alone.
pub(super) fn route(path: &str) -> Option<Route<'_>> {
    let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    match segments[..] {
        [""] => Some(Route::Index),
        ["robots.txt"] => Some(Route::Robots),
        ["health", "live"] => Some(Route::Live),
        ["health", "ready"] => Some(Route::Ready),
        ["metrics"] => Some(Route::Metrics),
        // /{lang}/{body}.ics
        [_, _]
        // /{lang}/{body}/sessions/{session}.ics, /{lang}/{body}/topics/{topic}.ics
        | [_, _, "sessions" | "topics", _]
        // /{lang}/{body}/sessions/{session}/{slot}.ics
        | [_, _, "sessions", _, _] => feed(path),
        _ => None,
    }
}

fn feed(path: &str) -> Option<Route<'_>> {
    let (stem, extension) = path.rsplit_once('.')?;
    Some(Route::Feed(stem, Format::from_extension(extension)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_one_route() {
        for (path, expected) in [
            ("/", Route::Index),
            ("/robots.txt", Route::Robots),
            ("/health/live", Route::Live),
            ("/health/ready", Route::Ready),
            ("/metrics", Route::Metrics),
            ("/fr/b.ics", Route::Feed("/fr/b", Format::Ics)),
            ("/fr/b.atom", Route::Feed("/fr/b", Format::Atom)),
            ("/fr/b/topics/t.ics", Route::Feed("/fr/b/topics/t", Format::Ics)),
            ("/fr/b/sessions/4.ics", Route::Feed("/fr/b/sessions/4", Format::Ics)),
            ("/fr/b/sessions/4/s-1.ics", Route::Feed("/fr/b/sessions/4/s-1", Format::Ics)),
        ] {
            assert_eq!(route(path), Some(expected), "{path}");
        }
    }

    #[test]
    fn other_paths_have_none() {
        for path in [
            "",
            "*",
            "//",
            "/fr",
            "/fr/",
            "/fr/b",
            "/fr/b.ICS",
            "/fr/b.ics/",
            "/health",
            "/b.ics",
            "/favicon.ico",
            "/fr/b/topics/t/u.ics",
            "/fr/b/c/d.ics",
            "/fr/b/sessions/4/s/t.ics",
        ] {
            assert_eq!(route(path), None, "{path}");
        }
    }
}
