//! Requests that are too many, too large, or never the same.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::beside::{Abused, larger};

/// The status and the content of the next answer.
async fn answer(stream: &mut BufReader<TcpStream>) -> Option<(u16, Vec<u8>)> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok().filter(|read| *read > 0)?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut length = 0;
    loop {
        line.clear();
        stream.read_line(&mut line).await.ok().filter(|read| *read > 0)?;
        if line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
    }
    let mut content = vec![0; length];
    stream.read_exact(&mut content).await.ok()?;
    Some((status, content))
}

/// Five thousand queries that were not asked before, of four clients.
async fn query(address: SocketAddr, round: u32) {
    let clients = (0..4).map(|client: u32| {
        tokio::spawn(async move {
            let stream = TcpStream::connect(address).await.unwrap();
            let mut stream = BufReader::new(stream);
            for number in 0..1250 {
                let query = round * 5000 + client * 1250 + number + 1;
                let request = format!(
                    "GET /en/group.ics?alarm={query}m HTTP/1.1\r\nHost: a\r\n\
                     Accept-Encoding: gzip\r\n\r\n"
                );
                stream.write_all(request.as_bytes()).await.unwrap();
                let (status, _) = answer(&mut stream).await.unwrap();
                assert_eq!(status, 200, "alarm={query}m");
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_queries_keep_the_cache_within_its_bounds() {
    let mut abused = Abused::start(&[("PLENARY_CACHE_MIB", "4")]).await;
    let began = Instant::now();
    let ask = async |abused: &Abused, round| {
        abused.beside(200, query(abused.address(), round)).await;
    };
    // Four for what is kept, as many again for events, and what the allocator does not give back.
    abused.rests_each_time(((2 * 4 + 8) << 20, 8 << 20), ask).await;
    eprintln!("10,000 queries took {:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn three_thousand_larger_feeds_leave_few_files_open() {
    let abused = Abused::at(larger(16 << 10), &["/en/group.ics"], &[]).await;
    let began = Instant::now();
    let mut most = 0;
    abused
        .beside(50, async {
            let mut stream = BufReader::new(TcpStream::connect(abused.address()).await.unwrap());
            for query in 1..=3000 {
                let request =
                    format!("GET /en/group.ics?alarm={query}m HTTP/1.1\r\nHost: a\r\n\r\n");
                stream.write_all(request.as_bytes()).await.unwrap();
                let (status, content) = answer(&mut stream).await.unwrap();
                assert_eq!(status, 200, "alarm={query}m");
                assert!(content.len() > 16 << 10, "{} octets", content.len());
                if query % 100 == 0 {
                    most = most.max(abused.files_of_memory());
                }
            }
        })
        .await;
    eprintln!("3000 larger feeds: up to {most} files of memory, in {:?}", began.elapsed());
    assert!(most <= 2 * 256, "{most} files of memory");
}

#[tokio::test(flavor = "multi_thread")]
async fn pipelined_requests_are_answered_in_order() {
    let abused = Abused::start(&[]).await;
    let mut stream = TcpStream::connect(abused.address()).await.unwrap();
    let mut requests = String::new();
    for number in 0..2000 {
        let target = if number % 2 == 0 { "/robots.txt" } else { "/nowhere/at/all" };
        write!(requests, "GET {target} HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    }
    let (read, mut write) = stream.split();
    let reading = async {
        let mut octets = Vec::new();
        let mut read = BufReader::new(read);
        let (mut statuses, mut line) = (Vec::new(), Vec::new());
        while statuses.len() < 2000 {
            line.clear();
            assert!(read.read_until(b'\n', &mut line).await.unwrap() > 0, "{}", statuses.len());
            if let Some(at) = line.windows(9).position(|nine| nine == b"HTTP/1.1 ") {
                statuses.push(line[at + 9..at + 12].to_vec());
            }
            octets.extend_from_slice(&line);
        }
        statuses
    };
    let writing = async { write.write_all(requests.as_bytes()).await.unwrap() };
    let (statuses, ()) = abused.beside(200, async { tokio::join!(reading, writing) }).await;
    for (number, status) in statuses.iter().enumerate() {
        assert_eq!(status, if number % 2 == 0 { b"200" } else { b"404" }, "{number}");
    }
    abused.rests(8 << 20).await;
}

/// The status of the answer to a head, 0 for none, and whether the connection was ended with it.
async fn refusal(address: SocketAddr, head: String) -> (u16, bool) {
    let (mut read, mut write) = TcpStream::connect(address).await.unwrap().into_split();
    // It may be refused before all of it was written, and what was answered is there all the same.
    let writing = tokio::spawn(async move {
        let _ = write.write_all(head.as_bytes()).await;
        write
    });
    let mut octets = Vec::new();
    let reading = read.read_to_end(&mut octets);
    let is_ended = tokio::time::timeout(Duration::from_secs(2), reading).await.is_ok();
    drop(writing.await);
    let line = String::from_utf8_lossy(&octets[..octets.len().min(12)]).into_owned();
    (line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0), is_ended)
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_too_large_is_refused_with_its_status() {
    let abused = Abused::start(&[]).await;
    let fields = |count: usize| -> String {
        (0..count).flat_map(|number| ["X-".into(), number.to_string(), ": a\r\n".into()]).collect()
    };
    let long = "a".repeat(9000);
    for (head, expected) in [
        (format!("GET /{long} HTTP/1.1\r\nHost: a\r\n\r\n"), (414, false)),
        (format!("GET /en/group.ics?x={long} HTTP/1.1\r\nHost: a\r\n\r\n"), (414, false)),
        (format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "a".repeat(40_000)), (431, false)),
        (format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", fields(101)), (431, true)),
        (format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", fields(20_000)), (431, true)),
        (format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "a".repeat(2 << 20)), (431, true)),
        (format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(2 << 20)), (431, true)),
        (format!("{} / HTTP/1.1\r\nHost: a\r\n\r\n", "A".repeat(50_000)), (405, false)),
        ("GET / HTTP/9.9\r\nHost: a\r\n\r\n".to_owned(), (400, true)),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n".to_owned(),
            (405, true),
        ),
        // One of both is a lie: the connection goes no further, so that no request can be hidden in
        // what another takes for content (RFC 9112, section 6.1).
        (
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
                .to_owned(),
            (302, true),
        ),
    ] {
        let shown: String = head.chars().take(60).collect();
        let got = refusal(abused.address(), head).await;
        assert_eq!(got, expected, "{shown:?}");
    }
    abused.beside(20, async {}).await;
    abused.rests(8 << 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_path_is_made_of_it_leads_to_no_file() {
    let abused = Abused::start(&[]).await;
    for target in [
        "/../../../../etc/passwd",
        "/en/../../../etc/passwd.ics",
        "/en/%2e%2e%2f%2e%2e%2fetc%2fpasswd.ics",
        "/en/..%5c..%5cboot.ini.ics",
        "/static/../../Cargo.toml",
        "/static/%2e%2e%2f%2e%2e%2fCargo.toml",
        "/en/group/sessions/..%2f..%2fbody.toml",
        "//etc/passwd",
        "/en/group%00.ics",
        "/%zz",
        "/%",
        "/en/%c0%ae%c0%ae/group.ics",
        "/en/group.ics%0d%0aSet-Cookie:%20a=b",
        "/en/group/topics/%0d%0aX-Injected:%20a.ics",
    ] {
        let mut stream = TcpStream::connect(abused.address()).await.unwrap();
        let request = format!("GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, content) = answer.split_once("\r\n\r\n").unwrap();
        assert!([" 400 ", " 404 "].iter().any(|status| head.contains(status)), "{target}: {head}");
        assert!(!content.contains("root:") && !content.contains("[package]"), "{target}");
        let names = head.to_lowercase();
        assert!(!names.contains("set-cookie") && !names.contains("\r\nx-injected"), "{head}");
        assert!(!names.contains("\r\nserver:"), "no version is told: {head}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_percent_encoding_is_answered_alike_wherever_it_stands() {
    let abused = Abused::start(&[]).await;
    for (target, status) in [
        ("/%zz", 400),
        ("/%ff", 400),
        ("/%e9/group.ics", 400),
        ("/en/%zz", 400),
        ("/en/%zz.ics", 400),
        ("/en/group%2", 400),
        ("/en/group/topics/%f.ics", 400),
        ("/en/group/topics/norms%/", 400),
        ("/static/%zz", 400),
        ("/robots.txt%", 400),
        ("/en?q=%zz", 400),
        ("/en?q=%ff", 400),
        ("/en/group?topic=%zz", 400),
        ("/en/group/subscribe?language=%ff", 400),
        ("/en/group.ics?topic=%zz", 400),
        ("/en/group.ics?topic=%ff", 400),
        // What means nothing at an address may hold what it likes.
        ("/?q=%zz", 302),
        ("/en?topic=%zz", 200),
        ("/en?%ff=a&utm=%zz", 200),
        ("/en/group?q=%ff&utm=%zz", 200),
        ("/en/group.ics?utm=%zz&%ff", 200),
        ("/robots.txt?q=%zz", 200),
    ] {
        let answer = abused.service.at.get(target).await.unwrap();
        assert_eq!(answer.status, status, "{target}: {}", answer.text);
        if status == 400 {
            assert!(answer.text.contains("is not well encoded at"), "{target}: {}", answer.text);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn characters_that_need_no_encoding_mean_the_same_encoded_wherever_they_stand() {
    let abused = Abused::start(&[]).await;
    for (target, same) in [
        ("/%65n", "/en"),
        ("/%65n?%71=norms", "/en?q=norms"),
        ("/%65n/%67roup", "/en/group"),
        ("/en/group/%73ubscribe", "/en/group/subscribe"),
        ("/en/group%2eics", "/en/group.ics"),
        ("/%65n/group.ics?%74opic=norms", "/en/group.ics?topic=norms"),
        ("/robots%2Etxt", "/robots.txt"),
        ("/%73tatic/other.css", "/static/other.css"),
    ] {
        let [answer, expected] = [target, same].map(|target| abused.service.at.get(target));
        let (answer, expected) = (answer.await.unwrap(), expected.await.unwrap());
        assert_eq!((answer.status, answer.tag), (expected.status, expected.tag), "{target}");
    }
}
