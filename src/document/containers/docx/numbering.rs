//! The numbers of lists (ECMA-376, part 1, 17.9), which no text of the document holds.

use std::collections::BTreeMap;

use super::Undecodable;
use super::xml::{Part, attribute, read};

/// Lists have at most nine levels.
const LEVELS: usize = 9;

/// How a level of a list is numbered.
#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    /// The text with the numbers of this level and those above it at `%1` and so on.
    text: String,
    start: u32,
}

/// The lists of a document by their numbers, and the paragraph styles that put text into them.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: BTreeMap<String, Vec<Level>>,
    styles: BTreeMap<String, (String, usize)>,
}

impl Numbering {
    /// Reads `numbering.xml` and `styles.xml`.
    pub(super) fn read(xml: &str, styles: Option<&str>) -> Result<Self, Undecodable> {
        let mut kinds: BTreeMap<String, Vec<Level>> = BTreeMap::new();
        let mut lists: BTreeMap<String, Vec<Level>> = BTreeMap::new();
        let (mut kind, mut list, mut level) = (None, None, 0);
        read(xml, |part| {
            let Part::Start(element) = part else { return };
            let value = |name| attribute(element, name);
            let number = |name| value(name).and_then(|number| number.parse::<usize>().ok());
            match element.local_name().as_ref() {
                "abstractNum" => (kind, list) = (value("abstractNumId"), None),
                "num" => (kind, list) = (None, value("numId")),
                "lvl" | "lvlOverride" => level = number("ilvl").unwrap_or(0).min(LEVELS - 1),
                "abstractNumId" => {
                    let levels = value("val").and_then(|kind| kinds.get(&kind).cloned());
                    if let (Some(list), Some(levels)) = (&list, levels) {
                        lists.insert(list.clone(), levels);
                    }
                }
                name => {
                    let levels = match (&kind, &list) {
                        (Some(kind), _) => kinds.entry(kind.clone()).or_default(),
                        (_, Some(list)) => lists.entry(list.clone()).or_default(),
                        _ => return,
                    };
                    levels.resize(levels.len().max(level + 1), Level::default());
                    let count = || number("val").and_then(|count| u32::try_from(count).ok());
                    match name {
                        "numFmt" => levels[level].format = value("val").unwrap_or_default(),
                        "lvlText" => levels[level].text = value("val").unwrap_or_default(),
                        "start" | "startOverride" => levels[level].start = count().unwrap_or(1),
                        _ => {}
                    }
                }
            }
        })?;
        let mut numbering = Self { lists, styles: BTreeMap::new() };
        if let Some(xml) = styles {
            numbering.read_styles(xml)?;
        }
        Ok(numbering)
    }

    fn read_styles(&mut self, xml: &str) -> Result<(), Undecodable> {
        let (mut style, mut level) = (None, 0);
        let styles = &mut self.styles;
        read(xml, |part| {
            let Part::Start(element) = part else { return };
            match element.local_name().as_ref() {
                "style" => (style, level) = (attribute(element, "styleId"), 0),
                "ilvl" => {
                    let own = attribute(element, "val").and_then(|level| level.parse().ok());
                    level = own.unwrap_or(0);
                }
                "numId" => {
                    if let (Some(style), Some(list)) = (style.take(), attribute(element, "val")) {
                        styles.insert(style, (list, level));
                    }
                }
                _ => {}
            }
        })
    }
}

/// The numbers that lists have come to.
#[derive(Default)]
pub(super) struct Numbers<'n> {
    numbering: Option<&'n Numbering>,
    counts: BTreeMap<String, [u32; LEVELS]>,
}

impl<'n> Numbers<'n> {
    pub(super) fn of(numbering: &'n Numbering) -> Self {
        Self { numbering: Some(numbering), counts: BTreeMap::new() }
    }

    /// What stands before the next paragraph of a list, or of one that its style puts it into.
    pub(super) fn next(
        &mut self,
        list: Option<String>,
        level: usize,
        style: Option<&str>,
    ) -> Option<String> {
        let numbering = self.numbering?;
        let (list, level) = match (list, style) {
            (Some(list), _) => (list, level),
            (None, Some(style)) => numbering.styles.get(style).cloned()?,
            (None, None) => return None,
        };
        // The list 0 takes a paragraph out of the one of its style.
        if list == "0" {
            return None;
        }
        let level = level.min(LEVELS - 1);
        let levels = numbering.lists.get(&list).map(Vec::as_slice).unwrap_or_default();
        let Some(own) = levels.get(level) else { return Some(String::from("• ")) };
        let counts = self.counts.entry(list).or_default();
        counts[level] = match counts[level] {
            0 => own.start.max(1),
            count => count.saturating_add(1),
        };
        counts[level + 1..].fill(0);
        if own.format == "bullet" {
            return Some(String::from("• "));
        }
        let mut text = own.text.clone();
        for (index, count) in counts.iter().enumerate() {
            let mark = format!("%{}", index + 1);
            if text.contains(&mark) {
                let format = levels.get(index).map_or("decimal", |level| level.format.as_str());
                text = text.replace(&mark, &written(*count, format)?);
            }
        }
        (!text.trim().is_empty()).then(|| format!("{text} "))
    }
}

/// A number in a format; `None` for those that show nothing.
fn written(number: u32, format: &str) -> Option<String> {
    let letter = |letters: &str| {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        letters.chars().nth(index).map(String::from)
    };
    match format {
        "none" => None,
        "lowerLetter" => letter("abcdefghijklmnopqrstuvwxyz"),
        "upperLetter" => letter("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "russianLower" => letter("абвгдежзиклмнопрстуфхцчшщэюя"),
        "arabicAbjad" => letter("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
        "lowerRoman" => Some(roman(number)),
        "upperRoman" => Some(roman(number).to_uppercase()),
        _ => Some(number.to_string()),
    }
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 9] = [
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut text = String::new();
    number = number.min(399);
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_counted_each_by_itself() {
        let numbering = Numbering::read(
            r#"<n><abstractNum abstractNumId="7"><lvl ilvl="0"><start val="3"/>
            <numFmt val="decimal"/><lvlText val="%1."/></lvl><lvl ilvl="1"><start val="1"/>
            <numFmt val="lowerLetter"/><lvlText val="(%2)"/></lvl><lvl ilvl="2">
            <numFmt val="lowerRoman"/><lvlText val="%1.%3"/></lvl></abstractNum>
            <num numId="1"><abstractNumId val="7"/></num></n>"#,
            Some(r#"<s><style styleId="Sub"><numPr><ilvl val="1"/><numId val="1"/></numPr></style></s>"#),
        )
        .unwrap();
        let mut numbers = Numbers::of(&numbering);
        let mut next = |level| numbers.next(Some("1".into()), level, None).unwrap();
        assert_eq!([next(0), next(1), next(1)], ["3. ", "(a) ", "(b) "]);
        assert_eq!([next(0), next(1), next(2), next(2)], ["4. ", "(a) ", "4.i ", "4.ii "]);
        assert_eq!(numbers.next(None, 0, Some("Sub")).as_deref(), Some("(b) "));
        assert_eq!(numbers.next(Some("0".into()), 0, Some("Sub")), None);
        assert_eq!(numbers.next(None, 0, None), None);
    }
}
