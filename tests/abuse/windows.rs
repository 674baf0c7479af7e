//! Clients of HTTP/2 that stay, and take nothing.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::beside::{Abused, larger};
use crate::frames::{ACK, PING, PREFACE, SETTINGS, frame, request, take};

/// `SETTINGS_INITIAL_WINDOW_SIZE` of 0 (RFC 9113, section 6.5.2).
const NO_WINDOW: &[u8] = &[0, 4, 0, 0, 0, 0];

/// Begins with these settings and requests; then answers all that a client has to, and sends a PING
/// now and then. How long it takes until the server ends that; `None` if it goes on for so long.
async fn converse(
    address: SocketAddr,
    settings: &'static [u8],
    requests: Vec<u8>,
    most: Duration,
) -> Option<Duration> {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    write.write_all(PREFACE).await.unwrap();
    write.write_all(&frame(SETTINGS, 0, 0, settings)).await.unwrap();
    write.write_all(&requests).await.unwrap();
    let began = Instant::now();
    let mut octets = Vec::new();
    let conversing = async {
        loop {
            tokio::select! {
                read = read.read_buf(&mut octets) => if !matches!(read, Ok(1..)) { return },
                () = sleep(Duration::from_millis(200)) => {
                    // Whether it is taken, reading will tell.
                    let _ = write.write_all(&frame(PING, 0, 0, &[7; 8])).await;
                }
            }
            while let Some((kind, flags, content)) = take(&mut octets) {
                if [PING, SETTINGS].contains(&kind) && flags & ACK == 0 {
                    let answer = if kind == PING { content } else { Vec::new() };
                    let _ = write.write_all(&frame(kind, ACK, 0, &answer)).await;
                }
            }
        }
    };
    timeout(most, conversing).await.ok().map(|()| began.elapsed())
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_without_a_window_hold_little_and_are_ended() {
    let settings = [
        ("PLENARY_CACHE_MIB", "4"),
        ("PLENARY_WRITE_TIMEOUT", "2"),
        ("PLENARY_IDLE_TIMEOUT", "60"),
    ];
    let abused = Abused::at(larger(30_000), &["/en/group.ics"], &settings).await;
    let octets = abused.service.at.feed().await.text.len();
    assert!((30_000..60_000).contains(&octets), "{octets} octets");
    let most = Duration::from_secs(20);
    let ends = abused
        .beside(50, async {
            let clients = (0..20).map(|client| {
                let target = |stream| format!("/en/group.ics?alarm={}m", client * 100 + stream);
                let requests = (0..100).flat_map(|n| request(n * 2 + 1, &target(n))).collect();
                tokio::spawn(converse(abused.address(), NO_WINDOW, requests, most))
            });
            let mut ends = Vec::new();
            for client in clients.collect::<Vec<_>>() {
                ends.push(client.await.unwrap());
            }
            ends
        })
        .await;
    eprintln!("streams without a window: ended after {:?}", ends.iter().max());
    // The cache, as much again of events, and 12 KiB for each of 2000 streams without their content.
    abused.had_at_most((2 * 4 + 24) << 20);
    assert!(ends.iter().all(Option::is_some), "connections go on after {most:?}");
    abused.rests(16 << 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_asks_nothing_is_ended_though_it_pings() {
    let times = [("PLENARY_HEAD_TIMEOUT", "1"), ("PLENARY_IDLE_TIMEOUT", "1")];
    let abused = Abused::start(&times).await;
    for requests in [Vec::new(), request(1, "/en/group.ics")] {
        let asked = requests.len();
        let end = converse(abused.address(), &[], requests, Duration::from_secs(10)).await;
        eprintln!("pings alone after {asked} octets of requests: ended after {end:?}");
        assert!(end.is_some_and(|end| end >= Duration::from_secs(1)), "{end:?}");
    }
}
