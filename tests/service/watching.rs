//! The programmes change while the service runs.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::time::Duration;

use plenary::service::Pace;

use crate::place::{Place, fill, session};
use crate::running::Running;

/// Longer than it takes to publish what is quiet.
const A_WHILE: Duration = Duration::from_millis(1200);

/// A pace at which nothing is found out by looking, only by being told.
fn told_only() -> Pace {
    Pace { look: Duration::from_secs(3600), ..Pace::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_way_a_file_is_written_its_change_is_published() {
    let place = Place::with(&["a@10"]);
    let service = Running::start_with(&place.settings(), told_only()).await;
    service.at.shows("10").await;

    place.write(&session(&["a@11"]));
    service.at.shows("11").await;

    // As vim does: the old file is moved away, the new one is written, the old one removed.
    let backup = place.file().with_extension("toml~");
    fs::rename(place.file(), &backup).unwrap();
    place.write(&session(&["a@12"]));
    fs::remove_file(&backup).unwrap();
    service.at.shows("12").await;

    // As most others do: a new file takes the place of the old one.
    let new = place.file().with_file_name(".new");
    fs::write(&new, session(&["a@13"])).unwrap();
    fs::rename(&new, place.file()).unwrap();
    service.at.shows("13").await;

    fs::remove_file(place.file()).unwrap();
    place.write(&session(&["a@14", "b@15"]));
    service.at.shows("14 15").await;
    let (_, report) = service.at.ready().await;
    assert_eq!(report["publication"], 5, "one publication for each change");

    // A session that is gone is cancelled, and alive when it is back.
    fs::remove_file(place.file()).unwrap();
    service.at.shows("14x 15x").await;
    place.write(&session(&["a@14", "b@15"]));
    service.at.shows("14 15").await;
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_somebody_is_writing_is_waited_for() {
    let place = Place::with(&["a@10", "b@11", "c@12"]);
    let service = Running::start_with(&place.settings(), told_only()).await;
    service.at.shows("10 11 12").await;
    place.write(&session(&["a@10", "b@11", "c@14"]));
    service.at.shows("10 11 14").await;

    // The first half is a programme without errors that has one slot.
    let text = session(&["a@10", "b@11", "c@13"]);
    let half = text.rfind("\n[[slots]]\nid = \"b\"").unwrap();
    let mut file = fs::File::create(place.file()).unwrap();
    file.write_all(&text.as_bytes()[..half]).unwrap();
    file.sync_all().unwrap();
    service.at.stays_for(A_WHILE).await;
    file.write_all(&text.as_bytes()[half..]).unwrap();
    drop(file);
    service.at.shows("10 11 13").await;
    let (_, report) = service.at.ready().await;
    assert_eq!(report["publication"], 3, "nothing was cancelled between");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_begins_to_write_while_the_programmes_are_read_is_waited_for() {
    // Some of these are before the change is read, some after, and some at that moment.
    let trials = tokio::task::LocalSet::new();
    let started: Vec<_> = (0..40)
        .map(|late| Pace::default().quiet + Duration::from_millis(late))
        .map(|after| trials.spawn_local(half_written_after(after)))
        .collect();
    trials.await;
    for trial in started {
        trial.await.unwrap();
    }
}

/// Publishes a change, and so long after it was written begins with another, in two parts.
async fn half_written_after(after: Duration) {
    let place = Place::with(&["a@10", "b@11"]);
    let service = Running::start_with(&place.settings(), told_only()).await;
    service.at.shows("10 11").await;
    place.write(&session(&["a@10", "b@12"]));
    tokio::time::sleep(after).await;

    let text = session(&["a@10", "b@13"]);
    let half = text.rfind("\n[[slots]]\nid = \"b\"").unwrap();
    let mut file = fs::File::create(place.file()).unwrap();
    file.write_all(&text.as_bytes()[..half]).unwrap();
    let began = tokio::time::Instant::now();
    while began.elapsed() < A_WHILE {
        let seen = service.at.events().await;
        assert!(!seen.contains('x'), "half a file is used {after:?} after: {seen}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    file.write_all(&text.as_bytes()[half..]).unwrap();
    drop(file);
    service.at.shows("10 13").await;
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_change_is_told_until_it_is_mended() {
    let place = Place::with(&["a@10"]);
    let service = Running::start(&place.settings()).await;
    service.at.shows("10").await;
    service.at.is_well().await;

    place.write(&session(&["a@11"]).replace("norms", "nroms"));
    let trouble = service.at.tells("1 error").await;
    assert!(trouble.contains("1.toml:") && trouble.contains("nroms"), "{trouble}");
    place.write("half a");
    service.at.tells("1.toml:1: error").await;
    service.at.stays_for(A_WHILE).await;
    assert_eq!(service.at.events().await, "10");

    place.write(&session(&["a@11"]));
    service.at.shows("11").await;
    service.at.is_well().await;
    let (_, report) = service.at.ready().await;
    assert_eq!(report["publication"], 2);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_cancels_nothing() {
    let place = Place::with(&["a@10"]);
    let service = Running::start(&place.settings()).await;
    service.at.shows("10").await;
    let before = service.at.feed().await;

    let aside = place.folder.path().join("aside");
    fs::rename(place.feeds(), &aside).unwrap();
    service.at.tells("cannot be read").await;
    fs::create_dir(place.feeds()).unwrap();
    service.at.tells("there is no body").await;
    fs::create_dir(place.feeds().join("group")).unwrap();
    service.at.tells("body.toml").await;
    assert_eq!(service.at.feed().await, before);

    fs::remove_dir_all(place.feeds()).unwrap();
    fs::rename(&aside, place.feeds()).unwrap();
    service.at.is_well().await;
    assert_eq!(service.at.feed().await, before);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_folder_may_come_later_and_be_replaced_as_a_whole() {
    let place = Place::empty();
    let service = Running::start_with(&place.settings(), told_only()).await;
    assert_eq!(service.at.ready().await.0, 503);
    place.fill(&["a@10"]);
    service.at.shows("10").await;
    service.at.is_well().await;

    // As version control may do: another folder takes its place.
    let (new, old) = (place.folder.path().join("new"), place.folder.path().join("old"));
    fill(&new, &["a@11"]);
    fs::rename(place.feeds(), &old).unwrap();
    fs::rename(&new, place.feeds()).unwrap();
    service.at.shows("11").await;
    place.write(&session(&["a@12"]));
    service.at.shows("12").await;
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_may_be_set_elsewhere() {
    // The folder is reached over a link, as with git-sync: feeds -> current/feeds -> 1/feeds.
    let place = Place::empty();
    let root = place.folder.path();
    fill(&root.join("1/feeds"), &["a@10"]);
    fill(&root.join("2/feeds"), &["a@11"]);
    let set = |target: &str, link: &str| {
        symlink(target, root.join("next")).unwrap();
        fs::rename(root.join("next"), root.join(link)).unwrap();
    };
    set("1", "current");
    let mut settings = place.settings();
    settings.feeds = root.join("current/feeds");
    let service = Running::start_with(&settings, told_only()).await;
    service.at.shows("10").await;
    set("2", "current");
    service.at.shows("11").await;
    fill(&root.join("2/feeds"), &["a@12"]);
    service.at.shows("12").await;
    service.end().await;

    // The bodies are reached over a link in the folder, as Kubernetes mounts a ConfigMap:
    // feeds/group -> ..data/group, ..data -> ..1
    fill(&place.feeds().join("..1"), &["a@13"]);
    fill(&place.feeds().join("..2"), &["a@14"]);
    set("..1", "feeds/..data");
    symlink("..data/group", place.feeds().join("group")).unwrap();
    let service = Running::start_with(&place.settings(), told_only()).await;
    service.at.shows("13").await;
    set("..2", "feeds/..data");
    service.at.shows("14").await;
    place.write(&session(&["a@15"]));
    service.at.shows("15").await;
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_nobody_tells_of_is_found_by_looking() {
    let place = Place::empty();
    let elsewhere = place.folder.path().join("elsewhere.toml");
    place.fill(&["a@10"]);
    fs::rename(place.file(), &elsewhere).unwrap();
    symlink(&elsewhere, place.file()).unwrap();
    let often = Pace { look: Duration::from_millis(200), ..Pace::default() };
    let service = Running::start_with(&place.settings(), often).await;
    service.at.shows("10").await;
    // The system tells of this in a folder that is not watched.
    fs::write(&elsewhere, session(&["a@11"])).unwrap();
    service.at.shows("11").await;
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_watching_nothing_is_published_unasked() {
    let place = Place::with(&["a@10"]);
    let settings = plenary::settings::Settings { watch: false, ..place.settings() };
    let often = Pace { look: Duration::from_millis(100), ..Pace::default() };
    let service = Running::start_with(&settings, often).await;
    service.at.shows("10").await;
    place.write(&session(&["a@11"]));
    service.at.stays_for(A_WHILE).await;
    service.asked.notify_one();
    service.at.shows("11").await;
    service.end().await;
}
