//! What is wrong while the service goes on.

use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

/// What can be wrong while the service goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The ledger cannot be read or followed.
    Ledger,
    /// The certificate cannot be read again.
    Certificate,
    /// The certificate expires soon, or has expired.
    Expiry,
    /// The rules of time zones cannot be read again.
    TimeZones,
    /// The programmes have errors.
    Programmes,
    /// The programmes are right, but could not be published.
    Publishing,
    /// The programmes are right, but publishing them would undo a revert.
    HeldBack,
}

/// What is wrong at present, in words that anybody may read: `/health/ready` shows them.
#[derive(Default)]
pub(super) struct Troubles {
    present: Mutex<[Option<String>; 7]>,
    shown: Arc<ArcSwap<Vec<String>>>,
}

impl Troubles {
    /// The list of what is wrong, as it stands at any time.
    pub(super) fn shown(&self) -> Arc<ArcSwap<Vec<String>>> {
        Arc::clone(&self.shown)
    }

    /// Begins a trouble, or says it in other words. Whether that is new: a trouble that goes on is
    /// logged once.
    pub(super) fn set(&self, trouble: Trouble, words: impl Into<String>) -> bool {
        self.replace(trouble, Some(words.into()))
    }

    /// Ends a trouble. Whether there was one.
    pub(super) fn clear(&self, trouble: Trouble) -> bool {
        self.replace(trouble, None)
    }

    fn replace(&self, trouble: Trouble, words: Option<String>) -> bool {
        let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        if present[trouble as usize] == words {
            return false;
        }
        present[trouble as usize] = words;
        self.shown.store(Arc::new(present.iter().flatten().cloned().collect()));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_is_new_once_and_ends_once() {
        let troubles = Troubles::default();
        let shown = troubles.shown();
        assert!(troubles.set(Trouble::Programmes, "3 errors"));
        assert!(!troubles.set(Trouble::Programmes, "3 errors"));
        assert!(troubles.set(Trouble::Ledger, "out of reach"));
        assert!(troubles.set(Trouble::Programmes, "2 errors"));
        assert_eq!(**shown.load(), ["out of reach", "2 errors"]);
        assert!(troubles.clear(Trouble::Programmes));
        assert!(!troubles.clear(Trouble::Programmes));
        assert_eq!(**shown.load(), ["out of reach"]);
    }
}
