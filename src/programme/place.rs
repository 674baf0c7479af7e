//! From octets of a text to places that a person can find.

use std::ops::Range;

/// The longest value that a fault repeats, in characters.
const LONGEST_VALUE: usize = 60;

/// A value's or key's place within its file.
#[derive(Clone, Debug)]
pub(super) struct At {
    /// The dotted path of the key.
    pub(super) key: String,
    /// The octets of the text.
    pub(super) span: Range<usize>,
    /// Whether a value stands there that can be repeated: not a table, list or gap.
    pub(super) is_value: bool,
}

/// The part of `span` that is in `text`, between characters, and on one line.
pub(super) fn within(text: &str, span: Range<usize>) -> Range<usize> {
    let is_boundary = |at: &usize| text.is_char_boundary(*at);
    let before = (0..=span.start.min(text.len())).rev().find(is_boundary);
    let start = before.unwrap_or_default();
    let after = (span.end..=text.len()).find(is_boundary);
    let end = after.unwrap_or(text.len()).max(start);
    let first_line = text[start..end].find(['\r', '\n']).unwrap_or(end - start);
    start..start + first_line
}

/// The line and the column in characters of an offset that [`within`] gave, both from 1.
pub(super) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = 1 + before.bytes().filter(|octet| *octet == b'\n').count();
    (line, 1 + before[line_start..].chars().count())
}

/// A value as written, cut where it is long.
pub(super) fn excerpt(value: &str) -> String {
    match value.char_indices().nth(LONGEST_VALUE) {
        Some((cut, _)) => format!("{}…", &value[..cut]),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_cut_to_characters_and_to_one_line() {
        assert_eq!(within("aéb\nc", 2..6), 1..4);
        assert_eq!(within("ab", 7..9), 2..2);
        assert_eq!(within("", 0..1), 0..0);
        assert_eq!(within("a\r\nb", 0..4), 0..1);
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(line_and_column("é=\nàb", 6), (2, 2));
        assert_eq!(line_and_column("", 0), (1, 1));
    }
}
