//! HTTP/1.1 as octets.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A connection.
pub(crate) struct Client {
    stream: TcpStream,
    rest: Vec<u8>,
}

/// A response as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The header fields as they came.
    pub(crate) head: String,
    /// The content.
    pub(crate) content: Vec<u8>,
}

impl Answer {
    /// A header field's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// The content as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.content).unwrap()
    }

    /// The content as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.content).unwrap()
    }
}

impl Client {
    /// Connects.
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        let rest = Vec::new();
        Self { stream, rest }
    }

    /// Sends octets.
    pub(crate) async fn send(&mut self, octets: &str) {
        self.stream.write_all(octets.as_bytes()).await.unwrap();
    }

    /// Sends a request without content and reads its answer.
    pub(crate) async fn ask(&mut self, method: &str, target: &str, fields: &[&str]) -> Answer {
        let fields: String = fields.iter().flat_map(|line| [*line, "\r\n"]).collect();
        self.send(&format!("{method} {target} HTTP/1.1\r\nHost: a\r\n{fields}\r\n")).await;
        self.answer(method != "HEAD").await
    }

    /// Reads one answer, with the content that Content-Length promises unless there is none.
    pub(crate) async fn answer(&mut self, with_content: bool) -> Answer {
        let end = loop {
            if let Some(end) = self.rest.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
            assert!(self.read().await > 0, "the connection ended in a head");
        };
        let head = String::from_utf8(self.rest.drain(..end + 4).collect()).unwrap();
        let mut answer = Answer {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head,
            content: Vec::new(),
        };
        if with_content && ![204, 304].contains(&answer.status) {
            let length = answer.header("content-length").unwrap_or("0");
            let length = length.parse().unwrap();
            while self.rest.len() < length {
                assert!(self.read().await > 0, "the connection ended in content");
            }
            answer.content = self.rest.drain(..length).collect();
        }
        answer
    }

    /// Whether the server has ended the connection with nothing more to say; waits for it.
    pub(crate) async fn is_ended(&mut self) -> bool {
        self.rest.is_empty() && self.read().await == 0
    }

    async fn read(&mut self) -> usize {
        self.stream.read_buf(&mut self.rest).await.unwrap_or(0)
    }
}

/// One request on a connection of its own.
pub(crate) async fn ask(
    address: SocketAddr,
    method: &str,
    target: &str,
    fields: &[&str],
) -> Answer {
    Client::connect(address).await.ask(method, target, fields).await
}
