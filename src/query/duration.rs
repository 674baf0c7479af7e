//! Lead times of reminders.

use std::fmt;
use std::str::FromStr;

/// How long before an event a reminder is due, in whole minutes: `15m`, `2h`, `1d`, `1h30m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Alarm(u32);

/// A text that is no lead time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a reminder is due up to four weeks before, written as in 15m, 2h, 1h30m, 1d or 1w")]
pub struct AlarmError;

const UNITS: [(char, u32); 4] = [('w', 7 * 24 * 60), ('d', 24 * 60), ('h', 60), ('m', 1)];
const MAX_MINUTES: u32 = 4 * 7 * 24 * 60;

impl Alarm {
    /// The lead time in minutes.
    pub fn minutes(self) -> u32 {
        self.0
    }
}

impl FromStr for Alarm {
    type Err = AlarmError;

    fn from_str(text: &str) -> Result<Self, AlarmError> {
        let mut minutes: u32 = 0;
        let mut units = UNITS.iter();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).ok_or(AlarmError)?;
            let number: u32 = rest[..end].parse().map_err(|_| AlarmError)?;
            let letter = rest[end..].chars().next().ok_or(AlarmError)?;
            // Each unit at most once, the larger ones first.
            let (_, size) = units.find(|(unit, _)| *unit == letter).ok_or(AlarmError)?;
            let part = number.checked_mul(*size).ok_or(AlarmError)?;
            minutes = minutes.checked_add(part).ok_or(AlarmError)?;
            rest = &rest[end + letter.len_utf8()..];
        }
        if text.is_empty() || minutes > MAX_MINUTES { Err(AlarmError) } else { Ok(Self(minutes)) }
    }
}

impl fmt::Display for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0m");
        }
        let mut rest = self.0;
        for (unit, size) in UNITS {
            if rest >= size {
                write!(f, "{}{unit}", rest / size)?;
                rest %= size;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_times_have_one_canonical_form() {
        let canonical = |text: &str| text.parse::<Alarm>().map(|alarm| alarm.to_string());
        for (text, expected) in [
            ("15m", "15m"),
            ("60m", "1h"),
            ("90m", "1h30m"),
            ("1h30m", "1h30m"),
            ("24h", "1d"),
            ("7d", "1w"),
            ("0m", "0m"),
            ("4w", "4w"),
        ] {
            assert_eq!(canonical(text), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "15", "m", "-15m", "15 m", "15M", "5w", "1m1h", "1h1h", "99999999999m"] {
            assert_eq!(text.parse::<Alarm>(), Err(AlarmError), "{text}");
        }
    }
}
