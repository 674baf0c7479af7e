//! Texts: tables by language.

use toml::de::DeValue;

use crate::model::{Language, Text};

use super::found::Found;
use super::table::path;

/// Reads a text that has to have words in `required`, the body's default language. That is `None`
/// while it is not known, or for a text that need not be in it.
pub(super) fn text(found: &Found<'_, '_>, required: Option<Language>) -> Option<Text> {
    by_language(found, required, |words| words.prose().map(str::to_owned))
}

/// Reads a table by language whose values are taken by `read`.
pub(super) fn by_language<'t, 'c>(
    found: &Found<'t, 'c>,
    required: Option<Language>,
    read: impl Fn(&Found<'t, 'c>) -> Option<String>,
) -> Option<Text> {
    let DeValue::Table(entries) = found.value else {
        let language = required.unwrap_or(Language::ENGLISH);
        let key = found.at.key.rsplit('.').next().unwrap_or_default();
        let help = match (found.value, found.at.key.ends_with(']')) {
            (DeValue::String(_), true) => format!("write {{ {language} = \"…\" }}"),
            _ => format!("write {key}.{language} = \"…\""),
        };
        found.file.report(found.wrong_type("a table by language").help(help));
        return None;
    };
    let mut text = Text::new();
    let mut is_whole = true;
    for (key, value) in entries {
        let name: &str = key.get_ref();
        let value = Found::new(found.file, value, path(&found.at.key, name));
        let language = name.parse::<Language>();
        if let Err(error) = &language {
            let mut at = value.at.clone();
            at.span = key.span();
            at.is_value = false;
            let rule = format!("`{name}` is no language: {error}");
            found.file.report(found.file.fault(&at, rule));
        }
        match (language, read(&value)) {
            (Ok(language), Some(words)) => text.set(language, words),
            _ => is_whole = false,
        }
    }
    if entries.is_empty() && required.is_none() {
        return found.refuse("a text has words in at least one language");
    }
    if let Some(language) = required.filter(|language| !entries.contains_key(language.as_str())) {
        let mut fault = found.fault(format!(
            "missing language `{language}`: every text has words in the body's default language"
        ));
        fault.key = path(&found.at.key, language.as_str());
        found.file.report(fault);
        return None;
    }
    is_whole.then_some(text)
}
