//! Random programmes, rendered in each language, layout and format, and read back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "a test stops where it fails, and tells its tables in one place"
)]

use std::io::{Cursor, Write};
use std::path::Path;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Timelike};
use plenary::document::{self, Options, Topics, containers};
use plenary::programme::{self, Checked, Sources};
use proptest::prelude::*;

/// One thing that a slot takes up: item, sub-item, and whether each is continued.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    item: u32,
    sub_item: Option<char>,
    item_continued: bool,
    continued: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Slot {
    date: NaiveDate,
    start: NaiveTime,
    end: NaiveTime,
    entries: Vec<Entry>,
}

fn entry() -> impl Strategy<Value = Entry> {
    let five = (
        prop::sample::select(vec!['a', 'b', 'c', 'd', 'e', 'f', 'g']),
        any::<bool>(),
        any::<bool>(),
    );
    prop_oneof![
        prop::sample::select(vec![3_u32, 6]).prop_map(|item| Entry {
            item,
            sub_item: None,
            item_continued: false,
            continued: false
        }),
        five.prop_map(|(letter, item_continued, continued)| Entry {
            item: 5,
            sub_item: Some(letter),
            item_continued,
            continued
        }),
    ]
}

/// The slots of some days of a week, morning and afternoon.
fn programme() -> impl Strategy<Value = Vec<Slot>> {
    let halves = (
        0_u32..4,
        0_u32..4,
        prop::collection::vec(entry(), 1..3),
        prop::collection::vec(entry(), 1..3),
        any::<bool>(),
    );
    (0_u64..3000, prop::collection::vec(halves, 1..5)).prop_map(|(week, days)| {
        let monday = NaiveDate::from_ymd_opt(2021, 1, 4).unwrap() + Days::new(week / 10 * 7);
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        let mut slots = Vec::new();
        for (day, (early, late, morning, afternoon, is_whole)) in (0_u64..).zip(days) {
            let date = monday + Days::new(day);
            slots.push(Slot {
                date,
                start: time(9, early * 15),
                end: time(11 + early % 3, late % 2 * 30),
                entries: morning,
            });
            if is_whole {
                slots.push(Slot {
                    date,
                    start: time(15, 0),
                    end: time(17, late * 15),
                    entries: afternoon,
                });
            }
        }
        slots
    })
}

struct Tongue {
    language: &'static str,
    weekdays: [&'static str; 7],
    months: [&'static str; 12],
    day: fn(&Tongue, NaiveDate) -> String,
    times: [fn(NaiveTime, NaiveTime) -> String; 2],
    item: fn(u32) -> String,
    continued: &'static str,
    letters: Option<&'static str>,
    title: &'static str,
    heading: &'static str,
    session: fn(&Tongue, NaiveDate, NaiveDate) -> String,
    programme: &'static str,
}

fn colons(start: NaiveTime, end: NaiveTime) -> String {
    format!("{}–{}", start.format("%H:%M"), end.format("%H:%M"))
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

fn weekday(tongue: &Tongue, date: NaiveDate) -> &'static str {
    tongue.weekdays[date.weekday().num_days_from_monday() as usize]
}

fn month(tongue: &Tongue, date: NaiveDate) -> &'static str {
    tongue.months[date.month0() as usize]
}

fn tongues() -> [Tongue; 6] {
    [
        Tongue {
            language: "en",
            weekdays: [
                "Monday",
                "Tuesday",
                "Wednesday",
                "Thursday",
                "Friday",
                "Saturday",
                "Sunday",
            ],
            months: [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
            day: |t, date| format!("{}, {} {}", weekday(t, date), date.day(), month(t, date)),
            times: [english, colons],
            item: |item| format!("Agenda item {item}: "),
            continued: " (continued)",
            letters: None,
            title: "discussions on substantive issues",
            heading: "Further consideration of the question",
            session: |t, a, b| {
                format!(
                    "New York, {} {} {}-{} {} {}",
                    a.day(),
                    month(t, a),
                    a.year(),
                    b.day(),
                    month(t, b),
                    b.year()
                )
            },
            programme: "Provisional programme of work",
        },
        Tongue {
            language: "fr",
            weekdays: ["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"],
            months: [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
            day: |t, date| {
                format!(
                    "{} {} {}",
                    weekday(t, date),
                    if date.day() == 1 { "1er".into() } else { date.day().to_string() },
                    month(t, date)
                )
            },
            times: [french, colons],
            item: |item| format!("Point {item} de l’ordre du jour : "),
            continued: " (suite)",
            letters: None,
            title: "débats sur les questions de fond",
            heading: "Poursuite de l’examen de la question",
            session: |t, a, b| {
                format!(
                    "New York, {} {} {}-{} {} {}",
                    a.day(),
                    month(t, a),
                    a.year(),
                    b.day(),
                    month(t, b),
                    b.year()
                )
            },
            programme: "Programme de travail provisoire",
        },
        Tongue {
            language: "es",
            weekdays: ["Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado", "Domingo"],
            months: [
                "enero",
                "febrero",
                "marzo",
                "abril",
                "mayo",
                "junio",
                "julio",
                "agosto",
                "septiembre",
                "octubre",
                "noviembre",
                "diciembre",
            ],
            day: |t, date| format!("{} {} de {}", weekday(t, date), date.day(), month(t, date)),
            times: [
                |a, b| format!("{} a {} horas", a.format("%H.%M"), b.format("%H.%M")),
                |a, b| format!("De {} a {} horas", a.format("%H:%M"), b.format("%H:%M")),
            ],
            item: |item| format!("Tema {item} del programa: "),
            continued: " (continuación)",
            letters: None,
            title: "debates sobre cuestiones sustantivas",
            heading: "Continuación del examen de la cuestión",
            session: |t, a, b| {
                format!(
                    "Nueva York, {} de {} de {} a {} de {} de {}",
                    a.day(),
                    month(t, a),
                    a.year(),
                    b.day(),
                    month(t, b),
                    b.year()
                )
            },
            programme: "Programa de trabajo provisional",
        },
        Tongue {
            language: "ru",
            weekdays: [
                "Понедельник",
                "Вторник",
                "Среда",
                "Четверг",
                "Пятница",
                "Суббота",
                "Воскресенье",
            ],
            months: [
                "января",
                "февраля",
                "марта",
                "апреля",
                "мая",
                "июня",
                "июля",
                "августа",
                "сентября",
                "октября",
                "ноября",
                "декабря",
            ],
            day: |t, date| format!("{}, {} {}", weekday(t, date), date.day(), month(t, date)),
            times: [
                |a, b| format!("{} – {}", a.format("%H ч. %M м."), b.format("%H ч. %M м.")),
                colons,
            ],
            item: |item| format!("Пункт {item} повестки дня: "),
            continued: " (продолжение)",
            letters: None,
            title: "обсуждение вопросов существа",
            heading: "Дальнейшее рассмотрение вопроса",
            session: |t, a, b| {
                format!(
                    "Нью-Йорк, {} {} {} года – {} {} {} года",
                    a.day(),
                    month(t, a),
                    a.year(),
                    b.day(),
                    month(t, b),
                    b.year()
                )
            },
            programme: "Предварительная программа работы",
        },
        Tongue {
            language: "zh",
            weekdays: ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
            months: [
                "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月",
                "12月",
            ],
            day: |t, date| format!("{}{}日{}", month(t, date), date.day(), weekday(t, date)),
            times: [chinese, colons],
            item: |item| format!("议程项目{item}："),
            continued: "（续）",
            letters: None,
            title: "实质性问题的讨论",
            heading: "继续审议该问题",
            session: |t, a, b| {
                format!(
                    "{}年{}{}日至{}年{}{}日，纽约",
                    a.year(),
                    month(t, a),
                    a.day(),
                    b.year(),
                    month(t, b),
                    b.day()
                )
            },
            programme: "暂定工作方案",
        },
        Tongue {
            language: "ar",
            weekdays: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
            months: [
                "كانون الثاني/يناير",
                "شباط/فبراير",
                "آذار/مارس",
                "نيسان/أبريل",
                "أيار/مايو",
                "حزيران/يونيه",
                "تموز/يوليه",
                "آب/أغسطس",
                "أيلول/سبتمبر",
                "تشرين الأول/أكتوبر",
                "تشرين الثاني/نوفمبر",
                "كانون الأول/ديسمبر",
            ],
            day: |t, date| format!("{}، {} {}", weekday(t, date), date.day(), month(t, date)),
            times: [|a, b| format!("{}–{}", a.format("%M/%H"), b.format("%M/%H")), colons],
            item: |item| format!("البند {item} من جدول الأعمال: "),
            continued: " (تابع)",
            letters: Some("أبجدهوز"),
            title: "مناقشات بشأن المسائل الموضوعية",
            heading: "مواصلة النظر في المسألة",
            session: |t, a, b| {
                format!(
                    "نيويورك، {} {} {} إلى {} {} {}",
                    a.day(),
                    month(t, a),
                    a.year(),
                    b.day(),
                    month(t, b),
                    b.year()
                )
            },
            programme: "برنامج العمل المؤقت",
        },
    ]
}

/// The rows of a programme: what stands in the column of days and times, and what beside it.
fn rows(tongue: &Tongue, slots: &[Slot], manner: usize) -> Vec<(String, Vec<String>)> {
    let mut rows = Vec::new();
    let mut day = None;
    for slot in slots {
        if day != Some(slot.date) {
            day = Some(slot.date);
            rows.push(((tongue.day)(tongue, slot.date), Vec::new()));
        }
        let mut lines = Vec::new();
        for entry in &slot.entries {
            let mark = |is: bool| if is { tongue.continued } else { "" };
            lines.push(format!(
                "{}{}{}",
                (tongue.item)(entry.item),
                tongue.title,
                mark(entry.item_continued)
            ));
            if let Some(letter) = entry.sub_item {
                let index = (letter as u8 - b'a') as usize;
                let letter =
                    tongue.letters.and_then(|letters| letters.chars().nth(index)).unwrap_or(letter);
                lines.push(format!("({letter}) {}{}", tongue.heading, mark(entry.continued)));
            }
        }
        rows.push(((tongue.times[manner])(slot.start, slot.end), lines));
    }
    rows
}

#[derive(Clone, Copy, Debug)]
enum Form {
    /// A line for each paragraph, blank lines between.
    Loose,
    /// No blank lines, times and the first entry in one line.
    Dense,
    /// Lines broken in a narrow column, blank lines between all lines.
    Broken,
    Html,
    Docx,
}

fn render(head: &[String], rows: &[(String, Vec<String>)], form: Form) -> Vec<u8> {
    let paragraphs = || {
        let lines = rows.iter().flat_map(|(left, right)| std::iter::once(left).chain(right));
        head.iter().chain(lines)
    };
    match form {
        Form::Loose => {
            paragraphs().map(|line| format!("{line}\n\n")).collect::<String>().into_bytes()
        }
        Form::Dense => {
            let mut text = head.join("\n") + "\n";
            for (left, right) in rows {
                text += &format!("{left} {}\n", right.join("\n"));
            }
            text.into_bytes()
        }
        Form::Broken => {
            let mut text = head.join("\n\n") + "\n\n";
            for (left, right) in rows {
                text += &format!("{left}\n\n");
                for paragraph in right {
                    let mut width = 0;
                    text.push(' ');
                    for word in paragraph.split(' ') {
                        if width + word.chars().count() > 32 {
                            text += "\n\n";
                            width = 0;
                        } else if width > 0 {
                            text.push(' ');
                        }
                        text += word;
                        width += word.chars().count() + 1;
                    }
                    text += "\n\n";
                }
            }
            text.into_bytes()
        }
        Form::Html => {
            let mut text = String::from("<!DOCTYPE html><html><body>");
            text.extend(head.iter().map(|line| format!("<p>{line}</p>")));
            text += "<table>";
            for (left, right) in rows {
                let cells: String = right.iter().map(|line| format!("<p>{line}</p>")).collect();
                text += &format!("<tr>\n<td>{left}</td><td>{cells}</td></tr>");
            }
            text.into_bytes()
        }
        Form::Docx => {
            let paragraph = |line: &String| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>");
            let mut xml = String::from(
                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>",
            );
            xml.extend(head.iter().map(paragraph));
            xml += "<w:tbl>";
            for (left, right) in rows {
                let cells: String = right.iter().map(paragraph).collect();
                xml +=
                    &format!("<w:tr><w:tc>{}</w:tc><w:tc>{cells}</w:tc></w:tr>", paragraph(left));
            }
            xml += "</w:tbl></w:body></w:document>";
            let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let options = zip::write::SimpleFileOptions::default()
                .compression_method(zip::CompressionMethod::Stored);
            archive.start_file("word/document.xml", options).unwrap();
            archive.write_all(xml.as_bytes()).unwrap();
            archive.finish().unwrap().into_inner()
        }
    }
}

fn checked() -> Checked {
    let feeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("feeds");
    programme::validate(&Sources::load(&feeds)).map_err(|faults| faults.plain()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn programmes_come_back_as_they_were_rendered(slots in programme(), manner in 0_usize..2) {
        let checked = checked();
        let body = &checked.programmes[0].body;
        for tongue in tongues() {
            let language = tongue.language.parse().unwrap();
            let topics = Topics::new(body, &checked.words[&body.id], language);
            let (first, last) = (slots[0].date, slots[slots.len() - 1].date);
            let head = [(tongue.session)(&tongue, first, last + Days::new(1)), tongue.programme.to_owned()];
            let rows = rows(&tongue, &slots, manner);
            for form in [Form::Loose, Form::Dense, Form::Broken, Form::Html, Form::Docx] {
                let octets = render(&head, &rows, form);
                let decoded = containers::decode(&octets).unwrap();
                let options = Options { topics: Some(&topics), exact: decoded.exact, ..Options::default() };
                let reading = document::read(&decoded.text, &options).unwrap();
                let explained = || format!("{form:?}\n{}", document::explain(&decoded.text, &reading));
                prop_assert_eq!(reading.language, language, "{}", explained());
                let read: Vec<Slot> = reading.draft.slots.iter().map(|slot| Slot {
                    date: slot.date.unwrap(),
                    start: slot.start,
                    end: slot.end.unwrap(),
                    entries: slot.entries.iter().map(|entry| Entry {
                        item: entry.item.as_ref().unwrap().parse().unwrap(),
                        sub_item: entry.sub_item.as_ref().and_then(|letter| letter.chars().next()),
                        item_continued: entry.item_continued,
                        continued: entry.continued,
                    }).collect(),
                }).collect();
                prop_assert_eq!(&read, &slots, "{}", explained());
                for entry in reading.draft.slots.iter().flat_map(|slot| &slot.entries) {
                    let expected = body.topics.iter().find(|topic| topic.agenda.as_ref().is_some_and(|agenda| {
                        Some(&agenda.item) == entry.item.as_ref() && agenda.sub_item == entry.sub_item
                    }));
                    prop_assert_eq!(entry.topics.first(), expected.map(|topic| &topic.id), "{}", explained());
                }
                prop_assert_eq!(&reading.diagnostics, &Vec::new(), "{}", explained());
            }
        }
    }

    #[test]
    fn nothing_makes_the_reader_panic(text in "(\\PC|\n|\u{c}|[0-9:./() -]|Monday, 6 March|10 a.m.-1 p.m.|Agenda item 5|\\(a\\) |¹|https://a-){0,80}", exact in any::<bool>()) {
        for tongue in tongues() {
            let options = Options { language: tongue.language.parse().ok(), year: Some(2024), topics: None, exact };
            let reading = document::read(&text, &options).unwrap();
            let _ = document::explain(&text, &reading);
            let _ = document::faults(&reading.diagnostics, "document", &text).plain();
        }
    }

    #[test]
    fn no_octets_make_a_container_panic(mut octets in prop::collection::vec(any::<u8>(), 0..400), kind in 0_usize..4) {
        let start: &[u8] = [b"%PDF-1.4\n" as &[u8], b"PK\x03\x04", b"<html>", b""][kind];
        octets.splice(0..0, start.iter().copied());
        let _ = containers::decode(&octets);
    }
}
