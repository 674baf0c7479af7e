//! Forms: a programme as octets, in each layout and format.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use chrono::NaiveTime;

use super::pdf;
use super::programmes::Slot;
use super::tongues::Tongue;

/// A layout in a format.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// A line for each paragraph, blank lines between.
    Loose,
    /// No blank lines, times and the first entry in one line.
    Dense,
    /// Lines broken in a narrow column, blank lines between all lines.
    Broken,
    /// A table of times and entries.
    Html,
    /// The same, with the numbers of items in a column of their own.
    Numbers,
    /// A table with a column for each day.
    Grid,
    Docx,
    Pdf,
}

pub(crate) const ALL: [Form; 8] = [
    Form::Loose,
    Form::Dense,
    Form::Broken,
    Form::Html,
    Form::Numbers,
    Form::Grid,
    Form::Docx,
    Form::Pdf,
];

/// The rows of a programme: what stands in the column of days and times, and what beside it.
fn rows(tongue: &Tongue, slots: &[Slot], manner: usize) -> Vec<(String, Vec<String>)> {
    let mut rows = Vec::new();
    let mut day = None;
    for slot in slots {
        if day != Some(slot.date) {
            day = Some(slot.date);
            rows.push((tongue.day(slot.date), Vec::new()));
        }
        let lines = slot.entries.iter().flat_map(|entry| tongue.lines(entry)).collect();
        rows.push((tongue.times(manner, slot.start, slot.end), lines));
    }
    rows
}

/// The programme as a document.
pub(crate) fn render(tongue: &Tongue, slots: &[Slot], manner: usize, form: Form) -> Vec<u8> {
    let (first, last) = (slots[0].date, slots[slots.len() - 1].date);
    let head = [tongue.session(first, last + chrono::Days::new(1)), tongue.programme.clone()];
    let rows = rows(tongue, slots, manner);
    match form {
        Form::Loose => {
            let lines = rows.iter().flat_map(|(left, right)| std::iter::once(left).chain(right));
            let lines: Vec<&str> = head.iter().chain(lines).map(String::as_str).collect();
            lines.join("\n\n").into_bytes()
        }
        Form::Dense => {
            let lines = rows.iter().map(|(left, right)| format!("{left} {}", right.join("\n")));
            format!("{}\n{}", head.join("\n"), lines.collect::<Vec<_>>().join("\n")).into_bytes()
        }
        Form::Broken => broken(&head, &rows).into_bytes(),
        Form::Html => html(&head, |text| {
            for (left, right) in &rows {
                write!(text, "<tr>\n<td>{left}</td><td>{}</td></tr>", paragraphs(right)).unwrap();
            }
        }),
        Form::Numbers => html(&head, |text| numbers(text, tongue, slots, manner)),
        Form::Grid => html(&head, |text| grid(text, tongue, slots, manner)),
        Form::Docx => docx(&head, &rows),
        Form::Pdf => pdf::render(&head, &rows, tongue.language == "ar"),
    }
}

fn broken(head: &[String], rows: &[(String, Vec<String>)]) -> String {
    let mut text = head.join("\n\n") + "\n\n";
    for (left, right) in rows {
        text += left;
        text += "\n\n";
        for paragraph in right {
            text.push(' ');
            text += &wrapped(paragraph, 32).join("\n\n");
            text += "\n\n";
        }
    }
    text
}

/// A text broken at blanks into lines of at most so many characters, but for longer words.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().unwrap();
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + word.chars().count() < width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

fn paragraphs(lines: &[String]) -> String {
    lines.iter().fold(String::new(), |text, line| text + "<p>" + line + "</p>")
}

fn html(head: &[String], rows: impl FnOnce(&mut String)) -> Vec<u8> {
    let mut text = format!("<!DOCTYPE html><html><body>{}<table>", paragraphs(head));
    rows(&mut text);
    text += "</table></body></html>";
    text.into_bytes()
}

fn numbers(text: &mut String, tongue: &Tongue, slots: &[Slot], manner: usize) {
    let mut day = None;
    for slot in slots {
        if day != Some(slot.date) {
            day = Some(slot.date);
            write!(text, "<tr><td colspan=3>{}</td></tr>", tongue.day(slot.date)).unwrap();
        }
        let times = tongue.times(manner, slot.start, slot.end);
        for (index, entry) in slot.entries.iter().enumerate() {
            let (number, title) = tongue.columns(entry);
            let times = if index == 0 { times.as_str() } else { "" };
            write!(text, "<tr><td>{times}</td><td>{number}</td><td>{title}</td></tr>").unwrap();
        }
    }
}

fn grid(text: &mut String, tongue: &Tongue, slots: &[Slot], manner: usize) {
    let days: BTreeSet<_> = slots.iter().map(|slot| slot.date).collect();
    let times: BTreeSet<(NaiveTime, NaiveTime)> =
        slots.iter().map(|slot| (slot.start, slot.end)).collect();
    *text += "<tr><td></td>";
    for day in &days {
        write!(text, "<th>{}</th>", tongue.day(*day)).unwrap();
    }
    *text += "</tr>";
    for (start, end) in times {
        write!(text, "<tr><td>{}</td>", tongue.times(manner, start, end)).unwrap();
        for day in &days {
            let here = |slot: &&Slot| (slot.date, slot.start, slot.end) == (*day, start, end);
            let entries = slots.iter().find(here).into_iter().flat_map(|slot| &slot.entries);
            let lines: Vec<String> = entries.flat_map(|entry| tongue.lines(entry)).collect();
            write!(text, "<td>{}</td>", paragraphs(&lines)).unwrap();
        }
        *text += "</tr>";
    }
}

fn docx(head: &[String], rows: &[(String, Vec<String>)]) -> Vec<u8> {
    let paragraph = |line: &String| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>");
    let mut xml = String::from(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>",
    );
    xml.extend(head.iter().map(paragraph));
    xml += "<w:tbl>";
    for (left, right) in rows {
        let cells: Vec<String> = right.iter().map(paragraph).collect();
        let (left, right) = (paragraph(left), cells.concat());
        write!(xml, "<w:tr><w:tc>{left}</w:tc><w:tc>{right}</w:tc></w:tr>").unwrap();
    }
    xml += "</w:tbl></w:body></w:document>";
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("word/document.xml", options).unwrap();
    archive.write_all(xml.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}
