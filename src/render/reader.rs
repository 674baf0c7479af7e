//! For whom a representation is composed, and how texts in several languages become plain text.

use std::borrow::{Borrow, Cow};
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::model::{Language, Reading};
use crate::words::{Message, Words};

/// Words that are composed once and used for many events.
#[derive(Debug)]
struct Memo<K>(RefCell<HashMap<K, Rc<str>>>);

impl<K: Hash + Eq> Memo<K> {
    fn new() -> Self {
        Self(RefCell::new(HashMap::new()))
    }

    fn get<Q>(&self, key: &Q, compose: impl FnOnce() -> String) -> Rc<str>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        if let Some(words) = self.0.borrow().get(key) {
            return Rc::clone(words);
        }
        let words: Rc<str> = compose().into();
        let kept = Rc::clone(&words);
        self.0.borrow_mut().insert(key.to_owned(), kept);
        words
    }
}

/// The reader of one representation: a language and what is said in it over and over.
#[derive(Debug)]
pub(crate) struct Reader {
    /// The language that was asked for.
    pub(crate) language: Language,
    /// The interface words, in English if there are none in that language.
    pub(crate) words: &'static Words,
    full_dates: Memo<NaiveDate>,
    times: Memo<(NaiveTime, NaiveTime)>,
    zones: Memo<Tz>,
    sessions: Memo<u32>,
    items: Memo<String>,
    sub_items: Memo<String>,
}

impl Reader {
    pub(crate) fn new(language: Language) -> Self {
        Self {
            language,
            words: Words::for_reader(language),
            full_dates: Memo::new(),
            times: Memo::new(),
            zones: Memo::new(),
            sessions: Memo::new(),
            items: Memo::new(),
            sub_items: Memo::new(),
        }
    }

    /// Monday, 6 March 2023, at the beginning of a line.
    pub(crate) fn full_date(&self, date: NaiveDate) -> Rc<str> {
        self.full_dates.get(&date, || capitalised(&self.words.full_date(date)))
    }

    /// 10:00–13:00.
    pub(crate) fn times(&self, start: NaiveTime, end: NaiveTime) -> Rc<str> {
        self.times.get(&(start, end), || self.words.times(start, end))
    }

    /// (New York time).
    pub(crate) fn venue_time(&self, zone: Tz) -> Rc<str> {
        self.zones.get(&zone, || self.words.venue_time(zone))
    }

    /// session 4.
    pub(crate) fn session(&self, number: u32) -> Rc<str> {
        self.sessions.get(&number, || {
            let number = number.to_string();
            self.words.format(Message::SessionNumber, &[("number", &number)])
        })
    }

    /// Agenda item 5.
    pub(crate) fn agenda_item(&self, item: &str) -> Rc<str> {
        self.items.get(item, || self.words.format(Message::AgendaItem, &[("item", item)]))
    }

    /// (d), before its heading.
    pub(crate) fn sub_item(&self, item: &str) -> Rc<str> {
        self.sub_items.get(item, || self.words.format(Message::SubItem, &[("item", item)]))
    }
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// Whether a character is left out of every representation: control characters and the line ends
/// of Unicode cut titles and lines in several calendars.
pub(super) fn is_left_out(c: char) -> bool {
    matches!(c, '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{2028}' | '\u{2029}')
}

/// Whether an octet of UTF-8 may be the first of a character that is left out. Never true of one
/// within a character.
pub(super) fn may_begin_left_out(octet: u8) -> bool {
    matches!(octet, 0..0x20 | 0x7F | 0xC2 | 0xE2)
}

/// A text without what is left out.
pub(crate) fn plain(words: &str) -> Cow<'_, str> {
    if words.bytes().any(may_begin_left_out) && words.contains(is_left_out) {
        words.chars().filter(|c| !is_left_out(*c)).collect()
    } else {
        Cow::Borrowed(words)
    }
}

/// Words, and the language that they are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spoken {
    pub(crate) words: String,
    /// `None` where they are in several.
    pub(crate) language: Option<Language>,
}

impl Spoken {
    /// The language that the words are in, or `default` where they are in several.
    pub(super) fn language_or(&self, default: Language) -> Language {
        self.language.unwrap_or(default)
    }
}

/// The language of words that were put together from `languages`, if there is but one.
pub(super) fn common_language(languages: impl IntoIterator<Item = Language>) -> Option<Language> {
    let mut languages = languages.into_iter();
    let first = languages.next()?;
    languages.all(|language| language == first).then_some(first)
}

/// Plain text in paragraphs of lines. Words that are not in the reader's language are marked with
/// theirs (`[fr] `), once for as long as it stays the same within a paragraph.
#[derive(Debug)]
pub(super) struct Prose {
    text: String,
    own: Language,
    current: Language,
}

impl Prose {
    pub(super) fn new(reader: &Reader) -> Self {
        Self { text: String::with_capacity(2048), own: reader.language, current: reader.language }
    }

    /// Begins a paragraph, after a blank line.
    pub(super) fn paragraph(&mut self) -> &mut Self {
        while !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
        self.current = self.own;
        self
    }

    /// Begins a line of the paragraph.
    pub(super) fn line(&mut self) -> &mut Self {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self
    }

    /// Adds words of the interface, or words that have no language.
    pub(super) fn say(&mut self, words: &str) -> &mut Self {
        self.text.push_str(&plain(words));
        self
    }

    /// Adds words of the programme.
    pub(super) fn read(&mut self, reading: Reading<'_>) -> &mut Self {
        if reading.language != self.current {
            self.current = reading.language;
            self.text.push('[');
            self.text.push_str(reading.language.as_str());
            self.text.push_str("] ");
        }
        self.say(reading.words)
    }

    pub(super) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end_matches('\n').len());
        self.text
    }
}
