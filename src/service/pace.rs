//! How often the service does what it does by itself.

use std::time::Duration;

/// How often the service does what it does by itself. The defaults are right outside tests.
#[derive(Clone, Debug)]
pub struct Pace {
    /// How long the programmes have to be left alone before they are read, and after that before
    /// what was read is used: editors and version control write in several steps. Default 300 ms.
    pub quiet: Duration,
    /// For how long they are waited for at most, once something has changed: a file that somebody
    /// goes on writing. Default 60 s.
    pub patience: Duration,
    /// How often to look at the programmes although the system told of no change, as it does not
    /// on network file systems and in some containers. Default 30 s.
    pub look: Duration,
    /// How often to look whether there is another certificate. Default 5 s.
    pub renew: Duration,
    /// How often to look for cancelled events whose time in the feeds is over. Default 1 h.
    pub expire: Duration,
    /// How long to wait before a ledger that did not answer is tried again at first; each next
    /// pause is twice as long. Default 1 s.
    pub retry: Duration,
    /// The longest such pause. Default 30 s.
    pub longest_retry: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            quiet: Duration::from_millis(300),
            patience: Duration::from_secs(60),
            look: Duration::from_secs(30),
            renew: Duration::from_secs(5),
            expire: Duration::from_secs(60 * 60),
            retry: Duration::from_secs(1),
            longest_retry: Duration::from_secs(30),
        }
    }
}
