//! The ledger: the append-only record of publications, on a disk or a database server.
//!
//! [`Backend`] is the small trait that a database has to offer. Each backend owns its SQL and its
//! migrations; what they share, the form in which revisions are stored, is in [`row`].

mod error;
mod row;
mod sqlite;

use std::future::Future;
use std::path::Path;
use std::pin::Pin;

pub use error::LedgerError;
pub use sqlite::Sqlite;

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

    /// Waits until there may be publications by other writers. May answer without cause.
    fn wait(&self) -> Answer<'_, ()>;
}

/// Opens the ledger at a path; creates it if there is none.
pub async fn open(database: &Path) -> Result<Box<dyn Backend>, LedgerError> {
    Ok(Box::new(Sqlite::open(database).await?))
}
