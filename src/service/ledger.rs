//! The ledger as the service sees it: followed, shown, and waited for.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::sync::Notify;

use super::Pace;
use super::troubles::{Trouble, Troubles};
use crate::ledger;
use crate::model::ZoneRules;
use crate::publisher::{PublishError, Publisher};
use crate::settings::Settings;
use crate::snapshot::Snapshot;

const OUT_OF_REACH: &str = "the ledger is out of reach; feeds are as last read";

/// What the parts of the service share.
pub(super) struct Shared {
    pub(super) snapshot: Arc<ArcSwap<Snapshot>>,
    pub(super) troubles: Troubles,
    /// The rules by which the programmes are read.
    pub(super) zone_rules: Arc<ArcSwap<ZoneRules>>,
    /// Told when the ledger has become another one by what others wrote, or is back.
    pub(super) moved: Notify,
    /// Told when somebody asks to publish the programmes.
    pub(super) asked: Arc<Notify>,
    /// Told when somebody asks to read the certificate again.
    pub(super) renew: Arc<Notify>,
}

/// Opens the ledger.
pub(super) async fn open(settings: &Settings) -> Result<Publisher, PublishError> {
    let backend = ledger::open(&settings.database).await?;
    Publisher::open(backend, settings.keep_cancelled).await
}

/// Opens the ledger, however long it takes to be there.
pub(super) async fn wait_for(settings: &Settings, shared: &Shared, pace: &Pace) -> Publisher {
    let mut pause = pace.retry;
    loop {
        match open(settings).await {
            Ok(publisher) => {
                shared.reached();
                return publisher;
            }
            Err(error) => shared.lost(&error),
        }
        tokio::time::sleep(pause).await;
        pause = longer(pause, pace);
    }
}

/// The next pause between two attempts.
pub(super) fn longer(pause: Duration, pace: &Pace) -> Duration {
    (pause * 2).min(pace.longest_retry)
}

impl Shared {
    /// Takes in what other writers publish, for ever.
    pub(super) async fn follow(&self, publisher: &Publisher, pace: &Pace) {
        loop {
            match publisher.follow().await {
                Ok(is_other) => {
                    // What was read on the way of publishing is news too.
                    let is_news =
                        is_other || publisher.head().await != self.snapshot.load().publication();
                    if is_news {
                        self.show(publisher).await;
                    }
                    if self.reached() || is_news {
                        self.moved.notify_one();
                    }
                }
                Err(error) => {
                    self.lost(&error);
                    tokio::time::sleep(pace.retry).await;
                }
            }
        }
    }

    /// Answers requests from the ledger as last read from now on.
    pub(super) async fn show(&self, publisher: &Publisher) {
        let snapshot = Snapshot::new(&publisher.state().await);
        tracing::debug!(publication = snapshot.publication(), "shown");
        self.snapshot.store(Arc::new(snapshot));
    }

    /// The ledger cannot be read.
    pub(super) fn lost(&self, error: &PublishError) {
        if self.troubles.set(Trouble::Ledger, OUT_OF_REACH) {
            tracing::error!(%error, "the ledger is out of reach; it is tried again, serving goes on");
        }
    }

    /// The ledger was read; says whether it could not be before.
    fn reached(&self) -> bool {
        let is_back = self.troubles.clear(Trouble::Ledger);
        if is_back {
            tracing::info!("the ledger is there again");
        }
        is_back
    }
}
