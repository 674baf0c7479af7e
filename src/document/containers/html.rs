//! HTML: the text of its blocks, each in a line.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::super::lines::marks;
use super::marked::Lines;
use super::{Decoded, Undecodable, text};

/// Whether octets are HTML: they begin with its document type or one of its outer elements.
pub(super) fn is_html(octets: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&octets[..octets.len().min(1024)]).to_ascii_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    ["<!doctype html", "<html", "<head", "<body", "<?xml", "<!--", "<table", "<div", "<p>"]
        .iter()
        .any(|begin| start.starts_with(begin))
}

/// Elements that are part of a line; all others end it.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "ins", "label", "mark", "q",
    "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr", "o:p",
];

struct Sink {
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    lines: Lines,
    /// The element whose text nobody sees.
    hidden: Option<String>,
    /// How many more rows the cells above take up in each column.
    above: Vec<usize>,
    column: usize,
}

/// The most columns and rows that a cell takes up.
const MAX_SPAN: usize = 40;

impl State {
    fn table(&mut self) {
        self.lines.mark(marks::TABLE);
        self.above.clear();
        self.column = 0;
    }

    fn row(&mut self) {
        // Cells that reach down at the end of the row above.
        while self.column > 0 && self.column < self.above.len() {
            self.lines.mark(marks::CELL);
            if self.above[self.column] > 0 {
                self.above[self.column] -= 1;
                self.lines.mark(marks::TALLER);
            }
            self.column += 1;
        }
        self.lines.mark(marks::ROW);
        self.column = 0;
    }

    /// Begins a cell behind those that reach down from the rows above.
    fn cell(&mut self, width: usize, height: usize) {
        while let Some(left) = self.above.get_mut(self.column).filter(|left| **left > 0) {
            *left -= 1;
            self.lines.mark(marks::CELL);
            self.lines.mark(marks::TALLER);
            self.column += 1;
        }
        self.lines.mark(marks::CELL);
        for further in 0..width.clamp(1, MAX_SPAN) {
            if further > 0 {
                self.lines.mark(marks::WIDER);
            }
            if self.column < MAX_SPAN {
                let length = self.above.len().max(self.column + 1);
                self.above.resize(length, 0);
                self.above[self.column] = height.clamp(1, MAX_SPAN) - 1;
            }
            self.column += 1;
        }
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) if state.hidden.is_none() => state.lines.push(&text),
            Token::TagToken(tag) => {
                let name: &str = &tag.name;
                let starts = tag.kind == TagKind::StartTag;
                if let Some(hidden) = &state.hidden {
                    if !starts && hidden == name {
                        state.hidden = None;
                    }
                    return TokenSinkResult::Continue;
                }
                if starts && !tag.self_closing {
                    let raw = match name {
                        "script" => Some(RawKind::ScriptData),
                        "style" | "noscript" | "iframe" | "xmp" => Some(RawKind::Rawtext),
                        "title" | "textarea" => Some(RawKind::Rcdata),
                        _ => None,
                    };
                    if let Some(raw) = raw {
                        state.hidden = Some(name.to_owned());
                        return TokenSinkResult::RawData(raw);
                    }
                }
                match name {
                    "table" => state.table(),
                    "tr" if starts => state.row(),
                    "td" | "th" if starts => {
                        let span = |name: &str| {
                            let own = tag.attrs.iter().find(|own| &*own.name.local == name);
                            own.and_then(|own| own.value.trim().parse().ok()).unwrap_or(1)
                        };
                        state.cell(span("colspan"), span("rowspan"));
                    }
                    "sup" => state.lines.raised = starts,
                    "li" if starts => state.lines.prefix("• "),
                    _ if INLINE.contains(&name) => {}
                    _ => state.lines.end(),
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

pub(super) fn decode(octets: &[u8]) -> Result<Decoded, Undecodable> {
    let characters = text::characters(octets)?;
    let sink = Sink { state: RefCell::default() };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text::lines(&characters)));
    // The tokenizer stops at the end of each script, as a browser would run it.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.state.into_inner().lines.finish()
}
