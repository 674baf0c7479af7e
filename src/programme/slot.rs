//! Slots of a session.

use chrono::{NaiveDate, NaiveTime};

use crate::model::{FormerSlot, SessionId, Slot, SlotId, SlotKind};

use super::entry;
use super::found::Found;
use super::place::At;
use super::session::{References, texts};
use super::table::Table;
use super::text::text;
use super::value::{self, WEEKDAYS, weekday_of};

/// A slot as far as it could be read, for the checks of the session's schedule and names.
pub(super) struct SlotDraft {
    /// Where the slot stands.
    pub(super) at: At,
    pub(super) id: Option<(SlotId, At)>,
    pub(super) formerly: Vec<(FormerSlot, At)>,
    pub(super) date: Option<(NaiveDate, At)>,
    pub(super) start: Option<(NaiveTime, At)>,
    pub(super) end: Option<(NaiveTime, At)>,
    pub(super) cancelled: bool,
    /// The slot, if nothing is wrong in it.
    pub(super) slot: Option<Slot>,
}

/// The last part of the address of the changes of a session, where a slot has its own name.
const CHANGES: &str = "changes";

fn slot_id(found: &Found<'_, '_>) -> Option<SlotId> {
    if found.string()? == CHANGES {
        return found.refuse("`changes` is the address of what changed in the session");
    }
    found.parsed()
}

/// Reads a slot of the session `session`.
pub(super) fn read(
    table: &mut Table<'_, '_>,
    found: &Found<'_, '_>,
    session: Option<&SessionId>,
    references: &References<'_>,
) -> SlotDraft {
    let language = references.frame.language;
    let id = table.required("id", located(slot_id));
    let formerly =
        table.optional("formerly", |found| found.each(located(|found| former(found, session))));
    let date = table.required("date", located(value::date));
    table.optional("weekday", |found| weekday(found, date.as_ref().map(|(date, _)| *date)));
    let start = table.required("start", located(value::time));
    let end = table.required("end", located(value::time));
    let kinds = SlotKind::ALL.map(|kind| (kind.as_str(), kind));
    let kind = table.optional("kind", |found| found.one_of(&kinds));
    let cancelled = table.optional("cancelled", Found::boolean);
    let room = table.optional("room", |found| text(found, language));
    let notes = table.optional("notes", |found| texts(found, language));
    let entries = table.required("entries", |found| {
        let entries =
            found.list(|found| found.table(|table| Some(entry::read(table, references))))?;
        if entries.is_empty() {
            return found.refuse("a slot has at least one entry");
        }
        Some(entries)
    });

    let formerly = formerly.unwrap_or_default();
    let slot = || {
        let formerly = formerly.iter();
        Some(Slot {
            id: id.clone()?.0,
            formerly: formerly.map(|former| Some(former.clone()?.0)).collect::<Option<_>>()?,
            date: date.as_ref()?.0,
            start: start.as_ref()?.0,
            end: end.as_ref()?.0,
            kind: kind.unwrap_or_default(),
            cancelled: cancelled.unwrap_or_default(),
            room: room.unwrap_or_default(),
            notes: notes.unwrap_or_default(),
            entries: entries?,
        })
    };
    SlotDraft {
        slot: slot(),
        at: found.at.clone(),
        id,
        formerly: formerly.into_iter().flatten().collect(),
        date,
        start,
        end,
        cancelled: cancelled.unwrap_or_default(),
    }
}

/// The same reader, with where the value stands.
fn located<'t, 'c: 't, V>(
    read: impl Fn(&Found<'t, 'c>) -> Option<V>,
) -> impl Fn(&Found<'t, 'c>) -> Option<(V, At)> {
    move |found| Some((read(found)?, found.at.clone()))
}

/// A former name: `slot`, or `session/slot`.
fn former(found: &Found<'_, '_>, session: Option<&SessionId>) -> Option<FormerSlot> {
    let written = found.string()?;
    let parsed = match written.split_once('/') {
        Some((session, slot)) => session.parse().map(Some).and_then(|session| {
            let slot = slot.parse()?;
            Ok((session, slot))
        }),
        None => written.parse().map(|slot| (session.cloned(), slot)),
    };
    match parsed {
        Ok((session, slot)) => Some(FormerSlot { session: session?, slot }),
        Err(error) => {
            let rule = format!("a former name is `slot` or `session/slot`: {error}");
            found.refuse(rule)
        }
    }
}

/// Reads a day of the week, which has to be the date's.
fn weekday(found: &Found<'_, '_>, date: Option<NaiveDate>) -> Option<()> {
    let written = found.string()?;
    if !WEEKDAYS.contains(&written) {
        return found.refuse_with("expected a day of the week", written, WEEKDAYS);
    }
    match date.map(weekday_of) {
        Some(right) if right != written => {
            let date = date.map(|date| date.to_string()).unwrap_or_default();
            found.refuse(format!("{date} is a {right}, not a {written}"))
        }
        _ => Some(()),
    }
}
