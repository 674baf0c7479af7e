//! Fonts: what the codes in a string of text say, and how wide their glyphs are (ISO 32000-1, 9).

use lopdf::{Dictionary, Document, Encoding, Object};

use super::cmap::CMap;

/// The most widths that a font gives.
const MAX_WIDTHS: usize = 1 << 16;

/// A glyph: its text, its width in thousandths of the type size, and whether it is the blank that
/// the spacing of words counts for.
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) width: f32,
    pub(super) is_blank: bool,
}

/// A font of a page.
pub(super) struct Font<'d> {
    /// Whether codes are of two octets.
    wide: bool,
    /// The map that the file brings along; without it the encoding tells what can be told.
    map: Option<CMap>,
    encoding: Option<Encoding<'d>>,
    /// In the order of their codes.
    widths: Vec<Width>,
    default_width: f32,
}

impl<'d> Font<'d> {
    /// Reads a font. `budget` is how many octets may still be unpacked; what was, goes off it.
    pub(super) fn new(font: &'d Dictionary, document: &'d Document, budget: &mut usize) -> Self {
        let subtype = font.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        let wide = subtype == b"Type0";
        let map = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).ok();
        let map = map.and_then(|map| map.get_plain_content_with_limit(*budget).ok());
        let map = map.map(|map| {
            *budget = budget.saturating_sub(map.len());
            CMap::read(&map)
        });
        let encoding = match map {
            Some(_) if wide => None,
            _ => font.get_font_encoding_with_limit(document, *budget).ok(),
        };
        let (widths, default_width) = if wide {
            let descendant = font.get_deref(b"DescendantFonts", document).ok();
            let descendant = descendant.and_then(|fonts| fonts.as_array().ok()?.first());
            let descendant = descendant.and_then(|font| document.dereference(font).ok());
            match descendant.and_then(|(_, font)| font.as_dict().ok()) {
                Some(font) => wide_widths(font, document),
                None => (Vec::new(), 1000.0),
            }
        } else {
            (narrow_widths(font, document, subtype), 500.0)
        };
        Self { wide, map, encoding, widths, default_width }
    }

    fn width(&self, code: u32) -> f32 {
        let after = self.widths.partition_point(|width| width.first <= code);
        let found = after.checked_sub(1).and_then(|index| self.widths.get(index));
        let found = found.filter(|width| code <= width.last);
        found.map_or(self.default_width, |width| width.thousandths)
    }

    /// The glyphs of a string.
    pub(super) fn glyphs(&self, octets: &[u8]) -> impl Iterator<Item = Glyph> {
        octets.chunks(if self.wide { 2 } else { 1 }).map(|octets| {
            let code = octets.iter().fold(0, |code, octet| code << 8 | u32::from(*octet));
            let mapped = self.map.as_ref().and_then(|map| map.get(code));
            let told = || self.encoding.as_ref()?.bytes_to_string(octets).ok();
            Glyph {
                text: mapped.or_else(told).unwrap_or_default(),
                width: self.width(code),
                is_blank: !self.wide && code == 32,
            }
        })
    }
}

/// The width of the glyphs from one code to another.
struct Width {
    first: u32,
    last: u32,
    thousandths: f32,
}

/// The widths of a font with codes of one octet.
fn narrow_widths(font: &Dictionary, document: &Document, subtype: &[u8]) -> Vec<Width> {
    let first = font.get(b"FirstChar").and_then(Object::as_i64).unwrap_or(0);
    let first = u32::try_from(first).unwrap_or(0);
    // The widths of a Type 3 font are in its own units.
    let unit = match font.get_deref(b"FontMatrix", document).and_then(Object::as_array) {
        Ok(matrix) if subtype == b"Type3" => {
            matrix.first().and_then(|unit| unit.as_float().ok()).unwrap_or(0.001) * 1000.0
        }
        _ => 1.0,
    };
    let list = font.get_deref(b"Widths", document).and_then(Object::as_array);
    let list = list.into_iter().flatten().take(256);
    let width = |width| {
        let width = document.dereference(width).map_or(width, |(_, width)| width);
        width.as_float().unwrap_or(500.0) * unit
    };
    let each = |(code, object)| Width { first: code, last: code, thousandths: width(object) };
    (first..).zip(list).map(each).collect()
}

/// The widths of a font with codes of two octets: `[first [w w …] first last w …]` (9.7.4.3).
fn wide_widths(font: &Dictionary, document: &Document) -> (Vec<Width>, f32) {
    let default = font.get(b"DW").and_then(Object::as_float).unwrap_or(1000.0);
    let mut widths = Vec::new();
    let list = font.get_deref(b"W", document).and_then(Object::as_array);
    let list: Vec<&Object> = list.into_iter().flatten().take(MAX_WIDTHS).collect();
    let code = |object: &Object| object.as_i64().ok().and_then(|code| u32::try_from(code).ok());
    let mut rest = list.as_slice();
    while let [first, second, after @ ..] = rest {
        let Some(first) = code(first) else { break };
        let second = document.dereference(second).map_or(*second, |(_, second)| second);
        if let Ok(list) = second.as_array() {
            let left = MAX_WIDTHS.saturating_sub(widths.len());
            widths.extend((first..).zip(list.iter().take(left)).map(|(code, width)| Width {
                first: code,
                last: code,
                thousandths: width.as_float().unwrap_or(default),
            }));
            rest = after;
        } else if let (Some(last), [width, after @ ..]) = (code(second), after) {
            let thousandths = width.as_float().unwrap_or(default);
            widths.push(Width { first, last, thousandths });
            rest = after;
        } else {
            break;
        }
    }
    widths.sort_by_key(|width| width.first);
    (widths, default)
}
