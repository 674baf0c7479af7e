//! Faults of the files of sessions, but for their times and names.

use super::{BODY, SESSION, check, lines, paragraph, session_faults, slot, with_entry};

#[test]
fn a_session_without_slots_has_no_fault() {
    assert_eq!(session_faults(SESSION), "");
}

#[test]
fn the_manner_of_a_fault() {
    insta::assert_snapshot!(
        "unknown_topic",
        session_faults(&with_entry("heading.en = \"A\"\ntopics = [\"norm\", \"threats\"]"))
    );
    insta::assert_snapshot!(
        "footnote_without_reference",
        session_faults(&format!("{SESSION}\nfootnotes = [{{ mark = \"1\", text.en = \"A\" }}]"))
    );
    insta::assert_snapshot!(
        "duplicate_footnote",
        session_faults(
            &(with_entry("heading.en = \"A\"\nfootnotes = [\"1\"]")
                + "[[footnotes]]\nmark = \"1\"\ntext.en = \"A\"\n"
                + "[[footnotes]]\nmark = \"1\"\ntext.en = \"B\"\n")
        )
    );
}

/// What each key above the slots is answered with, one line each.
#[test]
fn each_wrong_value() {
    let edits = [
        ("status = \"adopted\"", "status = \"adoptd\""),
        ("status = \"adopted\"", "status = true"),
        ("start = 2023-03-06", "start = 2023-02-30"),
        ("start = 2023-03-06", "start = \"2023-02-30\""),
        ("start = 2023-03-06", "start = \"6 March 2023\""),
        ("start = 2023-03-06", "start = 2023-03-06T10:00:00Z"),
        ("start = 2023-03-06", "start = 0203-03-06"),
        ("start = 2023-03-06", ""),
        ("status", "number = 0\nstatus"),
        ("status", "number = \"4\"\nstatus"),
        ("status", "number = -4\nstatus"),
        ("status", "time_zone = \"Europe/Viena\"\nstatus"),
        ("status", "url.en = \"ftp://example.org\"\nstatus"),
        ("status", "url = {}\nstatus"),
        ("status", "paragraphs = [{ fr = \"A\" }, \"B\"]\nstatus"),
        (
            "status",
            "agenda = [{ item = \"5\", title.en = \"A\" }, { item = \"5\", title.en = \"B\" }]\nstatus",
        ),
        ("status", "documents = [{ role = \"program\" }]\nstatus"),
        (
            "status",
            "documents = [{ role = \"agenda\", symbol = \"A/AC.292/2023/4/Rev1\" }]\nstatus",
        ),
        ("status", "documents = [{ role = \"agenda\", symbol = \"a/AC.292\" }]\nstatus"),
        ("status", "documents = [{ role = \"agenda\", original_language = \"French\" }]\nstatus"),
        ("status", "documents = [{ role = \"agenda\", url.fr = \"x\", job_number = 23 }]\nstatus"),
        ("status", "footnotes = [{ mark = \"\", text.en = \"A\" }]\nstatus"),
        ("status", "footnotes = 1\nstatus"),
        ("status", "slots = [1]\nstatus"),
        ("status", "headign.en = \"A\"\nstatus"),
    ];
    let mut answers = String::new();
    for (from, to) in edits {
        assert!(SESSION.contains(from), "{from}");
        let session = SESSION.replacen(from, to, 1);
        let answer = lines(check(&[("b/body.toml", BODY), ("b/sessions/1.toml", &session)]));
        answers += &paragraph(to, &answer);
    }
    insta::assert_snapshot!(answers);
}

/// What each entry is answered with, one line each.
#[test]
fn each_wrong_entry() {
    let entries = [
        "kind = \"opening\"",
        "agenda_item = 5",
        "agenda_item = \"5\"",
        "sub_item = \"a\"",
        "sub_item = \"a\"\nheading.en = \"A\"",
        "heading.en = \"A\"\nkind = \"Closing\"",
        "heading.en = \"A\"\nkind = \"dialogue\"",
        "heading.en = \"A\"\ncontinued = \"yes\"",
        "heading.en = \"A\"\ntopics = \"norms\"",
        "heading.en = \"A\"\ntopics = [\"norms\", \"norms\"]",
        "heading.en = \"A\"\ntopics = [\"capacity-building\"]",
        "heading.en = \"A\"\nfootnotes = [\"1\"]",
        "heading.en = \"A\"\nquestions = [\"Why?\"]",
        "heading.fr = \"A\"",
        "heading.en = \"A\"\nnotes = []",
    ];
    let mut answers = String::new();
    for entry in entries {
        let session = with_entry(entry);
        let answer = lines(check(&[("b/body.toml", BODY), ("b/sessions/1.toml", &session)]));
        answers += &paragraph(entry, &answer);
    }
    insta::assert_snapshot!(answers);
}

#[test]
fn an_agenda_item_has_its_title_from_the_agenda() {
    let session =
        with_entry("agenda_item = \"5\"") + "[[agenda]]\nitem = \"5\"\ntitle.en = \"Substance\"\n";
    assert_eq!(session_faults(&session), "");
}

#[test]
fn the_address_of_a_document_comes_from_its_symbol() {
    let body = format!("document_url = \"https://docs.example/{{symbol}}?l={{language}}\"\n{BODY}");
    let session = format!(
        "{SESSION}\n[[documents]]\nrole = \"agenda\"\nsymbol = \"A/1/2\"\n\
         [[documents]]\nrole = \"reference\"\nsymbol = \"A/3\"\nurl.fr = \"https://x.example\"\n"
    );
    let checked = check(&[("b/body.toml", &body), ("b/sessions/1.toml", &session)]).unwrap();
    let documents = &checked.programmes[0].sessions[0].documents;
    let addresses = |document: usize| -> Vec<String> {
        let url = &documents[document].url;
        url.iter().map(|(language, url)| format!("{language} {url}")).collect()
    };
    assert_eq!(
        addresses(0),
        ["en https://docs.example/A/1/2?l=en", "fr https://docs.example/A/1/2?l=fr"]
    );
    assert_eq!(addresses(1), ["en https://docs.example/A/3?l=en", "fr https://x.example/"]);
}

#[test]
fn dates_and_times_may_be_quoted_or_not() {
    let session = slot("a", "\"2023-03-06\"", "10:00", "12:00")
        + "[[slots]]\nid = \"b\"\ndate = 2023-03-06\nstart = 12:00\nend = 13:30:00\n\
           entries = [{ heading.en = \"A\" }]\n";
    assert_eq!(session_faults(&format!("{SESSION}{session}")), "");
}
