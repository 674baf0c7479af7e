//! Who a proxy says a request is from: `Forwarded` (RFC 7239), or a field with addresses alone, as
//! X-Forwarded-For.

use std::net::{IpAddr, Ipv6Addr};

use hyper::header::{FORWARDED, HeaderName, HeaderValue};

/// All those together of whom nothing can be read. Nobody has this address.
pub(super) const NOBODY: IpAddr = IpAddr::V6(Ipv6Addr::UNSPECIFIED);

/// The last address in a field, which is the one that the proxy has seen itself; `None` where that
/// is none.
pub(super) fn last(name: &HeaderName, value: &HeaderValue) -> Option<IpAddr> {
    // From the end on, with no regard to quotes: the client wrote what stands before, and one quote
    // of its own would otherwise swallow what the proxy says.
    let element = value.to_str().ok()?.rsplit(',').next()?;
    if *name == FORWARDED { node(element) } else { address(element) }
}

/// The address in the `for` of a forwarded element.
fn node(element: &str) -> Option<IpAddr> {
    let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let (_, node) = pairs.rfind(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
    address(node.trim().trim_matches('"'))
}

/// An address with or without a port, in IPv6 with or without brackets.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    if let Some(bracketed) = text.strip_prefix('[') {
        let (address, _port) = bracketed.split_once(']')?;
        return address.parse().ok().map(IpAddr::V6);
    }
    text.parse().ok().or_else(|| {
        let (address, _port) = text.split_once(':')?;
        address.parse().ok().map(IpAddr::V4)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &'static str, value: &str) -> Option<String> {
        let value = value.parse().unwrap();
        last(&HeaderName::from_static(name), &value).map(|address| address.to_string())
    }

    #[test]
    fn the_last_address_is_read_in_every_form() {
        for (value, expected) in [
            ("192.0.2.1", Some("192.0.2.1")),
            ("10.0.0.1, 192.0.2.1", Some("192.0.2.1")),
            ("192.0.2.1:1234", Some("192.0.2.1")),
            ("2001:db8::1", Some("2001:db8::1")),
            ("[2001:db8::1]", Some("2001:db8::1")),
            ("10.0.0.1,[2001:db8::1]:1234", Some("2001:db8::1")),
            ("unknown", None),
            ("192.0.2.1, unknown", None),
            ("[192.0.2.1", None),
            ("", None),
        ] {
            assert_eq!(read("x-forwarded-for", value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn forwarded_elements_are_read_by_their_for() {
        for (value, expected) in [
            ("for=192.0.2.1", Some("192.0.2.1")),
            ("For=192.0.2.1;proto=http;by=203.0.113.43", Some("192.0.2.1")),
            ("proto=https; for=\"192.0.2.1:1234\"", Some("192.0.2.1")),
            ("for=\"[2001:db8:cafe::17]:4711\"", Some("2001:db8:cafe::17")),
            ("for=\"[2001:db8:cafe::17]\"", Some("2001:db8:cafe::17")),
            ("for=192.0.2.43, for=198.51.100.17;by=10.0.0.1", Some("198.51.100.17")),
            // A client that begins a quote hides nothing of what the proxy adds.
            ("for=\"192.0.2.43, for=198.51.100.17", Some("198.51.100.17")),
            ("for=unknown", None),
            ("for=_hidden", None),
            ("by=203.0.113.43", None),
            ("192.0.2.1", None),
        ] {
            assert_eq!(read("forwarded", value).as_deref(), expected, "{value}");
        }
    }
}
