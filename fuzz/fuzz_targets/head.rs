//! Any octets as what a client sends, and any as its Accept, Accept-Encoding, If-None-Match and the
//! other fields of a request: no panic, and every answer is well formed.

#![no_main]

use std::sync::{Arc, LazyLock};

use arc_swap::ArcSwap;
use libfuzzer_sys::fuzz_target;
use plenary::http::{Conversation, Limits, State};
use plenary::render::Site;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::runtime::Runtime;

#[path = "../snapshot.rs"]
mod snapshot;

/// The fields whose values are tried, each on a line of its own.
const FIELDS: [&str; 8] = [
    "Accept",
    "Accept-Encoding",
    "If-None-Match",
    "If-Match",
    "If-Modified-Since",
    "User-Agent",
    "Accept-Language",
    "Access-Control-Request-Headers",
];

static SERVER: LazyLock<(Runtime, Conversation)> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let snapshot = Arc::new(ArcSwap::from_pointee(snapshot::published(&[])));
    let site = Site::at("https://a.example/".parse().unwrap());
    let limits = Limits { cache: 1 << 20, ..Limits::default() };
    let state = State::new(snapshot, Arc::default(), site, limits);
    (runtime, Conversation::new(Arc::new(state)))
});

/// What is answered to octets, after which nothing more comes or the client waits.
fn answer(octets: &[u8], waits: bool) -> Vec<u8> {
    let (runtime, conversation) = &*SERVER;
    runtime.block_on(async {
        let (mut client, server) = tokio::io::duplex(1 << 16);
        let asking = async {
            let _ = client.write_all(octets).await;
            if !waits {
                let _ = client.shutdown().await;
            }
            let mut answer = Vec::new();
            let _ = client.read_to_end(&mut answer).await;
            answer
        };
        tokio::join!(asking, conversation.converse(server)).0
    })
}

/// The head of the first answer, whose lines are all right.
fn head(answer: &[u8]) -> &str {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = std::str::from_utf8(&answer[..end]).expect("text");
    let mut lines = head.split("\r\n");
    assert!(lines.next().is_some_and(|line| line.starts_with("HTTP/1.")), "{head:?}");
    for line in lines {
        let (name, value) = line.split_once(": ").expect("a field");
        assert!(name.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-'), "{line:?}");
        assert!(value.bytes().all(|octet| (b' '..=b'~').contains(&octet)), "{line:?}");
    }
    head
}

fuzz_target!(|octets: &[u8]| {
    match octets.split_first() {
        // As it is.
        Some((0, rest)) => {
            let answer = answer(rest, false);
            if answer.starts_with(b"HTTP/1.") {
                head(&answer);
            }
        }
        Some((_, rest)) => {
            let mut request = b"GET /en/example-body.ics HTTP/1.0\r\nHost: a\r\n".to_vec();
            let values = rest.split(|octet| *octet == b'\n');
            for (name, value) in FIELDS.iter().zip(values) {
                let value = value.iter().filter(|octet| **octet >= b' ' && **octet != 127);
                request.extend(name.as_bytes());
                request.extend(b": ");
                request.extend(value);
                request.extend(b"\r\n");
            }
            request.extend(b"\r\n");
            let answer = answer(&request, true);
            let head = head(&answer);
            let status = &head[9..12];
            assert!(["200", "304", "400", "406", "412", "431"].contains(&status), "{head}");
            // What is kept for others is never varied by more than the coding.
            if status == "200" || status == "304" {
                assert!(head.contains("vary: Accept-Encoding"), "{head}");
            }
        }
        None => {}
    }
});
