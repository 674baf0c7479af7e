//! A server under abuse, and the normal client beside it.

use std::cell::Cell;
use std::fs;
use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::handshake;
use crate::place::Place;
use crate::process::{Process, plenary};

/// How late an answer to the normal client may be at the 99th percentile: what is promised, where
/// the tests are optimised as the program is. Without, and beside other tests, ten times that.
const LATE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 1000 } else { 100 });

/// Programmes whose feed has more than so many octets.
pub(crate) fn larger(octets: usize) -> Place {
    let place = Place::empty();
    let slots: Vec<String> = (1..=20).map(|hour| format!("s{hour}@{hour:02}")).collect();
    place.fill(&slots.iter().map(String::as_str).collect::<Vec<_>>());
    let text = fs::read_to_string(place.file()).unwrap();
    let focus = format!("\nfocus.en = \"{}\"\ntopics", "a word ".repeat(octets / 20 / 7) + "more");
    place.write(&text.replace("\ntopics", &focus));
    place
}

/// A server under abuse.
pub(crate) struct Abused {
    pub(crate) service: Process,
    /// What the normal client asks for in turn. All of it was asked for before the abuse.
    targets: Vec<&'static str>,
    is_secure: bool,
    _place: Place,
    rest: u64,
}

impl Abused {
    /// A server with these settings, as in `("PLENARY_MAX_CONNECTIONS", "50")`.
    pub(crate) async fn start(settings: &[(&str, &str)]) -> Self {
        Self::at(Place::with(&["a@10", "b@11"]), &["/en/group.ics"], settings).await
    }

    /// The same with programmes or a ledger of the test's own, and what is asked for of them.
    pub(crate) async fn at(
        place: Place,
        targets: &[&'static str],
        settings: &[(&str, &str)],
    ) -> Self {
        // Thousands of connections have two ends each.
        let id = std::process::id().to_string();
        let raised = Command::new("prlimit").args(["--pid", &id, "--nofile=16384:"]).status();
        assert!(raised.is_ok_and(|status| status.success()), "16384 open files are needed");
        let mut serve = plenary(&place, "serve");
        serve.envs(settings.iter().copied());
        let service = Process::start(&mut serve);
        let is_secure = settings.iter().any(|(name, _)| *name == "PLENARY_TLS_CERT");
        let targets = targets.to_vec();
        let mut abused = Self { service, targets, is_secure, _place: place, rest: 0 };
        let began = Instant::now();
        while abused.get(abused.targets[0]).await != 200 {
            assert!(began.elapsed() < Duration::from_secs(30), "nothing is published");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        for number in 0..100 {
            abused.ask(number).await;
        }
        // What starting took is not given back at once; as rest it would hide what abuse leaves.
        let began = Instant::now();
        abused.rest = abused.memory();
        while began.elapsed() < Duration::from_secs(1) {
            abused.ask(0).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
            abused.rest = abused.rest.min(abused.memory());
        }
        // From here on the most that it ever has is noted anew (proc(5)).
        fs::write(format!("/proc/{}/clear_refs", abused.service.id()), "5").unwrap();
        abused
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.service.at.address
    }

    /// One request of the normal client, on a connection of its own.
    async fn ask(&self, number: usize) -> Duration {
        let began = Instant::now();
        let target = self.targets[number % self.targets.len()];
        assert_eq!(self.get(target).await, 200, "{target}");
        began.elapsed()
    }

    /// The status of the answer to a GET, once all of it is there.
    pub(crate) async fn get(&self, target: &str) -> u16 {
        if self.is_secure {
            get(handshake::connect(self.address(), &[]).await, target).await
        } else {
            get(TcpStream::connect(self.address()).await.unwrap(), target).await
        }
    }

    /// Lets the normal client ask while `abuse` goes on, at least so often; holds that it is
    /// answered in time. Gives what came of the abuse.
    pub(crate) async fn beside<T>(&self, least: usize, abuse: impl Future<Output = T>) -> T {
        let (mut times, is_over) = (Vec::new(), Cell::new(false));
        let asking = async {
            // The one that is under way at the end counts with all of its time.
            while !is_over.get() {
                times.push(self.ask(times.len()).await);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let abuse = async {
            let outcome = abuse.await;
            is_over.set(true);
            outcome
        };
        let (outcome, ()) = tokio::join!(abuse, asking);
        while times.len() < least {
            times.push(self.ask(times.len()).await);
        }
        times.sort();
        let late = times[(times.len() * 99).div_ceil(100) - 1];
        let (middle, longest) = (times[times.len() / 2], times[times.len() - 1]);
        let answers = times.len();
        eprintln!("beside: {answers} answers, p50 {middle:?}, p99 {late:?}, at most {longest:?}");
        assert!(late < LATE, "p99 {late:?}");
        outcome
    }

    /// The memory that it has, in octets.
    pub(crate) fn memory(&self) -> u64 {
        self.status("VmRSS:")
    }

    /// Holds that it never had more than so many octets beyond what it had at rest.
    pub(crate) fn had_at_most(&self, beyond: u64) {
        let (most, rest) = (self.status("VmHWM:"), self.rest);
        eprintln!("memory: {} KiB at rest, {} KiB at most", rest >> 10, most >> 10);
        assert!(most <= rest + beyond, "{} KiB at rest, {} KiB at most", rest >> 10, most >> 10);
    }

    fn status(&self, name: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.service.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() << 10
    }

    /// How many files of memory it has open.
    pub(crate) fn files_of_memory(&self) -> usize {
        let open = fs::read_dir(format!("/proc/{}/fd", self.service.id())).unwrap();
        let links = open.filter_map(|file| fs::read_link(file.ok()?.path()).ok());
        links.filter(|link| link.to_string_lossy().starts_with("/memfd:")).count()
    }

    /// Waits until memory is within so many octets of what it was at rest.
    pub(crate) async fn rests(&self, within: u64) {
        let began = Instant::now();
        while self.memory() > self.rest + within {
            let (now, rest) = (self.memory() >> 10, self.rest >> 10);
            assert!(began.elapsed() < Duration::from_secs(30), "{rest} KiB at rest, still {now}");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        eprintln!("memory: {} KiB at rest, {} KiB after", self.rest >> 10, self.memory() >> 10);
    }

    /// Abuses twice, and holds that the first time leaves no more than so many octets, which the
    /// allocator keeps for the next, and the second time no more than so many others.
    pub(crate) async fn rests_each_time(
        &mut self,
        (first, second): (u64, u64),
        abuse: impl AsyncFn(&Self, u32),
    ) {
        for (round, within) in (0..).zip([first, second]) {
            abuse(self, round).await;
            self.rests(within).await;
            self.rest = self.memory();
        }
    }
}

async fn get(mut stream: impl AsyncRead + AsyncWrite + Unpin, target: &str) -> u16 {
    let head = format!(
        "GET {target} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..answer.len().min(12)])
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .expect("an answer")
}
