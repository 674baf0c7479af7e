//! From addresses to queries and back.

use super::encoding::{decode, parameters};
use super::{Filters, QueryError};
use crate::model::{BodyId, Language, SessionId, SlotId, TopicId};
use crate::snapshot::{BodyView, Snapshot};

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
        let parameters = parameters(query, Filters::know)?;
        let segments: Vec<String> = path
            .strip_prefix('/')
            .unwrap_or(path)
            .split('/')
            .map(|segment| decode(segment, false))
            .collect::<Result<_, _>>()?;
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let [language, body, rest @ ..] = segments.as_slice() else {
            return Err(unknown("address", path, FORMS.map(String::from)));
        };
        let (id, view) = snapshot.bodies().get_key_value(*body).ok_or_else(|| {
            unknown("body", body, snapshot.bodies().keys().map(ToString::to_string))
        })?;
        let languages = view.languages();
        let language =
            languages.iter().find(|known| known.as_str() == *language).ok_or_else(|| {
                unknown("language", language, languages.iter().map(Language::to_string))
            })?;
        let scope = scope(view, path, rest)?;
        let mut filters = Filters::parse(view, &parameters)?;
        filters.drop_redundant(&scope);
        Ok(Self { language: *language, body: id.clone(), scope, filters })
    }

    /// The address of the page of its changes, in canonical form.
    pub fn changes_address(&self) -> String {
        let page = self.address("");
        match page.split_once('?') {
            Some((path, query)) => format!("{path}/changes?{query}"),
            None => page + "/changes",
        }
    }

    /// The address in its canonical form, with the extension (`ics`) of a representation; the
    /// empty extension is a page. Begins with a slash.
    pub fn address(&self, extension: &str) -> String {
        let of_body = format!("/{}/{}", self.language, self.body);
        let mut address = match &self.scope {
            Scope::Body => of_body,
            Scope::Session(session) => format!("{of_body}/sessions/{session}"),
            Scope::Topic(topic) => format!("{of_body}/topics/{topic}"),
            Scope::Slot(session, slot) => format!("{of_body}/sessions/{session}/{slot}"),
        };
        if !extension.is_empty() {
            address.push('.');
            address += extension;
        }
        let query = self.filters.to_string();
        if !query.is_empty() {
            address.push('?');
            address += &query;
        }
        address
    }
}

const FORMS: [&str; 4] = [
    "/{language}/{body}",
    "/{language}/{body}/sessions/{session}",
    "/{language}/{body}/sessions/{session}/{slot}",
    "/{language}/{body}/topics/{topic}",
];

/// The error for a value of the path that names nothing.
pub(super) fn unknown(
    what: &'static str,
    value: &str,
    valid: impl IntoIterator<Item = String>,
) -> QueryError {
    QueryError::Unknown { what, value: value.to_owned(), valid: valid.into_iter().collect() }
}

fn scope(view: &BodyView, path: &str, segments: &[&str]) -> Result<Scope, QueryError> {
    match segments {
        [] => Ok(Scope::Body),
        ["topics", topic] => match view.topics.iter().find(|known| known.id.as_str() == *topic) {
            Some(known) => Ok(Scope::Topic(known.id.clone())),
            None => Err(unknown("topic", topic, view.topics.iter().map(|t| t.id.to_string()))),
        },
        ["sessions", session] => Ok(Scope::Session(self::session(view, session)?)),
        ["sessions", session, slot] => {
            let session = self::session(view, session)?;
            let known = super::select::find_slot(view, &session, slot);
            match (known, slot.parse()) {
                (Some(_), Ok(slot)) => Ok(Scope::Slot(session, slot)),
                _ => Err(unknown("slot", slot, super::select::slots_of(view, &session))),
            }
        }
        _ => Err(unknown("address", path, FORMS.map(String::from))),
    }
}

fn session(view: &BodyView, id: &str) -> Result<SessionId, QueryError> {
    let sessions = || view.sessions.iter().map(|known| &known.session.id);
    sessions()
        .find(|known| known.as_str() == id)
        .cloned()
        .ok_or_else(|| unknown("session", id, sessions().map(ToString::to_string)))
}
