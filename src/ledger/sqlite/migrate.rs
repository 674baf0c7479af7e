//! The versions of the schema.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::ledger::LedgerError;

/// Marks a file as a ledger of Plenary (`PRAGMA application_id`): the letters `Plen`.
const APPLICATION_ID: i64 = 0x506C_656E;

/// The migrations; the schema's version is how many of them were run. Only ever added to.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_ledger.sql")];

/// What a file says of its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Schema {
    application_id: i64,
    version: i64,
    is_empty: bool,
}

fn newest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Reads what the file says of its schema.
pub(super) fn schema(connection: &Connection) -> rusqlite::Result<Schema> {
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    Ok(Schema {
        application_id: number("application_id")?,
        version: number("user_version")?,
        is_empty: number("schema_version")? == 0,
    })
}

impl Schema {
    /// Whether this version of Plenary can bring it up to date.
    pub(super) fn is_known(self) -> bool {
        self.is_empty || (self.application_id == APPLICATION_ID && self.version <= newest())
    }

    /// Whether it is up to date.
    pub(super) fn is_current(self) -> bool {
        self.application_id == APPLICATION_ID && self.version == newest()
    }

    /// Why a file with this schema cannot be used.
    pub(super) fn error(self, path: &Path) -> LedgerError {
        if self.application_id == APPLICATION_ID && self.version > newest() {
            LedgerError::NewerSchema { found: self.version, known: newest() }
        } else if self.application_id == APPLICATION_ID {
            let database = path.display().to_string();
            let source = "its schema is older and the file cannot be written to renew it".into();
            LedgerError::Open { database, source }
        } else {
            LedgerError::NotALedger { path: path.to_owned() }
        }
    }
}

/// Brings the schema up to date: all or nothing, and once, however many processes start at once.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    if schema(connection)?.is_current() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = usize::try_from(schema(&transaction)?.version).unwrap_or(0);
    for migration in MIGRATIONS.iter().skip(version) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", newest())?;
    transaction.commit()
}
