//! A server under abuse, and the normal client beside it.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::place::Place;
use crate::process::{Process, plenary};

/// How late an answer to the normal client may be at the 99th percentile. It is 100 ms on a machine
/// that does nothing else; these tests run beside others.
const LATE: Duration = Duration::from_secs(1);

/// A server under abuse.
pub(crate) struct Abused {
    pub(crate) service: Process,
    _place: Place,
    rest: u64,
}

impl Abused {
    /// A server with these settings, as in `("PLENARY_MAX_CONNECTIONS", "50")`.
    pub(crate) async fn start(settings: &[(&str, &str)]) -> Self {
        // Thousands of connections have two ends each.
        let id = std::process::id().to_string();
        let raised = Command::new("prlimit").args(["--pid", &id, "--nofile=16384:"]).status();
        assert!(raised.is_ok_and(|status| status.success()), "16384 open files are needed");
        let place = Place::with(&["a@10", "b@11"]);
        let mut serve = plenary(&place, "serve");
        serve.envs(settings.iter().copied());
        let service = Process::start(&mut serve);
        service.at.shows("10 11").await;
        let mut abused = Self { service, _place: place, rest: 0 };
        for _ in 0..100 {
            abused.ask().await;
        }
        abused.rest = abused.memory();
        abused
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.service.at.address
    }

    /// One request of the normal client, on a connection of its own.
    async fn ask(&self) -> Duration {
        let began = Instant::now();
        let answer = self.service.at.get("/en/group.ics").await.expect("an answer");
        assert_eq!(answer.status, 200);
        began.elapsed()
    }

    /// Lets the normal client ask while `abuse` goes on, at least so often; holds that it is
    /// answered in time. Gives what came of the abuse.
    pub(crate) async fn beside<T>(&self, least: usize, abuse: impl Future<Output = T>) -> T {
        let times = RefCell::new(Vec::new());
        let asking = async {
            loop {
                let time = self.ask().await;
                times.borrow_mut().push(time);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let outcome = tokio::select! {
            outcome = abuse => outcome,
            () = asking => panic!("it asks for ever"),
        };
        let mut times = times.into_inner();
        while times.len() < least {
            times.push(self.ask().await);
        }
        times.sort();
        let late = times[(times.len() * 99).div_ceil(100) - 1];
        let middle = times[times.len() / 2];
        eprintln!("beside: {} answers, p50 {middle:?}, p99 {late:?}", times.len());
        assert!(late < LATE, "p99 {late:?}");
        outcome
    }

    /// The memory that it has, in octets.
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.service.id()));
        let status = status.unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() << 10
    }

    /// Waits until memory is within so many octets of what it was at rest.
    pub(crate) async fn rests(&self, within: u64) {
        let began = Instant::now();
        loop {
            let (now, rest) = (self.memory(), self.rest);
            if now <= rest + within {
                eprintln!("memory: {} KiB at rest, {} KiB after", rest >> 10, now >> 10);
                return;
            }
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "{} KiB at rest, still {} KiB",
                rest >> 10,
                now >> 10
            );
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}
