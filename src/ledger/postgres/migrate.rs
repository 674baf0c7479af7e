//! The versions of the schema.

use tokio_postgres::{Client, Error};

use super::connect::Server;
use crate::ledger::LedgerError;

/// The migrations; the schema's version is how many of them were run. Only ever added to.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_ledger.sql")];

/// Taken while migrating, so that replicas which start at once do it one after another. The
/// number only has to differ from the advisory locks of other programs: the letters `Plen`.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1349280110)";

/// Brings the schema up to date: all or nothing. A schema that is up to date is only read, so a
/// user who may not create tables can follow the ledger.
pub(super) async fn migrate(server: &Server, client: &mut Client) -> Result<(), LedgerError> {
    let open = |error: Error| server.connect_error(&error);
    if version(client).await.map_err(open)? == newest() {
        return Ok(());
    }
    let transaction = client.transaction().await.map_err(open)?;
    transaction.batch_execute(LOCK).await.map_err(open)?;
    transaction
        .batch_execute("CREATE TABLE IF NOT EXISTS plenary_schema (version bigint NOT NULL)")
        .await
        .map_err(open)?;
    let found = version(transaction.client()).await.map_err(open)?;
    if found > newest() {
        return Err(LedgerError::NewerSchema { found, known: newest() });
    }
    let done = usize::try_from(found).unwrap_or(0);
    for migration in MIGRATIONS.iter().skip(done) {
        transaction.batch_execute(migration).await.map_err(open)?;
    }
    transaction.execute("DELETE FROM plenary_schema", &[]).await.map_err(open)?;
    transaction
        .execute("INSERT INTO plenary_schema (version) VALUES ($1)", &[&newest()])
        .await
        .map_err(open)?;
    transaction.commit().await.map_err(open)
}

fn newest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// The schema's version; 0 where there is none yet.
async fn version(client: &Client) -> Result<i64, Error> {
    let exists = client
        .query_one("SELECT to_regclass('plenary_schema') IS NOT NULL", &[])
        .await?
        .try_get::<_, bool>(0)?;
    if !exists {
        return Ok(0);
    }
    let row = client.query_opt("SELECT max(version) FROM plenary_schema", &[]).await?;
    let version = row.map(|row| row.try_get::<_, Option<i64>>(0)).transpose()?;
    Ok(version.flatten().unwrap_or(0))
}
