//! Identity: one UID per slot, in every feed and language, on every machine, for ever.

use uuid::Uuid;

use crate::model::{Body, SessionId, Slot, SlotId};

/// Where a slot was first named, which is what its UID is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Identity<'a> {
    /// The session in which it was first named.
    pub session: &'a SessionId,
    /// Its first name.
    pub slot: &'a SlotId,
}

/// Where `slot`, now in `session`, was first named.
pub fn identity<'a>(session: &'a SessionId, slot: &'a Slot) -> Identity<'a> {
    match slot.formerly.first() {
        Some(first) => Identity { session: &first.session, slot: &first.slot },
        None => Identity { session, slot: &slot.id },
    }
}

impl Identity<'_> {
    /// The UID: the version 5 UUID of `session/slot` in the body's namespace (RFC 9562, section
    /// 5.5; RFC 7986, section 5.3).
    pub fn uid(&self, body: &Body) -> Uuid {
        let name = format!("{}/{}", self.session, self.slot);
        Uuid::new_v5(&body.uid_namespace, name.as_bytes())
    }
}
