//! Percent-encoding (RFC 3986, section 2.1). One rule wherever it stands: what is not well encoded is
//! an error in a path and in a parameter that means something here; parameters that mean nothing here
//! may hold what they like.

use std::borrow::Cow;

use super::QueryError;

/// A path, as it came, in which unreserved characters stand for themselves (RFC 3986, section
/// 6.2.2.2): whoever encodes what need not be encoded means the same address.
pub fn plain_path(path: &str) -> Result<Cow<'_, str>, QueryError> {
    if !path.contains('%') {
        return Ok(path.into());
    }
    // Each segment by itself, so that the error shows the one at fault.
    for segment in path.split('/') {
        decode(segment, false)?;
    }
    let mut plain = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        let (before, encoded) = rest.split_at(at);
        plain.push_str(before);
        let (triplet, after) = encoded.split_at_checked(3).unwrap_or((encoded, ""));
        let octet = triplet.get(1..).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match octet.map(char::from) {
            Some(unreserved)
                if unreserved.is_ascii_alphanumeric() || "-._~".contains(unreserved) =>
            {
                plain.push(unreserved);
            }
            _ => plain.push_str(triplet),
        }
        rest = after;
    }
    plain.push_str(rest);
    Ok(plain.into())
}

/// The decoded value of the first parameter of that name in a query, if there is one.
pub fn parameter(query: &str, name: &str) -> Result<Option<String>, QueryError> {
    Ok(parameters(query, |known| known == name)?.into_iter().next().map(|(_, value)| value))
}

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

/// The decoded names and values of a query, those with the names that are known, in their order. A
/// name without `=` has no value.
pub(super) fn parameters(
    query: &str,
    is_known: impl Fn(&str) -> bool,
) -> Result<Vec<(String, String)>, QueryError> {
    query
        .split('&')
        .filter_map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            // A name that is not well encoded is none that is known.
            let name = decode(name, true).ok().filter(|name| is_known(name))?;
            Some(decode(value, true).map(|value| (name, value)))
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
        let pairs = parameters("a=1&&b&%63=%3D=&d=4", |name| name != "d").unwrap();
        let pairs: Vec<_> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("a", "1"), ("", ""), ("b", ""), ("c", "==")]);
    }

    #[test]
    fn anything_else_is_an_error_that_shows_the_part() {
        for part in ["%zz", "%", "%4", "100%", "%-1", "%+1"] {
            let error = decode(part, true).unwrap_err().to_string();
            assert!(error.contains("two hexadecimal digits"), "{error}");
            assert!(error.contains(part), "{error}");
        }
        assert!(decode("%FF", true).unwrap_err().to_string().contains("UTF-8"));
        assert!(parameters("topic=%zz", |_| true).is_err());
        assert!(parameters("topic=%ff", |_| true).is_err());
    }

    #[test]
    fn parameters_that_mean_nothing_may_hold_anything() {
        let pairs = parameters("utm=%zz&%ff=a&%zz&topic=a", |name| name == "topic").unwrap();
        assert_eq!(pairs, [("topic".to_owned(), "a".to_owned())]);
        assert_eq!(parameter("utm=%zz&q=a+b&q=c", "q").unwrap().unwrap(), "a b");
        assert_eq!(parameter("utm=%zz", "q").unwrap(), None);
        assert!(parameter("q=%ff", "q").is_err());
    }

    #[test]
    fn unreserved_characters_stand_for_themselves() {
        for (path, plain) in [
            ("/fr/oewg-ict.ics", "/fr/oewg-ict.ics"),
            ("/%66r/oewg%2Dict%2eics", "/fr/oewg-ict.ics"),
            ("/%2566", "/%2566"),
            ("/a%2Fb%5c%20%C3%A9é/%7E", "/a%2Fb%5c%20%C3%A9é/~"),
            ("/%2e%2E/", "/../"),
        ] {
            assert_eq!(plain_path(path).unwrap(), plain, "{path}");
        }
        for path in ["/%zz", "/fr/%", "/%f", "/%ff", "/%c3/%a9", "/static/%-1", "/%éa"] {
            assert!(plain_path(path).is_err(), "{path}");
        }
    }
}
