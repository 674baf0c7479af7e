//! Grids: tables with a column for each day and a row for each time, turned into lists.

use std::collections::BTreeMap;

use chrono::NaiveTime;

use super::dates;
use super::draft::Role;
use super::lines::{Cell, Line};
use super::starts::{Start, Teller};

/// The most columns that a grid has; more are none that a person reads.
const MOST: usize = 40;

/// A table's cells by row and column, each with its lines.
type Rows<'l> = BTreeMap<usize, Cells<'l>>;

/// The cells of a row by column.
type Cells<'l> = BTreeMap<usize, Vec<&'l Line>>;

/// The texts of a cell as one.
fn text_of(lines: &[&Line]) -> String {
    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Whether a text is a day with its date.
fn is_day(text: &str, teller: &Teller<'_>) -> bool {
    text.len() < 100
        && matches!(teller.start(text, true), Start::Day(written, rest)
            if rest.is_empty() && written.month.is_some())
}

/// The times that a text is nothing but.
fn times(text: &str, teller: &Teller<'_>) -> Option<(NaiveTime, Option<NaiveTime>)> {
    match teller.start(text, true) {
        Start::Time(range, rest) if rest.is_empty() => Some((range.start, range.end)),
        _ => None,
    }
}

/// The lines of a grid as a list of days, or `None` if the table is none. Lines that are left out
/// of it are `taken`.
pub(super) fn list(
    table: &[Line],
    teller: &Teller<'_>,
    taken: &mut Vec<(usize, Role)>,
) -> Option<Vec<Line>> {
    let mut rows: Rows<'_> = BTreeMap::new();
    for line in table {
        let cell = line.cell.filter(|cell| cell.column < MOST)?;
        rows.entry(cell.row).or_default().entry(cell.column).or_default().push(line);
    }
    let mut days: BTreeMap<usize, Line> = BTreeMap::new();
    let mut listed: Vec<Line> = Vec::new();
    let mut body: Vec<(usize, &Cells<'_>)> = Vec::new();
    let mut used = std::collections::BTreeSet::new();
    let mut above: Option<&Cells<'_>> = None;
    let mut any = false;
    for (row, cells) in &rows {
        // Days of the week may stand in a row above their dates.
        let pending = above.filter(|above| is_weekdays(above, teller));
        let headings = headings(cells, pending, teller);
        if headings.len() >= 2 {
            // A new week below the last one.
            listed.extend(days_of(&days, &body, teller, &mut used));
            body.clear();
            let heads = cells.values().chain(pending.iter().flat_map(|row| row.values()));
            for number in heads.flatten().map(|line| line.number) {
                used.insert(number);
                taken.push((number, Role::Day));
            }
            // The days of the week stand above their dates.
            listed.retain(|line| pending.is_none_or(|row| !has(row, line)));
            days = headings;
            any = true;
        } else if !any {
            // What stands above the days.
            listed.extend(cells.values().flatten().map(|line| (*line).clone()));
            used.extend(cells.values().flatten().map(|line| line.number));
        } else {
            body.push((*row, cells));
        }
        above = Some(cells);
    }
    if !any {
        return None;
    }
    listed.extend(days_of(&days, &body, teller, &mut used));
    for line in table.iter().filter(|line| !used.contains(&line.number)) {
        taken.push((line.number, Role::Columns));
    }
    Some(listed)
}

/// Whether a row has nothing but days of the week.
fn is_weekdays(cells: &Cells<'_>, teller: &Teller<'_>) -> bool {
    let mut texts = cells.values().map(|lines| text_of(lines));
    cells.len() >= 2 && texts.all(|text| dates::is_begun(&text, teller.words))
}

fn has(cells: &Cells<'_>, line: &Line) -> bool {
    cells.values().flatten().any(|other| other.number == line.number)
}

/// The days that head the columns of a row, together with the row above it where days of the week
/// stand alone.
fn headings(
    cells: &Cells<'_>,
    above: Option<&Cells<'_>>,
    teller: &Teller<'_>,
) -> BTreeMap<usize, Line> {
    let mut days = BTreeMap::new();
    for (column, lines) in cells {
        let Some(first) = lines.first() else { continue };
        let own = text_of(lines);
        let above = above.and_then(|above| above.get(column)).map(|lines| text_of(lines));
        let both = above.map(|above| format!("{above} {own}"));
        let whole = both.into_iter().chain([own]).find(|text| is_day(text, teller));
        if let Some(text) = whole {
            days.insert(*column, Line { text, cell: None, ..(*first).clone() });
        }
    }
    days
}

/// The slots of each day, in order.
fn days_of(
    days: &BTreeMap<usize, Line>,
    body: &[(usize, &Cells<'_>)],
    teller: &Teller<'_>,
    used: &mut std::collections::BTreeSet<usize>,
) -> Vec<Line> {
    let mut listed = Vec::new();
    let Some(first_day) = days.keys().next().copied() else { return listed };
    let label = |cells: &Cells<'_>| -> Option<(Line, _)> {
        let (_, lines) = cells.range(..first_day).next()?;
        let text = text_of(lines);
        let times = times(&text, teller)?;
        Some((Line { text, cell: None, ..(*lines.first()?).clone() }, times))
    };
    let labels: Vec<Option<(Line, _)>> = body.iter().map(|(_, cells)| label(cells)).collect();
    for (column, day) in days {
        listed.push(day.clone());
        for (index, (row, cells)) in body.iter().enumerate() {
            let covers = |(_, lines): &(&usize, &Vec<&Line>)| {
                let cell = lines.first().and_then(|line| line.cell);
                cell.is_some_and(|cell: Cell| {
                    (cell.column..cell.column + cell.width).contains(column)
                })
            };
            let covering = cells.range(first_day..).find(covers);
            if let Some((time, (start, end))) = labels.get(index).and_then(Option::as_ref) {
                used.extend(
                    cells.range(..first_day).flat_map(|(_, lines)| lines).map(|line| line.number),
                );
                if let Some((_, lines)) = covering {
                    let cells = lines.iter().filter_map(|line| line.cell);
                    let height = cells.map(|cell| cell.height).max().unwrap_or(1);
                    let last = (index..body.len())
                        .take_while(|other| body[*other].0 < row + height)
                        .filter_map(|other| labels[other].as_ref()?.1.1)
                        .last();
                    let mut time = time.clone();
                    if height > 1
                        && let Some(last) = last
                        && Some(last) != *end
                    {
                        time.text = format!("{}-{}", start.format("%H:%M"), last.format("%H:%M"));
                    }
                    listed.push(time);
                }
            }
            for line in covering.into_iter().flat_map(|(_, lines)| lines) {
                used.insert(line.number);
                listed.push(Line { cell: None, ..(*line).clone() });
            }
        }
    }
    listed
}

/// The lines with each grid of plain text as a list of days. Its columns are told by the places
/// of its days.
pub(super) fn in_text(
    lines: Vec<Line>,
    teller: &Teller<'_>,
    taken: &mut Vec<(usize, Role)>,
) -> Vec<Line> {
    let heads = |line: &Line| {
        line.columns.len() >= 2
            && line.columns.iter().filter(|column| is_day(&column.text, teller)).count() >= 2
    };
    if !lines.iter().any(heads) {
        return lines;
    }
    let mut listed = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        if !heads(&line) {
            listed.push(line);
            continue;
        }
        let days: Vec<usize> = (line.columns.iter())
            .filter(|column| is_day(&column.text, teller))
            .map(|column| column.at)
            .collect();
        let first_day = days.first().copied().unwrap_or(0);
        let mut table = Vec::new();
        let mut row = 0;
        let weekdays = |line: &mut Line| {
            let mut columns = line.columns.iter();
            line.columns.len() >= 2
                && columns.all(|column| dates::is_begun(&column.text, teller.words))
        };
        if let Some(above) = listed.pop_if(weekdays) {
            put(&above, &days, row, &mut table);
            row += 1;
        }
        put(&line, &days, row, &mut table);
        let mut in_body = false;
        // To the end of what is set in the grid's columns.
        while let Some(line) = lines.next_if(|line| {
            heads(line)
                || line.columns.len() > 1
                || line.indent + 1 >= first_day
                || times(&line.text, teller).is_some()
        }) {
            let begins = heads(&line)
                || line.columns.first().map_or(line.indent, |column| column.at) + 1 < first_day;
            row += usize::from(begins || !in_body);
            in_body = true;
            put(&line, &days, row, &mut table);
        }
        match list(&table, teller, taken) {
            Some(list) => listed.extend(list),
            None => listed.push(line),
        }
    }
    listed
}

/// Puts the parts of a line into the cells of a grid: each into the last day that begins at it or
/// before it, the first column being that of the times.
fn put(line: &Line, days: &[usize], row: usize, table: &mut Vec<Line>) {
    let own = super::lines::Column { at: line.indent, text: line.text.clone() };
    let columns =
        if line.columns.is_empty() { std::slice::from_ref(&own) } else { line.columns.as_slice() };
    for part in columns {
        let column = days.iter().filter(|day| **day <= part.at + 2).count();
        let cell = Cell { table: 0, row, column, width: 1, height: 1 };
        table.push(Line {
            text: part.text.clone(),
            indent: part.at,
            columns: Vec::new(),
            cell: Some(cell),
            ..line.clone()
        });
    }
}
