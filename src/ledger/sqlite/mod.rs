//! The ledger in one SQLite file.
//!
//! Write-ahead logging lets readers go on while a publication is written, and a commit is on the
//! disk before it is answered. One connection serves all: publications are rare, and feeds are
//! answered from memory.

mod migrate;

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, params};

use super::row::{self, PublicationRow, RevisionRow, signed};
use super::{Answer, Backend, LedgerError, News};
use crate::publication::Publication;

/// How often to look whether another process has published.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How long to wait for another process that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// A ledger in one SQLite file.
pub struct Sqlite {
    connection: Arc<Mutex<Connection>>,
    file: Arc<OpenFile>,
    /// The version (see [`Sqlite::version`]) that was last told of.
    told: tokio::sync::Mutex<Option<i64>>,
}

impl Sqlite {
    /// Opens the ledger in a file; creates it if there is none. A file that cannot be written is
    /// opened for reading, so that what was published goes on being served.
    pub async fn open(path: &Path) -> Result<Self, LedgerError> {
        let path = path.to_owned();
        let open = move || {
            let connection = connect(&path)?;
            let file =
                OpenFile::at(path).map_err(|error| LedgerError::unavailable("opened", error))?;
            Ok((connection, file))
        };
        let (connection, file) = blocking("opened", open).await?;
        let connection = Arc::new(Mutex::new(connection));
        Ok(Self { connection, file: Arc::new(file), told: tokio::sync::Mutex::new(None) })
    }

    async fn with<T: Send + 'static>(
        &self,
        action: &'static str,
        task: impl FnOnce(&mut Connection) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let (connection, file) = (Arc::clone(&self.connection), Arc::clone(&self.file));
        blocking(action, move || {
            file.check().map_err(|error| LedgerError::unavailable(action, error))?;
            // A panic while the lock was held left at most a transaction, which was rolled back.
            task(&mut connection.lock().unwrap_or_else(PoisonError::into_inner))
        })
        .await
    }
}

/// Which file is open. SQLite goes on with a file that was moved away, while others make or find
/// another one at its path: there would be two ledgers.
struct OpenFile {
    path: PathBuf,
    /// The device and the number of the file on it; `None` if there is no file.
    identity: Option<(u64, u64)>,
}

impl OpenFile {
    fn at(path: PathBuf) -> io::Result<Self> {
        let is_file = path != Path::new(super::NOWHERE);
        let identity = is_file.then(|| identity(&path)).transpose()?;
        Ok(Self { path, identity })
    }

    /// Whether the file is still at its path.
    fn check(&self) -> io::Result<()> {
        let Some(opened) = self.identity else { return Ok(()) };
        let path = self.path.display();
        let words = match identity(&self.path) {
            Ok(found) if found == opened => return Ok(()),
            Ok(_) => format!("another file was put in the place of {path}; restart to use that"),
            Err(error) => format!("{path} is not there any more ({error}); put it back"),
        };
        Err(io::Error::other(words))
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let metadata = fs::metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

async fn blocking<T: Send + 'static>(
    action: &'static str,
    task: impl FnOnce() -> Result<T, LedgerError> + Send + 'static,
) -> Result<T, LedgerError> {
    tokio::task::spawn_blocking(task)
        .await
        .unwrap_or_else(|error| Err(LedgerError::unavailable(action, error)))
}

fn connect(path: &Path) -> Result<Connection, LedgerError> {
    match prepare(Connection::open(path), path) {
        Err(LedgerError::Open { source, .. }) if path.exists() && is_unwritable(&*source) => {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(path, flags);
            let opened = prepare_for_reading(connection, path);
            opened.or_else(|error| match unchanging(path) {
                Some(address) => {
                    let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                    prepare_for_reading(Connection::open_with_flags(address, flags), path)
                }
                None => Err(error),
            })
        }
        other => other,
    }
}

/// The address of a file that is read without the files that SQLite makes beside it, which it
/// cannot make in a folder that it may not write to. `None` where they are there: then somebody
/// else is writing, and without them one would not see it.
fn unchanging(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    let mut log = path.clone().into_os_string();
    log.push("-wal");
    let address = url::Url::from_file_path(&path).ok()?;
    (!Path::new(&log).exists()).then(|| format!("{address}?immutable=1"))
}

fn is_unwritable(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    let code = error.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
    matches!(code, Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied))
}

fn open_error(path: &Path, source: rusqlite::Error) -> LedgerError {
    if source.sqlite_error_code() == Some(ErrorCode::NotADatabase) {
        return LedgerError::NotALedger { path: PathBuf::from(path) };
    }
    LedgerError::Open { database: path.display().to_string(), source: source.into() }
}

fn prepare(
    connection: rusqlite::Result<Connection>,
    path: &Path,
) -> Result<Connection, LedgerError> {
    let attempt = |mut connection: Connection| {
        connection.busy_timeout(BUSY_TIMEOUT)?;
        let schema = migrate::schema(&connection)?;
        if !schema.is_known() {
            return Ok(Err(schema.error(path)));
        }
        // Of a new file: an event takes some thousand octets, of which a smaller page holds one, and a
        // start reads all of them.
        connection.pragma_update(None, "page_size", 16 << 10)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        migrate::migrate(&mut connection)?;
        Ok(Ok(connection))
    };
    connection.and_then(attempt).map_err(|source| open_error(path, source))?
}

fn prepare_for_reading(
    connection: rusqlite::Result<Connection>,
    path: &Path,
) -> Result<Connection, LedgerError> {
    let attempt = |connection: Connection| {
        connection.busy_timeout(BUSY_TIMEOUT)?;
        let schema = migrate::schema(&connection)?;
        Ok(if schema.is_current() { Ok(connection) } else { Err(schema.error(path)) })
    };
    connection.and_then(attempt).map_err(|source| open_error(path, source))?
}

impl Backend for Sqlite {
    fn read(&self, after: u64) -> Answer<'_, Vec<Publication>> {
        Box::pin(self.with("read", move |connection| {
            let (rows, revisions) = select(connection, signed(after))
                .map_err(|error| LedgerError::unavailable("read", error))?;
            row::publications(rows, &revisions)
        }))
    }

    fn append<'a>(&'a self, publication: &'a Publication) -> Answer<'a, ()> {
        Box::pin(async move {
            let (row, revisions) = row::rows(publication)?;
            let number = publication.number;
            self.with("written", move |connection| match insert(connection, &row, &revisions) {
                Ok(true) => Ok(()),
                Ok(false) => Err(LedgerError::Conflict { number }),
                Err(error) => Err(LedgerError::unavailable("written", error)),
            })
            .await
        })
    }

    fn wait(&self) -> Answer<'_, News> {
        Box::pin(async move {
            let mut told = self.told.lock().await;
            loop {
                let version = match self.version().await {
                    Ok(version) => version,
                    Err(error) => {
                        // Once it can be asked again, that is news.
                        *told = None;
                        return Err(error);
                    }
                };
                if told.replace(version) != Some(version) {
                    return Ok(News::Perhaps);
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        })
    }
}

impl Sqlite {
    /// A number that changes when another connection commits.
    async fn version(&self) -> Result<i64, LedgerError> {
        self.with("read", |connection| {
            connection
                .pragma_query_value(None, "data_version", |row| row.get(0))
                .map_err(|error| LedgerError::unavailable("read", error))
        })
        .await
    }
}

fn select(
    connection: &mut Connection,
    after: i64,
) -> rusqlite::Result<(Vec<PublicationRow>, Vec<RevisionRow>)> {
    // One transaction, so that a publication which comes between is seen whole or not at all.
    let transaction = connection.transaction()?;
    let rows = transaction
        .prepare_cached(
            "SELECT number, at, note, reverts_to, horizon FROM publication WHERE number > ?1 ORDER BY number",
        )?
        .query_map([after], |row| {
            Ok(PublicationRow {
                number: row.get(0)?,
                at: row.get(1)?,
                note: row.get(2)?,
                reverts_to: row.get(3)?,
                horizon: row.get(4)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let revisions = transaction
        .prepare_cached(
            "SELECT publication, subject, key, sequence, content FROM revision \
             WHERE publication > ?1 ORDER BY publication, subject, key",
        )?
        .query_map([after], |row| {
            Ok(RevisionRow {
                publication: row.get(0)?,
                subject: row.get(1)?,
                key: row.get(2)?,
                sequence: row.get(3)?,
                content: row.get(4)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok((rows, revisions))
}

/// Whether the rows were inserted: not if the publication's number is not the next one.
fn insert(
    connection: &mut Connection,
    row: &PublicationRow,
    revisions: &[RevisionRow],
) -> rusqlite::Result<bool> {
    // IMMEDIATE takes the write lock before the number is looked at, so no other writer can come
    // between.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let head: Option<i64> = transaction
        .query_row("SELECT number FROM publication ORDER BY number DESC LIMIT 1", [], |row| {
            row.get(0)
        })
        .optional()?;
    if row.number != head.unwrap_or(0) + 1 {
        return Ok(false);
    }
    transaction.execute(
        "INSERT INTO publication (number, at, note, reverts_to, horizon) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![row.number, row.at, row.note, row.reverts_to, row.horizon],
    )?;
    {
        let mut insert = transaction.prepare_cached(
            "INSERT INTO revision (publication, subject, key, sequence, content) \
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for r in revisions {
            insert.execute(params![r.publication, r.subject, r.key, r.sequence, r.content])?;
        }
    }
    transaction.commit()?;
    Ok(true)
}
