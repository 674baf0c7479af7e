//! What publishing costs: one change in bodies of 10 to 10,000 slots, and start-up with 10,000
//! events.
//!
//! `cargo bench --bench publishing`. The body has sessions of 50 slots, each slot with the texts
//! of a real one.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark stops where it fails")]

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

use chrono::{Days, NaiveDate, Utc};
use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use plenary::ledger::{Sqlite, open};
use plenary::programme::{self, Reader, Sources};
use plenary::publisher::Publisher;
use plenary::snapshot::Snapshot;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const SLOTS_PER_SESSION: usize = 50;
const KEEP: Days = Days::new(30);

const BODY: &str = r#"
name.fr = "Groupe de travail"
short_name.fr = "GT"
languages = ["fr"]
time_zone = "America/New_York"
venue.fr = "New York"
uid_namespace = "f4d6a6e4-1855-566a-8158-5a66d051979f"
[[topics]]
id = "norms"
name.fr = "Normes"
"#;

/// The programme of one session; `room` is where its first slot is.
fn session(number: usize, slots: usize, room: &str) -> String {
    let start = NaiveDate::from_ymd_opt(2023, 1, 2).unwrap() + Days::new(30 * number as u64);
    let end = start + Days::new(29);
    let mut text = format!(
        "name.fr = \"Session {number}\"\nstart = {start}\nend = {end}\nstatus = \"provisional\"\n"
    );
    for slot in 0..slots {
        let date = start + Days::new(slot as u64 / 2);
        let (from, to) = if slot % 2 == 0 { ("10:00", "13:00") } else { ("15:00", "18:00") };
        let room = if slot == 0 { room } else { "Salle 4" };
        write!(
            text,
            "[[slots]]\nid = \"s{slot}\"\ndate = {date}\nstart = \"{from}\"\nend = \"{to}\"\n\
             room.fr = \"{room}\"\n[[slots.entries]]\nheading.fr = \"Poursuite de l’élaboration \
             des règles, normes et principes de comportement responsable des États\"\n\
             topics = [\"norms\"]\nfocus.fr = \"Discussion ciblée sur la liste non exhaustive de \
             propositions figurant dans le résumé établi par le Président\"\nquestions = [\n\
             {{ fr = \"Y a-t-il des propositions de mise à jour ou d’allongement de cette liste, à \
             la lumière des nouvelles discussions tenues depuis lors ?\" }},\n\
             {{ fr = \"Lesquelles de ces propositions devraient être étoffées afin d’être \
             intégrées dans les futurs rapports d’activité annuels ?\" }},\n]\n"
        )
        .unwrap();
    }
    text
}

fn write_session(feeds: &Path, number: usize, slots: usize, room: &str) {
    let path = feeds.join(format!("group/sessions/{number}.toml"));
    std::fs::write(path, session(number, slots, room)).unwrap();
}

/// A folder with programmes of so many slots in all.
fn feeds(slots: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("group/sessions")).unwrap();
    std::fs::write(folder.path().join("group/body.toml"), BODY).unwrap();
    for number in 0..slots.div_ceil(SLOTS_PER_SESSION) {
        let rest = slots - number * SLOTS_PER_SESSION;
        write_session(folder.path(), number, rest.min(SLOTS_PER_SESSION), "Salle 4");
    }
    folder
}

fn publish(
    runtime: &Runtime,
    publisher: &Publisher,
    reader: &mut Reader,
    feeds: &Path,
) -> Snapshot {
    runtime.block_on(async {
        let checked = reader.validate(Sources::load(feeds)).unwrap();
        publisher.publish(&checked.programmes, None, Utc::now()).await.unwrap().unwrap();
        Snapshot::new(&publisher.state().await)
    })
}

fn one_change(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let mut group = criterion.benchmark_group("publish one change");
    group.sample_size(10);
    for slots in [10, 100, 1_000, 10_000] {
        let feeds = feeds(slots);
        let database = feeds.path().join("plenary.db");
        let publisher = runtime.block_on(async {
            let backend = open(database.to_str().unwrap()).await.unwrap();
            Publisher::open(backend, KEEP).await.unwrap()
        });
        let mut reader = Reader::new();
        publish(&runtime, &publisher, &mut reader, feeds.path());
        let mut room = 0;
        group.bench_function(BenchmarkId::from_parameter(slots), |bencher| {
            bencher.iter_batched(
                || {
                    room += 1;
                    let in_first = slots.min(SLOTS_PER_SESSION);
                    write_session(feeds.path(), 0, in_first, &format!("Salle {room}"));
                },
                |()| black_box(publish(&runtime, &publisher, &mut reader, feeds.path())),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn start_up(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let feeds = feeds(10_000);
    let database = feeds.path().join("plenary.db");
    let backend = || async { Box::new(Sqlite::open(&database).await.unwrap()) };
    runtime.block_on(async {
        let publisher = Publisher::open(backend().await, KEEP).await.unwrap();
        let checked = programme::read(feeds.path()).unwrap();
        publisher.publish(&checked.programmes, None, Utc::now()).await.unwrap().unwrap();
    });
    let mut group = criterion.benchmark_group("start up");
    group.sample_size(10);
    group.bench_function("10,000 events", |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let publisher = Publisher::open(backend().await, KEEP).await.unwrap();
                black_box(Snapshot::new(&publisher.state().await))
            })
        });
    });
    group.finish();
}

criterion_group!(benches, one_change, start_up);
criterion_main!(benches);
