//! TLS (RFC 8446), where no proxy speaks it for us: versions 1.2 and 1.3, and by ALPN (RFC 7301)
//! HTTP/2 or HTTP/1.1.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::SystemTime;
use std::{fmt, io};

use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::NoServerSessionStorage;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

use super::stream::Transport;

/// Why a certificate and its key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The certificate's file holds none.
    #[error("there is no certificate in the certificate's file: {0}")]
    Certificate(String),
    /// The key's file holds none.
    #[error("there is no private key in the key's file: {0}")]
    Key(String),
    /// They do not go together, or are of a kind that is not known.
    #[error("the certificate and its key cannot be used: {0}")]
    Pair(#[from] rustls::Error),
}

/// What connections are secured with. The certificate can be replaced at any time; connections
/// that have begun go on with the one before.
#[derive(Clone)]
pub struct Tls {
    served: Arc<ArcSwap<Served>>,
    failed: Arc<AtomicU64>,
}

// What is written to it is secured first.
impl Transport for TlsStream<TcpStream> {}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

struct Served {
    config: Arc<ServerConfig>,
    expires: Option<SystemTime>,
}

impl Served {
    fn new(certificate: &[u8], key: &[u8]) -> Result<Self, CertificateError> {
        let provider = Arc::new(ring::default_provider());
        let pair = certified(certificate, key, &provider)?;
        let expires = pair.cert.first().and_then(expiry);
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(SingleCertAndKey::from(pair)));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        // Sessions are resumed (RFC 8446, section 2.2) by what the client keeps, encrypted with a
        // key that changes every six hours: there are more subscribers than a cache of sessions
        // would have room for. A ticket is good for one connection, and calendars open one at a
        // time.
        config.ticketer = ring::Ticketer::new()?;
        config.send_tls13_tickets = 1;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        Ok(Self { config: Arc::new(config), expires })
    }
}

impl Tls {
    /// Secures connections with a certificate and the chain above it, and its private key, both in
    /// PEM (RFC 7468).
    pub fn new(certificate: &[u8], key: &[u8]) -> Result<Self, CertificateError> {
        let served = Served::new(certificate, key)?;
        Ok(Self { served: Arc::new(ArcSwap::from_pointee(served)), failed: Arc::default() })
    }

    /// Uses another certificate and key from now on. The key of tickets goes with those before: who
    /// resumes a session is not shown a certificate, and would go on trusting one that was replaced
    /// because it was wrong, or its key known to others. What that costs is one full handshake of
    /// each client, at each renewal.
    pub fn replace(&self, certificate: &[u8], key: &[u8]) -> Result<(), CertificateError> {
        self.served.store(Arc::new(Served::new(certificate, key)?));
        Ok(())
    }

    /// Until when the certificate is valid, if that can be read.
    pub fn expires(&self) -> Option<SystemTime> {
        self.served.load().expires
    }

    /// How many handshakes were begun and not brought to an end.
    pub(super) fn failed(&self) -> u64 {
        self.failed.load(Relaxed)
    }

    /// For one connection: its handshake.
    pub(super) fn acceptor(&self) -> Acceptor {
        let acceptor = TlsAcceptor::from(Arc::clone(&self.served.load().config));
        Acceptor { acceptor, failed: Arc::clone(&self.failed) }
    }
}

/// A handshake to be.
pub(super) struct Acceptor {
    acceptor: TlsAcceptor,
    failed: Arc<AtomicU64>,
}

impl Acceptor {
    /// Does the handshake. One that is given up in the middle, as for its time is over, counts as
    /// failed.
    pub(super) async fn accept(self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        let mut handshake = Handshake { failed: Some(self.failed) };
        let stream = self.acceptor.accept(stream).await?;
        handshake.failed = None;
        Ok(stream)
    }
}

/// A handshake; dropping one that is not done counts it.
struct Handshake {
    failed: Option<Arc<AtomicU64>>,
}

impl Drop for Handshake {
    fn drop(&mut self) {
        if let Some(failed) = &self.failed {
            failed.fetch_add(1, Relaxed);
        }
    }
}

/// Until when a certificate is valid.
fn expiry(certificate: &CertificateDer<'_>) -> Option<SystemTime> {
    let certificate = Certificate::from_der(certificate).ok()?;
    Some(certificate.tbs_certificate.validity.not_after.to_system_time())
}

fn certified(
    certificate: &[u8],
    key: &[u8],
    provider: &CryptoProvider,
) -> Result<CertifiedKey, CertificateError> {
    let chain = CertificateDer::pem_slice_iter(certificate)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| CertificateError::Certificate(error.to_string()))?;
    if chain.is_empty() {
        return Err(CertificateError::Certificate("it has no such section".to_owned()));
    }
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|error| CertificateError::Key(error.to_string()))?;
    Ok(CertifiedKey::from_der(chain, key, provider)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: (&[u8], &[u8]) = (
        include_bytes!("../../tests/fixtures/tls/one.crt"),
        include_bytes!("../../tests/fixtures/tls/one.key"),
    );
    const TWO: (&[u8], &[u8]) = (
        include_bytes!("../../tests/fixtures/tls/two.crt"),
        include_bytes!("../../tests/fixtures/tls/two.key"),
    );

    #[test]
    fn what_cannot_be_used_is_told_and_replaces_nothing() {
        let tls = Tls::new(ONE.0, ONE.1).unwrap();
        let before = tls.served.load_full();
        for (certificate, key, words) in [
            (b"".as_slice(), ONE.1, "no certificate"),
            (ONE.1, ONE.1, "no certificate"),
            (ONE.0, b"half a key", "no private key"),
            (ONE.0, TWO.1, "cannot be used"),
        ] {
            let error = tls.replace(certificate, key).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
            assert!(Arc::ptr_eq(&before, &tls.served.load_full()));
        }
        tls.replace(TWO.0, TWO.1).unwrap();
        assert!(!Arc::ptr_eq(&before, &tls.served.load_full()));
    }

    #[test]
    fn the_end_of_a_certificate_is_read() {
        let end = Tls::new(ONE.0, ONE.1).unwrap().expires().unwrap();
        let end: chrono::DateTime<chrono::Utc> = end.into();
        assert_eq!(end.to_rfc3339(), "2126-10-29T05:54:29+00:00");
    }
}
