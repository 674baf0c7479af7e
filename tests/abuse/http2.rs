//! Floods that HTTP/2 makes cheap.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::beside::Abused;
use crate::frames::{CONTINUATION, FIELDS, HEADERS, PING, PREFACE, RST_STREAM, SETTINGS, frame};

/// How long a client waits that nothing is taken of: longer than any limit set here.
const LONG: Duration = Duration::from_secs(15);

/// Sends frames until the server takes no more of them or has ended the connection, or so many
/// times; where it takes no more, waits for as long as `waits` for it to end that. How many times
/// they were taken, and whether it has ended the connection.
async fn flood(
    abused: &Abused,
    frames: impl Fn(u32) -> Vec<u8> + Send,
    most: u32,
    (reads, waits): (bool, Duration),
) -> (u32, bool) {
    let stream = TcpStream::connect(abused.address()).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    write.write_all(PREFACE).await.unwrap();
    write.write_all(&frame(SETTINGS, 0, 0, &[])).await.unwrap();
    let reading = tokio::spawn(async move {
        let mut octets = [0; 16 << 10];
        while reads && read.read(&mut octets).await.is_ok_and(|read| read > 0) {}
        if !reads {
            std::future::pending::<()>().await;
        }
    });
    let (mut taken, mut is_ended) = (0, false);
    while taken < most && !is_ended {
        let sent = tokio::time::timeout(waits, write.write_all(&frames(taken))).await;
        is_ended = matches!(sent, Ok(Err(_))) || reading.is_finished();
        if sent.is_err() {
            break;
        }
        taken += 1;
    }
    reading.abort();
    (taken, is_ended)
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_taken_back_at_once_end_the_connection() {
    let abused = Abused::start(&[]).await;
    let reset = |number: u32| {
        let stream = number * 2 + 1;
        let mut frames = frame(HEADERS, 0x5, stream, FIELDS);
        frames.extend(frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes()));
        frames
    };
    let (taken, is_ended) = abused.beside(100, flood(&abused, reset, 200_000, (true, LONG))).await;
    eprintln!("resets: {taken} were taken");
    assert!(is_ended, "{taken} were taken");
    abused.rests(8 << 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn floods_of_settings_and_pings_are_held_up_and_cost_no_memory() {
    let abused = Abused::start(&[("PLENARY_WRITE_TIMEOUT", "2")]).await;
    for (kind, content) in [(SETTINGS, &[][..]), (PING, &[7; 8][..])] {
        let many = |_| frame(kind, 0, 0, content).repeat(100);
        // The answers are not read, so that they have to be kept or the flood held up.
        let (taken, is_ended) =
            abused.beside(50, flood(&abused, many, 200_000, (false, LONG))).await;
        eprintln!("frames of kind {kind}: {taken} hundreds were taken");
        // h2 keeps one answer to a PING or SETTINGS and reads no more until that is written. So
        // as much is taken as there is room for on the way, and then the client takes nothing.
        assert!(is_ended, "{taken} were taken");
        abused.rests(8 << 20).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_goes_on_for_ever_ends_the_connection() {
    let abused = Abused::start(&[]).await;
    let more = |number: u32| {
        let kind = if number == 0 { HEADERS } else { CONTINUATION };
        frame(kind, 0, 1, &FIELDS.repeat(1000))
    };
    let (taken, is_ended) = abused.beside(50, flood(&abused, more, 20_000, (true, LONG))).await;
    eprintln!("continuations: {taken} were taken");
    assert!(is_ended, "{taken} were taken");
    abused.rests(8 << 20).await;
}
