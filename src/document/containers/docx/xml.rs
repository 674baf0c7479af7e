//! The XML of a part: its elements, and the texts that a reader sees.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Undecodable, broken};

/// What a part is made of.
#[derive(Clone, Copy)]
pub(super) enum Part<'p, 'e> {
    Start(&'p BytesStart<'e>),
    /// The end of an element, by its local name.
    End(&'p str),
    /// Text in a run.
    Text(&'p str),
}

/// Elements whose text is shown elsewhere, or no more: what was moved away, and what stands in for
/// shapes that a program does not know.
const HIDDEN: [&str; 3] = ["moveFrom", "Fallback", "pPrChange"];

/// Goes through a part, giving `take` all that is shown of it.
pub(super) fn read(xml: &str, mut take: impl FnMut(Part<'_, '_>)) -> Result<(), Undecodable> {
    let mut reader = Reader::from_str(xml);
    let mut in_text = false;
    let mut hidden = 0_usize;
    loop {
        let event = reader.read_event().map_err(broken)?;
        match &event {
            Event::Start(element) if HIDDEN.contains(&element.local_name().as_ref()) => hidden += 1,
            Event::End(element) if HIDDEN.contains(&element.local_name().as_ref()) => {
                hidden = hidden.saturating_sub(1);
            }
            Event::Eof => return Ok(()),
            _ if hidden > 0 => {}
            Event::Start(element) if element.local_name().as_ref() == "t" => in_text = true,
            Event::End(element) if element.local_name().as_ref() == "t" => in_text = false,
            Event::Start(element) | Event::Empty(element) => {
                take(Part::Start(element));
                // A paragraph or cell without anything in it ends where it begins.
                if matches!(event, Event::Empty(_)) {
                    take(Part::End(element.local_name().as_ref()));
                }
            }
            Event::End(element) => take(Part::End(element.local_name().as_ref())),
            Event::Text(text) if in_text => take(Part::Text(text)),
            Event::GeneralRef(name) if in_text => take(Part::Text(&reference(name)?)),
            _ => {}
        }
    }
}

/// The value of an attribute by its local name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
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
