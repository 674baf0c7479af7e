//! The real program: its signals and commands, and two processes with one ledger.

use std::process::Command;
use std::time::Duration;

use crate::place::{Place, session};
use crate::process::{PLENARY, Process, plenary};

#[tokio::test(flavor = "multi_thread")]
async fn sighup_asks_to_publish_and_sigterm_ends() {
    let place = Place::with(&["a@10"]);
    let mut service = Process::start(plenary(&place, "serve").arg("--no-watch"));
    service.at.shows("10").await;
    place.write(&session(&["a@11"]));
    service.at.stays_for(Duration::from_secs(1)).await;
    service.signal("-HUP");
    service.at.shows("11").await;
    service.signal("-TERM");
    assert!(service.ended().success());
    let log = service.log();
    assert!(log.lines().last().is_some_and(|line| line.contains("\"message\":\"ended\"")), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_has_nothing_to_publish_and_stays() {
    let place = Place::with(&["a@10"]);
    assert!(plenary(&place, "publish").status().unwrap().success());
    let mut replica = Command::new(PLENARY);
    replica.current_dir(place.folder.path().parent().unwrap());
    let service = Process::start(replica.env("PLENARY_DATABASE", place.database()));
    service.at.shows("10").await;
    service.signal("-HUP");
    service.at.stays_for(Duration::from_millis(500)).await;
    service.at.is_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_publishes_is_shown_within_a_second() {
    let place = Place::with(&["a@10"]);
    let service = Process::start(plenary(&place, "serve").arg("--no-watch"));
    service.at.shows("10").await;
    for hour in 11..15 {
        place.write(&session(&[&format!("a@{hour}")]));
        let published = plenary(&place, "publish").output().unwrap();
        assert!(published.status.success(), "{published:?}");
        let time = service.at.shows(&hour.to_string()).await;
        assert!(time < Duration::from_secs(1), "{time:?}");
    }
    assert!(plenary(&place, "revert").arg("1").status().unwrap().success());
    service.at.shows("10").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_logged_once_and_a_settings_file_may_end_the_watching() {
    let place = Place::with(&["a@10"]);
    let file = place.folder.path().join("plenary.toml");
    std::fs::write(&file, "no_watch = true\n").unwrap();
    let mut serve = plenary(&place, "serve");
    let service = Process::start(serve.arg("--config").arg(&file));
    service.at.shows("10").await;
    place.write("half a");
    service.at.stays_for(Duration::from_secs(1)).await;
    service.at.is_well().await;
    for _ in 0..3 {
        service.signal("-HUP");
        service.at.tells("1.toml:1: error").await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let log = service.log();
    assert_eq!(log.matches("1.toml:1: error").count(), 1, "{log}");
}

#[test]
fn commands_that_only_look_make_no_ledger() {
    let place = Place::with(&["a@10"]);
    let run = |command: &str, arguments: &[&str]| {
        let output = plenary(&place, command).args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run("plan", &[]).0, Some(2), "there is something to publish");
    for (command, arguments) in
        [("history", &[][..]), ("show", &["1"]), ("revert", &["1"]), ("export-ledger", &[])]
    {
        let (code, error) = run(command, arguments);
        assert_eq!(code, Some(1), "{command}");
        assert!(error.contains("there is no ledger"), "{command}: {error}");
    }
    assert!(!std::path::Path::new(&place.database()).exists());
}
