//! A value that was found in a file, and how it is taken for what it should be.

use std::fmt::Display;
use std::str::FromStr;

use toml::Spanned;
use toml::de::DeValue;

use super::fault::Fault;
use super::file::File;
use super::nearest;
use super::place::At;
use super::table::Table;

/// The most characters that a text has.
const LONGEST_TEXT: usize = 20_000;

/// A value, with the file and key that it stands at.
///
/// Every method that gives an `Option` has reported a fault if it gives `None`.
pub(super) struct Found<'t, 'c> {
    pub(super) file: &'t File<'c>,
    pub(super) value: &'t DeValue<'t>,
    pub(super) at: At,
}

impl<'t, 'c> Found<'t, 'c> {
    pub(super) fn new(file: &'t File<'c>, value: &'t Spanned<DeValue<'t>>, key: String) -> Self {
        let is_value = !matches!(value.get_ref(), DeValue::Table(_) | DeValue::Array(_));
        Self { file, value: value.get_ref(), at: At { key, span: value.span(), is_value } }
    }

    /// A fault of this value, yet to be reported.
    pub(super) fn fault(&self, rule: impl Into<String>) -> Fault {
        self.file.fault(&self.at, rule)
    }

    /// Reports a fault of this value; for the end of a function that has no value to give.
    pub(super) fn refuse<T>(&self, rule: impl Into<String>) -> Option<T> {
        self.file.report(self.fault(rule));
        None
    }

    /// Reports that one of `valid` was expected.
    pub(super) fn refuse_with<'v, T>(
        &self,
        rule: impl Into<String>,
        written: &str,
        valid: impl IntoIterator<Item = &'v str> + Clone,
    ) -> Option<T> {
        let mut fault = self.fault(rule);
        fault.help = nearest::help(written, valid);
        self.file.report(fault);
        None
    }

    /// The word for the type that it has, with its article.
    fn type_found(&self) -> &'static str {
        match self.value {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a float",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }

    /// A fault of the type, yet to be reported.
    pub(super) fn wrong_type(&self, expected: &str) -> Fault {
        self.fault(format!("expected {expected}, found {}", self.type_found()))
    }

    /// The string as written, whatever it holds.
    pub(super) fn string(&self) -> Option<&'t str> {
        if let DeValue::String(text) = self.value {
            return Some(text);
        }
        let fault = self.wrong_type("a string");
        let fault = match &fault.value {
            Some(value) => {
                let help = format!("write \"{value}\"");
                fault.help(help)
            }
            None => fault,
        };
        self.file.report(fault);
        None
    }

    /// Words that can be shown in one line: not empty, without outer blanks and control
    /// characters, of at most `longest` characters.
    pub(super) fn words(&self, longest: usize) -> Option<&'t str> {
        let text = self.string()?;
        if text.is_empty() {
            return self.refuse("a text is not empty");
        }
        // U+0085, U+2028 and U+2029 end lines in some readers of calendars.
        let is_control = |c: &char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        if let Some(control) = text.chars().find(is_control) {
            let fault = self.fault(format!(
                "a text has no control characters, this one has U+{:04X}",
                u32::from(control)
            ));
            let fault = match control {
                '\n' | '\r' => fault.help("a text is one line; several are a list of texts"),
                _ => fault,
            };
            self.file.report(fault);
            return None;
        }
        if text.trim() != text {
            return self.refuse("a text has no blanks at its ends");
        }
        let length = text.chars().count();
        if length > longest {
            return self
                .refuse(format!("this text has at most {longest} characters, not {length}"));
        }
        Some(text)
    }

    /// Words of any sensible length.
    pub(super) fn prose(&self) -> Option<&'t str> {
        self.words(LONGEST_TEXT)
    }

    /// A number, mark or code that people gave to something: `5`, `4 bis`, `*`, `23-23298`.
    pub(super) fn designation(&self) -> Option<String> {
        self.words(32).map(str::to_owned)
    }

    /// A value with a syntax of its own.
    pub(super) fn parsed<V: FromStr<Err: Display>>(&self) -> Option<V> {
        match self.string()?.parse() {
            Ok(value) => Some(value),
            Err(error) => self.refuse(error.to_string()),
        }
    }

    /// One of a few words.
    pub(super) fn one_of<V: Copy>(&self, valid: &[(&str, V)]) -> Option<V> {
        let written = self.string()?;
        if let Some((_, value)) = valid.iter().find(|(word, _)| *word == written) {
            return Some(*value);
        }
        let words: Vec<&str> = valid.iter().map(|(word, _)| *word).collect();
        let rule = match words.split_last() {
            Some((last, others)) => format!("expected {} or {last}", others.join(", ")),
            None => String::from("no value is valid"),
        };
        let mut fault = self.fault(rule);
        let nearest = nearest::nearest(written, words);
        fault.help = nearest.map(|word| format!("did you mean `{word}`?"));
        self.file.report(fault);
        None
    }

    /// Yes or no.
    pub(super) fn boolean(&self) -> Option<bool> {
        if let DeValue::Boolean(value) = self.value {
            return Some(*value);
        }
        self.file.report(self.wrong_type("a boolean").help("valid: true, false"));
        None
    }

    /// Each value of a list, read by `read`; those that could not be read are `None`.
    pub(super) fn each<V>(
        &self,
        mut read: impl FnMut(&Found<'t, 'c>) -> Option<V>,
    ) -> Option<Vec<Option<V>>> {
        let DeValue::Array(values) = self.value else {
            let fault = self.wrong_type("a list");
            let key = self.at.key.rsplit('.').next().unwrap_or_default();
            self.file.report(match self.value {
                DeValue::Table(_) => fault.help(format!("write [[{key}]] or a list in [ ]")),
                _ => fault.help("write the values in [ ]"),
            });
            return None;
        };
        let value_at =
            |(index, value)| Found::new(self.file, value, format!("{}[{index}]", self.at.key));
        let found = values.iter().enumerate().map(value_at);
        Some(found.map(|found| read(&found)).collect())
    }

    /// The values of a list, if all of them could be read by `read`.
    pub(super) fn list<V>(&self, read: impl FnMut(&Found<'t, 'c>) -> Option<V>) -> Option<Vec<V>> {
        self.each(read)?.into_iter().collect()
    }

    /// A table; keys that `read` does not ask for are reported after it.
    pub(super) fn table<V>(&self, read: impl FnOnce(&mut Table<'t, 'c>) -> Option<V>) -> Option<V> {
        let DeValue::Table(entries) = self.value else {
            self.file.report(self.wrong_type("a table"));
            return None;
        };
        let mut table = Table::new(self.file, entries, self.at.clone());
        let value = read(&mut table);
        table.report_unknown_keys();
        value
    }
}
