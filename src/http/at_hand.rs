//! What was answered before, at hand for the next who asks in the same words.
//!
//! Clients of calendars ask for the same addresses over and over. So each thread keeps what it
//! answered under the address as it was written, with no regard to what it means: a request for it
//! takes one look-up. What is kept is the thread's own, so that threads do not wait for each
//! other's caches of the processor.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher as _, RandomState};
use std::mem::size_of;
use std::sync::Arc;

use bytes::Bytes;

use super::cache::Made;
use super::coding::Coding;
use super::file::{self, File};
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
    /// Whether octets can be sent from files: not where they are secured on their way.
    has_files: bool,
    capacity: usize,
    size: usize,
    /// By coding and address.
    entries: [HashMap<Box<str>, Entry>; Coding::ALL.len()],
    files: Files,
    /// Which addresses were asked for once, by hashes that share their places.
    asked_once: Box<[u64; PLACES]>,
    hash: RandomState,
}

/// Places for hashes of addresses that were asked for once.
const PLACES: usize = 1024;

/// Files with octets that are at hand, by where those are in memory: this is how the stream that
/// is given the octets to write finds the file. The octets are kept with it, so that no others can
/// be at their place.
type Files = BTreeMap<usize, (Bytes, Arc<File>)>;

/// The most files that a thread has open.
pub(super) const MOST_FILES: usize = 64;

impl AtHand {
    /// Keeps up to `capacity` octets, the larger ones in files too if they can be sent from those.
    pub(super) fn new(capacity: usize, has_files: bool) -> Self {
        Self {
            publication: 0,
            has_files,
            capacity,
            size: 0,
            entries: Default::default(),
            files: Files::new(),
            asked_once: Box::new([0; PLACES]),
            hash: RandomState::new(),
        }
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

    /// Keeps a representation for who asks in the same words, the second time that somebody does:
    /// addresses that nobody asks for again would push out those that everybody does.
    pub(super) fn keep(&mut self, coding: Coding, address: &str, made: &Made, of: Of) {
        // One of an earlier publication may stand in for one that could not be made.
        if made.publication < self.publication || !self.was_asked(coding, address) {
            return;
        }
        self.be_at(made.publication);
        let made = &*made.representation;
        // Octets in a file are there twice.
        let is_in_file = self.has_files
            && self.files.len() < MOST_FILES
            && made.octets().len() >= file::WORTH_IT;
        let octets = made.octets().len() * if is_in_file { 2 } else { 1 };
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
        if is_in_file && let Some(file) = made.file() {
            let octets = entry.ready.octets().clone();
            self.files.insert(octets.as_ptr().addr(), (octets, file));
        }
        if self.entries[coding as usize].insert(address.into(), entry).is_none() {
            self.size += size;
        }
    }

    /// Whether an address was asked for before, as far as is remembered.
    fn was_asked(&mut self, coding: Coding, address: &str) -> bool {
        let hash = self.hash.hash_one((coding, address));
        let place = usize::try_from(hash % PLACES as u64).unwrap_or_default();
        std::mem::replace(&mut self.asked_once[place], hash) == hash
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
        let made = Representation::new(about, octets.to_owned(), Coding::Identity, &Arc::default())
            .unwrap();
        Made { publication, representation: Arc::new(made) }
    }

    /// Keeps what was asked for before.
    fn keep(kept: &mut AtHand, coding: Coding, address: &str, made: &Made, of: Of) {
        kept.keep(coding, address, made, of.clone());
        kept.keep(coding, address, made, of);
    }

    #[test]
    fn what_was_asked_for_once_is_not_kept() {
        let mut kept = AtHand::new(1 << 20, true);
        for number in 0..100 {
            kept.keep(Coding::Gzip, &format!("/{number}"), &made(1, "a"), FEED);
        }
        assert_eq!(kept.size, 0);
        kept.keep(Coding::Gzip, "/99", &made(1, "a"), FEED);
        assert!(kept.get(1, Coding::Gzip, "/99").is_some());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn there_are_so_many_files_and_none_where_they_cannot_be_sent() {
        let long = || made(1, &"0123456789".repeat(2_000));
        for (has_files, expected) in [(true, MOST_FILES), (false, 0)] {
            let mut kept = AtHand::new(64 << 20, has_files);
            for number in 0..2 * MOST_FILES {
                keep(&mut kept, Coding::Gzip, &format!("/{number}"), &long(), FEED);
            }
            assert_eq!(kept.files.len(), expected);
        }
    }

    #[test]
    fn answers_are_found_by_coding_and_address_until_the_next_publication() {
        let mut kept = AtHand::new(1 << 20, true);
        keep(&mut kept, Coding::Gzip, "/a", &made(1, "a"), FEED);
        assert!(kept.get(1, Coding::Gzip, "/a").is_some());
        assert!(kept.get(1, Coding::Identity, "/a").is_none());
        assert!(kept.get(1, Coding::Gzip, "/b").is_none());
        assert!(kept.get(2, Coding::Gzip, "/a").is_none());
        assert!(kept.get(1, Coding::Gzip, "/a").is_none());
    }

    #[test]
    fn what_stands_in_from_an_earlier_publication_is_not_kept() {
        let mut kept = AtHand::new(1 << 20, true);
        assert!(kept.get(2, Coding::Gzip, "/a").is_none());
        keep(&mut kept, Coding::Gzip, "/a", &made(1, "a"), FEED);
        assert!(kept.get(2, Coding::Gzip, "/a").is_none());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn octets_at_hand_are_known_by_their_place() {
        let mut kept = AtHand::new(1 << 20, true);
        let long = made(1, &"0123456789".repeat(10_000));
        keep(&mut kept, Coding::Identity, "/a", &long, FEED);
        keep(&mut kept, Coding::Identity, "/b", &made(1, "short"), FEED);
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
        let mut kept = AtHand::new(100 << 10, true);
        for number in 0..1000 {
            keep(&mut kept, Coding::Identity, &format!("/{number}"), &made(0, "a"), FEED);
            assert!(kept.size <= 100 << 10);
            assert!(kept.get(0, Coding::Identity, &format!("/{number}")).is_some());
        }
        keep(&mut kept, Coding::Identity, "/large", &made(0, &"a".repeat(100 << 10)), FEED);
        assert!(kept.get(0, Coding::Identity, "/large").is_none());
    }
}
