//! A file under validation, and where its faults are gathered.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use super::fault::{Fault, Faults, Place, Severity};
use super::place::{self, At};

/// The most faults that are kept; more help nobody, and absurd input has millions.
const MAX_FAULTS: usize = 1000;

/// Gathers the faults of all files.
#[derive(Default)]
pub(super) struct Collector {
    gathered: RefCell<Gathered>,
}

#[derive(Default)]
struct Gathered {
    faults: Vec<Fault>,
    has_error: bool,
    omitted: usize,
    /// The texts of all files, of which those at fault are kept for the excerpts.
    texts: BTreeMap<Arc<str>, Arc<str>>,
    /// The keys that were asked for.
    #[cfg(test)]
    asked: BTreeSet<String>,
}

impl Collector {
    /// The faults, in order.
    pub(super) fn into_faults(self) -> Faults {
        let Gathered { faults, mut texts, omitted, .. } = self.gathered.into_inner();
        let places = faults.iter().flat_map(|fault| {
            let also = fault.also.iter().map(|place| Arc::clone(&place.path));
            also.chain([Arc::clone(&fault.place.path)])
        });
        let at_fault: BTreeSet<Arc<str>> = places.collect();
        texts.retain(|path, _| at_fault.contains(path));
        Faults::new(faults, texts, omitted)
    }

    /// Notes that a table may have this key.
    #[cfg(test)]
    pub(super) fn asked(&self, key: String) {
        self.gathered.borrow_mut().asked.insert(key);
    }

    /// Every key that the reader knows.
    #[cfg(test)]
    pub(super) fn known_keys(&self) -> BTreeSet<String> {
        self.gathered.borrow().asked.clone()
    }
}

/// A file or folder under validation.
#[derive(Clone)]
pub(super) struct File<'c> {
    pub(super) collector: &'c Collector,
    path: Arc<str>,
    text: Arc<str>,
}

impl<'c> File<'c> {
    /// The file at `path` as a person finds it; a folder has no text.
    pub(super) fn new(collector: &'c Collector, path: &str, text: Arc<str>) -> Self {
        let path: Arc<str> = path.into();
        if !text.is_empty() {
            let mut gathered = collector.gathered.borrow_mut();
            (gathered.texts).insert(Arc::clone(&path), Arc::clone(&text));
        }
        Self { collector, path, text }
    }

    /// Its text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A place in it.
    pub(super) fn place(&self, at: &At, label: Option<&str>) -> Place {
        // Counting lines takes long in a large file; not for faults that are not kept.
        if self.collector.gathered.borrow().is_full(true) {
            return self.whole_place();
        }
        let span = place::within(&self.text, at.span.clone());
        let (line, column) = place::line_and_column(&self.text, span.start);
        Place {
            path: Arc::clone(&self.path),
            line,
            column,
            span: Some(span),
            label: label.map(str::to_owned),
        }
    }

    /// A fault at a place in it, yet to be reported.
    pub(super) fn fault(&self, at: &At, rule: impl Into<String>) -> Fault {
        let place = self.place(at, None);
        let value = place
            .span
            .clone()
            .filter(|span| at.is_value && !span.is_empty())
            .map(|span| place::excerpt(&self.text[span]));
        Fault {
            severity: Severity::Error,
            rule: rule.into(),
            key: at.key.clone(),
            value,
            help: None,
            place,
            also: Vec::new(),
        }
    }

    /// A fault of the file as a whole, yet to be reported.
    pub(super) fn whole(&self, rule: impl Into<String>) -> Fault {
        Fault {
            severity: Severity::Error,
            rule: rule.into(),
            key: String::new(),
            value: None,
            help: None,
            place: self.whole_place(),
            also: Vec::new(),
        }
    }

    fn whole_place(&self) -> Place {
        Place { path: Arc::clone(&self.path), line: 1, column: 1, span: None, label: None }
    }

    /// Reports a fault.
    pub(super) fn report(&self, fault: Fault) {
        let mut gathered = self.collector.gathered.borrow_mut();
        let is_error = fault.severity == Severity::Error;
        if gathered.is_full(is_error) {
            gathered.omitted += 1;
            return;
        }
        gathered.has_error |= is_error;
        gathered.faults.push(fault);
    }

    /// The identifier that the name of a file or folder is.
    pub(super) fn named<I: FromStr<Err: Display>>(&self, name: &str, what: &str) -> Option<I> {
        name.parse()
            .map_err(|error| {
                let mut fault = self.whole(format!("{what} is an identifier: {error}"));
                fault.value = Some(name.to_owned());
                self.report(fault);
            })
            .ok()
    }
}

impl Gathered {
    /// Whether no more faults are kept. The first error always is, however many warnings stand
    /// before it: without it the programmes would seem right.
    fn is_full(&self, is_error: bool) -> bool {
        self.faults.len() >= MAX_FAULTS && (self.has_error || !is_error)
    }
}
