//! The contract with caches: a representation may be kept for five minutes, its entity tag is a
//! hash of its octets, and a 304 is right in every coding.

use std::io::Read as _;

use crate::client::{Answer, ask};
use crate::server::Server;

const FEED: &str = "/en/council.ics";

async fn get(server: &Server, fields: &[&str]) -> Answer {
    ask(server.address, "GET", FEED, fields).await
}

fn tag(answer: &Answer) -> String {
    answer.header("etag").unwrap().to_owned()
}

#[tokio::test]
async fn a_known_entity_tag_is_a_304_until_something_changes() {
    let mut server = Server::start().await;
    let first = get(&server, &[]).await;
    let field = format!("If-None-Match: W/{}", tag(&first));
    let same = get(&server, &[&field]).await;
    assert_eq!(same.status, 304);
    assert_eq!(same.header("content-length"), None);
    for name in ["etag", "cache-control", "vary", "last-modified", "access-control-allow-origin"] {
        assert!(same.header(name).is_some(), "{name}");
        assert_eq!(same.header(name), first.header(name), "{name}");
    }
    assert_eq!(ask(server.address, "HEAD", FEED, &[&field]).await.status, 304);
    server.publish("Council under another name");
    let changed = get(&server, &[&field]).await;
    assert_eq!(changed.status, 200);
    assert_ne!(tag(&changed), tag(&first));
}

#[tokio::test]
async fn each_coding_has_an_entity_tag_of_its_own() {
    let server = Server::start().await;
    let plain = get(&server, &[]).await;
    let mut tags = vec![tag(&plain)];
    for name in ["gzip", "br", "zstd"] {
        let accept = format!("Accept-Encoding: {name}");
        let coded = get(&server, &[&accept]).await;
        assert_eq!(coded.header("content-encoding"), Some(name));
        assert_eq!(coded.header("vary"), Some("Accept-Encoding"));
        let mut octets = Vec::new();
        let mut reader: Box<dyn std::io::Read> = match name {
            "gzip" => Box::new(flate2::read::GzDecoder::new(&coded.content[..])),
            "br" => Box::new(brotli::Decompressor::new(&coded.content[..], 4096)),
            _ => Box::new(zstd::Decoder::new(&coded.content[..]).unwrap()),
        };
        reader.read_to_end(&mut octets).unwrap();
        assert_eq!(octets, plain.content, "{name}");
        let condition = format!("If-None-Match: {}", tag(&coded));
        assert_eq!(get(&server, &[&accept, &condition]).await.status, 304);
        // Who has the coded octets and asks for others has not got those.
        assert_eq!(get(&server, &[&condition]).await.status, 200);
        tags.push(tag(&coded));
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 4);
}

#[tokio::test]
async fn dates_count_where_there_is_no_tag() {
    let server = Server::start().await;
    let since = "If-Modified-Since: Mon, 06 Mar 2023 01:00:00 GMT";
    assert_eq!(get(&server, &[since]).await.status, 304);
    let before = "If-Modified-Since: Mon, 06 Mar 2023 00:59:59 GMT";
    assert_eq!(get(&server, &[before]).await.status, 200);
    assert_eq!(get(&server, &[since, "If-None-Match: \"x\""]).await.status, 200);
    let failed = get(&server, &["If-Match: \"x\""]).await;
    assert_eq!(failed.status, 412);
    assert_eq!(failed.header("content-type"), Some("application/problem+json"));
}

#[tokio::test]
async fn ranges_are_not_served_and_do_no_harm() {
    let server = Server::start().await;
    let plain = get(&server, &[]).await;
    let ranged = get(&server, &["Range: bytes=0-9", "If-Range: \"x\""]).await;
    assert_eq!(ranged.status, 200);
    assert_eq!(ranged.content, plain.content);
}
