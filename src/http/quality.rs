//! Lists whose elements carry a weight, as in Accept and Accept-Encoding (RFC 9110, section
//! 12.4.2).

use hyper::HeaderMap;
use hyper::header::HeaderName;

/// An element of such a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weighted<'a> {
    /// What stands before the first semicolon.
    pub(super) value: &'a str,
    /// Its weight in thousandths, 0 to 1000.
    pub(super) weight: u16,
}

/// An element that does not have the form of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// The elements of a field, over all of its lines. Parameters other than `q` are dropped.
pub(super) fn elements<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
) -> Vec<Result<Weighted<'a>, Malformed>> {
    let mut found = Vec::new();
    for line in headers.get_all(name) {
        match line.to_str() {
            Ok(line) => found.extend(
                split(line, ',').map(str::trim).filter(|element| !element.is_empty()).map(element),
            ),
            Err(_) => found.push(Err(Malformed)),
        }
    }
    found
}

fn element(text: &str) -> Result<Weighted<'_>, Malformed> {
    let mut parts = split(text, ';').map(str::trim);
    let value = parts.next().filter(|value| !value.is_empty());
    let value = value.ok_or(Malformed)?;
    let mut weight = 1000;
    for parameter in parts.filter(|parameter| !parameter.is_empty()) {
        let (name, setting) = parameter.split_once('=').ok_or(Malformed)?;
        if name.trim().eq_ignore_ascii_case("q") {
            weight = thousandths(setting.trim()).ok_or(Malformed)?;
        }
    }
    Ok(Weighted { value, weight })
}

/// Reads a `qvalue`: `0` or `1` with up to three decimals, at most 1.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(part),
        "1" if part == 0 => Some(1000),
        _ => None,
    }
}

/// Splits at `separator`, except within quoted strings (RFC 9110, section 5.6.4).
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |c| {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => return c == separator && !quoted,
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use hyper::header::{ACCEPT, HeaderValue};

    use super::*;

    fn read(line: &str) -> Vec<Option<(String, u16)>> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_str(line).unwrap());
        elements(&headers, &ACCEPT)
            .into_iter()
            .map(|element| element.ok().map(|e| (e.value.to_owned(), e.weight)))
            .collect()
    }

    #[test]
    fn weights_are_thousandths() {
        for (text, weight) in [
            ("a", 1000),
            ("a;q=1", 1000),
            ("a; Q=1.000", 1000),
            ("a ; q = 0.5", 500),
            ("a;q=0.", 0),
            ("a;q=0.123", 123),
            ("a;level=1;q=0.05", 50),
        ] {
            assert_eq!(read(text), [Some(("a".to_owned(), weight))], "{text}");
        }
    }

    #[test]
    fn what_is_no_weight_is_malformed() {
        for text in
            ["a;q=", "a;q=2", "a;q=1.1", "a;q=-1", "a;q=.5", "a;q=0.1234", "a;q=x", "a;q", ";q=1"]
        {
            assert_eq!(read(text), [None], "{text}");
        }
    }

    #[test]
    fn empty_elements_are_none_and_quoted_commas_do_not_split() {
        let a = Some(("a".to_owned(), 1000));
        let b = Some(("b".to_owned(), 200));
        assert_eq!(read(", a;x=\"1,\\\"2;\" ,, b;q=0.2,"), [a, b]);
        assert_eq!(read(""), []);
    }
}
