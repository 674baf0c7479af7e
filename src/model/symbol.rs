//! Document symbols: the codes by which the United Nations files its documents.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A document symbol such as `A/AC.292/2023/4` or `A/AC.292/2023/4/Rev.1`.
///
/// Components are divided by slashes; the first names the organ in capitals; the last ones may
/// tell what the document does to an earlier one (`Rev.1`, `Add.2`, `Corr.1`, `Amend.1`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentSymbol(Box<str>);

/// Why a text is not a document symbol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SymbolError {
    /// Fewer than two components.
    #[error("a document symbol has components divided by slashes, such as A/AC.292/2023/4")]
    Components,
    /// An empty component, from a slash at an end or two in a row.
    #[error("no component of a document symbol is empty")]
    Empty,
    /// The first component does not name an organ in capitals.
    #[error("a document symbol begins with an organ in capitals, such as A, S or E, not {0:?}")]
    Organ(Box<str>),
    /// A character that does not stand in symbols.
    #[error("a document symbol is made of letters, digits, and . - ( ) *, not {0:?}")]
    Character(char),
    /// A suffix that is not written as the United Nations write it.
    #[error("a suffix is written Rev.1, Add.1, Corr.1 or Amend.1, not {0:?}")]
    Suffix(Box<str>),
}

const SUFFIXES: [&str; 4] = ["Rev", "Add", "Corr", "Amend"];

/// Whether a component is a suffix, and if so, whether it is written as it should be.
fn suffix(component: &str) -> Option<bool> {
    SUFFIXES.iter().find_map(|name| {
        let rest = component
            .get(..name.len())
            .filter(|start| start.eq_ignore_ascii_case(name))
            .map(|_| &component[name.len()..])?;
        let number = rest.trim_start_matches('.');
        let is_suffix = number.bytes().all(|octet| octet.is_ascii_digit());
        is_suffix.then(|| {
            component.starts_with(name)
                && rest.starts_with('.')
                && rest.len() == number.len() + 1
                && !number.is_empty()
                && !number.starts_with('0')
        })
    })
}

impl DocumentSymbol {
    /// The symbol as printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The symbol without its suffixes: the document that a revision revises.
    pub fn base(&self) -> &str {
        let mut base = self.as_str();
        while let Some((rest, last)) = base.rsplit_once('/') {
            if suffix(last).is_none() {
                break;
            }
            base = rest;
        }
        base
    }
}

impl FromStr for DocumentSymbol {
    type Err = SymbolError;

    fn from_str(text: &str) -> Result<Self, SymbolError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "./-()*".contains(c);
        if let Some(other) = text.chars().find(|c| !allowed(*c)) {
            return Err(SymbolError::Character(other));
        }
        let components: Vec<&str> = text.split('/').collect();
        let [organ, rest @ ..] = components.as_slice() else {
            return Err(SymbolError::Components);
        };
        if rest.is_empty() {
            return Err(SymbolError::Components);
        }
        if components.iter().any(|component| component.is_empty()) {
            return Err(SymbolError::Empty);
        }
        let in_capitals = organ.starts_with(|c: char| c.is_ascii_uppercase())
            && !organ.contains(|c: char| c.is_ascii_lowercase());
        if !in_capitals {
            return Err(SymbolError::Organ((*organ).into()));
        }
        if let Some(bad) = rest.iter().find(|component| suffix(component) == Some(false)) {
            return Err(SymbolError::Suffix((*bad).into()));
        }
        Ok(Self(text.into()))
    }
}

impl TryFrom<String> for DocumentSymbol {
    type Error = SymbolError;

    fn try_from(text: String) -> Result<Self, SymbolError> {
        text.parse()
    }
}

impl From<DocumentSymbol> for String {
    fn from(symbol: DocumentSymbol) -> Self {
        symbol.0.into()
    }
}

impl fmt::Display for DocumentSymbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_symbols_are_read() {
        for text in [
            "A/AC.292/2023/4",
            "A/AC.292/2023/4/Rev.1/Add.2",
            "A/RES/75/240",
            "S/PV.9000",
            "CCW/GGE.1/2023/CRP.2",
            "E/CN.4/2004/L.11(Part I)".replace(' ', "").as_str(),
        ] {
            assert!(text.parse::<DocumentSymbol>().is_ok(), "{text}");
        }
    }

    #[test]
    fn a_revision_knows_what_it_revises() {
        let symbol: DocumentSymbol = "A/AC.292/2023/4/Rev.1/Corr.1".parse().unwrap();
        assert_eq!(symbol.base(), "A/AC.292/2023/4");
        assert_eq!("A/77/275".parse::<DocumentSymbol>().unwrap().base(), "A/77/275");
    }

    #[test]
    fn faults_are_named() {
        let parse = |text: &str| text.parse::<DocumentSymbol>().unwrap_err();
        assert_eq!(parse("A"), SymbolError::Components);
        assert_eq!(parse(""), SymbolError::Components);
        assert_eq!(parse("A//4"), SymbolError::Empty);
        assert_eq!(parse("a/77/275"), SymbolError::Organ("a".into()));
        assert_eq!(parse("A/77 275"), SymbolError::Character(' '));
        for bad in ["Rev1", "rev.1", "Rev.", "Add.0", "CORR.1"] {
            assert_eq!(parse(&format!("A/77/275/{bad}")), SymbolError::Suffix(bad.into()));
        }
    }
}
