//! Rules of time zones that are renewed under a running service, and what the commands say of them.

use std::path::Path;
use std::time::Duration;

use plenary::service::Pace;
use plenary::settings::Settings;

use crate::place::Place;
use crate::process::plenary;
use crate::running::Running;

/// A TZif file (RFC 9636, section 3) of a zone without transitions, but for those of its footer.
fn tzif(offset: i32, footer: &str) -> Vec<u8> {
    let mut octets = Vec::new();
    for _ in 0..2 {
        octets.extend(b"TZif2");
        octets.extend([0; 15]);
        for count in [0_u32, 0, 0, 0, 1, 4] {
            octets.extend(count.to_be_bytes());
        }
        octets.extend(offset.to_be_bytes());
        octets.extend([0, 0]);
        octets.extend(b"LMT\0");
    }
    octets.extend(format!("\n{footer}\n").as_bytes());
    octets
}

/// Writes a folder that knows Vancouver alone.
fn write(zoneinfo: &Path, release: &str, footer: &str) {
    std::fs::create_dir_all(zoneinfo.join("America")).unwrap();
    let vancouver = zoneinfo.join("America/Vancouver");
    std::fs::write(vancouver.with_extension("new"), tzif(-8 * 3600, footer)).unwrap();
    std::fs::rename(vancouver.with_extension("new"), vancouver).unwrap();
    std::fs::write(zoneinfo.join("tzdata.zi"), format!("# version {release}\n")).unwrap();
}

/// A slot at 10:00 in Vancouver, on 4 March 2040.
fn place() -> Place {
    let place = Place::with(&["a@10"]);
    let body = place.feeds().join("group/body.toml");
    let text = std::fs::read_to_string(&body).unwrap();
    std::fs::write(body, text.replace("\"UTC\"", "\"America/Vancouver\"")).unwrap();
    place
}

const OLD: &str = "PST8PDT,M3.2.0,M11.1.0";
const NEW: &str = "MST7";

#[tokio::test(flavor = "multi_thread")]
async fn new_rules_move_events_as_any_change_does_and_lost_ones_move_nothing() {
    let place = place();
    let zoneinfo = place.folder.path().join("zoneinfo");
    write(&zoneinfo, "2025b", OLD);
    let settings = Settings { zoneinfo: Some(zoneinfo.clone()), ..place.settings() };
    let often = Pace { look: Duration::from_millis(200), ..Pace::default() };
    let service = Running::start_with(&settings, often).await;
    service.at.shows("18").await;

    write(&zoneinfo, "2026f", NEW);
    service.at.shows("17").await;
    let feed = service.at.feed().await.text;
    assert!(feed.contains("SEQUENCE:1\r\n"), "{feed}");
    assert!(feed.contains("DTEND:20400304T180000Z\r\n"), "{feed}");

    std::fs::rename(&zoneinfo, place.folder.path().join("away")).unwrap();
    let trouble = service.at.tells("the time zones cannot be renewed").await;
    assert!(trouble.contains("those of 2026f ("), "{trouble}");
    service.at.stays_for(Duration::from_secs(1)).await;
    std::fs::rename(place.folder.path().join("away"), &zoneinfo).unwrap();
    service.at.is_well().await;
    service.at.shows("17").await;
    service.end().await;
}

#[test]
fn check_tells_where_the_rules_disagree() {
    let place = place();
    let zoneinfo = place.folder.path().join("zoneinfo");
    write(&zoneinfo, "2026f", NEW);
    let check = |zoneinfo: &str| {
        let output = plenary(&place, "check").env("PLENARY_ZONEINFO", zoneinfo).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let told = check(zoneinfo.to_str().unwrap());
    for part in [
        "1.toml:9",
        "the clocks of America/Vancouver show 10:00 on 2040-03-04 at 2040-03-04T17:00Z",
        "by the time zones of 2026f (",
        "at 2040-03-04T18:00Z by those of 2025b (built-in)",
    ] {
        assert!(told.replace('\n', " ").contains(part), "{part}: {told}");
    }
    assert_eq!(check("builtin"), "");
}

#[test]
fn version_names_the_release_and_a_wrong_folder_is_refused() {
    let place = place();
    let zoneinfo = place.folder.path().join("zoneinfo");
    write(&zoneinfo, "2026f", NEW);
    let version = |zoneinfo: &Path| {
        plenary(&place, "version").env("PLENARY_ZONEINFO", zoneinfo).output().unwrap()
    };
    let told = String::from_utf8(version(&zoneinfo).stdout).unwrap();
    assert!(told.contains("\ntime zones 2026f (/") && told.contains("(built-in), not in use"));
    let told = String::from_utf8(version(Path::new("builtin")).stdout).unwrap();
    assert!(told.ends_with("\ntime zones 2025b (built-in)\n"), "{told}");

    std::fs::write(zoneinfo.join("America/Vancouver"), "no rules").unwrap();
    for (folder, words) in [
        (zoneinfo.clone(), "the rules of America/Vancouver are no TZif"),
        (zoneinfo.join("none"), "none cannot be read"),
    ] {
        for command in ["serve", "publish", "check", "version"] {
            let output =
                plenary(&place, command).env("PLENARY_ZONEINFO", &folder).output().unwrap();
            assert!(!output.status.success(), "{command}");
            let told = String::from_utf8(output.stderr).unwrap();
            assert!(told.contains(words), "{command}: {told}");
        }
    }
}
