//! PDF (ISO 32000-1): the text layer, put into lines by where it stands on the page.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, Object};

use super::{Decoded, MAX_TEXT, Undecodable};

/// The most pages that are read; a programme has less than twenty.
const MAX_PAGES: usize = 300;

/// The most octets that the content of a page or the table of a font unpacks to.
const MAX_UNPACKED: usize = 8 << 20;

/// The most operations on all pages together.
const MAX_OPERATIONS: usize = 3_000_000;

fn broken(error: impl std::fmt::Display) -> Undecodable {
    Undecodable::Broken("PDF", error.to_string())
}

pub(super) fn decode(octets: &[u8]) -> Result<Decoded, Undecodable> {
    // The library is careful, but a file made to break it should end in an error all the same.
    std::panic::catch_unwind(|| read(octets))
        .unwrap_or_else(|_| Err(broken("it cannot be taken apart")))
}

fn read(octets: &[u8]) -> Result<Decoded, Undecodable> {
    let options =
        lopdf::LoadOptions { max_decompressed_size: Some(4 * MAX_UNPACKED), ..Default::default() };
    let document = Document::load_mem_with_options(octets, options).map_err(broken)?;
    if document.is_encrypted() {
        return Err(broken("it is encrypted; save it without a password"));
    }
    let pages = document.get_pages();
    if pages.len() > MAX_PAGES {
        return Err(Undecodable::TooLarge("a PDF has at most 300 pages"));
    }
    let mut text = String::new();
    let mut operations = 0;
    for page in pages.values() {
        let content = document.get_page_content_with_limit(*page, MAX_UNPACKED).map_err(broken)?;
        let content = Content::decode(&content).map_err(broken)?;
        operations += content.operations.len();
        if operations > MAX_OPERATIONS || text.len() > MAX_TEXT {
            return Err(Undecodable::TooLarge("a PDF this complex is no programme"));
        }
        let fonts = document.get_page_fonts(*page).map_err(broken)?;
        let fonts = fonts.into_iter().filter_map(|(name, font)| {
            let encoding = font.get_font_encoding_with_limit(&document, MAX_UNPACKED).ok()?;
            Some((name, Font { encoding, widths: Widths::of(font, &document) }))
        });
        let mut layout = Layout { fonts: fonts.collect(), ..Layout::default() };
        for operation in &content.operations {
            layout.operation(operation);
        }
        text.push('\u{c}');
        layout.write(&mut text);
    }
    if text.chars().filter(|c| c.is_alphanumeric()).count() < 20 {
        return Err(Undecodable::Scan);
    }
    Ok(Decoded { text, exact: false })
}

struct Font<'d> {
    encoding: Encoding<'d>,
    widths: Widths,
}

/// The widths of glyphs in thousandths of the type size.
#[derive(Default)]
struct Widths {
    first: usize,
    list: Vec<f32>,
    /// Whether codes are of two octets.
    wide: bool,
}

impl Widths {
    fn of(font: &Dictionary, document: &Document) -> Self {
        let wide =
            font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        let first = font.get(b"FirstChar").and_then(Object::as_i64).unwrap_or(0);
        let list = font.get_deref(b"Widths", document).and_then(Object::as_array);
        let widths =
            list.map(|list| list.iter().map(|width| width.as_float().unwrap_or(500.0)).collect());
        Self { first: usize::try_from(first).unwrap_or(0), list: widths.unwrap_or_default(), wide }
    }

    /// The width of a string; letters of unknown width count as half their size.
    fn of_string(&self, octets: &[u8], text: &str) -> f32 {
        if self.wide || self.list.is_empty() {
            let width = |c: char| if u32::from(c) > 0x2e80 { 1000.0 } else { 500.0 };
            return text.chars().map(width).sum();
        }
        let width = |octet: &u8| {
            let index = usize::from(*octet).checked_sub(self.first);
            index.and_then(|index| self.list.get(index)).copied().unwrap_or(500.0)
        };
        octets.iter().map(width).sum()
    }
}

type Matrix = [f32; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn product(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// A piece of text and where it stands, in points.
struct Piece {
    x: f32,
    y: f32,
    end: f32,
    size: f32,
    text: String,
}

/// The pieces of a page.
struct Layout<'d> {
    fonts: BTreeMap<Vec<u8>, Font<'d>>,
    pieces: Vec<Piece>,
    page: Matrix,
    saved: Vec<Matrix>,
    text: Matrix,
    line: Matrix,
    leading: f32,
    font: Vec<u8>,
    size: f32,
}

impl Default for Layout<'_> {
    fn default() -> Self {
        Self {
            fonts: BTreeMap::new(),
            pieces: Vec::new(),
            page: IDENTITY,
            saved: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            leading: 0.0,
            font: Vec::new(),
            size: 10.0,
        }
    }
}

impl Layout<'_> {
    fn operation(&mut self, operation: &Operation) {
        let number = |index: usize| {
            operation.operands.get(index).and_then(|operand| operand.as_float().ok()).unwrap_or(0.0)
        };
        let matrix = || [number(0), number(1), number(2), number(3), number(4), number(5)];
        match operation.operator.as_str() {
            "q" if self.saved.len() < 1000 => self.saved.push(self.page),
            "Q" => self.page = self.saved.pop().unwrap_or(IDENTITY),
            "cm" => self.page = product(matrix(), self.page),
            "BT" => (self.text, self.line) = (IDENTITY, IDENTITY),
            "Tm" => (self.text, self.line) = (matrix(), matrix()),
            "TL" => self.leading = number(0),
            "Td" => self.next(number(0), number(1)),
            "TD" => {
                self.leading = -number(1);
                self.next(number(0), number(1));
            }
            "T*" => self.next(0.0, -self.leading),
            "Tf" => {
                if let Some(name) = operation.operands.first().and_then(|name| name.as_name().ok())
                {
                    self.font = name.to_vec();
                }
                self.size = number(1);
            }
            "Tj" => self.show(operation.operands.first()),
            "'" => {
                self.next(0.0, -self.leading);
                self.show(operation.operands.first());
            }
            "\"" => {
                self.next(0.0, -self.leading);
                self.show(operation.operands.get(2));
            }
            "TJ" => {
                let parts = operation.operands.first().and_then(|parts| parts.as_array().ok());
                for part in parts.into_iter().flatten() {
                    match part.as_float() {
                        Ok(back) => self.advance(-back),
                        Err(_) => self.show(Some(part)),
                    }
                }
            }
            _ => {}
        }
    }

    fn next(&mut self, x: f32, y: f32) {
        self.line = product([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    /// Moves on by so many thousandths of the type size.
    fn advance(&mut self, width: f32) {
        let by = width * self.size / 1000.0;
        self.text = product([1.0, 0.0, 0.0, 1.0, by, 0.0], self.text);
    }

    fn show(&mut self, string: Option<&Object>) {
        let Some(octets) = string.and_then(|string| string.as_str().ok()) else { return };
        let (text, width) = if let Some(font) = self.fonts.get(&self.font) {
            let text = Document::decode_text(&font.encoding, octets).unwrap_or_default();
            let width = font.widths.of_string(octets, &text);
            (text, width)
        } else {
            let text = String::from_utf8_lossy(octets).into_owned();
            let width = octets.iter().map(|_| 500.0).sum();
            (text, width)
        };
        let before = product(self.text, self.page);
        self.advance(width);
        let after = product(self.text, self.page);
        let size = (self.size * before[3].abs().max(before[0].abs())).max(1.0);
        if before.iter().chain(&after).all(|number| number.is_finite()) {
            self.pieces.push(Piece { x: before[4], y: before[5], end: after[4], size, text });
        }
    }

    /// Writes the pieces as lines from the top, with blanks for indents and blank lines for gaps.
    fn write(mut self, out: &mut String) {
        self.pieces.retain(|piece| !piece.text.is_empty());
        self.pieces.sort_by(|a, b| b.y.total_cmp(&a.y));
        let left = self.pieces.iter().map(|piece| piece.x).fold(f32::MAX, f32::min);
        let mut above: Option<f32> = None;
        let mut rest = self.pieces.as_mut_slice();
        while let Some(first) = rest.first() {
            let (y, size) = (first.y, first.size);
            // Raised marks of footnotes stand a little above their line.
            let count = rest.iter().take_while(|piece| y - piece.y < size * 0.45).count().max(1);
            let (line, below) = rest.split_at_mut(count);
            rest = below;
            line.sort_by(|a, b| a.x.total_cmp(&b.x));
            let base = line.iter().map(|piece| piece.y).fold(f32::MAX, f32::min);
            let size = line.iter().map(|piece| piece.size).fold(1.0, f32::max);
            if above.is_some_and(|above| above - base > size * 1.7) {
                out.push('\n');
            }
            above = Some(base);
            let start = line.first().map_or(left, |piece| piece.x);
            let indent = ((start - left) / (size * 0.5)).clamp(0.0, 200.0);
            // Clamped to a small positive number just above.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 200")]
            let indent = indent.round() as usize;
            out.extend(std::iter::repeat_n(' ', indent));
            let mut end = start;
            for piece in line {
                if piece.x - end > piece.size * 0.18 {
                    out.push(' ');
                }
                let raised = piece.size < size * 0.8 && piece.y > base + size * 0.15;
                for c in piece.text.chars() {
                    match c.to_digit(10).filter(|_| raised && c.is_ascii_digit()) {
                        Some(digit) => out.push(
                            ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize],
                        ),
                        None => out.push(c),
                    }
                }
                end = piece.end;
            }
            out.push('\n');
        }
    }
}
