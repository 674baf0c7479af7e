//! Plain text: UTF-8, or UTF-16 with its mark.

use super::{Decoded, MAX_TEXT, Undecodable};

pub(super) fn decode(octets: &[u8]) -> Result<Decoded, Undecodable> {
    let text = match octets {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => {
            let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
            std::str::from_utf8(octets).map_err(|_| Undecodable::Encoding)?.to_owned()
        }
    };
    if text.len() > MAX_TEXT {
        return Err(Undecodable::TooLarge("a text has at most 16 MiB"));
    }
    if text.trim().is_empty() {
        return Err(Undecodable::Empty);
    }
    Ok(Decoded { text: lines(&text), exact: false })
}

/// The same text with one kind of line ends.
pub(super) fn lines(text: &str) -> String {
    if text.contains(['\r', '\u{2028}', '\u{2029}', '\u{85}']) {
        text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n")
    } else {
        text.to_owned()
    }
}

fn utf16(octets: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Undecodable> {
    let (units, rest) = octets.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Undecodable::Encoding);
    }
    let units: Vec<u16> = units.iter().copied().map(unit).collect();
    String::from_utf16(&units).map_err(|_| Undecodable::Encoding)
}
