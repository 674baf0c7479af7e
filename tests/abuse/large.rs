//! Many large feeds, each of them another one.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use plenary::ledger;
use plenary::publisher::Publisher;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::benches;
use crate::beside::Abused;
use crate::place::Place;

/// How many octets may be kept, in MiB.
const CACHE: u64 = 16;
/// Those, and as many again of events that feeds are joined from.
const KEPT: u64 = (2 * CACHE) << 20;

/// What the feeds that are being made may take beside: each as text, as octets and in the window of
/// the coding, some 30 MB. Optimised, four are made in the second that passes until the memory of one
/// is given back; else two.
const IN_THE_MAKING: u64 = if cfg!(debug_assertions) { 64 << 20 } else { 128 << 20 };
/// How long the clients of the flood wait. Without optimisation one such feed takes as long.
const PATIENCE: Duration = Duration::from_secs(10);

/// A ledger with so many events, whose texts are real, and no programmes.
async fn place(events: usize) -> Place {
    let place = Place::empty();
    let publisher =
        Publisher::open(ledger::open(&place.database()).await.unwrap(), benches::KEEP).await;
    let programmes = [benches::programmes(events)];
    publisher.unwrap().publish(&programmes, None, benches::now()).await.unwrap();
    place
}

/// What came of a request: its status, 0 for none.
async fn ask(address: SocketAddr, target: &str, coding: &str) -> (u16, Vec<u8>) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "GET {target} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: {coding}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer).await {
        Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("{error}"),
        _ => {}
    }
    let line = String::from_utf8_lossy(&answer[..answer.len().min(12)]).into_owned();
    (line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0), answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_large_feeds_at_once_delay_nobody_and_are_made_within_bounds() {
    let began = Instant::now();
    let cache = CACHE.to_string();
    let targets = ["/fr/oewg-ict/sessions/1.ics", "/fr/oewg-ict.ics"];
    let settings = [("PLENARY_CACHE_MIB", cache.as_str())];
    let abused = Abused::at(place(5000).await, &targets, &settings).await;
    let address = abused.address();
    let (_, whole) = ask(address, targets[1], "identity").await;
    eprintln!("5000 events, {} octets, were there after {:?}", whole.len(), began.elapsed());
    let began = Instant::now();
    let statuses = abused
        .beside(50, async {
            let clients = (1..=40).map(|minutes| {
                let target = format!("/fr/oewg-ict.ics?alarm={minutes}m");
                tokio::spawn(async move {
                    // Nobody waits for ever.
                    timeout(PATIENCE, ask(address, &target, "br")).await
                })
            });
            let mut statuses = Vec::new();
            for client in clients.collect::<Vec<_>>() {
                statuses.push(client.await.unwrap().map(|(status, answer)| {
                    let head =
                        String::from_utf8_lossy(&answer[..answer.len().min(1000)]).to_lowercase();
                    assert_eq!(status == 503, head.contains("retry-after: "), "{head}");
                    status
                }));
            }
            statuses
        })
        .await;
    let count = |wanted| statuses.iter().filter(|status| **status == Ok(wanted)).count();
    let (made, refused) = (count(200), count(503));
    let given_up = statuses.iter().filter(|status| status.is_err()).count();
    eprintln!("{made} made, {refused} refused, {given_up} given up, in {:?}", began.elapsed());
    assert_eq!(made + refused + given_up, 40, "{statuses:?}");
    abused.had_at_most(KEPT + IN_THE_MAKING);
    abused.rests(KEPT + (16 << 20)).await;
}
