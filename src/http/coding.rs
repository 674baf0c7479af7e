//! Content codings: which one a client wants (RFC 9110, section 12.5.3), and making it.

use std::io::{self, Write as _};

use hyper::HeaderMap;
use hyper::header::{ACCEPT_ENCODING, HeaderValue};

use super::quality::elements;

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Coding {
    /// None.
    Identity,
    /// gzip (RFC 1952).
    Gzip,
    /// Brotli (RFC 7932).
    Brotli,
    /// Zstandard (RFC 8878).
    Zstd,
}

/// From how many octets on less effort is made.
const LARGE: usize = 1 << 20;

/// The codings that are made, best first for clients to whom all are alike: by how small they make
/// a calendar.
const PREFERENCE: [Coding; 3] = [Coding::Brotli, Coding::Zstd, Coding::Gzip];

impl Coding {
    /// Every coding, in the order of their declaration.
    pub(super) const ALL: [Self; 4] = [Self::Identity, Self::Gzip, Self::Brotli, Self::Zstd];

    /// Its name, also under Content-Encoding; `None` for identity.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
            Self::Zstd => Some("zstd"),
        }
    }

    /// Its value of Content-Encoding; `None` for identity.
    pub(super) fn content_encoding(self) -> Option<HeaderValue> {
        self.name().map(HeaderValue::from_static)
    }

    /// The coding that suits a request best; `None` if it excludes all, identity too.
    ///
    /// A coding is used only when asked for by name: some versions of Outlook fail on others. So
    /// `*` chooses none, except that where identity is excluded it stands for gzip, which everyone
    /// knows. Malformed elements are passed over.
    pub(super) fn choose(headers: &HeaderMap) -> Option<Self> {
        let mut lines = headers.get_all(ACCEPT_ENCODING).iter();
        match (lines.next().map(HeaderValue::as_bytes), lines.next()) {
            // What nearly all clients say, without taking it apart.
            (None, _) => return Some(Self::Identity),
            (Some(b"gzip" | b"gzip, deflate"), None) => return Some(Self::Gzip),
            (Some(b"gzip, deflate, br" | b"gzip, deflate, br, zstd"), None) => {
                return Some(Self::Brotli);
            }
            _ => {}
        }
        let wanted: Vec<_> = elements(headers, &ACCEPT_ENCODING).into_iter().flatten().collect();
        let weight = |name: &str| {
            wanted
                .iter()
                .filter(|element| element.value.eq_ignore_ascii_case(name))
                .map(|element| element.weight)
                .max()
        };
        let any = weight("*");
        let named = |coding: Self| match coding {
            // RFC 9110, section 8.4.1.3.
            Self::Gzip => weight("gzip").max(weight("x-gzip")),
            _ => coding.name().and_then(weight),
        };
        let identity = weight("identity");
        let mut best: Option<(Self, u16)> = None;
        for coding in PREFERENCE {
            let weight = named(coding).unwrap_or(0);
            if weight > best.map_or(0, |(_, weight)| weight) {
                best = Some((coding, weight));
            }
        }
        // Identity wins only by its own name: a client that lists codings wants one.
        if let Some((coding, weight)) = best
            && identity.unwrap_or(0) <= weight
        {
            return Some(coding);
        }
        if identity.or(any) != Some(0) {
            return Some(Self::Identity);
        }
        let any = any.is_some_and(|weight| weight > 0);
        (any && named(Self::Gzip).is_none()).then_some(Self::Gzip)
    }

    /// Codes octets. Equal octets give equal ones. Large ones are coded with less effort: what the
    /// greatest would gain by a tenth fewer octets, it takes by a second of processor time.
    pub(super) fn encode(self, octets: &[u8]) -> io::Result<Vec<u8>> {
        let [gzip, brotli, zstd] = if octets.len() > LARGE { [5, 4, 3] } else { [8, 9, 9] };
        match self {
            Self::Identity => Ok(octets.to_vec()),
            Self::Gzip => {
                // The header's time stays 0, or no two would be alike.
                let mut encoder =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(gzip));
                encoder.write_all(octets)?;
                encoder.finish()
            }
            Self::Brotli => {
                let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4 << 10, brotli, 22);
                encoder.write_all(octets)?;
                Ok(encoder.into_inner())
            }
            Self::Zstd => {
                let level = i32::try_from(zstd).unwrap_or_default();
                zstd::bulk::compress(octets, level)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn choose(lines: &[&'static str]) -> Option<Coding> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(ACCEPT_ENCODING, HeaderValue::from_static(line));
        }
        Coding::choose(&headers)
    }

    #[test]
    fn the_client_s_weights_come_before_our_order() {
        use Coding::{Brotli, Gzip, Identity, Zstd};
        for (line, coding) in [
            ("gzip", Gzip),
            ("x-gzip", Gzip),
            ("GZIP", Gzip),
            ("gzip, deflate, br, zstd", Brotli),
            ("gzip, deflate, zstd", Zstd),
            ("gzip;q=1.0, br;q=0.5", Gzip),
            ("br;q=0, gzip;q=0.2", Gzip),
            ("gzip;q=0.5, identity", Identity),
            ("gzip;q=0.5, identity;q=0.5", Gzip),
            ("gzip;q=0.1, *;q=0", Gzip),
            ("identity;q=0, gzip;q=0.001", Gzip),
        ] {
            assert_eq!(choose(&[line]), Some(coding), "{line}");
        }
        assert_eq!(choose(&["gzip", "br"]), Some(Brotli));
    }

    #[test]
    fn what_is_not_asked_for_by_name_is_not_sent() {
        assert_eq!(choose(&[]), Some(Coding::Identity));
        for line in [
            "",
            "*",
            "identity",
            "deflate",
            "gzip;q=0",
            "gzip;q=0, *",
            "gzip;q=x",
            "compress, *;q=1",
        ] {
            assert_eq!(choose(&[line]), Some(Coding::Identity), "{line}");
        }
    }

    #[test]
    fn identity_can_be_excluded() {
        assert_eq!(choose(&["identity;q=0, *"]), Some(Coding::Gzip));
        for line in ["identity;q=0", "*;q=0", "identity;q=0, deflate", "gzip;q=0, identity;q=0, *"]
        {
            assert_eq!(choose(&[line]), None, "{line}");
        }
        assert_eq!(choose(&["*;q=0, identity"]), Some(Coding::Identity));
    }

    #[test]
    fn what_is_coded_can_be_decoded_and_is_the_same_each_time() {
        let octets = "BEGIN:VEVENT\r\nEND:VEVENT\r\n".repeat(100).into_bytes();
        for coding in PREFERENCE {
            let coded = coding.encode(&octets).unwrap();
            assert_eq!(coded, coding.encode(&octets).unwrap());
            assert!(coded.len() < octets.len() / 10);
            let mut decoded = Vec::new();
            match coding {
                Coding::Identity => unreachable!(),
                Coding::Gzip => {
                    flate2::read::GzDecoder::new(&coded[..]).read_to_end(&mut decoded).unwrap()
                }
                Coding::Brotli => {
                    brotli::Decompressor::new(&coded[..], 4096).read_to_end(&mut decoded).unwrap()
                }
                Coding::Zstd => {
                    zstd::Decoder::new(&coded[..]).unwrap().read_to_end(&mut decoded).unwrap()
                }
            };
            assert_eq!(decoded, octets, "{coding:?}");
        }
    }
}
