//! Dates: day headings, and the days of a session in its header.

use chrono::{Datelike, NaiveDate, Weekday};

use super::fold::{Cursor, Folded};
use super::vocabulary::Vocabulary;

/// A date as written, without what the document leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) weekday: Option<Weekday>,
    pub(super) day: Option<u32>,
    pub(super) month: Option<u32>,
    pub(super) year: Option<i32>,
}

impl Written {
    /// The date, with `year` where it gives none.
    pub(super) fn date(&self, year: Option<i32>) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year.or(year)?, self.month?, self.day?)
    }
}

/// The years that programmes are of; other numbers of four digits are no years.
const YEARS: std::ops::RangeInclusive<u32> = 1945..=2199;

fn weekday_of(index: usize) -> Option<Weekday> {
    Weekday::try_from(u8::try_from(index).ok()?).ok()
}

/// Takes a date, in any order of its parts: `Monday, 6 March 2023`, `March 6`, `3月6日星期一`.
pub(super) fn eat(cursor: &mut Cursor<'_>, words: &Vocabulary) -> Option<Written> {
    let mut written = Written::default();
    let mut here = *cursor;
    let mut end = None;
    for _ in 0..16 {
        here.skip(" ,(");
        let before = here.at;
        if written.weekday.is_none()
            && let Some(index) =
                words.weekdays.iter().position(|word| here.eat(std::slice::from_ref(word)))
        {
            written.weekday = weekday_of(index);
        } else if written.month.is_none()
            && let Some(index) = here.eat_index(&words.months)
        {
            written.month = u32::try_from(index + 1).ok();
        } else if let Some((number, digits)) = here.number() {
            let takes_time = here.peek().is_some_and(|c| ":.h".contains(c))
                && here.rest().chars().nth(1).is_some_and(|c| c.is_ascii_digit());
            match digits {
                1 | 2 if written.day.is_none() && !takes_time && (1..=31).contains(&number) => {
                    let mut mark = here;
                    if mark.eat(&words.day_marks) {
                        here = mark;
                    }
                    written.day = Some(number);
                }
                4 if written.year.is_none() && YEARS.contains(&number) => {
                    written.year = i32::try_from(number).ok();
                    let mut mark = here;
                    mark.skip(" ");
                    if mark.eat(&words.year_marks) {
                        here = mark;
                    }
                }
                _ => break,
            }
        } else if here.at != cursor.at && here.eat(&words.date_words) {
            continue;
        } else {
            break;
        }
        if here.at == before {
            break;
        }
        here.skip(")");
        end = Some(here.at);
    }
    written.day?;
    cursor.at = end?;
    Some(written)
}

/// A day heading: a day of the week with a date at the start of the line, and what follows it.
pub(super) fn heading<'t>(text: &'t str, words: &Vocabulary) -> Option<(Written, &'t str)> {
    let folded = Folded::new(text);
    let mut cursor = folded.cursor();
    let written = eat(&mut cursor, words)?;
    written.weekday?;
    written.month?;
    cursor.skip(" ");
    if cursor.peek().is_some_and(char::is_alphanumeric)
        && !text[..text.len() - cursor.rest().len()]
            .ends_with([' ', '日', '一', '二', '三', '四', '五', '六'])
    {
        return None;
    }
    cursor.skip(":., ");
    let at = cursor.at;
    Some((written, folded.from(at).trim()))
}

/// A line that is nothing but a date.
pub(super) fn alone(text: &str, words: &Vocabulary) -> Option<Written> {
    let folded = Folded::new(text);
    let mut cursor = folded.cursor();
    let written = eat(&mut cursor, words)?;
    written.month?;
    cursor.skip(" .,:");
    cursor.is_done().then_some(written)
}

/// Whether a line is a day that breaks off: it begins with a day of the week, and gives no month.
pub(super) fn is_begun(text: &str, words: &Vocabulary) -> bool {
    let folded = Folded::new(text);
    let mut cursor = folded.cursor();
    let begins = words.weekdays.iter().any(|word| cursor.eat(std::slice::from_ref(word)));
    begins && heading(text, words).is_none()
}

/// The first full date with a year in a text.
pub(super) fn first(text: &str, words: &Vocabulary) -> Option<NaiveDate> {
    let folded = Folded::new(text);
    (0..folded.len()).find_map(|at| {
        let mut cursor = Cursor::starting(&folded, at);
        eat(&mut cursor, words)?.date(None)
    })
}

/// The days of a session as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) start: Written,
    pub(super) end: Written,
}

/// The first range of days in a text: `du 6 au 10 mars 2023`, `28 November-2 December 2022`.
pub(super) fn range(text: &str, words: &Vocabulary) -> Option<Days> {
    let folded = Folded::new(text);
    let mut at = 0;
    while at < folded.len() {
        let mut cursor = Cursor::starting(&folded, at);
        if (cursor.peek().is_some_and(|c| c.is_ascii_digit())
            || words.months.iter().any(|month| {
                let mut cursor = cursor;
                cursor.eat(month)
            }))
            && let Some(days) = eat_range(&mut cursor, words)
        {
            return Some(days);
        }
        at += 1;
    }
    None
}

fn eat_range(cursor: &mut Cursor<'_>, words: &Vocabulary) -> Option<Days> {
    let mut start = eat(cursor, words)?;
    cursor.skip(" ");
    if !cursor.eat_char("-") && !cursor.eat(&words.range_words) {
        return None;
    }
    let mut end = eat(cursor, words)?;
    start.month = start.month.or(end.month);
    end.month = end.month.or(start.month);
    end.year = end.year.or(start.year);
    start.year = start.year.or_else(|| {
        let year = end.year?;
        Some(if start.month > end.month { year - 1 } else { year })
    });
    start.month?;
    (start.date(Some(2024)) <= end.date(Some(2024)) || start.year != end.year)
        .then_some(Days { start, end })
}

/// The year that puts a day within a session, or its first year.
pub(super) fn year_within(written: &Written, start: NaiveDate, end: NaiveDate) -> i32 {
    let fits =
        |year: &i32| written.date(Some(*year)).is_some_and(|date| (start..=end).contains(&date));
    (start.year()..=end.year()).find(fits).unwrap_or_else(|| start.year())
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary;
    use super::*;

    fn words(language: &str) -> &'static Vocabulary {
        vocabulary::of(language.parse().unwrap()).unwrap()
    }

    #[test]
    fn day_headings_of_every_language() {
        for (language, text, day, month, year) in [
            ("en", "Monday, 6 March", 6, 3, None),
            ("en", "Friday, 31 July 2015", 31, 7, Some(2015)),
            ("en", "MONDAY 20 JUNE", 20, 6, None),
            ("en", "Monday 11 April:", 11, 4, None),
            ("en", "Monday, March 6, 2023", 6, 3, Some(2023)),
            ("fr", "Lundi 2 décembre 2013", 2, 12, Some(2013)),
            ("fr", "MARDI 22 NOVEMBRE 2016", 22, 11, Some(2016)),
            ("fr", "Lundi 1er juin", 1, 6, None),
            ("es", "MIÉRCOLES 27 de mayo de 2015", 27, 5, Some(2015)),
            ("es", "Lunes 6 de marzo", 6, 3, None),
            ("ru", "Понедельник, 6 марта", 6, 3, None),
            ("ru", "Среда, 8 марта 2023 года", 8, 3, Some(2023)),
            ("zh", "3月6日星期一", 6, 3, None),
            ("zh", "2023年12月11日，星期一", 11, 12, Some(2023)),
            ("ar", "الاثنين، 6 آذار/مارس", 6, 3, None),
        ] {
            let (written, rest) =
                heading(text, words(language)).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (written.day, written.month, written.year),
                (Some(day), Some(month), year),
                "{text}"
            );
            assert_eq!(rest, "", "{text}");
            assert!(written.weekday.is_some());
        }
        assert_eq!(
            heading("Monday, 5 September  Official United Nations holiday", words("en")).unwrap().1,
            "Official United Nations holiday"
        );
        assert_eq!(
            heading("Monday, 6 March 10 a.m.-1 p.m.", words("en")).unwrap().1,
            "10 a.m.-1 p.m."
        );
        assert_eq!(heading("6 mars", words("fr")), None);
        assert_eq!(heading("Lundi matin", words("fr")), None);
    }

    #[test]
    fn ranges_of_days() {
        for (language, text, start, end) in [
            ("fr", "se tiendra du 6 au 10 mars 2023 au Siège", "2023-03-06", "2023-03-10"),
            (
                "fr",
                "(2021-2025), aux paragraphes 8 à 13, du 11 au 15 décembre 2023",
                "2023-12-11",
                "2023-12-15",
            ),
            ("fr", "New York, 11-15 décembre 2023", "2023-12-11", "2023-12-15"),
            ("en", "from 28 November to 2 December 2022", "2022-11-28", "2022-12-02"),
            ("en", "New York, 6–10 March 2023", "2023-03-06", "2023-03-10"),
            ("en", "29 December 2025-2 January 2026", "2025-12-29", "2026-01-02"),
            ("es", "del 6 al 10 de marzo de 2023", "2023-03-06", "2023-03-10"),
            ("ru", "с 6 по 10 марта 2023 года", "2023-03-06", "2023-03-10"),
            ("zh", "2023年3月6日至10日在纽约", "2023-03-06", "2023-03-10"),
            ("ar", "من 6 إلى 10 آذار/مارس 2023", "2023-03-06", "2023-03-10"),
        ] {
            let days = range(text, words(language)).unwrap_or_else(|| panic!("{text}"));
            let dates = [days.start, days.end].map(|day| day.date(None).unwrap().to_string());
            assert_eq!(dates, [start, end], "{text}");
        }
        assert_eq!(range("paragraphes 8 à 13 du rapport", words("fr")), None);
    }
}
