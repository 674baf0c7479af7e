//! Anchors: the marks in the text that lead to footnotes.

use super::fold::is_unspaced;
use super::paragraphs::superscript;

/// The text without its anchors, and their marks. Plain digits after a word are an anchor only
/// if `known` has a footnote of that mark.
pub(super) fn take(text: &str, known: &[String]) -> (String, Vec<String>) {
    let mut marks = Vec::new();
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut letters = 0;
    while let Some(c) = chars.next() {
        if let Some(digit) = superscript(c) {
            let mut mark = String::from(digit);
            while let Some(digit) = chars.peek().copied().and_then(superscript) {
                mark.push(digit);
                chars.next();
            }
            marks.push(mark);
            continue;
        }
        if c.is_ascii_digit() && letters >= 3 {
            let mut mark = String::from(c);
            while let Some(digit) = chars.peek().filter(|c| c.is_ascii_digit()) {
                mark.push(*digit);
                chars.next();
            }
            let ends = chars.peek().is_none_or(|c| !c.is_alphanumeric() && !"-/.".contains(*c))
                || (chars.peek() == Some(&'.') && plain.len() + mark.len() + 1 >= text.len());
            if ends && known.contains(&mark) {
                marks.push(mark);
            } else {
                plain.push_str(&mark);
            }
            letters = 0;
            continue;
        }
        letters = if c.is_alphabetic() && !is_unspaced(c) { letters + 1 } else { 0 };
        plain.push(c);
    }
    if marks.is_empty() {
        return (text.to_owned(), marks);
    }
    (plain.trim_end().to_owned(), marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_of_words() {
        let known = ["1".to_owned()];
        let taken = |text: &str| take(text, &known);
        assert_eq!(taken("générale1"), ("générale".to_owned(), vec!["1".to_owned()]));
        assert_eq!(taken("2022)²"), ("2022)".to_owned(), vec!["2".to_owned()]));
        for text in ["COVID19", "A/77/275", "résolution 1", "项目1"] {
            assert_eq!(taken(text), (text.to_owned(), vec![]), "{text}");
        }
    }
}
