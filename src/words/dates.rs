//! Dates and times as people write them (Unicode CLDR).
//!
//! ICU4X writes them, by data that are made of its own: `dates.postcard` holds just what
//! [`Dates::read`] asks for in our languages. `tests/dates.rs` makes that file, and fails when ICU
//! would now give other data. Then, as after a change of what is asked here:
//!
//! ```sh
//! cargo test --test dates -- --ignored
//! ```

use std::fmt::{self, Write};

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;
use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::{E, MDE, T, YMD, YMDE, zone::ExemplarCity};
use icu_datetime::preferences::HourCycle;
use icu_datetime::{
    DateTimeFormatterLoadError, DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter,
    NoCalendarFormatter,
};
use icu_locale_core::{Locale, locale};
use icu_provider::buf::BufferProvider;
use icu_provider_blob::BlobDataProvider;
use icu_time::Time;
use icu_time::zone::IanaParser;

pub(super) type DateForm<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// What ICU knows of our languages.
pub(super) const KNOWN: &[u8] = include_bytes!("dates.postcard");

/// Names of universal time that the IANA database has outside `Etc/`.
const NOWHERE: [&str; 6] = ["UTC", "UCT", "GMT", "Zulu", "Universal", "Greenwich"];

/// The forms of dates and times in one language. Building them reads the patterns, so they are
/// built once.
#[derive(Debug)]
pub(super) struct Dates {
    pub(super) full: DateForm<YMDE>,
    pub(super) date: DateForm<YMD>,
    pub(super) day: DateForm<MDE>,
    pub(super) weekday: DateForm<E>,
    pub(super) time: NoCalendarFormatter<T>,
    pub(super) city: NoCalendarFormatter<ExemplarCity>,
    pub(super) zones: IanaParser,
}

/// Text without the characters that calendars show badly: no-break spaces become spaces, marks of
/// direction go.
struct Plain<'a>(&'a mut String);

impl Write for Plain<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(text.chars().filter_map(|c| match c {
            '\u{A0}' | '\u{202F}' => Some(' '),
            '\u{200E}' | '\u{200F}' | '\u{61C}' => None,
            other => Some(other),
        }));
        Ok(())
    }
}

impl Dates {
    /// The forms of a locale.
    pub(super) fn new(locale: &Locale) -> Result<Self, DateTimeFormatterLoadError> {
        Self::read(&BlobDataProvider::try_new_from_static_blob(KNOWN)?, locale)
    }

    /// The forms of a locale by the data of `icu`.
    pub(super) fn read(
        icu: &impl BufferProvider,
        locale: &Locale,
    ) -> Result<Self, DateTimeFormatterLoadError> {
        let preferences = preferences(locale);
        Ok(Self {
            full: DateForm::try_new_with_buffer_provider(icu, preferences, YMDE::long())?,
            date: DateForm::try_new_with_buffer_provider(icu, preferences, YMD::long())?,
            day: DateForm::try_new_with_buffer_provider(icu, preferences, MDE::long())?,
            weekday: DateForm::try_new_with_buffer_provider(icu, preferences, E::long())?,
            time: NoCalendarFormatter::try_new_with_buffer_provider(icu, preferences, T::hm())?,
            city: NoCalendarFormatter::try_new_with_buffer_provider(
                icu,
                preferences,
                ExemplarCity,
            )?,
            zones: IanaParser::try_new_with_buffer_provider(icu)?,
        })
    }

    pub(super) fn full(&self, date: NaiveDate) -> String {
        plain_date(date, |date| self.full.format(date))
    }

    pub(super) fn date(&self, date: NaiveDate) -> String {
        plain_date(date, |date| self.date.format(date))
    }

    pub(super) fn day(&self, date: NaiveDate) -> String {
        plain_date(date, |date| self.day.format(date))
    }

    pub(super) fn weekday(&self, date: NaiveDate) -> String {
        plain_date(date, |date| self.weekday.format(date))
    }

    pub(super) fn time(&self, time: NaiveTime) -> String {
        let parts = [time.hour(), time.minute()].map(|part| u8::try_from(part).unwrap_or_default());
        match Time::try_new(parts[0], parts[1], 0, 0) {
            Ok(valid) => plain(&self.time.format(&valid)),
            Err(_) => time.to_string(),
        }
    }

    pub(super) fn city(&self, zone: Tz) -> String {
        let known = self.zones.as_borrowed().parse(zone.name());
        // Zones that are nowhere have no city, which ICU would say in words.
        let is_nowhere = zone.name().starts_with("Etc/") || NOWHERE.contains(&zone.name());
        if known.is_unknown() || is_nowhere {
            let last = zone.name().rsplit('/').next().unwrap_or_default();
            return last.replace('_', " ");
        }
        plain(&self.city.format(&known.without_offset()))
    }
}

/// A locale with the 24-hour clock and the digits 0-9, which the United Nations use in every
/// language.
pub(super) fn preferences(locale: &Locale) -> DateTimeFormatterPreferences {
    let mut preferences = DateTimeFormatterPreferences::from(locale);
    preferences.hour_cycle = Some(HourCycle::H23);
    let latin = locale!("und-u-nu-latn");
    preferences.numbering_system = DateTimeFormatterPreferences::from(&latin).numbering_system;
    preferences
}

fn plain(words: &impl fmt::Display) -> String {
    let mut text = String::with_capacity(32);
    // Writing to a string does not fail.
    let _ = write!(Plain(&mut text), "{words}");
    text
}

/// `date` in a form, or as in ISO 8601 if its year is out of ICU's range.
fn plain_date<D: fmt::Display>(
    date: NaiveDate,
    form: impl FnOnce(&Date<Gregorian>) -> D,
) -> String {
    let [month, day] = [date.month(), date.day()].map(|n| u8::try_from(n).unwrap_or_default());
    match Date::try_new_gregorian(date.year(), month, day) {
        Ok(valid) => plain(&form(&valid)),
        Err(_) => date.to_string(),
    }
}
