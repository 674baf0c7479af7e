//! Faults of `body.toml`.

use super::{BODY, body_faults, check, lines, paragraph};

#[test]
fn a_body_without_sessions_has_no_fault() {
    assert_eq!(body_faults(BODY), "");
}

#[test]
fn the_manner_of_a_fault() {
    insta::assert_snapshot!("unknown_key", body_faults(&BODY.replace("time_zone", "timezone")));
    insta::assert_snapshot!(
        "missing_language",
        body_faults(&BODY.replace("short_name.en", "short_name.es"))
    );
    insta::assert_snapshot!(
        "duplicate_topic",
        body_faults(&BODY.replace("id = \"threats\"", "id = \"norms\""))
    );
    insta::assert_snapshot!(
        "syntax",
        body_faults("name.en = \"A\nlanguages = [\"en\"\nvenue.en == \"x\"\nvenue.en = 1\n")
    );
}

#[test]
fn faults_have_colours_on_a_terminal() {
    let faults = check(&[("b/body.toml", &BODY.replace("time_zone", "timezone"))]).unwrap_err();
    let coloured = faults.coloured();
    assert!(coloured.contains("\u{1b}["));
    // Without its colours it is the plain text.
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), faults.plain());
}

/// What each edit of the body is answered with, one line each.
#[test]
fn each_wrong_value() {
    let edits = [
        // Languages
        ("[\"en\", \"fr\"]", "[]"),
        ("[\"en\", \"fr\"]", "[\"en\", \"de\"]"),
        ("[\"en\", \"fr\"]", "[\"en\", \"en\"]"),
        ("[\"en\", \"fr\"]", "\"en\""),
        ("name.fr", "name.FR"),
        ("name.fr", "name.fr-CA"),
        // Texts
        ("name.fr = \"Groupe de travail\"", "name.fr = \"\""),
        ("name.fr = \"Groupe de travail\"", "name.fr = \"Groupe \""),
        ("name.fr = \"Groupe de travail\"", "name.fr = \"Groupe\\nde\""),
        ("name.fr = \"Groupe de travail\"", "name.fr = \"Groupe\\u0007de\""),
        ("name.fr = \"Groupe de travail\"", "name.fr = \"Groupe\\u0085de\""),
        ("name.fr = \"Groupe de travail\"", "name.fr = \"Groupe\u{2028}de\""),
        ("name.fr = \"Groupe de travail\"", "name.fr = \"Groupe\\u2029de\""),
        ("name.fr = \"Groupe de travail\"", "name.fr = 1"),
        ("short_name.en = \"WG\"", "short_name = \"WG\""),
        ("short_name.en = \"WG\"", "short_name = {}"),
        ("short_name.en = \"WG\"", ""),
        // Time zone
        ("America/New_York", "America/New_Yorck"),
        ("America/New_York", "New York"),
        ("America/New_York", "Nowhere at all"),
        ("\"America/New_York\"", "-5"),
        // Namespace
        ("6f3a1c52-9d0e-5b7f-8a41-2c6d7e8f9a0b", "6f3a1c52"),
        ("6f3a1c52-9d0e-5b7f-8a41-2c6d7e8f9a0b", "6f3a1c529d0e5b7f8a412c6d7e8f9a0b"),
        ("6f3a1c52-9d0e-5b7f-8a41-2c6d7e8f9a0b", "00000000-0000-0000-0000-000000000000"),
        // Optional keys
        ("venue.en", "url = \"ftp://example.org/\"\nvenue.en"),
        ("venue.en", "url = \"example.org\"\nvenue.en"),
        ("venue.en", "url = \"https://example.org/a b\"\nvenue.en"),
        ("venue.en", "url = \"https://me:secret@example.org/\"\nvenue.en"),
        ("venue.en", "colour = \"steelblu\"\nvenue.en"),
        ("venue.en", "colour = \"#4682B4\"\nvenue.en"),
        ("venue.en", "document_url = \"https://example.org/{language}\"\nvenue.en"),
        ("venue.en", "document_url = \"https://example.org/{symbol}/{lang}\"\nvenue.en"),
        ("venue.en", "document_url = \"{symbol}\"\nvenue.en"),
        // Topics
        ("id = \"norms\"", "id = \"Norms\""),
        ("id = \"norms\"", ""),
        ("id = \"norms\"", "id = \"norms\"\nagenda = { sub_item = \"b\" }"),
        ("id = \"norms\"", "id = \"norms\"\nagenda = { item = 5 }"),
        ("id = \"norms\"", "id = \"norms\"\n\"a key\".b = 5"),
        ("[[topics]]\nid = \"norms\"\nname.en = \"Norms\"\n\n[[topics]]", "[topics]"),
    ];
    let mut answers = String::new();
    for (from, to) in edits {
        assert!(BODY.contains(from), "{from}");
        let answer = lines(check(&[("b/body.toml", &BODY.replacen(from, to, 1))]));
        answers += &paragraph(to, &answer);
    }
    insta::assert_snapshot!(answers);
}
