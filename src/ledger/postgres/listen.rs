//! Hearing of publications by other replicas: NOTIFY at once, and a slow poll beneath it for what
//! was lost on the way.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_postgres::{AsyncMessage, Client};

use super::connect::{DEADLINE, Server, with_cause};
use crate::ledger::{LedgerError, News};

/// The channel on which publications are announced.
pub(super) const CHANNEL: &str = "plenary_publication";
/// How often to look although nothing was heard.
const POLL_EVERY: Duration = Duration::from_secs(10);

/// A connection that listens. Dropping it closes the connection.
pub(super) struct Listener {
    // Kept because the server ends the connection when its client goes.
    client: Client,
    heard: mpsc::Receiver<()>,
    connection: JoinHandle<()>,
}

impl Listener {
    /// Connects and listens.
    pub(super) async fn connect(server: &Server) -> Result<Self, LedgerError> {
        let attempt = server.config.connect(server.tls.clone());
        let (client, mut connection) = tokio::time::timeout(DEADLINE, attempt)
            .await
            .map_err(|_| server.no_answer())?
            .map_err(|error| server.connect_error(&error))?;
        // One place is enough: what matters is that there was something.
        let (hear, heard) = mpsc::channel(1);
        let connection = tokio::spawn(async move {
            let messages = std::future::poll_fn(move |context| connection.poll_message(context));
            let mut messages = Box::pin(messages);
            // Ends, and with it the channel, when the connection does.
            while let Some(Ok(message)) = messages.as_mut().await {
                if matches!(message, AsyncMessage::Notification(_)) {
                    let _full = hear.try_send(());
                }
            }
        });
        let listener = Self { client, heard, connection };
        listener.ask(&format!("LISTEN {CHANNEL}")).await?;
        Ok(listener)
    }

    /// Waits for an announcement, or until it is time to look without one.
    pub(super) async fn hear(&mut self) -> Result<News, LedgerError> {
        match tokio::time::timeout(POLL_EVERY, self.heard.recv()).await {
            Ok(Some(())) => Ok(News::Perhaps),
            Ok(None) => Err(LedgerError::unavailable("followed", "the connection was closed")),
            // A connection that died without a word is found out here.
            Err(_) => self.ask("SELECT 1").await.map(|()| News::Perhaps),
        }
    }

    async fn ask(&self, statement: &str) -> Result<(), LedgerError> {
        tokio::time::timeout(DEADLINE, self.client.batch_execute(statement))
            .await
            .map_err(|_| LedgerError::unavailable("followed", "no answer in time"))?
            .map_err(|error| LedgerError::unavailable("followed", with_cause(&error)))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.connection.abort();
    }
}
