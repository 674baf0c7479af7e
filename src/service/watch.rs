//! Watching the folder of the programmes.
//!
//! The system tells of changes in the folders that are read, and on the way to them: the folder may
//! be made later, or be a link that is set elsewhere (version control, Kubernetes). After every
//! change all of them are watched anew, as any may be another folder of the same name by then; and
//! as no system tells everything, there is a slow look beneath.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::Pace;

/// How to look at the programmes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Twice: nobody is known to be writing, but somebody may just have begun to.
    Twice,
    /// As they are: somebody asks for it, or goes on writing for too long to be waited for.
    Once,
}

/// Says whenever the programmes in a folder have to be looked at, for ever. The folder need not be
/// there. Who is heard writing is noted in `writers`.
pub(super) async fn watch(
    feeds: PathBuf,
    pace: Pace,
    writers: Arc<Writers>,
    looks: mpsc::Sender<Look>,
) {
    let feeds = std::path::absolute(&feeds).unwrap_or(feeds);
    let mut is_told = false;
    let mut look = Look::Twice;
    let mut former: Option<Watching> = None;
    loop {
        // Watched first, then read: what changes between the two is seen twice, not never.
        let watching = watch_all(former.take(), feeds.clone(), Arc::clone(&writers)).await;
        if let Err(error) = &watching {
            // Without word from the system, nobody would say that they have ended.
            writers.forget();
            if !std::mem::replace(&mut is_told, true) {
                let every = pace.look;
                tracing::warn!(%error, ?every, "changes of the programmes are not told; looking for them");
            }
        }
        former = watching.ok();
        let is_now = look == Look::Once || writers.are_done();
        if is_now && looks.send(look).await.is_err() {
            return;
        }
        look = if let Some(watching) = &mut former {
            watching.wait(&pace).await
        } else {
            tokio::time::sleep(pace.look).await;
            Look::Twice
        };
    }
}

/// Who is writing into the programmes, as far as the system tells. It tells of events a moment
/// after they happen.
#[derive(Default)]
pub(super) struct Writers(Mutex<Heard>);

#[derive(Default)]
struct Heard {
    feeds: PathBuf,
    /// The folders on the way to the programmes. Only one thing in each of them matters.
    on_the_way: BTreeSet<PathBuf>,
    /// The files that somebody is writing into.
    written: HashSet<PathBuf>,
}

impl Writers {
    /// Whether nobody is known to be writing.
    pub(super) fn are_done(&self) -> bool {
        self.heard().written.is_empty()
    }

    fn forget(&self) {
        self.heard().written.clear();
    }

    /// Notes who begins to write or ends; says whether the event matters.
    fn hear(&self, event: &Event) -> bool {
        let is_closed = event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write));
        if event.kind.is_access() && !is_closed {
            return false;
        }
        let mut heard = self.heard();
        let ours: Vec<_> = event.paths.iter().filter(|path| heard.is_ours(path)).collect();
        // Linux alone tells when a writer has closed its file. Half a file may look like a whole
        // one that has fewer slots, so it is waited for.
        if cfg!(target_os = "linux") {
            for path in ours.iter().filter(|path| is_programme(path)) {
                if matches!(event.kind, EventKind::Modify(ModifyKind::Data(_))) {
                    heard.written.insert((*path).clone());
                } else {
                    heard.written.remove(*path);
                }
            }
        }
        event.need_rescan() || !ours.is_empty()
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    fn is_ours(&self, path: &Path) -> bool {
        let is_beside = path.parent().is_some_and(|folder| self.on_the_way.contains(folder));
        !is_beside || path.starts_with(&self.feeds) || self.feeds.starts_with(path)
    }
}

/// Folders that the system tells of.
struct Watching {
    system: RecommendedWatcher,
    /// Something that matters has changed.
    changes: mpsc::UnboundedReceiver<()>,
    /// What is watched, and which folder it was.
    folders: BTreeMap<PathBuf, Option<Identity>>,
    writers: Arc<Writers>,
}

/// Watches all folders there are now. They stay watched by the same queue of the system, so that
/// nothing is lost in between.
async fn watch_all(
    former: Option<Watching>,
    feeds: PathBuf,
    writers: Arc<Writers>,
) -> notify::Result<Watching> {
    let watch = move || {
        let mut watching = former.map_or_else(|| Watching::open(writers), Ok)?;
        watching.renew(&feeds)?;
        Ok(watching)
    };
    // A network file system may let one wait.
    tokio::task::spawn_blocking(watch)
        .await
        .unwrap_or_else(|error| Err(notify::Error::generic(&error.to_string())))
}

impl Watching {
    fn open(writers: Arc<Writers>) -> notify::Result<Self> {
        let (tell, changes) = mpsc::unbounded_channel();
        let heard = Arc::clone(&writers);
        let system = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // After an error nobody knows what changed.
            if event.is_ok_and(|event| !heard.hear(&event)) {
                return;
            }
            // Nobody waits for it any more: the service ends.
            let _unheard = tell.send(());
        })?;
        Ok(Self { system, changes, folders: BTreeMap::new(), writers })
    }

    fn renew(&mut self, feeds: &Path) -> notify::Result<()> {
        let on_the_way = on_the_way(feeds);
        let folders: BTreeMap<_, _> = on_the_way
            .iter()
            .cloned()
            .chain(read_folders(feeds))
            .map(|folder| {
                let identity = identity(&folder);
                (folder, identity)
            })
            .collect();
        {
            let mut heard = self.writers.heard();
            feeds.clone_into(&mut heard.feeds);
            heard.on_the_way = on_the_way;
        }
        // What is another folder now is left first, as the system knows folders and not paths.
        for (folder, was) in &self.folders {
            if folders.get(folder) != Some(was) {
                // It may have been left when it was moved or removed.
                let _left = self.system.unwatch(folder);
            }
        }
        for folder in folders.keys() {
            match self.system.watch(folder, RecursiveMode::NonRecursive) {
                // Gone meanwhile, which the folder above tells.
                Err(_) if !folder.exists() => {}
                watched => watched?,
            }
        }
        self.folders = folders;
        Ok(())
    }

    /// Waits until the programmes have changed and are left alone, or it is time to look.
    async fn wait(&mut self, pace: &Pace) -> Look {
        if self.writers.are_done() && timeout(pace.look, self.change()).await.is_err() {
            return Look::Twice;
        }
        let first = Instant::now();
        while first.elapsed() < pace.patience {
            let is_quiet = timeout(pace.quiet, self.change()).await.is_err();
            if is_quiet && self.writers.are_done() {
                return Look::Twice;
            }
        }
        self.writers.forget();
        Look::Once
    }

    /// Waits for a change of anything that matters.
    async fn change(&mut self) {
        if self.changes.recv().await.is_none() {
            // The watcher is gone; the look beneath goes on.
            std::future::pending::<()>().await;
        }
    }
}

/// What tells a folder from another one of the same path: device and inode.
type Identity = (u64, u64);

/// Which folder this is, as far as the system has identities.
fn identity(folder: &Path) -> Option<Identity> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(folder).ok().map(|folder| (folder.dev(), folder.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
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
