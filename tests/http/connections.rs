//! The lives of connections: those that say nothing, and the end of the server.

use std::time::{Duration, Instant};

use plenary::http::{Drain, Limits};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use crate::benches;
use crate::client::{Client, ask};
use crate::server::Server;

const SOON: Duration = Duration::from_millis(100);

#[tokio::test]
async fn a_connection_that_says_nothing_or_half_of_something_is_ended() {
    let limits = Limits { first_octets: SOON, head: SOON, idle: SOON, ..Limits::default() };
    let server = Server::empty(limits).await;
    let begun = Instant::now();
    for octets in ["", "PRI * HTTP/2.0\r\n", "GET / HTT", "GET / HTTP/1.1\r\nHost: a\r\n"] {
        let mut client = Client::connect(server.address).await;
        client.send(octets).await;
        assert!(client.is_ended().await, "{octets:?}");
    }
    assert!(begun.elapsed() >= SOON * 4);
    // One that stays idle after a request.
    let mut client = Client::connect(server.address).await;
    assert_eq!(client.ask("GET", "/robots.txt", &[]).await.status, 200);
    assert!(client.is_ended().await);
}

#[tokio::test]
async fn octets_that_come_one_by_one_are_understood() {
    let server = Server::empty(Limits::default()).await;
    let mut client = Client::connect(server.address).await;
    for octet in "PUT / HTTP/1.1\r\nHost: a\r\n\r\n".chars() {
        client.send(&octet.to_string()).await;
        tokio::task::yield_now().await;
    }
    assert_eq!(client.answer(true).await.status, 405);
}

#[tokio::test]
async fn a_client_that_asks_but_never_reads_is_ended() {
    let limits = Limits { stall: SOON, ..Limits::default() };
    let server = Server::empty(limits).await;
    let mut deaf = tokio::net::TcpStream::connect(server.address).await.unwrap();
    let requests = "GET /robots.txt HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000);
    // Once the buffers on the way are full, nothing moves until the server gives up.
    while deaf.write_all(requests.as_bytes()).await.is_ok() {}
}

#[tokio::test]
async fn more_connections_than_the_limit_are_refused_until_others_end() {
    let limits = Limits { connections: 1, ..Limits::default() };
    let server = Server::empty(limits).await;
    let mut first = Client::connect(server.address).await;
    assert_eq!(first.ask("GET", "/robots.txt", &[]).await.status, 200);
    let mut second = Client::connect(server.address).await;
    let refusal = second.ask("GET", "/robots.txt", &[]).await;
    assert_eq!((refusal.status, refusal.header("retry-after")), (503, Some("5")));
    assert!(second.is_ended().await);
    assert_eq!(first.ask("GET", "/robots.txt", &[]).await.status, 200);
    drop(first);
    loop {
        let mut third = Client::connect(server.address).await;
        match third.ask("GET", "/robots.txt", &[]).await.status {
            200 => break,
            status => assert_eq!(status, 503),
        }
        tokio::time::sleep(SOON).await;
    }
}

#[tokio::test]
async fn an_old_connection_is_asked_to_end() {
    let limits = Limits { age: SOON, ..Limits::default() };
    let server = Server::empty(limits).await;
    let mut client = Client::connect(server.address).await;
    assert_eq!(client.ask("GET", "/robots.txt", &[]).await.status, 200);
    assert!(client.is_ended().await);
}

#[tokio::test]
async fn shutdown_answers_what_has_begun_and_then_ends() {
    // One thread: more of them read in no order.
    let server = Server::empty(Limits { threads: 1, ..Limits::default() }).await;
    let mut idle = Client::connect(server.address).await;
    assert_eq!(idle.ask("GET", "/robots.txt", &[]).await.status, 200);
    let mut begun = Client::connect(server.address).await;
    begun.send("GET /robots.txt HTTP/1.1\r\n").await;
    // Accepted after `begun`: once it is answered, `begun` was read too.
    let mut later = Client::connect(server.address).await;
    assert_eq!(later.ask("GET", "/robots.txt", &[]).await.status, 200);
    // Not read by anyone yet.
    let mut fresh = Client::connect(server.address).await;
    fresh.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n").await;
    server.shutdown.cancel();
    assert!(idle.is_ended().await);
    assert_eq!(fresh.answer(true).await.status, 200);
    begun.send("Host: a\r\n\r\n").await;
    let answer = begun.answer(true).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("connection"), Some("close"));
    assert!(begun.is_ended().await);
    assert_eq!(server.ended.await.unwrap(), Drain::Complete);
    assert!(
        tokio::net::TcpStream::connect(server.address).await.is_err(),
        "nothing listens any more"
    );
}

#[tokio::test]
async fn shutdown_does_not_wait_for_ever() {
    let limits = Limits { drain: SOON, ..Limits::default() };
    let server = Server::empty(limits).await;
    let mut stuck = Client::connect(server.address).await;
    stuck.send("GET /robots.txt HTTP/1.1\r\n").await;
    let mut later = Client::connect(server.address).await;
    assert_eq!(later.ask("GET", "/robots.txt", &[]).await.status, 200);
    server.shutdown.cancel();
    assert_eq!(server.ended.await.unwrap(), Drain::Cut(1));
}

#[tokio::test]
async fn a_client_that_says_no_more_after_its_request_gets_its_whole_answer() {
    let server = Server::start().await;
    for target in ["/en/council.ics", "/en/council"] {
        // It has to be made at first, and then is at hand.
        for _ in 0..3 {
            let mut stream = TcpStream::connect(server.address).await.unwrap();
            let request = format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n");
            stream.write_all(request.as_bytes()).await.unwrap();
            stream.shutdown().await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            assert!(answer.starts_with("HTTP/1.1 200 "), "{target}: {answer:?}");
            let end = answer.trim_end();
            assert!(end.ends_with("END:VCALENDAR") || end.ends_with("</html>"), "{target}: {end}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_is_slow_and_steady_is_not_cut_for_its_age() {
    // The system has room for the next octets once a third of its own is free: that takes a while.
    let limits = Limits { age: SOON, head: SOON * 6, ..Limits::default() };
    let mut server = Server::empty(limits).await;
    server.publish_programmes(&[benches::programmes(5000)]);
    let target = "/fr/oewg-ict.ics?alarm=15m&alarm=1h&alarm=2h&alarm=1d";
    // From now on it is at hand.
    assert_eq!(ask(server.address, "GET", target, &[]).await.status, 200);
    // Little of it has room on the way.
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(64 << 10).unwrap();
    let mut stream = socket.connect(server.address).await.unwrap();
    let request = format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut octets = Vec::new();
    let begun = Instant::now();
    let mut part = (&mut stream).take(128 << 10);
    while part.read_to_end(&mut octets).await.is_ok_and(|read| read > 0) {
        part.set_limit(128 << 10);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let took = begun.elapsed();
    let answer = String::from_utf8(octets).unwrap();
    eprintln!("{} octets in {took:?}", answer.len());
    assert!(answer.ends_with("END:VCALENDAR\r\n"), "cut after {} octets, {took:?}", answer.len());
    assert!(took > SOON * 10, "it was not slow: {took:?}");
}
