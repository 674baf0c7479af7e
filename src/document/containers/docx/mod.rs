//! DOCX (ECMA-376, part 1): the paragraphs of the document and its tables, each in a line.

mod numbering;
mod xml;

use std::io::{Cursor, Read};

use quick_xml::events::BytesStart;
use zip::ZipArchive;

use super::super::header::symbols;
use super::super::lines::marks;
use super::marked::Lines;
use super::{Decoded, Undecodable};
use numbering::{Numbering, Numbers};
use xml::{Part, attribute, read};

/// The most octets that the parts of a document unpack to. A programme's are some hundred thousand.
const MAX_UNPACKED: u64 = 32 << 20;

/// The most columns that a cell takes up.
const MAX_SPAN: usize = 40;

fn broken(error: impl std::fmt::Display) -> Undecodable {
    Undecodable::Broken("DOCX", error.to_string())
}

pub(super) fn decode(octets: &[u8]) -> Result<Decoded, Undecodable> {
    let mut package = Package {
        archive: ZipArchive::new(Cursor::new(octets)).map_err(broken)?,
        left: MAX_UNPACKED,
    };
    let document = package
        .part("word/document.xml")?
        .ok_or(Undecodable::Format("a ZIP archive without a Word document"))?;
    let numbering = match package.part("word/numbering.xml")? {
        Some(xml) => Numbering::read(&xml, package.part("word/styles.xml")?.as_deref())?,
        None => Numbering::default(),
    };
    let mut body = Body { numbers: Numbers::of(&numbering), ..Body::default() };
    for line in package.furniture()? {
        body.lines.push(&line);
        body.lines.end();
    }
    read(&document, |part| body.part(part))?;
    if !body.references.is_empty()
        && let Some(xml) = package.part("word/footnotes.xml")?
    {
        body.lines.mark(marks::TABLE);
        let mut notes = Notes { body: &mut body, mark: None };
        read(&xml, |part| notes.part(part))?;
    }
    body.lines.finish()
}

/// The package, and how many octets may still be unpacked from it.
struct Package<'o> {
    archive: ZipArchive<Cursor<&'o [u8]>>,
    left: u64,
}

impl Package<'_> {
    /// A part of the package, unpacked up to the limit.
    fn part(&mut self, name: &str) -> Result<Option<String>, Undecodable> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(error)),
        };
        let mut octets = Vec::new();
        file.take(self.left + 1).read_to_end(&mut octets).map_err(broken)?;
        self.left = self
            .left
            .checked_sub(octets.len() as u64)
            .ok_or(Undecodable::TooLarge("a DOCX unpacks to at most 32 MiB"))?;
        String::from_utf8(octets).map(Some).map_err(broken)
    }

    /// What the heads and feet of pages say that the document may not say elsewhere: its symbol
    /// and its job number, each once. All else in them is furniture.
    fn furniture(&mut self) -> Result<Vec<String>, Undecodable> {
        const MOST: usize = 12;
        let names = self.archive.file_names().flatten().map(std::borrow::Cow::into_owned);
        let is_furniture =
            |name: &String| name.starts_with("word/header") || name.starts_with("word/footer");
        let mut names: Vec<String> = names.filter(is_furniture).collect();
        // Heads before feet.
        names.sort_by_key(|name| (name.starts_with("word/footer"), name.clone()));
        let numbering = Numbering::default();
        let mut told: Vec<String> = Vec::new();
        for name in names.iter().take(MOST) {
            let Some(xml) = self.part(name)? else { continue };
            let mut body = Body { numbers: Numbers::of(&numbering), ..Body::default() };
            read(&xml, |part| body.part(part))?;
            let Ok(decoded) = body.lines.finish() else { continue };
            for line in decoded.text.lines() {
                let line = line.trim_matches(|c: char| c.is_control() || c == ' ');
                let says = symbols(line).len() == 1 && line.chars().count() < 60
                    || super::super::furniture::has_job_number(line);
                if says && !told.iter().any(|other| other == line) {
                    told.push(line.to_owned());
                }
            }
        }
        Ok(told)
    }
}

/// The text of a document as it is gathered.
#[derive(Default)]
struct Body<'n> {
    lines: Lines,
    numbers: Numbers<'n>,
    /// The list that the paragraph is in, its level, and its style.
    list: Option<String>,
    level: usize,
    style: Option<String>,
    /// The identifiers of the footnotes, in the order of their anchors.
    references: Vec<String>,
}

impl Body<'_> {
    fn part(&mut self, part: Part<'_, '_>) {
        match part {
            Part::Text(text) => self.lines.push(text),
            Part::Start(element) => self.element(element),
            Part::End(name) => match name {
                "pPr" => self.number(),
                "p" => {
                    self.lines.end_numbered();
                    (self.list, self.level, self.style) = (None, 0, None);
                }
                "r" => self.lines.raised = false,
                "tbl" => self.lines.mark(marks::TABLE),
                _ => {}
            },
        }
    }

    fn element(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "tbl" => self.lines.mark(marks::TABLE),
            "tr" => self.lines.mark(marks::ROW),
            "tc" => self.lines.mark(marks::CELL),
            "gridSpan" => {
                let width = attribute(element, "val").and_then(|width| width.parse().ok());
                for _ in 1..width.unwrap_or(1).min(MAX_SPAN) {
                    self.lines.mark(marks::WIDER);
                }
            }
            "vMerge" if attribute(element, "val").as_deref() != Some("restart") => {
                self.lines.mark(marks::TALLER);
            }
            "tab" => self.lines.push(" "),
            "noBreakHyphen" => self.lines.push("-"),
            "br" | "cr" => self.lines.end(),
            "vertAlign" => {
                self.lines.raised = attribute(element, "val").as_deref() == Some("superscript");
            }
            "pStyle" => self.style = attribute(element, "val"),
            "ilvl" => {
                let level = attribute(element, "val").and_then(|level| level.parse().ok());
                self.level = level.unwrap_or(0);
            }
            "numId" => self.list = attribute(element, "val"),
            "footnoteReference" => {
                if let Some(id) = attribute(element, "id") {
                    self.references.push(id);
                    let was = std::mem::replace(&mut self.lines.raised, true);
                    let mark = self.references.len().to_string();
                    self.lines.push(&mark);
                    self.lines.raised = was;
                }
            }
            _ => {}
        }
    }

    /// Puts the number of the paragraph before its text.
    fn number(&mut self) {
        let list = self.list.take();
        if let Some(number) = self.numbers.next(list, self.level, self.style.as_deref()) {
            self.lines.prefix(&number);
        }
    }
}

/// The footnotes below the text, each with its mark.
struct Notes<'b, 'n> {
    body: &'b mut Body<'n>,
    /// The number of the footnote that is read, from 1.
    mark: Option<usize>,
}

impl Notes<'_, '_> {
    fn part(&mut self, part: Part<'_, '_>) {
        let lines = &mut self.body.lines;
        match part {
            Part::Start(element) if element.local_name().as_ref() == "footnote" => {
                let id = attribute(element, "id");
                let mut references = self.body.references.iter();
                self.mark = id.and_then(|id| references.position(|other| *other == id));
                if let Some(mark) = self.mark {
                    lines.raised = true;
                    lines.push(&(mark + 1).to_string());
                    lines.raised = false;
                    lines.push(" ");
                }
            }
            Part::Text(text) if self.mark.is_some() => lines.push(text),
            Part::End("footnote") => {
                lines.end();
                self.mark = None;
            }
            Part::End("p") => lines.push(" "),
            Part::Start(_) | Part::Text(_) | Part::End(_) => {}
        }
    }
}
