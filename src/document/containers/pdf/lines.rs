//! Lines: the glyphs of a page put in the order in which they are read.

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// A gap from which a line goes on in another column, in type sizes. Blanks of justified lines
/// are hardly wider.
const COLUMN: f32 = 1.4;

/// A gap from which words are apart, in type sizes.
const BLANK: f32 = 0.16;

/// A glyph and where it stands, in points from the bottom left.
pub(super) struct Piece {
    pub(super) x: f32,
    pub(super) y: f32,
    /// Where it ends to the right.
    pub(super) end: f32,
    pub(super) size: f32,
    pub(super) text: String,
}

fn is_rtl(c: char) -> bool {
    matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// Writes the pieces of a page as lines from the top, with blanks for indents and between columns,
/// and blank lines for gaps.
pub(super) fn write(mut pieces: Vec<Piece>, out: &mut String) {
    pieces.sort_by(|a, b| b.y.total_cmp(&a.y));
    let letters = || pieces.iter().flat_map(|piece| piece.text.chars());
    let rtl = letters().filter(|c| is_rtl(*c)).count();
    let is_rtl = rtl * 2 > letters().filter(|c| c.is_alphabetic()).count();
    let left = pieces.iter().map(|piece| piece.x).fold(f32::MAX, f32::min);
    let right = pieces.iter().map(|piece| piece.end).fold(f32::MIN, f32::max);
    let mut above: Option<f32> = None;
    let leading = leading(&pieces);
    let mut rest = pieces.as_mut_slice();
    while let Some(first) = rest.first() {
        let (y, size) = (first.y, first.size);
        // Raised marks of footnotes stand a little above their line.
        let count = rest.iter().take_while(|piece| y - piece.y < size * 0.45).count().max(1);
        let (line, below) = rest.split_at_mut(count);
        rest = below;
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        let base = line.iter().map(|piece| piece.y).fold(f32::MAX, f32::min);
        let size = line.iter().map(|piece| piece.size).fold(1.0, f32::max);
        let gap = leading.map_or(size * 1.7, |leading| leading * 1.25);
        if above.is_some_and(|above| above - base > gap.max(size * 1.2)) {
            out.push('\n');
        }
        above = Some(base);
        let mut columns = columns(line, base, size, is_rtl);
        if is_rtl {
            columns.reverse();
        }
        let mut at = 0;
        for (index, column) in columns.iter().enumerate() {
            let from = if is_rtl { right - column.end } else { column.x - left };
            // A quarter of the type size for a place: few glyphs are narrower, so that columns
            // stand below each other.
            let place = (from / (size * 0.25)).clamp(0.0, 2000.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
            let place = place.round() as usize;
            let blanks = place.saturating_sub(at).max(if index > 0 { 2 } else { 0 });
            out.extend(std::iter::repeat_n(' ', blanks));
            out.push_str(&column.text);
            at += blanks + column.text.chars().count();
        }
        out.push('\n');
    }
}

/// The distance of lines within a paragraph: one that many lines have, and hardly any fall below.
/// `None` where there are too few lines to tell.
fn leading(pieces: &[Piece]) -> Option<f32> {
    let steps = pieces.windows(2).map(|pair| (pair[0].y - pair[1].y, pair[0].size));
    // Steps within a line are those of raised marks.
    let steps = steps.filter(|(step, size)| *step > size * 0.6 && *step < size * 2.4);
    let mut steps: Vec<f32> = steps.map(|(step, _)| step).collect();
    steps.sort_by(f32::total_cmp);
    (steps.len() >= 6).then(|| steps[steps.len() / 5])
}

/// A part of a line that stands apart from its other parts.
struct Column {
    x: f32,
    end: f32,
    text: String,
}

/// The columns of a line, from left to right.
fn columns(line: &[Piece], base: f32, size: f32, is_rtl: bool) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for piece in line {
        let gap = columns.last().map(|column| piece.x - column.end);
        let (Some(gap), Some(column)) =
            (gap.filter(|gap| *gap < size * COLUMN), columns.last_mut())
        else {
            let mut column = Column { x: piece.x, end: piece.end, text: String::new() };
            push(&mut column.text, piece, base, size);
            columns.push(column);
            continue;
        };
        if gap > piece.size * BLANK && !column.text.ends_with(' ') {
            column.text.push(' ');
        }
        push(&mut column.text, piece, base, size);
        column.end = column.end.max(piece.end);
    }
    for column in &mut columns {
        column.text = logical(&column.text, is_rtl);
    }
    columns
}

/// Adds the text of a glyph as it is seen: from left to right, raised digits as such.
fn push(text: &mut String, piece: &Piece, base: f32, size: f32) {
    let raised = piece.size < size * 0.8 && piece.y > base + size * 0.15;
    if piece.text.chars().any(is_rtl) {
        text.extend(piece.text.chars().rev());
        return;
    }
    for c in piece.text.chars() {
        match c.to_digit(10).filter(|_| raised && c.is_ascii_digit()) {
            Some(digit) => {
                text.push(['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize]);
            }
            None => text.push(c),
        }
    }
}

/// A text in the order in which it is read, from the one in which it is seen: what runs from right
/// to left is turned round. The algorithm that orders a text for the eye (UAX #9) orders it back.
fn logical(seen: &str, is_rtl: bool) -> String {
    if !is_rtl && !seen.chars().any(self::is_rtl) {
        return seen.to_owned();
    }
    let level = if is_rtl { Level::rtl() } else { Level::ltr() };
    let order = BidiInfo::new(seen, Some(level));
    let mut text = String::with_capacity(seen.len());
    for paragraph in &order.paragraphs {
        text.push_str(&order.reorder_line(paragraph, paragraph.range.clone()));
    }
    // Some producers write the mirrored glyph, others the sign that it stands for.
    let turned: String = text.chars().map(mirrored).collect();
    if unmatched(&turned) < unmatched(&text) { turned } else { text }
}

/// How many brackets of a text have no partner.
fn unmatched(text: &str) -> usize {
    let (mut open, mut lone) = (0_usize, 0);
    for c in text.chars() {
        match c {
            '(' | '[' | '«' => open += 1,
            ')' | ']' | '»' if open > 0 => open -= 1,
            ')' | ']' | '»' => lone += 1,
            _ => {}
        }
    }
    open + lone
}

fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '«' => '»',
        '»' => '«',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_turned_into_what_is_read() {
        for (seen, read) in [
            ("Agenda item 5 (a)", "Agenda item 5 (a)"),
            ("سرام/راذآ 6 ،نينثالا", "الاثنين، 6 آذار/مارس"),
            (")عبات( لامعألا لودج نم 5 دنبلا", "البند 5 من جدول الأعمال (تابع)"),
            ("(عبات) لامعألا (و)", "(و) الأعمال (تابع)"),
            ("00/13–00/10", "00/10–00/13"),
        ] {
            assert_eq!(logical(seen, true), read, "{seen}");
        }
        assert_eq!(logical("10:00–13:00", false), "10:00–13:00");
    }
}
