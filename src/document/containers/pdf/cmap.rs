//! `ToUnicode` maps of fonts (ISO 32000-1, 9.10.3): from the codes of glyphs to text.

/// A font's map from codes to text: ranges in the order of their codes.
#[derive(Debug, Default)]
pub(super) struct CMap {
    ranges: Vec<Range>,
}

#[derive(Debug)]
struct Range {
    first: u32,
    last: u32,
    /// The text of the first code in UTF-16; its last unit counts on with the codes.
    text: Vec<u16>,
}

/// What a map is written in.
enum Token<'m> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'m [u8]),
}

impl CMap {
    /// Reads a map; what is no part of one is skipped.
    pub(super) fn read(octets: &[u8]) -> Self {
        let mut ranges = Vec::new();
        let mut reading = None;
        // The operands since the last operator; `None` marks the list of a range.
        let mut operands: Vec<Vec<u8>> = Vec::new();
        let mut list: Option<Vec<Vec<u8>>> = None;
        let mut rest = octets;
        while let Some(token) = token(&mut rest) {
            match (token, &mut list) {
                (Token::Word(word), _) => {
                    reading = match word {
                        b"beginbfchar" => Some(2),
                        b"beginbfrange" => Some(3),
                        _ => None,
                    };
                    operands.clear();
                    list = None;
                }
                (Token::Open, _) => list = Some(Vec::new()),
                (Token::Hex(text), Some(list)) => list.push(text),
                (Token::Hex(text), None) => operands.push(text),
                (Token::Close, _) => {
                    if let (Some(3), Some(texts), [first, _]) =
                        (reading, list.take(), operands.as_slice())
                    {
                        let codes = code(first)..;
                        ranges.extend(codes.zip(texts).map(|(code, text)| Range {
                            first: code,
                            last: code,
                            text: units(&text),
                        }));
                    }
                    operands.clear();
                }
            }
            match (reading, operands.as_slice()) {
                (Some(2), [first, text]) => {
                    let first = code(first);
                    ranges.push(Range { first, last: first, text: units(text) });
                    operands.clear();
                }
                (Some(3), [from, to, text]) => {
                    let text = units(text);
                    ranges.push(Range { first: code(from), last: code(to), text });
                    operands.clear();
                }
                _ => {}
            }
        }
        ranges.sort_by_key(|range| range.first);
        Self { ranges }
    }

    /// The text of a code; `None` if the map does not have it.
    pub(super) fn get(&self, code: u32) -> Option<String> {
        let after = self.ranges.partition_point(|range| range.first <= code);
        let range = self.ranges.get(after.checked_sub(1)?)?;
        if code > range.last {
            return None;
        }
        let mut text = range.text.clone();
        if let Some(last) = text.last_mut() {
            *last = last.wrapping_add(u16::try_from(code - range.first).ok()?);
        }
        Some(String::from_utf16_lossy(&text))
    }
}

fn code(octets: &[u8]) -> u32 {
    octets.iter().take(4).fold(0, |code, octet| code << 8 | u32::from(*octet))
}

fn units(octets: &[u8]) -> Vec<u16> {
    let units = octets.chunks(2);
    units.map(|unit| unit.iter().fold(0, |unit, octet| unit << 8 | u16::from(*octet))).collect()
}

/// Takes the next token.
fn token<'m>(rest: &mut &'m [u8]) -> Option<Token<'m>> {
    loop {
        let (first, after) = rest.split_first()?;
        let here = *rest;
        *rest = after;
        match first {
            b'<' if after.first() != Some(&b'<') => {
                let end = after.iter().position(|octet| *octet == b'>').unwrap_or(after.len());
                let (hex, after) = after.split_at(end);
                *rest = after.get(1..).unwrap_or_default();
                return Some(Token::Hex(from_hex(hex)));
            }
            b'[' => return Some(Token::Open),
            b']' => return Some(Token::Close),
            b'%' => {
                let end = after.iter().position(|octet| matches!(octet, b'\n' | b'\r'));
                *rest = &after[end.unwrap_or(after.len())..];
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                let end = here.iter().position(|octet| !octet.is_ascii_alphanumeric());
                let (word, after) = here.split_at(end.unwrap_or(here.len()));
                *rest = after;
                return Some(Token::Word(word));
            }
            _ => {}
        }
    }
}

fn from_hex(hex: &[u8]) -> Vec<u8> {
    let digits = hex.iter().filter_map(|octet| char::from(*octet).to_digit(16));
    let digits: Vec<u32> = digits.take(1024).collect();
    let pairs = digits.chunks(2);
    pairs.filter_map(|pair| u8::try_from(pair[0] << 4 | pair.get(1).unwrap_or(&0)).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_ranges_and_lists_are_read() {
        let map = CMap::read(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange % a comment <01>\n\
              2 beginbfchar <0003> <0020> <0041> <0644 0627> endbfchar\n\
              2 beginbfrange <0010> <0012> <0430> <0020> <0021> [<0061> <D835DC00>] endbfrange",
        );
        let read = |code| map.get(code);
        assert_eq!(read(3).as_deref(), Some(" "));
        assert_eq!(read(0x41).as_deref(), Some("لا"));
        assert_eq!(read(0x12).as_deref(), Some("в"));
        assert_eq!(read(0x21).as_deref(), Some("𝐀"));
        assert_eq!(read(0x13), None);
        assert_eq!(CMap::read(b"beginbfrange <00> <ff> [ <").get(1), None);
    }
}
