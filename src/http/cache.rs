//! The representations that were made, each once.

use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Instant;

use moka::future::Cache;
use moka::policy::EvictionPolicy;
use prometheus_client::metrics::histogram::Histogram;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::coding::Coding;
use super::representation::{About, Representation};
use super::sharing::Sharing;
use crate::query::QueryError;

/// What a representation holds beside its octets and address, roughly: two maps of header fields.
const OVERHEAD: usize = 2 << 10;

/// Which representation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    publication: u64,
    address: Arc<str>,
    coding: Coding,
}

/// Why there is no representation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// There is nothing at the address.
    Query(QueryError),
    /// Making it failed: a defect of ours.
    Making(String),
}

/// A representation, and the publication that it shows: an earlier one than was asked for where
/// making that failed.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) publication: u64,
    pub(super) representation: Arc<Representation>,
}

/// The representations that were made, up to so many octets; the least lately used go first.
pub(super) struct Representations {
    cache: Cache<Key, Arc<Representation>>,
    /// Making takes processor time and is done off the threads that answer. More at once than there
    /// are processors would make all of them late.
    turns: Arc<Semaphore>,
    sharing: Arc<Sharing>,
    /// How long making took.
    making: Histogram,
}

/// The bounds by which times of making are counted, in seconds.
const BOUNDS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0];

impl Representations {
    /// Keeps up to `capacity` octets.
    pub(super) fn new(capacity: u64, sharing: Sharing) -> Self {
        let cache = Cache::builder()
            .max_capacity(capacity)
            .weigher(|key: &Key, made: &Arc<Representation>| {
                let octets = made.octets().len() + key.address.len() + OVERHEAD;
                u32::try_from(octets).unwrap_or(u32::MAX)
            })
            // The default policy counts how often a key was asked for, and would keep the popular
            // feeds of publications gone by before those of the present one.
            .eviction_policy(EvictionPolicy::lru())
            .build();
        let turns = available_parallelism().map_or(1, usize::from);
        Self {
            cache,
            turns: Arc::new(Semaphore::new(turns)),
            sharing: Arc::new(sharing),
            making: Histogram::new(BOUNDS),
        }
    }

    /// How long making took each time, in seconds.
    pub(super) fn making(&self) -> Histogram {
        self.making.clone()
    }

    /// What `make` makes for the canonical `address` at `publication`, in that coding or, where it
    /// would not be shorter, in none. However many ask, it is made once.
    ///
    /// Where making fails, the last representation of the address, of whatever publication, if it is
    /// still kept: readers go on with what they had.
    pub(super) async fn get<M>(
        &self,
        publication: u64,
        address: &Arc<str>,
        coding: Coding,
        make: M,
    ) -> Result<Made, Failure>
    where
        M: FnOnce() -> Result<(About, Vec<u8>), QueryError> + Send + 'static,
    {
        let key = |coding| Key { publication, address: Arc::clone(address), coding };
        let identity = self.cache.try_get_with(key(Coding::Identity), self.make(make));
        let outcome = if coding == Coding::Identity {
            identity.await
        } else {
            let coded = async {
                let plain = identity.await.map_err(Arc::unwrap_or_clone)?;
                self.encode(plain, coding).await
            };
            self.cache.try_get_with(key(coding), coded).await
        };
        match outcome.map_err(Arc::unwrap_or_clone) {
            Err(Failure::Making(reason)) => {
                tracing::error!(address = &**address, reason, "a representation was not made");
                self.last(address, coding).ok_or(Failure::Making(reason))
            }
            other => other.map(|made| Made { publication, representation: made }),
        }
    }

    async fn make<M>(&self, make: M) -> Result<Arc<Representation>, Failure>
    where
        M: FnOnce() -> Result<(About, Vec<u8>), QueryError> + Send + 'static,
    {
        let sharing = Arc::clone(&self.sharing);
        self.in_turn(move || {
            let (about, octets) = make().map_err(Failure::Query)?;
            // An empty answer makes calendars delete what they have.
            if octets.is_empty() {
                return Err(Failure::Making("it was empty".to_owned()));
            }
            Representation::new(about, octets, Coding::Identity, &sharing).map_err(making)
        })
        .await
        .map(Arc::new)
    }

    async fn encode(
        &self,
        plain: Arc<Representation>,
        coding: Coding,
    ) -> Result<Arc<Representation>, Failure> {
        let sharing = Arc::clone(&self.sharing);
        self.in_turn(move || {
            let octets = coding.encode(plain.octets()).map_err(making)?;
            if octets.len() >= plain.octets().len() {
                return Ok(plain);
            }
            let coded = Representation::new(plain.about().clone(), octets, coding, &sharing);
            coded.map(Arc::new).map_err(making)
        })
        .await
    }

    /// Runs work on a thread where it delays nobody. A panic in it is a failure.
    async fn in_turn<T, W>(&self, work: W) -> Result<T, Failure>
    where
        T: Send + 'static,
        W: FnOnce() -> Result<T, Failure> + Send + 'static,
    {
        // Held by the work, which goes on even if nobody waits for it any more.
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(making)?;
        let work = move || {
            let begun = Instant::now();
            let result = work();
            drop(turn);
            (result, begun.elapsed())
        };
        let (result, time) = spawn_blocking(work).await.map_err(making)?;
        self.making.observe(time.as_secs_f64());
        result
    }

    /// The representation of the address of the latest publication that is kept, in that coding if
    /// there is one. Looks through all that is kept: failures are rare.
    fn last(&self, address: &Arc<str>, coding: Coding) -> Option<Made> {
        self.cache
            .iter()
            .filter(|(key, _)| {
                key.address == *address && [coding, Coding::Identity].contains(&key.coding)
            })
            .max_by_key(|(key, _)| (key.publication, key.coding == coding))
            .map(|(key, representation)| Made { publication: key.publication, representation })
    }
}

fn making(error: impl std::fmt::Display) -> Failure {
    Failure::Making(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const ABOUT: About = About {
        media_type: "text/calendar",
        disposition: None,
        is_page: false,
        is_fixed: false,
        last_modified: None,
        names: vec![],
    };

    fn long() -> Vec<u8> {
        b"BEGIN:VCALENDAR\r\n".repeat(100)
    }

    #[tokio::test]
    async fn however_many_ask_it_is_made_once() {
        let (kept, made) =
            (Representations::new(1 << 20, Sharing::default()), Arc::new(AtomicUsize::new(0)));
        let address = Arc::from("/a.ics");
        let ask = |coding| {
            let made = Arc::clone(&made);
            kept.get(1, &address, coding, move || {
                made.fetch_add(1, Ordering::SeqCst);
                Ok((ABOUT, long()))
            })
        };
        let (a, b, c) = tokio::join!(ask(Coding::Gzip), ask(Coding::Identity), ask(Coding::Gzip));
        assert_eq!(made.load(Ordering::SeqCst), 1);
        let [a, b, c] = [a, b, c].map(|made| made.unwrap().representation);
        assert!(Arc::ptr_eq(&a, &c));
        assert_ne!(a.ready().validators().opaque, b.ready().validators().opaque);
        assert_eq!(b.octets()[..], long()[..]);
    }

    #[tokio::test]
    async fn a_coding_that_gains_nothing_is_not_used() {
        let kept = Representations::new(1 << 20, Sharing::default());
        let made =
            kept.get(1, &"/a".into(), Coding::Zstd, || Ok((ABOUT, b"a".to_vec()))).await.unwrap();
        let made = made.representation;
        assert_eq!(made.octets()[..], b"a"[..]);
        assert!(!made.ready().response().headers().contains_key("content-encoding"));
    }

    #[tokio::test]
    async fn a_failure_is_answered_with_the_last_good_one_and_tried_again() {
        let kept = Representations::new(1 << 20, Sharing::default());
        let address = Arc::from("/a");
        let failing = || -> Result<(About, Vec<u8>), QueryError> { panic!("a defect") };
        let nothing = kept.get(1, &address, Coding::Identity, failing).await;
        assert!(matches!(nothing, Err(Failure::Making(_))));

        let good = || Ok((ABOUT, long()));
        let first = kept.get(1, &address, Coding::Gzip, good).await.unwrap();
        let empty = || Ok((ABOUT, Vec::new()));
        let second = kept.get(2, &address, Coding::Gzip, empty).await.unwrap();
        assert_eq!((first.publication, second.publication), (1, 1));
        assert!(Arc::ptr_eq(&first.representation, &second.representation));
        let brotli = kept.get(2, &address, Coding::Brotli, failing).await;
        assert_eq!(brotli.unwrap().representation.octets()[..], long()[..]);

        let other = || Ok((ABOUT, b"other".repeat(99)));
        let third = kept.get(2, &address, Coding::Gzip, other).await.unwrap();
        assert_eq!(third.publication, 2);
        assert_ne!(third.representation.octets(), first.representation.octets());
    }

    #[tokio::test]
    async fn what_is_not_there_is_no_failure_of_ours() {
        let kept = Representations::new(1 << 20, Sharing::default());
        let good = || Ok((ABOUT, long()));
        let address = Arc::from("/a");
        kept.get(1, &address, Coding::Identity, good).await.unwrap();
        let gone = QueryError::TooMany { found: 2, limit: 1 };
        let expected = Failure::Query(gone.clone());
        let got = kept.get(2, &address, Coding::Identity, || Err(gone)).await;
        assert_eq!(got.unwrap_err(), expected);
    }
}
