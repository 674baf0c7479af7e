//! The certificate's files: read at the start, and again when they change.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::Notify;

use super::troubles::{Trouble, Troubles};
use crate::http::{CertificateError, Tls};

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("{path} cannot be read: {source}", path = .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What is in the files is not right.
    #[error(
        "{source} (certificate {certificate}, key {key})",
        certificate = .certificate.display(),
        key = .key.display()
    )]
    Wrong {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
        /// What is wrong.
        source: CertificateError,
    },
}

/// The files of a certificate and its key.
pub(super) struct Certificate {
    certificate: PathBuf,
    key: PathBuf,
    /// What was read last.
    read: (Vec<u8>, Vec<u8>),
    tls: Tls,
}

impl Certificate {
    /// Reads the files.
    pub(super) fn read(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let read = (octets(certificate)?, octets(key)?);
        let tls = Tls::new(&read.0, &read.1).map_err(|source| TlsError::Wrong {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
            source,
        })?;
        Ok(Self { certificate: certificate.to_owned(), key: key.to_owned(), read, tls })
    }

    /// What connections are secured with.
    pub(super) fn tls(&self) -> &Tls {
        &self.tls
    }

    /// Looks at the files every so often, or when told to, for ever; uses them once they are other
    /// than before and go together.
    pub(super) async fn follow(mut self, every: Duration, told: &Notify, troubles: &Troubles) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(every) => {}
                () = told.notified() => {}
            }
            match self.renew() {
                Ok(is_new) => {
                    if is_new {
                        tracing::info!(certificate = %self.certificate.display(), "certificate renewed");
                    }
                    troubles.clear(Trouble::Certificate);
                }
                Err(error) => {
                    let words = format!(
                        "the certificate cannot be renewed: {error}; the one before is used"
                    );
                    if troubles.set(Trouble::Certificate, words.as_str()) {
                        tracing::error!("{words}");
                    }
                }
            }
        }
    }

    /// Uses what is in the files; says whether that is new. One of them may have been written and
    /// the other not yet: then they do not go together, and are looked at again.
    fn renew(&mut self) -> Result<bool, TlsError> {
        let read = (octets(&self.certificate)?, octets(&self.key)?);
        if read == self.read {
            return Ok(false);
        }
        self.tls.replace(&read.0, &read.1).map_err(|source| TlsError::Wrong {
            certificate: self.certificate.clone(),
            key: self.key.clone(),
            source,
        })?;
        self.read = read;
        Ok(true)
    }
}

fn octets(path: &Path) -> Result<Vec<u8>, TlsError> {
    fs::read(path).map_err(|source| TlsError::Unreadable { path: path.to_owned(), source })
}
