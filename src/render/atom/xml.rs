//! XML 1.0, well formed whatever the words are.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::render::reader::plain;

/// Attributes: names and values.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document as it is written. Writing into memory does not fail; the errors are the library's.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    pub(super) fn new() -> io::Result<Self> {
        let mut xml = Self(Writer::new(Vec::new()));
        xml.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        xml.line()?;
        Ok(xml)
    }

    /// An element with text alone.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        words: &str,
    ) -> io::Result<()> {
        self.within(name, attributes, |xml| xml.text(words))
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.0.write_event(Event::Empty(start(name, attributes)))
    }

    /// An element with what `inner` writes.
    pub(super) fn within(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        inner: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))?;
        inner(self)?;
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Text, escaped, without the characters that XML forbids.
    pub(super) fn text(&mut self, words: &str) -> io::Result<()> {
        self.0.write_event(Event::Text(BytesText::new(&allowed(words))))
    }

    /// An end of line, for whoever reads the source.
    pub(super) fn line(&mut self) -> io::Result<()> {
        self.text_as_it_is("\n")
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_inner()
    }

    fn text_as_it_is(&mut self, text: &str) -> io::Result<()> {
        self.0.write_event(Event::Text(BytesText::from_escaped(text)))
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'a>) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(attributes.iter().copied())
}

/// The words without the characters that XML 1.0 forbids (section 2.2) or that are left out of
/// every representation.
fn allowed(words: &str) -> Cow<'_, str> {
    let words = plain(words);
    if words.contains(['\u{FFFE}', '\u{FFFF}']) {
        Cow::Owned(words.replace(['\u{FFFE}', '\u{FFFF}'], ""))
    } else {
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_attributes_are_escaped_and_cleaned() {
        let mut xml = Xml::new().unwrap();
        xml.element(
            "a",
            &[("href", "/?a=1&b=\"<2>'")],
            "<b> & ]]>\0\u{7}\u{FFFE}é\u{FFFF}\u{85}😀",
        )
        .unwrap();
        let text = String::from_utf8(xml.finish()).unwrap();
        let (declaration, element) = text.split_once('\n').unwrap();
        assert_eq!(declaration, "<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        assert_eq!(
            element,
            "<a href=\"/?a=1&amp;b=&quot;&lt;2&gt;&apos;\">&lt;b&gt; &amp; ]]&gt;é😀</a>"
        );
    }
}
