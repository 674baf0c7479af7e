//! The syntax of a file: TOML as a tree with the place of each value.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::file::File;
use super::place::At;

/// The tables of a file.
pub(super) struct Tree<'t> {
    root: DeTable<'t>,
}

impl<'t> Tree<'t> {
    /// The table that the file is.
    pub(super) fn root(&'t self) -> &'t DeTable<'t> {
        &self.root
    }
}

/// Parses a file; `None`, with every fault of syntax reported, if it is not TOML. The values of
/// such a file are not looked at: what the parser makes of them would be faults of its own.
pub(super) fn parse<'t>(file: &'t File<'_>) -> Option<Tree<'t>> {
    let (root, mut errors) = DeTable::parse_recoverable(file.text());
    let tree = Tree { root: root.into_inner() };
    errors.sort_by_key(|error| error.span().map(|span| span.start));
    let mut last_line = 0;
    for error in &errors {
        let at = At { key: String::new(), span: error.span().unwrap_or_default(), is_value: true };
        let fault = file.fault(&at, error.message());
        // Further faults in a line are mostly echoes of the first.
        if fault.place.span.is_none() || fault.place.line != last_line {
            last_line = fault.place.line;
            file.report(fault);
        }
    }
    errors.is_empty().then_some(tree)
}

/// The parser takes 80 tables in one another, each with a key of 80 parts. Dropping them would
/// take a frame of the stack for each part, so they are taken apart first.
impl Drop for Tree<'_> {
    fn drop(&mut self) {
        let mut rest = vec![DeValue::Table(std::mem::take(&mut self.root))];
        while let Some(value) = rest.pop() {
            match value {
                DeValue::Table(table) => {
                    rest.extend(table.into_iter().map(|(_, value)| value.into_inner()));
                }
                DeValue::Array(array) => rest.extend(array.into_iter().map(Spanned::into_inner)),
                _ => {}
            }
        }
    }
}
