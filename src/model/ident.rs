//! Identifiers: the short names that stand in addresses and from which UIDs are made.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest identifier, in octets; long enough for words, short enough for an address.
const MAX_LENGTH: usize = 64;

/// Why a text is not an identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentError {
    /// The text is empty.
    #[error("an identifier has at least one character")]
    Empty,
    /// The text is longer than 64 characters.
    #[error("an identifier has at most {MAX_LENGTH} characters, this one has {0}")]
    TooLong(usize),
    /// A character that may not stand in an identifier.
    #[error("an identifier is made of a-z, 0-9 and single inner hyphens, not {0:?}")]
    Character(char),
    /// A hyphen at an end or beside another one.
    #[error("hyphens stand alone between letters or digits")]
    Hyphen,
}

fn check(text: &str) -> Result<(), IdentError> {
    if text.is_empty() {
        return Err(IdentError::Empty);
    }
    if text.len() > MAX_LENGTH {
        return Err(IdentError::TooLong(text.len()));
    }
    if let Some(other) =
        text.chars().find(|c| !(c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-'))
    {
        return Err(IdentError::Character(other));
    }
    if text.starts_with('-') || text.ends_with('-') || text.contains("--") {
        return Err(IdentError::Hyphen);
    }
    Ok(())
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// The identifier as it stands in addresses.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdentError;

            fn from_str(text: &str) -> Result<Self, IdentError> {
                text.to_owned().try_into()
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdentError;

            fn try_from(text: String) -> Result<Self, IdentError> {
                check(&text)?;
                Ok(Self(text.into()))
            }
        }

        impl From<$name> for String {
            fn from(ident: $name) -> Self {
                ident.0.into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        // Lets sets and maps of identifiers be asked with the text of an address.
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

identifier! {
    /// Names a body, e.g. `oewg-ict`.
    BodyId
}
identifier! {
    /// Names a session within its body, e.g. `4`.
    SessionId
}
identifier! {
    /// Names a slot within its session. Written once: a slot that moves keeps it.
    SlotId
}
identifier! {
    /// Names a topic within its body, e.g. `capacity-building`.
    TopicId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_identifiers() {
        for text in ["4", "oewg-ict", "norms-2", "a"] {
            assert_eq!(text.parse::<TopicId>().map(|id| id.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn anything_that_would_need_encoding_in_an_address_is_refused() {
        assert_eq!("".parse::<SlotId>(), Err(IdentError::Empty));
        assert_eq!("Norms".parse::<SlotId>(), Err(IdentError::Character('N')));
        assert_eq!("a/b".parse::<SlotId>(), Err(IdentError::Character('/')));
        assert_eq!("a.b".parse::<SlotId>(), Err(IdentError::Character('.')));
        assert_eq!("é".parse::<SlotId>(), Err(IdentError::Character('é')));
        for text in ["-a", "a-", "a--b"] {
            assert_eq!(text.parse::<SlotId>(), Err(IdentError::Hyphen));
        }
        assert_eq!("a".repeat(65).parse::<SlotId>(), Err(IdentError::TooLong(65)));
    }
}
