//! From documents to programmes: what `plenary import` writes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use plenary::model::Programmes;
use plenary::programme::{self, Sources};

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
