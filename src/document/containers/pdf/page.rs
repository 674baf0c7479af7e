//! The operators of a page: which glyphs they show, and where (ISO 32000-1, 8 and 9).

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::Operation;
use lopdf::{Document, Object};

use super::fonts::Font;
use super::lines::Piece;

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

/// The fonts that a page or form names.
pub(super) type Fonts<'d> = BTreeMap<Vec<u8>, Rc<Font<'d>>>;

/// What is saved and restored with the state of graphics.
#[derive(Clone)]
struct Graphics<'d> {
    matrix: Matrix,
    font: Option<Rc<Font<'d>>>,
    size: f32,
    /// Spacing of characters and of words, in units of text space.
    characters: f32,
    words: f32,
    /// How wide text is set: 1 is its own width.
    stretch: f32,
    leading: f32,
    rise: f32,
}

/// A page while its operators are run.
pub(super) struct Page<'d> {
    pub(super) pieces: Vec<Piece>,
    state: Graphics<'d>,
    saved: Vec<Graphics<'d>>,
    text: Matrix,
    line: Matrix,
}

impl<'d> Page<'d> {
    pub(super) fn new() -> Self {
        let state = Graphics {
            matrix: IDENTITY,
            font: None,
            size: 10.0,
            characters: 0.0,
            words: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        Self { pieces: Vec::new(), state, saved: Vec::new(), text: IDENTITY, line: IDENTITY }
    }

    /// Begins a form that is shown on the page.
    pub(super) fn enter(&mut self, matrix: Option<&Vec<Object>>) {
        self.saved.push(self.state.clone());
        if let Some(matrix) = matrix.filter(|matrix| matrix.len() == 6) {
            let mut own = IDENTITY;
            for (number, object) in own.iter_mut().zip(matrix) {
                *number = object.as_float().unwrap_or(0.0);
            }
            self.state.matrix = product(own, self.state.matrix);
        }
    }

    /// Ends a form.
    pub(super) fn leave(&mut self) {
        if let Some(state) = self.saved.pop() {
            self.state = state;
        }
    }

    pub(super) fn run(&mut self, operation: &Operation, fonts: &Fonts<'d>) {
        let number = |index: usize| {
            operation.operands.get(index).and_then(|operand| operand.as_float().ok()).unwrap_or(0.0)
        };
        let matrix = || [number(0), number(1), number(2), number(3), number(4), number(5)];
        match operation.operator.as_str() {
            "q" if self.saved.len() < 1000 => self.saved.push(self.state.clone()),
            "Q" => self.leave(),
            "cm" => self.state.matrix = product(matrix(), self.state.matrix),
            "BT" => (self.text, self.line) = (IDENTITY, IDENTITY),
            "Tm" => (self.text, self.line) = (matrix(), matrix()),
            "TL" => self.state.leading = number(0),
            "Tc" => self.state.characters = number(0),
            "Tw" => self.state.words = number(0),
            "Tz" => self.state.stretch = number(0) / 100.0,
            "Ts" => self.state.rise = number(0),
            "Td" => self.next(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.next(number(0), number(1));
            }
            "T*" => self.next(0.0, -self.state.leading),
            "Tf" => {
                let name = operation.operands.first().and_then(|name| name.as_name().ok());
                self.state.font = name.and_then(|name| fonts.get(name).cloned());
                self.state.size = number(1);
            }
            "Tj" => self.show(operation.operands.first()),
            "'" => {
                self.next(0.0, -self.state.leading);
                self.show(operation.operands.first());
            }
            "\"" => {
                (self.state.words, self.state.characters) = (number(0), number(1));
                self.next(0.0, -self.state.leading);
                self.show(operation.operands.get(2));
            }
            "TJ" => {
                let parts = operation.operands.first().and_then(|parts| parts.as_array().ok());
                for part in parts.into_iter().flatten() {
                    match part.as_float() {
                        Ok(back) => self.advance(-back / 1000.0 * self.state.size),
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

    /// Moves on in text space, before the stretch.
    fn advance(&mut self, by: f32) {
        self.text = product([1.0, 0.0, 0.0, 1.0, by * self.state.stretch, 0.0], self.text);
    }

    /// Shows a string: a piece for each of its glyphs that says something.
    fn show(&mut self, string: Option<&Object>) {
        let Some(octets) = string.and_then(|string| string.as_str().ok()) else { return };
        let Some(font) = self.state.font.clone() else { return };
        for glyph in font.glyphs(octets) {
            let place = |page: &Self| {
                let raised = product([1.0, 0.0, 0.0, 1.0, 0.0, page.state.rise], page.text);
                product(raised, page.state.matrix)
            };
            let before = place(self);
            self.advance(glyph.width * self.state.size / 1000.0);
            let after = place(self);
            let words = if glyph.is_blank { self.state.words } else { 0.0 };
            self.advance(self.state.characters + words);
            let size = self.state.size.abs() * before[3].abs().max(before[2].abs());
            let numbers = [before[4], before[5], after[4], size];
            if !glyph.text.trim().is_empty() && numbers.iter().all(|number| number.is_finite()) {
                self.pieces.push(Piece {
                    x: before[4].min(after[4]),
                    y: before[5],
                    end: after[4].max(before[4]),
                    size: size.max(1.0),
                    text: glyph.text,
                });
            }
        }
    }
}

/// The entry of a dictionary in the resources of a page or form, such as a font or a form.
pub(super) fn resources<'d>(
    resources: &'d lopdf::Dictionary,
    kind: &[u8],
    document: &'d Document,
) -> impl Iterator<Item = (&'d Vec<u8>, &'d Object)> {
    let list = resources.get_deref(kind, document).and_then(Object::as_dict);
    let each = list.into_iter().flat_map(lopdf::Dictionary::iter);
    each.filter_map(|(name, object)| Some((name, document.dereference(object).ok()?.1)))
}
