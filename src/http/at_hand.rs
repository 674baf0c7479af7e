//! What was answered before, at hand for the next who asks in the same words.
//!
//! Clients of calendars ask for the same addresses over and over. So each thread keeps what it
//! answered under the address as it was written, with no regard to what it means: a request for it
//! takes one look-up. What is kept is the thread's own, so that threads do not wait for each
//! other's caches of the processor.

use std::collections::{BTreeMap, HashMap};
use std::mem::size_of;
use std::sync::Arc;

use bytes::Bytes;

use super::cache::Made;
use super::coding::Coding;
use super::file::File;
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
    files: Files,
}

/// Files with octets that are at hand, by where those are in memory: this is how the stream that
/// is given the octets to write finds the file. The octets are kept with it, so that no others can
/// be at their place.
type Files = BTreeMap<usize, (Bytes, Arc<File>)>;

/// The most files that a thread has open.
const MOST_FILES: usize = 256;

impl AtHand {
    /// Keeps up to `capacity` octets.
    pub(super) fn new(capacity: usize) -> Self {
        Self { publication: 0, capacity, size: 0, entries: Default::default(), files: Files::new() }
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
        // Octets in a file are there twice.
        let octets = made.octets().len() * if made.file().is_some() { 2 } else { 1 };
        let size = octets + address.len() + OVERHEAD;
        if size > self.capacity {
            return;
        }
        // Nothing is lost but a look-up or two: they are kept elsewhere too.
        if self.size + size > self.capacity {
            self.clear();
        }
        let entry =
            Entry { ready: made.another(), format: of.format, route: of.route, seen: of.seen };
        if self.files.len() < MOST_FILES
            && let Some(file) = made.file()
        {
            let octets = entry.ready.octets().clone();
            self.files.insert(octets.as_ptr().addr(), (octets, file));
        }
        if self.entries[coding as usize].insert(address.into(), entry).is_none() {
            self.size += size;
        }
    }

    /// The file that has these very octets, not their like, and where they begin in it.
    pub(super) fn file(&self, octets: &[u8]) -> Option<(&File, usize)> {
        let begin = octets.as_ptr().addr();
        let (base, (known, file)) = self.files.range(..=begin).next_back()?;
        let offset = begin - base;
        (offset + octets.len() <= known.len()).then_some((&**file, offset))
    }

    fn be_at(&mut self, publication: u64) {
        if self.publication != publication {
            self.clear();
            self.publication = publication;
        }
    }

    fn clear(&mut self) {
        self.entries = Default::default();
        self.files = Files::new();
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

    #[cfg(target_os = "linux")]
    #[test]
    fn octets_at_hand_are_known_by_their_place() {
        let mut kept = AtHand::new(1 << 20);
        let long = made(1, &"0123456789".repeat(10_000));
        kept.keep(Coding::Identity, "/a", &long, FEED);
        kept.keep(Coding::Identity, "/b", &made(1, "short"), FEED);
        let octets = kept.get(1, Coding::Identity, "/a").unwrap().ready.octets().clone();
        assert_eq!(kept.file(&octets).unwrap().1, 0);
        let (file, offset) = kept.file(&octets[50_001..]).unwrap();
        assert_eq!(offset, 50_001);
        let mut read = [0; 3];
        std::os::unix::fs::FileExt::read_exact_at(file, &mut read, 50_001).unwrap();
        assert_eq!(&read, b"123");
        let equal = octets.to_vec();
        assert!(kept.file(&equal).is_none(), "equal ones at another place");
        kept.get(2, Coding::Identity, "/a");
        assert!(kept.file(&octets).is_none());
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
