//! `WebDriver` (W3C, 2018) as far as the tests need it: JSON over HTTP.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use serde_json::{Value, json};

/// The key under which an element's reference stands (section 11).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A session with one window. Dropping it ends the browser.
pub(crate) struct Session {
    driver: SocketAddr,
    path: String,
}

impl Session {
    /// Starts a browser with these capabilities.
    pub(crate) fn new(driver: SocketAddr, capabilities: &Value) -> Self {
        let wanted = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let started = send(driver, "POST", "/session", &wanted).unwrap();
        let id = started["sessionId"].as_str().unwrap();
        Self { driver, path: format!("/session/{id}") }
    }

    /// Does a command of this session: the rest of its path, and its parameters.
    pub(crate) fn command(&self, command: &str, parameters: &Value) -> Result<Value, String> {
        send(self.driver, "POST", &[&self.path, command].concat(), parameters)
    }

    /// The reference of the first element of a CSS selector.
    pub(crate) fn element(&self, selector: &str) -> String {
        let by = json!({ "using": "css selector", "value": selector });
        let found = self.command("/element", &by).unwrap_or_else(|error| panic!("{error}"));
        found[ELEMENT].as_str().unwrap().to_owned()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The test may be failing already.
        let _ = send(self.driver, "DELETE", &self.path, &Value::Null);
    }
}

/// The value that a command gives, or what the driver says against it.
fn send(driver: SocketAddr, method: &str, path: &str, parameters: &Value) -> Result<Value, String> {
    let content = if method == "POST" { parameters.to_string() } else { String::new() };
    let mut stream = TcpStream::connect(driver).map_err(|error| error.to_string())?;
    let length = content.len();
    let head =
        format!("{method} {path} HTTP/1.1\r\nhost: {driver}\r\ncontent-length: {length}\r\n");
    let request = [&head, "content-type: application/json\r\n\r\n", &content].concat();
    stream.write_all(request.as_bytes()).map_err(|error| error.to_string())?;

    let mut answer = BufReader::new(stream);
    let (mut is_right, mut length) = (false, 0);
    loop {
        let mut line = String::new();
        answer.read_line(&mut line).map_err(|error| error.to_string())?;
        let line = line.trim_end().to_ascii_lowercase();
        is_right |= line.starts_with("http/1.1 200");
        if let Some(octets) = line.strip_prefix("content-length:") {
            length = octets.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut content = vec![0; length];
    answer.read_exact(&mut content).map_err(|error| error.to_string())?;
    let mut content: Value = serde_json::from_slice(&content).unwrap();
    let value = content["value"].take();
    if is_right { Ok(value) } else { Err(format!("{path}: {}", value["message"])) }
}
