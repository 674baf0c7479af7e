//! Dates as ICU's own data have them: `src/words/dates.postcard` is made here of those, which are
//! built into this test and not into the program. To write it anew:
//!
//! ```sh
//! cargo test --test dates -- --ignored
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use icu_datetime::NoCalendarFormatter;
use icu_datetime::fieldsets::{E, MDE, T, YMD, YMDE, zone::ExemplarCity};
use icu_datetime::provider::names::{
    DatetimeNamesMonthGregorianV1, DatetimeNamesWeekdayV1, DatetimeNamesYearGregorianV1,
};
use icu_datetime::provider::semantic_skeletons::{
    DatetimePatternsDateGregorianV1, DatetimePatternsTimeV1,
};
use icu_datetime::provider::time_zones::{
    TimezoneNamesCitiesOverrideV1, TimezoneNamesCitiesRootV1, TimezoneNamesLocationsOverrideV1,
    TimezoneNamesLocationsRootV1,
};
use icu_decimal::provider::{DecimalDigitsV1, DecimalSymbolsV1};
use icu_locale_core::Locale;
use icu_provider::dynutil::UpcastDataPayload;
use icu_provider::export::{DataExporter, ExportMarker, FlushMetadata};
use icu_provider::prelude::*;
use icu_provider_blob::BlobDataProvider;
use icu_provider_blob::export::BlobExporter;
use icu_time::provider::iana::TimezoneIdentifiersIanaCoreV1;
use icu_time::zone::IanaParser;
use plenary::words::Words;

use dates::{DateForm, Dates};

// Built into this test too, which listens to what it asks for.
#[path = "../src/words/dates.rs"]
mod dates;

/// The locales of `src/words/mod.rs`.
const LOCALES: [&str; 6] = ["en-GB", "fr", "es", "ru", "zh", "ar"];

type Answer = DataResponse<ExportMarker>;

/// ICU's own data of a kind.
type Load = fn(DataRequest<'_>) -> Result<Answer, DataError>;

/// Kinds of data, by the crate that has them.
macro_rules! kinds {
    ($($home:ident: $($kind:ident),+;)+) => {
        &[$($(
            ($kind::INFO, |request| load::<$kind>(&$home::provider::Baked, request)),
        )+)+]
    };
}

/// Every kind of data that is asked for.
const KINDS: &[(DataMarkerInfo, Load)] = kinds! {
    icu_datetime:
        DatetimePatternsDateGregorianV1, DatetimePatternsTimeV1, DatetimeNamesYearGregorianV1,
        DatetimeNamesMonthGregorianV1, DatetimeNamesWeekdayV1, TimezoneNamesCitiesRootV1,
        TimezoneNamesCitiesOverrideV1, TimezoneNamesLocationsRootV1,
        TimezoneNamesLocationsOverrideV1;
    icu_decimal: DecimalDigitsV1, DecimalSymbolsV1;
    icu_time: TimezoneIdentifiersIanaCoreV1;
};

fn load<M: DataMarker>(
    icu: &impl DataProvider<M>,
    request: DataRequest<'_>,
) -> Result<Answer, DataError>
where
    ExportMarker: UpcastDataPayload<M>,
{
    let DataResponse { metadata, payload } = icu.load(request)?;
    Ok(DataResponse { metadata, payload: ExportMarker::upcast(payload) })
}

/// What was asked for; `None` where ICU has nothing.
type Answers = BTreeMap<(DataMarkerInfo, DataIdentifierCow<'static>), Option<Answer>>;

/// Answers from ICU's own data, and remembers it: so the file holds what is asked for, no more and
/// no less, and by the locale that is asked for, whichever ICU takes it from.
#[derive(Default)]
struct Listener {
    answers: RefCell<Answers>,
}

impl DynamicDataProvider<BufferMarker> for Listener {
    fn load_data(
        &self,
        kind: DataMarkerInfo,
        request: DataRequest<'_>,
    ) -> Result<DataResponse<BufferMarker>, DataError> {
        let known = KINDS.iter().find(|(known, _)| *known == kind);
        let (_, load) = known.unwrap_or_else(|| panic!("KINDS lacks {kind:?}"));
        let answer = match load(request) {
            Err(error) if error.kind == DataErrorKind::IdentifierNotFound => None,
            other => Some(other?),
        };
        let asked = (kind, request.id.into_owned());
        let file = write([(&asked, &answer)]);
        self.answers.borrow_mut().insert(asked, answer);
        BlobDataProvider::try_new_from_blob(file.into())?.load_data(kind, request)
    }
}

/// A file of answers.
fn write<'a>(
    answers: impl IntoIterator<
        Item = (&'a (DataMarkerInfo, DataIdentifierCow<'static>), &'a Option<Answer>),
    >,
) -> Vec<u8> {
    let mut file = Vec::new();
    let mut exporter = BlobExporter::new_with_sink(Box::new(&mut file));
    for ((kind, id), answer) in answers {
        let mut metadata = FlushMetadata::default();
        if let Some(answer) = answer {
            metadata.checksum = answer.metadata.checksum;
            exporter.put_payload(*kind, id.as_borrowed(), &answer.payload).unwrap();
        }
        exporter.flush(*kind, metadata).unwrap();
    }
    exporter.close().unwrap();
    drop(exporter);
    file
}

/// The file as ICU's own data make it.
fn made() -> Vec<u8> {
    let listener = Listener::default();
    for locale in locales() {
        Dates::read(&listener, &locale).unwrap();
    }
    write(&listener.answers.into_inner())
}

fn locales() -> impl Iterator<Item = Locale> {
    LOCALES.iter().map(|locale| locale.parse().unwrap())
}

/// The forms of a locale by ICU's own data.
fn complete(locale: &Locale) -> Dates {
    let preferences = dates::preferences(locale);
    Dates {
        full: DateForm::try_new(preferences, YMDE::long()).unwrap(),
        date: DateForm::try_new(preferences, YMD::long()).unwrap(),
        day: DateForm::try_new(preferences, MDE::long()).unwrap(),
        weekday: DateForm::try_new(preferences, E::long()).unwrap(),
        time: NoCalendarFormatter::try_new(preferences, T::hm()).unwrap(),
        city: NoCalendarFormatter::try_new(preferences, ExemplarCity).unwrap(),
        zones: IanaParser::new().static_to_owned(),
    }
}

#[test]
#[ignore = "writes the file"]
fn write_the_file() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/words/dates.postcard");
    std::fs::write(path, made()).unwrap();
}

#[test]
fn the_file_is_what_icu_gives() {
    let renew = "cargo test --test dates -- --ignored";
    assert!(made() == dates::KNOWN, "src/words/dates.postcard is not what ICU gives: {renew}");
}

#[test]
fn every_language_has_its_locale() {
    let languages: Vec<String> = locales().map(|locale| locale.id.language.to_string()).collect();
    assert_eq!(languages, Words::LANGUAGES);
}

#[test]
fn dates_are_written_as_by_all_of_icu() {
    let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    // With a leap year; then years of other eras and lengths.
    let near = date(2023, 1, 1).iter_days().take(2 * 366);
    let far = [-10_000, -44, 0, 1, 33, 987, 1066, 1899, 9_999, 10_000, 99_999];
    let dates: Vec<NaiveDate> = near.chain(far.map(|year| date(year, 3, 15))).collect();
    for locale in locales() {
        let (ours, icu) = (Dates::new(&locale).unwrap(), complete(&locale));
        for &date in &dates {
            assert_eq!(ours.full(date), icu.full(date), "{locale}");
            assert_eq!(ours.date(date), icu.date(date), "{locale}");
            assert_eq!(ours.day(date), icu.day(date), "{locale}");
            assert_eq!(ours.weekday(date), icu.weekday(date), "{locale}");
        }
    }
}

#[test]
fn times_are_written_as_by_all_of_icu() {
    for locale in locales() {
        let (ours, icu) = (Dates::new(&locale).unwrap(), complete(&locale));
        for minute in 0..24 * 60 {
            let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
            assert_eq!(ours.time(time), icu.time(time), "{locale}");
        }
    }
}

#[test]
fn cities_are_named_as_by_all_of_icu() {
    for locale in locales() {
        let (ours, icu) = (Dates::new(&locale).unwrap(), complete(&locale));
        for zone in chrono_tz::TZ_VARIANTS {
            assert_eq!(ours.city(zone), icu.city(zone), "{locale} {zone}");
        }
    }
}
