//! The contract that every backend of the ledger keeps.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use plenary::ledger::{Backend, LedgerError, Postgres, Sqlite};
use plenary::publication::{LedgerState, Publication, revert};
use plenary::publisher::{PublishError, Publisher};
use support::cluster::Cluster;
use support::{Desk, KEEP, programmes, session, slot, time};

/// Three publications with everything that a publication can hold.
fn publications() -> Vec<Publication> {
    let mut desk = Desk::new();
    let slots =
        vec![slot("a", "2023-03-06 10:00", "threats"), slot("b", "2023-03-06 15:00", "norms law")];
    let mut first = desk.publish(slots.clone()).unwrap();
    first.note = Some("première – «é» 漢".to_owned());
    let second = desk.publish(slots[1..].to_vec()).unwrap();
    desk.now = time("2024-01-01T00:00:00Z");
    let third = desk.publish(slots[1..].to_vec()).unwrap();
    assert!(third.horizon.is_some());
    let fourth = revert(&desk.state, 1, desk.now).unwrap().unwrap();
    vec![first, second, third, fourth]
}

/// What every backend has to do. `open` opens the same, at first empty, ledger each time.
async fn contract<F: Future<Output = Box<dyn Backend>>>(open: impl Fn() -> F) {
    let ledger = open().await;
    let publications = publications();
    assert!(ledger.read(0).await.unwrap().is_empty());

    for publication in &publications {
        ledger.append(publication).await.unwrap();
    }
    let read = ledger.read(0).await.unwrap();
    assert_eq!(ordered(read.clone()), ordered(publications.clone()), "what was written is read");
    assert_eq!(read[1..], ledger.read(1).await.unwrap());
    assert!(ledger.read(4).await.unwrap().is_empty());

    // Another opening of the same ledger sees the same and follows on.
    let other = open().await;
    assert_eq!(other.read(0).await.unwrap(), read);
    for number in [1, 4, 6] {
        let taken = Publication { number, ..publications[2].clone() };
        let error = other.append(&taken).await.unwrap_err();
        assert!(matches!(error, LedgerError::Conflict { number: n } if n == number), "{error}");
    }
    assert_eq!(ledger.read(0).await.unwrap(), read, "a refused publication leaves nothing");

    // A publication that is refused half-way, here for a SEQUENCE that was given, leaves nothing.
    let mut fork = Publication { number: 5, ..publications[0].clone() };
    fork.at = publications[3].at + Duration::from_secs(1);
    let error = ledger.append(&fork).await.unwrap_err();
    assert!(matches!(error, LedgerError::Unavailable { .. }), "{error}");
    assert_eq!(ledger.read(0).await.unwrap(), read);
}

/// Backends keep no order within a publication.
fn ordered(mut publications: Vec<Publication>) -> Vec<Publication> {
    for publication in &mut publications {
        publication.events.sort_by_key(|event| event.uid);
    }
    publications
}

/// Many publishers at once give a sequence of publications, never a fork.
async fn publishers_are_serialised<F: Future<Output = Box<dyn Backend>>>(open: impl Fn() -> F) {
    let mut tasks = Vec::new();
    for number in 0..4 {
        let publisher = Publisher::open(open().await, KEEP).await.unwrap();
        tasks.push(tokio::spawn(async move {
            let mut count = 0;
            for round in 0..5 {
                let name = format!("s{number}-{round}");
                let slots = vec![slot(&name, "2023-03-06 10:00", "threats")];
                let wanted = [programmes(vec![session("4", slots)])];
                let now = time("2023-01-01T00:00:00Z");
                match publisher.publish(&wanted, None, now).await {
                    Ok(Some(_)) => count += 1,
                    Ok(None) => panic!("every round differs from the others"),
                    Err(PublishError::Ledger(LedgerError::Conflict { .. })) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            count
        }));
    }
    let mut published = 0;
    for task in tasks {
        published += task.await.unwrap();
    }
    let mut state = LedgerState::new();
    for publication in open().await.read(0).await.unwrap() {
        state.apply(&publication).unwrap();
    }
    assert_eq!(state.head(), published);
    assert!(published > 0);
}

/// A writer elsewhere is noticed.
async fn news_arrive<F: Future<Output = Box<dyn Backend>>>(open: impl Fn() -> F) {
    let reader = Arc::new(open().await);
    let waiting = tokio::spawn({
        let reader = Arc::clone(&reader);
        async move {
            while reader.read(0).await.unwrap().is_empty() {
                reader.wait().await.unwrap();
            }
        }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    open().await.append(&publications()[0]).await.unwrap();
    tokio::time::timeout(Duration::from_secs(5), waiting).await.expect("the news").unwrap();
}

async fn sqlite(path: &Path) -> Box<dyn Backend> {
    Box::new(Sqlite::open(path).await.unwrap())
}

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    contract(|| sqlite(&path)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_serialises_publishers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    publishers_are_serialised(|| sqlite(&path)).await;
}

#[tokio::test]
async fn sqlite_tells_of_news() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    news_arrive(|| sqlite(&path)).await;
}

#[tokio::test]
async fn sqlite_refuses_what_it_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let open = |name: &str| {
        let path = folder.path().join(name);
        async move { Sqlite::open(&path).await.err().map(|error| error.to_string()) }
    };
    drop(sqlite(&folder.path().join("newer.db")).await);
    let newer = rusqlite::Connection::open(folder.path().join("newer.db")).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    let error = open("newer.db").await.unwrap();
    assert!(error.contains("schema 99") && error.contains("newer"), "{error}");

    let foreign = rusqlite::Connection::open(folder.path().join("foreign.db")).unwrap();
    foreign.execute_batch("CREATE TABLE mine (x)").unwrap();
    let error = open("foreign.db").await.unwrap();
    assert!(error.contains("no ledger of Plenary"), "{error}");

    std::fs::write(folder.path().join("text.db"), "this is no database, but a text".repeat(99))
        .unwrap();
    let error = open("text.db").await.unwrap();
    assert!(error.contains("no ledger of Plenary"), "{error}");

    let error = open("no/such/folder.db").await.unwrap();
    assert!(error.contains("cannot be opened"), "{error}");
}

#[tokio::test]
async fn nothing_can_be_erased_from_a_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let ledger = sqlite(&path).await;
    for publication in publications() {
        ledger.append(&publication).await.unwrap();
    }
    let connection = rusqlite::Connection::open(&path).unwrap();
    for attempt in [
        "DELETE FROM revision",
        "DELETE FROM publication",
        "UPDATE revision SET content = ''",
        "UPDATE publication SET at = 0",
    ] {
        let error = connection.execute(attempt, []).unwrap_err().to_string();
        assert!(error.contains("append-only"), "{attempt}: {error}");
    }
}

async fn postgres(address: &str) -> Box<dyn Backend> {
    Box::new(Postgres::open(address).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_keeps_the_contract() {
    let Some(cluster) = Cluster::start("the ledger's contract on PostgreSQL") else {
        return;
    };
    let address = cluster.database("contract");
    contract(|| postgres(&address)).await;
    let address = cluster.database("publishers");
    publishers_are_serialised(|| postgres(&address)).await;
    let address = cluster.database("news");
    news_arrive(|| postgres(&address)).await;

    let address = cluster.database("newer");
    drop(postgres(&address).await);
    let (client, connection) =
        tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute("UPDATE plenary_schema SET version = 99").await.unwrap();
    let error = Postgres::open(&address).await.err().unwrap().to_string();
    assert!(error.contains("schema 99") && error.contains("newer"), "{error}");
    for attempt in ["DELETE FROM plenary_revision", "TRUNCATE plenary_publication CASCADE"] {
        let error = client.batch_execute(attempt).await.unwrap_err();
        let words = error.as_db_error().unwrap().message();
        assert!(words.contains("append-only"), "{attempt}: {words}");
    }
}

#[tokio::test]
async fn an_address_with_a_slip_is_refused_without_its_password() {
    for address in ["mysql://u:s3cret@h/db", "postgres//u:s3cret@h/db", "http://h/plenary.db"] {
        let error = plenary::ledger::open(address).await.err().unwrap().to_string();
        assert!(error.contains("postgres://user@host/database"), "{error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
    // Schemes are the same in capitals (RFC 3986, section 3.1).
    let address = "Postgres://u:s3cret@127.0.0.1:1/db";
    let error = plenary::ledger::open(address).await.err().unwrap().to_string();
    assert!(error.contains("u:...@127.0.0.1:1"), "{error}");
}

/// Every feed of a ledger in every format, octet for octet.
async fn octets(publisher: &Publisher) -> Vec<Vec<u8>> {
    let snapshot = plenary::snapshot::Snapshot::new(&publisher.state().await);
    let site = plenary::render::Site::at("https://plenary.example/".parse().unwrap());
    let mut octets = Vec::new();
    for path in ["/fr/group", "/en/group/sessions/4", "/fr/group/topics/threats"] {
        let query = plenary::query::FeedQuery::parse(&snapshot, path, "").unwrap();
        for format in plenary::render::Format::ALL {
            let rendered = plenary::render::render(&snapshot, &query, format, &site).unwrap();
            octets.push(rendered.octets);
        }
    }
    octets
}

/// Moves a ledger from one backend to another through JSON lines.
async fn moved(from: &Publisher, to: Box<dyn Backend>) -> Publisher {
    let text = plenary::ledger::export(&from.publications().await.unwrap()).unwrap();
    let publications = plenary::ledger::import(&text).unwrap();
    let to = Publisher::open(to, KEEP).await.unwrap();
    assert_eq!(to.import(&publications).await.unwrap(), publications.len());
    assert_eq!(to.import(&publications).await.unwrap(), 0, "an import can be run again");
    let again = plenary::ledger::export(&to.publications().await.unwrap()).unwrap();
    assert_eq!(again, text);
    to
}

async fn filled(path: &Path) -> Publisher {
    let ledger = sqlite(path).await;
    for publication in publications() {
        ledger.append(&publication).await.unwrap();
    }
    Publisher::open(ledger, KEEP).await.unwrap()
}

#[tokio::test]
async fn a_ledger_moves_between_files_without_an_octet_changing() {
    let folder = tempfile::tempdir().unwrap();
    let from = filled(&folder.path().join("a.db")).await;
    let to = moved(&from, sqlite(&folder.path().join("b.db")).await).await;
    assert_eq!(octets(&to).await, octets(&from).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_moves_to_postgres_and_back_without_an_octet_changing() {
    let Some(cluster) = Cluster::start("moving a ledger to PostgreSQL and back") else { return };
    let folder = tempfile::tempdir().unwrap();
    let from = filled(&folder.path().join("a.db")).await;
    let there = moved(&from, postgres(&cluster.database("moved")).await).await;
    assert_eq!(octets(&there).await, octets(&from).await);
    let back = moved(&there, sqlite(&folder.path().join("b.db")).await).await;
    assert_eq!(octets(&back).await, octets(&from).await);
}

#[tokio::test]
async fn an_export_that_is_not_whole_or_of_another_ledger_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let from = filled(&folder.path().join("a.db")).await;
    let text = plenary::ledger::export(&from.publications().await.unwrap()).unwrap();
    let cut = text.lines().take(3).collect::<Vec<_>>().join("\n");
    for (damaged, rule) in [
        (cut.as_str(), "it was cut"),
        ("", "it is empty"),
        ("{\"some\":1}", "it has to say what it is"),
        (&*text.replacen("\"number\":2", "\"number\":3", 1), "does not follow"),
    ] {
        let error = plenary::ledger::import(damaged).unwrap_err().to_string();
        assert!(error.contains(rule), "{error}");
    }
    let shorter = &from.publications().await.unwrap()[..2];
    let error = from.import(shorter).await.unwrap_err();
    assert!(matches!(error, PublishError::Foreign { number: 3 }), "{error}");
}
