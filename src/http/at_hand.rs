//! What was answered before, at hand for the next who asks in the same words.
//!
//! Clients of calendars ask for the same addresses over and over. So each thread keeps what it
//! answered under the address as it was written, with no regard to what it means: a request for it
//! takes one look-up. What is kept is the thread's own, so that threads do not wait for each
//! other's caches of the processor.

use std::collections::HashMap;
use std::mem::size_of;
use std::sync::Arc;

use super::cache::Made;
use super::coding::Coding;
use super::representation::Ready;
use super::seen::FeedSeen;
use super::tally::RouteKind;
use crate::render::Format;

/// What an entry takes beside its octets and address, roughly.
const OVERHEAD: usize = 2 * size_of::<Ready>() + 1024;

/// An answer, and of what route it is.
#[derive(Debug)]
pub(super) struct Entry {
    /// The answer.
    pub(super) ready: Ready,
    /// The format, where Accept may refuse it.
    pub(super) format: Option<Format>,
    /// The route.
    pub(super) route: RouteKind,
    /// When the feed was last fetched, if it is one.
    pub(super) seen: Option<Arc<FeedSeen>>,
}

/// Of what route an answer is.
#[derive(Clone, Debug)]
pub(super) struct Of {
    /// The route.
    pub(super) route: RouteKind,
    /// The format, where Accept may refuse it.
    pub(super) format: Option<Format>,
    /// When the feed was last fetched, if it is one.
    pub(super) seen: Option<Arc<FeedSeen>>,
}

/// The answers at hand for one publication, up to so many octets.
#[derive(Debug)]
pub(super) struct AtHand {
    publication: u64,
    capacity: usize,
    size: usize,
    /// By coding and address.
    entries: [HashMap<Box<str>, Entry>; Coding::ALL.len()],
}

impl AtHand {
    /// Keeps up to `capacity` octets.
    pub(super) fn new(capacity: usize) -> Self {
        Self { publication: 0, capacity, size: 0, entries: Default::default() }
    }

    /// The answer to a request for `address`, as it was written, in a coding.
    pub(super) fn get(
        &mut self,
        publication: u64,
        coding: Coding,
        address: &str,
    ) -> Option<&Entry> {
        self.be_at(publication);
        self.entries[coding as usize].get(address)
    }

    /// Keeps a representation for who asks in the same words.
    pub(super) fn keep(&mut self, coding: Coding, address: &str, made: &Made, of: Of) {
        // One of an earlier publication may stand in for one that could not be made.
        if made.publication < self.publication {
            return;
        }
        self.be_at(made.publication);
        let made = &*made.representation;
        let size = made.octets().len() + address.len() + OVERHEAD;
        if size > self.capacity {
            return;
        }
        // Nothing is lost but a look-up or two: they are kept elsewhere too.
        if self.size + size > self.capacity {
            self.clear();
        }
        let entry =
            Entry { ready: made.another(), format: of.format, route: of.route, seen: of.seen };
        if self.entries[coding as usize].insert(address.into(), entry).is_none() {
            self.size += size;
        }
    }

    fn be_at(&mut self, publication: u64) {
        if self.publication != publication {
            self.clear();
            self.publication = publication;
        }
    }

    fn clear(&mut self) {
        self.entries = Default::default();
        self.size = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::super::representation::{About, Representation};
    use super::*;

    const FEED: Of = Of { route: RouteKind::Ics, format: Some(Format::Ics), seen: None };

    fn made(publication: u64, octets: &str) -> Made {
        let about = About {
            media_type: "text/x",
            disposition: None,
            is_page: false,
            is_fixed: false,
            last_modified: None,
            names: vec![],
        };
        let made =
            Representation::new(about, octets.into(), Coding::Identity, &Arc::default()).unwrap();
        Made { publication, representation: Arc::new(made) }
    }

    #[test]
    fn answers_are_found_by_coding_and_address_until_the_next_publication() {
        let mut kept = AtHand::new(1 << 20);
        kept.keep(Coding::Gzip, "/a", &made(1, "a"), FEED);
        assert!(kept.get(1, Coding::Gzip, "/a").is_some());
        assert!(kept.get(1, Coding::Identity, "/a").is_none());
        assert!(kept.get(1, Coding::Gzip, "/b").is_none());
        assert!(kept.get(2, Coding::Gzip, "/a").is_none());
        assert!(kept.get(1, Coding::Gzip, "/a").is_none());
    }

    #[test]
    fn what_stands_in_from_an_earlier_publication_is_not_kept() {
        let mut kept = AtHand::new(1 << 20);
        assert!(kept.get(2, Coding::Gzip, "/a").is_none());
        kept.keep(Coding::Gzip, "/a", &made(1, "a"), FEED);
        assert!(kept.get(2, Coding::Gzip, "/a").is_none());
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let mut kept = AtHand::new(100 << 10);
        for number in 0..1000 {
            kept.keep(Coding::Identity, &format!("/{number}"), &made(0, "a"), FEED);
            assert!(kept.size <= 100 << 10);
            assert!(kept.get(0, Coding::Identity, &format!("/{number}")).is_some());
        }
        kept.keep(Coding::Identity, "/large", &made(0, &"a".repeat(100 << 10)), FEED);
        assert!(kept.get(0, Coding::Identity, "/large").is_none());
    }
}
