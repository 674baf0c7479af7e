//! The language of a document, by the words that programmes are made of.

use super::fold::Folded;
use super::vocabulary::{self, Vocabulary};
use crate::model::Language;

/// As much of a text as is looked at, in characters.
const ENOUGH: usize = 20_000;

/// The language that a text is in, if it has words of any.
pub fn language(text: &str) -> Option<Language> {
    let mut end = text.len().min(ENOUGH * 2);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = super::lines::clean(&text[..end]);
    let folded = Folded::new(&sample);
    let scores = vocabulary::all().iter().map(|words| (score(&folded, words), words.language));
    let best = scores.max_by_key(|(score, _)| *score)?;
    (best.0 > 0).then_some(best.1)
}

/// How many words of a vocabulary a text has.
fn score(folded: &Folded<'_>, words: &Vocabulary) -> usize {
    let lists: [&[super::fold::Word]; 9] = [
        &words.weekdays,
        &words.entries.item,
        &words.entries.item_after,
        &words.entries.opening,
        &words.entries.closing,
        &words.entries.statements,
        &words.header.title,
        &words.header.united_nations,
        &words.unfinished,
    ];
    let months: usize = words.months.iter().map(|names| folded.count(names)).sum();
    months + lists.iter().map(|words| folded.count(words)).sum::<usize>()
}
