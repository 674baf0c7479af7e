//! Connections that say little, nothing, or nonsense, and too many of them.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::beside::Abused;

async fn connect(address: SocketAddr) -> TcpStream {
    TcpStream::connect(address).await.unwrap()
}

/// What comes until the server ends the connection.
async fn all(stream: &mut TcpStream) -> String {
    let mut octets = Vec::new();
    // A reset is an end too.
    let _ = stream.read_to_end(&mut octets).await;
    String::from_utf8_lossy(&octets).into_owned()
}

/// Two thousand clients that send an octet a second, and are ended all the same.
async fn be_slow(abused: &Abused) {
    let mut slow = Vec::new();
    for number in 0..2000 {
        let mut stream = connect(abused.address()).await;
        // A quarter says nothing at all.
        if number % 4 > 0 {
            stream.write_all(b"GET /en/group.ics HTTP/1.1\r\nHost: a\r\nX-").await.unwrap();
        }
        slow.push(stream);
    }
    let began = Instant::now();
    // Each octet is news, the whole head is not in time all the same.
    while began.elapsed() < Duration::from_secs(4) {
        for stream in &mut slow {
            let _ = stream.try_write(b"a");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let mut ended = 0;
    for stream in &mut slow {
        let end = tokio::time::timeout(Duration::from_secs(5), all(stream)).await;
        ended += usize::from(end.is_ok());
    }
    assert_eq!(ended, 2000, "all were ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_slow_clients_are_ended_and_delay_nobody() {
    let times = [("PLENARY_HEAD_TIMEOUT", "2"), ("PLENARY_FIRST_OCTETS_TIMEOUT", "1")];
    let mut abused = Abused::start(&times).await;
    // Up to 16 KiB for each of them; not all that is kept is used again at once.
    let slowly = async |abused: &Abused, _| abused.beside(300, be_slow(abused)).await;
    abused.rests_each_time((36 << 20, 12 << 20), slowly).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_are_given_up_half_way_leave_nothing() {
    let abused = Abused::start(&[]).await;
    let address = abused.address();
    abused
        .beside(200, async {
            for _ in 0..2000 {
                let mut stream = connect(address).await;
                stream.write_all(b"GET /en/group.ics HTTP/1.1\r\nHost").await.unwrap();
                stream.set_zero_linger().unwrap();
            }
        })
        .await;
    abused.rests(8 << 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_that_never_end_are_cut_off_or_cost_little() {
    let abused = Abused::start(&[]).await;
    let address = abused.address();
    abused
        .beside(50, async {
            let clients = (0..100).map(|_| {
                tokio::spawn(async move {
                    let mut stream = connect(address).await;
                    stream
                        .write_all(b"GET /en/group.ics HTTP/1.1\r\nHost: a\r\nX: ")
                        .await
                        .unwrap();
                    // It may be cut off, or wait for room on the way.
                    let more = vec![b'a'; 400 << 10];
                    let sending = stream.write_all(&more);
                    let _ = tokio::time::timeout(Duration::from_secs(2), sending).await;
                    // Time to read what is on the way.
                    tokio::time::sleep(Duration::from_secs(2)).await;
                })
            });
            for client in clients.collect::<Vec<_>>() {
                client.await.unwrap();
            }
        })
        .await;
    abused.had_at_most(100 * (100 << 10));
    abused.rests(8 << 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_the_limit_those_that_are_there_go_on_and_others_are_refused() {
    let abused = Abused::start(&[("PLENARY_MAX_CONNECTIONS", "20")]).await;
    let address = abused.address();
    let mut kept = Vec::new();
    let request = b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";
    let answered = async |stream: &mut TcpStream| {
        stream.write_all(request).await.unwrap();
        let mut octets = [0; 1024];
        let read = stream.read(&mut octets).await.unwrap();
        octets[..read].starts_with(b"HTTP/1.1 200 ")
    };
    let began = Instant::now();
    while kept.len() < 20 {
        let mut stream = connect(address).await;
        if answered(&mut stream).await {
            kept.push(stream);
        }
        assert!(began.elapsed() < Duration::from_secs(20), "20 connections are let in");
    }
    let began = Instant::now();
    for _ in 0..200 {
        let mut stream = connect(address).await;
        stream.write_all(request).await.unwrap();
        let answer = all(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(answer.to_lowercase().contains("\r\nretry-after: "), "{answer}");
    }
    eprintln!("200 refusals took {:?}", began.elapsed());
    for stream in &mut kept {
        assert!(answered(stream).await, "those that are there go on");
    }
    drop(kept);
    tokio::time::sleep(Duration::from_millis(300)).await;
    abused.beside(10, async {}).await;
}

/// Numbers without a pattern (`SplitMix64`).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[tokio::test(flavor = "multi_thread")]
async fn random_octets_are_refused_or_ended() {
    let abused = Abused::start(&[("PLENARY_HEAD_TIMEOUT", "1")]).await;
    let address = abused.address();
    abused
        .beside(200, async {
            let mut state = 7;
            let starts: [&[u8]; 5] = [
                b"",
                b"GET ",
                b"GET / HTTP/1.1\r\n",
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                b"\x16\x03\x01\x02\x00\x01",
            ];
            for number in 0..500 {
                let mut octets = starts[number % starts.len()].to_vec();
                let length = random(&mut state) % 4096;
                octets.extend((0..length).map(|_| random(&mut state).to_le_bytes()[0]));
                let mut stream = connect(address).await;
                let _ = stream.write_all(&octets).await;
                let _ = stream.shutdown().await;
                let answer = tokio::time::timeout(Duration::from_secs(5), all(&mut stream)).await;
                let answer = answer.expect("it is ended");
                let is_refusal = answer.is_empty() || !answer.starts_with("HTTP/1.1 2");
                assert!(is_refusal, "{answer}");
            }
        })
        .await;
    abused.rests(8 << 20).await;
}
