//! Programmes: from a folder of TOML files to [`Programmes`], or to the list of all their faults.
//!
//! ```text
//! feeds/ --Sources::load--> Sources --validate--> Checked | Faults
//! ```
//!
//! Only [`Sources::load`] touches the disk; [`validate`] is pure, and a caller that keeps
//! [`Sources::digest`] need not validate what did not change. The format is specified by the
//! example in `examples/feeds`, which uses every key.
//!
//! Every fault is reported, not only the first: a value that cannot be read leaves a gap in what
//! is known, and each later check looks only at what is known.

mod body;
mod document;
mod entry;
mod fault;
mod file;
mod found;
mod identity;
mod nearest;
mod place;
mod reader;
mod report;
mod schedule;
mod session;
mod slot;
mod sources;
mod syntax;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod web;
mod write;
mod zoneinfo;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::model::{BodyId, Language, Programmes, Session, TopicId};

use body::BodyDraft;
use file::{Collector, File};
use session::SessionDraft;

pub use fault::{Fault, Faults, Place, Severity};
pub use reader::Reader;
pub use sources::{MAX_FILE_SIZE, Sources, Unread};
pub(crate) use value::WEEKDAYS;
pub use write::{Unwritable, write};
pub use zoneinfo::{ZoneinfoError, read_zoneinfo};

/// The languages that the interface has words in, and so those that a body can be served in: the
/// six official languages of the United Nations.
pub const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh", "ar"];

/// Programmes without errors.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The bodies and their sessions, in the order of the bodies' identifiers.
    pub programmes: Vec<Programmes>,
    /// What is doubtful without being wrong; often none.
    pub warnings: Faults,
    /// The words that the topics of each body are known by in its documents. They are of no
    /// concern to subscribers, and so no part of the body.
    pub words: BTreeMap<BodyId, TopicWords>,
}

/// The words that a topic is known by, by language.
pub type WordsByLanguage = BTreeMap<Language, Vec<String>>;

/// The words of the topics of a body.
pub type TopicWords = BTreeMap<TopicId, WordsByLanguage>;

/// Reads and validates the bodies in the folder `dir`, which is `feeds/` by default, by the built-in
/// rules of time zones.
///
/// The error holds every fault of every file, those of reading them included.
pub fn read(dir: &Path) -> Result<Checked, Faults> {
    validate(&Sources::load(dir))
}

/// Validates sources.
///
/// The error holds every fault of every file; with warnings alone there is no error.
pub fn validate(sources: &Sources) -> Result<Checked, Faults> {
    let collector = Collector::default();
    let (programmes, words) = collect(sources, &collector);
    let faults = collector.into_faults();
    if faults.errors() > 0 {
        return Err(faults);
    }
    Ok(Checked { programmes, warnings: faults, words })
}

/// The programmes that could be read, and the words of their topics; the faults of the others go
/// to `collector`.
fn collect(
    sources: &Sources,
    collector: &Collector,
) -> (Vec<Programmes>, BTreeMap<BodyId, TopicWords>) {
    report_tree(sources, collector);
    let mut drafts = Vec::new();
    for folder in sources.folders() {
        let mut body = read_body(sources, folder, collector);
        body.frame.zone_rules = sources.zone_rules().clone();
        body.frame.other_rules = sources.other_rules().cloned();
        let sessions = sources.sessions(folder).map(|(path, name, text)| {
            let file = File::new(collector, &sources.shown(path), Arc::clone(text));
            session::read(&file, name, &body.frame)
        });
        let sessions: Vec<SessionDraft<'_>> = sessions.collect();
        identity::check_names(&sessions);
        drafts.push((body, sessions));
    }
    identity::check_namespaces(drafts.iter().filter_map(|(body, _)| body.namespace.as_ref()));

    let words = drafts.iter().filter_map(|(body, _)| {
        let id = &body.body.as_ref()?.id;
        Some((id.clone(), body.words.clone()))
    });
    let words = words.collect();
    let whole = |(body, sessions): (BodyDraft<'_>, Vec<SessionDraft<'_>>)| {
        let sessions = sessions.into_iter().filter_map(|draft| draft.session);
        let mut sessions: Vec<Arc<Session>> = sessions.map(Arc::new).collect();
        sessions.sort_by(|a, b| a.id.cmp(&b.id));
        let zone_rules = sources.zone_rules().clone();
        Some(Programmes { body: Arc::new(body.body?), sessions, zone_rules })
    };
    let mut programmes: Vec<Programmes> = drafts.into_iter().filter_map(whole).collect();
    programmes.sort_by(|a, b| a.body.id.cmp(&b.body.id));
    (programmes, words)
}

/// Reports what is wrong before any file is looked into.
fn report_tree(sources: &Sources, collector: &Collector) {
    let at = |path: &str| File::new(collector, &sources.shown(path), Arc::from(""));
    for (path, why) in sources.unread() {
        at(path).report(at(path).whole(why.to_string()));
    }
    for path in sources.misplaced() {
        at(path).report(at(path).whole("no file is read from here").help(
            "a body is described in <body>/body.toml, a session in <body>/sessions/<session>.toml",
        ));
    }
    if sources.is_empty() {
        at("").report(
            at("")
                .whole("there is no body in this folder")
                .help("a body is a folder with a file body.toml"),
        );
    }
}

/// Reads the body in a folder, as far as that is possible.
fn read_body<'c>(sources: &Sources, folder: &str, collector: &'c Collector) -> BodyDraft<'c> {
    let at = File::new(collector, &sources.shown(folder), Arc::from(""));
    let id = at.named::<BodyId>(folder, "the name of a body's folder");
    if let Some((path, text)) = sources.body(folder) {
        let file = File::new(collector, &sources.shown(path), Arc::clone(text));
        return body::read(&file, id.as_ref());
    }
    if !sources.has_unread_body(folder) {
        at.report(
            at.whole("a body's folder holds a file body.toml")
                .help("examples/feeds shows how it is written"),
        );
    }
    BodyDraft::unknown()
}
