//! Identifiers of new slots.

use std::collections::BTreeSet;

use super::draft::SlotDraft;
use crate::model::{EntryKind, SlotId};

/// The identifier of a new slot: `opening`, `closing`, its first topic, else the words of its
/// heading; with a number from 2 on where that is taken.
pub(super) fn of(slot: &SlotDraft, taken: &BTreeSet<String>) -> Option<SlotId> {
    let has = |kind| slot.entries.iter().any(|entry| entry.kind == kind);
    let stem = if has(EntryKind::Opening) {
        String::from("opening")
    } else if has(EntryKind::Closing) {
        String::from("closing")
    } else if let Some(topic) = slot.topics().first() {
        topic.to_string()
    } else {
        let heading = slot.entries.iter().find_map(|entry| slug(&entry.heading));
        let item = || {
            let item = slot.entries.iter().find_map(|entry| entry.item.as_deref())?;
            slug(&format!("item {item}"))
        };
        heading.or_else(item).unwrap_or_else(|| String::from("meeting"))
    };
    unused(&stem, taken)
}

/// An identifier from the words of a text.
pub(super) fn named(text: &str, taken: &BTreeSet<String>) -> Option<SlotId> {
    unused(&slug(text)?, taken)
}

/// The identifier, with a number where it is taken.
fn unused(stem: &str, taken: &BTreeSet<String>) -> Option<SlotId> {
    let numbered = (2_u32..10_000).map(|number| format!("{stem}-{number}"));
    let id = std::iter::once(stem.to_owned()).chain(numbered).find(|id| !taken.contains(id))?;
    id.parse().ok()
}

/// The words of a text as an identifier of at most 40 characters.
fn slug(text: &str) -> Option<String> {
    let latin = deunicode::deunicode(text.get(..200).unwrap_or(text)).to_ascii_lowercase();
    let mut slug = String::new();
    for word in latin.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !slug.is_empty() && slug.len() + word.len() >= 40 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word[..word.len().min(40)]);
    }
    (!slug.is_empty()).then_some(slug)
}
