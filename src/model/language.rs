//! Languages, as the primary subtags of BCP 47.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// A language subtag of two or three lower-case letters: `fr`, `en`, `zh`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

/// A text that is no language subtag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a language is two or three lower-case letters, such as fr")]
pub struct LanguageError;

impl Language {
    /// English, the language that messages without a reader's choice are in.
    pub const ENGLISH: Self = Self(*b"en\0");

    /// The subtag.
    pub fn as_str(&self) -> &str {
        let length = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }

    /// Whether the language is written from right to left.
    pub fn is_right_to_left(self) -> bool {
        matches!(self.as_str(), "ar" | "fa" | "he" | "ur")
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(text: &str) -> Result<Self, LanguageError> {
        let letters = text.as_bytes();
        if !(2..=3).contains(&letters.len()) || !letters.iter().all(u8::is_ascii_lowercase) {
            return Err(LanguageError);
        }
        let mut subtag = [0; 3];
        subtag[..letters.len()].copy_from_slice(letters);
        Ok(Self(subtag))
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Without a `String`: there is one for each text of each event.
impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Subtag;

        impl Visitor<'_> for Subtag {
            type Value = Language;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a language")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Language, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Subtag)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtags_are_kept_and_anything_else_is_refused() {
        assert_eq!("fr".parse::<Language>().map(|l| l.to_string()), Ok("fr".to_owned()));
        assert_eq!("tzm".parse::<Language>().map(|l| l.to_string()), Ok("tzm".to_owned()));
        for text in ["", "f", "FR", "fr-CA", "fren", "é"] {
            assert_eq!(text.parse::<Language>(), Err(LanguageError), "{text}");
        }
    }
}
