//! What an HTML page consists of, read by a parser that others wrote.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states,
};

/// An element's start.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// Its name.
    pub(crate) name: String,
    /// Its attributes.
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    /// An attribute's value.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A page: the starts of its elements, its text, and what the parser found wrong.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The starts of elements.
    pub(crate) elements: Vec<Element>,
    /// The text of all elements, scripts included.
    pub(crate) text: String,
    /// What is wrong.
    pub(crate) faults: Vec<String>,
}

impl Page {
    /// Reads a page.
    pub(crate) fn read(html: &str) -> Self {
        let sink = Sink::default();
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(html));
        let tokenizer =
            Tokenizer::new(sink, TokenizerOpts { exact_errors: true, ..Default::default() });
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink.0.into_inner()
    }

    /// The elements of a name.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// The addresses that it leads to or loads.
    pub(crate) fn links(&self) -> impl Iterator<Item = &str> {
        self.elements.iter().filter_map(|element| {
            let name = if element.name == "script" { "src" } else { "href" };
            element.attribute(name).or_else(|| element.attribute("action"))
        })
    }
}

#[derive(Default)]
struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::TagToken(Tag { kind: TagKind::StartTag, name, attrs, .. }) => {
                let attributes = attrs.iter().map(|attribute| {
                    (attribute.name.local.to_string(), attribute.value.to_string())
                });
                let attributes = attributes.collect();
                page.elements.push(Element { name: name.to_string(), attributes });
                if &*name == "script" {
                    return TokenSinkResult::RawData(states::RawKind::ScriptData);
                }
            }
            Token::CharacterTokens(text) => page.text.push_str(&text),
            Token::ParseError(fault) => page.faults.push(fault.into_owned()),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
