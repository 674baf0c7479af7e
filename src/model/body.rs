//! Bodies and their topics.

use std::sync::Arc;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

use super::{BodyId, Colour, Language, Session, Text, TopicId, ZoneRules};

/// A place in the body's agenda.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AgendaPosition {
    /// The agenda item, e.g. `5`.
    pub item: String,
    /// The sub-item, e.g. `d`; `None` for the item as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_item: Option<String>,
}

/// A subject that lasts across sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Its identifier.
    pub id: TopicId,
    /// Its name, short enough for the title of an event.
    pub name: Text,
    /// Where the agenda deals with it, if at one place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agenda: Option<AgendaPosition>,
    /// Its colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
}

/// An organ that meets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Its identifier, which is the name of its folder.
    pub id: BodyId,
    /// Its official name.
    pub name: Text,
    /// A name short enough for the title of an event.
    pub short_name: Text,
    /// The languages that its feeds are served in; the first is the default.
    pub languages: Vec<Language>,
    /// The time zone of its venue.
    pub time_zone: Tz,
    /// Where it meets.
    pub venue: Text,
    /// The namespace of its UIDs (RFC 9562, section 5.5).
    pub uid_namespace: Uuid,
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Url>,
    /// The colour of its feeds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// The address of a document by its symbol, with `{symbol}` and `{language}` to fill in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_url: Option<String>,
    /// Its topics, in the order in which they are listed to people.
    pub topics: Vec<Topic>,
}

impl Body {
    /// The language that texts fall back to: the first that the body lists, else English.
    pub fn default_language(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::ENGLISH)
    }

    /// The topic of that identifier.
    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == *id)
    }
}

/// A body and the programmes of work of its sessions: what one folder of `feeds/` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programmes {
    /// The body.
    pub body: Arc<Body>,
    /// Its sessions, in the order of their identifiers.
    pub sessions: Vec<Arc<Session>>,
    /// The rules that turn its local times into instants.
    pub zone_rules: ZoneRules,
}
