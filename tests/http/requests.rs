//! Requests that need no feed, and those that are refused.

use plenary::http::Limits;

use crate::client::{Client, ask};
use crate::server::Server;

#[tokio::test]
async fn a_connection_serves_one_request_after_another() {
    let server = Server::empty(Limits::default()).await;
    let mut client = Client::connect(server.address).await;
    let robots = client.ask("GET", "/robots.txt", &[]).await;
    assert_eq!(robots.status, 200);
    assert!(robots.text().starts_with("User-agent: *\nAllow: /\n"));
    let head = client.ask("HEAD", "/robots.txt", &[]).await;
    assert_eq!(head.header("content-length"), robots.header("content-length"));
    assert_eq!(head.header("content-type"), robots.header("content-type"));
    let live = client.ask("GET", "/health/live", &[]).await;
    assert_eq!(live.json()["status"], "live");
    assert_eq!(live.header("server"), None);
    // Two at once.
    client
        .send("GET /robots.txt HTTP/1.1\r\nHost: a\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n")
        .await;
    assert_eq!(client.answer(true).await.status, 200);
    assert_eq!(client.answer(true).await.status, 404);
}

#[tokio::test]
async fn http_1_0_and_absolute_targets_work() {
    let server = Server::empty(Limits::default()).await;
    let mut old = Client::connect(server.address).await;
    old.send("GET /health/live HTTP/1.0\r\n\r\n").await;
    assert_eq!(old.answer(true).await.status, 200);
    assert!(old.is_ended().await);
    let target = "http://elsewhere.example/health/live?x=1";
    assert_eq!(ask(server.address, "GET", target, &[]).await.status, 200);
}

#[tokio::test]
async fn targets_without_a_path_and_malformed_heads_do_no_harm() {
    let server = Server::start().await;
    for (head, status) in [
        ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        ("CONNECT a.example:443 HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        ("GET /\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        ("GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n", 400),
        ("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", 400),
        ("\u{16}\u{3}\u{1}\r\n\r\n", 400),
    ] {
        let mut client = Client::connect(server.address).await;
        client.send(head).await;
        assert_eq!(client.answer(true).await.status, status, "{head:?}");
    }
    let live = ask(server.address, "GET", "/health/live", &[]).await;
    assert_eq!(live.status, 200);
}

#[tokio::test]
async fn readiness_follows_publications_and_faults() {
    let mut server = Server::empty(Limits::default()).await;
    let starting = ask(server.address, "GET", "/health/ready", &[]).await;
    assert_eq!(starting.status, 503);
    let feed = ask(server.address, "GET", "/en/council.ics", &[]).await;
    assert_eq!(feed.status, 503);
    assert_eq!(feed.header("retry-after"), Some("60"));
    server.publish("Council");
    let ready = ask(server.address, "GET", "/health/ready", &[]).await;
    assert_eq!((ready.status, &ready.json()["status"]), (200, &"ready".into()));
    server.faults.store(vec!["a fault".to_owned()].into());
    let degraded = ask(server.address, "GET", "/health/ready", &[]).await;
    assert_eq!(degraded.status, 200);
    assert_eq!(degraded.json()["degraded"][0], "a fault");
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let server = Server::empty(Limits::default()).await;
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "X"] {
        let answer = ask(server.address, method, "/", &[]).await;
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), Some("GET, HEAD, OPTIONS"));
        let media_type = answer.header("content-type");
        assert_eq!(media_type, Some("application/problem+json"));
    }
}

#[tokio::test]
async fn content_that_comes_with_a_request_is_passed_over() {
    let server = Server::empty(Limits::default()).await;
    let fields = ["Content-Length: 4", "Connection: close", "", "body"];
    let mut client = Client::connect(server.address).await;
    let request = format!("GET /health/live HTTP/1.1\r\nHost: a\r\n{}", fields.join("\r\n"));
    client.send(&request).await;
    assert_eq!(client.answer(true).await.status, 200);
    assert!(client.is_ended().await);
}

#[tokio::test]
async fn options_tell_the_methods_and_preflights_the_fields() {
    let server = Server::empty(Limits::default()).await;
    let mut client = Client::connect(server.address).await;
    for target in ["*", "/", "/en/any.ics"] {
        let answer = client.ask("OPTIONS", target, &[]).await;
        assert_eq!(answer.status, 204, "{target}");
        assert_eq!(answer.header("allow"), Some("GET, HEAD, OPTIONS"));
        assert_eq!(answer.header("access-control-allow-methods"), None);
        assert_eq!(answer.header("content-length"), None);
    }
    let preflight = [
        "Origin: https://calendar.example",
        "Access-Control-Request-Method: GET",
        "Access-Control-Request-Headers: if-none-match",
    ];
    let answer = client.ask("OPTIONS", "/en/any.ics", &preflight).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let fields = answer.header("access-control-allow-headers").unwrap();
    assert!(fields.contains("If-None-Match"), "{fields}");
}

#[tokio::test]
async fn what_is_too_long_is_refused_with_the_limit() {
    let server = Server::empty(Limits::default()).await;
    let target = format!("/{}", "a".repeat(8 << 10));
    let answer = ask(server.address, "GET", &target, &[]).await;
    assert_eq!(answer.status, 414);
    assert_eq!(answer.json()["limit"], 8 << 10);
    let field = format!("X-Long: {}", "a".repeat(32 << 10));
    let answer = ask(server.address, "GET", "/robots.txt", &[&field]).await;
    assert_eq!(answer.status, 431);
    assert_eq!(answer.json()["limit"], 32 << 10);
    // Beyond what is read at all.
    let field = format!("X-Long: {}", "a".repeat(100 << 10));
    let answer = ask(server.address, "GET", "/robots.txt", &[&field]).await;
    assert_eq!(answer.status, 431);
}

#[tokio::test]
async fn a_refusal_of_head_has_no_content() {
    let server = Server::empty(Limits::default()).await;
    let mut client = Client::connect(server.address).await;
    let get = client.ask("GET", "/nothing", &[]).await;
    let head = client.ask("HEAD", "/nothing", &[]).await;
    assert_eq!((get.status, head.status), (404, 404));
    assert_eq!(head.header("content-length"), get.header("content-length"));
    // The connection is still in step.
    assert_eq!(client.ask("GET", "/robots.txt", &[]).await.status, 200);
}

#[tokio::test]
async fn http_1_1_without_a_host_is_refused() {
    let server = Server::empty(Limits::default()).await;
    let mut client = Client::connect(server.address).await;
    client.send("GET /robots.txt HTTP/1.1\r\n\r\n").await;
    assert_eq!(client.answer(true).await.status, 400);
}

#[tokio::test]
async fn a_host_that_is_none_is_refused_also_where_the_answer_is_at_hand() {
    let server = Server::start().await;
    for (host, status) in [
        ("a", 200),
        ("", 200),
        ("[::1]:80", 200),
        ("a b/../", 400),
        ("a/b", 400),
        ("a, b", 400),
        ("a:x", 400),
    ] {
        let mut client = Client::connect(server.address).await;
        client.send(&format!("GET /en/council.ics HTTP/1.1\r\nHost: {host}\r\n\r\n")).await;
        assert_eq!(client.answer(true).await.status, status, "{host:?}");
    }
}

#[tokio::test]
async fn large_content_comes_whole_also_to_who_reads_late() {
    const TIMES: usize = 20;
    let mut server = Server::empty(Limits::default()).await;
    server.publish(&"A council of a long name ".repeat(10_000));
    let first = ask(server.address, "GET", "/en/council.ics", &[]).await;
    assert!(first.content.len() > 500_000);
    let mut late = Client::connect(server.address).await;
    late.send(&"GET /en/council.ics HTTP/1.1\r\nHost: a\r\n\r\n".repeat(TIMES)).await;
    // The buffers on the way are full long before all of it is written.
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    for _ in 0..TIMES {
        let answer = late.answer(true).await;
        assert_eq!(answer.status, 200);
        assert!(answer.content == first.content, "{} octets", answer.content.len());
    }
}

#[tokio::test]
async fn one_client_has_so_many_answers_in_the_making_where_a_proxy_tells_who_it_is() {
    let limits = Limits {
        of_one_client: 1,
        trusted_field: Some("x-forwarded-for".to_owned()),
        ..Limits::default()
    };
    let server = Server::with(limits).await;
    let from = async |client: &str, number: usize| {
        let target = format!("/en/council.ics?alarm={number}m");
        let field = format!("X-Forwarded-For: 10.0.0.1, {client}");
        ask(server.address, "GET", &target, &[&field]).await.status
    };
    // Many at once from one, each of them new; one from another beside them.
    let (mut many, mut refused) = (tokio::task::JoinSet::new(), 0);
    for number in 1..200 {
        let address = server.address;
        many.spawn(async move {
            let target = format!("/en/council.ics?alarm={number}m");
            ask(address, "GET", &target, &["X-Forwarded-For: 192.0.2.1"]).await
        });
    }
    assert_eq!(from("192.0.2.2", 500).await, 200);
    while let Some(answer) = many.join_next().await {
        let answer = answer.unwrap();
        assert!([200, 503].contains(&answer.status));
        if answer.status == 503 {
            assert!(answer.header("retry-after").is_some());
            refused += 1;
        }
    }
    assert!(refused > 0, "some were refused");
    // What is at hand counts for nobody.
    assert_eq!(from("192.0.2.1", 500).await, 200);
}

#[tokio::test]
async fn too_many_fields_and_filters_are_refused_by_the_limits_that_are_set() {
    let limits = Limits { field_count: 8, filters: 2, ..Limits::default() };
    let server = Server::with(limits).await;
    let fields: Vec<String> = (0..7).map(|number| format!("X-{number}: a")).collect();
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    assert_eq!(ask(server.address, "GET", "/robots.txt", &fields).await.status, 200);
    let more = [&fields[..], &["X-8: a"]].concat();
    let answer = ask(server.address, "GET", "/robots.txt", &more).await;
    assert_eq!((answer.status, &answer.json()["limit"]), (431, &8.into()));
    let filters = "/en/council.ics?alarm=1m,2m&busy=true";
    let answer = ask(server.address, "GET", filters, &[]).await;
    assert_eq!((answer.status, &answer.json()["limit"]), (400, &2.into()));
}
