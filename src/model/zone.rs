//! From the venue's clock to instants.

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

/// The instant at which the clocks of a time zone show a local time.
///
/// A time that the clocks show twice is the first of the two; one that they skip is `None`. Both
/// are the readings of RFC 5545, section 3.3.5, but that a skipped time is left to the caller,
/// because in a programme it is a mistake.
pub fn instant(local: NaiveDateTime, time_zone: Tz) -> Option<DateTime<Utc>> {
    match time_zone.from_local_datetime(&local) {
        LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => Some(time.to_utc()),
        LocalResult::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_york(local: &str) -> Option<String> {
        let local = local.parse().unwrap();
        instant(local, chrono_tz::America::New_York).map(|time| time.to_rfc3339())
    }

    #[test]
    fn winter_and_summer_time_of_new_york() {
        assert_eq!(new_york("2023-03-06T10:00:00").unwrap(), "2023-03-06T15:00:00+00:00");
        // The second Sunday of March 2023 is the 12th.
        assert_eq!(new_york("2023-03-13T10:00:00").unwrap(), "2023-03-13T14:00:00+00:00");
    }

    #[test]
    fn a_skipped_time_is_none_and_a_repeated_one_is_the_first() {
        assert_eq!(new_york("2023-03-12T02:30:00"), None);
        assert_eq!(new_york("2023-11-05T01:30:00").unwrap(), "2023-11-05T05:30:00+00:00");
    }
}
