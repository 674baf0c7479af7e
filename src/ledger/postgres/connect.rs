//! Connections to the server, with TLS where the address asks for it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::error::SqlState;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::ledger::LedgerError;

/// How many connections a replica opens for reading and writing; listening has one of its own.
const POOL_SIZE: usize = 3;
/// How long one exchange with the server may take.
pub(super) const DEADLINE: Duration = Duration::from_secs(15);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Where the server is and how to reach it.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) config: Config,
    pub(super) tls: MakeRustlsConnect,
    /// The address without the password, for messages.
    pub(super) shown: String,
}

impl Server {
    /// Reads an address as in `postgres://user@host/database?sslmode=require`.
    ///
    /// With `sslmode=require`, or `prefer` (the default) where the server offers TLS, its
    /// certificate has to be valid for the host by the system's certificates or those of
    /// `SSL_CERT_FILE`; `sslmode=disable` goes without.
    pub(super) fn new(address: &str) -> Result<Self, LedgerError> {
        let shown = without_password(address);
        let open = |source: Box<dyn std::error::Error + Send + Sync>| LedgerError::Open {
            database: shown.clone(),
            source,
        };
        let mut config: Config = address
            .parse()
            .map_err(|error: tokio_postgres::Error| open(with_cause(&error).into()))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_application_name().is_none() {
            config.application_name("plenary");
        }
        config.keepalives_idle(Duration::from_secs(30));
        config.tcp_user_timeout(DEADLINE);
        let tls = tls().map_err(|error| open(error.into()))?;
        Ok(Self { config, tls, shown })
    }

    pub(super) fn pool(&self) -> Result<Pool, LedgerError> {
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Verified };
        let manager = Manager::from_config(self.config.clone(), self.tls.clone(), recycling);
        Pool::builder(manager)
            .max_size(POOL_SIZE)
            .runtime(Runtime::Tokio1)
            .create_timeout(Some(CONNECT_TIMEOUT * 2))
            .wait_timeout(Some(DEADLINE))
            .recycle_timeout(Some(CONNECT_TIMEOUT))
            .build()
            .map_err(|source| LedgerError::Open {
                database: self.shown.clone(),
                source: source.into(),
            })
    }

    /// Why no connection could be made.
    pub(super) fn connect_error(&self, error: &tokio_postgres::Error) -> LedgerError {
        let (database, source) = (self.shown.clone(), with_cause(error).into());
        if is_out_of_reach(error) {
            LedgerError::OutOfReach { database, source }
        } else {
            LedgerError::Open { database, source }
        }
    }

    /// No connection could be made in time.
    pub(super) fn no_answer(&self) -> LedgerError {
        let source = "it did not answer in time".into();
        LedgerError::OutOfReach { database: self.shown.clone(), source }
    }
}

/// Whether a server that gave this error may be reached a moment later: nobody answered, or it is
/// starting, ending or full. A wrong name, password or certificate stays wrong.
fn is_out_of_reach(error: &tokio_postgres::Error) -> bool {
    if let Some(code) = error.code() {
        return [
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::TOO_MANY_CONNECTIONS,
        ]
        .contains(code);
    }
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref());
    error.is_closed()
        || cause.is_some_and(|cause: &io::Error| cause.kind() != io::ErrorKind::InvalidData)
}

/// The client's side of TLS, with the certificates that the system trusts.
fn tls() -> Result<MakeRustlsConnect, rustls::Error> {
    let mut roots = RootCertStore::empty();
    // Certificates that cannot be read are as good as absent; a server that needs one is refused
    // with a clear message when it is reached.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// An error with the errors that it came from, which the library's own words leave out.
pub(super) fn with_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        cause = error.source();
    }
    words
}

/// The address with the password replaced, for messages and logs.
fn without_password(address: &str) -> String {
    match url::Url::parse(address) {
        Ok(mut url) => {
            if url.password().is_some() && url.set_password(Some("...")).is_err() {
                return "postgres://...".to_owned();
            }
            let has_secret = url.query_pairs().any(|(name, _)| name == "password");
            if has_secret {
                url.set_query(None);
            }
            url.to_string()
        }
        Err(_) => "postgres://...".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for address in [
            "postgres://me:secret@host/db",
            "postgres://host/db?password=secret",
            "postgres:secret",
        ] {
            let shown = without_password(address);
            assert!(!shown.contains("secret") || address == "postgres:secret", "{shown}");
        }
        assert_eq!(
            without_password("postgres://me:secret@host/db?sslmode=require"),
            "postgres://me:...@host/db?sslmode=require"
        );
    }

    #[test]
    fn a_wrong_address_says_what_is_wrong() {
        let error = Server::new("postgres://host/db?sslmode=perhaps").err().unwrap().to_string();
        assert!(error.contains("sslmode"), "{error}");
    }
}
