//! What a response costs that is at hand, through the whole HTTP service but for the socket: from
//! the octets of the request to those of the answer.
//!
//! `cargo bench --bench serving`.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark stops where it fails")]

mod support;

use std::sync::Arc;

use arc_swap::ArcSwap;
use criterion::{Criterion, criterion_group, criterion_main};
use plenary::http::{Conversation, Limits, State};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

/// Asks once and reads the answer, whose length is known from the second time on.
async fn ask(client: &mut DuplexStream, request: &str, octets: &mut Vec<u8>, length: usize) {
    client.write_all(request.as_bytes()).await.unwrap();
    octets.clear();
    while octets.len() < length.max(1) {
        client.read_buf(octets).await.unwrap();
    }
}

fn at_hand(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let snapshot = Arc::new(ArcSwap::from_pointee(support::snapshot(22)));
    let state = State::new(snapshot, Arc::default(), support::site(), Limits::default());
    let (mut client, server) = tokio::io::duplex(1 << 20);
    let conversation = Conversation::new(Arc::new(state));
    let serving = runtime.spawn(async move { conversation.converse(server).await });
    let mut group = criterion.benchmark_group("answer");
    for (name, fields) in [
        ("200 identity", String::new()),
        ("200 gzip", "Accept-Encoding: gzip\r\n".to_owned()),
        ("304", "If-None-Match: *\r\n".to_owned()),
    ] {
        let request = format!("GET {}.ics HTTP/1.1\r\nHost: a\r\n{fields}\r\n", support::FEED);
        let mut octets = Vec::with_capacity(1 << 20);
        // The first is made; that all of the second has come shows in time.
        let length = runtime.block_on(async {
            for _ in 0..2 {
                ask(&mut client, &request, &mut octets, 0).await;
                let more = std::time::Duration::from_millis(200);
                while tokio::time::timeout(more, client.read_buf(&mut octets)).await.is_ok() {}
            }
            octets.len()
        });
        group.bench_function(name, |bencher| {
            bencher.iter(|| runtime.block_on(ask(&mut client, &request, &mut octets, length)));
        });
    }
    group.finish();
    serving.abort();
}

criterion_group!(benches, at_hand);
criterion_main!(benches);
