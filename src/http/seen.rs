//! When clients of each family last fetched each feed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use super::client_family::ClientFamily;

/// The most feeds that are kept in mind; those that come later are not.
const MOST: usize = 10_000;

/// When clients of each family last fetched each feed.
#[derive(Debug, Default)]
pub(super) struct Seen {
    feeds: Mutex<BTreeMap<Arc<str>, Arc<FeedSeen>>>,
}

/// The same of one feed, in seconds since 1970; 0 for never.
#[derive(Debug, Default)]
pub(super) struct FeedSeen([AtomicU64; ClientFamily::ALL.len()]);

impl Seen {
    /// That of the feed at a canonical address, whatever its filters.
    pub(super) fn of(&self, address: &str) -> Option<Arc<FeedSeen>> {
        let feed = address.split('?').next().unwrap_or(address);
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = feeds.get(feed) {
            return Some(Arc::clone(seen));
        }
        if feeds.len() >= MOST {
            return None;
        }
        let seen = Arc::<FeedSeen>::default();
        feeds.insert(feed.into(), Arc::clone(&seen));
        Some(seen)
    }

    /// Every feed that was fetched, with when by each family.
    pub(super) fn all(&self) -> Vec<(Arc<str>, [u64; ClientFamily::ALL.len()])> {
        let feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        let at = |seen: &FeedSeen| {
            let mut times = [0; ClientFamily::ALL.len()];
            for (time, at) in times.iter_mut().zip(&seen.0) {
                *time = at.load(Relaxed);
            }
            times
        };
        feeds.iter().map(|(feed, seen)| (Arc::clone(feed), at(seen))).collect()
    }
}

impl FeedSeen {
    /// A client of this family fetched the feed, at that second.
    pub(super) fn note(&self, family: ClientFamily, now: u64) {
        let at = &self.0[family as usize];
        // Once a second is enough: threads that write to one place slow one another.
        if at.load(Relaxed) != now {
            at.store(now, Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_one_whatever_its_filters_and_there_are_so_many() {
        let seen = Seen::default();
        seen.of("/en/a.ics?alarm=15m").unwrap().note(ClientFamily::Google, 7);
        seen.of("/en/a.ics").unwrap().note(ClientFamily::Other, 9);
        assert_eq!(seen.all(), [("/en/a.ics".into(), [7, 0, 0, 0, 9])]);
        for feed in 1..MOST {
            assert!(seen.of(&format!("/en/{feed}.ics")).is_some());
        }
        assert!(seen.of("/en/more.ics").is_none());
        assert!(seen.of("/en/a.ics").is_some());
    }
}
