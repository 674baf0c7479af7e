//! A table of a file, which is asked for its keys one by one.

use toml::de::DeTable;

use super::file::File;
use super::found::Found;
use super::nearest;
use super::place::At;

/// A table. It knows which keys it was asked for; all others are unknown keys.
pub(super) struct Table<'t, 'c> {
    file: &'t File<'c>,
    entries: &'t DeTable<'t>,
    at: At,
    asked: Vec<&'static str>,
}

impl<'t, 'c> Table<'t, 'c> {
    pub(super) fn new(file: &'t File<'c>, entries: &'t DeTable<'t>, at: At) -> Self {
        Self { file, entries, at, asked: Vec::new() }
    }

    /// The table that a file is.
    pub(super) fn root(file: &'t File<'c>, entries: &'t DeTable<'t>) -> Self {
        let at = At { key: String::new(), span: 0..0, is_value: false };
        Self::new(file, entries, at)
    }

    /// Reports a fault of the table as a whole.
    pub(super) fn report(&self, rule: &str) {
        self.file.report(self.file.fault(&self.at, rule));
    }

    fn path(&self, key: &str) -> String {
        path(&self.at.key, key)
    }

    /// The value of a key, if the key is there.
    pub(super) fn find(&mut self, key: &'static str) -> Option<Found<'t, 'c>> {
        self.asked.push(key);
        #[cfg(test)]
        self.file.collector.asked(self.path(key));
        let value = self.entries.get(key)?;
        Some(Found::new(self.file, value, self.path(key)))
    }

    /// The value of a key that may be left out, as `read` takes it. `None` if it is left out or
    /// if `read` reported a fault.
    pub(super) fn optional<V>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&Found<'t, 'c>) -> Option<V>,
    ) -> Option<V> {
        self.find(key).and_then(|found| read(&found))
    }

    /// The value of a key that has to be there, as `read` takes it. `None` if a fault was reported.
    pub(super) fn required<V>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&Found<'t, 'c>) -> Option<V>,
    ) -> Option<V> {
        let found = self.find(key);
        if found.is_none() {
            self.report_missing(key);
        }
        found.and_then(|found| read(&found))
    }

    fn report_missing(&self, key: &str) {
        let rule = format!("the key `{key}` is missing");
        let mut fault = if self.at.key.is_empty() {
            self.file.whole(rule)
        } else {
            self.file.fault(&self.at, rule)
        };
        fault.key = self.path(key);
        self.file.report(fault);
    }

    /// Reports every key that the table was not asked for.
    pub(super) fn report_unknown_keys(&self) {
        for key in self.entries.keys() {
            let name: &str = key.get_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let at = At { key: self.path(name), span: key.span(), is_value: false };
            let mut fault = self.file.fault(&at, format!("unknown key `{name}`"));
            let unused = self.asked.iter().copied();
            let unused = unused.filter(|key| !self.entries.contains_key(*key));
            fault.help = match nearest::nearest(name, unused) {
                Some(key) => Some(format!("did you mean `{key}`?")),
                None => Some(format!("valid: {}", self.asked.join(", "))),
            };
            self.file.report(fault);
        }
    }
}

/// The path of a key in a table. Keys that TOML would quote are quoted.
pub(super) fn path(table: &str, key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let key = if !key.is_empty() && key.chars().all(is_bare) {
        key.to_owned()
    } else {
        format!("{key:?}")
    };
    if table.is_empty() { key } else { format!("{table}.{key}") }
}
