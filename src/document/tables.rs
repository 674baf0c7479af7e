//! Tables: put into the order in which a programme is read, day by day and slot by slot.
//!
//! - A grid has a column for each day and a row for each time; it becomes a list.
//! - The number of an agenda item in a column of its own goes before the item's title.
//! - A day or time that is broken over the lines of its column is whole again.

use super::dates;
use super::draft::Role;
use super::grids;
use super::items;
use super::lines::Line;
use super::starts::{Start, Teller};
use super::vocabulary::capitalised;

/// The lines in the order in which they are read, and those whose text is now part of another.
pub(super) fn unfold(lines: Vec<Line>, teller: &Teller<'_>) -> (Vec<Line>, Vec<(usize, Role)>) {
    let mut unfolded = Vec::with_capacity(lines.len());
    let mut taken = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        let Some(cell) = line.cell else {
            unfolded.push(line);
            continue;
        };
        let mut table = vec![line];
        while let Some(line) =
            lines.next_if(|line| line.cell.is_some_and(|other| other.table == cell.table))
        {
            table.push(line);
        }
        if let Some(list) = grids::list(&table, teller, &mut taken) {
            unfolded.extend(list);
        } else {
            let table = rejoined(table, teller, &mut taken);
            unfolded.extend(numbered(table, teller, &mut taken));
        }
    }
    let unfolded = grids::in_text(unfolded, teller, &mut taken);
    let unfolded = mended(unfolded, teller, &mut taken);
    let mut place = None;
    let numbered = unfolded.into_iter().map(|line| with_number(line, &mut place, teller));
    (numbered.collect(), taken)
}

/// Whether a text is nothing but a day or the times of a slot.
fn is_whole(text: &str, teller: &Teller<'_>) -> bool {
    match teller.start(text, true) {
        Start::Day(_, rest) => rest.is_empty(),
        Start::Time(range, rest) => range.end.is_some() && rest.is_empty(),
        _ => false,
    }
}

/// A day or time of two lines that alone are none.
fn joined(first: &str, second: &str, teller: &Teller<'_>) -> Option<String> {
    const LONGEST: usize = 120;
    if first.len() + second.len() > LONGEST || is_whole(first, teller) {
        return None;
    }
    // A start without an end, or a day without a month, is not finished.
    let opens = first.ends_with(['-', '–', '—', '/', ',', '،', '，'])
        || matches!(teller.start(first, true), Start::Time(range, _) if range.end.is_none())
        || dates::is_begun(first, teller.words);
    [format!("{first} {second}"), format!("{first}{second}")]
        .into_iter()
        .find(|text| opens && is_whole(text, teller))
}

/// The lines of a table with days and times whole that are broken within their cell.
fn rejoined(lines: Vec<Line>, teller: &Teller<'_>, taken: &mut Vec<(usize, Role)>) -> Vec<Line> {
    let mut whole: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        if let Some(last) = whole.last_mut()
            && last.cell == line.cell
            && let Some(text) = joined(&last.text, &line.text, teller)
        {
            last.text = text;
            taken.push((line.number, Role::Time));
            continue;
        }
        whole.push(line);
    }
    whole
}

/// The lines of text with days and times whole that are broken within their column.
fn mended(lines: Vec<Line>, teller: &Teller<'_>, taken: &mut Vec<(usize, Role)>) -> Vec<Line> {
    let mut whole: Vec<Line> = Vec::with_capacity(lines.len());
    for mut line in lines {
        if let Some(last) = whole.last_mut()
            && last.cell.is_none()
            && line.cell.is_none()
            && let Some((at, first)) = first_column(last)
            && let Some((own, second)) = first_column(&line)
            && at.abs_diff(own) <= 2
            && (!last.columns.is_empty() || !line.columns.is_empty() || at > 0)
            && let Some(text) = joined(first, second, teller)
        {
            last.text = match last.columns.first_mut() {
                Some(column) => {
                    column.text = text;
                    text_of(&last.columns)
                }
                None => text,
            };
            if line.columns.len() < 2 {
                taken.push((line.number, Role::Time));
                continue;
            }
            line.columns.remove(0);
            line.indent = line.columns.first().map_or(0, |column| column.at);
            line.text = text_of(&line.columns);
        }
        whole.push(line);
    }
    whole
}

fn first_column(line: &Line) -> Option<(usize, &str)> {
    match line.columns.first() {
        Some(column) => Some((column.at, &column.text)),
        None => (line.text.len() < 100).then_some((line.indent, line.text.as_str())),
    }
}

fn text_of(columns: &[super::lines::Column]) -> String {
    columns.iter().map(|column| column.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The name of an agenda item with its number, as a line would give it.
fn named(number: &str, title: &str, teller: &Teller<'_>) -> String {
    let word: String =
        teller.words.entries.item.first().map(|word| word.0.iter().collect()).unwrap_or_default();
    let number = number.trim_end_matches(['.', ' ']);
    format!("{} {number}: {title}", capitalised(&word))
}

/// The lines of a table with the numbers of its agenda items before their titles.
fn numbered(lines: Vec<Line>, teller: &Teller<'_>, taken: &mut Vec<(usize, Role)>) -> Vec<Line> {
    let is_programme = lines.iter().any(|line| is_whole(&line.text, teller));
    if !is_programme {
        return lines;
    }
    let mut numbered: Vec<Line> = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        let is_number = line.cell.is_some_and(|cell| cell.column > 0)
            && items::are_numbers(&line.text, teller.words);
        if !is_number {
            numbered.push(line);
            continue;
        }
        // The numbers of a cell, one below the other, and the titles beside them.
        let mut numbers = vec![line];
        while let Some(next) = lines.next_if(|next| {
            next.cell == numbers[0].cell && items::are_numbers(&next.text, teller.words)
        }) {
            numbers.push(next);
        }
        let (row, column) = numbers[0].cell.map_or((0, 0), |cell| (cell.row, cell.column));
        let mut titles = Vec::new();
        while let Some(next) = lines
            .next_if(|next| next.cell.is_some_and(|cell| cell.row == row && cell.column > column))
        {
            titles.push(next);
        }
        if titles.is_empty() {
            // The column of numbers may be the last one.
            let title = numbered.iter_mut().rev().take(50).filter(|line| {
                line.cell.is_some_and(|cell| cell.row == row && cell.column + 1 == column)
            });
            if let Some(title) = title.last().filter(|title| !is_whole(&title.text, teller)) {
                title.text = named(&joined_numbers(&numbers), &title.text, teller);
                taken.extend(numbers.iter().map(|number| (number.number, Role::Item)));
            } else {
                for mut number in numbers {
                    number.text = named(&number.text, "", teller);
                    numbered.push(number);
                }
            }
            continue;
        }
        let names_item = |title: &Line| items::items(&title.text, teller.words).is_some();
        if numbers.len() == titles.len() {
            for (number, title) in numbers.iter().zip(&mut titles) {
                if !names_item(title) {
                    title.text = named(&number.text, &title.text, teller);
                }
            }
        } else if let Some(title) = titles.first_mut().filter(|title| !names_item(title)) {
            title.text = named(&joined_numbers(&numbers), &title.text, teller);
        }
        taken.extend(numbers.iter().map(|number| (number.number, Role::Item)));
        numbered.extend(titles);
    }
    numbered
}

fn joined_numbers(numbers: &[Line]) -> String {
    let numbers = numbers.iter().map(|number| number.text.trim_end_matches(['.', ',', ' ']));
    numbers.collect::<Vec<_>>().join(", ")
}

/// A line of text with the number of an agenda item in a column before its title. `place` is where
/// such a column is known to begin: first from a line that begins with the times of a slot.
fn with_number(mut line: Line, place: &mut Option<usize>, teller: &Teller<'_>) -> Line {
    let (time, number, title) = match line.columns.as_slice() {
        [time, number, title @ ..] if is_whole(&time.text, teller) => (Some(time), number, title),
        [number, title @ ..] if place.is_some_and(|place| place.abs_diff(number.at) <= 2) => {
            (None, number, title)
        }
        _ => return line,
    };
    let is_numbered = items::are_numbers(&number.text, teller.words)
        && title.first().is_some_and(|title| items::items(&title.text, teller.words).is_none());
    if is_numbered {
        *place = Some(number.at);
        let item = named(&number.text, &text_of(title), teller);
        line.text = match time {
            Some(time) => format!("{} {item}", time.text),
            None => item,
        };
    }
    line
}
