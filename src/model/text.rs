//! Texts in several languages.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::Language;

/// One text in the languages in which it was issued. Never holds an empty text.
///
/// In the order of the languages' names, in a list and not in a map: a map of two takes many times
/// the room, and there are a dozen texts in every event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Vec<(Language, Box<str>)>);

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
        match self.place(language) {
            Ok(place) if words.is_empty() => {
                self.0.remove(place);
            }
            Ok(place) => self.0[place].1 = words.into(),
            Err(_) if words.is_empty() => {}
            Err(place) => {
                self.0.reserve_exact(1);
                self.0.insert(place, (language, words.into()));
            }
        }
    }

    /// The words in exactly this language.
    pub fn get(&self, language: Language) -> Option<&str> {
        self.place(language).ok().map(|place| &*self.0[place].1)
    }

    /// The words for a reader of `language`: in it, else in `default`, else in the first language
    /// by name. `None` only if the text is empty.
    pub fn read(&self, language: Language, default: Language) -> Option<Reading<'_>> {
        [language, default]
            .into_iter()
            .find_map(|language| self.get(language).map(|words| Reading { words, language }))
            .or_else(|| {
                let (language, words) = self.0.first()?;
                Some(Reading { words, language: *language })
            })
    }

    /// Where a language is, or would be.
    fn place(&self, language: Language) -> Result<usize, usize> {
        self.0.binary_search_by_key(&language, |(language, _)| *language)
    }

    /// The languages and words, in the order of the languages' names.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &str)> {
        self.0.iter().map(|(language, words)| (*language, &**words))
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

/// As a table by language.
impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByLanguage;

        impl<'de> Visitor<'de> for ByLanguage {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text by language")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut readings: A) -> Result<Text, A::Error> {
                let mut text = Text::new();
                while let Some((language, words)) = readings.next_entry::<Language, String>()? {
                    text.set(language, words);
                }
                Ok(text)
            }
        }

        deserializer.deserialize_map(ByLanguage)
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

    #[test]
    fn a_text_is_stored_as_a_table_in_the_order_of_languages() {
        let stored = r#"{"en":"threats","fr":"menaces"}"#;
        let text: Text =
            serde_json::from_str(r#"{"fr":"menaces","en":"threats","es":""}"#).unwrap();
        assert_eq!(serde_json::to_string(&text).unwrap(), stored);
        assert_eq!(serde_json::from_str::<Text>(stored).unwrap(), text);
        for wrong in [r#"{"FR":"menaces"}"#, r#""menaces""#, r#"{"fr":1}"#] {
            assert!(serde_json::from_str::<Text>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn words_are_set_changed_and_taken_away() {
        let [fr, en] = ["fr", "en"].map(|l| l.parse::<Language>().unwrap());
        let mut text = Text::new();
        for (language, words) in [(fr, "un"), (en, "one"), (fr, "deux"), (en, ""), (en, "")] {
            text.set(language, words);
        }
        assert_eq!(text.iter().collect::<Vec<_>>(), [(fr, "deux")]);
        assert_eq!(text.get(en), None);
    }
}
