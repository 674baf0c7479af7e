//! Matching: which slot of a document is which slot of the session that stands.

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;

use super::draft::{EntryDraft, SlotDraft};
use super::fold::fold;
use crate::model::{Entry, EntryKind, Language, Slot};

/// The most slots on a side that are matched by assignment, which takes the cube of their number;
/// longer lists are matched in their order.
const MOST: usize = 400;

/// The likeness from which a person would say that two slots are the same.
const ENOUGH: i64 = 500;

/// For each slot of the document, the index of the standing slot that it is.
pub(super) fn slots(
    new: &[SlotDraft],
    standing: &[Slot],
    language: Language,
) -> Vec<Option<usize>> {
    let (rows, columns) = (new.len(), new.len().max(standing.len()));
    if rows == 0 || standing.is_empty() || columns > MOST {
        return (0..rows)
            .map(|index| (columns > MOST && index < standing.len()).then_some(index))
            .collect();
    }
    let texts: Vec<Words> = standing.iter().map(|slot| Words::of_slot(slot, language)).collect();
    let drafted: Vec<Words> = new.iter().map(Words::of_draft).collect();
    let mut weights = Matrix::new(rows, columns, 0_i64);
    for (row, slot) in new.iter().enumerate() {
        for (column, other) in standing.iter().enumerate() {
            let order = order(row, rows, column, standing.len());
            let weight = likeness(slot, &drafted[row], other, &texts[column]) + order;
            weights[(row, column)] = weight.max(0);
        }
    }
    let (_, assignment) = kuhn_munkres(&weights);
    let is_match = |(row, column): (usize, usize)| {
        (column < standing.len() && weights[(row, column)] >= ENOUGH).then_some(column)
    };
    assignment.into_iter().enumerate().map(is_match).collect()
}

/// Up to 60 for slots at the same place in their lists.
fn order(row: usize, rows: usize, column: usize, columns: usize) -> i64 {
    let place = |index: usize, count: usize| (index * 1000 / count.max(1)).cast_signed();
    60 - (place(row, rows) - place(column, columns)).unsigned_abs().cast_signed() as i64 * 60 / 1000
}

/// What two slots are compared by.
struct Words {
    keys: Vec<(EntryKind, Option<String>, Option<String>)>,
    heading: String,
    details: String,
    continued: bool,
}

impl Words {
    fn of_draft(slot: &SlotDraft) -> Self {
        let entries = || slot.entries.iter();
        Self {
            keys: entries()
                .map(|entry| (entry.kind, entry.item.clone(), entry.sub_item.clone()))
                .collect(),
            heading: shortened(entries().map(|entry| entry.heading.as_str())),
            details: shortened(entries().flat_map(|entry| {
                std::iter::once(entry.focus.as_str())
                    .chain(entry.questions.iter().map(String::as_str))
            })),
            continued: entries().any(|entry| entry.continued),
        }
    }

    fn of_slot(slot: &Slot, language: Language) -> Self {
        let entries = || slot.entries.iter();
        Self {
            keys: entries()
                .map(|entry| (entry.kind, entry.agenda_item.clone(), entry.sub_item.clone()))
                .collect(),
            heading: shortened(entries().filter_map(|entry| entry.heading.get(language))),
            details: shortened(entries().flat_map(|entry| {
                std::iter::once(&entry.focus)
                    .chain(&entry.questions)
                    .filter_map(|text| text.get(language))
            })),
            continued: entries().any(|entry| entry.continued),
        }
    }
}

/// As much of texts as tells them apart, folded.
fn shortened<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut joined = String::new();
    for text in texts {
        joined.extend(fold(text).chars().take(160));
        joined.push(' ');
        if joined.len() > 600 {
            break;
        }
    }
    joined
}

/// Up to `weight` for equal texts; two empty ones are equal.
fn alike(a: &str, b: &str, weight: i64) -> i64 {
    if a == b {
        return weight;
    }
    let pairs = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        let mut pairs: Vec<(char, char)> =
            chars.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.sort_unstable();
        pairs
    };
    let (a, b) = (pairs(a), pairs(b));
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    let share = common * 2000 / (a.len() + b.len()).max(1);
    // Official texts share most of their words: what is only half alike is hardly alike.
    let share = share * share / 1000 * share / 1000;
    weight * i64::try_from(share).unwrap_or(0) / 1000
}

/// How alike two slots are: what they take up counts most, then its words, then the time.
fn likeness(new: &SlotDraft, drafted: &Words, old: &Slot, words: &Words) -> i64 {
    let mut score = 0;
    let topics = (new.topics(), old.topics());
    match (topics.0.first(), topics.1.first()) {
        (Some(a), Some(b)) if a == b => score += 300,
        (Some(_), Some(b)) if topics.0.contains(b) => score += 150,
        (None, None) => score += 100,
        _ => {}
    }
    let common = drafted.keys.iter().filter(|key| words.keys.contains(key)).count() * 2;
    let keys = drafted.keys.len() + words.keys.len();
    score += i64::try_from(common * 300 / keys.max(1)).unwrap_or(0);
    score += alike(&drafted.heading, &words.heading, 150);
    score += alike(&drafted.details, &words.details, 200);
    score += if drafted.continued == words.continued { 15 } else { 0 };
    score += if new.date == Some(old.date) { 70 } else { 0 };
    score += if new.start == old.start { 30 } else { 0 };
    score += if new.end == Some(old.end) { 15 } else { 0 };
    score += if new.kind == old.kind { 10 } else { 0 };
    score
}

/// For each entry of a document, the index of the standing entry that it is: the first that takes
/// up the same and is not taken yet, else the one at its place if that has the same kind.
pub(super) fn entries(new: &[EntryDraft], standing: &[Entry]) -> Vec<Option<usize>> {
    let mut taken = vec![false; standing.len()];
    let exact = |entry: &EntryDraft, other: &Entry| {
        entry.kind == other.kind
            && entry.item == other.agenda_item
            && entry.sub_item == other.sub_item
    };
    let mut found: Vec<Option<usize>> = new
        .iter()
        .map(|entry| {
            let at = (0..standing.len()).find(|at| !taken[*at] && exact(entry, &standing[*at]))?;
            taken[at] = true;
            Some(at)
        })
        .collect();
    for (index, entry) in new.iter().enumerate() {
        if found[index].is_none()
            && let Some(other) = standing.get(index)
            && !taken[index]
            && other.kind == entry.kind
        {
            taken[index] = true;
            found[index] = Some(index);
        }
    }
    found
}
