//! Addresses on the web.

use url::Url;

use crate::model::{DocumentSymbol, Language, Text};

use super::found::Found;

const LONGEST_ADDRESS: usize = 2000;
const SYMBOL: &str = "{symbol}";
const LANGUAGE: &str = "{language}";

/// The address, or the rule that it breaks.
fn parse(text: &str) -> Result<Url, String> {
    // The library drops blanks and newlines without a word.
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err("an address has no blanks".to_owned());
    }
    if text.len() > LONGEST_ADDRESS {
        return Err(format!("an address has at most {LONGEST_ADDRESS} octets"));
    }
    let url = Url::parse(text).map_err(|error| {
        format!("an address is such as https://example.org/page, this one is not: {error}")
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        let scheme = url.scheme();
        return Err(format!("an address begins with https:// or http://, not {scheme}:"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("an address holds no user name or password".to_owned());
    }
    Ok(url)
}

/// An address.
pub(super) fn address(found: &Found<'_, '_>) -> Option<Url> {
    match parse(found.prose()?) {
        Ok(url) => Some(url),
        Err(rule) => found.refuse(rule),
    }
}

/// The address of a document by its symbol: `https://host/{language}/{symbol}`.
pub(super) fn template(found: &Found<'_, '_>) -> Option<String> {
    let written = found.prose()?;
    if !written.contains(SYMBOL) {
        return found.refuse("the address of a document holds {symbol}");
    }
    let rest = written.replace(SYMBOL, "").replace(LANGUAGE, "");
    if rest.contains(['{', '}']) {
        return found.refuse_with(
            "only {symbol} and {language} stand in braces",
            "",
            [SYMBOL, LANGUAGE],
        );
    }
    match parse(&fill(written, "A/AC.292/2023/4", Language::ENGLISH)) {
        Ok(_) => Some(written.to_owned()),
        Err(rule) => found.refuse(rule),
    }
}

fn fill(template: &str, symbol: &str, language: Language) -> String {
    template.replace(SYMBOL, symbol).replace(LANGUAGE, language.as_str())
}

/// The addresses of a document by its symbol, in the languages of its body.
pub(super) fn filled(template: &str, symbol: &DocumentSymbol, languages: &[Language]) -> Text {
    let address = |language: Language| fill(template, symbol.as_str(), language);
    (languages.iter()).map(|language| (*language, address(*language))).collect()
}
