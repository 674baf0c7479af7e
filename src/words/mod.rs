//! Interface words by language: what Plenary itself says around the texts of a programme.
//!
//! The words stand in one Fluent file per language beside this one, all built into the program;
//! dates, times and the names of cities come from Unicode CLDR, of which `dates.postcard` holds
//! what our languages need. To add a language, translate a file, name it in `SOURCES` and its
//! locale in `tests/dates.rs`, and write `dates.postcard` anew, as `dates.rs` says.

mod dates;
mod message;

use std::fmt;
use std::sync::OnceLock;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use icu_locale_core::Locale;
use unic_langid::LanguageIdentifier;

use crate::model::Language;
use dates::Dates;
pub use message::{Message, Phrase};

struct Source {
    /// The language, as in addresses.
    language: &'static str,
    /// The locale whose dates the United Nations' are most like.
    locale: &'static str,
    words: &'static str,
}

/// English first: it is what a reader of another language gets.
const SOURCES: [Source; 6] = [
    Source { language: "en", locale: "en-GB", words: include_str!("en.ftl") },
    Source { language: "fr", locale: "fr", words: include_str!("fr.ftl") },
    Source { language: "es", locale: "es", words: include_str!("es.ftl") },
    Source { language: "ru", locale: "ru", words: include_str!("ru.ftl") },
    Source { language: "zh", locale: "zh", words: include_str!("zh.ftl") },
    Source { language: "ar", locale: "ar", words: include_str!("ar.ftl") },
];

static WORDS: [OnceLock<Words>; SOURCES.len()] = [const { OnceLock::new() }; SOURCES.len()];

/// The interface words of one language.
pub struct Words {
    language: Language,
    phrases: Vec<String>,
    messages: FluentBundle<FluentResource>,
    dates: Dates,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.language)
    }
}

impl Words {
    /// The languages that there are words in.
    pub const LANGUAGES: [&'static str; SOURCES.len()] = {
        let mut languages = [""; SOURCES.len()];
        let mut place = 0;
        while place < SOURCES.len() {
            languages[place] = SOURCES[place].language;
            place += 1;
        }
        languages
    };

    /// The same, as languages.
    pub fn languages() -> Vec<Language> {
        Self::LANGUAGES.iter().filter_map(|language| language.parse().ok()).collect()
    }

    /// The words of a language; `None` if there are none. Built when first asked for.
    pub fn of(language: Language) -> Option<&'static Self> {
        let place = place(language)?;
        Some(WORDS[place].get_or_init(|| Self::build(&SOURCES[place])))
    }

    /// The words for a reader of a language: in it, else in English.
    pub fn for_reader(language: Language) -> &'static Self {
        let place = place(language).unwrap_or_default();
        WORDS[place].get_or_init(|| Self::build(&SOURCES[place]))
    }

    #[expect(
        clippy::expect_used,
        reason = "what it reads is built into the program, and a test builds every language"
    )]
    fn build(source: &Source) -> Self {
        let locale: Locale = source.locale.parse().expect("a locale");
        let identifier: LanguageIdentifier = source.locale.parse().expect("a language");
        let resource = FluentResource::try_new(source.words.to_owned()).expect("words");
        let mut messages = FluentBundle::new_concurrent(vec![identifier]);
        // Calendars show marks of direction as boxes or count them as letters.
        messages.set_use_isolating(false);
        messages.add_resource(resource).expect("each word once");
        Self {
            language: source.language.parse().expect("a language"),
            phrases: Phrase::ALL
                .iter()
                .map(|phrase| format(&messages, phrase.id(), &FluentArgs::new()))
                .collect(),
            messages,
            dates: Dates::new(&locale).expect("dates"),
        }
    }

    /// The language that the words are in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Words that are always the same.
    pub fn get(&self, phrase: Phrase) -> &str {
        &self.phrases[phrase as usize]
    }

    /// Words with the arguments that [`Message`] names filled in.
    pub fn format(&self, message: Message, arguments: &[(&str, &str)]) -> String {
        format(&self.messages, message.id(), &arguments.iter().copied().collect())
    }

    /// Words about so many: a message whose only argument is a `count`.
    pub fn count(&self, message: Message, count: usize) -> String {
        format(&self.messages, message.id(), &[("count", count)].into_iter().collect())
    }

    /// `label`, a colon and `rest`, as the language writes them.
    pub fn labelled(&self, label: &str, rest: &str) -> String {
        [label, self.get(Phrase::Colon), rest].concat()
    }

    /// Monday 6 March 2023.
    pub fn full_date(&self, date: NaiveDate) -> String {
        self.dates.full(date)
    }

    /// 6 March 2023.
    pub fn date(&self, date: NaiveDate) -> String {
        self.dates.date(date)
    }

    /// Monday 6 March.
    pub fn day(&self, date: NaiveDate) -> String {
        self.dates.day(date)
    }

    /// Monday.
    pub fn weekday(&self, date: NaiveDate) -> String {
        self.dates.weekday(date)
    }

    /// 10:00.
    pub fn time(&self, time: NaiveTime) -> String {
        self.dates.time(time)
    }

    /// 10:00–13:00.
    pub fn times(&self, start: NaiveTime, end: NaiveTime) -> String {
        [self.time(start).as_str(), "–", &self.time(end)].concat()
    }

    /// (New York time).
    pub fn venue_time(&self, zone: Tz) -> String {
        let city = self.dates.city(zone);
        let initial = if city.starts_with(['A', 'E', 'I', 'O', 'U', 'É', 'Î']) {
            "vowel"
        } else {
            "consonant"
        };
        self.format(Message::VenueTime, &[("city", &city), ("initial", initial)])
    }
}

fn place(language: Language) -> Option<usize> {
    SOURCES.iter().position(|source| source.language == language.as_str())
}

fn format(messages: &FluentBundle<FluentResource>, id: &str, arguments: &FluentArgs<'_>) -> String {
    let pattern = messages.get_message(id).and_then(|message| message.value());
    // A test holds that every file has every message and that none has a fault.
    pattern.map_or_else(String::new, |pattern| {
        messages.format_pattern(pattern, Some(arguments), &mut Vec::new()).into_owned()
    })
}

#[cfg(test)]
mod tests;
