//! `plenary health`.

use std::error::Error;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs as _};
use std::process::ExitCode;
use std::time::Duration;

use serde::Deserialize;
use url::Url;

use crate::settings::Settings;

/// How long connecting, and each read, may take.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The longest answer that is read, in octets.
const LONGEST: u64 = 1 << 20;
const READY: &str = "/health/ready";

/// What `/health/ready` says, as far as it is told here.
#[derive(Deserialize)]
struct Report {
    status: String,
    publication: u64,
    #[serde(default)]
    degraded: Vec<String>,
}

/// Asks a running server whether it is ready, and says so in one line: fails unless it answers 200.
pub(super) fn health(settings: &Settings, url: Option<&Url>) -> Result<ExitCode, Box<dyn Error>> {
    let (address, path, host) = match url {
        None => {
            let listen = match (settings.operator_listen, &settings.tls) {
                (Some(operator), _) => operator,
                (None, None) => settings.listen,
                (None, Some(_)) => {
                    return Err("a server that speaks TLS is asked at its --operator-listen".into());
                }
            };
            (reachable(listen), READY.to_owned(), "localhost".to_owned())
        }
        Some(url) => {
            if url.scheme() != "http" {
                return Err(format!("{url} is not asked: it has to begin with http://").into());
            }
            let host = url.host_str().unwrap_or_default();
            let port = url.port_or_known_default().unwrap_or(80);
            // A literal IPv6 address stands in brackets in a URL alone.
            let name = host.trim_matches(['[', ']']);
            let address = (name, port)
                .to_socket_addrs()
                .map_err(|error| format!("{url} is not found: {error}"))?
                .next()
                .ok_or_else(|| format!("{url} is not found"))?;
            let path = if url.path() == "/" { READY } else { url.path() };
            (address, path.to_owned(), host.to_owned())
        }
    };
    let (status, content) = ask(address, &path, &host)
        .map_err(|error| format!("no answer from http://{address}{path}: {error}"))?;
    let words = match serde_json::from_str::<Report>(&content) {
        Ok(report) if report.degraded.is_empty() => {
            format!("{}, publication {}", report.status, report.publication)
        }
        Ok(report) => format!(
            "{}, publication {}: {}",
            report.status,
            report.publication,
            report.degraded.join("; ")
        ),
        Err(_) => String::new(),
    };
    writeln!(std::io::stdout(), "{status} {words}")?;
    Ok(if status == 200 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Where a server that listens at an address is reached on its own machine.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let host = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(host, listen.port())
}

/// The status and the content of the answer to a GET.
fn ask(address: SocketAddr, path: &str, host: &str) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    // In HTTP/1.0 the content ends with the connection, and is in no chunks.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(LONGEST).read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let no_http = || std::io::Error::other("it is not HTTP");
    let status = answer.strip_prefix("HTTP/1.").ok_or_else(no_http)?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(no_http)?;
    let content = answer.split_once("\r\n\r\n").map_or("", |(_, content)| content);
    Ok((status, content.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_listens_everywhere_is_reached_on_its_own_machine() {
        for (listen, expected) in [
            ("0.0.0.0:8080", "127.0.0.1:8080"),
            ("[::]:80", "[::1]:80"),
            ("192.0.2.1:8080", "192.0.2.1:8080"),
        ] {
            assert_eq!(reachable(listen.parse().unwrap()).to_string(), expected);
        }
    }
}
