//! The certificate's files: read at the start, and again when they change.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, SecondsFormat, Utc};
use tokio::sync::Notify;

use super::troubles::{Trouble, Troubles};
use crate::http::{CertificateError, Tls};

/// How long before its end a certificate is told of. Whoever renews it by a timer does so a month
/// before.
const AHEAD: Duration = Duration::from_secs(14 * 24 * 60 * 60);

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
    chain: PathBuf,
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
        Ok(Self { chain: certificate.to_owned(), key: key.to_owned(), read, tls })
    }

    /// What connections are secured with.
    pub(super) fn tls(&self) -> &Tls {
        &self.tls
    }

    /// Looks at the files every so often, or when told to, for ever; uses them once they are other
    /// than before and go together. Tells when the certificate is about to expire.
    pub(super) async fn follow(mut self, every: Duration, told: &Notify, troubles: &Troubles) {
        loop {
            self.tell_of_end(troubles);
            tokio::select! {
                () = tokio::time::sleep(every) => {}
                () = told.notified() => {}
            }
            match self.renew() {
                Ok(is_new) => {
                    if is_new {
                        tracing::info!(certificate = %self.chain.display(), "certificate renewed");
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

    fn tell_of_end(&self, troubles: &Troubles) {
        match self.tls.expires().and_then(|end| words_of_end(end, SystemTime::now())) {
            Some(words) => {
                if troubles.set(Trouble::Expiry, words.as_str()) {
                    tracing::error!("{words}");
                }
            }
            None => {
                troubles.clear(Trouble::Expiry);
            }
        }
    }

    /// Uses what is in the files; says whether that is new. One of them may have been written and
    /// the other not yet: then they do not go together, and are looked at again.
    fn renew(&mut self) -> Result<bool, TlsError> {
        let read = (octets(&self.chain)?, octets(&self.key)?);
        if read == self.read {
            return Ok(false);
        }
        self.tls.replace(&read.0, &read.1).map_err(|source| TlsError::Wrong {
            certificate: self.chain.clone(),
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

/// What is said of a certificate that is valid until `end`, if that is soon or past.
fn words_of_end(end: SystemTime, now: SystemTime) -> Option<String> {
    if end > now + AHEAD {
        return None;
    }
    let word = if end > now { "expires" } else { "expired" };
    let at = DateTime::<Utc>::from(end).to_rfc3339_opts(SecondsFormat::Secs, true);
    Some(format!("the certificate {word} on {at}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_certificate_is_told_two_weeks_before() {
        const DAY: u64 = 24 * 60 * 60;
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(100 * DAY);
        let words =
            |days: u64| words_of_end(SystemTime::UNIX_EPOCH + Duration::from_secs(days * DAY), now);
        assert_eq!(words(115), None);
        assert_eq!(words(110).unwrap(), "the certificate expires on 1970-04-21T00:00:00Z");
        assert_eq!(words(99).unwrap(), "the certificate expired on 1970-04-10T00:00:00Z");
    }
}
