//! Times: the ranges in which slots are given.

use chrono::NaiveTime;

use super::fold::{Cursor, Folded};
use super::vocabulary::Vocabulary;

/// When a slot begins and ends, at the venue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) start: NaiveTime,
    /// `None` where the document gives a start alone.
    pub(super) end: Option<NaiveTime>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

/// How sure it is that a number is a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// A bare number.
    None,
    /// Minutes after a point or slash, or four digits: a time if its other half is one, too.
    Weak,
    /// Minutes after a colon, a word for the hour, a half of the day.
    Strong,
}

#[derive(Clone, Copy, Debug)]
struct Clock {
    hour: u32,
    minute: u32,
    half: Option<Half>,
    mark: Mark,
}

impl Clock {
    fn hours(&self, half: Option<Half>) -> Option<NaiveTime> {
        let hour = match half {
            Some(Half::Afternoon) if self.hour < 12 => self.hour + 12,
            Some(Half::Morning) if self.hour == 12 => 0,
            _ => self.hour,
        };
        NaiveTime::from_hms_opt(hour, self.minute, 0)
    }
}

/// Reads the range of times that a line begins with; gives what follows it, too.
///
/// `minutes_first` tells in which order a slash divides them; see [`minutes_first`].
pub(super) fn range<'t>(
    text: &'t str,
    words: &Vocabulary,
    minutes_first: bool,
) -> Option<(Range, &'t str)> {
    // Most lines begin with no time at all.
    let folded = Folded::new(text);
    let mut cursor = folded.cursor();
    cursor.skip(" ([");
    let bracketed = cursor.at > 0;
    let from = cursor.eat(&words.times.from);
    let first = clock(&mut cursor, words, minutes_first)?;
    let mut here = cursor;
    here.skip(" ");
    let dashed = here.eat_char("-");
    if dashed || here.eat(&words.times.to) {
        here.skip(" -");
        here.eat(&words.times.from);
        if let Some(second) = clock(&mut here, words, minutes_first) {
            let mut after = here;
            after.skip(" ");
            let has_after = after.eat(&words.times.after);
            if has_after {
                here = after;
            }
            let mark = first.mark.max(second.mark);
            let is_range = mark == Mark::Strong
                || has_after
                || (first.mark == Mark::Weak && second.mark == Mark::Weak);
            if is_range && let Some(range) = resolve(first, second) {
                return ended(here, bracketed).map(|at| (range, folded.from(at).trim()));
            }
        }
        if dashed && first.mark != Mark::Strong {
            return None;
        }
    }
    cursor.skip(" ");
    let has_after = cursor.eat(&words.times.after);
    let is_time = first.mark == Mark::Strong || has_after || (from && first.mark == Mark::Weak);
    let start = first.hours(first.half)?;
    let at = ended(cursor, bracketed)?;
    is_time.then(|| (Range { start, end: None }, folded.from(at).trim()))
}

/// The end of a range: what follows is no part of its last word.
fn ended(mut cursor: Cursor<'_>, bracketed: bool) -> Option<usize> {
    if bracketed {
        cursor.skip(" )]");
    }
    let at = cursor.at;
    match cursor.peek() {
        Some(c) if c.is_ascii_digit() => None,
        _ => {
            cursor.skip(" ");
            // `10 a.m.: opening`, `10:00-13:00 - opening`
            cursor.skip(":,;.");
            Some(if cursor.at > at { cursor.at } else { at })
        }
    }
}

/// Both times with the halves of the day that only one of them gives.
fn resolve(first: Clock, second: Clock) -> Option<Range> {
    let flipped = |half| match half {
        Half::Morning => Half::Afternoon,
        Half::Afternoon => Half::Morning,
    };
    let candidates: [(Option<Half>, Option<Half>); 3] = match (first.half, second.half) {
        // `3-6 p.m.`, `10-1 p.m.`
        (None, Some(half)) if first.hour <= 12 => {
            [(Some(half), Some(half)), (Some(flipped(half)), Some(half)), (None, Some(half))]
        }
        // `下午3时至6时`
        (Some(half), None) if second.hour <= 12 => {
            [(Some(half), Some(half)), (Some(half), Some(flipped(half))), (Some(half), None)]
        }
        (one, other) => [(one, other); 3],
    };
    let resolved = candidates
        .iter()
        .filter_map(|(one, other)| Some((first.hours(*one)?, second.hours(*other)?)));
    let resolved: Vec<_> = resolved.collect();
    let (start, end) = resolved.iter().find(|(start, end)| start < end).or(resolved.first())?;
    Some(Range { start: *start, end: Some(*end) })
}

fn half(cursor: &mut Cursor<'_>, words: &Vocabulary) -> Option<Half> {
    let mut here = *cursor;
    here.skip(" ");
    let half = if here.eat(&words.times.morning) {
        Half::Morning
    } else if here.eat(&words.times.afternoon) {
        Half::Afternoon
    } else {
        return None;
    };
    *cursor = here;
    Some(half)
}

/// Takes a time of day.
fn clock(cursor: &mut Cursor<'_>, words: &Vocabulary, minutes_first: bool) -> Option<Clock> {
    let mut here = *cursor;
    here.skip(" ");
    let before = half(&mut here, words);
    here.skip(" ");
    let noon = before.is_none() && here.eat(&words.times.noon);
    let mut number = here;
    number.skip(" ");
    let Some((value, digits)) = number.number() else {
        if !noon {
            return None;
        }
        *cursor = here;
        return Some(Clock {
            hour: 12,
            minute: 0,
            half: Some(Half::Afternoon),
            mark: Mark::Strong,
        });
    };
    here = number;
    let mut clock = Clock { hour: value, minute: 0, half: before, mark: Mark::None };
    if before.is_some() {
        clock.mark = Mark::Strong;
    }
    if noon {
        clock.half = Some(Half::Afternoon);
        clock.mark = Mark::Strong;
    }
    match digits {
        // A year, more likely than an hour in the evening.
        4 if (1945..=2199).contains(&value) && before.is_none() => return None,
        4 => {
            clock.hour = value / 100;
            clock.minute = value % 100;
            clock.mark = clock.mark.max(Mark::Weak);
        }
        3 => return None,
        _ => minutes(&mut here, words, minutes_first, &mut clock),
    }
    if clock.half.is_none()
        && let Some(half) = half(&mut here, words)
    {
        clock.half = Some(half);
        clock.mark = Mark::Strong;
    }
    let mut after = here;
    after.skip(" ");
    if clock.half.is_none() && clock.hour == 12 && after.eat(&words.times.noon) {
        here = after;
        clock.half = Some(Half::Afternoon);
        clock.mark = Mark::Strong;
    }
    if clock.hour > 23 || clock.minute > 59 {
        return None;
    }
    if clock.hour > 12 {
        clock.half = None;
    }
    *cursor = here;
    Some(clock)
}

/// Takes minutes: two digits.
fn two_digits(mut cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let (value, digits) = cursor.number()?;
    (digits == 2 && value < 60).then_some((value, cursor))
}

/// Takes the minutes after an hour: `:30`, `.30`, ` h 30`, ` час. 00 мин.`, `00/10`.
fn minutes(here: &mut Cursor<'_>, words: &Vocabulary, minutes_first: bool, clock: &mut Clock) {
    for (separator, mark) in [(":", Mark::Strong), (".", Mark::Weak)] {
        let mut next = *here;
        if next.eat_char(separator)
            && let Some((value, end)) = two_digits(next)
        {
            clock.minute = value;
            clock.mark = clock.mark.max(mark);
            *here = end;
            let mut mark = *here;
            mark.skip(" ");
            if mark.eat(&words.times.hour) {
                clock.mark = Mark::Strong;
                *here = mark;
            }
            return;
        }
    }
    if words.times.slashes {
        let mut next = *here;
        if next.eat_char("/")
            && let Some((value, digits)) = next.number()
            && digits <= 2
        {
            let (hour, minute) =
                if minutes_first { (value, clock.hour) } else { (clock.hour, value) };
            clock.hour = hour;
            clock.minute = minute;
            clock.mark = clock.mark.max(Mark::Weak);
            *here = next;
            return;
        }
    }
    let mut next = *here;
    next.skip(" ");
    if next.eat(&words.times.hour) {
        clock.mark = Mark::Strong;
        *here = next;
        next.skip(" ");
        if let Some((value, mut end)) = two_digits(next) {
            let mut mark = end;
            mark.skip(" ");
            let has_mark = mark.eat(&words.times.minute);
            if has_mark {
                end = mark;
            }
            if has_mark || !end.peek().is_some_and(|c| c.is_alphanumeric() || "/.".contains(c)) {
                clock.minute = value;
                *here = end;
            }
        }
    }
}

/// Whether the slashes of a document stand after the minutes (`00/10` for ten o'clock), as they
/// do where the text of a PDF runs from right to left. The whole document decides: `15/10` alone
/// could be either.
pub(super) fn minutes_first<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let mut votes = 0_i32;
    for text in texts {
        let folded = Folded::new(text);
        let mut cursor = folded.cursor();
        while !cursor.is_done() {
            let mut pair = cursor;
            if let Some((a, 2)) = pair.number()
                && pair.eat_char("/")
                && let Some((b, 2)) = pair.number()
                && !pair.eat_char("/")
            {
                votes += i32::from(a > 23 || (a == 0 && (6..24).contains(&b)));
                votes -= i32::from((24..60).contains(&b) || (b == 0 && (6..24).contains(&a)));
                cursor = pair;
            } else {
                cursor.at += 1;
            }
        }
    }
    votes > 0
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary;
    use super::*;

    fn read(language: &str, text: &str) -> Option<(String, String)> {
        let words = vocabulary::of(language.parse().unwrap()).unwrap();
        let (range, rest) = range(text, words, minutes_first([text].into_iter()))?;
        let end = range.end.map_or(String::from("?"), |end| end.format("%H:%M").to_string());
        Some((format!("{}-{end}", range.start.format("%H:%M")), rest.to_owned()))
    }

    #[test]
    fn every_manner_of_writing_a_range() {
        for (language, text, expected) in [
            ("en", "10 a.m.-1 p.m.", "10:00-13:00"),
            ("en", "10 a.m.–1 p.m.", "10:00-13:00"),
            ("en", "3-6 p.m.", "15:00-18:00"),
            ("en", "10-1 p.m.", "10:00-13:00"),
            ("en", "1.30 p.m.-2.30 p.m.", "13:30-14:30"),
            ("en", "10-10:30 a.m.", "10:00-10:30"),
            ("en", "from 10 a.m. to 1 p.m.", "10:00-13:00"),
            ("en", "10 a.m.-12 noon", "10:00-12:00"),
            ("en", "12 noon-1 p.m.", "12:00-13:00"),
            ("en", "12-1 p.m.", "12:00-13:00"),
            ("en", "10:00 – 13:00", "10:00-13:00"),
            ("en", "10.00 - 13.00 hours", "10:00-13:00"),
            ("en", "0830 – 0930", "08:30-09:30"),
            ("en", "09h00-10h30", "09:00-10:30"),
            ("en", "11:30 a.m.-1 p.m.", "11:30-13:00"),
            ("fr", "10 heures-13 heures", "10:00-13:00"),
            ("fr", "10 heures-11 h 30", "10:00-11:30"),
            ("fr", "11 h 30-13 heures", "11:30-13:00"),
            ("fr", "10.00 – 13.00", "10:00-13:00"),
            ("fr", "de 10 heures à 13 heures", "10:00-13:00"),
            ("fr", "10 heures-midi", "10:00-12:00"),
            ("fr", "A partir de 8.30", "08:30-?"),
            ("fr", "15 heures", "15:00-?"),
            ("es", "10.00 a 13.00 horas", "10:00-13:00"),
            ("es", "De 10:00 a 13:00 horas", "10:00-13:00"),
            ("es", "De las 15 a las 18 horas", "15:00-18:00"),
            ("es", "10.00 horas", "10:00-?"),
            ("ru", "10 ч. 00 м. – 13 ч. 00 м.", "10:00-13:00"),
            ("ru", "10 ч 00 мин–13 ч 00 мин", "10:00-13:00"),
            ("ru", "15 час. 00 мин.-18 час. 00 мин.", "15:00-18:00"),
            ("ru", "10:00–13:00", "10:00-13:00"),
            ("ru", "с 10 до 13 часов", "10:00-13:00"),
            ("zh", "上午10时至下午1时", "10:00-13:00"),
            ("zh", "下午3时至6时", "15:00-18:00"),
            ("zh", "上午10时至11时30分", "10:00-11:30"),
            ("zh", "上午11时30分至1时", "11:30-13:00"),
            ("zh", "上午10:00-13:00", "10:00-13:00"),
            ("zh", "中午12:00-下午1:00", "12:00-13:00"),
            ("ar", "00/10–00/13", "10:00-13:00"),
            ("ar", "10/00 - 13/00", "10:00-13:00"),
            ("ar", "30/11-00/13", "11:30-13:00"),
        ] {
            let read = read(language, text);
            assert_eq!(read, Some((expected.to_owned(), String::new())), "{text}");
        }
    }

    #[test]
    fn what_follows_is_kept() {
        let rest = |language, text| read(language, text).unwrap().1;
        assert_eq!(
            rest("fr", "10 heures-13 heures Ouverture de la session"),
            "Ouverture de la session"
        );
        assert_eq!(rest("zh", "上午10时至下午1时会议开幕"), "会议开幕");
        assert_eq!(rest("en", "10 a.m.-1 p.m.: Opening"), "Opening");
        assert_eq!(rest("fr", "15 heures-18 heures 5 délégations"), "5 délégations");
    }

    #[test]
    fn other_numbers_are_no_times() {
        for text in
            ["1. The fourth session", "8-13", "2021-2025 and", "10 March", "5.2 million", "a) one"]
        {
            assert_eq!(read("en", text), None, "{text}");
        }
    }
}
