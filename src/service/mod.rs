//! The service: publishing, following the ledger and answering requests, as one running whole.
//!
//! Listener and shutdown are handed in, so that a test can run one.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use chrono::Utc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::http::{self, Drain, Limits, State};
use crate::ledger;
use crate::programme::{self, Faults};
use crate::publisher::{PublishError, Publisher};
use crate::render::Site;
use crate::settings::Settings;
use crate::snapshot::Snapshot;

/// How long to wait before a ledger that is out of reach is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(1);

/// Why a service cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The ledger cannot be opened or read.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

impl From<ledger::LedgerError> for ServiceError {
    fn from(error: ledger::LedgerError) -> Self {
        Self::Publish(error.into())
    }
}

/// A service that is ready to answer.
pub struct Service {
    publisher: Arc<Publisher>,
    snapshot: Arc<ArcSwap<Snapshot>>,
    troubles: Arc<Troubles>,
    site: Site,
    limits: Limits,
}

impl Service {
    /// Opens the ledger and brings it up to the programmes. Programmes with faults change nothing.
    pub async fn open(settings: &Settings) -> Result<Self, ServiceError> {
        let backend = ledger::open(&settings.database).await?;
        let publisher = Publisher::open(backend, settings.keep_cancelled).await?;
        let service = Self {
            publisher: Arc::new(publisher),
            snapshot: Arc::default(),
            troubles: Arc::default(),
            site: Site { base_url: settings.base_url.clone() },
            limits: Limits::default(),
        };
        if settings.feeds_named || settings.feeds.is_dir() {
            service.publish(settings.feeds.clone()).await;
        }
        service.show().await;
        Ok(service)
    }

    /// What is answered from now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Answers requests until `shutdown`.
    pub async fn run(self, listener: TcpListener, shutdown: CancellationToken) -> Drain {
        let state = State::new(
            Arc::clone(&self.snapshot),
            Arc::clone(&self.troubles.shown),
            self.site.clone(),
            self.limits.clone(),
        );
        let following = shutdown.clone().run_until_cancelled_owned(self.follow());
        let serving = http::serve(listener, Arc::new(state), shutdown);
        let (_ended, drain) = tokio::join!(following, serving);
        drain
    }

    /// Reads the programmes in a folder and publishes what they change.
    async fn publish(&self, feeds: PathBuf) {
        let read = tokio::task::spawn_blocking(move || programme::read(&feeds)).await;
        let checked = match read {
            Ok(Ok(checked)) => checked,
            Ok(Err(faults)) => {
                log(&faults);
                let trouble = format!("the programmes have faults: {}", faults.summary());
                return self.troubles.set(Trouble::Programmes, Some(trouble));
            }
            Err(error) => {
                let trouble = format!("the programmes could not be read: {error}");
                tracing::error!("{trouble}");
                return self.troubles.set(Trouble::Programmes, Some(trouble));
            }
        };
        log(&checked.warnings);
        match self.publisher.publish(&checked.programmes, None, Utc::now()).await {
            Ok(publication) => {
                if let Some(publication) = publication {
                    let events = publication.events.len();
                    tracing::info!(publication = publication.number, events, "published");
                }
                self.troubles.set(Trouble::Programmes, None);
            }
            Err(error) => {
                tracing::error!(%error, "the programmes could not be published");
                let trouble = "the programmes could not be published".to_owned();
                self.troubles.set(Trouble::Programmes, Some(trouble));
            }
        }
    }

    /// Takes in what other writers publish, for ever.
    async fn follow(&self) {
        loop {
            match self.publisher.follow().await {
                Ok(()) => {
                    self.troubles.set(Trouble::Ledger, None);
                    self.show().await;
                }
                Err(error) => {
                    tracing::error!(%error, "the ledger cannot be followed; serving goes on");
                    let trouble = "the ledger is out of reach; feeds are as last read".to_owned();
                    self.troubles.set(Trouble::Ledger, Some(trouble));
                    tokio::time::sleep(TRY_AGAIN).await;
                }
            }
        }
    }

    /// Answers from the ledger as last read from now on.
    async fn show(&self) {
        let state = self.publisher.state().await;
        if state.head() != self.snapshot.load().publication() {
            self.snapshot.store(Arc::new(Snapshot::new(&state)));
        }
    }
}

/// Faults, one log line each.
fn log(faults: &Faults) {
    for fault in faults.iter() {
        match fault.severity {
            programme::Severity::Error => tracing::error!("{fault}"),
            programme::Severity::Warning => tracing::warn!("{fault}"),
        }
    }
}

/// What can be wrong while the service goes on.
#[derive(Clone, Copy)]
enum Trouble {
    Programmes,
    Ledger,
}

/// What is wrong, for `/health/ready`.
#[derive(Default)]
struct Troubles {
    present: std::sync::Mutex<[Option<String>; 2]>,
    shown: Arc<ArcSwap<Vec<String>>>,
}

impl Troubles {
    fn set(&self, trouble: Trouble, words: Option<String>) {
        let mut present = self.present.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        present[trouble as usize] = words;
        self.shown.store(Arc::new(present.iter().flatten().cloned().collect()));
    }
}
