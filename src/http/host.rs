//! The Host of a request. Its value is never used: links come from the base URL. One that is no host
//! is refused all the same, because what stands before us may have taken it for something else.

use hyper::HeaderMap;
use hyper::header::HOST;

/// Whether every Host is `uri-host [ ":" port ]` or empty (RFC 9112, section 3.2).
pub(super) fn are_valid(headers: &HeaderMap) -> bool {
    headers.get_all(HOST).iter().all(|value| is_valid(value.as_bytes()))
}

/// The same of one.
pub(super) fn is_valid(value: &[u8]) -> bool {
    let at = |sought: u8| value.iter().position(|octet| *octet == sought);
    let end = if value.starts_with(b"[") { at(b']').map(|at| at + 1) } else { at(b':') };
    let (host, port) = value.split_at(end.unwrap_or(value.len()));
    let is_host = match host {
        // An address of IPv6, or of what may come after it (RFC 3986, section 3.2.2).
        [b'[', address @ .., b']'] => {
            !address.is_empty() && address.iter().all(|octet| is_of_address(*octet))
        }
        name => is_name(name),
    };
    let is_port = match port {
        [] => true,
        [b':', digits @ ..] => digits.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    is_host && is_port
}

fn is_of_address(octet: u8) -> bool {
    octet == b':' || is_of_name(octet)
}

/// Whether it is a reg-name.
fn is_name(mut name: &[u8]) -> bool {
    while let [first, rest @ ..] = name {
        name = match rest {
            [high, low, rest @ ..]
                if *first == b'%' && high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                rest
            }
            _ if is_of_name(*first) => rest,
            _ => return false,
        };
    }
    true
}

/// Whether it is unreserved or a sub-delim.
fn is_of_name(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&octet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_told_from_what_is_none() {
        for host in [
            "",
            "a",
            "calendar.example",
            "calendar.example:8080",
            "calendar.example:",
            "127.0.0.1:80",
            "[::1]",
            "[2001:db8::1]:443",
            "[v1.a:b]",
            "under_score.example",
            "caf%C3%A9.example",
        ] {
            assert!(is_valid(host.as_bytes()), "{host}");
        }
        for host in [
            "a b/../",
            "a/b",
            "a b",
            "a?b",
            "a#b",
            "a@b",
            "http://a",
            "a:b",
            "a:80:80",
            "[::1",
            "[]",
            "[::1]80",
            "::1",
            "a%zz",
            "a%2",
            "a\\b",
            "a\"b",
            "<a>",
            "caf\u{e9}",
        ] {
            assert!(!is_valid(host.as_bytes()), "{host}");
        }
    }
}
