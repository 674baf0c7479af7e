//! What can be wrong with a ledger.

use std::error::Error;
use std::path::PathBuf;

type Source = Box<dyn Error + Send + Sync>;

/// What can be wrong with a ledger.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database cannot be opened.
    #[error("the ledger {database} cannot be opened: {source}")]
    Open {
        /// The path or address, without a password.
        database: String,
        /// Why.
        source: Source,
    },
    /// The database server cannot be reached or is not ready, which may pass by itself.
    #[error("the ledger {database} is out of reach: {source}")]
    OutOfReach {
        /// The address, without a password.
        database: String,
        /// Why.
        source: Source,
    },
    /// The address is that of no database that can hold a ledger.
    #[error(
        "a ledger is a file, such as plenary.db, or an address such as \
         postgres://user@host/database (--database, PLENARY_DATABASE or database)"
    )]
    Address,
    /// The file is a database of another program.
    #[error("{path} is a database, but no ledger of Plenary; choose another file", path = .path.display())]
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// The database was written by a newer version.
    #[error(
        "the ledger has schema {found}, this version of Plenary knows schemas up to {known}; \
         use the version that wrote it or a newer one"
    )]
    NewerSchema {
        /// The schema of the database.
        found: i64,
        /// The newest schema that this version knows.
        known: i64,
    },
    /// Another writer has published meanwhile.
    #[error("publication {number} was made by another writer meanwhile; nothing was published")]
    Conflict {
        /// The number that was taken.
        number: u64,
    },
    /// The database did not do what was asked; nothing was changed.
    #[error("the ledger could not be {action}: {source}")]
    Unavailable {
        /// What was to be done: read, written.
        action: &'static str,
        /// Why not.
        source: Source,
    },
    /// Something in the database is not as Plenary writes it.
    #[error("the ledger is damaged in publication {publication}, at {place}: {source}")]
    Damaged {
        /// The publication.
        publication: u64,
        /// The revision or column.
        place: String,
        /// What is wrong.
        source: Source,
    },
}

impl LedgerError {
    /// Whether the same may go well in a moment without anybody doing anything about it.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::OutOfReach { .. } | Self::Unavailable { .. } | Self::Conflict { .. })
    }

    pub(super) fn unavailable(
        action: &'static str,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::Unavailable { action, source: source.into() }
    }
}
