//! Joining: which lines are one paragraph, and how their words come together again.

use std::collections::{BTreeMap, HashSet};

use super::fold::{fold, is_unspaced};
use super::lines::Line;
use super::starts::{Start, Teller, starts_in_lower_case};

/// The longest paragraph that lines are joined to, in octets.
const LONGEST: usize = 40_000;

/// How the paragraphs of a document are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Every line is a paragraph: the container says so.
    Exact,
    /// A paragraph begins with an indented line; its other lines are not indented.
    Indented,
    /// Only what the lines say tells it, and how full they are.
    Free,
}

/// What is known of the lines of a document as a whole.
pub(super) struct Joiner {
    pub(super) style: Style,
    /// Whether blank lines stand between paragraphs and nowhere else.
    spaced: bool,
    /// The length at which lines are broken, in characters; `None` if they are not.
    width: Option<usize>,
    /// The length at which lines are broken that begin at a place, by a quarter of the place.
    columns: BTreeMap<usize, usize>,
    /// The words of the document, folded.
    words: HashSet<String>,
    /// Words after which a line is not finished, folded.
    unfinished: HashSet<String>,
}

/// The line before the one that may go on with it.
#[derive(Default)]
pub(super) struct Previous {
    /// How long it is, and how long its last column, in characters.
    length: usize,
    column: usize,
    /// Where its last column begins.
    at: usize,
}

impl Previous {
    pub(super) fn of(line: &Line) -> Self {
        let length = line.text.chars().count();
        let column = line.columns.last().map(|column| column.text.chars().count());
        Self { length, column: column.unwrap_or(length), at: place(line) }
    }
}

/// Where the last column of a line begins.
fn place(line: &Line) -> usize {
    line.columns.last().map_or(line.indent, |column| column.at)
}

/// The lengths at which the lines of columns are broken: lengths that several lines come near to.
fn columns(lines: &[Line]) -> BTreeMap<usize, usize> {
    if lines.iter().all(|line| line.columns.is_empty()) {
        return BTreeMap::new();
    }
    let mut lengths: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for line in lines {
        let previous = Previous::of(line);
        lengths.entry(previous.at / 4).or_default().push(previous.column);
    }
    let broken = lengths.into_iter().filter_map(|(place, mut lengths)| {
        lengths.sort_unstable();
        let near = lengths.iter().rev().nth(1)?;
        let longest = lengths.last()?;
        (*longest >= 20 && near * 100 >= longest * 85).then_some((place, *longest))
    });
    broken.collect()
}

impl Joiner {
    pub(super) fn new(lines: &[Line], teller: &Teller<'_>, exact: bool) -> Self {
        let mut words = HashSet::new();
        for line in lines {
            let tokens = line.text.split(|c: char| !(c.is_alphanumeric() || c == '-'));
            words.extend(tokens.filter(|word| word.len() > 3 && !word.ends_with('-')).map(fold));
        }
        let unfinished = teller.words.unfinished.iter();
        let unfinished = unfinished.map(|word| word.0.iter().collect()).collect();
        let told: Vec<Start> = lines.iter().map(|line| teller.start(&line.text, true)).collect();
        let lines_that = |is: &dyn Fn(&Line, &Start) -> bool| -> Vec<&Line> {
            let told = lines.iter().zip(&told);
            told.filter(|(line, start)| is(line, start)).map(|(line, _)| line).collect()
        };
        let lower = lines_that(&|line, start| {
            *start == Start::Plain
                && !line.begins_page
                && starts_in_lower_case(&line.text)
                && !line.text.starts_with("http")
        });
        let starts = lines_that(&|_, start| {
            matches!(start, Start::SubItem | Start::Bullet(_) | Start::Items | Start::Known)
        });
        let share = |lines: &[&Line], is: fn(&Line) -> bool| {
            lines.iter().filter(|line| is(line)).count() * 100 / lines.len().max(1)
        };
        // Scripts without cases do not tell which lines go on; that they stand out to the left
        // below indented ones does.
        let letters = lines.iter().take(1000).flat_map(|line| line.text.chars());
        let (mut letter_count, mut lower_count) = (0_usize, 0_usize);
        for c in letters.filter(|c| c.is_alphabetic()) {
            letter_count += 1;
            lower_count += usize::from(c.is_lowercase());
        }
        let has_cases = lower_count * 4 > letter_count;
        let is_day =
            |start: &Start| matches!(start, Start::Day(written, _) if written.weekday.is_some());
        let programme = told.iter().position(is_day).unwrap_or(lines.len());
        let first = lines.get(programme).map_or(usize::MAX, |line| line.number);
        let plain = lines_that(&|line, start| *start == Start::Plain && line.number > first);
        let stands_out = !has_cases
            && starts.len() >= 2
            && !plain.is_empty()
            && share(&starts, |line| line.indent > 0) >= 70
            && share(&plain, |line| line.indent == 0) >= 60;
        let drawn_in = lower.len() >= 3
            && starts.len() >= 3
            && share(&lower, |line| line.indent == 0) >= 80
            && share(&starts, |line| line.indent > 0) >= 70;
        let spaced = lower.len() >= 2 && share(&lower, |line| !line.after_blank) >= 70;
        let mut lengths: Vec<usize> = lines.iter().map(|line| line.text.chars().count()).collect();
        lengths.sort_unstable();
        let longest =
            lengths.get(lengths.len() * 98 / 100).or(lengths.last()).copied().unwrap_or(0);
        let near = lengths.iter().filter(|length| **length * 100 >= longest * 80).count();
        let width =
            (near * 100 >= lengths.len() * 20 && (20..=160).contains(&longest)).then_some(longest);
        let style = match (exact, drawn_in || stands_out) {
            (true, _) => Style::Exact,
            (false, true) => Style::Indented,
            (false, false) => Style::Free,
        };
        let columns = columns(lines);
        Self { style, spaced, width, columns, words, unfinished }
    }

    /// Whether a line goes on with the paragraph `text`, whose last line is `previous`.
    pub(super) fn continues(
        &self,
        text: &str,
        previous: &Previous,
        line: &Line,
        after_page: bool,
    ) -> bool {
        if text.len() > LONGEST {
            return false;
        }
        let text = tail(text);
        if is_open_hyphen(text) || is_broken_address(text) {
            return self.style != Style::Exact;
        }
        match self.style {
            Style::Exact => return false,
            Style::Indented if !after_page => return line.indent == 0,
            Style::Indented | Style::Free => {}
        }
        let first = line.text.chars().next().unwrap_or(' ');
        if starts_in_lower_case(&line.text) || self.is_unfinished(text) {
            return true;
        }
        let ended = text.ends_with(['.', '?', '!', ':', ';', '。', '？', '！', '：', '；', '؟']);
        // A column of its own tells how full its lines are.
        let own = (previous.at.abs_diff(place(line)) <= 2)
            .then(|| {
                let near = [previous.at, previous.at + 2, previous.at.saturating_sub(2)];
                near.iter().find_map(|at| self.columns.get(&(at / 4)))
            })
            .flatten();
        let (length, width) = match (own, self.width) {
            (Some(width), _) => (previous.column, *width),
            (None, Some(width)) => (previous.length, width),
            (None, None) => return first == '(' && !ended,
        };
        // Letters of proportional type are of many widths: a full line may be of fewer.
        let full = length * 100 / width.max(1) + if own.is_some() { 13 } else { 0 };
        let broken = !line.after_blank && self.spaced;
        match (ended, broken) {
            // Sentences go on in a paragraph whose lines stand together.
            (true, true) => full >= 75 && !text.ends_with([':', '：']),
            (true, false) => false,
            (false, true) => full >= 60 || first == '(',
            (false, false) => full >= 85 || first == '(',
        }
    }

    fn is_unfinished(&self, text: &str) -> bool {
        if text.ends_with([',', '،', '，', '、', '(', '«', '“', '\'', '’']) {
            return true;
        }
        let last = text.rsplit([' ', '\'', '’']).next().unwrap_or_default();
        if self.unfinished.contains(&fold(last)) {
            return true;
        }
        let count = |any: [char; 3]| text.chars().filter(|c| any.contains(c)).count();
        count(['(', '«', '（']) > count([')', '»', '）']) && !text.contains(") ")
    }

    /// Adds a line to a paragraph. A hyphen at the end goes if the document has the word without.
    pub(super) fn join(&self, text: &mut String, next: &str) {
        let Some(last) = text.chars().last() else {
            text.push_str(next);
            return;
        };
        if last == '\u{ad}' || last == '¬' {
            text.pop();
            text.push_str(next);
        } else if is_open_hyphen(text) {
            let left =
                text.trim_end_matches('-').rsplit([' ', '\'', '’']).next().unwrap_or_default();
            let right: String =
                next.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            let whole = fold(&format!("{left}{right}"));
            let hyphened = fold(&format!("{left}-{right}"));
            if self.words.contains(&whole) && !self.words.contains(&hyphened) {
                text.pop();
            }
            text.push_str(next);
        } else if is_broken_address(text)
            || (is_unspaced(last) && next.chars().next().is_some_and(is_unspaced))
        {
            text.push_str(next);
        } else {
            text.push(' ');
            text.push_str(next);
        }
    }
}

/// The end of a text, which is enough to tell whether it goes on.
fn tail(text: &str) -> &str {
    let mut at = text.len().saturating_sub(400);
    while !text.is_char_boundary(at) {
        at += 1;
    }
    &text[at..]
}

/// Whether a text ends in the hyphen of a word that goes on.
fn is_open_hyphen(text: &str) -> bool {
    text.ends_with(['\u{ad}', '¬'])
        || (text.ends_with('-') && text.trim_end_matches('-').ends_with(char::is_alphanumeric))
}

/// Whether a text ends in an address that goes on: one that ends in a sign that divides its parts.
fn is_broken_address(text: &str) -> bool {
    let last = tail(text).rsplit(' ').next().unwrap_or_default();
    last.contains("://") && last.ends_with(['-', '/', '_', '?', '=', '&'])
}

/// The text with addresses whole again that a blank breaks after a hyphen.
pub(super) fn mend_addresses(text: &str) -> String {
    if !text.contains("://") {
        return text.to_owned();
    }
    let mut mended = String::with_capacity(text.len());
    for part in text.split(' ') {
        if !mended.is_empty() {
            let goes_on = part.chars().next().is_some_and(char::is_alphanumeric);
            if !(is_broken_address(&mended) && goes_on) {
                mended.push(' ');
            }
        }
        mended.push_str(part);
    }
    mended
}
