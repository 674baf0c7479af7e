//! From addresses to queries and back.

use super::{Filters, QueryError};
use crate::model::{BodyId, Language, SessionId, SlotId, TopicId};
use crate::snapshot::Snapshot;

/// What the path of a feed's address names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// `/{lang}/{body}`: everything of the body.
    Body,
    /// `/{lang}/{body}/sessions/{session}`.
    Session(SessionId),
    /// `/{lang}/{body}/topics/{topic}`.
    Topic(TopicId),
    /// `/{lang}/{body}/sessions/{session}/{slot}`: one event.
    Slot(SessionId, SlotId),
}

/// A feed as its address names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FeedQuery {
    /// The reader's language.
    pub language: Language,
    /// The body.
    pub body: BodyId,
    /// What of the body.
    pub scope: Scope,
    /// What of that.
    pub filters: Filters,
}

impl FeedQuery {
    /// Reads an address: `path` without the extension of a representation (`/fr/oewg-ict`),
    /// `query` without its question mark. Both as they came, percent-encoded.
    pub fn parse(snapshot: &Snapshot, path: &str, query: &str) -> Result<Self, QueryError> {
        let _ = (snapshot, path, query);
        todo!()
    }

    /// The address in its canonical form, with the extension (`ics`) of a representation; the
    /// empty extension is a page. Begins with a slash.
    pub fn address(&self, extension: &str) -> String {
        let _ = extension;
        todo!()
    }
}
