//! Who is let in: so many connections in all, and so many of one client.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Lets in, up to so many.
#[derive(Debug)]
pub(super) struct Admission {
    permits: Arc<Semaphore>,
    connections: usize,
    clients: Arc<Clients>,
    refused: AtomicU64,
}

/// The right to be a connection; dropping it gives it back.
#[derive(Debug)]
pub(super) struct Admitted {
    _permit: OwnedSemaphorePermit,
    _client: Option<OfClient>,
}

/// How much each client has of something, up to so many.
#[derive(Debug)]
pub(super) struct Clients {
    most: usize,
    counts: Mutex<HashMap<IpAddr, usize>>,
}

/// One of those that a client has; dropping it gives it back.
#[derive(Debug)]
pub(super) struct OfClient {
    clients: Arc<Clients>,
    client: IpAddr,
}

impl Admission {
    /// Up to `connections` in all and, unless it is 0, up to `of_one_client`.
    pub(super) fn new(connections: usize, of_one_client: usize) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(connections)),
            connections,
            clients: Arc::new(Clients::new(of_one_client)),
            refused: AtomicU64::new(0),
        }
    }

    /// Lets a connection in; `None` if that would be too many.
    pub(super) fn admit(&self, peer: IpAddr) -> Option<Admitted> {
        let admitted = Arc::clone(&self.permits).try_acquire_owned().ok().and_then(|permit| {
            // Proxies on the same machine speak for many.
            let client = match peer.to_canonical() {
                peer if peer.is_loopback() => None,
                peer => Some(self.clients.one_more(peer)?),
            };
            Some(Admitted { _permit: permit, _client: client })
        });
        if admitted.is_none() {
            self.refused.fetch_add(1, Relaxed);
        }
        admitted
    }

    /// How many connections there are.
    pub(super) fn open(&self) -> usize {
        self.connections.saturating_sub(self.permits.available_permits())
    }

    /// How many were refused so far.
    pub(super) fn refused(&self) -> u64 {
        self.refused.load(Relaxed)
    }
}

impl Clients {
    /// Up to so many each; 0 is no limit.
    pub(super) fn new(most: usize) -> Self {
        Self { most, counts: Mutex::default() }
    }

    /// One more for a client; `None` if it has as many as it may.
    pub(super) fn one_more(self: &Arc<Self>, client: IpAddr) -> Option<OfClient> {
        let client = whole(client);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(client).or_default();
        if self.most > 0 && *count >= self.most {
            return None;
        }
        *count += 1;
        Some(OfClient { clients: Arc::clone(self), client })
    }
}

impl Drop for OfClient {
    fn drop(&mut self) {
        let mut counts = self.clients.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.client);
            }
        }
    }
}

/// The addresses that one client has: in IPv6, the 64 bits that everybody is given (RFC 6177).
fn whole(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)))
        }
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn there_are_so_many_in_all_and_so_many_of_one_client() {
        let admission = Admission::new(4, 2);
        let one = admission.admit(address("192.0.2.1"));
        let two = admission.admit(address("::ffff:192.0.2.1"));
        assert!(one.is_some() && two.is_some());
        assert!(admission.admit(address("192.0.2.1")).is_none());
        let other = admission.admit(address("192.0.2.2"));
        assert!(other.is_some());
        drop(one);
        let again = admission.admit(address("192.0.2.1"));
        assert!(again.is_some());
        assert!(admission.admit(address("192.0.2.3")).is_some(), "the fourth");
        let fourth = admission.admit(address("192.0.2.3"));
        assert!(admission.admit(address("192.0.2.4")).is_none(), "the fifth");
        assert_eq!((admission.open(), admission.refused()), (4, 2));
        drop((two, other, again, fourth));
        assert_eq!(admission.open(), 0);
        assert!(admission.clients.counts.lock().unwrap().is_empty());
    }

    #[test]
    fn a_client_has_a_whole_network_and_this_machine_has_no_limit() {
        let admission = Admission::new(10, 1);
        let one = admission.admit(address("2001:db8::1"));
        assert!(one.is_some());
        assert!(admission.admit(address("2001:db8::2")).is_none());
        assert!(admission.admit(address("2001:db8:0:1::1")).is_some());
        let here: Vec<_> = (0..5).map(|_| admission.admit(address("127.0.0.1"))).collect();
        assert!(here.iter().all(Option::is_some));
    }
}
