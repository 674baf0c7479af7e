//! A publisher that is killed at any moment leaves the old publication or the new one.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{Days, Utc};
use plenary::ledger::{self, LedgerError};
use plenary::model::{Programmes, Slot};
use plenary::programme::{Sources, validate};
use plenary::publication::{LedgerState, reconcile};
use plenary::publisher::Publisher;

use crate::cluster::Cluster;
use crate::place::Place;

/// Where the publisher that is to be killed publishes.
const LEDGER: &str = "PLENARY_TEST_KILLED_LEDGER";
const KEEP: Days = Days::new(30);
/// So many kills on one ledger, which gets longer with each; then a new one.
const KILLS_PER_LEDGER: u32 = 8;

/// Two versions of a programme of 200 slots that differ in every slot.
fn versions() -> [Vec<Programmes>; 2] {
    ["a@10", "a@11"].map(|slot| {
        let place = Place::with(&[slot]);
        let mut programmes = validate(&Sources::load(&place.feeds())).unwrap().programmes;
        let session = std::sync::Arc::make_mut(&mut programmes[0].sessions[0]);
        let slots = &mut session.slots;
        let one = slots.remove(0);
        slots
            .extend((0..200).map(|n| Slot { id: format!("s{n}").parse().unwrap(), ..one.clone() }));
        programmes
    })
}

/// No test by itself: the publisher that is killed. It is this test in a process of its own.
#[tokio::test]
async fn publishes_one_version_after_the_other_if_it_is_told_where() {
    let Ok(database) = std::env::var(LEDGER) else { return };
    let versions = versions();
    let publisher = Publisher::open(ledger::open(&database).await.unwrap(), KEEP).await.unwrap();
    eprintln!("begun");
    for round in publisher.head().await.. {
        let version = &versions[usize::from(!round.is_multiple_of(2))];
        publisher.publish(version, None, Utc::now()).await.unwrap();
    }
}

/// What is known of a ledger whose publishers are killed.
struct Witness {
    database: String,
    versions: [Vec<Programmes>; 2],
    state: LedgerState,
}

impl Witness {
    fn new(database: String) -> Self {
        Self { database, versions: versions(), state: LedgerState::new() }
    }

    /// Lets a publisher begin and kills it after a while.
    fn kill_after(&self, time: Duration) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--nocapture"])
            .arg("killed::publishes_one_version_after_the_other_if_it_is_told_where")
            .env(LEDGER, &self.database)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        assert_eq!(line, "begun\n");
        std::thread::sleep(time);
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert!(!status.success(), "it was killed");
    }

    /// Reads on as one who comes new, and holds every publication against the versions.
    async fn read(&mut self) {
        let backend = ledger::open(&self.database).await.unwrap();
        for publication in backend.read(self.state.head()).await.unwrap() {
            self.state.apply(&publication).unwrap();
            let version = usize::from(self.state.head().is_multiple_of(2));
            let missing = reconcile(&self.state, &self.versions[version], Utc::now(), KEEP);
            assert_eq!(missing.unwrap(), None, "publication {} is whole", self.state.head());
            assert_eq!(publication.events.len(), 200);
        }
    }

    /// Publishes what comes next.
    async fn publish(&mut self) {
        let backend = ledger::open(&self.database).await.unwrap();
        loop {
            let version = usize::from(!self.state.head().is_multiple_of(2));
            let next = reconcile(&self.state, &self.versions[version], Utc::now(), KEEP);
            match backend.append(&next.unwrap().unwrap()).await {
                Ok(()) => return self.read().await,
                // A server may still be at the last word of a client that is no more.
                Err(LedgerError::Conflict { .. }) => self.read().await,
                Err(error) => panic!("{error}"),
            }
        }
    }
}

/// Numbers that nobody foresees, and that a failed test can be run again with.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let now = Utc::now().timestamp_micros().unsigned_abs();
        let seed = std::env::var("PLENARY_TEST_SEED").map(|seed| seed.parse().unwrap());
        let seed = seed.unwrap_or(now);
        eprintln!("PLENARY_TEST_SEED={seed}");
        Self(seed)
    }

    /// A part of a time (`SplitMix64`).
    fn part_of(&mut self, time: Duration) -> Duration {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        time * u32::try_from(mixed >> 44).unwrap() / (1 << 20)
    }
}

async fn kill(kills: u32, mut database: impl FnMut(u32) -> String) {
    let mut chance = Chance::new();
    let (mut before, mut after) = (0, 0);
    for ledger in 0..kills.div_ceil(KILLS_PER_LEDGER) {
        let mut witness = Witness::new(database(ledger));
        witness.publish().await;
        let began = Instant::now();
        witness.publish().await;
        // Two publications' time: kills fall before, in and after one.
        let time = began.elapsed() * 2;
        for _ in 0..KILLS_PER_LEDGER {
            let head = witness.state.head();
            witness.kill_after(chance.part_of(time));
            witness.read().await;
            let made = witness.state.head() - head;
            (before, after) = if made == 0 { (before + 1, after) } else { (before, after + 1) };
            if made.is_multiple_of(2) {
                witness.publish().await;
            }
        }
        witness.publish().await;
    }
    eprintln!("killed before the first publication: {before}, after: {after}");
    assert!(before > 0 && after > 0, "kills fall on both sides of a publication");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publisher_that_is_killed_leaves_a_whole_ledger_in_sqlite() {
    let folder = Place::empty();
    kill(200, |n| folder.folder.path().join(format!("{n}.db")).display().to_string()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publisher_that_is_killed_leaves_a_whole_ledger_in_postgresql() {
    let Some(cluster) = Cluster::start("killed publishers on PostgreSQL") else { return };
    let kills = if std::env::var_os("PLENARY_TEST_EVERYTHING").is_some() { 200 } else { 48 };
    kill(kills, |n| cluster.database(&format!("killed{n}"))).await;
}
