//! The documents of the corpus: what each is read as.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use lopdf::dictionary;
use plenary::document::{self, Options, Reading, containers};

fn read(path: &Path) -> (String, Reading) {
    let decoded = containers::decode(&fs::read(path).unwrap()).unwrap();
    let options = Options { exact: decoded.exact, ..Options::default() };
    let reading = document::read(&decoded.text, &options).unwrap();
    (decoded.text, reading)
}

/// A reading for the eye: a line for each slot, entry, and diagnostic.
fn shown(reading: &Reading) -> String {
    let draft = &reading.draft;
    let mut text = format!(
        "{} {} | {} | {} | {:?}\n",
        reading.language,
        draft.symbol.as_ref().map_or("-", |symbol| symbol.as_str()),
        draft.title,
        draft.session_name.as_deref().unwrap_or("-"),
        draft.days.map(|(start, end)| format!("{start}/{end}")),
    );
    for paragraph in &draft.paragraphs {
        writeln!(text, "  ¶ {paragraph}").unwrap();
    }
    for (item, title) in &draft.agenda {
        writeln!(text, "  item {item}: {title}").unwrap();
    }
    for slot in &draft.slots {
        let day = slot.date.map_or_else(|| "?".to_owned(), |date| date.to_string());
        let end = slot.end.map_or_else(|| "?".to_owned(), |end| end.format("%H:%M").to_string());
        let start = slot.start.format("%H:%M");
        writeln!(text, "{day} {start}-{end} {} {}", slot.kind, slot.room).unwrap();
        for entry in &slot.entries {
            let item = entry.item.as_deref().unwrap_or("");
            let sub_item = entry.sub_item.as_deref().unwrap_or("");
            let marks = [(entry.item_continued, "item continued"), (entry.continued, "continued")];
            let marks: Vec<&str> =
                marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
            writeln!(
                text,
                "  {:?} {item}{sub_item} [{}] {}",
                entry.kind,
                marks.join(", "),
                entry.heading
            )
            .unwrap();
            if !entry.focus.is_empty() {
                writeln!(text, "    focus: {}", entry.focus).unwrap();
            }
            for question in &entry.questions {
                writeln!(text, "    ? {question}").unwrap();
            }
            for statement in &entry.statements {
                writeln!(text, "    – {statement}").unwrap();
            }
            if !entry.footnotes.is_empty() {
                writeln!(text, "    footnotes: {}", entry.footnotes.join(", ")).unwrap();
            }
        }
        for note in &slot.notes {
            writeln!(text, "  note: {note}").unwrap();
        }
    }
    for (mark, note) in &draft.footnotes {
        writeln!(text, "[{mark}] {note}").unwrap();
    }
    for found in &reading.diagnostics {
        writeln!(text, "{} in line {}: {}", found.severity, found.line, found.message).unwrap();
    }
    text
}

#[test]
fn each_document_is_read_as_it_stands() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/documents");
    let mut count = 0;
    for language in ["ar", "en", "es", "fr", "ru", "zh"] {
        let mut files: Vec<_> =
            fs::read_dir(root.join(language)).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        assert!(files.len() >= 3, "{language} has {} documents", files.len());
        for file in files {
            let name = file.file_name().unwrap().to_string_lossy().replace('.', "-");
            let (text, reading) = read(&file);
            assert_eq!(reading.language.as_str(), language, "{}", file.display());
            insta::assert_snapshot!(format!("{language}-{name}"), shown(&reading));
            // Every line with a text has been read as something.
            let written =
                text.lines().filter(|line| line.chars().any(char::is_alphanumeric)).count();
            let mut lines: Vec<usize> = reading.lines.iter().map(|(line, _)| *line).collect();
            lines.dedup();
            assert!(lines.len() >= written, "{}", document::explain(&text, &reading));
            count += 1;
        }
    }
    assert!(count >= 18);
}

#[test]
fn the_time_grows_with_the_size_alone() {
    let took = |seed: &str, octets: usize| {
        let text = seed.repeat(octets / seed.len());
        let options =
            Options { language: "en".parse().ok(), year: Some(2023), ..Options::default() };
        let started = std::time::Instant::now();
        let _ = document::read(&text, &options);
        started.elapsed().as_secs_f64()
    };
    for seed in [
        "a b c\n",
        "lorem ipsum dolor sit amet,\n",
        "10 a.m. ",
        "(((((",
        "é\n\n",
        "Monday, 6 March\n3-6 p.m.\n",
        "Agenda item 5: a\n(a) b\n",
        "¹ note\n",
        "____\n1 note\nmore\n",
        "https://a-\n",
        "General Assembly resolution 75/240 A/RES/1/2\n",
    ] {
        let (small, large) = (took(seed, 1 << 16), took(seed, 1 << 18));
        assert!(large < 4.0 * small * 3.0 + 0.2, "{seed:?}: {small} s, then {large} s");
    }
}

/// The error that a document's container ends in.
fn refused(octets: &[u8]) -> String {
    containers::decode(octets).unwrap_err().to_string()
}

#[test]
fn what_is_no_text_is_refused_with_what_would_help() {
    assert_eq!(refused(b" \n"), "the document is empty");
    assert!(refused(b"\xd0\xcf\x11\xe0\xa1\xb1").contains("save it as DOCX"));
    assert!(refused(b"\x89PNG\r\n").contains("a picture"));
    assert!(refused(b"caf\xe9 au lait").contains("save it as UTF-8"));
    assert!(refused(b"%PDF-1.7 and then nothing").contains("the PDF file is broken"));
    // A page with a picture and no text, as scanners make them.
    let mut pdf = lopdf::Document::with_version("1.4");
    let pages = pdf.new_object_id();
    let content =
        pdf.add_object(lopdf::Stream::new(dictionary! {}, b"q 1 0 0 1 0 0 cm Q".to_vec()));
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! {},
    });
    let kids = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    pdf.objects.insert(pages, lopdf::Object::Dictionary(kids));
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    pdf.trailer.set("Root", catalog);
    let mut octets = Vec::new();
    pdf.save_to(&mut octets).unwrap();
    assert!(refused(&octets).contains("it is a scan"), "{}", refused(&octets));
}

#[test]
fn what_is_too_long_for_a_programme_is_refused() {
    let text = "10 a.m.-1 p.m. Item 5\n".repeat(200_000);
    assert!(refused(text.as_bytes()).contains("at most 1 MiB"));
    let html = format!("<html><body>{text}");
    assert!(refused(html.as_bytes()).contains("at most 1 MiB"));
}

#[test]
fn bombs_do_not_go_off() {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("word/document.xml", options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..40 {
        archive.write_all(&zeros).unwrap();
    }
    let octets = archive.finish().unwrap().into_inner();
    assert!(octets.len() < 1 << 20);
    assert!(refused(&octets).contains("unpacks to at most 32 MiB"));
}
