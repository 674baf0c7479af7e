//! Faults: what is wrong in a source, where, and what would be right.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::ops::Range;
use std::sync::Arc;

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Doubtful; the programme can be published.
    Warning,
    /// Wrong; the programme cannot be published.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file or folder, as a person finds it: with the folder that was given to
    /// [`Sources::load`](super::Sources::load).
    pub path: Arc<str>,
    /// The line, from 1; 1 where the fault is the whole file's.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The octets of the file's text, within one line; `None` where the fault is the whole file's.
    pub span: Option<Range<usize>>,
    /// What there is to see at this place, where the rule does not say it.
    pub label: Option<String>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// How bad it is.
    pub severity: Severity,
    /// The rule that is broken.
    pub rule: String,
    /// The dotted path of the key, such as `slots[3].entries[0].topics[1]`, counted from 0; empty
    /// where the fault is no key's.
    pub key: String,
    /// The value as written, cut where it is long; `None` where it is missing or a whole table.
    pub value: Option<String>,
    /// What would be right.
    pub help: Option<String>,
    /// Where it is.
    pub place: Place,
    /// The other places that it is about.
    pub also: Vec<Place>,
}

impl Fault {
    /// The same fault with what would be right.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same fault with another place that it is about.
    pub(super) fn also(mut self, place: Place) -> Self {
        self.also.push(place);
        self
    }

    /// The same fault with what there is to see at its own place.
    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.place.label = Some(label.into());
        self
    }

    /// The same fault, as a warning.
    pub(super) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }
}

/// One line, for logs: `file:line: error: key = value: rule; help`, without the line where the
/// fault is the whole file's.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, rule, key, place, .. } = self;
        let mut line = match place.span {
            Some(_) => format!("{}:{}: {severity}: ", place.path, place.line),
            None => format!("{}: {severity}: ", place.path),
        };
        match (key.is_empty(), &self.value) {
            (true, None) => {}
            (true, Some(value)) => write!(line, "{value}: ")?,
            (false, None) => write!(line, "{key}: ")?,
            (false, Some(value)) => write!(line, "{key} = {value}: ")?,
        }
        line += rule;
        for also in &self.also {
            write!(line, " ({}:{})", also.path, also.line)?;
        }
        if let Some(help) = &self.help {
            write!(line, "; {help}")?;
        }
        // What was written must not end the line of a log.
        for c in line.chars() {
            match c {
                _ if c.is_control() => write!(f, "{}", c.escape_unicode())?,
                '\u{2028}' | '\u{2029}' => write!(f, "{}", c.escape_unicode())?,
                _ => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// All faults of a tree of sources, by file and line.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    list: Vec<Fault>,
    /// The texts of the files at fault, for the excerpts.
    texts: BTreeMap<Arc<str>, Arc<str>>,
    omitted: usize,
}

impl Faults {
    pub(crate) fn new(
        mut list: Vec<Fault>,
        texts: BTreeMap<Arc<str>, Arc<str>>,
        omitted: usize,
    ) -> Self {
        let start = |fault: &Fault| fault.place.span.as_ref().map(|span| span.start);
        list.sort_by(|a, b| {
            (&a.place.path, start(a), &a.key).cmp(&(&b.place.path, start(b), &b.key))
        });
        Self { list, texts, omitted }
    }

    /// The faults, by file and place.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.list.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        let of_that = |fault: &&Fault| fault.severity == severity;
        self.list.iter().filter(of_that).count()
    }

    /// How many there are: `3 errors, 1 warning`.
    pub fn summary(&self) -> String {
        let counted = |count: usize, word: &str| match count {
            1 => format!("1 {word}"),
            _ => format!("{count} {word}s"),
        };
        let mut parts = Vec::new();
        if self.errors() > 0 || self.warnings() == 0 {
            parts.push(counted(self.errors(), "error"));
        }
        if self.warnings() > 0 {
            parts.push(counted(self.warnings(), "warning"));
        }
        if self.omitted > 0 {
            parts.push(format!("{} not shown", counted(self.omitted, "fault")));
        }
        parts.join(", ")
    }

    /// The text of a file at fault.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(AsRef::as_ref)
    }
}

/// One line for each fault, for logs.
impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
