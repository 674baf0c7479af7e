//! Handshakes of TLS that are half, none, or too many.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use rustls::ClientConnection;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::beside::Abused;
use crate::handshake::{config, connect, name};
use crate::place::Place;

async fn start() -> Abused {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls");
    let [certificate, key] =
        ["one.crt", "one.key"].map(|name| fixtures.join(name).display().to_string());
    let settings = [
        ("PLENARY_TLS_CERT", certificate.as_str()),
        ("PLENARY_TLS_KEY", &key),
        ("PLENARY_FIRST_OCTETS_TIMEOUT", "2"),
    ];
    Abused::at(Place::with(&["a@10", "b@11"]), &["/en/group.ics"], &settings).await
}

/// What a client begins with.
fn hello() -> Vec<u8> {
    let mut octets = Vec::new();
    let mut client = ClientConnection::new(config(&["h2", "http/1.1"]), name()).unwrap();
    client.write_tls(&mut octets).unwrap();
    octets
}

async fn says(address: SocketAddr, octets: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(octets).await.unwrap();
    stream
}

/// How many octets come until the server ends the connection.
async fn ended(stream: &mut TcpStream) -> usize {
    let mut octets = Vec::new();
    // A reset is an end too.
    let end = timeout(Duration::from_secs(10), stream.read_to_end(&mut octets)).await;
    let _ = end.expect("it is ended");
    octets.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn half_handshakes_are_ended_and_delay_nobody() {
    let abused = start().await;
    let hello = hello();
    abused
        .beside(50, async {
            let began = Instant::now();
            let mut half = Vec::new();
            for number in 0..1000 {
                // Nothing, a header of a record, half of what a client begins with, all of it.
                let length = [0, 5, hello.len() / 2, hello.len()][number % 4];
                half.push(says(abused.address(), &hello[..length]).await);
            }
            for (number, stream) in half.iter_mut().enumerate() {
                let octets = ended(stream).await;
                assert_eq!(octets > 7, number % 4 == 3, "{octets} octets are a server's hello");
            }
            eprintln!("1000 half handshakes were ended after {:?}", began.elapsed());
        })
        .await;
    abused.rests(20 << 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_in_handshakes_is_ended_at_once() {
    let abused = start().await;
    let hello = hello();
    abused
        .beside(50, async {
            for number in 0..500_u32 {
                let cut = usize::try_from(number).unwrap() % hello.len();
                let garbage = number.wrapping_mul(0x9E37_79B9).to_be_bytes().repeat(100);
                // In the middle of it, and after it.
                let start = if number % 2 == 0 { &hello[..cut] } else { &hello[..] };
                let mut stream = says(abused.address(), start).await;
                let _ = stream.write_all(&garbage).await;
                let _ = stream.shutdown().await;
                ended(&mut stream).await;
            }
        })
        .await;
    abused.rests(8 << 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_handshakes_that_ask_nothing_leave_nothing() {
    let abused = start().await;
    let address = abused.address();
    let began = Instant::now();
    abused
        .beside(50, async {
            let clients = (0..4).map(|_| {
                tokio::spawn(async move {
                    for number in 0..250 {
                        let protocol = ["h2", "http/1.1"][number % 2];
                        let stream = connect(address, &[protocol]).await;
                        let (stream, session) = stream.into_inner();
                        assert_eq!(session.alpn_protocol(), Some(protocol.as_bytes()));
                        // Given up without a word.
                        stream.set_zero_linger().unwrap();
                    }
                })
            });
            for client in clients.collect::<Vec<_>>() {
                client.await.unwrap();
            }
        })
        .await;
    eprintln!("1000 handshakes took {:?}", began.elapsed());
    abused.rests(8 << 20).await;
}
