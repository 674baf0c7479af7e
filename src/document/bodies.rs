//! Bodies: which one a document is about, and a new one made of what it says.

use std::fmt::Write as _;

use chrono_tz::Tz;
use uuid::Uuid;

use super::draft::{Draft, Reading};
use super::fold::fold;
use super::ids;
use crate::model::{BodyId, Programmes, SlotId};

/// The body whose name the document has; of several, the one with the longest name. If it has the
/// name of none, the one whose documents have symbols of the same series.
pub fn body_of<'p>(text: &str, programmes: &'p [Programmes]) -> Option<&'p Programmes> {
    let end = text.char_indices().nth(40_000).map_or(text.len(), |(at, _)| at);
    let text = super::lines::clean(&text[..end]);
    let text = fold(&text);
    let named = |one: &&Programmes| {
        let names = one.body.name.iter().map(|(_, name)| fold(name));
        let names = names.filter(|name| text.contains(name.as_str()));
        names.map(|name| name.len()).max()
    };
    let by_name = programmes.iter().filter_map(|one| Some((named(&one)?, one)));
    let by_name = by_name.max_by_key(|(length, _)| *length).map(|(_, one)| one);
    by_name.or_else(|| {
        let symbols = super::header::symbols(&text.to_uppercase());
        let series = |symbol: &str| symbol.split('/').take(2).collect::<Vec<_>>().join("/");
        let own = series(symbols.first()?.as_str());
        programmes.iter().find(|one| {
            let documents = one.sessions.iter().flat_map(|session| &session.documents);
            let mut symbols = documents.filter_map(|document| document.symbol.as_ref());
            own.contains('.') && symbols.any(|symbol| series(symbol.as_str()) == own)
        })
    })
}

/// The identifiers that the slots of a draft would have in a new session.
pub fn slot_ids(draft: &Draft) -> Vec<Option<SlotId>> {
    let mut taken = std::collections::BTreeSet::new();
    draft
        .slots
        .iter()
        .map(|slot| {
            let id = ids::of(slot, &taken)?;
            taken.insert(id.to_string());
            Some(id)
        })
        .collect()
}

/// A document that no body can be made of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBody {
    /// The time zone is not known.
    #[error("the time zone of a new body is not in its documents; give --timezone")]
    TimeZone,
    /// The document has no agenda.
    #[error("the document has no agenda items with titles, which topics could be made of")]
    Agenda,
}

/// The text of `body.toml` for a new body, to be looked over by a person.
pub fn new_body(reading: &Reading, id: &BodyId, zone: Option<Tz>) -> Result<String, NoBody> {
    let Reading { language, draft, .. } = reading;
    let zone = zone.ok_or(NoBody::TimeZone)?;
    if draft.agenda.is_empty() {
        return Err(NoBody::Agenda);
    }
    let name = draft.body_name.clone().unwrap_or_else(|| id.to_string());
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{id} {name}").as_bytes());
    let quoted = |text: &str| toml_edit::value(text).to_string();
    let mut text = String::from("# Made from a document; look it over.\n\n");
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "name.{language} = {}\nshort_name.{language} = {}\nlanguages = [\"{language}\"]\n\
         time_zone = \"{zone}\"\nvenue.{language} = {}\n\
         # Never change it: the identity of every event comes from it.\n\
         uid_namespace = \"{namespace}\"\n",
        quoted(&name),
        quoted(&id.to_string().to_uppercase()),
        quoted(draft.place.as_deref().unwrap_or("?")),
    );
    let mut taken = std::collections::BTreeSet::new();
    for (item, title) in &draft.agenda {
        let Some(topic) = ids::named(title, &taken) else { continue };
        let _ = write!(
            text,
            "\n[[topics]]\nid = \"{topic}\"\nname.{language} = {}\nagenda = {{ item = {} }}\n",
            quoted(&super::vocabulary::capitalised(title)),
            quoted(item),
        );
        taken.insert(topic.to_string());
    }
    Ok(text)
}
