//! HTML: the text of its blocks, each in a line.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

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
    let decoded = text::decode(octets)?;
    let sink = Sink { state: RefCell::default() };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(decoded.text));
    // The tokenizer stops at the end of each script, as a browser would run it.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.state.into_inner().lines.finish()
}
