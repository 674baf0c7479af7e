//! The service: publishing, following the ledger and answering requests, as one running whole.
//!
//! ```text
//! files --watch--> desk --publisher--> ledger --follow--> snapshot --http--> responses
//! ```
//!
//! Requests are answered from the snapshot in memory. Whatever goes wrong before it, what was
//! published goes on being served; what is wrong is kept as a trouble, which `/health/ready` shows,
//! and ends by itself when its cause does. Where there is no folder of programmes, the service is a
//! replica: it shows what others publish.
//!
//! Listener and shutdown are handed in, so that a test can run one.

mod certificate;
mod desk;
mod ledger;
mod pace;
mod troubles;
mod watch;

use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use self::certificate::Certificate;
use self::desk::Desk;
use self::ledger::Shared;
use self::troubles::Troubles;
use crate::http::{self, Drain, State};
use crate::memory;
use crate::model::ZoneRules;
use crate::programme::{ZoneinfoError, read_zoneinfo};
use crate::publisher::{PublishError, Publisher};
use crate::render::Site;
use crate::settings::Settings;
use crate::snapshot::Snapshot;

pub use certificate::TlsError;
pub use pace::Pace;

/// Why a service cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The ledger cannot be opened or read, and waiting would not help.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The certificate cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The rules of time zones cannot be read.
    #[error(transparent)]
    Zoneinfo(#[from] ZoneinfoError),
}

/// A service that is ready to answer.
pub struct Service {
    settings: Settings,
    pace: Pace,
    /// `None` while the ledger was not reached yet.
    publisher: Option<Publisher>,
    desk: Desk,
    certificate: Option<Certificate>,
    operator: Option<TcpListener>,
    shared: Shared,
}

impl Service {
    /// Opens the ledger and brings it up to the programmes; where there are many events, once answers
    /// are given from what was published before. Programmes with errors change nothing.
    ///
    /// A database server that cannot be reached is no error: the service answers that it is not
    /// ready (503), and begins when the server is there. So services and their database may be
    /// started in any order.
    pub async fn open(settings: &Settings) -> Result<Self, ServiceError> {
        Self::open_with(settings, Pace::default()).await
    }

    /// The same at another pace.
    pub async fn open_with(settings: &Settings, pace: Pace) -> Result<Self, ServiceError> {
        let certificate = settings.tls.as_ref();
        let certificate = certificate.map(|(certificate, key)| Certificate::read(certificate, key));
        let certificate = certificate.transpose()?;
        // Both at once: somebody may be waiting for the first answer.
        let (zone_rules, ledger) =
            tokio::join!(zone_rules(settings.zoneinfo.clone()), ledger::open(settings));
        let zone_rules = zone_rules?;
        tracing::info!(rules = %zone_rules, "time zones");
        let shared = Shared {
            snapshot: Arc::default(),
            troubles: Troubles::default(),
            zone_rules: Arc::new(ArcSwap::from_pointee(zone_rules)),
            moved: Notify::new(),
            asked: Arc::default(),
            renew: Arc::default(),
        };
        let mut desk = Desk::new(settings, pace.clone());
        let publisher = match ledger {
            Ok(publisher) => {
                shared.show(&publisher).await;
                // Where reading many programmes takes long, what was published is answered meanwhile.
                let bodies = shared.snapshot.load();
                let events: usize = bodies.bodies().values().map(|view| view.events.len()).sum();
                if events < MANY {
                    desk.begin(&publisher, &shared).await;
                }
                Some(publisher)
            }
            Err(PublishError::Ledger(error)) if error.may_pass() => {
                shared.lost(&error.into());
                None
            }
            Err(error) => return Err(error.into()),
        };
        let settings = settings.clone();
        Ok(Self { settings, pace, publisher, desk, certificate, operator: None, shared })
    }

    /// What is answered from now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.shared.snapshot.load_full()
    }

    /// Asks, when it is told of something, to read the programmes and publish them.
    pub fn asked(&self) -> Arc<Notify> {
        Arc::clone(&self.shared.asked)
    }

    /// Asks, when it is told of something, to read the certificate again.
    pub fn renew(&self) -> Arc<Notify> {
        Arc::clone(&self.shared.renew)
    }

    /// The same, answering the operator on a listener of their own.
    #[must_use]
    pub fn with_operator(self, operator: TcpListener) -> Self {
        Self { operator: Some(operator), ..self }
    }

    /// Answers requests until `shutdown`.
    pub async fn run(mut self, listener: TcpListener, shutdown: CancellationToken) -> Drain {
        let state = State::new(
            Arc::clone(&self.shared.snapshot),
            self.shared.troubles.shown(),
            Site {
                base_url: self.settings.base_url.clone(),
                google_scheme: self.settings.google_scheme,
            },
            self.settings.limits.clone(),
        )
        .with_zone_rules(Arc::clone(&self.shared.zone_rules))
        .with_tls(self.certificate.as_ref().map(|certificate| certificate.tls().clone()))
        .with_operator_apart(self.operator.is_some());
        let state = Arc::new(state);
        if let Some(operator) = self.operator.take() {
            tokio::spawn(http::serve_operator(operator, Arc::clone(&state), shutdown.clone()));
        }
        let working = async { tokio::join!(self.work(), memory::give_back()) };
        let working = shutdown.clone().run_until_cancelled_owned(Box::pin(working));
        let serving = http::serve(listener, state, shutdown);
        let (_ended, drain) = tokio::join!(working, serving);
        drain
    }

    /// Follows the ledger and publishes, for ever.
    async fn work(self) {
        let Self { settings, pace, publisher, mut desk, certificate, operator: _, shared } = self;
        let renewing = async {
            if let Some(certificate) = certificate {
                certificate.follow(pace.renew, &shared.renew, &shared.troubles).await;
            }
        };
        let publishing = async {
            let publisher = if let Some(publisher) = publisher {
                publisher
            } else {
                let publisher = ledger::wait_for(&settings, &shared, &pace).await;
                shared.show(&publisher).await;
                publisher
            };
            if !desk.has_begun() {
                desk.begin(&publisher, &shared).await;
            }
            let (tell, looks) = mpsc::channel(1);
            let writers = desk.writers();
            let watching = async {
                if settings.watch {
                    let feeds = settings.feeds.clone();
                    watch::watch(feeds, pace.clone(), writers, tell).await;
                } else {
                    drop(tell);
                }
            };
            let following = shared.follow(&publisher, &pace);
            tokio::join!(following, watching, desk.work(&publisher, &shared, looks));
        };
        tokio::join!(renewing, publishing);
    }
}

/// With so many events, it takes a tenth of a second and more to read their programmes.
const MANY: usize = 2_000;

/// The rules of time zones in a folder, or those built in.
async fn zone_rules(folder: Option<PathBuf>) -> Result<ZoneRules, ZoneinfoError> {
    let built_in = ZoneRules::built_in();
    let Some(folder) = folder else { return Ok(built_in) };
    let reading = tokio::task::spawn_blocking(move || read_zoneinfo(&folder, &built_in));
    reading.await.unwrap_or_else(|error| resume_unwind(error.into_panic()))
}
