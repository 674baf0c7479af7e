//! What requests are answered from.

use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use arc_swap::ArcSwap;
use hyper::HeaderMap;
use hyper::header::HeaderName;

use super::admission::{Admission, Clients};
use super::cache::Representations;
use super::forwarded;
use super::seen::Seen;
use super::sharing::Sharing;
use super::tally::Tally;
use super::{Limits, Tls};
use crate::model::ZoneRules;
use crate::render::{Memo, Site};
use crate::snapshot::Snapshot;

/// What requests are answered from.
pub struct State {
    pub(super) snapshot: Arc<ArcSwap<Snapshot>>,
    pub(super) faults: Arc<ArcSwap<Vec<String>>>,
    pub(super) site: Arc<Site>,
    pub(super) memo: Arc<Memo>,
    pub(super) limits: Arc<Limits>,
    pub(super) representations: Representations,
    /// The rules of time zones in use, for those who ask.
    pub(super) zone_rules: Arc<ArcSwap<ZoneRules>>,
    /// What connections are secured with, if they are.
    pub(super) tls: Option<Tls>,
    /// Whether figures are for the operator's listener alone.
    pub(super) is_operator_apart: bool,
    pub(super) admission: Admission,
    /// How many answers are in the making for each client.
    pub(super) making: Arc<Clients>,
    pub(super) seen: Seen,
    trusted_field: Option<HeaderName>,
    /// Whether it was told that the field tells nobody.
    told: Once,
    /// The time in seconds since 1970, as it was a moment ago.
    second: AtomicU64,
    tallies: Mutex<Vec<Arc<Tally>>>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl State {
    /// Answers come from whatever `snapshot` holds when the request comes in. `faults` are shown by
    /// `/health/ready`, so by anyone who asks: they say what is wrong with the programmes or the
    /// ledger while the last publication goes on being served.
    pub fn new(
        snapshot: Arc<ArcSwap<Snapshot>>,
        faults: Arc<ArcSwap<Vec<String>>>,
        site: Site,
        limits: Limits,
    ) -> Self {
        Self {
            snapshot,
            faults,
            site: Arc::new(site),
            memo: Arc::new(Memo::new(usize::try_from(limits.composed()).unwrap_or(usize::MAX))),
            representations: Representations::new(limits.representations(), Sharing::new(&limits)),
            zone_rules: Arc::default(),
            tls: None,
            is_operator_apart: false,
            // Behind a proxy, all connections are its.
            admission: match limits.trusted_field {
                Some(_) => Admission::new(limits.connections, 0),
                None => Admission::new(limits.connections, limits.of_one_client),
            },
            making: Arc::new(Clients::new(limits.of_one_client)),
            seen: Seen::default(),
            told: Once::new(),
            trusted_field: limits.trusted_field.as_ref().and_then(|name| name.parse().ok()),
            second: AtomicU64::new(seconds()),
            limits: Arc::new(limits),
            tallies: Mutex::default(),
        }
    }

    /// The same, telling by which rules of time zones the programmes are read.
    #[must_use]
    pub fn with_zone_rules(self, zone_rules: Arc<ArcSwap<ZoneRules>>) -> Self {
        Self { zone_rules, ..self }
    }

    /// The same, with connections secured.
    #[must_use]
    pub fn with_tls(self, tls: Option<Tls>) -> Self {
        Self { tls, ..self }
    }

    /// The same, with figures for the operator's listener alone.
    #[must_use]
    pub fn with_operator_apart(self, is_operator_apart: bool) -> Self {
        Self { is_operator_apart, ..self }
    }

    /// Who a request is from, if a proxy that is trusted tells. Of whom nothing can be read count
    /// as one client: a proxy that writes what we do not understand must not end the limit.
    pub(super) fn client(&self, headers: &HeaderMap) -> Option<IpAddr> {
        let name = self.trusted_field.as_ref()?;
        let value = headers.get_all(name).iter().next_back();
        let client = value.and_then(|value| forwarded::last(name, value));
        if client.is_none() {
            self.told.call_once(|| {
                tracing::warn!(
                    field = %name,
                    "no client's address could be read in the field of the proxy; all such \
                     requests count as those of one client"
                );
            });
        }
        client.or(Some(forwarded::NOBODY))
    }

    /// The time in seconds since 1970, up to a few seconds late.
    pub(super) fn second(&self) -> u64 {
        self.second.load(Relaxed)
    }

    /// Reads that time.
    pub(super) fn read_second(&self) {
        self.second.store(seconds(), Relaxed);
    }

    /// A tally for a thread that answers.
    pub(super) fn new_tally(&self) -> Arc<Tally> {
        let tally = Arc::new(Tally::default());
        self.tallies.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&tally));
        tally
    }

    /// The tallies of all threads.
    pub(super) fn tallies(&self) -> Vec<Arc<Tally>> {
        self.tallies.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The time in seconds since 1970.
pub(super) fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    fn state(limits: Limits) -> State {
        let site = Site::at("https://a.example/".parse().unwrap());
        State::new(Arc::default(), Arc::default(), site, limits)
    }

    fn client(limits: Limits, fields: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in fields {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        state(limits).client(&headers).map(|address| address.to_string())
    }

    #[test]
    fn a_client_is_told_by_the_last_address_of_a_field_that_is_trusted_alone() {
        let trusting =
            || Limits { trusted_field: Some("x-forwarded-for".to_owned()), ..Limits::default() };
        assert_eq!(client(Limits::default(), &["192.0.2.1"]), None);
        for (fields, expected) in [
            (&["192.0.2.1"][..], "192.0.2.1"),
            (&["10.0.0.1, 192.0.2.1"], "192.0.2.1"),
            (&["10.0.0.1", "2001:db8::1"], "2001:db8::1"),
            // Those of whom nothing can be read are one.
            (&["unknown"], "::"),
            (&[], "::"),
        ] {
            assert_eq!(client(trusting(), fields).as_deref(), Some(expected), "{fields:?}");
        }
    }

    #[tokio::test]
    async fn the_time_is_read_where_a_connection_begins_after_nothing_was_heard() {
        let state = Arc::new(state(Limits::default()));
        state.second.store(0, Relaxed);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let door = super::super::door::Door::new(listener, Arc::clone(&state)).unwrap();
        let shutdown = tokio_util::sync::CancellationToken::new();
        let running = super::super::worker::run(Arc::clone(&state), door, shutdown.clone());
        let running = tokio::spawn(running);
        let mut client = tokio::net::TcpStream::connect(address).await.unwrap();
        client.write_all(b"GET /health/live HTTP/1.0\r\n\r\n").await.unwrap();
        // The sweep, which reads the time too, is not due yet when the answer begins.
        client.read_u8().await.unwrap();
        assert!(state.second() > 0);
        drop(client);
        shutdown.cancel();
        running.await.unwrap();
    }
}
