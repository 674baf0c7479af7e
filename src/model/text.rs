//! Texts in several languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Language;

/// One text in the languages in which it was issued. Never holds an empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<Language, String>);

/// What a reader gets of a [`Text`]: the words, and the language that they are in, which is not
/// always the language that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// The words.
    pub words: &'a str,
    /// The language that the words are in.
    pub language: Language,
}

impl Text {
    /// A text without words in any language.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there are no words in any language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sets the words in a language; empty words remove it.
    pub fn set(&mut self, language: Language, words: impl Into<String>) {
        let words = words.into();
        if words.is_empty() {
            self.0.remove(&language);
        } else {
            self.0.insert(language, words);
        }
    }

    /// The words in exactly this language.
    pub fn get(&self, language: Language) -> Option<&str> {
        self.0.get(&language).map(String::as_str)
    }

    /// The words for a reader of `language`: in it, else in `default`, else in the first language
    /// by name. `None` only if the text is empty.
    pub fn read(&self, language: Language, default: Language) -> Option<Reading<'_>> {
        [language, default]
            .into_iter()
            .find_map(|language| self.get(language).map(|words| Reading { words, language }))
            .or_else(|| {
                let (language, words) = self.0.first_key_value()?;
                Some(Reading { words, language: *language })
            })
    }

    /// The languages and words, in the order of the languages' names.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &str)> {
        self.0.iter().map(|(language, words)| (*language, words.as_str()))
    }
}

impl<W: Into<String>> FromIterator<(Language, W)> for Text {
    fn from_iter<I: IntoIterator<Item = (Language, W)>>(readings: I) -> Self {
        let mut text = Self::new();
        for (language, words) in readings {
            text.set(language, words);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_falls_back_and_says_so() {
        let [fr, en, es] = ["fr", "en", "es"].map(|l| l.parse::<Language>().unwrap());
        let text: Text = [(fr, "menaces"), (en, "threats")].into_iter().collect();
        assert_eq!(text.read(en, fr), Some(Reading { words: "threats", language: en }));
        assert_eq!(text.read(es, fr), Some(Reading { words: "menaces", language: fr }));
        assert_eq!(text.read(es, es), Some(Reading { words: "threats", language: en }));
        assert_eq!(Text::new().read(fr, fr), None);
    }
}
