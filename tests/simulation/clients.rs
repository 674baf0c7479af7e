//! The subscribers' side: clients in the manners that are met in the field.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::simulation::feeds::{Answer, Copy};

/// What makes a client take the content of an event that it has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// It takes whatever comes.
    Anything,
    /// A higher SEQUENCE.
    Sequence,
    /// A newer LAST-MODIFIED.
    LastModified,
    /// Both, and nothing less.
    Both,
}

/// How a client treats what it has when it gets a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Manner {
    trusts: Trust,
    /// Whether it drops the events that the feed does not have any more.
    pub(crate) drops_missing: bool,
}

/// Replaces everything; takes only what is newer and keeps what is missing; mirrors by UID, but
/// takes only what is newer; both of the last, with the narrowest idea of newer. Those that take
/// only what is newer go by one sign at a time or ask for both, so that no sign stands in for
/// another; a client that either sign is enough for is right where these are.
pub(crate) const MANNERS: [Manner; 6] = [
    Manner { trusts: Trust::Anything, drops_missing: true },
    Manner { trusts: Trust::Sequence, drops_missing: false },
    Manner { trusts: Trust::LastModified, drops_missing: false },
    Manner { trusts: Trust::Both, drops_missing: false },
    Manner { trusts: Trust::Sequence, drops_missing: true },
    Manner { trusts: Trust::Both, drops_missing: true },
];

/// A subscriber of one feed.
#[derive(Debug)]
pub(crate) struct Client {
    /// Its manner.
    pub(crate) manner: Manner,
    /// Whether it sends the Last-Modified that it got as If-Modified-Since.
    pub(crate) is_conditional: bool,
    /// The events that it shows, live or cancelled.
    pub(crate) held: BTreeMap<Uuid, Copy>,
    /// The names that it shows over the calendar.
    pub(crate) title: Rc<str>,
    /// When it last polled.
    pub(crate) polled: Option<DateTime<Utc>>,
    validator: Option<DateTime<Utc>>,
}

impl Client {
    /// A client that has not polled yet.
    pub(crate) fn new(manner: Manner, is_conditional: bool) -> Self {
        let (held, title) = (BTreeMap::new(), "".into());
        Self { manner, is_conditional, held, title, polled: None, validator: None }
    }

    /// Polls the feed, which answers 304 (RFC 9110, section 13.1.3) or with what it holds.
    pub(crate) fn poll(&mut self, answer: &Answer, now: DateTime<Utc>) {
        self.polled = Some(now);
        if self.is_conditional && self.validator.is_some_and(|since| answer.last_modified <= since)
        {
            return;
        }
        self.validator = Some(answer.last_modified);
        self.title = Rc::clone(&answer.title);
        if self.manner.drops_missing {
            self.held.retain(|uid, _| answer.events.contains_key(uid));
        }
        for (uid, offered) in &answer.events {
            let is_taken = self.held.get(uid).is_none_or(|held| self.takes(held, offered));
            if is_taken {
                self.held.insert(*uid, offered.clone());
            }
        }
    }

    fn takes(&self, held: &Copy, offered: &Copy) -> bool {
        let has_higher_sequence = offered.sequence > held.sequence;
        let is_modified_later = offered.last_modified > held.last_modified;
        match self.manner.trusts {
            Trust::Anything => true,
            Trust::Sequence => has_higher_sequence,
            Trust::LastModified => is_modified_later,
            Trust::Both => has_higher_sequence && is_modified_later,
        }
    }
}
