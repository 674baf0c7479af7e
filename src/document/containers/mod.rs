//! Containers: from the octets of a file to the text in it, told by the octets and not by the name.

mod docx;
mod html;
mod marked;
mod pdf;
mod text;

/// The largest file that is read, in octets.
pub const MAX_FILE_SIZE: u64 = 64 << 20;

/// The longest text that is read, in octets; a long programme has a hundred thousand.
const MAX_TEXT: usize = 1 << 20;

/// The largest file of text or HTML that is read, in octets. HTML has more markup than text.
const MAX_MARKUP: usize = 16 << 20;

/// What a text is told that is longer than that.
const TOO_LONG: Undecodable = Undecodable::TooLarge("the text of a programme has at most 1 MiB");

/// The text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, in lines.
    pub text: String,
    /// Whether every line is a paragraph.
    pub exact: bool,
}

/// Why there is no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecodable {
    /// There is nothing in it.
    #[error("the document is empty")]
    Empty,
    /// It is no format that is read.
    #[error("this is {0}; documents are read as text, HTML, DOCX and PDF")]
    Format(&'static str),
    /// It is text in no known encoding.
    #[error("the text is neither UTF-8 nor UTF-16; save it as UTF-8")]
    Encoding,
    /// Its container is broken.
    #[error("the {0} file is broken: {1}")]
    Broken(&'static str, String),
    /// It is larger than anything that is read.
    #[error("the document is too large: {0}")]
    TooLarge(&'static str),
    /// It is a picture of a text.
    #[error("the PDF has no text: it is a scan; run a text recognition over it first")]
    Scan,
}

/// The text of a document.
pub fn decode(octets: &[u8]) -> Result<Decoded, Undecodable> {
    match octets {
        [b'P', b'K', 3 | 5, ..] => docx::decode(octets),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            Err(Undecodable::Format("a Word document of before 2007; save it as DOCX"))
        }
        [b'{', b'\\', b'r', b't', b'f', ..] => Err(Undecodable::Format("RTF; save it as DOCX")),
        [0xff, 0xd8, 0xff, ..] | [0x89, b'P', b'N', b'G', ..] | [b'I', b'I', b'*', 0, ..] => {
            Err(Undecodable::Format("a picture"))
        }
        // Readers look for the mark within the first kilobyte, not only at the start.
        _ if octets.windows(5).take(1024).any(|mark| mark == b"%PDF-") => pdf::decode(octets),
        _ if html::is_html(octets) => html::decode(octets),
        _ => text::decode(octets),
    }
}
