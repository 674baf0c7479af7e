//! TLS (RFC 8446), where no proxy speaks it for us: versions 1.2 and 1.3, and by ALPN (RFC 7301)
//! HTTP/2 or HTTP/1.1.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

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
    served: Arc<Served>,
    acceptor: TlsAcceptor,
}

// What is written to it is secured first.
impl Transport for TlsStream<TcpStream> {}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

#[derive(Debug)]
struct Served(ArcSwap<CertifiedKey>);

impl ResolvesServerCert for Served {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.load_full())
    }
}

impl Tls {
    /// Secures connections with a certificate and the chain above it, and its private key, both in
    /// PEM (RFC 7468).
    pub fn new(certificate: &[u8], key: &[u8]) -> Result<Self, CertificateError> {
        let provider = Arc::new(ring::default_provider());
        let pair = certified(certificate, key, &provider)?;
        let served = Arc::new(Served(ArcSwap::from_pointee(pair)));
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&served) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { served, acceptor: TlsAcceptor::from(Arc::new(config)) })
    }

    /// Uses another certificate and key from now on.
    pub fn replace(&self, certificate: &[u8], key: &[u8]) -> Result<(), CertificateError> {
        let pair = certified(certificate, key, &ring::default_provider())?;
        self.served.0.store(Arc::new(pair));
        Ok(())
    }

    pub(super) fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }
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
        let before = tls.served.0.load_full();
        for (certificate, key, words) in [
            (b"".as_slice(), ONE.1, "no certificate"),
            (ONE.1, ONE.1, "no certificate"),
            (ONE.0, b"half a key", "no private key"),
            (ONE.0, TWO.1, "cannot be used"),
        ] {
            let error = tls.replace(certificate, key).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
            assert!(Arc::ptr_eq(&before, &tls.served.0.load_full()));
        }
        tls.replace(TWO.0, TWO.1).unwrap();
        assert!(!Arc::ptr_eq(&before, &tls.served.0.load_full()));
    }
}
