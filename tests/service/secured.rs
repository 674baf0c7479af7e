//! TLS without a proxy.

use std::fs;
use std::time::{Duration, Instant};

use plenary::service::{Pace, Service};
use plenary::settings::Settings;
use rustls::HandshakeKind;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use crate::handshake::{config, connect, connect_as, fixture};
use crate::place::Place;
use crate::running::Running;

/// The whole answer to a GET, which ends the connection.
async fn get_text(stream: &mut TlsStream<TcpStream>, target: &str) -> String {
    let request = format!("GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

/// The status of the answer to a GET.
async fn get(stream: &mut TlsStream<TcpStream>, target: &str) -> u16 {
    let request = format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.windows(4).any(|four| four == b"\r\n\r\n") {
        assert!(stream.read_buf(&mut answer).await.unwrap() > 0);
    }
    String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap().parse().unwrap()
}

fn is_of(stream: &TlsStream<TcpStream>, name: &str) -> bool {
    let shown = stream.get_ref().1.peer_certificates().unwrap();
    shown[0] == CertificateDer::from_pem_slice(&fixture(name)).unwrap()
}

fn settings(place: &Place) -> Settings {
    let root = place.folder.path();
    let (certificate, key) = (root.join("a.crt"), root.join("a.key"));
    fs::write(&certificate, fixture("one.crt")).unwrap();
    fs::write(&key, fixture("one.key")).unwrap();
    Settings { tls: Some((certificate, key)), ..place.settings() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_protocol_is_agreed_and_a_new_certificate_is_used_as_soon_as_it_is_there() {
    let place = Place::with(&["a@10"]);
    let settings = settings(&place);
    let often = Pace { renew: Duration::from_millis(100), ..Pace::default() };
    let service = Running::start_with(&settings, often).await;
    let address = service.at.address;
    for (offered, expected) in
        [(&["h2", "http/1.1"][..], Some("h2")), (&["http/1.1"], Some("http/1.1")), (&[], None)]
    {
        let stream = connect(address, offered).await;
        assert_eq!(stream.get_ref().1.alpn_protocol(), expected.map(str::as_bytes));
    }
    let mut before = connect(address, &["http/1.1"]).await;
    assert_eq!(get(&mut before, "/health/ready").await, 200);
    assert!(is_of(&before, "one.crt"));

    // The certificate is there before its key: that does not go together, and changes nothing yet.
    let (certificate, key) = settings.tls.clone().unwrap();
    fs::write(&certificate, fixture("two.crt")).unwrap();
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(is_of(&connect(address, &[]).await, "one.crt"));
    fs::write(&key, fixture("two.key")).unwrap();
    let began = Instant::now();
    while !is_of(&connect(address, &[]).await, "two.crt") {
        assert!(began.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(get(&mut before, "/en/group.ics").await, 200, "what had begun goes on");
    drop(before);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_resumed_however_many_others_there_were_but_not_with_another_certificate() {
    let place = Place::with(&["a@10"]);
    let settings = settings(&place);
    let often = Pace { renew: Duration::from_millis(100), ..Pace::default() };
    let service = Running::start_with(&settings, often).await;
    let address = service.at.address;
    let known = config(&["http/1.1"]);
    let how = async || {
        let mut stream = connect_as(&known, address).await;
        // What the next session is resumed with comes after the handshake.
        assert_eq!(get(&mut stream, "/health/live").await, 200);
        stream.get_ref().1.handshake_kind().unwrap()
    };
    assert_eq!(how().await, HandshakeKind::Full);
    for _ in 0..300 {
        connect(address, &[]).await;
    }
    assert_eq!(how().await, HandshakeKind::Resumed);

    let (certificate, key) = settings.tls.clone().unwrap();
    fs::write(&certificate, fixture("two.crt")).unwrap();
    fs::write(&key, fixture("two.key")).unwrap();
    let began = Instant::now();
    while !is_of(&connect(address, &[]).await, "two.crt") {
        assert!(began.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(how().await, HandshakeKind::Full, "the new certificate is shown to everybody");
    assert_eq!(how().await, HandshakeKind::Resumed);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_has_expired_is_told_until_it_is_renewed() {
    let place = Place::with(&["a@10"]);
    let settings = settings(&place);
    let (certificate, key) = settings.tls.clone().unwrap();
    fs::write(&certificate, fixture("expired.crt")).unwrap();
    fs::write(&key, fixture("expired.key")).unwrap();
    let often = Pace { renew: Duration::from_millis(100), ..Pace::default() };
    let service = Running::start_with(&settings, often).await;
    let address = service.at.address;
    let ready = async || {
        let mut stream = connect(address, &[]).await;
        get_text(&mut stream, "/health/ready").await
    };
    let shows = async |expected: bool| {
        let began = Instant::now();
        while ready().await.contains("the certificate expired on 2021-01-02T") != expected {
            assert!(began.elapsed() < Duration::from_secs(20));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    shows(true).await;
    fs::write(&certificate, fixture("one.crt")).unwrap();
    fs::write(&key, fixture("one.key")).unwrap();
    shows(false).await;
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_speak_tls_is_ended() {
    let place = Place::with(&["a@10"]);
    let mut settings = settings(&place);
    settings.limits.first_octets = Duration::from_millis(500);
    let service = Running::start(&settings).await;
    let mut silent = TcpStream::connect(service.at.address).await.unwrap();
    let mut plain = TcpStream::connect(service.at.address).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    for stream in [&mut silent, &mut plain] {
        let mut octets = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut octets));
        let _ = end.await.expect("it is ended");
        assert!(!octets.starts_with(b"HTTP/"));
    }
    let mut stream = connect(service.at.address, &[]).await;
    let figures = get_text(&mut stream, "/metrics").await;
    assert!(figures.contains("\nplenary_tls_handshakes_failed_total 2\n"), "{figures}");
    assert!(figures.contains("\nplenary_certificate_expires_seconds 4948926869\n"), "{figures}");
    drop(stream);
    service.end().await;
}

#[tokio::test]
async fn a_certificate_that_cannot_be_used_is_told_with_its_file() {
    let place = Place::with(&["a@10"]);
    let settings = settings(&place);
    let (certificate, key) = settings.tls.clone().unwrap();
    fs::write(&key, fixture("two.key")).unwrap();
    let error = Service::open(&settings).await.err().unwrap().to_string();
    assert!(error.contains("cannot be used") && error.contains("a.key"), "{error}");
    fs::remove_file(&certificate).unwrap();
    let error = Service::open(&settings).await.err().unwrap().to_string();
    assert!(error.contains("a.crt cannot be read: No such file"), "{error}");
}
