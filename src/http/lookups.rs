//! How often representations were asked for, and how often they had to be made.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// How often representations that were not at hand were asked for, and made. Both only grow, so that
/// a share can be taken of what they grew by; what was found is the difference.
#[derive(Debug, Default)]
pub(super) struct Lookups {
    asked: AtomicU64,
    made: AtomicU64,
}

impl Lookups {
    /// Counts that a representation was asked for, and, when what is given back runs, that it was
    /// made. One that is only put into another coding was found.
    pub(super) fn count<T, M>(self: &Arc<Self>, make: M) -> impl FnOnce() -> T + use<T, M>
    where
        M: FnOnce() -> T,
    {
        self.asked.fetch_add(1, Relaxed);
        let lookups = Arc::clone(self);
        move || {
            lookups.made.fetch_add(1, Relaxed);
            make()
        }
    }

    /// How many were asked for.
    pub(super) fn asked(&self) -> u64 {
        self.asked.load(Relaxed)
    }

    /// How many were made.
    pub(super) fn made(&self) -> u64 {
        self.made.load(Relaxed)
    }
}
