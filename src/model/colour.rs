//! Colours by name, as RFC 7986, section 5.9 wants them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A colour of CSS Color Level 3, by its lower-case name: `steelblue`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(Box<str>);

/// A text that is no colour name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a colour is a lower-case CSS colour name, such as steelblue (RFC 7986, section 5.9)")]
pub struct ColourError;

impl Colour {
    /// The name, for RFC 7986's COLOR.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The same colour as `#RRGGBB`, for clients that know no names.
    pub fn hex(&self) -> String {
        let [red, green, blue, _] =
            csscolorparser::parse(&self.0).map_or([0; 4], |colour| colour.to_rgba8());
        format!("#{red:02X}{green:02X}{blue:02X}")
    }
}

impl FromStr for Colour {
    type Err = ColourError;

    fn from_str(text: &str) -> Result<Self, ColourError> {
        // The library also reads hexadecimal, functional and level 4 notations, without or with
        // words of their own.
        let is_name = text.bytes().all(|octet| octet.is_ascii_lowercase())
            && !matches!(text, "transparent" | "currentcolor");
        // Letters alone may also be hexadecimal digits without their `#` (`fade`).
        let is_hex = text.bytes().all(|octet| octet.is_ascii_hexdigit());
        if is_name && !is_hex && csscolorparser::parse(text).is_ok() {
            Ok(Self(text.into()))
        } else {
            Err(ColourError)
        }
    }
}

impl TryFrom<String> for Colour {
    type Error = ColourError;

    fn try_from(text: String) -> Result<Self, ColourError> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.0.into()
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_hexadecimal_for_clients_without_names() {
        assert_eq!("steelblue".parse::<Colour>().unwrap().hex(), "#4682B4");
        assert_eq!("red".parse::<Colour>().unwrap().hex(), "#FF0000");
    }

    #[test]
    fn only_names_are_colours() {
        for text in ["", "#4682B4", "SteelBlue", "fade", "rgb(1,2,3)", "transparent", "bleu"] {
            assert_eq!(text.parse::<Colour>(), Err(ColourError), "{text}");
        }
    }
}
