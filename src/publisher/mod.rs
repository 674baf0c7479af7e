//! Publishing: the state of the ledger in memory, kept level with its backend.
//!
//! This is where the pure steps meet the ledger. The clock is still the caller's.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Days, Utc};
use tokio::sync::Mutex;

use crate::ledger::{Backend, LedgerError, News};
use crate::model::Programmes;
use crate::publication::{
    LedgerState, Publication, ReconcileError, RevertError, StandingRevert, StateError, held_back,
    reconcile_since, revert,
};

/// How often to try again when other writers publish at the same time.
const ATTEMPTS: u32 = 16;

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The ledger did not do what was asked.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The ledger's publications do not follow from one another.
    #[error("the ledger is damaged: {0}")]
    State(#[from] StateError),
    /// The programmes cannot be published into this ledger.
    #[error(transparent)]
    Reconcile(#[from] ReconcileError),
    /// There is no such publication to go back to.
    #[error(transparent)]
    Revert(#[from] RevertError),
    /// The ledger has publications that an import does not have.
    #[error(
        "the ledger has another publication {number} than the import; import into an empty ledger"
    )]
    Foreign {
        /// The first that differs.
        number: u64,
    },
}

/// The ledger with its state in memory.
pub struct Publisher {
    backend: Box<dyn Backend>,
    known: Mutex<Known>,
    /// Whether the state has to be read anew as a whole.
    is_doubtful: AtomicBool,
    keep_cancelled: Days,
}

/// What is known of the ledger.
#[derive(Default)]
struct Known {
    state: LedgerState,
    /// Programmes that the state says already; empty if none are known to be so.
    settled: Vec<Programmes>,
}

impl Publisher {
    /// Reads the whole ledger. `keep_cancelled` is how long cancelled events stay in the feeds.
    pub async fn open(
        backend: Box<dyn Backend>,
        keep_cancelled: Days,
    ) -> Result<Self, PublishError> {
        let is_doubtful = AtomicBool::new(false);
        let publisher = Self { backend, known: Mutex::default(), is_doubtful, keep_cancelled };
        publisher.catch_up().await?;
        Ok(publisher)
    }

    /// The state as last read.
    pub async fn state(&self) -> LedgerState {
        self.known.lock().await.state.clone()
    }

    /// The number of the last publication as last read.
    pub async fn head(&self) -> u64 {
        self.known.lock().await.state.head()
    }

    /// Reads what other writers have published; says whether there was anything.
    pub async fn catch_up(&self) -> Result<bool, PublishError> {
        self.read_on(&mut *self.known.lock().await).await
    }

    /// Waits until other writers may have published, and reads what they did; says whether the
    /// state is another one now. May answer without cause. One caller at a time.
    pub async fn follow(&self) -> Result<bool, PublishError> {
        if self.backend.wait().await? == News::Reconnected {
            self.is_doubtful.store(true, Ordering::Relaxed);
        }
        if !self.is_doubtful.load(Ordering::Relaxed) {
            return self.catch_up().await;
        }
        let mut known = self.known.lock().await;
        let mut whole = Known::default();
        self.read_on(&mut whole).await?;
        // Not before: what could not be read has to be read the next time.
        self.is_doubtful.store(false, Ordering::Relaxed);
        let differs = whole.state != known.state;
        *known = whole;
        Ok(differs)
    }

    /// The revert that publishing these programmes would undo without anybody having asked for it
    /// (see [`held_back`]), by the ledger as it is now.
    pub async fn held_back(
        &self,
        programmes: &[Programmes],
        now: DateTime<Utc>,
    ) -> Result<Option<StandingRevert>, PublishError> {
        let mut known = self.known.lock().await;
        self.read_on(&mut known).await?;
        Ok(held_back(&known.state, programmes, now)?)
    }

    /// What publishing these programmes would bring; `None` if nothing.
    pub async fn plan(
        &self,
        programmes: &[Programmes],
        now: DateTime<Utc>,
    ) -> Result<Option<Publication>, PublishError> {
        let mut known = self.known.lock().await;
        self.read_on(&mut known).await?;
        Ok(reconcile_since(&known.state, &known.settled, programmes, now, self.keep_cancelled)?)
    }

    /// Brings the ledger up to these programmes in one atomic step. Answers with the publication,
    /// or `None` if the ledger is up to them already.
    pub async fn publish(
        &self,
        programmes: &[Programmes],
        note: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Option<Publication>, PublishError> {
        let make = |known: &Known| {
            let keep = self.keep_cancelled;
            Ok(reconcile_since(&known.state, &known.settled, programmes, now, keep)?)
        };
        let mut known = self.known.lock().await;
        let publication = self.add(&mut known, note, make).await?;
        known.settled = programmes.to_vec();
        Ok(publication)
    }

    /// Publishes again what the ledger said just after publication `number`. Answers with the
    /// publication, or `None` if the ledger says so already.
    pub async fn revert(
        &self,
        number: u64,
        note: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Option<Publication>, PublishError> {
        let mut known = self.known.lock().await;
        let make = |known: &Known| Ok(revert(&known.state, number, now)?);
        self.add(&mut known, note, make).await
    }

    /// Every publication, from the first.
    pub async fn publications(&self) -> Result<Vec<Publication>, PublishError> {
        Ok(self.backend.read(0).await?)
    }

    /// Adds the publications of another ledger, from the first; those that this one has already
    /// have to be the same. Answers with the number of those that were added.
    pub async fn import(&self, publications: &[Publication]) -> Result<usize, PublishError> {
        let mut known = self.known.lock().await;
        self.read_on(&mut known).await?;
        let present = self.publications().await?;
        let differs = (publications.iter().zip(&present))
            .find(|(imported, present)| !is_same(imported, present))
            .map(|(imported, _)| imported.number);
        let surplus = present.get(publications.len()).map(|publication| publication.number);
        if let Some(number) = differs.or(surplus) {
            return Err(PublishError::Foreign { number });
        }
        let missing = &publications[present.len()..];
        for publication in missing {
            self.backend.append(publication).await?;
            known.apply(publication)?;
        }
        Ok(missing.len())
    }

    /// Adds the publication that `make` finds to be due.
    async fn add(
        &self,
        known: &mut Known,
        note: Option<&str>,
        make: impl Fn(&Known) -> Result<Option<Publication>, PublishError>,
    ) -> Result<Option<Publication>, PublishError> {
        let mut attempt = 1;
        loop {
            self.read_on(known).await?;
            let Some(mut publication) = make(known)? else { return Ok(None) };
            publication.note = note.map(ToOwned::to_owned);
            match self.backend.append(&publication).await {
                Ok(()) => {
                    known.apply(&publication)?;
                    return Ok(Some(publication));
                }
                // Another writer was first; what is left to publish is found anew.
                Err(LedgerError::Conflict { .. }) if attempt < ATTEMPTS => attempt += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn read_on(&self, known: &mut Known) -> Result<bool, PublishError> {
        let news = self.backend.read(known.state.head()).await?;
        for publication in &news {
            known.apply(publication)?;
        }
        Ok(!news.is_empty())
    }
}

impl Known {
    fn apply(&mut self, publication: &Publication) -> Result<(), StateError> {
        self.settled.clear();
        self.state.apply(publication)
    }
}

/// Whether two publications are the same, in whatever order they hold their revisions.
fn is_same(one: &Publication, other: &Publication) -> bool {
    let ordered = |publication: &Publication| {
        let mut publication = publication.clone();
        publication.bodies.sort_by(|a, b| a.id.cmp(&b.id));
        publication
            .sessions
            .sort_by(|a, b| (&a.body, &a.session.id).cmp(&(&b.body, &b.session.id)));
        publication.events.sort_by_key(|event| event.uid);
        publication
    };
    ordered(one) == ordered(other)
}
