//! Values with a meaning: dates, times, time zones, namespaces, numbers.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, NaiveTime};
use chrono_tz::{TZ_VARIANTS, Tz};
use toml::de::DeValue;
use toml::value::{Date, Datetime, Time};
use uuid::Uuid;

use super::found::Found;

/// The years in which a session can be; others are slips of the pen.
const YEARS: RangeInclusive<i32> = 1900..=2199;

/// The days of the week as programmes name them, from Monday.
pub(crate) const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The name of a date's day of the week.
pub(super) fn weekday_of(date: NaiveDate) -> &'static str {
    WEEKDAYS[date.weekday().num_days_from_monday() as usize]
}

/// A date without a time: `2023-03-06`, quoted or not.
pub(super) fn date(found: &Found<'_, '_>) -> Option<NaiveDate> {
    let date = match found.value {
        DeValue::Datetime(Datetime {
            date: Some(Date { year, month, day }),
            time: None,
            offset: None,
        }) => NaiveDate::from_ymd_opt(i32::from(*year), u32::from(*month), u32::from(*day)),
        DeValue::String(text) => digits(text, '-', &[4, 2, 2])
            .and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()),
        _ => {
            let fault = found.wrong_type("a date without a time");
            found.file.report(fault.help("write it as in 2023-03-06"));
            return None;
        }
    };
    let Some(date) = date else {
        return found.refuse("a date is a day of the calendar, as in 2023-03-06");
    };
    if !YEARS.contains(&date.year()) {
        let (first, last) = YEARS.into_inner();
        return found.refuse(format!("a date is in the years {first} to {last}"));
    }
    Some(date)
}

/// A time of day: `"10:00"`, quoted or not.
pub(super) fn time(found: &Found<'_, '_>) -> Option<NaiveTime> {
    let time = match found.value {
        DeValue::Datetime(Datetime {
            date: None,
            time: Some(Time { hour, minute, second, nanosecond }),
            offset: None,
        }) => {
            if second.unwrap_or(0) != 0 || nanosecond.unwrap_or(0) != 0 {
                return found.refuse("a time has no seconds");
            }
            NaiveTime::from_hms_opt(u32::from(*hour), u32::from(*minute), 0)
        }
        DeValue::String(text) => digits(text, ':', &[2, 2])
            .and_then(|text| NaiveTime::parse_from_str(text, "%H:%M").ok()),
        _ => {
            let fault = found.wrong_type("a time");
            found.file.report(fault.help("write it as in \"10:00\""));
            return None;
        }
    };
    match time {
        Some(time) => Some(time),
        None => found.refuse("a time is from \"00:00\" to \"23:59\", with two digits each"),
    }
}

/// The text, if it is groups of so many digits with the separator between them.
fn digits<'t>(text: &'t str, separator: char, groups: &[usize]) -> Option<&'t str> {
    let is_group = |part: &str| part.bytes().all(|octet| octet.is_ascii_digit());
    let lengths = text.split(separator).map(str::len);
    let fits = lengths.eq(groups.iter().copied()) && text.split(separator).all(is_group);
    fits.then_some(text)
}

/// The IANA name of a time zone.
pub(super) fn time_zone(found: &Found<'_, '_>) -> Option<Tz> {
    let written = found.string()?;
    match written.parse() {
        Ok(zone) => Some(zone),
        Err(_) => found.refuse_with(
            "a time zone is the IANA name of one, such as Europe/Paris",
            written,
            TZ_VARIANTS.iter().map(|zone| zone.name()),
        ),
    }
}

/// A UUID in its usual form (RFC 9562, section 4).
pub(super) fn uuid(found: &Found<'_, '_>) -> Option<Uuid> {
    let written = found.string()?;
    let uuid = Uuid::try_parse(written).ok();
    // The library also reads forms without hyphens, in braces and as URN.
    match uuid.filter(|_| written.len() == 36) {
        Some(uuid) if uuid.is_nil() => found.refuse("a namespace is not the nil UUID"),
        Some(uuid) => Some(uuid),
        None => found.refuse(
            "a namespace is a UUID with hyphens, \
             such as 6f3a1c52-9d0e-5b7f-8a41-2c6d7e8f9a0b",
        ),
    }
}

/// The number of a session.
pub(super) fn ordinal(found: &Found<'_, '_>) -> Option<u32> {
    const RANGE: RangeInclusive<u32> = 1..=9999;
    let DeValue::Integer(integer) = found.value else {
        found.file.report(found.wrong_type("an integer"));
        return None;
    };
    let number = u32::from_str_radix(integer.as_str(), integer.radix()).ok();
    match number.filter(|number| RANGE.contains(number)) {
        Some(number) => Some(number),
        None => found.refuse(format!("a number is from {} to {}", RANGE.start(), RANGE.end())),
    }
}
