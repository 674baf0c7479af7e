//! Floods that HTTP/2 makes cheap.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::beside::Abused;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const CONTINUATION: u8 = 9;

/// A frame (RFC 9113, section 4.1).
fn frame(kind: u8, flags: u8, stream: u32, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(content);
    frame
}

/// The fields of `GET / http a` (RFC 7541, appendix A).
const FIELDS: &[u8] = b"\x82\x84\x86\x41\x01a";

/// Sends frames until the server has had enough, and says how many it took.
async fn flood(
    abused: &Abused,
    frames: impl Fn(u32) -> Vec<u8> + Send,
    most: u32,
    reads: bool,
) -> Option<u32> {
    let stream = TcpStream::connect(abused.address()).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    write.write_all(PREFACE).await.unwrap();
    write.write_all(&frame(SETTINGS, 0, 0, &[])).await.unwrap();
    let reading = tokio::spawn(async move {
        let mut octets = [0; 16 << 10];
        while reads && read.read(&mut octets).await.is_ok_and(|read| read > 0) {}
        if !reads {
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
    });
    let mut ended = None;
    for number in 0..most {
        let frames = frames(number);
        let sending = write.write_all(&frames);
        let sent = tokio::time::timeout(Duration::from_secs(2), sending).await;
        // It is ended, or nothing more is read from it.
        if !matches!(sent, Ok(Ok(()))) || reading.is_finished() {
            ended = Some(number);
            break;
        }
    }
    reading.abort();
    ended
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
    let ended = abused.beside(100, flood(&abused, reset, 200_000, true)).await;
    eprintln!("resets: ended after {ended:?}");
    assert!(ended.is_some(), "200,000 resets were taken");
    abused.rests(16 << 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn floods_of_settings_and_pings_are_held_up_and_cost_no_memory() {
    let abused = Abused::start(&[("PLENARY_WRITE_TIMEOUT", "2")]).await;
    for (kind, content) in [(SETTINGS, &[][..]), (PING, &[7; 8][..])] {
        let many = |_| frame(kind, 0, 0, content).repeat(100);
        // The answers are not read, so that they have to be kept or the flood held up.
        let ended = abused.beside(50, flood(&abused, many, 20_000, false)).await;
        eprintln!("frames of kind {kind}: ended after {ended:?} hundreds");
        abused.rests(16 << 20).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_goes_on_for_ever_ends_the_connection() {
    let abused = Abused::start(&[]).await;
    let more = |number: u32| {
        let kind = if number == 0 { HEADERS } else { CONTINUATION };
        frame(kind, 0, 1, &FIELDS.repeat(1000))
    };
    let ended = abused.beside(50, flood(&abused, more, 20_000, true)).await;
    eprintln!("continuations: ended after {ended:?}");
    assert!(ended.is_some(), "20,000 continuations were taken");
    abused.rests(16 << 20).await;
}
