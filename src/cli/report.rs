//! What a publication changes, in words for a terminal.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use chrono::NaiveDateTime;

use super::STRONG;
use crate::model::{Language, TopicId};
use crate::publication::{
    Change, EventContent, EventReport, EventStatus, ParticularsReport, Report, TextChange,
};
use crate::words::Words;

const ADDED: Style = AnsiColor::Green.on_default();
const GONE: Style = AnsiColor::Red.on_default();
const MOVED: Style = AnsiColor::Cyan.on_default();
const CHANGED: Style = AnsiColor::Yellow.on_default();
const QUIET: Style = Style::new().dimmed();

/// Prints what a report says, below its heading.
pub(super) fn print(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    for particulars in &report.particulars {
        print_particulars(out, particulars)?;
    }
    for event in &report.events {
        print_event(out, event)?;
    }
    if let Some(day) = report.horizon {
        writeln!(
            out,
            "{QUIET}-{QUIET:#} events that were cancelled long before {day} go from the feeds"
        )?;
    }
    Ok(())
}

/// The counts in one line: "2 added, 1 cancelled".
pub(super) fn summary(report: &Report) -> String {
    let counts = ["added", "moved", "changed", "cancelled", "restored"].map(|kind| {
        let count = report.events.iter().filter(|event| event.kind() == kind).count();
        (count > 0).then(|| format!("{count} {kind}"))
    });
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    match (counts.as_slice(), report.particulars.len()) {
        ([], 0) => "no event changed".to_owned(),
        ([], 1) => "1 body or session changed, no event".to_owned(),
        ([], changed) => format!("{changed} bodies or sessions changed, no event"),
        (counts, _) => counts.join(", "),
    }
}

fn print_event(out: &mut dyn Write, event: &EventReport) -> io::Result<()> {
    let (mark, style) = match event.kind() {
        "added" | "restored" => ("+", ADDED),
        "cancelled" => ("-", GONE),
        "moved" => (">", MOVED),
        _ => ("~", CHANGED),
    };
    let content = &event.after;
    let slot = format!("{}/{}/{}", content.body, content.session, content.slot.id);
    writeln!(
        out,
        "{style}{mark}{style:#} {STRONG}{slot}{STRONG:#}, {}: {}",
        span(content.slot.starts(), content.slot.ends()),
        heading(content),
    )?;
    if event.before.is_none() {
        writeln!(out, "    {style}new{style:#}")?;
    }
    for change in &event.changes {
        writeln!(out, "    {style}{}{style:#}", words(change, event))?;
    }
    print_texts(out, &event.texts())?;
    writeln!(out, "    {QUIET}seen in {}{QUIET:#}", event.feeds().join(", "))?;
    Ok(())
}

fn print_particulars(out: &mut dyn Write, changed: &ParticularsReport) -> io::Result<()> {
    let (what, name) = match &changed.session {
        None => ("body", changed.body.to_string()),
        Some(session) => ("session", format!("{}/{session}", changed.body)),
    };
    let (mark, style, how) = match (changed.is_new, changed.withdrawn) {
        (true, _) => ("+", ADDED, "new"),
        (false, true) => ("-", GONE, "withdrawn"),
        (false, false) => ("~", CHANGED, "changed"),
    };
    writeln!(out, "{style}{mark}{style:#} {what} {STRONG}{name}{STRONG:#}: {style}{how}{style:#}")?;
    print_texts(out, &changed.texts)?;
    writeln!(out, "    {QUIET}seen in {}{QUIET:#}", changed.feeds.join(", "))
}

fn print_texts(out: &mut dyn Write, texts: &[TextChange]) -> io::Result<()> {
    for text in texts {
        let (sign, style) = if text.added { ("+", ADDED) } else { ("-", GONE) };
        writeln!(out, "      {style}{sign} {}: {}{style:#}", text.place, text.words)?;
    }
    Ok(())
}

fn words(change: &Change, event: &EventReport) -> String {
    let topics =
        |topics: &[TopicId]| topics.iter().map(TopicId::as_str).collect::<Vec<_>>().join(", ");
    match change {
        Change::Cancelled => "cancelled".to_owned(),
        Change::Restored => "brought back".to_owned(),
        Change::Moved { from, to } if from == to => "moved: its time zone differs".to_owned(),
        Change::Moved { from, to } => {
            format!("moved from {} to {}", span(from.0, from.1), span(to.0, to.1))
        }
        Change::Topics { left, joined } => match (left.as_slice(), joined.as_slice()) {
            ([], joined) => format!("joins {}", topics(joined)),
            (left, []) => format!("leaves {}", topics(left)),
            (left, joined) => format!("leaves {} for {}", topics(left), topics(joined)),
        },
        Change::Headings => "retitled".to_owned(),
        Change::Renumbered => "another part of the slots on its topics".to_owned(),
        Change::Renamed { from, to } => format!("renamed from {from} to {to}"),
        Change::Place => "at another place".to_owned(),
        Change::Kind => format!("now {}", event.after.slot.kind),
        Change::Status { to: EventStatus::Confirmed, .. } => "confirmed".to_owned(),
        Change::Status { .. } => "provisional again".to_owned(),
        Change::Text => "text changed".to_owned(),
        Change::Documents => "documents changed".to_owned(),
        Change::Other => "other particulars changed".to_owned(),
    }
}

fn span(start: NaiveDateTime, end: NaiveDateTime) -> String {
    let words = Words::for_reader(Language::ENGLISH);
    format!("{}, {}", words.full_date(start.date()), words.times(start.time(), end.time()))
}

/// What the slot is about, in the body's own language.
fn heading(content: &EventContent) -> String {
    let language = content.default_language;
    let first = content.slot.entries.first();
    let heading = first.and_then(|entry| entry.heading.read(language, language));
    let title = || {
        let item = first?.agenda_item.as_ref()?;
        let item = content.agenda.iter().find(|known| known.item == *item)?;
        item.title.read(language, language)
    };
    heading.or_else(title).map_or_else(String::new, |reading| reading.words.to_owned())
}
