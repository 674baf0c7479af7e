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

/// How many are composed ahead before it is seen whether there is room for them.
const AT_A_TIME: usize = 256;

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
        let known = self.known(language, events);
        let missing = missing(events, &known);
        if missing.is_empty() {
            return known.into_iter().flatten().collect();
        }
        let composed: Vec<_> = compose(&missing).into_iter().map(Arc::new).collect();
        if self.capacity > 0 {
            self.keep(Fresh::of(language, &missing, &composed), true);
        }
        let mut composed = composed.into_iter();
        known.into_iter().filter_map(|known| known.or_else(|| composed.next())).collect()
    }

    /// Composes those events of a feed that are not kept, for when somebody asks, so many at a time,
    /// until there is no room to keep them.
    pub(super) fn ahead(
        &self,
        language: Language,
        events: &[FeedEvent],
        compose: impl Fn(&[&FeedEvent]) -> Vec<Composed>,
    ) {
        for some in missing(events, &self.known(language, events)).chunks(AT_A_TIME) {
            let composed: Vec<_> = compose(some).into_iter().map(Arc::new).collect();
            if !self.keep(Fresh::of(language, some, &composed), false) {
                return;
            }
        }
    }

    /// How many events are kept.
    #[cfg(test)]
    pub(crate) fn count(&self) -> usize {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).entries.len()
    }

    /// Those of the events that are kept.
    fn known(&self, language: Language, events: &[FeedEvent]) -> Vec<Option<Arc<Composed>>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let known = |event: &FeedEvent| {
            let entry = kept.entries.get(&key(language, event))?;
            let is_same = Arc::ptr_eq(&entry.revision, &event.revision);
            is_same.then(|| Arc::clone(&entry.composed))
        };
        events.iter().map(known).collect()
    }

    /// Keeps what was composed, and says whether there was room. Where there is none, it takes the
    /// place of all that was kept, if it may.
    fn keep(&self, fresh: Fresh, may_displace: bool) -> bool {
        // A feed that is larger than the room would push out what others can use.
        if fresh.size > self.capacity {
            return false;
        }
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.size + fresh.size > self.capacity {
            if !may_displace {
                return false;
            }
            *kept = Kept::default();
        }
        for (key, entry) in fresh.entries {
            kept.size += entry.size();
            if let Some(former) = kept.entries.insert(key, entry) {
                kept.size -= former.size();
            }
        }
        true
    }
}

fn key(language: Language, event: &FeedEvent) -> Key {
    (language, event.revision.uid, event.presence == Presence::Departed)
}

/// The events of which nothing is known.
fn missing<'e>(events: &'e [FeedEvent], known: &[Option<Arc<Composed>>]) -> Vec<&'e FeedEvent> {
    events.iter().zip(known).filter(|(_, known)| known.is_none()).map(|(event, _)| event).collect()
}

impl Entry {
    fn size(&self) -> usize {
        self.composed.size() + OVERHEAD
    }
}

/// Entries to be kept, and their size.
struct Fresh {
    size: usize,
    entries: Vec<(Key, Entry)>,
}

impl Fresh {
    fn of(language: Language, events: &[&FeedEvent], composed: &[Arc<Composed>]) -> Self {
        let entry = |(event, composed): (&&FeedEvent, &Arc<Composed>)| {
            let (revision, composed) = (Arc::clone(&event.revision), Arc::clone(composed));
            (key(language, event), Entry { revision, composed })
        };
        let entries: Vec<_> = events.iter().zip(composed).map(entry).collect();
        Self { size: entries.iter().map(|(_, entry)| entry.size()).sum(), entries }
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
    fn what_is_composed_ahead_is_there_when_asked_for_and_displaces_nothing() {
        let (language, made) = (language("fr"), Cell::new(0));
        let compose =
            |missing: &[&FeedEvent]| missing.iter().map(|_| Composed::default()).collect();
        let memo = Memo::new(2 * OVERHEAD);
        let [first, second] = [1, 2].map(|_| [event(content())]);
        memo.ahead(language, &first, compose);
        ask(&memo, "fr", &first, &made);
        assert_eq!(made.get(), 0);
        memo.ahead(language, &first, |_| panic!("it is kept"));

        let english = Language::ENGLISH;
        memo.ahead(english, &second, compose);
        let third = FeedEvent { presence: Presence::Departed, ..event(content()) };
        memo.ahead(english, &[third], compose);
        for (reader, events) in [("fr", &first), ("en", &second)] {
            ask(&memo, reader, events, &made);
            assert_eq!(made.get(), 0, "{reader}");
        }
        assert_eq!(memo.count(), 2);
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
