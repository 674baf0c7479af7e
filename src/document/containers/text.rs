//! Plain text: UTF-8, or UTF-16 with its mark.

use super::{Decoded, MAX_MARKUP, MAX_TEXT, TOO_LONG, Undecodable};

pub(super) fn decode(octets: &[u8]) -> Result<Decoded, Undecodable> {
    let text = characters(octets)?;
    if text.len() > MAX_TEXT {
        return Err(TOO_LONG);
    }
    if text.trim().is_empty() {
        return Err(Undecodable::Empty);
    }
    Ok(Decoded { text: lines(&text), exact: false })
}

/// The characters that the octets stand for.
pub(super) fn characters(octets: &[u8]) -> Result<String, Undecodable> {
    if octets.len() > MAX_MARKUP {
        return Err(TOO_LONG);
    }
    Ok(match octets {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => {
            let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
            std::str::from_utf8(octets).map_err(|_| Undecodable::Encoding)?.to_owned()
        }
    })
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
