//! What containers with marked-up text have in common: their paragraphs, line by line.

use super::{Decoded, MAX_TEXT, TOO_LONG, Undecodable};

/// Gathers the text of paragraphs, each in a line.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    line: String,
    /// What stands before the text of the next line: a bullet or a number.
    prefix: String,
    /// Where in a table the next line stands, as marks.
    marks: String,
    /// Whether digits are raised: the marks of footnotes.
    pub(super) raised: bool,
}

impl Lines {
    /// Adds text to the line; blanks and line ends in it are only blanks.
    pub(super) fn push(&mut self, text: &str) {
        if self.text.len() + self.line.len() > MAX_TEXT {
            return;
        }
        for c in text.chars() {
            match c {
                // Other control characters are marks here.
                c if c.is_control() => self.line.push(' '),
                '0'..='9' if self.raised => self.line.push(raised(c)),
                c => self.line.push(c),
            }
        }
    }

    /// Says what stands before the next text.
    pub(super) fn prefix(&mut self, prefix: &str) {
        self.end();
        prefix.clone_into(&mut self.prefix);
    }

    /// Ends the line, if it has a text.
    pub(super) fn end(&mut self) {
        let line = self.line.trim();
        if !line.is_empty() {
            self.text.push_str(&std::mem::take(&mut self.marks));
            self.text.push_str(&std::mem::take(&mut self.prefix));
            self.text.push_str(line);
            self.text.push('\n');
        }
        self.line.clear();
    }

    /// Ends the line; where it has a number and no text, the number is its text.
    pub(super) fn end_numbered(&mut self) {
        if self.line.trim().is_empty() && self.prefix.starts_with(|c: char| c != '•') {
            self.line = std::mem::take(&mut self.prefix);
        }
        self.end();
    }

    /// Ends the line, and marks what begins: see `marks`.
    pub(super) fn mark(&mut self, mark: char) {
        self.end();
        if self.text.len() + self.marks.len() <= MAX_TEXT {
            self.marks.push(mark);
        }
    }

    pub(super) fn finish(mut self) -> Result<Decoded, Undecodable> {
        self.end();
        if self.text.len() >= MAX_TEXT {
            return Err(TOO_LONG);
        }
        if self.text.is_empty() {
            return Err(Undecodable::Empty);
        }
        Ok(Decoded { text: self.text, exact: true })
    }
}

/// A digit as it is set for the mark of a footnote.
fn raised(digit: char) -> char {
    match digit {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        other => char::from_u32(0x2070 + other.to_digit(10).unwrap_or(0)).unwrap_or(other),
    }
}
