//! A ledger that cannot be written.

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::place::{Place, session};
use crate::process::{PLENARY, Process, plenary};

/// Linux can take from a running process the right to make its files longer, as a full disk does.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_publishing_and_not_serving() {
    let place = Place::with(&["a@10"]);
    let mut shell = Command::new("sh");
    // The signal of a file that is too long would end the process; a full disk sends none.
    shell.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh", PLENARY, "serve"]);
    shell.env("PLENARY_FEEDS", place.feeds()).env("PLENARY_DATABASE", place.database());
    let service = Process::start(&mut shell);
    service.at.shows("10").await;
    let before = service.at.feed().await;

    let limit = |octets: &str| {
        let limit = format!("--fsize={octets}:unlimited");
        let id = service.id().to_string();
        let status = Command::new("prlimit").args(["--pid", &id, &limit]).status().unwrap();
        assert!(status.success());
    };
    limit("4096");
    place.write(&session(&["a@11"]));
    service.at.tells("could not be published").await;
    assert_eq!(service.at.feed().await, before);
    service.at.stays_for(Duration::from_secs(2)).await;
    let log = service.log();
    assert_eq!(log.matches("could not be published").count(), 1, "{log}");
    assert!(log.contains("the ledger could not be written: "), "{log}");

    limit("unlimited");
    service.at.shows("11").await;
    service.at.is_well().await;
}

/// A command that runs what is added to it with a small disk of its own mounted there; `None` where
/// that is not allowed. An error there if `PLENARY_TEST_EVERYTHING` is set.
#[cfg(target_os = "linux")]
fn with_a_disk(at: &Path) -> Option<Command> {
    // What is mounted goes with the process. As root of everything, or of a name space alone.
    for rights in [&["--mount"][..], &["--mount", "--map-root-user"]] {
        let command = || {
            let mut command = Command::new("unshare");
            let mount = "mount -t tmpfs -o size=400k disk \"$0\" && exec \"$@\"";
            command.args(rights).args(["sh", "-c", mount]).arg(at);
            command
        };
        if command().arg("true").output().is_ok_and(|tried| tried.status.success()) {
            return Some(command());
        }
    }
    assert!(
        std::env::var_os("PLENARY_TEST_EVERYTHING").is_none(),
        "no disk may be mounted here, and one is to be full"
    );
    eprintln!("skipped: a disk without room, for none may be mounted here");
    None
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_disk_without_room_stops_publishing_and_not_serving() {
    let place = Place::with(&["a@10"]);
    let disk = place.folder.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let Some(mut serve) = with_a_disk(&disk) else { return };
    serve.args([PLENARY, "serve"]);
    serve.env("PLENARY_FEEDS", place.feeds()).env("PLENARY_DATABASE", disk.join("plenary.db"));
    let service = Process::start(&mut serve);
    service.at.shows("10").await;
    let before = service.at.feed().await;

    // As the process sees it.
    let root = format!("/proc/{}/root", service.id());
    let filler = Path::new(&root).join(disk.strip_prefix("/").unwrap()).join("filler");
    let full = std::fs::write(&filler, vec![0; 1 << 20]).unwrap_err();
    assert_eq!(full.kind(), std::io::ErrorKind::StorageFull, "{full}");
    // More than there is room for in what the ledger has already.
    let many: Vec<String> = (1..=20).map(|hour| format!("s{hour}@{hour:02}")).collect();
    let many = session(&many.iter().map(String::as_str).collect::<Vec<_>>());
    place.write(&many.replace("About", &("a word ".repeat(2500) + "about")));
    service.at.tells("could not be published").await;
    assert_eq!(service.at.feed().await, before);
    service.at.stays_for(Duration::from_secs(2)).await;
    let log = service.log();
    assert_eq!(log.matches("could not be published").count(), 1, "{log}");
    assert!(log.contains("the ledger could not be written: "), "{log}");
    assert!(log.contains("full"), "{log}");

    place.write(&session(&["a@11"]));
    std::fs::remove_file(&filler).unwrap();
    service.at.shows("11").await;
    service.at.is_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_ledger_is_served() {
    let place = Place::with(&["a@10"]);
    assert!(plenary(&place, "publish").status().unwrap().success());
    place.write(&session(&["a@11"]));
    let root = place.folder.path();
    // Where the test may do anything, the program runs as a user who may not.
    let binary = root.join("plenary");
    std::fs::copy(PLENARY, &binary).unwrap();
    let mut serve = Command::new(&binary);
    serve.arg("serve").current_dir("/");
    serve.env("PLENARY_FEEDS", place.feeds()).env("PLENARY_DATABASE", place.database());
    if Path::new("/proc/self")
        .metadata()
        .is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
    {
        serve.uid(65534).gid(65534);
    }
    let allow = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    // A file that may not be written, in a folder that may; then neither.
    allow(Path::new(&place.database()), 0o444);
    for mode in [0o777, 0o555] {
        allow(root, mode);
        let service = Process::start(&mut serve);
        service.at.shows("10").await;
        service.at.tells("could not be published").await;
        let log = service.log();
        assert!(log.contains("could not be written: ") && log.contains("readonly"), "{log}");
    }
    allow(root, 0o755);
}
