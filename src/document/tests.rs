//! Whole documents.

use super::*;

/// The document line by line with what each was read as.
fn explained(text: &str) -> String {
    let reading = read(text, &Options::default()).unwrap();
    explain(text, &reading)
}

#[test]
fn every_line_of_the_seeds_is_understood() {
    for (name, text) in [
        ("session 4", include_str!("../../tests/fixtures/documents/fr/session-4.txt")),
        ("session 6", include_str!("../../tests/fixtures/documents/fr/session-6.txt")),
    ] {
        let reading = read(text, &Options::default()).unwrap();
        assert_eq!(reading.diagnostics, [], "{name}: {}", explained(text));
        let blank = |line: &&str| lines::clean(line).is_empty();
        let written = text.lines().filter(|line| !blank(line)).count();
        let mut read: Vec<usize> = reading.lines.iter().map(|(line, _)| *line).collect();
        read.dedup();
        assert_eq!(read.len(), written, "{name}");
    }
}

/// The letters of a text alone, so that neither line breaks nor signs count.
fn letters(text: &str) -> String {
    fold::fold(text).chars().filter(|c| c.is_alphabetic()).collect()
}

/// The documents of the corpus by their names, for files are opened at the ends of the program only.
macro_rules! corpus {
    ($($name:literal),* $(,)?) => {
        [$((
            $name,
            include_bytes!(concat!("../../tests/fixtures/documents/", $name)).as_slice(),
        )),*]
    };
}

const CORPUS: [(&str, &[u8]); 39] = corpus![
    "ar/arqam.txt",
    "ar/barnamaj.txt",
    "ar/jadwal.html",
    "ar/mutasaffih.pdf",
    "ar/session-4.txt",
    "ar/wathiqa.docx",
    "ar/wathiqa.pdf",
    "en/broken-lines.pdf",
    "en/dense.txt",
    "en/faults.txt",
    "en/grid.html",
    "en/grid.txt",
    "en/latest-day-first.txt",
    "en/numbers.html",
    "en/numbers.txt",
    "en/rooms.txt",
    "en/session-4.txt",
    "en/table.docx",
    "es/calendario.txt",
    "es/documento.docx",
    "es/salas.txt",
    "es/session-4.txt",
    "es/tabla.html",
    "fr/atelier.txt",
    "fr/lignes.pdf",
    "fr/majuscules.txt",
    "fr/session-4.txt",
    "fr/session-6.txt",
    "ru/brauzer.pdf",
    "ru/chasy.txt",
    "ru/session-4.txt",
    "ru/spisok.txt",
    "ru/tablitsa.docx",
    "zh/biao.html",
    "zh/quanjiao.txt",
    "zh/richeng.txt",
    "zh/session-4.txt",
    "zh/wendang.docx",
    "zh/wendang.pdf",
];

#[test]
fn every_word_ends_in_a_field_or_a_diagnostic() {
    for (name, octets) in CORPUS {
        let decoded = containers::decode(octets).unwrap();
        let options = Options { exact: decoded.exact, ..Options::default() };
        let reading = read(&decoded.text, &options).unwrap();
        let held = letters(&format!("{:?}", reading.draft));
        let words = vocabulary::of(reading.language).unwrap();
        let entries = &words.entries;
        // What a field holds in another form: that an entry is continued, or the number of an item.
        let lists = [&entries.item, &entries.item_after, &entries.and, &entries.continued];
        let meant: String =
            lists.iter().flat_map(|list| list.iter()).flat_map(|word| &word.0).collect();
        let meant = letters(&meant);
        for (index, line) in decoded.text.split('\n').enumerate() {
            let line = lines::clean(line);
            let number = index + 1;
            if !line.chars().any(char::is_alphanumeric) {
                continue;
            }
            let roles: Vec<Role> = reading
                .lines
                .iter()
                .filter(|(at, _)| *at == number)
                .map(|(_, role)| *role)
                .collect();
            assert!(!roles.is_empty(), "{name}:{number} was read as nothing: {line}");
            // Days and times are fields of slots, and these are nothing that a reader needs.
            let is_told = roles.iter().any(|role| {
                use Role::{
                    BodyName, Columns, Day, Days, Distribution, Furniture, Holiday, Letterhead,
                    Link, Pause, SessionName, Symbol, Time, Title,
                };
                matches!(
                    role,
                    BodyName
                        | Columns
                        | Day
                        | Days
                        | Distribution
                        | Furniture
                        | Holiday
                        | Letterhead
                        | Link
                        | Pause
                        | SessionName
                        | Symbol
                        | Time
                        | Title
                )
            });
            let is_reported = reading.diagnostics.iter().any(|found| found.line == number);
            if is_told || is_reported {
                continue;
            }
            for word in line.split(|c: char| !c.is_alphabetic()).map(letters) {
                let is_held =
                    word.chars().count() < 2 || held.contains(&word) || meant.contains(&word);
                assert!(is_held, "{name}:{number} loses {word:?}: {line}");
            }
        }
    }
}
