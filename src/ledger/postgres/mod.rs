//! The ledger in a PostgreSQL database, for several replicas.

mod connect;
mod listen;
mod migrate;

use deadpool_postgres::{Object, Pool, PoolError};
use tokio::sync::Mutex;
use tokio_postgres::{Error, IsolationLevel, Row};

use self::connect::{DEADLINE, Server, with_cause};
use self::listen::{CHANNEL, Listener};
use super::row::{self, PublicationRow, RevisionRow, signed};
use super::{Answer, Backend, LedgerError, News};
use crate::publication::Publication;

/// A ledger in a PostgreSQL database.
pub struct Postgres {
    server: Server,
    pool: Pool,
    listener: Mutex<Option<Listener>>,
}

impl Postgres {
    /// Opens the ledger of a database as in `postgres://user@host/database`, whose tables are
    /// made or brought up to date if need be.
    pub async fn open(address: &str) -> Result<Self, LedgerError> {
        let server = Server::new(address)?;
        let pool = server.pool()?;
        let postgres = Self { server, pool, listener: Mutex::new(None) };
        let mut client = postgres.client("opened").await?;
        in_time("opened", migrate::migrate(&postgres.server, &mut client)).await?;
        Ok(postgres)
    }

    async fn client(&self, action: &'static str) -> Result<Object, LedgerError> {
        let client = self.pool.get().await;
        client.map_err(|error| match error {
            _ if action != "opened" => LedgerError::unavailable(action, with_cause(&error)),
            PoolError::Backend(error) => self.server.connect_error(&error),
            _ => self.server.no_answer(),
        })
    }
}

async fn in_time<T>(
    action: &'static str,
    task: impl Future<Output = Result<T, LedgerError>>,
) -> Result<T, LedgerError> {
    tokio::time::timeout(DEADLINE, task)
        .await
        .unwrap_or_else(|_| Err(LedgerError::unavailable(action, "no answer in time")))
}

impl Backend for Postgres {
    fn read(&self, after: u64) -> Answer<'_, Vec<Publication>> {
        Box::pin(async move {
            let mut client = self.client("read").await?;
            let rows = in_time("read", async {
                let rows = select(&mut client, signed(after)).await;
                rows.map_err(|error| LedgerError::unavailable("read", with_cause(&error)))
            });
            let (rows, revisions) = rows.await?;
            row::publications(rows, &revisions)
        })
    }

    fn append<'a>(&'a self, publication: &'a Publication) -> Answer<'a, ()> {
        Box::pin(async move {
            let (row, revisions) = row::rows(publication)?;
            let mut client = self.client("written").await?;
            in_time("written", async {
                match insert(&mut client, &row, &revisions).await {
                    Ok(true) => Ok(()),
                    Ok(false) => Err(LedgerError::Conflict { number: publication.number }),
                    Err(error) => Err(LedgerError::unavailable("written", with_cause(&error))),
                }
            })
            .await
        })
    }

    fn wait(&self) -> Answer<'_, News> {
        Box::pin(async move {
            let mut listener = self.listener.lock().await;
            let Some(connected) = listener.as_mut() else {
                *listener = Some(Listener::connect(&self.server).await?);
                // What was announced before this connection listened was not heard.
                return Ok(News::Reconnected);
            };
            let heard = connected.hear().await;
            if heard.is_err() {
                *listener = None;
            }
            heard
        })
    }
}

async fn select(
    client: &mut Object,
    after: i64,
) -> Result<(Vec<PublicationRow>, Vec<RevisionRow>), Error> {
    // One view of the database for both, so that a publication which comes between is seen whole
    // or not at all.
    let transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await?;
    let rows = transaction
        .query(
            "SELECT number, at, note, reverts_to, horizon FROM plenary_publication \
             WHERE number > $1 ORDER BY number",
            &[&after],
        )
        .await?;
    let revisions = transaction
        .query(
            "SELECT publication, subject, key, sequence, content FROM plenary_revision \
             WHERE publication > $1 ORDER BY publication, subject COLLATE \"C\", key COLLATE \"C\"",
            &[&after],
        )
        .await?;
    transaction.commit().await?;
    let rows = rows.iter().map(publication_row).collect::<Result<_, _>>()?;
    let revisions = revisions.iter().map(revision_row).collect::<Result<_, _>>()?;
    Ok((rows, revisions))
}

fn publication_row(row: &Row) -> Result<PublicationRow, Error> {
    Ok(PublicationRow {
        number: row.try_get(0)?,
        at: row.try_get(1)?,
        note: row.try_get(2)?,
        reverts_to: row.try_get(3)?,
        horizon: row.try_get(4)?,
    })
}

fn revision_row(row: &Row) -> Result<RevisionRow, Error> {
    Ok(RevisionRow {
        publication: row.try_get(0)?,
        subject: row.try_get(1)?,
        key: row.try_get(2)?,
        sequence: row.try_get(3)?,
        content: row.try_get(4)?,
    })
}

/// Whether the rows were inserted: not if the publication's number is not the next one.
async fn insert(
    client: &mut Object,
    row: &PublicationRow,
    revisions: &[RevisionRow],
) -> Result<bool, Error> {
    let transaction = client.transaction().await?;
    // Writers come one after another; readers are not held up.
    transaction.batch_execute("LOCK TABLE plenary_publication IN EXCLUSIVE MODE").await?;
    let head = transaction
        .query_one("SELECT coalesce(max(number), 0) FROM plenary_publication", &[])
        .await?
        .try_get::<_, i64>(0)?;
    if row.number != head + 1 {
        return Ok(false);
    }
    transaction
        .execute(
            "INSERT INTO plenary_publication (number, at, note, reverts_to, horizon) \
         VALUES ($1, $2, $3, $4, $5)",
            &[&row.number, &row.at, &row.note, &row.reverts_to, &row.horizon],
        )
        .await?;
    // One statement for all, whatever their number: as columns.
    let subjects: Vec<&str> = revisions.iter().map(|r| r.subject.as_str()).collect();
    let keys: Vec<&str> = revisions.iter().map(|r| r.key.as_str()).collect();
    let sequences: Vec<i64> = revisions.iter().map(|r| r.sequence).collect();
    let contents: Vec<&str> = revisions.iter().map(|r| r.content.as_str()).collect();
    transaction
        .execute(
            "INSERT INTO plenary_revision (publication, subject, key, sequence, content) \
             SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[])",
            &[&row.number, &subjects, &keys, &sequences, &contents],
        )
        .await?;
    // Delivered with the commit.
    transaction.batch_execute(&format!("NOTIFY {CHANNEL}")).await?;
    transaction.commit().await?;
    Ok(true)
}
