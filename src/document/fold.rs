//! Folding: texts as they are compared, and a cursor that reads them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A character without case, accents, and the differences between kinds of dashes, apostrophes
/// and widths; nothing for marks that only decorate.
fn fold_char(c: char, mut push: impl FnMut(char)) {
    if c.is_ascii() {
        return push(c.to_ascii_lowercase());
    }
    match c {
        '’' | '‘' | 'ʼ' | '′' => push('\''),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '－' | '～' | '〜' => {
            push('-');
        }
        'ـ' => {}
        '،' | '、' => push(','),
        '؛' => push(';'),
        '؟' => push('?'),
        _ => {
            for part in std::iter::once(c).nfkd() {
                if canonical_combining_class(part) == 0 {
                    match part {
                        '\u{2044}' => push('/'),
                        '٠'..='٩' => {
                            push(char::from_digit(u32::from(part) - 0x660, 10).unwrap_or(part));
                        }
                        part => part.to_lowercase().for_each(&mut push),
                    }
                }
            }
        }
    }
}

/// A text folded for comparison: case, accents, widths, and the kinds of dashes do not count.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, |c| folded.push(c));
    }
    folded
}

/// Whether words of the character's script stand without blanks between them.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

fn is_word(c: char) -> bool {
    c.is_alphabetic() && !is_unspaced(c)
}

/// A word of a vocabulary, folded.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(from = "String")]
pub(super) struct Word(pub(super) Vec<char>);

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self(fold(&text).chars().collect())
    }
}

/// A text with its folded form, and where in the text each folded character comes from.
pub(super) struct Folded<'t> {
    text: &'t str,
    chars: Vec<char>,
    offsets: Vec<usize>,
}

impl<'t> Folded<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut chars = Vec::with_capacity(text.len());
        let mut offsets = Vec::with_capacity(text.len() + 1);
        for (offset, c) in text.char_indices() {
            fold_char(c, |folded| {
                chars.push(folded);
                offsets.push(offset);
            });
        }
        offsets.push(text.len());
        Self { text, chars, offsets }
    }

    pub(super) fn cursor(&self) -> Cursor<'_> {
        Cursor { folded: self, at: 0 }
    }

    /// Whether it begins with a word of a script without blanks.
    pub(super) fn is_unspaced(&self) -> bool {
        self.chars.first().is_some_and(|c| is_unspaced(*c))
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// Where one of the words first stands, as a whole word: positions in the folded text.
    pub(super) fn find(&self, words: &[Word]) -> Option<(usize, usize)> {
        (0..self.chars.len()).find_map(|at| {
            if at > 0 && is_word(self.chars[at - 1]) && is_word(self.chars[at]) {
                return None;
            }
            let mut cursor = Cursor { folded: self, at };
            cursor.eat(words).then_some((at, cursor.at))
        })
    }

    /// How often the words stand in the text, as whole words.
    pub(super) fn count(&self, words: &[Word]) -> usize {
        let mut count = 0;
        let mut at = 0;
        while at < self.chars.len() {
            let mut cursor = Cursor { folded: self, at };
            let inside = at > 0 && is_word(self.chars[at - 1]) && is_word(self.chars[at]);
            if !inside && cursor.eat(words) {
                count += 1;
                at = cursor.at;
            } else {
                at += 1;
            }
        }
        count
    }

    pub(super) fn has(&self, words: &[Word]) -> bool {
        self.find(words).is_some()
    }

    pub(super) fn starts_with(&self, words: &[Word]) -> bool {
        self.cursor().eat(words)
    }

    /// The text from a position in the folded text on.
    pub(super) fn from(&self, at: usize) -> &'t str {
        let offset = self.offsets.get(at).copied().unwrap_or(self.text.len());
        &self.text[offset..]
    }

    /// The text before a position in the folded text.
    pub(super) fn before(&self, at: usize) -> &'t str {
        let offset = self.offsets.get(at).copied().unwrap_or(self.text.len());
        &self.text[..offset]
    }
}

/// A place in a folded text. Reading moves it on; what cannot be read leaves it where it is.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'f> {
    folded: &'f Folded<'f>,
    pub(super) at: usize,
}

impl<'f> Cursor<'f> {
    pub(super) fn starting(folded: &'f Folded<'f>, at: usize) -> Self {
        Self { folded, at }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.folded.chars.get(self.at).copied()
    }

    fn previous(&self) -> Option<char> {
        self.at.checked_sub(1).and_then(|at| self.folded.chars.get(at).copied())
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.folded.chars.len()
    }

    /// The text that is left.
    pub(super) fn rest(&self) -> &'f str {
        self.folded.from(self.at)
    }

    /// Takes one character if it is one of these.
    pub(super) fn eat_char(&mut self, any: &str) -> bool {
        let eaten = self.peek().is_some_and(|c| any.contains(c));
        self.at += usize::from(eaten);
        eaten
    }

    /// Takes all characters that are of these.
    pub(super) fn skip(&mut self, any: &str) {
        while self.eat_char(any) {}
    }

    fn matches(&self, word: &Word) -> bool {
        let Some(here) = self.folded.chars.get(self.at..self.at + word.0.len()) else {
            return false;
        };
        if here != word.0.as_slice() || word.0.is_empty() {
            return false;
        }
        let next = self.folded.chars.get(self.at + word.0.len());
        !(here.last().is_some_and(|c| is_word(*c)) && next.is_some_and(|c| is_word(*c)))
    }

    /// Takes the longest of the words that stands here as a whole word.
    pub(super) fn eat(&mut self, words: &[Word]) -> bool {
        let longest = words.iter().filter(|word| self.matches(word)).map(|word| word.0.len()).max();
        self.at += longest.unwrap_or(0);
        longest.is_some()
    }

    /// Takes the longest word of a list of lists; gives the list's index.
    pub(super) fn eat_index(&mut self, lists: &[Vec<Word>]) -> Option<usize> {
        let found = lists.iter().enumerate().flat_map(|(index, words)| {
            let fits = words.iter().filter(|word| self.matches(word));
            fits.map(move |word| (word.0.len(), index))
        });
        let (length, index) = found.max()?;
        self.at += length;
        Some(index)
    }

    /// Takes a number of at most four digits; gives it with the count of its digits.
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        if self.previous().is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        let digits =
            self.folded.chars[self.at..].iter().take(5).take_while(|c| c.is_ascii_digit()).count();
        if !(1..=4).contains(&digits) {
            return None;
        }
        let value = self.folded.chars[self.at..self.at + digits]
            .iter()
            .fold(0, |value, c| value * 10 + c.to_digit(10).unwrap_or(0));
        self.at += digits;
        Some((value, digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_equal_but_for_their_type() {
        assert_eq!(fold("FÉVRIER"), fold("février"));
        assert_eq!(fold("l’ordre – a"), "l'ordre - a");
        assert_eq!(fold("１０：００"), "10:00");
        assert_eq!(fold("الأربعاء"), fold("الاربعاء"));
    }

    #[test]
    fn words_are_whole() {
        let folded = Folded::new("Marsouin");
        assert!(!folded.starts_with(&[Word::from("mars".to_owned())]));
        assert!(Folded::new("mars 2023").starts_with(&[Word::from("mars".to_owned())]));
    }
}
