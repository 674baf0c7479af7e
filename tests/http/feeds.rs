//! Feeds.

use crate::client::ask;
use crate::server::Server;

#[tokio::test]
async fn a_feed_is_a_calendar_with_all_header_fields() {
    let server = Server::start().await;
    let feed = ask(server.address, "GET", "/en/council.ics", &[]).await;
    assert_eq!(feed.status, 200);
    assert!(feed.text().starts_with("BEGIN:VCALENDAR\r\n"));
    let etag = feed.header("etag").unwrap();
    assert_eq!(etag.len(), 34);
    for (name, value) in [
        ("content-type", "text/calendar; charset=utf-8"),
        ("content-disposition", "inline; filename=\"council.en.ics\""),
        ("last-modified", "Mon, 06 Mar 2023 01:00:00 GMT"),
        ("vary", "Accept-Encoding"),
        ("x-content-type-options", "nosniff"),
        ("access-control-allow-origin", "*"),
    ] {
        assert_eq!(feed.header(name), Some(value), "{name}");
    }
    assert_eq!(feed.header("content-encoding"), None);
    let exposed = feed.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("ETag"), "{exposed}");

    let head = ask(server.address, "HEAD", "/en/council.ics", &[]).await;
    let but_date = |head: &str| -> Vec<String> {
        let lines = head.lines().map(str::to_lowercase);
        lines.filter(|line| !line.starts_with("date:")).collect()
    };
    assert_eq!(but_date(&head.head), but_date(&feed.head));
}

#[tokio::test]
async fn the_changes_of_a_feed_are_beside_it() {
    let server = Server::start().await;
    for (target, file_name) in [
        ("/en/council.atom", "council.en.atom"),
        ("/fr/council/topics/norms.atom?session=", "council-norms.fr.atom"),
    ] {
        let feed = ask(server.address, "GET", target, &[]).await;
        assert_eq!(feed.status, 200);
        assert!(feed.text().starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed "));
        let disposition = format!("inline; filename=\"{file_name}\"");
        for (name, value) in [
            ("content-type", "application/atom+xml; charset=utf-8"),
            ("content-disposition", &disposition),
            ("last-modified", "Mon, 06 Mar 2023 01:00:00 GMT"),
            ("vary", "Accept-Encoding"),
            ("x-content-type-options", "nosniff"),
            ("access-control-allow-origin", "*"),
        ] {
            assert_eq!(feed.header(name), Some(value), "{name}");
        }
        let tag = format!("If-None-Match: {}", feed.header("etag").unwrap());
        assert_eq!(ask(server.address, "GET", target, &[&tag]).await.status, 304);
        let coded = ask(server.address, "GET", target, &["Accept-Encoding: gzip"]).await;
        assert_eq!(coded.header("content-encoding"), Some("gzip"));
        assert_ne!(coded.header("etag"), feed.header("etag"));
    }
    let refused = ask(server.address, "GET", "/en/council.atom", &["Accept: text/calendar"]).await;
    assert_eq!(refused.status, 406);
    assert_eq!(refused.json()["valid"][0], "application/atom+xml");
}

#[tokio::test]
async fn every_way_to_write_an_address_gives_the_same_representation() {
    let server = Server::start().await;
    let feed = ask(server.address, "GET", "/en/council.ics?topic=norms", &[]).await;
    assert_eq!(feed.status, 200);
    let other = "/en/council.ics?utm_source=x&topic=norms";
    let other = ask(server.address, "GET", other, &[]).await;
    assert_eq!(other.header("etag"), feed.header("etag"));
}

#[tokio::test]
async fn what_is_not_there_or_not_valid_is_told_with_what_is() {
    let server = Server::start().await;
    for (target, status, nearest) in [
        ("/en/council/topics/norm.ics", 404, "norms"),
        ("/en/counsil.ics", 404, "council"),
        ("/en/council.ics?topic=threat", 400, "threats"),
    ] {
        let answer = ask(server.address, "GET", target, &[]).await;
        assert_eq!(answer.status, status, "{target}");
        assert_eq!(answer.json()["nearest"], nearest, "{target}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    }
    for target in ["/en/council.ics?topic=%zz", "/en/council.ics?topic=%ff"] {
        let answer = ask(server.address, "GET", target, &[]).await;
        assert_eq!(answer.status, 400, "{target}");
    }
}

#[tokio::test]
async fn an_accept_that_excludes_calendars_is_refused() {
    let server = Server::start().await;
    let ask = |field| ask(server.address, "GET", "/en/council.ics", field);
    assert_eq!(ask(&["Accept: text/html, */*;q=0.1"]).await.status, 200);
    let refused = ask(&["Accept: application/json"]).await;
    assert_eq!(refused.status, 406);
    assert_eq!(refused.json()["valid"][0], "text/calendar");
    let refused = ask(&["Accept-Encoding: identity;q=0"]).await;
    assert_eq!(refused.status, 406);
}
