//! The operator's listener, figures, and who has looked.

use std::time::{Duration, Instant};

use plenary::service::Service;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use crate::place::{Place, session};
use crate::process::{Process, plenary};
use crate::running::Answering;

async fn get(address: std::net::SocketAddr, target: &str, agent: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {target} HTTP/1.0\r\nUser-Agent: {agent}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

const GOOGLE: &str = "Google-Calendar-Importer";
const APPLE: &str = "macOS/14.0 (23A344) dataaccessd/1.0";

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_sees_who_has_looked_at_which_feed() {
    let place = Place::with(&["a@10"]);
    let settings = place.settings();
    let service = Service::open(&settings).await.unwrap();
    let public = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let private = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, operator) = (public.local_addr().unwrap(), private.local_addr().unwrap());
    let shutdown = CancellationToken::new();
    let ended = tokio::spawn(service.with_operator(private).run(public, shutdown.clone()));

    let page = get(operator, "/", "").await;
    assert!(page.contains("No feed was fetched yet"), "{page}");
    for _ in 0..3 {
        assert!(get(address, "/en/group.ics?alarm=15m", GOOGLE).await.contains(" 200 OK"));
    }
    get(address, "/en/group.ics", APPLE).await;
    get(address, "/en/group/topics/norms.atom", "").await;
    get(address, "/en/group/topics/nowhere.ics", "").await;

    let page = get(operator, "/", "").await;
    assert!(page.contains("content-security-policy: default-src 'none'"), "{page}");
    let row = |feed: &str| page.lines().find(|line| line.contains(feed)).unwrap_or_default();
    // Google, Outlook, Apple, Thunderbird, others.
    let cells = |feed: &str| {
        let cells = row(feed).split("<td>").skip(1);
        cells.map(|cell| if cell.starts_with("never") { '-' } else { 'x' }).collect::<String>()
    };
    assert_eq!(cells(">/en/group.ics<"), "x-x--", "{page}");
    assert_eq!(cells(">/en/group/topics/norms.atom<"), "----x", "{page}");
    assert!(!page.contains("nowhere"), "{page}");

    let figures = get(operator, "/metrics", "").await;
    for line in [
        r#"plenary_requests_total{route="ics",status="200",client="google"} 3"#,
        r#"plenary_requests_total{route="ics",status="200",client="apple"} 1"#,
        r#"plenary_requests_total{route="ics",status="404",client="other"} 1"#,
        "plenary_publication 1",
    ] {
        assert!(figures.contains(&format!("\n{line}\n")), "{line}: {figures}");
    }
    assert!(get(operator, "/health/ready", "").await.contains(r#""status":"ready""#));
    assert!(get(operator, "/en/group.ics", "").await.contains(" 404 "), "it serves no feeds");
    assert!(get(address, "/metrics", "").await.contains(" 404 "), "figures are not public");
    shutdown.cancel();
    ended.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_operator_figures_are_public_and_health_is_asked_by_command() {
    let place = Place::with(&["a@10"]);
    let service = Process::start(&mut plenary(&place, "serve"));
    let at: Answering = service.at;
    at.shows("10").await;
    assert_eq!(at.get("/metrics").await.unwrap().status, 200);
    let health =
        |listen: &str| plenary(&place, "health").args(["--listen", listen]).output().unwrap();
    let told = health(&at.address.to_string());
    assert!(told.status.success());
    assert_eq!(String::from_utf8_lossy(&told.stdout), "200 ready, publication 1\n");
    place.write(&session(&["a@11"]).replace("norms", "nroms"));
    at.tells("1 error").await;
    let told = health(&at.address.to_string());
    assert!(told.status.success(), "degraded is well enough");
    assert!(String::from_utf8_lossy(&told.stdout).starts_with("200 degraded, publication 1: "));
    let told = health("127.0.0.1:1");
    assert!(!told.status.success());
    assert!(String::from_utf8_lossy(&told.stderr).contains("no answer from http://127.0.0.1:1/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_silent_connections_keep_no_operator_out() {
    let place = Place::with(&["a@10"]);
    let service = Service::open(&place.settings()).await.unwrap();
    let public = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let private = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let operator = private.local_addr().unwrap();
    let shutdown = CancellationToken::new();
    let ended = tokio::spawn(service.with_operator(private).run(public, shutdown.clone()));

    let mut silent = Vec::new();
    for _ in 0..70 {
        silent.push(TcpStream::connect(operator).await.unwrap());
    }
    let began = Instant::now();
    assert!(get(operator, "/health/ready", "").await.contains(" 200 OK"));
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    // The first one went for it; the last one is let be silent for a while, and goes too.
    for mut stream in [silent.remove(0), silent.remove(68)] {
        let mut octets = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut octets));
        let _ = end.await.expect("it is ended");
    }

    let mut stream = TcpStream::connect(operator).await.unwrap();
    stream.write_all(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains(" 405 ") && answer.contains("\r\nallow: GET, HEAD\r\n"), "{answer}");
    assert!(answer.contains("\r\nx-content-type-options: nosniff\r\n"), "{answer}");
    shutdown.cancel();
    ended.await.unwrap();
}
