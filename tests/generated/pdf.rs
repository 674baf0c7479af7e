//! PDF as its producers write it: codes of glyphs with a map to their texts, in the order in which
//! they are seen, each line where it stands on the page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::{Document, Object, Stream, dictionary};
use unicode_bidi::{BidiInfo, Level};

use super::forms::wrapped;

const SIZE: f32 = 10.0;
const LEADING: f32 = 13.0;
const TOP: f32 = 780.0;
const LEFT: f32 = 60.0;
/// Where the second column begins.
const SECOND: f32 = 260.0;
const RIGHT: f32 = 540.0;

/// A page's operators, and the codes of the characters on it.
struct Page {
    content: String,
    codes: BTreeMap<char, u16>,
    is_rtl: bool,
    y: f32,
}

impl Page {
    /// Shows a line that begins so far from the edge where reading begins.
    fn show(&mut self, from: f32, text: &str) {
        let level = if self.is_rtl { Level::rtl() } else { Level::ltr() };
        let order = BidiInfo::new(text, Some(level));
        let seen = order.reorder_line(&order.paragraphs[0], 0..text.len());
        let width: f32 = seen.chars().map(|c| advance(c) * SIZE / 1000.0).sum();
        let x = if self.is_rtl { LEFT + RIGHT - from - width } else { from };
        let mut codes = String::new();
        for c in seen.chars() {
            let next = u16::try_from(self.codes.len() + 1).unwrap();
            write!(codes, "{:04x}", self.codes.entry(c).or_insert(next)).unwrap();
        }
        let y = self.y;
        writeln!(self.content, "BT /F1 {SIZE} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET").unwrap();
    }
}

/// The width of a character in thousandths of the type size.
fn advance(c: char) -> f32 {
    match c {
        ' ' => 300.0,
        '\u{2e80}'.. => 1000.0,
        _ => 500.0,
    }
}

/// Head and rows on pages of two columns; the right one is broken where it is full.
pub(crate) fn render(head: &[String], rows: &[(String, Vec<String>)], is_rtl: bool) -> Vec<u8> {
    let mut page = Page { content: String::new(), codes: BTreeMap::new(), is_rtl, y: TOP };
    let mut contents = Vec::new();
    for line in head {
        page.show(LEFT, line);
        page.y -= 2.0 * LEADING;
    }
    for (left, right) in rows {
        // A row is not parted from page to page.
        if page.y < 200.0 {
            contents.push(std::mem::take(&mut page.content));
            page.y = TOP;
        }
        page.show(LEFT, left);
        for paragraph in right {
            for line in wrapped(paragraph, 44) {
                page.show(SECOND, &line);
                page.y -= LEADING;
            }
            page.y -= 0.6 * LEADING;
        }
        page.y -= if right.is_empty() { 2.0 * LEADING } else { 0.6 * LEADING };
    }
    contents.push(std::mem::take(&mut page.content));
    file(contents, &page.codes)
}

fn file(contents: Vec<String>, codes: &BTreeMap<char, u16>) -> Vec<u8> {
    let mut pdf = Document::with_version("1.5");
    let mut map = String::from("1 begincodespacerange <0000> <ffff> endcodespacerange\n");
    let mut widths = Vec::new();
    for (c, code) in codes {
        let mut units = [0; 2];
        let text: String = c
            .encode_utf16(&mut units)
            .iter()
            .fold(String::new(), |text, unit| format!("{text}{unit:04x}"));
        writeln!(map, "1 beginbfchar <{code:04x}> <{text}> endbfchar").unwrap();
        widths.push(Object::from(i64::from(*code)));
        widths.push(Object::Array(vec![Object::Real(advance(*c))]));
    }
    let map = pdf.add_object(Stream::new(dictionary! {}, map.into_bytes()));
    let glyphs = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "Sans", "DW" => 500, "W" => widths,
    });
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Sans", "Encoding" => "Identity-H",
        "DescendantFonts" => vec![glyphs.into()], "ToUnicode" => map,
    });
    let pages = pdf.new_object_id();
    let mut kids: Vec<Object> = Vec::new();
    for content in contents {
        let content = pdf.add_object(Stream::new(dictionary! {}, content.into_bytes()));
        let page = pdf.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        });
        kids.push(page.into());
    }
    let count = i64::try_from(kids.len()).unwrap();
    let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    pdf.objects.insert(pages, Object::Dictionary(tree));
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    pdf.trailer.set("Root", catalog);
    pdf.compress();
    let mut octets = Vec::new();
    pdf.save_to(&mut octets).unwrap();
    octets
}
