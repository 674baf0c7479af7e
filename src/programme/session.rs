//! Sessions: `sessions/<id>.toml`.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::model::{AgendaItem, Footnote, Language, Session, SessionId, SessionStatus, Text};

use super::body::Frame;
use super::document;
use super::file::File;
use super::found::Found;
use super::identity;
use super::place::At;
use super::schedule::{self, Clock};
use super::slot::{self, SlotDraft};
use super::syntax::{self, Tree};
use super::table::Table;
use super::text::{by_language, text};
use super::{value, web};

const STATUSES: [(&str, SessionStatus); 3] = [
    ("provisional", SessionStatus::Provisional),
    ("adopted", SessionStatus::Adopted),
    ("held", SessionStatus::Held),
];

/// A session as far as it could be read.
pub(super) struct SessionDraft<'c> {
    pub(super) file: File<'c>,
    pub(super) id: Option<SessionId>,
    pub(super) slots: Vec<SlotDraft>,
    /// The session, if nothing is wrong in its file.
    pub(super) session: Option<Session>,
}

/// What the entries of a session refer to. What could not be read is `None`, and is not checked
/// against.
pub(super) struct References<'f> {
    pub(super) frame: &'f Frame,
    pub(super) agenda: Option<Vec<String>>,
    pub(super) footnotes: Option<Vec<String>>,
    /// The marks that entries named.
    pub(super) used_footnotes: RefCell<BTreeSet<String>>,
}

/// Reads the file `<name>.toml` of a session.
pub(super) fn read<'c>(file: &File<'c>, name: &str, frame: &Frame) -> SessionDraft<'c> {
    let id = file.named::<SessionId>(name, "the name of a session's file");
    match syntax::parse(file) {
        Some(tree) => read_root(file, &tree, id, frame),
        None => SessionDraft { file: file.clone(), id, slots: Vec::new(), session: None },
    }
}

fn read_root<'t, 'c>(
    file: &'t File<'c>,
    tree: &'t Tree<'t>,
    id: Option<SessionId>,
    frame: &Frame,
) -> SessionDraft<'c> {
    let mut table = Table::root(file, tree.root());
    let own_language = table.optional("language", Found::parsed::<Language>);
    let own_frame = own_language.map(|_| Frame { language: own_language, ..frame.clone() });
    let frame = own_frame.as_ref().unwrap_or(frame);
    let language = frame.language;
    let number = table.optional("number", value::ordinal);
    let name = table.required("name", |found| text(found, language));
    let dated = |found: &Found<'_, '_>| Some((value::date(found)?, found.at.clone()));
    let start = table.required("start", dated);
    let end = table.required("end", dated);
    let status = table.required("status", |found| found.one_of(&STATUSES));
    let time_zone = table.find("time_zone");
    // A time zone that cannot be read must not stand for the body's.
    let (time_zone, zone) = match time_zone {
        Some(found) => {
            let own = value::time_zone(&found);
            (own, own)
        }
        None => (None, frame.time_zone),
    };
    let venue = table.optional("venue", |found| text(found, language));
    let url = table.optional("url", url);
    let paragraphs = table.optional("paragraphs", |found| texts(found, language));
    let documents = table.optional("documents", |found| {
        found.list(|found| found.table(|table| document::read(table, frame)))
    });
    let agenda = marked(&mut table, "agenda", "agenda item", |table| {
        let item = table.required("item", designated);
        let title = table.required("title", |found| text(found, language));
        let agenda_item = |item: String| Some(AgendaItem { item, title: title? });
        (item.clone(), item.and_then(|(item, _)| agenda_item(item)))
    });
    let footnotes = marked(&mut table, "footnotes", "footnote mark", |table| {
        let mark = table.required("mark", designated);
        let text = table.required("text", |found| text(found, language));
        let footnote = |mark: String| Some(Footnote { mark, text: text? });
        (mark.clone(), mark.and_then(|(mark, _)| footnote(mark)))
    });
    let references = References {
        frame,
        agenda: agenda.names(),
        footnotes: footnotes.names(),
        used_footnotes: RefCell::default(),
    };
    let slots = table.optional("slots", |found| {
        found.each(|found| {
            found.table(|table| Some(slot::read(table, found, id.as_ref(), &references)))
        })
    });
    table.report_unknown_keys();

    let slots: Vec<SlotDraft> = slots.into_iter().flatten().flatten().collect();
    let clock = zone.map(|zone| Clock {
        zone,
        rules: &frame.zone_rules,
        others: frame.other_rules.as_ref(),
    });
    schedule::check(file, start.as_ref(), end.as_ref(), clock.as_ref(), &slots);
    let used = references.used_footnotes.into_inner();
    for (mark, at) in footnotes.marks.iter().flatten() {
        if !used.contains(mark) {
            let rule = format!("no entry refers to the footnote `{mark}`");
            file.report(file.fault(at, rule).warning());
        }
    }

    let session = || {
        Some(Session {
            id: id.clone()?,
            number,
            language: own_language,
            name: name?,
            start: start?.0,
            end: end?.0,
            status: status?,
            time_zone,
            venue: venue.unwrap_or_default(),
            url: url.unwrap_or_default(),
            paragraphs: paragraphs.unwrap_or_default(),
            documents: documents.unwrap_or_default(),
            agenda: agenda.values?,
            footnotes: footnotes.values?,
            slots: slots.iter().map(|draft| draft.slot.clone()).collect::<Option<_>>()?,
        })
    };
    SessionDraft { session: session(), file: file.clone(), id, slots }
}

/// The addresses of a page by language, of which any one is enough.
pub(super) fn url(found: &Found<'_, '_>) -> Option<Text> {
    by_language(found, None, |found| web::address(found).map(String::from))
}

/// A list of texts.
pub(super) fn texts(found: &Found<'_, '_>, language: Option<Language>) -> Option<Vec<Text>> {
    found.list(|found| text(found, language))
}

/// The tables of a list that are known by a mark or number.
struct Marked<V> {
    marks: Vec<Option<(String, At)>>,
    values: Option<Vec<V>>,
}

impl<V> Marked<V> {
    /// The marks, if all of them could be read.
    fn names(&self) -> Option<Vec<String>> {
        let names = self.marks.iter();
        names.map(|mark| Some(mark.as_ref()?.0.clone())).collect()
    }
}

/// Reads the list at `key` and reports marks that stand twice. A table is read by `read`, which
/// gives the mark and the value.
fn marked<'t, 'c, V>(
    table: &mut Table<'t, 'c>,
    key: &'static str,
    what: &str,
    mut read: impl FnMut(&mut Table<'t, 'c>) -> (Option<(String, At)>, Option<V>),
) -> Marked<V> {
    let Some(found) = table.find(key) else {
        return Marked { marks: Vec::new(), values: Some(Vec::new()) };
    };
    let read = found.each(|found| found.table(|table| Some(read(table))));
    let Some(read) = read else {
        return Marked { marks: vec![None], values: None };
    };
    let (marks, values): (Vec<_>, Vec<_>) = read.into_iter().map(Option::unwrap_or_default).unzip();
    let known = marks.iter().flatten().map(|(mark, at)| (mark.as_str(), at));
    identity::check_unique(found.file, what, known);
    Marked { marks, values: values.into_iter().collect() }
}

/// A mark or number, and where it stands.
fn designated(found: &Found<'_, '_>) -> Option<(String, At)> {
    Some((found.designation()?, found.at.clone()))
}
