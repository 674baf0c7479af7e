//! What a line begins, told by its first words.

use super::dates::{self, Written};
use super::fold::{Folded, Word};
use super::items;
use super::times::{self, Range};
use super::vocabulary::Vocabulary;

/// What a line begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// A day, and what follows it in the line.
    Day(Written, String),
    /// A slot, and what follows its times in the line.
    Time(Range, String),
    /// Agenda items.
    Items,
    /// A sub-item.
    SubItem,
    /// A text after a bullet.
    Bullet(String),
    /// A numbered paragraph.
    Numbered(u32, String),
    /// Words that only stand at the beginning of something.
    Known,
    /// Anything else.
    Plain,
}

/// The bullets of lists.
const BULLETS: [char; 12] = ['-', '–', '—', '•', '●', '▪', '◦', '·', '‣', '*', '■', '○'];

/// The text after a bullet.
pub(super) fn bullet(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    let first = chars.next().filter(|c| BULLETS.contains(c))?;
    let rest = chars.as_str();
    // A hyphen without a blank belongs to its word.
    let is_bullet = rest.starts_with(' ') || !matches!(first, '-' | '–' | '—' | '*' | '·');
    (is_bullet && !rest.trim().is_empty()).then(|| rest.trim())
}

/// The number and the text of a numbered paragraph: `1. …`.
fn numbered(text: &str) -> Option<(u32, &str)> {
    let (number, rest) = text.split_once(['.', '．'])?;
    let rest = rest.trim_start();
    let number: u32 = number.parse().ok().filter(|number| (1..100).contains(number))?;
    (!rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit())).then_some((number, rest))
}

/// How lines are told apart in one document.
pub(super) struct Teller<'v> {
    pub(super) words: &'v Vocabulary,
    pub(super) minutes_first: bool,
}

impl Teller<'_> {
    /// What a line begins. `in_programme` tells whether a day stands before it.
    pub(super) fn start(&self, text: &str, in_programme: bool) -> Start {
        let words = self.words;
        if let Some((written, rest)) = dates::heading(text, words)
            && (rest.is_empty() || rest.chars().count() < 120)
            && !text.ends_with(',')
        {
            return Start::Day(written, rest.to_owned());
        }
        if in_programme {
            if let Some(written) = dates::alone(text, words) {
                return Start::Day(written, String::new());
            }
            if let Some((range, rest)) = times::range(text, words, self.minutes_first) {
                return Start::Time(range, rest.to_owned());
            }
        }
        if let Some(rest) = bullet(text) {
            return match numbered(rest) {
                Some((number, rest)) if !in_programme => Start::Numbered(number, rest.to_owned()),
                _ => Start::Bullet(rest.to_owned()),
            };
        }
        if !in_programme && let Some((number, rest)) = numbered(text) {
            return Start::Numbered(number, rest.to_owned());
        }
        if items::sub_item(text, words).is_some() {
            return Start::SubItem;
        }
        if starts_in_lower_case(text) {
            return Start::Plain;
        }
        if items::items(text, words).is_some() {
            return Start::Items;
        }
        if self.is_known(text, in_programme) { Start::Known } else { Start::Plain }
    }

    fn is_known(&self, text: &str, in_programme: bool) -> bool {
        let folded = Folded::new(text);
        let entries = &self.words.entries;
        let starts: [&[Word]; 6] = [
            &entries.opening,
            &entries.closing,
            &entries.statements,
            &entries.closing_statements,
            &entries.pause,
            &entries.room,
        ];
        if in_programme && starts.iter().any(|words| folded.starts_with(words)) {
            return true;
        }
        let header = &self.words.header;
        let starts: [&[Word]; 5] = [
            &header.annex,
            &header.note,
            &header.united_nations,
            &header.distribution,
            &header.columns,
        ];
        if starts.iter().any(|words| folded.starts_with(words)) {
            return true;
        }
        if !in_programme {
            return folded.len() < 80
                && (folded.find(&header.title).is_some()
                    || dates::range(text, self.words).is_some()
                    || super::header::session(text, self.words).is_some_and(|(at, _)| at == 0));
        }
        is_focus(&folded, self.words)
    }
}

/// Whether a paragraph says what a discussion is about: the words for it stand near its start.
pub(super) fn is_focus(folded: &Folded<'_>, words: &Vocabulary) -> bool {
    folded.find(&words.entries.focus).is_some_and(|(at, _)| at <= 30)
}

/// Whether a line goes on with a word in lower case.
pub(super) fn starts_in_lower_case(text: &str) -> bool {
    text.trim_start_matches(['«', '"', '“', '(', ' '])
        .chars()
        .next()
        .is_some_and(char::is_lowercase)
}
