//! What was answered, counted.
//!
//! Each thread that answers has a tally of its own, which it alone writes: counting costs it no
//! more than adding.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use hyper::StatusCode;

use super::client_family::ClientFamily;

/// What kind of route a request took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RouteKind {
    /// The address is that of nothing.
    None,
    /// A page, or what is shown with it.
    Page,
    /// A feed in iCalendar.
    Ics,
    /// A feed of changes.
    Atom,
    /// What crawlers ask for: rules and the map of pages.
    Crawlers,
    /// Reports on health, figures.
    Operation,
}

impl RouteKind {
    /// Every kind, in the order of their declaration.
    pub(super) const ALL: [Self; 6] =
        [Self::None, Self::Page, Self::Ics, Self::Atom, Self::Crawlers, Self::Operation];

    /// What figures call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Page => "page",
            Self::Ics => "ics",
            Self::Atom => "atom",
            Self::Crawlers => "crawlers",
            Self::Operation => "operation",
        }
    }
}

/// The statuses that we answer with. Any other, which would be a mistake, has a place of its own
/// after them: what was no fault of the server must not look like one.
const STATUSES: [u16; 15] =
    [200, 204, 302, 304, 307, 308, 400, 404, 405, 406, 412, 414, 431, 500, 503];

/// How many kinds of status are told apart.
const KINDS: usize = STATUSES.len() + 1;

/// How a request was answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    /// The route.
    pub(super) route: RouteKind,
    /// The status.
    pub(super) status: StatusCode,
    /// Whether the answer was at hand.
    pub(super) was_at_hand: bool,
}

/// The counts of one thread.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// By route, status and family of the client.
    requests: [[[AtomicU64; ClientFamily::ALL.len()]; KINDS]; RouteKind::ALL.len()],
    at_hand: AtomicU64,
}

impl Tally {
    /// Counts a request. Only ever called by the thread whose tally it is.
    pub(super) fn count(&self, family: ClientFamily, outcome: Outcome) {
        let status = outcome.status.as_u16();
        let place = STATUSES.iter().position(|known| *known == status);
        let of_route = &self.requests[outcome.route as usize];
        add(&of_route[place.unwrap_or(STATUSES.len())][family as usize], 1);
        add(&self.at_hand, u64::from(outcome.was_at_hand));
    }

    /// How many were answered from what was at hand.
    pub(super) fn at_hand(&self) -> u64 {
        self.at_hand.load(Relaxed)
    }

    /// How many there were of each route, status (`None` for those that are not told apart) and
    /// family, those that there were none of left out.
    pub(super) fn requests(
        &self,
    ) -> impl Iterator<Item = (RouteKind, Option<u16>, ClientFamily, u64)> {
        let routes = RouteKind::ALL.into_iter().zip(&self.requests);
        let statuses = routes.flat_map(|(route, of_route)| {
            let kinds = STATUSES.into_iter().map(Some).chain([None]);
            kinds.zip(of_route).map(move |(status, counts)| (route, status, counts))
        });
        let counts = statuses.flat_map(|(route, status, counts)| {
            let families = ClientFamily::ALL.into_iter().zip(counts);
            families.map(move |(family, count)| (route, status, family, count.load(Relaxed)))
        });
        counts.filter(|(_, _, _, count)| *count > 0)
    }
}

/// Adds, with a single writer: cheaper than an addition that others could interrupt.
fn add(count: &AtomicU64, more: u64) {
    count.store(count.load(Relaxed) + more, Relaxed);
}
