//! Paragraphs: the lines of a document as paragraphs, footnotes, links, and page furniture.

use super::draft::Role;
use super::furniture::{self, Furniture};
use super::joining::{Joiner, Previous};
use super::lines::Line;
use super::starts::{Start, Teller};

/// A paragraph.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    pub(super) start: Start,
    /// Its text; of a day or time, nothing: what follows it in its line is a paragraph of its own.
    pub(super) text: String,
    /// The numbers of its lines, each once.
    pub(super) lines: Vec<usize>,
}

impl Paragraph {
    /// The number of its first line.
    pub(super) fn line(&self) -> usize {
        self.lines.first().copied().unwrap_or(0)
    }
}

/// A footnote: its mark, if it stands with it, and its text.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub(super) mark: Option<String>,
    pub(super) text: String,
    pub(super) lines: Vec<usize>,
}

/// What a document is made of.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) footnotes: Vec<Note>,
    /// The targets of the links in the text, each once.
    pub(super) links: Vec<String>,
    pub(super) job_number: Option<String>,
    /// Lines that belong to no paragraph.
    pub(super) roles: Vec<(usize, Role)>,
}

/// The superscript digits of footnotes.
pub(super) fn superscript(c: char) -> Option<char> {
    Some(match c {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁰' => '0',
        '⁴'..='⁹' => char::from(b'4' + u8::try_from(u32::from(c) - 0x2074).ok()?),
        _ => return None,
    })
}

/// A mark at the start of a line, in superscript or, within a zone of footnotes, in plain digits.
fn marked(text: &str, in_zone: bool) -> Option<(String, &str)> {
    let raised: String = text.chars().map_while(superscript).collect();
    if !raised.is_empty() {
        let rest = text.trim_start_matches(|c| superscript(c).is_some()).trim_start();
        return (!rest.is_empty()).then_some((raised, rest));
    }
    if !in_zone {
        return None;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (mark, rest) = match digits {
        1 | 2 => text.split_at(digits),
        _ if text.starts_with(['*', '†']) => text.split_at(text.chars().next()?.len_utf8()),
        _ => return None,
    };
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    rest.starts_with(' ').then(|| (mark.to_owned(), rest.trim_start()))
}

/// Puts the lines together.
pub(super) fn gather(lines: &[Line], teller: &Teller<'_>, joiner: &Joiner) -> Parts {
    let mut gatherer =
        Gatherer { teller, joiner, parts: Parts::default(), state: State::default() };
    for line in lines {
        gatherer.line(line);
    }
    gatherer.parts
}

#[derive(Default)]
struct State {
    in_programme: bool,
    /// Whether the lines are footnotes: below a rule, up to the end of the page.
    in_notes: bool,
    /// Whether furniture stands between the last line of text and this one.
    after_page: bool,
    previous: Previous,
    numbered: u32,
}

struct Gatherer<'g> {
    teller: &'g Teller<'g>,
    joiner: &'g Joiner,
    parts: Parts,
    state: State,
}

impl Gatherer<'_> {
    fn line(&mut self, line: &Line) {
        let text = line.text.as_str();
        if line.begins_page {
            self.state.after_page = true;
            self.state.in_notes = false;
        }
        if let Some(furniture) = furniture::read(text)
            && !self.is_text(text, &furniture)
        {
            return self.furniture(line, furniture);
        }
        // The symbol stands at the head of every page.
        if self.state.in_programme && is_symbol(text) {
            self.parts.roles.push((line.number, Role::Furniture));
            self.state.after_page = true;
            return;
        }
        if let Some((mark, rest)) = marked(text, self.state.in_notes) {
            self.state.in_notes |= !text.starts_with(char::is_numeric) || self.state.in_notes;
            self.parts.footnotes.push(Note {
                mark: Some(mark),
                text: rest.to_owned(),
                lines: vec![line.number],
            });
            self.state.previous = Previous::of(line);
            return;
        }
        let start = self.teller.start(text, self.state.in_programme);
        if self.state.in_notes {
            if !matches!(start, Start::Day(..) | Start::Time(..)) && self.continue_note(line) {
                return;
            }
            self.state.in_notes = false;
            self.state.after_page = true;
        }
        self.text(line, text, start);
        self.state.after_page = false;
    }

    /// Whether what looks like furniture belongs to the text.
    fn is_text(&self, text: &str, furniture: &Furniture) -> bool {
        let open = || self.parts.paragraphs.last().map_or("", |last| last.text.as_str());
        match furniture {
            // An address that the text announces.
            Furniture::Address => {
                !self.state.after_page && open().trim_end().ends_with([':', '：'])
            }
            Furniture::EmptyBullet | Furniture::Rule => false,
            // A bare number is only a page where nothing needs it.
            Furniture::Page { .. } => {
                let bare = text.bytes().all(|octet| octet.is_ascii_digit()) && text.len() < 4;
                bare && self.joiner.style == super::joining::Style::Exact
            }
        }
    }

    fn furniture(&mut self, line: &Line, furniture: Furniture) {
        let mut role = Role::Furniture;
        match furniture {
            Furniture::Rule => self.state.in_notes = true,
            Furniture::Page { job_number } => {
                self.parts.job_number = self.parts.job_number.take().or(job_number);
                self.state.in_notes = false;
            }
            Furniture::Address => {
                role = Role::Link;
                let address = line.text.replace("-%20", "-");
                if !self.parts.links.contains(&address) {
                    self.parts.links.push(address);
                }
                self.state.in_notes = false;
            }
            Furniture::EmptyBullet => {}
        }
        self.parts.roles.push((line.number, role));
        self.state.after_page = true;
    }

    /// Adds a line to the footnote before it, if it belongs to it.
    fn continue_note(&mut self, line: &Line) -> bool {
        let Some(note) = self.parts.footnotes.last_mut() else { return false };
        let below_rule = self
            .parts
            .roles
            .last()
            .is_some_and(|(number, _)| note.lines.first().is_some_and(|first| number < first));
        // What stands below a rule is footnotes to the end of the page; elsewhere the text tells.
        let goes_on = below_rule && self.joiner.style == super::joining::Style::Indented
            || self.joiner.continues(&note.text, &self.state.previous, line, true);
        if goes_on {
            self.joiner.join(&mut note.text, &line.text);
            note.lines.push(line.number);
            self.state.previous = Previous::of(line);
        }
        goes_on
    }

    fn text(&mut self, line: &Line, text: &str, start: Start) {
        let start = self.judged(line, text, start);
        match start {
            None => {
                if let Some(last) = self.parts.paragraphs.last_mut() {
                    self.joiner.join(&mut last.text, text);
                    if last.lines.last() != Some(&line.number) {
                        last.lines.push(line.number);
                    }
                }
            }
            Some(Start::Day(written, rest)) => {
                self.state.in_programme = true;
                self.push(Start::Day(written, String::new()), String::new(), line.number);
                self.rest(line, &rest);
            }
            Some(Start::Time(range, rest)) => {
                self.push(Start::Time(range, String::new()), String::new(), line.number);
                self.rest(line, &rest);
            }
            Some(Start::Bullet(rest)) => {
                self.push(Start::Bullet(String::new()), rest, line.number);
            }
            Some(Start::Numbered(number, rest)) => {
                self.state.numbered = number;
                self.push(Start::Numbered(number, String::new()), rest, line.number);
            }
            Some(start) => self.push(start, text.to_owned(), line.number),
        }
        self.state.previous = Previous::of(line);
    }

    /// What follows a day or a time in its line.
    fn rest(&mut self, line: &Line, rest: &str) {
        if rest.is_empty() {
            return;
        }
        if let Some((room, rest)) = super::rooms::take(rest, self.teller.words) {
            self.push(Start::Known, room.to_owned(), line.number);
            return self.rest(line, rest);
        }
        let start = self.teller.start(rest, true);
        match start {
            Start::Time(range, rest) => {
                self.push(Start::Time(range, String::new()), String::new(), line.number);
                let rest = rest.trim();
                if !rest.is_empty() {
                    let start = match self.teller.start(rest, true) {
                        Start::Time(..) | Start::Day(..) => Start::Plain,
                        start => start,
                    };
                    self.push(start, rest.to_owned(), line.number);
                }
            }
            Start::Bullet(rest) => self.push(Start::Bullet(String::new()), rest, line.number),
            Start::Day(..) => self.push(Start::Plain, rest.to_owned(), line.number),
            start => self.push(start, rest.to_owned(), line.number),
        }
    }

    fn push(&mut self, start: Start, text: String, line: usize) {
        self.parts.paragraphs.push(Paragraph { start, text, lines: vec![line] });
    }

    /// What a line begins, or `None` if it goes on with the paragraph before it.
    fn judged(&self, line: &Line, text: &str, start: Start) -> Option<Start> {
        let Some(last) = self.parts.paragraphs.last().filter(|last| !last.text.is_empty()) else {
            return Some(start);
        };
        let page = self.state.after_page;
        let continues = || self.joiner.continues(&last.text, &self.state.previous, line, page);
        let goes_on = match &start {
            Start::Day(..) | Start::Items | Start::Known => false,
            Start::Time(range, _) => range.end.is_none() && starts_after(&last.text) && continues(),
            Start::Bullet(_) => {
                text.starts_with(['-', '–', '—']) && line.indent == 0 && self.is_indented() && !page
            }
            Start::Numbered(number, _) => *number != self.state.numbered + 1 && continues(),
            // `a) …` within a question is no sub-item.
            Start::SubItem => {
                matches!(last.start, Start::Bullet(_))
                    && !last.text.ends_with(['.', '?', '!', '؟', '？'])
                    && (continues() || last.text.ends_with([':', ';']))
            }
            Start::Plain => continues(),
        };
        (!goes_on).then_some(start)
    }

    fn is_indented(&self) -> bool {
        self.joiner.style == super::joining::Style::Indented
    }
}

/// A document symbol, with at most a page number beside it.
fn is_symbol(text: &str) -> bool {
    let mut parts = text.split(' ');
    let is_number = |part: &str| part.bytes().all(|octet| octet.is_ascii_digit());
    text.len() <= 60
        && text.matches('/').count() >= 2
        && super::header::symbols(text).len() == 1
        && parts.all(|part| is_number(part) || part.matches('/').count() >= 2)
}

fn starts_after(text: &str) -> bool {
    !text.ends_with(['.', '?', '!', ':'])
}
