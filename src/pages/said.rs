//! Words on a page, with the language that they are in.

use std::fmt;

use askama::filters::HtmlSafe;

use crate::model::{Language, Text};
use crate::render::{Spoken, plain};

/// The direction in which a language is written, as HTML names it.
pub(super) fn direction(language: Language) -> &'static str {
    if language.is_right_to_left() { "rtl" } else { "ltr" }
}

/// Words on a page. Where they are not in the page's language, they are written within an element
/// that says in which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The words.
    pub(super) words: String,
    /// The language that they are in, where it is not the page's.
    pub(super) language: Option<Language>,
    /// Their direction, where it may not be the page's; else empty.
    pub(super) direction: &'static str,
}

impl Said {
    /// Words in the page's language, or in none.
    pub(super) fn own(words: impl Into<String>) -> Self {
        Self { words: words.into(), language: None, direction: "" }
    }

    /// Words in a language, on a page in `own`.
    pub(super) fn new(words: impl Into<String>, language: Language, own: Language) -> Self {
        let differs = language != own;
        Self {
            words: words.into(),
            language: differs.then_some(language),
            direction: if differs { direction(language) } else { "" },
        }
    }

    /// Composed words. Those in several languages show by themselves where they begin.
    pub(super) fn spoken(spoken: Spoken, own: Language) -> Self {
        match spoken.language {
            Some(language) => Self::new(spoken.words, language, own),
            None => Self { words: spoken.words, language: None, direction: "auto" },
        }
    }

    /// A text for readers of a language; `None` if it is empty.
    pub(super) fn read(
        text: &Text,
        reader: Language,
        default: Language,
        own: Language,
    ) -> Option<Self> {
        let reading = text.read(reader, default)?;
        Some(Self::new(plain(reading.words), reading.language, own))
    }

    /// The attributes of an element that holds just these words, where the page's own differ.
    pub(super) fn attributes(&self) -> Attributes<'_> {
        Attributes(self)
    }
}

/// The language and direction of words as attributes, each after a blank.
pub(super) struct Attributes<'a>(&'a Said);

impl fmt::Display for Attributes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Said { language, direction, .. } = self.0;
        if let Some(language) = language {
            write!(f, " lang=\"{language}\"")?;
        }
        if direction.is_empty() { Ok(()) } else { write!(f, " dir=\"{direction}\"") }
    }
}

/// Made of letters alone.
impl HtmlSafe for Attributes<'_> {}

/// As HTML, escaped.
impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let escaped = askama::filters::escape(&self.words, askama::filters::Html);
        let Ok(words) = escaped;
        if self.direction.is_empty() {
            return write!(f, "{words}");
        }
        write!(f, "<span{}>{words}</span>", self.attributes())
    }
}

/// Its form is HTML already: the words are escaped in it, and the attributes are made of letters.
impl HtmlSafe for Said {}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        tag.parse().unwrap()
    }

    #[test]
    fn words_in_another_language_say_so_and_all_are_escaped() {
        let own = language("en");
        assert_eq!(Said::own("<a & 'b'>").to_string(), "&#60;a &#38; &#39;b&#39;&#62;");
        assert_eq!(Said::new("x", own, own).to_string(), "x");
        let other = Said::new("\"x\"<", language("ar"), own).to_string();
        assert_eq!(other, "<span lang=\"ar\" dir=\"rtl\">&#34;x&#34;&#60;</span>");
        let mixed = Spoken { words: "x".to_owned(), language: None };
        assert_eq!(Said::spoken(mixed, own).to_string(), "<span dir=\"auto\">x</span>");
    }
}
