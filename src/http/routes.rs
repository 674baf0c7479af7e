//! Every address that there is.

use super::tally::RouteKind;
use crate::render::Format;

/// What an address is that of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    /// The root, which leads to the best language.
    Root,
    /// A page, or nothing.
    Page(&'a str),
    /// A file that pages are shown with, by its name.
    Asset(&'a str),
    /// The icon, where browsers look for it unasked.
    Icon,
    /// The map of all pages.
    Sitemap,
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
            Self::Root | Self::Page(_) | Self::Asset(_) | Self::Icon => RouteKind::Page,
            Self::Feed(_, Format::Ics) => RouteKind::Ics,
            Self::Feed(_, Format::Atom) => RouteKind::Atom,
            Self::Robots | Self::Sitemap => RouteKind::Crawlers,
            Self::Live | Self::Ready | Self::Metrics => RouteKind::Operation,
        }
    }
}

/// What the path is that of, by its form alone.
pub(super) fn route(path: &str) -> Option<Route<'_>> {
    let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    match segments[..] {
        [""] => Some(Route::Root),
        ["favicon.ico"] => Some(Route::Icon),
        ["sitemap.xml"] => Some(Route::Sitemap),
        ["static", name] => Some(Route::Asset(name)),
        ["robots.txt"] => Some(Route::Robots),
        ["health", "live"] => Some(Route::Live),
        ["health", "ready"] => Some(Route::Ready),
        ["metrics"] => Some(Route::Metrics),
        // /{lang}/{body}.ics
        [_, _]
        // /{lang}/{body}/sessions/{session}.ics, /{lang}/{body}/topics/{topic}.ics
        | [_, _, "sessions" | "topics", _]
        // /{lang}/{body}/sessions/{session}/{slot}.ics
        | [_, _, "sessions", _, _] => Some(feed(path).unwrap_or(Route::Page(path))),
        _ => Some(Route::Page(path)),
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
            ("/", Route::Root),
            ("/favicon.ico", Route::Icon),
            ("/sitemap.xml", Route::Sitemap),
            ("/static/style.1.css", Route::Asset("style.1.css")),
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
    fn every_other_path_is_that_of_a_page() {
        for path in [
            "//",
            "/fr",
            "/fr/",
            "/fr/b",
            "/fr/b.ICS",
            "/fr/b.ics/",
            "/fr/b/changes",
            "/fr/b/subscribe",
            "/fr/b/sessions/4/s-1/changes",
            "/health",
            "/b.ics",
            "/fr/b/topics/t/u.ics",
            "/fr/b/c/d.ics",
            "/fr/b/sessions/4/s/t.ics",
        ] {
            assert_eq!(route(path), Some(Route::Page(path)), "{path}");
        }
        for path in ["", "*"] {
            assert_eq!(route(path), None, "{path}");
        }
    }
}
