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

/// The identifier, with a number where it is taken: the first that is free of the lower ones, and
/// one soon after the last of many.
fn unused(stem: &str, taken: &BTreeSet<String>) -> Option<SlotId> {
    let numbered = (2_u32..100).map(|number| format!("{stem}-{number}"));
    let many = (7..31).map(|power| format!("{stem}-{}", (1_u32 << power) + many_of(stem, taken)));
    let ids = std::iter::once(stem.to_owned()).chain(numbered).chain(many);
    ids.into_iter().find(|id| !taken.contains(id))?.parse().ok()
}

/// How many identifiers are taken beside a stem's, where that matters.
fn many_of(stem: &str, taken: &BTreeSet<String>) -> u32 {
    let is_many = taken.contains(&format!("{stem}-99"));
    if is_many { u32::try_from(taken.len()).unwrap_or(0) } else { 0 }
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
