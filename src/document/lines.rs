//! The lines of a document, cleaned of what is no text.

use unicode_normalization::UnicodeNormalization;

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
}

/// The lines that have a text, in order.
pub(super) fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut after_blank = true;
    let mut begins_page = false;
    for (index, raw) in text.split('\n').enumerate() {
        begins_page |= raw.contains('\u{c}');
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
        });
        after_blank = false;
        begins_page = false;
    }
    lines
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
/// Chinese signs of dates and times: `3 月 6 日`.
fn is_set_apart(before: char, after: char) -> bool {
    (before.is_ascii_digit() && "年月日时点分届次号段⽉⽇".contains(after))
        || (after.is_ascii_digit() && "年月日时点至到午第⽉⽇".contains(before))
}

/// Marks of direction and width, joiners, and what has no meaning in a text.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}' | '\u{fff9}'..='\u{fffb}')
        || matches!(u32::from(c), 0xfdd0..=0xfdef | 0xe000..=0xf8ff)
        || (u32::from(c) & 0xfffe) == 0xfffe
}
