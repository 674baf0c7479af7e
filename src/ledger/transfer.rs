//! Ledgers as text, to move them between backends and to keep them as backups.
//!
//! JSON lines (one JSON object per line): the first says what it is and how many publications
//! follow; each next one is a publication with its revisions, exactly as they are stored.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::LedgerError;
use super::row::{self, PublicationRow, RevisionRow};
use crate::publication::{LedgerState, Publication};

/// The version of the form.
const VERSION: u32 = 1;

/// Why a text is no ledger.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of the exported ledger: {rule}")]
pub struct TransferError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub rule: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    plenary_ledger: u32,
    publications: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    number: i64,
    at: String,
    note: Option<String>,
    reverts_to: Option<i64>,
    horizon: Option<String>,
    revisions: Vec<LineRevision>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineRevision {
    subject: String,
    key: String,
    sequence: i64,
    content: Box<RawValue>,
}

/// All publications of a ledger, from the first, as JSON lines.
pub fn export(publications: &[Publication]) -> Result<String, LedgerError> {
    let failed = |error: serde_json::Error| LedgerError::unavailable("exported", error);
    let header = Header { plenary_ledger: VERSION, publications: publications.len() };
    let mut text = serde_json::to_string(&header).map_err(failed)? + "\n";
    for publication in publications {
        let (row, revisions) = row::rows(publication)?;
        let at = publication.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let revisions = revisions.into_iter().map(|revision| {
            let content = RawValue::from_string(revision.content)?;
            let RevisionRow { subject, key, sequence, .. } = revision;
            Ok(LineRevision { subject, key, sequence, content })
        });
        let line = Line {
            number: row.number,
            at,
            note: row.note,
            reverts_to: row.reverts_to,
            horizon: row.horizon,
            revisions: revisions.collect::<Result<_, _>>().map_err(failed)?,
        };
        text += &serde_json::to_string(&line).map_err(failed)?;
        text.push('\n');
    }
    Ok(text)
}

/// The publications that JSON lines hold, whole and in order, or what is wrong with them.
pub fn import(text: &str) -> Result<Vec<Publication>, TransferError> {
    let mut lines = text.lines().zip(1..).map(|(text, line)| (line, text));
    let fault = |line: usize, rule: String| TransferError { line, rule };
    let header = lines.next().ok_or_else(|| fault(1, "it is empty".to_owned()))?.1;
    let header: Header = serde_json::from_str(header).map_err(|error| {
        fault(1, format!("it has to say what it is, as in {{\"plenary_ledger\":1,…}} ({error})"))
    })?;
    if header.plenary_ledger != VERSION {
        let found = header.plenary_ledger;
        return Err(fault(1, format!("form {found} is not known, only {VERSION}")));
    }
    let mut state = LedgerState::new();
    let mut publications = Vec::new();
    for (line, text) in lines {
        let publication = read(text).map_err(|rule| fault(line, rule))?;
        state.apply(&publication).map_err(|error| fault(line, error.to_string()))?;
        publications.push(publication);
    }
    if publications.len() != header.publications {
        let (found, expected) = (publications.len(), header.publications);
        let rule = format!("{expected} publications have to follow, there are {found}; it was cut");
        return Err(fault(1, rule));
    }
    Ok(publications)
}

fn read(text: &str) -> Result<Publication, String> {
    let line: Line = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let at = DateTime::parse_from_rfc3339(&line.at).map_err(|error| format!("at: {error}"))?;
    let row = PublicationRow {
        number: line.number,
        at: at.with_timezone(&Utc).timestamp(),
        note: line.note,
        reverts_to: line.reverts_to,
        horizon: line.horizon,
    };
    let revisions = line.revisions.into_iter().map(|revision| RevisionRow {
        publication: line.number,
        subject: revision.subject,
        key: revision.key,
        sequence: revision.sequence,
        content: revision.content.get().to_owned(),
    });
    row::publications(vec![row], &revisions.collect::<Vec<_>>())
        .map_err(|error| error.to_string())?
        .pop()
        .ok_or_else(|| "it holds no publication".to_owned())
}
