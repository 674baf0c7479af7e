//! Writing: a session as TOML, with the comments and the order of the file that it stands in.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use crate::model::{
    Document, DocumentRole, Entry, EntryKind, Session, SessionStatus, Slot, SlotKind, Text,
};

use super::value::weekday_of;

/// A file that cannot be edited.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// It is no TOML.
    #[error("the file is no TOML: {0}")]
    Syntax(#[from] toml_edit::TomlError),
}

/// The text of a session's file.
///
/// `standing` is the text of the file as it is and the session that it was read as. Only what
/// differs between that session and the new one is written, so that all else keeps its comments
/// and its form. Without it, the whole file is written, `heading` being the comment at its top.
pub fn write(
    standing: Option<(&str, &Session)>,
    new: &Session,
    heading: &str,
) -> Result<String, Unwritable> {
    let (mut document, old) = match standing {
        Some((text, old)) => (text.parse::<DocumentMut>()?, Some(old)),
        None => (DocumentMut::new(), None),
    };
    let table = document.as_table_mut();
    let changed = |is: &dyn Fn(&Session) -> bool| old.is_none_or(|old| !is(old));
    if changed(&|old| old.number == new.number) {
        set_or_remove(table, "number", new.number.map(|number| value(i64::from(number))));
    }
    if changed(&|old| old.language == new.language) {
        let language = new.language.map(|language| value(language.as_str()));
        set_or_remove(table, "language", language);
    }
    set_text(table, "name", &new.name, old.map(|old| &old.name));
    if changed(&|old| old.start == new.start) {
        set(table, "start", date(new.start));
    }
    if changed(&|old| old.end == new.end) {
        set(table, "end", date(new.end));
    }
    if changed(&|old| old.status == new.status) {
        set(table, "status", value(status(new.status)));
    }
    if changed(&|old| old.time_zone == new.time_zone) {
        set_or_remove(table, "time_zone", new.time_zone.map(|zone| value(zone.name())));
    }
    set_text(table, "venue", &new.venue, old.map(|old| &old.venue));
    set_text(table, "url", &new.url, old.map(|old| &old.url));
    set_texts(table, "paragraphs", &new.paragraphs, old.map(|old| &old.paragraphs));
    set_tables(
        table,
        "documents",
        &new.documents,
        old.map(|old| old.documents.as_slice()),
        same_document,
        write_document,
    );
    set_tables(
        table,
        "agenda",
        &new.agenda,
        old.map(|old| old.agenda.as_slice()),
        |a, b| a.item == b.item,
        |table, new, old| {
            set_string(table, "item", Some(&new.item), old.map(|old| &old.item));
            set_text(table, "title", &new.title, old.map(|old| &old.title));
        },
    );
    set_tables(
        table,
        "footnotes",
        &new.footnotes,
        old.map(|old| old.footnotes.as_slice()),
        |a, b| a.mark == b.mark,
        |table, new, old| {
            set_string(table, "mark", Some(&new.mark), old.map(|old| &old.mark));
            set_text(table, "text", &new.text, old.map(|old| &old.text));
        },
    );
    set_tables(
        table,
        "slots",
        &new.slots,
        old.map(|old| old.slots.as_slice()),
        |a, b| a.id == b.id,
        write_slot,
    );
    let text = document.to_string();
    Ok(if standing.is_none() && !heading.is_empty() {
        let heading = heading.replace('\n', "\n# ");
        format!("# {heading}\n\n{text}")
    } else {
        text
    })
}

/// Sets a key; one that is there keeps the comments beside it.
fn set(table: &mut Table, key: &str, new: Item) {
    match table.get_mut(key) {
        Some(Item::Value(old)) => {
            if let Item::Value(mut new) = new {
                *new.decor_mut() = old.decor().clone();
                *old = new;
            }
        }
        _ => drop(table.insert(key, new)),
    }
}

fn set_or_remove(table: &mut Table, key: &str, new: Option<Item>) {
    match new {
        Some(new) => set(table, key, new),
        None => drop(table.remove(key)),
    }
}

fn set_string(table: &mut Table, key: &str, new: Option<&String>, old: Option<&String>) {
    if new != old {
        set_or_remove(table, key, new.map(value));
    }
}

fn date(date: chrono::NaiveDate) -> Item {
    match date.to_string().parse::<toml_edit::Datetime>() {
        Ok(date) => value(date),
        Err(_) => value(date.to_string()),
    }
}

fn status(status: SessionStatus) -> &'static str {
    match status {
        SessionStatus::Provisional => "provisional",
        SessionStatus::Adopted => "adopted",
        SessionStatus::Held => "held",
    }
}

/// Sets the languages of a text that differ.
fn set_text(table: &mut Table, key: &str, new: &Text, old: Option<&Text>) {
    let empty = Text::new();
    let old = old.unwrap_or(&empty);
    if new == old {
        return;
    }
    if new.is_empty() {
        table.remove(key);
        return;
    }
    if !table.contains_key(key) {
        let mut languages = Table::new();
        languages.set_dotted(true);
        table.insert(key, Item::Table(languages));
    }
    let Some(languages) = table.get_mut(key).and_then(Item::as_table_like_mut) else { return };
    for (language, _) in old.iter().filter(|(language, _)| new.get(*language).is_none()) {
        languages.remove(language.as_str());
    }
    for (language, words) in
        new.iter().filter(|(language, words)| old.get(*language) != Some(words))
    {
        languages.insert(language.as_str(), value(words));
    }
}

fn inline(text: &Text) -> Value {
    let mut table = InlineTable::new();
    for (language, words) in text.iter() {
        table.insert(language.as_str(), words.into());
    }
    Value::InlineTable(table)
}

/// Sets a list of texts, each in its own line.
fn set_texts(table: &mut Table, key: &str, new: &Vec<Text>, old: Option<&Vec<Text>>) {
    if old.map_or(new.is_empty(), |old| old == new) {
        return;
    }
    if new.is_empty() {
        table.remove(key);
        return;
    }
    let mut list = Array::new();
    for text in new {
        let mut inline = inline(text);
        inline.decor_mut().set_prefix("\n  ");
        list.push_formatted(inline);
    }
    list.set_trailing("\n");
    list.set_trailing_comma(true);
    set(table, key, value(list));
}

fn set_strings<S: AsRef<str>>(table: &mut Table, key: &str, new: &[S], is_new: bool) {
    if !is_new {
        return;
    }
    let list: Array = new.iter().map(AsRef::as_ref).collect();
    set_or_remove(table, key, (!new.is_empty()).then(|| value(list)));
}

/// Sets a list of tables. Those that stand are known by `same` and keep their comments; each is
/// written by `write`, which gets what stood.
fn set_tables<T: PartialEq>(
    table: &mut Table,
    key: &str,
    new: &[T],
    old: Option<&[T]>,
    same: impl Fn(&T, &T) -> bool,
    mut write: impl FnMut(&mut Table, &T, Option<&T>),
) {
    if old.map_or(new.is_empty(), |old| old == new) {
        return;
    }
    let mut standing: Vec<Option<Table>> = match table.get(key) {
        Some(Item::ArrayOfTables(tables)) => tables.iter().cloned().map(Some).collect(),
        Some(Item::Value(Value::Array(list))) => {
            let tables = list.iter().map(|value| value.as_inline_table().cloned());
            tables.map(|table| Some(table?.into_table())).collect()
        }
        _ => Vec::new(),
    };
    let old = old.unwrap_or_default();
    let mut tables = ArrayOfTables::new();
    let mut position = None;
    for (index, new) in new.iter().enumerate() {
        // The same place is tried first: several may be alike.
        let order = std::iter::once(index).chain(0..old.len());
        let found = order
            .filter(|at| *at < old.len())
            .find(|at| standing.get(*at).is_some_and(Option::is_some) && same(&old[*at], new));
        let mut written = found.and_then(|at| standing[at].take()).unwrap_or_default();
        write(&mut written, new, found.map(|at| &old[at]));
        // Tables are printed by their position in the file; a moved one takes its new place.
        position = position.max(written.position());
        written.set_position(None);
        tables.push(written);
    }
    if tables.is_empty() {
        table.remove(key);
        return;
    }
    forget_positions(&mut tables);
    table.insert(key, Item::ArrayOfTables(tables));
}

/// Tables without positions are printed in the order in which they stand.
fn forget_positions(tables: &mut ArrayOfTables) {
    for table in tables.iter_mut() {
        table.set_position(None);
        for (_, item) in table.iter_mut() {
            if let Item::ArrayOfTables(tables) = item {
                forget_positions(tables);
            }
        }
    }
}

fn same_document(a: &Document, b: &Document) -> bool {
    match (&a.symbol, &b.symbol) {
        (Some(a), Some(b)) => a.base() == b.base(),
        _ if a.role == DocumentRole::Programme => b.role == DocumentRole::Programme,
        (None, None) => a.role == b.role && a.url == b.url,
        _ => false,
    }
}

fn write_document(table: &mut Table, new: &Document, old: Option<&Document>) {
    if old.is_none_or(|old| old.role != new.role) {
        let role = match new.role {
            DocumentRole::Programme => "programme",
            DocumentRole::Agenda => "agenda",
            DocumentRole::Reference => "reference",
        };
        set(table, "role", value(role));
    }
    if old.is_none_or(|old| old.symbol != new.symbol) {
        let symbol = new.symbol.as_ref();
        set_or_remove(table, "symbol", symbol.map(|symbol| value(symbol.as_str())));
    }
    set_text(table, "title", &new.title, old.map(|old| &old.title));
    set_text(table, "url", &new.url, old.map(|old| &old.url));
    if old.map(|old| old.date) != Some(new.date) {
        set_or_remove(table, "date", new.date.map(date));
    }
    if old.map(|old| old.original_language) != Some(new.original_language) {
        let language = new.original_language;
        set_or_remove(table, "original_language", language.map(|l| value(l.as_str())));
    }
    set_string(
        table,
        "job_number",
        new.job_number.as_ref(),
        old.and_then(|old| old.job_number.as_ref()),
    );
}

fn write_slot(table: &mut Table, new: &Slot, old: Option<&Slot>) {
    if old.is_none() {
        set(table, "id", value(new.id.as_str()));
    }
    if old.map(|old| &old.formerly) != Some(&new.formerly) {
        let names = new.formerly.iter().map(|former| format!("{}/{}", former.session, former.slot));
        let names: Vec<String> = names.collect();
        set_strings(table, "formerly", &names, true);
    }
    if old.is_none_or(|old| old.date != new.date) {
        set(table, "date", date(new.date));
        if old.is_none() || table.contains_key("weekday") {
            set(table, "weekday", value(weekday_of(new.date)));
        }
    }
    let time = |time: chrono::NaiveTime| value(time.format("%H:%M").to_string());
    if old.is_none_or(|old| old.start != new.start) {
        set(table, "start", time(new.start));
    }
    if old.is_none_or(|old| old.end != new.end) {
        set(table, "end", time(new.end));
    }
    if old.map_or(SlotKind::Formal, |old| old.kind) != new.kind {
        set(table, "kind", value(new.kind.as_str()));
    }
    if old.is_some_and(|old| old.cancelled) != new.cancelled {
        set_or_remove(table, "cancelled", new.cancelled.then(|| value(true)));
    }
    set_text(table, "room", &new.room, old.map(|old| &old.room));
    set_texts(table, "notes", &new.notes, old.map(|old| &old.notes));
    set_tables(
        table,
        "entries",
        &new.entries,
        old.map(|old| old.entries.as_slice()),
        same_entry,
        write_entry,
    );
}

fn same_entry(a: &Entry, b: &Entry) -> bool {
    a.kind == b.kind
        && a.agenda_item == b.agenda_item
        && a.sub_item == b.sub_item
        && (a.agenda_item.is_some() || a.kind != EntryKind::Item || a.heading == b.heading)
}

fn write_entry(table: &mut Table, new: &Entry, old: Option<&Entry>) {
    if old.map_or(EntryKind::Item, |old| old.kind) != new.kind {
        let kind = match new.kind {
            EntryKind::Opening => "opening",
            EntryKind::Statements => "statements",
            EntryKind::Stakeholders => "stakeholders",
            EntryKind::Item => "item",
            EntryKind::Closing => "closing",
        };
        set(table, "kind", value(kind));
    }
    set_string(
        table,
        "agenda_item",
        new.agenda_item.as_ref(),
        old.and_then(|old| old.agenda_item.as_ref()),
    );
    set_string(table, "sub_item", new.sub_item.as_ref(), old.and_then(|old| old.sub_item.as_ref()));
    let topics: Vec<&str> = new.topics.iter().map(crate::model::TopicId::as_str).collect();
    set_strings(
        table,
        "topics",
        &topics,
        old.map_or(!topics.is_empty(), |old| old.topics != new.topics),
    );
    let flag = |table: &mut Table, key: &str, new: bool, old: bool| {
        if new != old {
            set_or_remove(table, key, new.then(|| value(true)));
        }
    };
    flag(
        table,
        "agenda_item_continued",
        new.agenda_item_continued,
        old.is_some_and(|old| old.agenda_item_continued),
    );
    flag(table, "continued", new.continued, old.is_some_and(|old| old.continued));
    set_text(table, "heading", &new.heading, old.map(|old| &old.heading));
    set_text(table, "focus", &new.focus, old.map(|old| &old.focus));
    set_texts(table, "questions", &new.questions, old.map(|old| &old.questions));
    set_texts(table, "statements", &new.statements, old.map(|old| &old.statements));
    set_strings(
        table,
        "footnotes",
        &new.footnotes,
        old.map_or(!new.footnotes.is_empty(), |old| old.footnotes != new.footnotes),
    );
}
