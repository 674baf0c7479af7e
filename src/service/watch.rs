//! Watching the folder of the programmes.
//!
//! The system tells of changes in the folders that are read, and on the way to them: the folder may
//! be made later, or be a link that is set elsewhere (version control, Kubernetes). After every
//! change all of them are watched anew, as any may be another folder of the same name by then; and
//! as no system tells everything, there is a slow look beneath.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::Pace;

/// Why to look at the programmes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Something has changed, and has been quiet since.
    Changed,
    /// It is time to, or the folders were not watched until now.
    Due,
}

/// Says whenever the programmes in a folder have to be looked at, for ever. The folder need not be
/// there.
pub(super) async fn watch(feeds: PathBuf, pace: Pace, looks: mpsc::Sender<Look>) {
    let feeds = std::path::absolute(&feeds).unwrap_or(feeds);
    let mut is_told = false;
    let mut look = Look::Due;
    let mut former: Option<Watching> = None;
    loop {
        // Watched first, then read: what changes between the two is seen twice, not never.
        let watching = open(feeds.clone()).await.map(|new| new.after(former.take()));
        if let Err(error) = &watching
            && !std::mem::replace(&mut is_told, true)
        {
            let every = pace.look;
            tracing::warn!(%error, ?every, "changes of the programmes are not told; looking for them");
        }
        former = watching.ok();
        if former.as_ref().is_none_or(Watching::is_left_alone) && looks.send(look).await.is_err() {
            return;
        }
        look = if let Some(watching) = &mut former {
            watching.wait(&pace).await
        } else {
            tokio::time::sleep(pace.look).await;
            Look::Due
        };
    }
}

/// Folders that the system tells of.
struct Watching {
    /// Dropping it ends the watching.
    _system: RecommendedWatcher,
    events: mpsc::UnboundedReceiver<notify::Result<Event>>,
    feeds: PathBuf,
    /// The folders on the way to the programmes. Only one thing in each of them matters.
    on_the_way: BTreeSet<PathBuf>,
    /// The files that somebody is writing into.
    written: HashSet<PathBuf>,
}

async fn open(feeds: PathBuf) -> notify::Result<Watching> {
    // A network file system may let one wait.
    tokio::task::spawn_blocking(move || Watching::open(feeds))
        .await
        .unwrap_or_else(|error| Err(notify::Error::generic(&error.to_string())))
}

impl Watching {
    fn open(feeds: PathBuf) -> notify::Result<Self> {
        let (tell, events) = mpsc::unbounded_channel();
        let mut system = notify::recommended_watcher(move |event| {
            // Nobody hears it any more: a newer watcher has taken over.
            let _unheard = tell.send(event);
        })?;
        let on_the_way = on_the_way(&feeds);
        for folder in on_the_way.iter().cloned().chain(read_folders(&feeds)) {
            match system.watch(&folder, RecursiveMode::NonRecursive) {
                // Gone meanwhile, which the folder above tells.
                Err(_) if !folder.exists() => {}
                watched => watched?,
            }
        }
        Ok(Self { _system: system, events, feeds, on_the_way, written: HashSet::new() })
    }

    /// The same, knowing which files are being written from the one that watched before.
    fn after(mut self, former: Option<Self>) -> Self {
        if let Some(mut former) = former {
            while let Ok(Ok(event)) = former.events.try_recv() {
                former.matters(&event);
            }
            self.written = former.written;
        }
        self
    }

    /// Whether nobody is known to be writing.
    fn is_left_alone(&self) -> bool {
        self.written.is_empty()
    }

    /// Waits until the programmes have changed and are left alone, or it is time to look.
    async fn wait(&mut self, pace: &Pace) -> Look {
        if self.is_left_alone() && timeout(pace.look, self.change()).await.is_err() {
            return Look::Due;
        }
        let first = Instant::now();
        while first.elapsed() < pace.patience {
            let is_quiet = timeout(pace.quiet, self.change()).await.is_err();
            if is_quiet && self.is_left_alone() {
                break;
            }
        }
        self.written.clear();
        Look::Changed
    }

    /// Waits for a change of anything that matters.
    async fn change(&mut self) {
        while let Some(event) = self.events.recv().await {
            // After an error nobody knows what changed.
            let Ok(event) = event else { return };
            if self.matters(&event) {
                return;
            }
        }
        // The watcher is gone; the look beneath goes on.
        std::future::pending::<()>().await;
    }

    fn matters(&mut self, event: &Event) -> bool {
        let is_closed = event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write));
        if event.kind.is_access() && !is_closed {
            return false;
        }
        // Linux alone tells when a writer has closed its file. Half a file may look like a whole
        // one that has fewer slots, so it is waited for.
        if cfg!(target_os = "linux") {
            for path in event.paths.iter().filter(|path| is_programme(path)) {
                if matches!(event.kind, EventKind::Modify(ModifyKind::Data(_))) {
                    self.written.insert(path.clone());
                } else {
                    self.written.remove(path);
                }
            }
        }
        event.need_rescan() || event.paths.iter().any(|path| self.is_ours(path))
    }

    fn is_ours(&self, path: &Path) -> bool {
        let is_beside = path.parent().is_some_and(|folder| self.on_the_way.contains(folder));
        !is_beside || path.starts_with(&self.feeds) || self.feeds.starts_with(path)
    }
}

fn is_programme(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.is_some_and(|name| name.ends_with(".toml") && !name.starts_with('.'))
}

/// The folders in which something can put another folder at the path of the programmes: that which
/// holds it, or as much of the way as there is, and those that hold a link on the way.
fn on_the_way(feeds: &Path) -> BTreeSet<PathBuf> {
    let above = feeds.ancestors().skip(1);
    let nearest = above.clone().find(|folder| folder.is_dir());
    let links = feeds.ancestors().filter(|step| step.is_symlink()).filter_map(Path::parent);
    nearest.into_iter().chain(links).map(Path::to_owned).collect()
}

/// The folders that programmes are read from: the root, the bodies' and their sessions'.
fn read_folders(feeds: &Path) -> Vec<PathBuf> {
    let mut folders = vec![feeds.to_owned()];
    for entry in fs::read_dir(feeds).into_iter().flatten().flatten() {
        let body = entry.path();
        if body.is_dir() && !entry.file_name().to_string_lossy().starts_with('.') {
            folders.push(body.join("sessions"));
            folders.push(body);
        }
    }
    folders.retain(|folder| folder.is_dir());
    folders
}
