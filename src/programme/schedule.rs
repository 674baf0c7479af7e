//! The schedule of a session: its days, and the times of its slots.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use crate::model::ZoneRules;

use super::file::File;
use super::place::At;
use super::slot::SlotDraft;

type Dated = (NaiveDate, At);

/// What the clocks of the venue show.
pub(super) struct Clock<'r> {
    pub(super) zone: Tz,
    pub(super) rules: &'r ZoneRules,
    /// Rules to warn about where they differ.
    pub(super) others: Option<&'r ZoneRules>,
}

/// Checks the dates of a session and the times of its slots. What is `None` could not be read.
pub(super) fn check(
    file: &File<'_>,
    first_day: Option<&Dated>,
    last_day: Option<&Dated>,
    clock: Option<&Clock<'_>>,
    slots: &[SlotDraft],
) {
    if let (Some((first, first_at)), Some((last, last_at))) = (first_day, last_day) {
        if last < first {
            file.report(
                file.fault(last_at, "a session ends on or after the day on which it starts")
                    .also(file.place(first_at, Some("it starts here"))),
            );
        } else {
            for slot in slots {
                check_day(file, (*first, first_at), (*last, last_at), slot);
            }
        }
    }
    for slot in slots {
        check_times(file, slot);
        if let Some(clock) = clock {
            check_existence(file, clock, slot);
        }
    }
    check_overlaps(file, slots);
}

/// Reports a slot that is not on a day of the session.
fn check_day(file: &File<'_>, first: (NaiveDate, &At), last: (NaiveDate, &At), slot: &SlotDraft) {
    let Some((date, at)) = &slot.date else { return };
    let bound = if *date < first.0 {
        file.place(first.1, Some("the first day"))
    } else if *date > last.0 {
        file.place(last.1, Some("the last day"))
    } else {
        return;
    };
    let rule = format!("a slot is on a day of its session, from {} to {}", first.0, last.0);
    file.report(file.fault(at, rule).also(bound));
}

/// Reports a slot that does not end after it starts.
fn check_times(file: &File<'_>, slot: &SlotDraft) {
    if let (Some((start, start_at)), Some((end, end_at))) = (&slot.start, &slot.end)
        && end <= start
    {
        file.report(
            file.fault(end_at, "a slot ends after it starts, on the same day")
                .also(file.place(start_at, Some("it starts here"))),
        );
    }
}

/// Reports times that the clocks of the venue skip, and those that other rules place otherwise.
fn check_existence(file: &File<'_>, clock: &Clock<'_>, slot: &SlotDraft) {
    let Some((date, _)) = &slot.date else { return };
    let zone = clock.zone;
    for (time, at) in [&slot.start, &slot.end].into_iter().flatten() {
        let local = date.and_time(*time);
        let instant = clock.rules.instant(local, zone);
        let shown = time.format("%H:%M");
        if let Some(others) = clock.others
            && let other = others.instant(local, zone)
            && other != instant
        {
            let told = |instant: Option<DateTime<Utc>>| {
                instant.map_or("never".to_owned(), |at| at.format("%Y-%m-%dT%H:%MZ").to_string())
            };
            let rule = format!(
                "the clocks of {zone} show {shown} on {date} at {} by the time zones of {}, at {} \
                 by those of {others}",
                told(instant),
                clock.rules,
                told(other),
            );
            file.report(file.fault(at, rule).warning().help(
                "events are at the former; --zoneinfo chooses, and the newer release is usually \
                 right",
            ));
        }
        if instant.is_none() {
            file.report(
                file.fault(at, format!("the clocks of {zone} never show {shown} on {date}"))
                    .help("they go forward over it; see the date and the time zone"),
            );
        }
    }
}

/// A slot that takes place, with what is needed to tell whether it overlaps another.
struct Span<'s> {
    start: NaiveDateTime,
    end: NaiveDateTime,
    slot: &'s SlotDraft,
    start_at: &'s At,
}

impl<'s> Span<'s> {
    fn of(slot: &'s SlotDraft) -> Option<Self> {
        let (date, _) = slot.date.as_ref()?;
        let (start, start_at) = slot.start.as_ref()?;
        let (end, _) = slot.end.as_ref()?;
        (start < end).then(|| Self {
            start: date.and_time(*start),
            end: date.and_time(*end),
            slot,
            start_at,
        })
    }

    fn label(&self) -> String {
        let name = match &self.slot.id {
            Some((id, _)) => id.as_str(),
            None => &self.slot.at.key,
        };
        let (start, end) = (self.start.format("%H:%M"), self.end.format("%H:%M"));
        format!("`{name}` is from {start} to {end}")
    }
}

/// Reports each slot that starts before an earlier one has ended, once.
fn check_overlaps(file: &File<'_>, slots: &[SlotDraft]) {
    let takes_place = |slot: &&SlotDraft| !slot.cancelled;
    let slots = slots.iter().filter(takes_place);
    let mut spans: Vec<Span<'_>> = slots.filter_map(Span::of).collect();
    spans.sort_by_key(|span| span.start);
    let mut latest: Option<&Span<'_>> = None;
    for span in &spans {
        if let Some(earlier) = latest.filter(|earlier| span.start < earlier.end) {
            let date = span.start.date();
            file.report(
                file.fault(span.start_at, format!("two slots overlap on {date}"))
                    .label(span.label())
                    .also(file.place(earlier.start_at, Some(&earlier.label())))
                    .help("slots that were called off have cancelled = true"),
            );
        }
        if latest.is_none_or(|earlier| span.end > earlier.end) {
            latest = Some(span);
        }
    }
}
