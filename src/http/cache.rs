//! The representations that were made, each once.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::thread::available_parallelism;
use std::time::Instant;

use bytes::Bytes;
use moka::future::Cache;
use moka::policy::EvictionPolicy;
use prometheus_client::metrics::histogram::Histogram;
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore, SemaphorePermit};
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
    /// Too much is being made or on its way already.
    Busy,
}

/// A representation, and the publication that it shows: an earlier one than was asked for where
/// making that failed.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) publication: u64,
    pub(super) representation: Arc<Representation>,
}

/// What it costs to make a representation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// Some milliseconds.
    Light,
    /// Up to seconds: that of thousands of events.
    Heavy,
}

/// The representations that were made, up to so many octets; the least lately used go first.
pub(super) struct Representations(Arc<Kept>);

/// The bounds by which times of making are counted, in seconds.
const BOUNDS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0];

/// How many may wait to be made, of each weight. Those beyond are refused: they would wait for longer
/// than clients do.
const LIGHT_PLACES: usize = 1024;
const HEAVY_PLACES: usize = 64;

/// In how many lines addresses wait for one another.
const LINES: usize = 64;

struct Kept {
    cache: Cache<Key, Arc<Representation>>,
    capacity: u64,
    /// The octets that there are of all representations: also of those that are not kept any more,
    /// but still on their way to somebody.
    octets: Arc<AtomicUsize>,
    /// Making takes processor time and is done off the threads that answer. More at once than there
    /// are processors would make all of them late.
    turns: Arc<Semaphore>,
    /// Heavy ones take all turns but one, so that light ones need not wait for them.
    heavy_turns: Semaphore,
    light_places: Semaphore,
    heavy_places: Semaphore,
    /// One coding of an address is made after the other, from the same octets. An address has its
    /// line by its hash.
    lines: [Mutex<()>; LINES],
    hash: RandomState,
    sharing: Arc<Sharing>,
    /// How long making took.
    making: Histogram,
    hits: AtomicU64,
}

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
        let turns = available_parallelism().map_or(2, usize::from).max(2);
        Self(Arc::new(Kept {
            cache,
            capacity,
            octets: Arc::default(),
            turns: Arc::new(Semaphore::new(turns)),
            heavy_turns: Semaphore::new(turns - 1),
            light_places: Semaphore::new(LIGHT_PLACES),
            heavy_places: Semaphore::new(HEAVY_PLACES),
            lines: [const { Mutex::const_new(()) }; LINES],
            hash: RandomState::new(),
            sharing: Arc::new(sharing),
            making: Histogram::new(BOUNDS),
            hits: AtomicU64::new(0),
        }))
    }

    /// How long making took each time, in seconds.
    pub(super) fn making(&self) -> Histogram {
        self.0.making.clone()
    }

    /// How often what was asked for was there.
    pub(super) fn hits(&self) -> u64 {
        self.0.hits.load(Relaxed)
    }

    /// What `make` makes for the canonical `address` at `publication`, in that coding or, where it
    /// would not be shorter, in none. However many ask, it is made once, and to its end, even if all
    /// of them leave.
    ///
    /// Where making fails or too many wait for it, the last representation of the address, of
    /// whatever publication, if it is still kept: readers go on with what they had.
    pub(super) async fn get<M>(
        &self,
        publication: u64,
        address: &Arc<str>,
        coding: Coding,
        weight: Weight,
        make: M,
    ) -> Result<Made, Failure>
    where
        M: FnOnce() -> Result<(About, Vec<u8>), QueryError> + Send + 'static,
    {
        let key = Key { publication, address: Arc::clone(address), coding };
        if let Some(representation) = self.0.cache.get(&key).await {
            self.0.hits.fetch_add(1, Relaxed);
            return Ok(Made { publication, representation });
        }
        let kept = Arc::clone(&self.0);
        let making = tokio::spawn(async move {
            kept.cache.try_get_with(key.clone(), kept.make(key, weight, make)).await
        });
        let outcome = match making.await {
            Ok(outcome) => outcome.map_err(Arc::unwrap_or_clone),
            Err(error) => Err(self::making(error)),
        };
        match outcome {
            Ok(representation) => Ok(Made { publication, representation }),
            Err(Failure::Query(error)) => Err(Failure::Query(error)),
            Err(failure) => {
                if let Failure::Making(reason) = &failure {
                    tracing::error!(address = &**address, reason, "a representation was not made");
                }
                self.0.last(address, coding).ok_or(failure)
            }
        }
    }

    /// What heavy work gives that makes no representation, when it is its turn.
    pub(super) async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let (_heavy_turn, turn) = self.0.turn(Weight::Heavy).await?;
        let work = move || {
            let _turn = turn;
            work()
        };
        spawn_blocking(work).await.map_err(making)
    }
}

impl Kept {
    /// Waits for the turn of work of some weight. The second is for the work to hold.
    async fn turn(
        &self,
        weight: Weight,
    ) -> Result<(Option<SemaphorePermit<'_>>, OwnedSemaphorePermit), Failure> {
        let heavy_turn = match weight {
            Weight::Light => None,
            Weight::Heavy => Some(self.heavy_turns.acquire().await.map_err(making)?),
        };
        Ok((heavy_turn, Arc::clone(&self.turns).acquire_owned().await.map_err(making)?))
    }

    async fn make<M>(
        &self,
        key: Key,
        weight: Weight,
        compose: M,
    ) -> Result<Arc<Representation>, Failure>
    where
        M: FnOnce() -> Result<(About, Vec<u8>), QueryError> + Send + 'static,
    {
        let places = match weight {
            Weight::Light => &self.light_places,
            Weight::Heavy => &self.heavy_places,
        };
        let _place = places.try_acquire().map_err(|_| Failure::Busy)?;
        let line = usize::try_from(self.hash.hash_one(&key.address)).unwrap_or_default() % LINES;
        let _alone = self.lines[line].lock().await;
        let (_heavy_turn, turn) = self.turn(weight).await?;
        // Twice what is kept: clients who take nothing are to fill no more memory than that.
        if self.octets.load(Relaxed) as u64 > 2 * self.capacity {
            return Err(Failure::Busy);
        }
        let plain_key = Key { coding: Coding::Identity, ..key.clone() };
        let known = self.cache.get(&plain_key).await;
        let was_known = known.is_some();
        let (coding, sharing) = (key.coding, Arc::clone(&self.sharing));
        let octets = Arc::clone(&self.octets);
        let work = move || {
            // Held by the work, which goes on even if nobody waits for it any more.
            let _turn = turn;
            let begun = Instant::now();
            let plain = match known {
                Some(plain) => Ok(plain),
                None => first(compose, &sharing, &octets),
            };
            let made = plain.and_then(|plain| {
                let coded = coded(&plain, coding, &sharing, &octets)?;
                Ok((plain, coded))
            });
            (made, begun.elapsed())
        };
        let (made, time) = spawn_blocking(work).await.map_err(making)?;
        self.making.observe(time.as_secs_f64());
        let (plain, coded) = made?;
        // A large one would push out many that are asked for.
        let is_small = (plain.octets().len() as u64) < self.capacity / 8;
        if coding != Coding::Identity && !was_known && is_small {
            self.cache.insert(plain_key, plain).await;
        }
        Ok(coded)
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

/// The representation without a coding.
fn first<M>(
    compose: M,
    sharing: &Arc<Sharing>,
    octets: &Arc<AtomicUsize>,
) -> Result<Arc<Representation>, Failure>
where
    M: FnOnce() -> Result<(About, Vec<u8>), QueryError>,
{
    let (about, made) = compose().map_err(Failure::Query)?;
    // An empty answer makes calendars delete what they have.
    if made.is_empty() {
        return Err(Failure::Making("it was empty".to_owned()));
    }
    let made = Counted::of(made, octets);
    Representation::new(about, made, Coding::Identity, sharing).map(Arc::new).map_err(making)
}

/// The same in a coding, or as it is where that would not be shorter.
fn coded(
    plain: &Arc<Representation>,
    coding: Coding,
    sharing: &Arc<Sharing>,
    octets: &Arc<AtomicUsize>,
) -> Result<Arc<Representation>, Failure> {
    if coding == Coding::Identity {
        return Ok(Arc::clone(plain));
    }
    let made = coding.encode(plain.octets()).map_err(making)?;
    if made.len() >= plain.octets().len() {
        return Ok(Arc::clone(plain));
    }
    let made = Counted::of(made, octets);
    let coded = Representation::new(plain.about().clone(), made, coding, sharing);
    coded.map(Arc::new).map_err(making)
}

/// Octets that count as long as anybody has them.
struct Counted {
    octets: Vec<u8>,
    all: Arc<AtomicUsize>,
}

impl Counted {
    fn of(octets: Vec<u8>, all: &Arc<AtomicUsize>) -> Bytes {
        all.fetch_add(octets.len(), Relaxed);
        Bytes::from_owner(Self { octets, all: Arc::clone(all) })
    }
}

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.octets
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.all.fetch_sub(self.octets.len(), Relaxed);
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
            kept.get(1, &address, coding, Weight::Light, move || {
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
        let made = kept
            .get(1, &"/a".into(), Coding::Zstd, Weight::Light, || Ok((ABOUT, b"a".to_vec())))
            .await
            .unwrap();
        let made = made.representation;
        assert_eq!(made.octets()[..], b"a"[..]);
        assert!(!made.ready().response().headers().contains_key("content-encoding"));
    }

    #[tokio::test]
    async fn a_failure_is_answered_with_the_last_good_one_and_tried_again() {
        let kept = Representations::new(1 << 20, Sharing::default());
        let address = Arc::from("/a");
        let failing = || -> Result<(About, Vec<u8>), QueryError> { panic!("a defect") };
        let nothing = kept.get(1, &address, Coding::Identity, Weight::Light, failing).await;
        assert!(matches!(nothing, Err(Failure::Making(_))));

        let good = || Ok((ABOUT, long()));
        let first = kept.get(1, &address, Coding::Gzip, Weight::Light, good).await.unwrap();
        let empty = || Ok((ABOUT, Vec::new()));
        let second = kept.get(2, &address, Coding::Gzip, Weight::Light, empty).await.unwrap();
        assert_eq!((first.publication, second.publication), (1, 1));
        assert!(Arc::ptr_eq(&first.representation, &second.representation));
        let brotli = kept.get(2, &address, Coding::Brotli, Weight::Light, failing).await;
        assert_eq!(brotli.unwrap().representation.octets()[..], long()[..]);

        let other = || Ok((ABOUT, b"other".repeat(99)));
        let third = kept.get(2, &address, Coding::Gzip, Weight::Light, other).await.unwrap();
        assert_eq!(third.publication, 2);
        assert_ne!(third.representation.octets(), first.representation.octets());
    }

    #[tokio::test]
    async fn what_is_not_there_is_no_failure_of_ours() {
        let kept = Representations::new(1 << 20, Sharing::default());
        let good = || Ok((ABOUT, long()));
        let address = Arc::from("/a");
        kept.get(1, &address, Coding::Identity, Weight::Light, good).await.unwrap();
        let gone = QueryError::TooMany { found: 2, limit: 1 };
        let expected = Failure::Query(gone.clone());
        let got = kept.get(2, &address, Coding::Identity, Weight::Light, || Err(gone)).await;
        assert_eq!(got.unwrap_err(), expected);
    }
}
