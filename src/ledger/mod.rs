//! The ledger: the append-only record of publications, on a disk or a database server.
//!
//! [`Backend`] is the small trait that a database has to offer. Each backend owns its SQL and its
//! migrations; what they share, the form in which revisions are stored, is in `row`.

mod error;
mod postgres;
mod row;
mod sqlite;
mod transfer;

use std::future::Future;
use std::path::Path;
use std::pin::Pin;

pub use error::LedgerError;
pub use postgres::Postgres;
pub use sqlite::Sqlite;
pub use transfer::{TransferError, export, import};

use crate::publication::Publication;

/// What a backend answers, in time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, LedgerError>> + Send + 'a>>;

/// A database that keeps publications.
pub trait Backend: Send + Sync {
    /// The publications after number `after`, in their order.
    fn read(&self, after: u64) -> Answer<'_, Vec<Publication>>;

    /// Adds a publication, whole or not at all. [`LedgerError::Conflict`] if its number is not the
    /// next one any more, because another writer has published.
    fn append<'a>(&'a self, publication: &'a Publication) -> Answer<'a, ()>;

    /// Waits until there may be publications by other writers. May answer without cause. One
    /// caller at a time.
    fn wait(&self) -> Answer<'_, News>;
}

/// What a backend has to tell of other writers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// There may be publications that were not read yet.
    Perhaps,
    /// The database was out of reach, or is reached for the first time: all of it has to be read
    /// again, as nobody knows what became of it meanwhile.
    Reconnected,
}

/// The name of a database that is empty, in memory, and gone with the process.
pub const NOWHERE: &str = ":memory:";

/// Whether there is a ledger to open, as far as one can tell without opening it: a file has to be
/// there; what looks like an address, with or without a slip in it, is left to [`open`].
pub fn is_there(database: &str) -> bool {
    database.contains(':') || Path::new(database).exists()
}

/// Opens a ledger: `postgres://…` in a PostgreSQL database, anything else in an SQLite file of
/// that path, which is created if there is none.
pub async fn open(database: &str) -> Result<Box<dyn Backend>, LedgerError> {
    let scheme = database.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("postgres" | "postgresql") => {
            let rest = &database[database.find(':').unwrap_or(0)..];
            Ok(Box::new(Postgres::open(&format!("postgres{rest}")).await?))
        }
        // Never shown: a slip in an address must not print its password.
        Some(_) => Err(LedgerError::Address),
        None if database.contains('@') && database.contains(':') => Err(LedgerError::Address),
        None => Ok(Box::new(Sqlite::open(Path::new(database)).await?)),
    }
}
