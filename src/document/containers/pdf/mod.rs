//! PDF (ISO 32000-1): the text layer, put into lines by where it stands on the page.

mod cmap;
mod fonts;
mod lines;
mod page;

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, Stream};

use super::{Decoded, MAX_TEXT, Undecodable};
use fonts::Font;
use page::{Fonts, Page, resources};

/// The most pages that are read; a programme has less than twenty.
const MAX_PAGES: usize = 300;

/// The most octets that a stream of objects unpacks to.
const MAX_UNPACKED: usize = 8 << 20;

/// The most octets that the contents of all pages and the tables of all fonts unpack to.
const BUDGET: usize = 16 << 20;

/// How deep forms stand in forms.
const MAX_DEPTH: usize = 8;

/// The most operators and operands on all pages together.
const MAX_OPERATIONS: usize = 400_000;

/// The most glyphs on all pages together.
const MAX_GLYPHS: usize = 600_000;

const TOO_COMPLEX: Undecodable = Undecodable::TooLarge("a PDF this complex is no programme");

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
        lopdf::LoadOptions { max_decompressed_size: Some(MAX_UNPACKED), ..Default::default() };
    let document = Document::load_mem_with_options(octets, options).map_err(broken)?;
    if document.is_encrypted() {
        return Err(broken("it is encrypted; save it without a password"));
    }
    let pages: Vec<_> = document.page_iter().take(MAX_PAGES + 1).collect();
    if pages.len() > MAX_PAGES {
        return Err(Undecodable::TooLarge("a PDF has at most 300 pages"));
    }
    let mut reader = Reader {
        document: &document,
        fonts: BTreeMap::new(),
        budget: BUDGET,
        operations: 0,
        glyphs: 0,
    };
    let mut text = String::new();
    for id in pages {
        let content = document.get_page_content_with_limit(id, reader.budget).map_err(broken)?;
        let (own, shared) = document.get_page_resources(id).map_err(broken)?;
        let shared = shared.iter().filter_map(|id| document.get_dictionary(*id).ok());
        let mut page = Page::new();
        reader.run(&mut page, &content, &own.into_iter().chain(shared).collect::<Vec<_>>(), 0)?;
        text.push('\u{c}');
        lines::write(page.pieces, &mut text);
        if text.len() > MAX_TEXT {
            return Err(TOO_COMPLEX);
        }
    }
    if text.chars().filter(|c| c.is_alphanumeric()).count() < 20 {
        return Err(Undecodable::Scan);
    }
    Ok(Decoded { text, exact: false })
}

/// What is kept from page to page.
struct Reader<'d> {
    document: &'d Document,
    /// Pages share fonts: each is read once, known by where it is kept.
    fonts: BTreeMap<*const Dictionary, Rc<Font<'d>>>,
    /// How many octets may still be unpacked.
    budget: usize,
    operations: usize,
    glyphs: usize,
}

impl<'d> Reader<'d> {
    /// Runs the operators of a page, or of a form on it.
    fn run(
        &mut self,
        page: &mut Page<'d>,
        content: &[u8],
        from: &[&'d Dictionary],
        depth: usize,
    ) -> Result<(), Undecodable> {
        self.budget = self.budget.checked_sub(content.len()).ok_or(TOO_COMPLEX)?;
        // Counted before they are read: each takes up a hundred times its octets.
        let parts = content.iter().filter(|octet| b" \n\r\t([</".contains(octet)).count();
        self.operations += parts + 1;
        if self.operations > MAX_OPERATIONS || depth > MAX_DEPTH {
            return Err(TOO_COMPLEX);
        }
        let content = Content::decode(content).map_err(broken)?;
        let fonts = self.fonts(from);
        for operation in &content.operations {
            if operation.operator == "Do" {
                let name = operation.operands.first().and_then(|name| name.as_name().ok());
                if let Some(form) = name.and_then(|name| self.form(from, name)) {
                    self.form_on(page, form, from, depth)?;
                }
            } else {
                let before = page.pieces.len();
                page.run(operation, &fonts);
                self.glyphs += page.pieces.len() - before;
                if self.glyphs > MAX_GLYPHS {
                    return Err(TOO_COMPLEX);
                }
            }
        }
        Ok(())
    }

    fn fonts(&mut self, from: &[&'d Dictionary]) -> Fonts<'d> {
        let mut fonts = Fonts::new();
        for (name, font) in from.iter().flat_map(|from| resources(from, b"Font", self.document)) {
            if let Ok(font) = font.as_dict()
                && !fonts.contains_key(name)
            {
                let known = self
                    .fonts
                    .entry(std::ptr::from_ref(font))
                    .or_insert_with(|| Rc::new(Font::new(font, self.document, &mut self.budget)));
                fonts.insert(name.clone(), Rc::clone(known));
            }
        }
        fonts
    }

    /// A form by its name; pictures are none.
    fn form(&self, from: &[&'d Dictionary], name: &[u8]) -> Option<&'d Stream> {
        let form = from.iter().find_map(|from| {
            let forms = from.get_deref(b"XObject", self.document).and_then(Object::as_dict);
            forms.ok()?.get_deref(name, self.document).and_then(Object::as_stream).ok()
        })?;
        let subtype = form.dict.get(b"Subtype").and_then(Object::as_name);
        subtype.is_ok_and(|subtype| subtype == b"Form").then_some(form)
    }

    fn form_on(
        &mut self,
        page: &mut Page<'d>,
        form: &'d Stream,
        from: &[&'d Dictionary],
        depth: usize,
    ) -> Result<(), Undecodable> {
        let content = form.get_plain_content_with_limit(self.budget).map_err(broken)?;
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let matrix = form.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array).ok();
        page.enter(matrix);
        let resources = own.map_or_else(|| from.to_vec(), |own| vec![own]);
        self.run(page, &content, &resources, depth + 1)?;
        page.leave();
        Ok(())
    }
}
