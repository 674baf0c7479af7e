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
