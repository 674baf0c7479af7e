//! DOCX (ECMA-376, part 1): the paragraphs of the document and its tables, each in a line.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::marked::Lines;
use super::{Decoded, Undecodable};

/// The most octets that a part unpacks to. A programme's is some hundred thousand.
const MAX_PART: u64 = 32 << 20;

fn broken(error: impl std::fmt::Display) -> Undecodable {
    Undecodable::Broken("DOCX", error.to_string())
}

/// How a list is numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Bullet,
    Decimal,
    Letter,
    Nothing,
}

pub(super) fn decode(octets: &[u8]) -> Result<Decoded, Undecodable> {
    let mut archive = ZipArchive::new(Cursor::new(octets)).map_err(broken)?;
    let document = part(&mut archive, "word/document.xml")?
        .ok_or(Undecodable::Format("a ZIP archive without a Word document"))?;
    let numbering = match part(&mut archive, "word/numbering.xml")? {
        Some(xml) => numberings(&xml)?,
        None => BTreeMap::new(),
    };
    let mut body = Body { numbering, ..Body::default() };
    body.read(&document)?;
    if !body.references.is_empty()
        && let Some(xml) = part(&mut archive, "word/footnotes.xml")?
    {
        body.footnotes(&xml)?;
    }
    body.lines.finish()
}

/// A part of the package, unpacked up to the limit.
fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
) -> Result<Option<String>, Undecodable> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(broken(error)),
    };
    let mut octets = Vec::new();
    file.take(MAX_PART + 1).read_to_end(&mut octets).map_err(broken)?;
    if octets.len() as u64 > MAX_PART {
        return Err(Undecodable::TooLarge("a part of a DOCX unpacks to at most 32 MiB"));
    }
    String::from_utf8(octets).map(Some).map_err(broken)
}

/// The value of an attribute by its local name.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let mut found = attributes
        .with_checks(false)
        .flatten()
        .filter(|attribute| attribute.key.local_name().as_ref() == name);
    Some(found.next()?.value.into_owned())
}

/// The character that an entity or a character reference stands for.
fn reference(name: &str) -> Result<String, Undecodable> {
    let written = format!("&{name};");
    let text = quick_xml::escape::unescape(&written).map_err(broken)?;
    Ok(text.into_owned())
}

/// How the first level of each list is numbered, by the list's number.
fn numberings(xml: &str) -> Result<BTreeMap<String, Numbering>, Undecodable> {
    let mut reader = Reader::from_str(xml);
    let mut kinds: BTreeMap<String, Numbering> = BTreeMap::new();
    let mut lists = BTreeMap::new();
    let (mut kind, mut list) = (None, None);
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "abstractNum" => kind = attribute(&element, "abstractNumId"),
                "num" => list = attribute(&element, "numId"),
                "numFmt" => {
                    let format = match attribute(&element, "val").as_deref() {
                        Some("bullet") => Numbering::Bullet,
                        Some("decimal") => Numbering::Decimal,
                        Some("lowerLetter") => Numbering::Letter,
                        _ => Numbering::Nothing,
                    };
                    if let Some(kind) = &kind {
                        kinds.entry(kind.clone()).or_insert(format);
                    }
                }
                "abstractNumId" => {
                    if let (Some(list), Some(kind)) = (&list, attribute(&element, "val")) {
                        lists.insert(list.clone(), kind);
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    let kind = |kind: &String| kinds.get(kind).copied().unwrap_or(Numbering::Nothing);
    Ok(lists.iter().map(|(list, of)| (list.clone(), kind(of))).collect())
}

#[derive(Default)]
struct Body {
    lines: Lines,
    numbering: BTreeMap<String, Numbering>,
    /// How many paragraphs of each list there were.
    counts: BTreeMap<String, u8>,
    /// The identifiers of the footnotes, in the order of their anchors.
    references: Vec<String>,
}

impl Body {
    fn read(&mut self, xml: &str) -> Result<(), Undecodable> {
        let mut reader = Reader::from_str(xml);
        let mut in_text = false;
        loop {
            match reader.read_event().map_err(broken)? {
                Event::Start(element) if element.local_name().as_ref() == "t" => in_text = true,
                Event::Start(element) | Event::Empty(element) => self.element(&element),
                Event::End(element) => match element.local_name().as_ref() {
                    "t" => in_text = false,
                    "p" => self.lines.end(),
                    "r" => self.lines.raised = false,
                    _ => {}
                },
                Event::Text(text) if in_text => {
                    self.lines.push(&text);
                }
                Event::GeneralRef(name) if in_text => {
                    self.lines.push(&reference(&name)?);
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn element(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "tab" => self.lines.push(" "),
            "noBreakHyphen" => self.lines.push("-"),
            "br" | "cr" => self.lines.end(),
            "vertAlign" => {
                self.lines.raised = attribute(element, "val").as_deref() == Some("superscript");
            }
            "numId" => {
                if let Some(list) = attribute(element, "val") {
                    self.numbered(list);
                }
            }
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

    fn numbered(&mut self, list: String) {
        let kind = self.numbering.get(&list).copied().unwrap_or(Numbering::Bullet);
        let count = self.counts.entry(list).or_insert(0);
        *count = count.saturating_add(1);
        let prefix = match kind {
            Numbering::Bullet => String::from("• "),
            Numbering::Decimal => format!("{count}. "),
            Numbering::Letter if *count <= 26 => format!("({}) ", char::from(b'a' + *count - 1)),
            Numbering::Letter | Numbering::Nothing => return,
        };
        self.lines.prefix(&prefix);
    }

    /// Adds the footnotes below the text, each with its mark.
    fn footnotes(&mut self, xml: &str) -> Result<(), Undecodable> {
        let mut reader = Reader::from_str(xml);
        let mut mark = None;
        let mut in_text = false;
        loop {
            match reader.read_event().map_err(broken)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "footnote" => {
                        let id = attribute(&element, "id");
                        mark =
                            id.and_then(|id| self.references.iter().position(|other| *other == id));
                        if let Some(mark) = mark {
                            self.lines.raised = true;
                            self.lines.push(&(mark + 1).to_string());
                            self.lines.raised = false;
                            self.lines.push(" ");
                        }
                    }
                    "t" => in_text = mark.is_some(),
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "t" => in_text = false,
                    "footnote" => {
                        self.lines.end();
                        mark = None;
                    }
                    "p" => self.lines.push(" "),
                    _ => {}
                },
                Event::Text(text) if in_text => {
                    self.lines.push(&text);
                }
                Event::GeneralRef(name) if in_text => {
                    self.lines.push(&reference(&name)?);
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}
