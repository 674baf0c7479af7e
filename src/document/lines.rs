//! The lines of a document, cleaned of what is no text.

use unicode_normalization::UnicodeNormalization;

/// The marks by which a container tells where in a table a line stands: each before the first text
/// of what it begins. A line of plain text has none.
pub(super) mod marks {
    /// A row begins.
    pub(in super::super) const ROW: char = '\u{1e}';
    /// A cell begins.
    pub(in super::super) const CELL: char = '\u{1f}';
    /// The cell takes up one more column.
    pub(in super::super) const WIDER: char = '\u{1c}';
    /// The cell above takes up this one, too.
    pub(in super::super) const TALLER: char = '\u{b}';
    /// The table begins or ends.
    pub(in super::super) const TABLE: char = '\u{1d}';
}

/// A line as it stands in the document.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    /// The blanks before its text.
    pub(super) indent: usize,
    /// Its text: single blanks, no control characters, none at the ends.
    pub(super) text: String,
    /// Whether the line before it is blank.
    pub(super) after_blank: bool,
    /// Whether it begins a page.
    pub(super) begins_page: bool,
    /// Its parts that stand apart, as columns do; a line of one part has none.
    pub(super) columns: Vec<Column>,
    /// Where in a table it stands.
    pub(super) cell: Option<Cell>,
}

/// A part of a line that stands apart from its other parts.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The place of its first character in the line.
    pub(super) at: usize,
    pub(super) text: String,
}

/// A cell of a table, as the container tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) table: usize,
    /// Rows are counted through the document.
    pub(super) row: usize,
    pub(super) column: usize,
    /// How many columns it takes up.
    pub(super) width: usize,
    /// How many rows it takes up.
    pub(super) height: usize,
}

/// The lines that have a text, in order. `exact` tells that the container marks tables.
pub(super) fn split(text: &str, exact: bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut after_blank = true;
    let mut begins_page = false;
    let mut cells = Cells::default();
    for (index, raw) in text.split('\n').enumerate() {
        begins_page |= raw.contains('\u{c}');
        if exact {
            cells.read(raw, &mut lines);
        }
        let cleaned = clean(raw);
        if cleaned.is_empty() {
            after_blank = true;
            continue;
        }
        lines.push(Line {
            number: index + 1,
            indent: raw.chars().take_while(|c| c.is_whitespace()).count(),
            text: cleaned,
            after_blank,
            begins_page,
            columns: if exact { Vec::new() } else { columns(raw) },
            cell: cells.here,
        });
        after_blank = false;
        begins_page = false;
    }
    lines
}

/// The parts of a line with at least two blanks or a tab between them; none if there is only one.
fn columns(raw: &str) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let (mut blanks, mut start, mut place) = (2, 0, 0);
    let mut from = 0;
    for (at, c) in raw.char_indices() {
        let is_blank = c.is_whitespace();
        if is_blank {
            blanks += if c == '\t' || c == '\u{3000}' { 2 } else { 1 };
        } else {
            if blanks >= 2 {
                columns.push(Column { at: start, text: clean(&raw[from..at]) });
                (from, start) = (at, place);
            }
            blanks = 0;
        }
        place += 1;
    }
    columns.push(Column { at: start, text: clean(&raw[from..]) });
    columns.retain(|column| !column.text.is_empty());
    if columns.len() < 2 { Vec::new() } else { columns }
}

/// Counts the cells of tables.
#[derive(Default)]
struct Cells {
    here: Option<Cell>,
    tables: usize,
    rows: usize,
}

impl Cells {
    fn read(&mut self, raw: &str, lines: &mut [Line]) {
        for c in raw.chars() {
            match (c, &mut self.here) {
                (marks::TABLE, here) => {
                    *here = None;
                    self.tables += 1;
                }
                (marks::ROW, here) => {
                    self.rows += 1;
                    // Before the first cell, whose mark moves it on to column 0.
                    let (table, row) = (self.tables, self.rows);
                    *here = Some(Cell { table, row, column: usize::MAX, width: 1, height: 1 });
                }
                (marks::CELL, Some(cell)) => {
                    cell.column = cell.column.wrapping_add(cell.width);
                    cell.width = 1;
                }
                (marks::WIDER, Some(cell)) => cell.width += 1,
                (marks::TALLER, Some(cell)) => {
                    let above = lines.iter_mut().rev().take(200);
                    let mut above = above.filter_map(|line| line.cell.as_mut());
                    if let Some(above) = above.find(|above| {
                        above.table == cell.table
                            && above.column == cell.column
                            && above.row < cell.row
                    }) {
                        above.height = cell.row - above.row + 1;
                    }
                }
                _ => {}
            }
        }
    }
}

/// One line of text without control characters, with single blanks.
pub(super) fn clean(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut blank = false;
    for c in raw.chars() {
        if c.is_whitespace() || c.is_control() {
            blank = !text.is_empty();
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        if blank {
            if !text.chars().last().is_some_and(|last| is_set_apart(last, c)) {
                text.push(' ');
            }
            blank = false;
        }
        match c {
            // Ligatures, the shapes of Arabic letters, and the radicals that some fonts give for
            // Chinese characters.
            '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{2e80}'..='\u{2fdf}' => {
                text.extend(std::iter::once(c).nfkc());
            }
            '‐' | '‑' => text.push('-'),
            c => text.push(c),
        }
    }
    if text.contains("^{") {
        text = text.replace("^{er}", "er").replace("^{o}", "o").replace("^{e}", "e");
    }
    text
}

/// Whether a blank between two characters is only how a typesetter sets digits apart from the
/// Chinese signs of dates and times, `3 月 6 日`, or breaks the double names of Arabic months.
fn is_set_apart(before: char, after: char) -> bool {
    let is_arabic = |c: char| matches!(c, '\u{620}'..='\u{64a}');
    if (before == '/' && is_arabic(after)) || (is_arabic(before) && after == '/') {
        return true;
    }
    (before.is_ascii_digit() && "年月日时点分届次号段⽉⽇".contains(after))
        || (after.is_ascii_digit() && "年月日时点至到午第⽉⽇".contains(before))
}

/// Marks of direction and width, joiners, and what has no meaning in a text.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}' | '\u{fff9}'..='\u{fffb}')
        || matches!(u32::from(c), 0xfdd0..=0xfdef | 0xe000..=0xf8ff)
        || (u32::from(c) & 0xfffe) == 0xfffe
}
