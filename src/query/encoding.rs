//! Percent-encoding (RFC 3986, section 2.1), strictly: what is not well encoded is an error.

use super::QueryError;

/// Decodes a path segment or, with `plus_is_space`, a part of a query as HTML forms write it.
pub(super) fn decode(part: &str, plus_is_space: bool) -> Result<String, QueryError> {
    let error = |rule| QueryError::Encoding { part: visible(part), rule };
    let mut octets = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(octet) = rest.next() {
        octets.push(match octet {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                let value = digit().and_then(|high| Some(high * 16 + digit()?));
                value
                    .and_then(|value| u8::try_from(value).ok())
                    .ok_or_else(|| error("a % is followed by two hexadecimal digits"))?
            }
            b'+' if plus_is_space => b' ',
            other => other,
        });
    }
    String::from_utf8(octets).map_err(|_| error("the decoded octets have to be UTF-8"))
}

/// The decoded names and values of a query, in their order. A name without `=` has no value.
pub(super) fn parameters(query: &str) -> Result<Vec<(String, String)>, QueryError> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name, true)?, decode(value, true)?))
        })
        .collect()
}

/// The part without anything that could not stand in an error message, and not too long.
fn visible(part: &str) -> String {
    part.chars().filter(char::is_ascii_graphic).take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_encoded_parts_are_decoded() {
        assert_eq!(decode("a%2Db", false).unwrap(), "a-b");
        assert_eq!(decode("%C3%A9", false).unwrap(), "é");
        assert_eq!(decode("a+b", true).unwrap(), "a b");
        assert_eq!(decode("a+b", false).unwrap(), "a+b");
        let pairs = parameters("a=1&&b&c=%3D=").unwrap();
        let pairs: Vec<_> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("a", "1"), ("b", ""), ("c", "==")]);
    }

    #[test]
    fn anything_else_is_an_error_that_shows_the_part() {
        for part in ["%zz", "%", "%4", "100%", "%-1", "%+1"] {
            let error = decode(part, true).unwrap_err().to_string();
            assert!(error.contains("two hexadecimal digits"), "{error}");
            assert!(error.contains(part), "{error}");
        }
        assert!(decode("%FF", true).unwrap_err().to_string().contains("UTF-8"));
        assert!(parameters("utm=%zz").is_err());
    }
}
