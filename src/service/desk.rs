//! The desk: where the programmes are read and published.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::Pace;
use super::ledger::{Shared, longer};
use super::troubles::Trouble;
use super::watch::{Look, Writers};
use crate::model::{Programmes, ZoneRules};
use crate::programme::{Faults, Reader, Severity, Sources, ZoneinfoError, read_zoneinfo};
use crate::publication::StandingRevert;
use crate::publisher::{PublishError, Publisher};
use crate::settings::Settings;

/// Where the programmes are read and published.
pub(super) struct Desk {
    feeds: PathBuf,
    /// Where the rules of time zones are renewed, if anywhere.
    zoneinfo: Option<PathBuf>,
    /// Whether there should be programmes: the folder was named, or was there once. Where it is
    /// not, the service follows what others publish.
    is_used: bool,
    pace: Pace,
    /// Who is writing into the programmes.
    writers: Arc<Writers>,
    /// Reads the programmes, and looks only into those that changed.
    reader: Reader,
    /// What was read last.
    read: Option<Read>,
    has_begun: bool,
    /// When to publish again what could not be, and after what pause.
    retry: Option<(Instant, Duration)>,
}

/// The programmes as they were read.
struct Read {
    digest: [u8; 32],
    /// `None` if they have errors.
    programmes: Option<Vec<Programmes>>,
}

/// Why the desk does something.
enum Cause {
    Look(Look),
    Asked,
    Moved,
    Retry,
    Expire,
}

impl Desk {
    pub(super) fn new(settings: &Settings, pace: Pace) -> Self {
        Self {
            feeds: settings.feeds.clone(),
            zoneinfo: settings.zoneinfo.clone(),
            is_used: settings.feeds_named,
            pace,
            writers: Arc::default(),
            reader: Reader::new(),
            read: None,
            has_begun: false,
            retry: None,
        }
    }

    /// Reads and publishes the programmes whenever there is cause to, for ever: `looks` or
    /// somebody asks for it, or the ledger is there again.
    pub(super) async fn work(
        mut self,
        publisher: &Publisher,
        shared: &Shared,
        mut looks: mpsc::Receiver<Look>,
    ) {
        let mut expire = tokio::time::interval(self.pace.expire);
        loop {
            let retry = self.retry.map(|(at, _)| at);
            let cause = tokio::select! {
                Some(look) = looks.recv() => Cause::Look(look),
                () = shared.asked.notified() => Cause::Asked,
                () = shared.moved.notified() => Cause::Moved,
                () = sleep_until(retry), if retry.is_some() => Cause::Retry,
                _ = expire.tick() => Cause::Expire,
            };
            match cause {
                Cause::Look(look) => {
                    if self.read(look, shared).await {
                        self.publish(publisher, shared).await;
                    }
                }
                Cause::Asked => {
                    tracing::info!("asked to publish the programmes");
                    self.read(Look::Once, shared).await;
                    self.publish(publisher, shared).await;
                }
                Cause::Moved if self.retry.is_none() => self.look_back(publisher, shared).await,
                Cause::Moved | Cause::Retry => self.publish(publisher, shared).await,
                Cause::Expire => self.expire(publisher, shared).await,
            }
        }
    }

    /// Where to note who is writing into the programmes.
    pub(super) fn writers(&self) -> Arc<Writers> {
        Arc::clone(&self.writers)
    }

    /// Whether the programmes were read before.
    pub(super) fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// Reads the programmes and publishes them once.
    pub(super) async fn begin(&mut self, publisher: &Publisher, shared: &Shared) {
        self.has_begun = true;
        self.read(Look::Once, shared).await;
        self.publish(publisher, shared).await;
    }

    /// Reads the programmes; says whether they are other than before. What is the same as before
    /// is not validated again, and what somebody is still writing is not used: there will be
    /// another look.
    async fn read(&mut self, look: Look, shared: &Shared) -> bool {
        self.is_used = self.is_used || self.feeds.is_dir();
        if !self.is_used {
            return false;
        }
        let known = self.read.as_ref().map(|read| read.digest);
        let Some(sources) = self.sources(shared).await else { return false };
        let digest = sources.digest();
        if known == Some(digest) {
            return false;
        }
        if look == Look::Twice {
            // Who began to write before this was read is heard by then, if the system tells.
            tokio::time::sleep(self.pace.quiet).await;
            if !self.writers.are_done() {
                return false;
            }
            let Some(later) = self.sources(shared).await else { return false };
            if later.digest() != digest {
                return false;
            }
        }
        let mut reader = std::mem::take(&mut self.reader);
        let reading = move || (reader.validate(sources), reader);
        let checked = tokio::task::spawn_blocking(reading).await.map(|(checked, reader)| {
            self.reader = reader;
            checked
        });
        let programmes = match checked {
            Ok(Ok(checked)) => {
                log(&checked.warnings);
                if shared.troubles.clear(Trouble::Programmes) {
                    tracing::info!("the programmes have no errors any more");
                }
                Some(checked.programmes)
            }
            Ok(Err(faults)) => {
                log(&faults);
                shared.troubles.set(Trouble::Programmes, in_words(&faults));
                shared.troubles.clear(Trouble::HeldBack);
                self.end_retry(shared);
                None
            }
            Err(error) => {
                tracing::error!(%error, "the programmes could not be read by a defect");
                let trouble = "the programmes could not be read by a defect of the program";
                shared.troubles.set(Trouble::Programmes, trouble);
                None
            }
        };
        self.read = Some(Read { digest, programmes });
        true
    }

    /// The files of the programmes and the rules of time zones as they are now. Rules that cannot
    /// be read leave those that were read last: going back to older ones would move events.
    async fn sources(&self, shared: &Shared) -> Option<Sources> {
        let (feeds, zoneinfo) = (self.feeds.clone(), self.zoneinfo.clone());
        let used = shared.zone_rules.load_full();
        let load = move || {
            let rules = zoneinfo.map(|folder| read_zoneinfo(&folder, &used));
            (Sources::load(&feeds), rules)
        };
        let loaded = tokio::task::spawn_blocking(load).await;
        let (sources, rules) = loaded
            .inspect_err(|error| tracing::error!(%error, "the programmes could not be read"))
            .ok()?;
        Some(sources.with_zone_rules(renewed(shared, rules)))
    }

    fn programmes(&self) -> Option<&[Programmes]> {
        self.read.as_ref()?.programmes.as_deref()
    }

    /// Publishes what was read, unless it has errors or that would undo a revert. What fails is
    /// tried again later.
    async fn publish(&mut self, publisher: &Publisher, shared: &Shared) {
        let Some(programmes) = self.programmes() else { return };
        match attempt(publisher, shared, programmes).await {
            Ok(()) => self.end_retry(shared),
            Err(PublishError::Reconcile(error)) => {
                self.end_retry(shared);
                tracing::error!(%error, "the programmes cannot be published");
                shared.troubles.set(Trouble::Programmes, error.to_string());
            }
            Err(error) => {
                let words =
                    format!("the programmes could not be published: {error}; it is tried again");
                if shared.troubles.set(Trouble::Publishing, words.as_str()) {
                    tracing::error!("{words}");
                } else {
                    tracing::debug!("{words}");
                }
                let pause =
                    self.retry.map_or(self.pace.retry, |(_, pause)| longer(pause, &self.pace));
                self.retry = Some((Instant::now() + pause, pause));
            }
        }
    }

    fn end_retry(&mut self, shared: &Shared) {
        self.retry = None;
        shared.troubles.clear(Trouble::Publishing);
    }

    /// Says whether the programmes are held back now that others have written to the ledger.
    async fn look_back(&self, publisher: &Publisher, shared: &Shared) {
        let Some(programmes) = self.programmes() else { return };
        // The ledger was read a moment ago. If it is away again, that is told by who follows it.
        if let Ok(revert) = publisher.held_back(programmes, Utc::now()).await {
            hold_back(shared, revert);
        }
    }

    /// Takes cancelled events out of the feeds whose time is over. That needs no programmes, but is
    /// the work of whoever publishes: replicas that follow see it.
    async fn expire(&self, publisher: &Publisher, shared: &Shared) {
        if !self.is_used {
            return;
        }
        match publisher.publish(&[], None, Utc::now()).await {
            Ok(None) => {}
            Ok(Some(publication)) => {
                let (publication, before) = (publication.number, publication.horizon);
                tracing::info!(publication, ?before, "cancelled events have left the feeds");
                shared.show(publisher).await;
            }
            Err(error) => tracing::warn!(%error, "cancelled events could not leave the feeds yet"),
        }
    }
}

/// The rules of time zones to use, of those that were just read and those in use.
fn renewed(shared: &Shared, read: Option<Result<ZoneRules, ZoneinfoError>>) -> ZoneRules {
    let used = shared.zone_rules.load_full();
    match read {
        None => {}
        Some(Ok(rules)) => {
            shared.troubles.clear(Trouble::TimeZones);
            if rules != *used {
                tracing::info!(%rules, before = %used, "time zones are read from other rules");
                shared.zone_rules.store(Arc::new(rules.clone()));
                return rules;
            }
        }
        Some(Err(error)) => {
            let words =
                format!("the time zones cannot be renewed: {error}; those of {used} are used");
            if shared.troubles.set(Trouble::TimeZones, words.as_str()) {
                tracing::error!("{words}");
            }
        }
    }
    ZoneRules::clone(&used)
}

async fn sleep_until(at: Option<Instant>) {
    if let Some(at) = at {
        tokio::time::sleep_until(at).await;
    }
}

/// Publishes programmes, unless that would undo a revert.
async fn attempt(
    publisher: &Publisher,
    shared: &Shared,
    programmes: &[Programmes],
) -> Result<(), PublishError> {
    let revert = publisher.held_back(programmes, Utc::now()).await?;
    hold_back(shared, revert);
    if revert.is_some() {
        return Ok(());
    }
    if let Some(publication) = publisher.publish(programmes, None, Utc::now()).await? {
        let events = publication.events.len();
        tracing::info!(publication = publication.number, events, "published");
    }
    // Also what others had published before it.
    shared.show(publisher).await;
    Ok(())
}

/// Says that the programmes are held back by a revert, or that they are not.
fn hold_back(shared: &Shared, revert: Option<StandingRevert>) {
    let Some(revert) = revert else {
        shared.troubles.clear(Trouble::HeldBack);
        return;
    };
    let words = format!(
        "the programmes are held back: publication {} went back to {}, and they still say what it \
         undid; change them, or publish them with `plenary publish`",
        revert.number, revert.to
    );
    if shared.troubles.set(Trouble::HeldBack, words.as_str()) {
        tracing::warn!("{words}");
    }
}

/// How many faults there are, and the first error.
fn in_words(faults: &Faults) -> String {
    let first = faults.iter().find(|fault| fault.severity == Severity::Error);
    let first = first.map(ToString::to_string).unwrap_or_default();
    format!("the programmes have {}; the first: {first}", faults.summary())
}

/// Faults, one log line each.
fn log(faults: &Faults) {
    for fault in faults.iter() {
        match fault.severity {
            Severity::Error => tracing::error!("{fault}"),
            Severity::Warning => tracing::warn!("{fault}"),
        }
    }
}
