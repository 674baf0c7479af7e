//! Diagnostics: what is doubtful or wrong in a document, by line.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::programme::{Fault, Faults, Place, Severity};

/// The most diagnostics that are kept; more help nobody.
const MOST: usize = 500;

/// One thing that is doubtful or wrong in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is: errors keep a programme from being written.
    pub severity: Severity,
    /// The line of the document's text, from 1; 0 for the document as a whole.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
}

/// Gathers diagnostics.
#[derive(Debug, Default)]
pub(super) struct Diagnostics {
    list: Vec<Diagnostic>,
    omitted: usize,
}

impl Diagnostics {
    pub(super) fn error(&mut self, line: usize, message: impl Into<String>) -> &mut Self {
        self.push(Severity::Error, line, message.into())
    }

    pub(super) fn warn(&mut self, line: usize, message: impl Into<String>) -> &mut Self {
        self.push(Severity::Warning, line, message.into())
    }

    /// Says what would be right of the last diagnostic.
    pub(super) fn help(&mut self, help: impl Into<String>) {
        if self.omitted == 0
            && let Some(last) = self.list.last_mut()
        {
            last.help = Some(help.into());
        }
    }

    fn push(&mut self, severity: Severity, line: usize, message: String) -> &mut Self {
        let has_error = || self.list.iter().any(|other| other.severity == Severity::Error);
        // The first error is always kept: without it the document would seem right.
        if self.list.len() >= MOST && (severity == Severity::Warning || has_error()) {
            self.omitted += 1;
        } else {
            self.list.push(Diagnostic { severity, line, message, help: None });
        }
        self
    }

    /// All of them by line.
    pub(super) fn into_list(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|diagnostic| diagnostic.line);
        if self.omitted > 0 {
            let message = format!("{} more are not shown", self.omitted);
            self.list.push(Diagnostic {
                severity: Severity::Warning,
                line: 0,
                message,
                help: None,
            });
        }
        self.list
    }
}

/// Diagnostics as faults of the document, with their excerpts. `name` is what the document is
/// called, `text` its text as it was read.
pub fn faults(diagnostics: &[Diagnostic], name: &str, text: &str) -> Faults {
    let path: Arc<str> = name.into();
    // The renderer shows control characters in a way of its own, so they are taken out here.
    let shown: String =
        text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    let mut starts = vec![0];
    starts.extend(shown.match_indices('\n').map(|(at, _)| at + 1));
    let fault = |diagnostic: &Diagnostic| {
        let span = diagnostic.line.checked_sub(1).and_then(|index| {
            let start = *starts.get(index)?;
            let line = shown[start..].split('\n').next().unwrap_or_default();
            let blanks = line.len() - line.trim_start().len();
            Some(start + blanks..start + line.trim_end().len().max(blanks))
        });
        Fault {
            severity: diagnostic.severity,
            rule: diagnostic.message.clone(),
            key: String::new(),
            value: None,
            help: diagnostic.help.clone(),
            place: Place {
                path: Arc::clone(&path),
                line: diagnostic.line.max(1),
                column: 1,
                span,
                label: None,
            },
            also: Vec::new(),
        }
    };
    let list = diagnostics.iter().map(fault).collect();
    let texts = BTreeMap::from([(Arc::clone(&path), Arc::from(shown.as_str()))]);
    Faults::new(list, texts, 0)
}
