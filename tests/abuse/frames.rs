//! Frames of HTTP/2, octet by octet: no client would send what these tests send.

pub(crate) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
pub(crate) const HEADERS: u8 = 1;
pub(crate) const RST_STREAM: u8 = 3;
pub(crate) const SETTINGS: u8 = 4;
pub(crate) const PING: u8 = 6;
pub(crate) const CONTINUATION: u8 = 9;
/// The flag of a PING or SETTINGS that answers one.
pub(crate) const ACK: u8 = 1;

/// A frame (RFC 9113, section 4.1).
pub(crate) fn frame(kind: u8, flags: u8, stream: u32, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(content);
    frame
}

/// The fields of `GET / http a` (RFC 7541, appendix A).
pub(crate) const FIELDS: &[u8] = b"\x82\x84\x86\x41\x01a";

/// A whole request for `target`, which is shorter than 127 octets.
pub(crate) fn request(stream: u32, target: &str) -> Vec<u8> {
    let mut fields = b"\x82\x86\x41\x01a\x04".to_vec();
    fields.push(u8::try_from(target.len()).unwrap());
    fields.extend(target.as_bytes());
    // It ends the head, and the stream.
    frame(HEADERS, 0x5, stream, &fields)
}

/// The kind, the flags and the content of the first frame of these octets, which it takes away;
/// `None` if it is not whole yet.
pub(crate) fn take(octets: &mut Vec<u8>) -> Option<(u8, u8, Vec<u8>)> {
    let [a, b, c, kind, flags, ..] = *octets.as_slice() else { return None };
    let end = 9 + usize::from(a) * 65536 + usize::from(b) * 256 + usize::from(c);
    if octets.len() < end {
        return None;
    }
    let content = octets.drain(..end).skip(9).collect();
    Some((kind, flags, content))
}
