//! Which calendar a client is, as far as it says.

use hyper::HeaderMap;
use hyper::header::{HeaderValue, USER_AGENT};

/// The families of clients that are told apart, by what their User-Agent holds. What an agent says
/// of itself decides nothing but what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClientFamily {
    /// Google's servers, as `Google-Calendar-Importer`.
    Google,
    /// Outlook and Exchange, on desktops and servers, as `Microsoft Office/16.0 (…; Microsoft
    /// Outlook 16.0.5)` or `Microsoft.Exchange/15.20`.
    Outlook,
    /// Apple's systems, as `iOS/17.4.1 (21E236) dataaccessd/1.0` or `macOS/14.0 (23A344)
    /// CalendarAgent/988`.
    Apple,
    /// Thunderbird, as `Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101
    /// Thunderbird/128.0`.
    Thunderbird,
    /// Any other, and those that say nothing.
    Other,
}

/// What agents of a family hold, in the order in which it is looked for.
const MARKS: [(&[u8], ClientFamily); 8] = [
    (b"Google-Calendar", ClientFamily::Google),
    (b"Thunderbird/", ClientFamily::Thunderbird),
    (b"dataaccessd/", ClientFamily::Apple),
    (b"CalendarAgent", ClientFamily::Apple),
    (b"CalendarStore", ClientFamily::Apple),
    (b"Outlook", ClientFamily::Outlook),
    (b"Exchange", ClientFamily::Outlook),
    (b"Microsoft Office", ClientFamily::Outlook),
];

/// Agents are at most looked at so far: all that is searched for comes within.
const LONGEST: usize = 256;

impl ClientFamily {
    /// Every family, in the order of their declaration.
    pub(super) const ALL: [Self; 5] =
        [Self::Google, Self::Outlook, Self::Apple, Self::Thunderbird, Self::Other];

    /// What figures call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Outlook => "outlook",
            Self::Apple => "apple",
            Self::Thunderbird => "thunderbird",
            Self::Other => "other",
        }
    }

    /// The family of the client that sent these fields.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self::of_agent(headers.get(USER_AGENT))
    }

    /// The family of the client that says this of itself.
    pub(super) fn of_agent(agent: Option<&HeaderValue>) -> Self {
        let Some(agent) = agent else { return Self::Other };
        let agent = agent.as_bytes();
        let agent = agent.get(..LONGEST).unwrap_or(agent);
        let mark = MARKS.iter().find(|(mark, _)| contains(agent, mark));
        mark.map_or(Self::Other, |(_, family)| *family)
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    let Some((&first, _)) = part.split_first() else { return true };
    let mut rest = text;
    while let Some(at) = memchr::memchr(first, rest) {
        rest = &rest[at..];
        if rest.starts_with(part) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_told_by_their_agents() {
        for (agent, family) in [
            ("Google-Calendar-Importer", ClientFamily::Google),
            ("Mozilla/5.0 (compatible; Google-Calendar-Importer)", ClientFamily::Google),
            (
                "Mozilla/5.0 (X11; rv:128.0) Gecko/20100101 Thunderbird/128.0",
                ClientFamily::Thunderbird,
            ),
            ("iOS/17.4.1 (21E236) dataaccessd/1.0", ClientFamily::Apple),
            ("macOS/14.0 (23A344) CalendarAgent/988", ClientFamily::Apple),
            (
                "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.5)",
                ClientFamily::Outlook,
            ),
            ("Microsoft.Exchange/15.20", ClientFamily::Outlook),
            ("Outlook-iOS/2.0", ClientFamily::Outlook),
            ("ICSx5/2.2", ClientFamily::Other),
            ("OutloExchang", ClientFamily::Other),
            ("", ClientFamily::Other),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, HeaderValue::from_static(agent));
            assert_eq!(ClientFamily::of(&headers), family, "{agent}");
        }
        assert_eq!(ClientFamily::of(&HeaderMap::new()), ClientFamily::Other);
    }
}
