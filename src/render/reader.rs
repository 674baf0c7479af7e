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

/// Where the first octet is that is one of `also` or begins a character that is left out. `also` are
/// of ASCII.
///
/// Sixteen octets at a time are looked at, each with the two that follow, which the processor does
/// at once.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "lazy operators would keep the processor from looking at several at once"
)]
pub(super) fn find_unfit(octets: &[u8], also: [u8; 3]) -> Option<usize> {
    const AT_ONCE: usize = 16;
    let is_unfit = |octet: u8, next: u8, third: u8| {
        let is_asked = (octet == also[0]) | (octet == also[1]) | (octet == also[2]);
        let is_control = (octet < 0x20) | (octet == 0x7F);
        // U+0080 to U+009F, then U+2028 and U+2029.
        let is_high_control = (octet == 0xC2) & (next & 0xE0 == 0x80);
        let is_line_end = (octet == 0xE2) & (next == 0x80) & (third & 0xFE == 0xA8);
        is_asked | is_control | is_high_control | is_line_end
    };
    let first_of = |window: &[u8; AT_ONCE + 2]| {
        let mut flags = [0; AT_ONCE];
        for (at, flag) in flags.iter_mut().enumerate() {
            *flag = u8::from(is_unfit(window[at], window[at + 1], window[at + 2]));
        }
        let flags = u128::from_le_bytes(flags);
        (flags != 0).then(|| flags.trailing_zeros() as usize / 8)
    };
    let mut begin = 0;
    while let Some(window) = octets[begin..].first_chunk() {
        if let Some(at) = first_of(window) {
            return Some(begin + at);
        }
        begin += AT_ONCE;
    }
    // What is left, with more behind it that begins and ends nothing. It may be two octets longer
    // than is looked at at once.
    for begin in [begin, begin + AT_ONCE] {
        let rest = octets.get(begin..).unwrap_or_default();
        let mut window = [b' '; AT_ONCE + 2];
        window[..rest.len()].copy_from_slice(rest);
        if let Some(at) = first_of(&window).filter(|at| *at < rest.len()) {
            return Some(begin + at);
        }
    }
    None
}

/// A text without what is left out.
pub(crate) fn plain(words: &str) -> Cow<'_, str> {
    // A control character is looked for in any case.
    if find_unfit(words.as_bytes(), [0; 3]).is_some() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unfit_is_found_wherever_it_stands() {
        let fit = "« l’élaboration – des règles » 中 😀 ";
        for unfit in ["\0", "\n", "\u{7F}", "\u{80}", "\u{9F}", "\u{2028}", "\u{2029}", ";", "\\"] {
            for before in 0..40 {
                let before: String = fit.chars().cycle().take(before).collect();
                let text = [&before, unfit, fit].concat();
                let found = find_unfit(text.as_bytes(), *b";\\,");
                assert_eq!(found, Some(before.len()), "{text:?}");
            }
        }
        let long = fit.repeat(9);
        assert_eq!(find_unfit(long.as_bytes(), *b";\\,"), None);
        assert_eq!(find_unfit("\u{A0}\u{2027}\u{202A}".as_bytes(), [0; 3]), None);
        // Cut off within a character.
        assert_eq!(find_unfit(&[0xE2, 0x80], [0; 3]), None);
    }

    #[test]
    fn what_is_left_out_is_left_out_and_nothing_else() {
        assert_eq!(plain("a\u{2028}b\tc\u{85}d"), "abcd");
        assert!(matches!(plain("« l’été »"), Cow::Borrowed("« l’été »")));
    }
}
