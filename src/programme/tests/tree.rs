//! Folders and files on a disk.

use std::fs;
use std::path::Path;

use super::{BODY, SESSION};
use crate::programme::{MAX_FILE_SIZE, Sources, read};

fn write(root: &Path, path: &str, octets: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, octets).unwrap();
}

/// What is said of a folder, with its own path left out.
fn said(root: &Path) -> String {
    match read(root) {
        Ok(checked) => format!("{} programmes", checked.programmes.len()),
        Err(faults) => faults.to_string().replace(&root.display().to_string(), "feeds"),
    }
}

#[test]
fn hidden_and_other_files_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "README.md", "");
    write(root, ".git/config.toml", "=");
    write(root, "b/body.toml", BODY);
    write(root, "b/.body.toml.swp", "=");
    write(root, "b/sessions/2.toml", SESSION);
    write(root, "b/sessions/10.toml", SESSION);
    write(root, "b/sessions/.3.toml", "=");
    write(root, "b/sessions/3.toml~", "=");
    write(root, "b/sources/deep/4.toml", "=");
    let checked = read(root).unwrap();
    let sessions = &checked.programmes[0].sessions;
    let ids: Vec<&str> = sessions.iter().map(|session| session.id.as_str()).collect();
    assert_eq!(ids, ["10", "2"]);
}

#[test]
fn what_cannot_be_read_is_told_with_everything_else() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    assert_eq!(
        said(root),
        "feeds: error: there is no body in this folder; \
         a body is a folder with a file body.toml"
    );
    write(root, "b/body.toml", BODY);
    write(root, "b/sessions/latin.toml", b"\nname.en = \"Caf\xe9\"");
    write(root, "b/sessions/large.toml", vec![b'#'; usize::try_from(MAX_FILE_SIZE).unwrap() + 1]);
    write(root, "b/sessions/folder.toml/x", "");
    write(root, "b/notes.toml", "");
    write(root, "Not a body/x.md", "");
    write(root, "c/body.toml", [0xff]);
    insta::assert_snapshot!(said(root));
    let nowhere = read(&root.join("nowhere")).unwrap_err().to_string();
    assert!(nowhere.contains("nowhere: error: cannot be read: "), "{nowhere}");
}

#[test]
fn the_digest_follows_paths_and_texts_alone() {
    let digest = |files: &[(&str, &str)]| Sources::from_texts(files.iter().copied()).digest();
    let one = digest(&[("b/body.toml", BODY), ("b/sessions/1.toml", SESSION)]);
    assert_eq!(one, digest(&[("b/sessions/1.toml", SESSION), ("b/body.toml", BODY)]));
    assert_ne!(one, digest(&[("b/body.toml", BODY), ("b/sessions/2.toml", SESSION)]));
    assert_ne!(one, digest(&[("b/body.toml", BODY)]));
    assert_ne!(digest(&[("b/x", "yz")]), digest(&[("b/xy", "z")]));

    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "b/body.toml", BODY);
    write(folder.path(), "b/sessions/1.toml", SESSION);
    assert_eq!(one, Sources::load(folder.path()).digest());
}
