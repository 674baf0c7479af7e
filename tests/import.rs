//! From documents to programmes: what `plenary import` writes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use plenary::model::Programmes;
use plenary::programme::{self, Sources};
use plenary::publication::{LedgerState, reconcile};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fixture(name: &str) -> PathBuf {
    root().join("tests/fixtures/documents").join(name)
}

/// A folder of programmes with the body alone.
fn feeds() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("oewg-ict")).unwrap();
    let body = root().join("feeds/oewg-ict/body.toml");
    fs::copy(body, folder.path().join("oewg-ict/body.toml")).unwrap();
    folder
}

fn import(feeds: &Path, document: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    command.arg("import").arg(document).arg("--feeds").arg(feeds).args(more);
    command.current_dir(feeds).output().unwrap()
}

fn told(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    format!("{out}{err}")
}

fn programmes(feeds: &Path) -> Programmes {
    let checked = programme::read(feeds).map_err(|faults| faults.plain()).unwrap();
    checked.programmes.into_iter().next().unwrap()
}

#[test]
fn both_documents_become_exactly_the_programmes_that_stand() {
    let folder = feeds();
    for name in ["fr/session-4.txt", "fr/session-6.txt"] {
        let output = import(folder.path(), &fixture(name), &[]);
        assert!(output.status.success(), "{}", told(&output));
    }
    let committed = programme::validate(&Sources::load(&root().join("feeds"))).unwrap();
    let written = programmes(folder.path());
    for (written, committed) in written.sessions.iter().zip(&committed.programmes[0].sessions) {
        let shown =
            |session: &plenary::model::Session| serde_json::to_string_pretty(session).unwrap();
        for (line, (ours, theirs)) in
            shown(written).lines().zip(shown(committed).lines()).enumerate()
        {
            assert_eq!(ours, theirs, "session {} line {line}", written.id);
        }
        assert_eq!(written, committed);
    }
    assert_eq!(written.sessions.len(), 2);

    let file = folder.path().join("oewg-ict/sessions/4.toml");
    let before = fs::read_to_string(&file).unwrap();
    let output = import(folder.path(), &fixture("fr/session-4.txt"), &[]);
    assert!(told(&output).contains("nothing to change"), "{}", told(&output));
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}

#[test]
fn the_committed_programmes_stand_when_their_documents_are_imported_again() {
    let folder = feeds();
    let sessions = folder.path().join("oewg-ict/sessions");
    fs::create_dir(&sessions).unwrap();
    for id in ["4", "6"] {
        let name = format!("{id}.toml");
        fs::copy(root().join("feeds/oewg-ict/sessions").join(&name), sessions.join(&name)).unwrap();
        let output = import(folder.path(), &fixture(&format!("fr/session-{id}.txt")), &[]);
        assert!(told(&output).contains("nothing to change"), "{}", told(&output));
    }
}

/// Imports a text over what stands; gives what was told.
fn import_text(feeds: &Path, text: &str, more: &[&str]) -> String {
    let file = feeds.join("document.txt");
    fs::write(&file, text).unwrap();
    let output = import(feeds, &file, more);
    fs::remove_file(&file).unwrap();
    assert!(output.status.success(), "{}", told(&output));
    told(&output)
}

fn programme_text(symbol: &str, slots: &str) -> String {
    format!(
        "Nations Unies {symbol}\n\nGroupe de travail à composition non limitée sur la sécurité du \
         numérique et de son utilisation (2021-2025)\n\nNeuvième session de fond\n\nNew York, 4-8 \
         mars 2024\n\nProgramme de travail provisoire\n\n{slots}"
    )
}

/// The slots of session 9: identifiers, days and times.
fn slots(feeds: &Path) -> Vec<String> {
    let sessions = programmes(feeds).sessions;
    let shown = |slot: &plenary::model::Slot| {
        let (start, end) = (slot.start.format("%H:%M"), slot.end.format("%H:%M"));
        format!("{} {} {start}-{end}", slot.id, slot.date.format("%d"))
    };
    sessions[0].slots.iter().map(shown).collect()
}

const FIRST: &str = "Lundi 4 mars\n\n10 heures-13 heures\n\nOuverture de la session\n\n15 heures-18 \
    heures\n\nPoint 5 de l'ordre du jour : débats\n\na) Règles, normes et principes\n\nMardi 5 \
    mars\n\n10 heures-13 heures\n\nPoint 5 de l'ordre du jour : débats\n\ng) Renforcement des \
    capacités\n\nDiscussion ciblée sur les besoins\n\n15 heures-18 heures\n\nPoint 5 de l'ordre du \
    jour : débats\n\ng) Renforcement des capacités (suite)\n\nDiscussion ciblée sur le \
    financement\n\nMercredi 6 mars\n\n10 heures-13 heures\n\nClôture de la session\n";

#[test]
fn revisions_keep_the_slots_that_a_person_would_call_the_same() {
    let folder = feeds();
    let feeds = folder.path();
    import_text(feeds, &programme_text("A/AC.292/2024/1", FIRST), &[]);
    let first = [
        "opening 04 10:00-13:00",
        "norms 04 15:00-18:00",
        "capacity-building 05 10:00-13:00",
        "capacity-building-2 05 15:00-18:00",
        "closing 06 10:00-13:00",
    ];
    assert_eq!(slots(feeds), first);

    // A hand's work that no document speaks of.
    let file = feeds.join("oewg-ict/sessions/9.toml");
    let text = fs::read_to_string(&file).unwrap();
    let text = text.replace(
        "id = \"norms\"\n",
        "id = \"norms\" # the Chair asked for it\nroom.fr = \"Salle 4\"\n",
    );
    fs::write(&file, text).unwrap();

    // The two on capacity-building swap; the norms are split in two; a slot and a day are new.
    let second = "Lundi 4 mars\n\n10 heures-13 heures\n\nOuverture de la session\n\n15 heures-16 h \
        30\n\nPoint 5 de l'ordre du jour : débats\n\na) Règles, normes et principes\n\n16 h 30-18 \
        heures\n\nPoint 5 de l'ordre du jour : débats\n\na) Règles, normes et principes \
        (suite)\n\nMardi 5 mars\n\n10 heures-13 heures\n\nPoint 5 de l'ordre du jour : débats\n\ng) \
        Renforcement des capacités\n\nDiscussion ciblée sur le financement\n\n15 heures-18 \
        heures\n\nPoint 5 de l'ordre du jour : débats\n\ng) Renforcement des capacités \
        (suite)\n\nDiscussion ciblée sur les besoins\n\nMercredi 6 mars\n\n10 heures-13 \
        heures\n\nPoint 6 de l'ordre du jour : questions diverses\n\nJeudi 7 mars\n\n10 heures-13 \
        heures\n\nClôture de la session\n";
    let told = import_text(feeds, &programme_text("A/AC.292/2024/1/Rev.1", second), &["--yes"]);
    assert_eq!(
        slots(feeds),
        [
            "opening 04 10:00-13:00",
            "norms 04 15:00-16:30",
            "norms-2 04 16:30-18:00",
            "capacity-building-2 05 10:00-13:00",
            "capacity-building 05 15:00-18:00",
            "other-matters 06 10:00-13:00",
            "closing 07 10:00-13:00"
        ],
        "{told}"
    );
    for change in [
        "document: A/AC.292/2024/1 -> A/AC.292/2024/1/Rev.1",
        "+ norms-2: appeared",
        "~ closing: moved",
    ] {
        assert!(told.contains(change), "{told}");
    }
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("id = \"norms\" # the Chair asked for it\nroom.fr = \"Salle 4\"\n"),
        "{text}"
    );

    // And back: the halves are one again, and the new ones go.
    let told = import_text(feeds, &programme_text("A/AC.292/2024/1/Rev.2", FIRST), &["--yes"]);
    assert_eq!(slots(feeds), first, "{told}");
    assert!(told.contains("- other-matters: went"), "{told}");
    let again = import_text(feeds, &programme_text("A/AC.292/2024/1/Rev.2", FIRST), &[]);
    assert!(again.contains("nothing to change"), "{again}");
}

/// Publishes what stands in a folder; gives the UIDs, sequences and whether each is cancelled, by
/// slot as first named.
fn publish(feeds: &Path, state: &mut LedgerState, at: &str) -> Vec<(String, u32, bool)> {
    let programmes = vec![programmes(feeds)];
    if let Some(publication) =
        reconcile(state, &programmes, at.parse().unwrap(), chrono::Days::new(30)).unwrap()
    {
        state.apply(&publication).unwrap();
    }
    let events = state.events().iter();
    events
        .map(|(uid, history)| {
            let latest = history.latest().unwrap();
            (uid.to_string(), latest.sequence, latest.content.is_cancelled())
        })
        .collect()
}

#[test]
fn subscribers_of_a_chain_of_revisions_see_moves_and_no_doubles() {
    let folder = feeds();
    let feeds = folder.path();
    let mut state = LedgerState::new();
    import_text(feeds, &programme_text("A/AC.292/2024/1", FIRST), &[]);
    let first = publish(feeds, &mut state, "2024-01-01T12:00:00Z");
    assert_eq!(first.len(), 5);

    // All of Tuesday moves to Thursday, and the afternoon of Monday to the morning of Tuesday.
    let second =
        FIRST.replace("Mercredi 6 mars", "Vendredi 8 mars").replace("Mardi 5 mars", "Jeudi 7 mars");
    import_text(feeds, &programme_text("A/AC.292/2024/1/Rev.1", &second), &["--yes"]);
    let moved = publish(feeds, &mut state, "2024-01-02T12:00:00Z");
    let uids = |events: &[(String, u32, bool)]| {
        events.iter().map(|(uid, ..)| uid.clone()).collect::<Vec<_>>()
    };
    assert_eq!(uids(&moved), uids(&first), "no event is new, and none is gone");
    assert!(moved.iter().all(|(_, _, is_cancelled)| !is_cancelled));

    // Then a slot goes: its event is cancelled, and the others stay.
    let third = second.replace("15 heures-18 heures\n\nPoint 5 de l'ordre du jour : débats\n\na) Règles, normes et principes\n\n", "");
    assert_ne!(third, second);
    import_text(feeds, &programme_text("A/AC.292/2024/1/Rev.2", &third), &["--yes"]);
    let gone = publish(feeds, &mut state, "2024-01-03T12:00:00Z");
    assert_eq!(uids(&gone), uids(&first));
    assert_eq!(gone.iter().filter(|(_, _, is_cancelled)| *is_cancelled).count(), 1);
}

#[test]
fn subscribers_see_one_event_more_for_a_split_and_one_cancelled_for_a_merger() {
    let folder = feeds();
    let feeds = folder.path();
    let mut state = LedgerState::new();
    import_text(feeds, &programme_text("A/AC.292/2024/1", FIRST), &[]);
    let first = publish(feeds, &mut state, "2024-01-01T12:00:00Z");

    // The two on capacity-building change places, and keep what a subscriber knows them by.
    let swapped = FIRST
        .replace("Discussion ciblée sur les besoins", "?")
        .replace("Discussion ciblée sur le financement", "Discussion ciblée sur les besoins")
        .replace('?', "Discussion ciblée sur le financement");
    // Three hours on the norms become two slots, and the closing moves to a new day.
    let halves = "15 heures-16 h 30\n\nPoint 5 de l'ordre du jour : débats\n\na) Règles, normes et \
        principes\n\n16 h 30-18 heures\n\nPoint 5 de l'ordre du jour : débats\n\na) Règles, normes \
        et principes (suite)\n\nMardi";
    let whole = "15 heures-18 heures\n\nPoint 5 de l'ordre du jour : débats\n\na) Règles, normes et \
        principes\n\nMardi";
    assert!(swapped.contains(whole));
    let second = swapped.replace(whole, halves).replace("Mercredi 6 mars", "Vendredi 8 mars");
    import_text(feeds, &programme_text("A/AC.292/2024/1/Rev.1", &second), &["--yes"]);
    let revised = publish(feeds, &mut state, "2024-01-02T12:00:00Z");
    assert_eq!(revised.len(), first.len() + 1);
    assert!(revised.iter().all(|(_, _, is_cancelled)| !is_cancelled));
    let known = |events: &[(String, u32, bool)]| -> Vec<(String, u32)> {
        let here = first.iter().filter_map(|(uid, ..)| events.iter().find(|other| other.0 == *uid));
        here.map(|(uid, sequence, _)| (uid.clone(), *sequence)).collect()
    };
    assert_eq!(known(&revised).len(), first.len(), "no event is doubled");
    assert_eq!(
        slots(feeds),
        [
            "opening 04 10:00-13:00",
            "norms 04 15:00-16:30",
            "norms-2 04 16:30-18:00",
            "capacity-building-2 05 10:00-13:00",
            "capacity-building 05 15:00-18:00",
            "closing 08 10:00-13:00"
        ]
    );

    // Back to the first: the second half is cancelled, all else is where it was.
    import_text(feeds, &programme_text("A/AC.292/2024/1/Rev.2", FIRST), &["--yes"]);
    let merged = publish(feeds, &mut state, "2024-01-03T12:00:00Z");
    assert_eq!(merged.len(), revised.len());
    let cancelled: Vec<_> = merged.iter().filter(|(_, _, is_cancelled)| *is_cancelled).collect();
    assert_eq!(cancelled.len(), 1);
    assert!(first.iter().all(|(uid, ..)| *uid != cancelled[0].0), "the new half goes");
}

#[test]
fn another_language_adds_its_texts_and_changes_nothing_else() {
    let folder = feeds();
    let feeds = folder.path();
    import_text(feeds, &programme_text("A/AC.292/2024/1", FIRST), &[]);
    let before = slots(feeds);
    let english = "A/AC.292/2024/1\n\nNinth substantive session\n\nNew York, 4-8 March \
        2024\n\nProvisional programme of work\n\nMonday, 4 March\n\n10 a.m.-1 p.m.\n\nOpening of the \
        session\n\n3-6 p.m.\n\nAgenda item 5: discussions\n\n(a) Rules, norms and \
        principles\n\nTuesday, 5 March\n\n10 a.m.-1 p.m.\n\nAgenda item 5: discussions\n\n(g) \
        Capacity-building\n\nFocused discussion on needs\n\n3-5 p.m.\n\nAgenda item 5: \
        discussions\n\n(g) Capacity-building (continued)\n\nFocused discussion on \
        funding\n\nWednesday, 6 March\n\n10 a.m.-1 p.m.\n\nClosure of the session\n";
    let told = import_text(feeds, english, &["--yes"]);
    assert!(told.contains("capacity-building-2: ends at 18:00, here at 17:00"), "{told}");
    assert_eq!(slots(feeds), before);
    let session = programmes(feeds).sessions.remove(0);
    let english = plenary::model::Language::ENGLISH;
    assert_eq!(
        session.slots[1].entries[0].heading.get(english),
        Some("Rules, norms and principles")
    );
    assert_eq!(session.slots[2].entries[0].focus.get(english), Some("Focused discussion on needs"));
    assert_eq!(session.agenda[0].title.get(english), Some("discussions"));
}

#[test]
fn errors_stop_the_write_and_json_needs_no_body() {
    let folder = feeds();
    let faults = fixture("en/faults.txt");
    let output = import(folder.path(), &faults, &["--body", "oewg-ict"]);
    assert!(!output.status.success());
    assert!(!folder.path().join("oewg-ict/sessions").exists());
    let said = told(&output);
    assert!(
        said.contains("2023-03-06 is a monday, not a tuesday") && said.contains("faults.txt:5"),
        "{said}"
    );

    let nowhere = tempfile::tempdir().unwrap();
    let feeds = nowhere.path().join("none");
    let output = Command::new(env!("CARGO_BIN_EXE_plenary"))
        .args(["import", "--format", "json", "--feeds"])
        .arg(&feeds)
        .arg(fixture("en/table.docx"))
        .current_dir(nowhere.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", told(&output));
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
}

#[test]
fn a_new_body_is_made_from_its_document() {
    let folder = tempfile::tempdir().unwrap();
    let output = import(
        folder.path(),
        &fixture("en/session-4.txt"),
        &["--new-body", "oewg", "--timezone", "America/New_York"],
    );
    assert!(output.status.success(), "{}", told(&output));
    let made = programmes(folder.path());
    assert_eq!(made.body.id.as_str(), "oewg");
    assert_eq!(made.sessions[0].slots.len(), 6);
}

#[test]
fn a_session_may_be_imported_first_in_any_language() {
    for language in ["en", "es", "ru", "zh", "ar"] {
        let folder = feeds();
        let document = fixture(&format!("{language}/session-4.txt"));
        let output = import(folder.path(), &document, &["--body", "oewg-ict"]);
        assert!(output.status.success(), "{language}: {}", told(&output));
        let session = programmes(folder.path()).sessions[0].clone();
        assert_eq!(session.language, Some(language.parse().unwrap()), "{language}");
        assert!(!session.slots.is_empty(), "{language}");
        // The body's default language comes later, as any other.
        let output = import(folder.path(), &fixture("fr/session-4.txt"), &["--yes"]);
        assert!(output.status.success(), "{language}: {}", told(&output));
        let both = programmes(folder.path()).sessions[0].clone();
        let ids = |session: &plenary::model::Session| -> Vec<String> {
            session.slots.iter().map(|slot| slot.id.to_string()).collect()
        };
        assert_eq!(ids(&both), ids(&session), "{language}");
        let french = "fr".parse().unwrap();
        let headings = both.slots.iter().flat_map(|slot| &slot.entries).map(|entry| &entry.heading);
        assert!(headings.into_iter().any(|heading| heading.get(french).is_some()), "{language}");
    }
}

#[test]
fn a_sub_item_without_its_item_is_one_of_the_last_item() {
    let folder = feeds();
    let document = folder.path().join("document.txt");
    let text = "Seventh substantive session\nNew York, 4-8 March 2024\n\nMonday, 4 March\n\
                10 a.m.-1 p.m.\nAgenda item 5: Discussions on substantive issues\n(g) Capacity-building\n\
                3-6 p.m.\n(e) Confidence-building\n";
    fs::write(&document, text).unwrap();
    let output = import(folder.path(), &document, &["--body", "oewg-ict"]);
    assert!(told(&output).contains("read as one of item 5"), "{}", told(&output));
    let session = programmes(folder.path()).sessions[0].clone();
    let entry = &session.slots[1].entries[0];
    assert_eq!((entry.agenda_item.as_deref(), entry.sub_item.as_deref()), (Some("5"), Some("e")));
}
