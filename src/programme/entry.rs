//! Entries of a slot.

use crate::model::{Entry, EntryKind, TopicId};

use super::found::Found;
use super::identity;
use super::session::{References, texts};
use super::table::Table;
use super::text::text;

const KINDS: [(&str, EntryKind); 5] = [
    ("opening", EntryKind::Opening),
    ("statements", EntryKind::Statements),
    ("stakeholders", EntryKind::Stakeholders),
    ("item", EntryKind::Item),
    ("closing", EntryKind::Closing),
];

/// Reads an entry. Keys at fault are left empty in it; their faults are reported.
pub(super) fn read(table: &mut Table<'_, '_>, references: &References<'_>) -> Entry {
    let language = references.frame.language;
    let kind = table.optional("kind", |found| found.one_of(&KINDS));
    let agenda_item = table.find("agenda_item");
    let sub_item = table.find("sub_item");
    let topics = table.optional("topics", |found| topics(found, references));
    let agenda_item_continued = table.optional("agenda_item_continued", Found::boolean);
    let continued = table.optional("continued", Found::boolean);
    let heading = table.find("heading");
    let focus = table.optional("focus", |found| text(found, language));
    let questions = table.optional("questions", |found| texts(found, language));
    let statements = table.optional("statements", |found| texts(found, language));
    let footnotes = table.optional("footnotes", |found| footnotes(found, references));

    match (&agenda_item, &sub_item, &heading) {
        (None, _, None) => table.report("an entry has a heading or an agenda_item"),
        (None, Some(sub_item), _) => {
            sub_item.file.report(
                (sub_item.fault("a sub_item stands with the agenda_item that it belongs to"))
                    .help("add agenda_item"),
            );
        }
        _ => {}
    }
    let has_heading = heading.is_some();
    let item = agenda_item.as_ref().and_then(Found::designation);
    if let (Some(found), Some(item), Some(known)) = (&agenda_item, &item, &references.agenda)
        && !has_heading
        && !known.contains(item)
    {
        found.file.report(
            found
                .fault(format!(
                    "the agenda item `{item}` has no title here: the entry has no heading and \
                     `agenda` does not list it"
                ))
                .help(format!("add a heading, or [[agenda]] with item = {item:?}")),
        );
    }
    let sub_item = sub_item.and_then(|found| found.designation());
    let heading = heading.and_then(|found| text(&found, language));
    Entry {
        kind: kind.unwrap_or_default(),
        agenda_item: item,
        sub_item,
        topics: topics.unwrap_or_default(),
        agenda_item_continued: agenda_item_continued.unwrap_or_default(),
        continued: continued.unwrap_or_default(),
        heading: heading.unwrap_or_default(),
        focus: focus.unwrap_or_default(),
        questions: questions.unwrap_or_default(),
        statements: statements.unwrap_or_default(),
        footnotes: footnotes.unwrap_or_default(),
    }
}

/// The topics of an entry: each once, and each a topic of the body.
fn topics(found: &Found<'_, '_>, references: &References<'_>) -> Option<Vec<TopicId>> {
    let topics = found.each(|found| {
        let topic = found.parsed::<TopicId>()?;
        if let Some(known) = &references.frame.topics
            && !known.contains(&topic)
        {
            let rule = format!("the body has no topic `{topic}`");
            return found.refuse_with(rule, topic.as_str(), known.iter().map(TopicId::as_str));
        }
        Some((topic, found.at.clone()))
    })?;
    let known = topics.iter().flatten();
    let known = known.map(|(topic, at)| (topic.as_str(), at));
    identity::check_unique(found.file, "topic", known);
    topics.into_iter().map(|topic| Some(topic?.0)).collect()
}

/// The footnote marks of an entry: each once, and each of a footnote of the session.
fn footnotes(found: &Found<'_, '_>, references: &References<'_>) -> Option<Vec<String>> {
    let marks = found.each(|found| {
        let mark = found.designation()?;
        if let Some(known) = &references.footnotes
            && !known.contains(&mark)
        {
            let rule = format!("the session has no footnote `{mark}`");
            return found.refuse_with(rule, &mark, known.iter().map(String::as_str));
        }
        references.used_footnotes.borrow_mut().insert(mark.clone());
        Some((mark, found.at.clone()))
    })?;
    let known = marks.iter().flatten();
    let known = known.map(|(mark, at)| (mark.as_str(), at));
    identity::check_unique(found.file, "footnote mark", known);
    marks.into_iter().map(|mark| Some(mark?.0)).collect()
}
