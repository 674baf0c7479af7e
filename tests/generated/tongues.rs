//! Tongues: how a programme is written in each language.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use serde::Deserialize;

use super::programmes::Entry;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    tongue: Vec<Tongue>,
}

/// How one language writes a programme.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tongue {
    pub(crate) language: String,
    weekdays: [String; 7],
    months: [String; 12],
    day: String,
    /// How the first day of a month is written, if not as a number.
    first_day: Option<String>,
    times: Vec<String>,
    item: String,
    continued: String,
    letters: Option<String>,
    title: String,
    heading: String,
    session: String,
    date: String,
    pub(crate) programme: String,
}

/// All of them.
pub(crate) fn all() -> Vec<Tongue> {
    toml::from_str::<File>(include_str!("tongues.toml")).unwrap().tongue
}

impl Tongue {
    fn fill(&self, form: &str, date: NaiveDate) -> String {
        let day = match &self.first_day {
            Some(first) if date.day() == 1 => first.clone(),
            _ => date.day().to_string(),
        };
        form.replace("{weekday}", &self.weekdays[date.weekday().num_days_from_monday() as usize])
            .replace("{day}", &day)
            .replace("{month}", &self.months[date.month0() as usize])
            .replace("{year}", &date.year().to_string())
    }

    /// A day of the programme.
    pub(crate) fn day(&self, date: NaiveDate) -> String {
        self.fill(&self.day, date)
    }

    /// The days of the session.
    pub(crate) fn session(&self, first: NaiveDate, last: NaiveDate) -> String {
        self.session
            .replace("{first}", &self.fill(&self.date, first))
            .replace("{last}", &self.fill(&self.date, last))
    }

    /// The times of a slot, in one of the manners of the language.
    pub(crate) fn times(&self, manner: usize, start: NaiveTime, end: NaiveTime) -> String {
        match self.times[manner].as_str() {
            "english" => english(start, end),
            "french" => french(start, end),
            "chinese" => chinese(start, end),
            form => {
                let (first, second) = form.split_once('|').unwrap();
                format!("{}{}", start.format(first), end.format(second))
            }
        }
    }

    /// The lines of an entry: its item, and its sub-item.
    pub(crate) fn lines(&self, entry: &Entry) -> Vec<String> {
        let mark = |is: bool| if is { self.continued.as_str() } else { "" };
        let item = self.item.replace("{item}", &entry.item.to_string());
        let mut lines = vec![format!("{item}{}{}", self.title, mark(entry.item_continued))];
        lines.extend(entry.sub_item.map(|letter| {
            let letter = self.letter(letter);
            format!("({letter}) {}{}", self.heading, mark(entry.continued))
        }));
        lines
    }

    /// The number of an entry as a column of its own has it, and its title.
    pub(crate) fn columns(&self, entry: &Entry) -> (String, String) {
        let mark = if entry.item_continued { self.continued.as_str() } else { "" };
        match entry.sub_item {
            Some(letter) => {
                let number = format!("{} ({})", entry.item, self.letter(letter));
                (number, format!("{}{mark}", self.heading))
            }
            None => (entry.item.to_string(), format!("{}{mark}", self.title)),
        }
    }

    fn letter(&self, letter: char) -> char {
        let index = (letter as u8 - b'a') as usize;
        let own = self.letters.as_ref().and_then(|letters| letters.chars().nth(index));
        own.unwrap_or(letter)
    }
}

fn english(start: NaiveTime, end: NaiveTime) -> String {
    let one = |time: NaiveTime| {
        let (is_pm, hour) = time.hour12();
        let minutes =
            if time.minute() == 0 { String::new() } else { format!(".{:02}", time.minute()) };
        (format!("{hour}{minutes}"), if is_pm { "p.m." } else { "a.m." })
    };
    let ((a, a_half), (b, b_half)) = (one(start), one(end));
    if a_half == b_half {
        format!("{a}-{b} {b_half}")
    } else {
        format!("{a} {a_half}-{b} {b_half}")
    }
}

fn french(start: NaiveTime, end: NaiveTime) -> String {
    let one = |time: NaiveTime| match time.minute() {
        0 => format!("{} heures", time.hour()),
        minute => format!("{} h {minute:02}", time.hour()),
    };
    format!("{}-{}", one(start), one(end))
}

fn chinese(start: NaiveTime, end: NaiveTime) -> String {
    let one = |time: NaiveTime| {
        let (is_pm, hour) = time.hour12();
        let minutes =
            if time.minute() == 0 { String::new() } else { format!("{}分", time.minute()) };
        (is_pm, format!("{hour}时{minutes}"))
    };
    let word = |is_pm| if is_pm { "下午" } else { "上午" };
    let ((a_pm, a), (b_pm, b)) = (one(start), one(end));
    if a_pm == b_pm {
        format!("{}{a}至{b}", word(a_pm))
    } else {
        format!("{}{a}至{}{b}", word(a_pm), word(b_pm))
    }
}
