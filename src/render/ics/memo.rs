//! Events that were composed before.
//!
//! Many feeds show the same event: that of the body, of its session, of each of its topics, with any
//! filters. What they show of it is the same but for reminders and busy time, so it is composed once
//! in each language, and feeds are joined from that. A publication leaves most revisions as they
//! are, and with them what was composed.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use uuid::Uuid;

use super::event::Composed;
use crate::model::Language;
use crate::publication::EventRevision;
use crate::query::{FeedEvent, Presence};

/// What an entry takes beside its octets, roughly.
const OVERHEAD: usize = 256;

/// Which event, for whom. A departed event is shown otherwise than in the feeds that it is in.
type Key = (Language, Uuid, bool);

#[derive(Debug)]
struct Entry {
    /// What was composed: not by its number alone, so that no other ledger's can be taken for it.
    revision: Arc<EventRevision>,
    composed: Arc<Composed>,
}

/// Events that were composed before for one site, up to so many octets.
#[derive(Debug, Default)]
pub struct Memo {
    capacity: usize,
    kept: RwLock<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    size: usize,
    entries: HashMap<Key, Entry>,
}

impl Memo {
    /// Keeps up to `capacity` octets; with none, every event is composed anew.
    pub fn new(capacity: usize) -> Self {
        Self { capacity, kept: RwLock::default() }
    }

    /// The events of a feed, composed for a reader of `language`: those that are kept, and the others
    /// by `compose`, which is given all of them at once and answers in their order.
    pub(super) fn all(
        &self,
        language: Language,
        events: &[FeedEvent],
        compose: impl FnOnce(&[&FeedEvent]) -> Vec<Composed>,
    ) -> Vec<Arc<Composed>> {
        let key = |event: &FeedEvent| {
            (language, event.revision.uid, event.presence == Presence::Departed)
        };
        let known: Vec<Option<Arc<Composed>>> = {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            let known = |event: &FeedEvent| {
                let entry = kept.entries.get(&key(event))?;
                let is_same = Arc::ptr_eq(&entry.revision, &event.revision);
                is_same.then(|| Arc::clone(&entry.composed))
            };
            events.iter().map(known).collect()
        };
        let unknown = |(event, known): (_, &Option<_>)| known.is_none().then_some(event);
        let missing: Vec<&FeedEvent> = events.iter().zip(&known).filter_map(unknown).collect();
        if missing.is_empty() {
            return known.into_iter().flatten().collect();
        }
        let composed: Vec<_> = compose(&missing).into_iter().map(Arc::new).collect();
        let fresh = missing.iter().zip(&composed).map(|(event, composed)| {
            let (revision, composed) = (Arc::clone(&event.revision), Arc::clone(composed));
            (key(event), Entry { revision, composed })
        });
        if self.capacity > 0 {
            self.keep(fresh.collect());
        }
        let mut composed = composed.into_iter();
        known.into_iter().filter_map(|known| known.or_else(|| composed.next())).collect()
    }

    fn keep(&self, fresh: Vec<(Key, Entry)>) {
        let size = |entry: &Entry| entry.composed.size() + OVERHEAD;
        let more: usize = fresh.iter().map(|(_, entry)| size(entry)).sum();
        // A feed that is larger than the room would push out what others can use.
        if more > self.capacity {
            return;
        }
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.size + more > self.capacity {
            *kept = Kept::default();
        }
        for (key, entry) in fresh {
            kept.size += size(&entry);
            if let Some(former) = kept.entries.insert(key, entry) {
                kept.size -= size(&former);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::render::fixture::{changed, content, event, language};

    fn ask(memo: &Memo, reader: &str, events: &[FeedEvent], made: &Cell<usize>) {
        let all = memo.all(language(reader), events, |missing| {
            made.set(made.get() + missing.len());
            missing.iter().map(|_| Composed::default()).collect()
        });
        assert_eq!(all.len(), events.len());
    }

    #[test]
    fn each_revision_is_composed_once_for_each_language_and_presence() {
        let (memo, made) = (Memo::new(1 << 20), Cell::new(0));
        let first = event(content());
        let departed = FeedEvent { presence: Presence::Departed, ..first.clone() };
        for (reader, events, expected) in [
            ("fr", vec![first.clone()], 1),
            ("fr", vec![first.clone()], 1),
            ("en", vec![first.clone()], 2),
            ("fr", vec![first.clone(), departed], 3),
            ("fr", vec![changed(content(), content(), Presence::Member)], 4),
        ] {
            ask(&memo, reader, &events, &made);
            assert_eq!(made.get(), expected);
        }
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let made = Cell::new(0);
        let none = Memo::new(0);
        ask(&none, "fr", &[event(content())], &made);
        ask(&none, "fr", &[event(content())], &made);
        assert_eq!(made.get(), 2);
        let little = Memo::new(3 * OVERHEAD);
        for _ in 0..10 {
            ask(&little, "fr", &[event(content())], &made);
            ask(&little, "en", &[event(content())], &made);
            let kept = little.kept.read().unwrap();
            assert!(kept.size <= little.capacity);
            assert_eq!(kept.size, kept.entries.len() * OVERHEAD);
        }
    }
}
