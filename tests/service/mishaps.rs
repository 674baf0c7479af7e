//! What happens to files, clocks and processes while a service runs, and what is seen of it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::{Days, TimeDelta, Utc};
use plenary::ledger;
use plenary::programme::{Sources, validate};
use plenary::publisher::Publisher;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::place::{Place, session};
use crate::process::{PLENARY, Process, plenary};
use crate::running::Running;

#[tokio::test(flavor = "multi_thread")]
async fn programmes_that_may_not_be_read_change_nothing() {
    let place = Place::with(&["a@10"]);
    let root = place.folder.path();
    let binary = root.join("plenary");
    fs::copy(PLENARY, &binary).unwrap();
    let allow = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    allow(root, 0o777);
    let mut serve = Command::new(&binary);
    serve.arg("serve").current_dir("/");
    serve.env("PLENARY_FEEDS", place.feeds()).env("PLENARY_DATABASE", place.database());
    if fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0) {
        serve.uid(65534).gid(65534);
    }
    let service = Process::start(&mut serve);
    service.at.shows("10").await;
    let before = service.at.feed().await;
    for path in [place.feeds(), place.file()] {
        allow(&path, 0o000);
        service.signal("-HUP");
        let trouble = service.at.tells("cannot be read").await;
        assert!(trouble.contains("Permission denied"), "{trouble}");
        assert_eq!(service.at.feed().await, before);
        allow(&path, 0o755);
        service.signal("-HUP");
        service.at.is_well().await;
    }
    assert_eq!(service.at.feed().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_replaced_while_it_is_read_is_one_or_the_other() {
    let place = Place::with(&["a@10", "b@11"]);
    let service = Running::start(&place.settings()).await;
    service.at.shows("10 11").await;
    let (ended, beside) = (Arc::new(AtomicBool::new(false)), place.folder.path().join("new"));
    let (writer, file) = (Arc::clone(&ended), place.file());
    let writing = std::thread::spawn(move || {
        let versions = [session(&["a@12", "b@13"]), session(&["a@10", "b@11"])];
        for version in versions.iter().cycle() {
            if writer.load(Ordering::Relaxed) {
                return;
            }
            fs::write(&beside, version).unwrap();
            fs::rename(&beside, &file).unwrap();
        }
    });
    let (began, mut publication) = (Instant::now(), 1);
    // On a busy machine it may take longer until one is read in between.
    while began.elapsed() < Duration::from_secs(3)
        || (publication == 1 && began.elapsed() < Duration::from_secs(60))
    {
        service.asked.notify_one();
        let events = service.at.events().await;
        assert!(["10 11", "12 13"].contains(&events.as_str()), "{events}");
        assert_eq!(service.at.troubles().await, Vec::<String>::new());
        publication = service.at.ready().await.1["publication"].as_u64().unwrap();
    }
    ended.store(true, Ordering::Relaxed);
    writing.join().unwrap();
    let (_, report) = service.at.ready().await;
    assert!(report["publication"].as_u64().unwrap() > 1, "it was read in between: {report}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_was_set_back_does_not_take_time_back() {
    let place = Place::with(&["a@10"]);
    let tomorrow = Utc::now() + Days::new(1);
    let backend = ledger::open(&place.database()).await.unwrap();
    let publisher = Publisher::open(backend, Days::new(30)).await.unwrap();
    let programmes = validate(&Sources::load(&place.feeds())).unwrap().programmes;
    publisher.publish(&programmes, None, tomorrow).await.unwrap();

    let service = Running::start(&place.settings()).await;
    service.at.shows("10").await;
    let tag = service.at.feed().await.tag.unwrap();
    // A date in the future says nothing, and a tag goes before it (RFC 9110, section 13.2.2).
    let date = tomorrow.format("%a, %d %b %Y %H:%M:%S GMT");
    let fields = format!("If-None-Match: {tag}\r\nIf-Modified-Since: {date}\r\n");
    let ask = async || {
        let mut stream = TcpStream::connect(service.at.address).await.unwrap();
        let head = format!("GET /en/group.ics HTTP/1.0\r\n{fields}\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let answer = ask().await;
    assert!(answer.contains(" 304 "), "{answer}");
    place.write(&session(&["a@11"]));
    service.at.shows("11").await;
    let answer = ask().await;
    assert!(
        answer.starts_with("HTTP/1.0 200 "),
        "newer than what was published tomorrow: {answer}"
    );
    assert!(answer.contains("SEQUENCE:1\r\n"), "{answer}");
    let stamp = (tomorrow + TimeDelta::seconds(1)).format("LAST-MODIFIED:%Y%m%dT%H%M%SZ\r\n");
    assert!(answer.contains(&stamp.to_string()), "{stamp} is not in {answer}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_that_was_moved_away_is_missed_and_not_forked() {
    let place = Place::with(&["a@10"]);
    let service = Running::start(&place.settings()).await;
    service.at.shows("10").await;
    let before = service.at.feed().await;
    let moved = format!("{}.moved", place.database());
    fs::rename(place.database(), &moved).unwrap();
    service.at.tells("the ledger is out of reach").await;
    place.write(&session(&["a@11"]));
    let trouble = service.at.tells("could not be published").await;
    assert!(trouble.contains("is not there any more"), "{trouble}");
    assert_eq!(service.at.feed().await, before);

    // Another file in its place is not taken for it.
    fs::copy(&moved, place.database()).unwrap();
    service.at.tells("another file was put in the place of").await;
    assert_eq!(service.at.feed().await, before);

    fs::rename(&moved, place.database()).unwrap();
    service.at.shows("11").await;
    service.at.is_well().await;
    service.end().await;
}

/// Requests on many connections for as long as the server takes them; how many were answered, and
/// how many that had been sent were not.
async fn load(service: &Process, ended: &Arc<AtomicBool>) -> (usize, usize) {
    let (answered, cut) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let clients = (0..16).map(|client| {
        let (answered, cut) = (Arc::clone(&answered), Arc::clone(&cut));
        let (ended, address) = (Arc::clone(ended), service.at.address);
        tokio::spawn(async move {
            for request in 0.. {
                // A connection that the server had not accepted is no request of its.
                let Ok(mut stream) = TcpStream::connect(address).await else { return };
                let target =
                    format!("/en/group.ics?alarm={}m", 1 + (client * 977 + request) % 5000);
                let head = format!("GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                if stream.write_all(head.as_bytes()).await.is_err() {
                    return;
                }
                let mut answer = String::new();
                let read = stream.read_to_string(&mut answer).await;
                let is_whole =
                    answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("END:VCALENDAR\r\n");
                if is_whole {
                    answered.fetch_add(1, Ordering::Relaxed);
                } else if !(ended.load(Ordering::Relaxed) && answer.is_empty() && read.is_err()) {
                    // Nothing at all and a reset at the end is a connection that nobody accepted.
                    cut.fetch_add(1, Ordering::Relaxed);
                    eprintln!("cut: {read:?} {answer:?}");
                }
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
    (answered.load(Ordering::Relaxed), cut.load(Ordering::Relaxed))
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_under_load_cuts_no_request() {
    let place = Place::with(&["a@10"]);
    let mut service = Process::start(&mut plenary(&place, "serve"));
    service.at.shows("10").await;
    let ended = Arc::new(AtomicBool::new(false));
    let (told, id) = (Arc::clone(&ended), service.id().to_string());
    let term = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(1)).await;
        told.store(true, Ordering::Relaxed);
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    });
    let (answered, cut) = load(&service, &ended).await;
    term.await.unwrap();
    assert!(service.ended().success(), "{}", service.log());
    assert!(answered > 100, "{answered} requests were answered");
    assert_eq!(cut, 0, "requests were cut, {answered} were answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn sigkill_under_load_loses_nothing_that_was_published() {
    let place = Place::with(&["a@10"]);
    let mut service = Process::start(&mut plenary(&place, "serve"));
    service.at.shows("10").await;
    let ended = Arc::new(AtomicBool::new(false));
    let killing = async {
        // It is published while requests are answered, and killed while others are.
        tokio::time::sleep(Duration::from_millis(500)).await;
        place.write(&session(&["a@11"]));
        service.at.shows("11").await;
        let before = service.at.feed().await;
        ended.store(true, Ordering::Relaxed);
        service.signal("-KILL");
        before
    };
    let ((answered, cut), before) = tokio::join!(load(&service, &ended), killing);
    assert!(!service.ended().success());
    eprintln!("{answered} requests were answered, {cut} were cut, before the kill");
    assert!(answered > 100, "{answered} requests were answered");
    let again = Process::start(&mut plenary(&place, "serve"));
    assert_eq!(again.at.feed().await, before, "the same octets and tag, at once");
    again.at.is_well().await;
}
