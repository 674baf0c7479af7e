//! The program, serving programmes that were published and then changed.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const PLENARY: &str = env!("CARGO_BIN_EXE_plenary");

/// A running `plenary serve`. Dropping it kills it.
pub(crate) struct Site {
    address: SocketAddr,
    child: Child,
    _folder: TempDir,
}

impl Site {
    /// Serves `feeds/` and the bodies of the examples and of the judges, after a second
    /// publication in which slots of the fourth session were moved and cancelled.
    pub(crate) fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("plenary-browser-").tempdir().unwrap();
        let feeds = folder.path().join("feeds");
        for from in ["feeds", "examples/feeds", "tests/fixtures/nasty"] {
            copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(from), &feeds);
        }
        publish(folder.path());
        let session = feeds.join("oewg-ict/sessions/4.toml");
        let words = std::fs::read_to_string(&session).unwrap();
        let words = edited(&words, "stakeholders", "start = \"15:00\"", "start = \"16:00\"");
        let words =
            edited(&words, "closing", "end = \"18:00\"", "end = \"18:00\"\ncancelled = true");
        std::fs::write(&session, words).unwrap();
        publish(folder.path());

        // Its own address is part of what it says, so it has to be known before.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = plenary(folder.path())
            .args(["serve", "--no-watch", "--listen", &address.to_string()])
            .args(["--base-url", &format!("http://{address}")])
            .spawn()
            .unwrap();
        let mut site = Self { address, child, _folder: folder };
        let began = Instant::now();
        while TcpStream::connect(address).is_err() || site.get("/health/ready").0 != 200 {
            assert!(site.child.try_wait().unwrap().is_none(), "it ended");
            assert!(began.elapsed() < Duration::from_secs(30), "it does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        site
    }

    /// The address of a page.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Status and content of an address of this site, with its host or without.
    pub(crate) fn get(&self, address: &str) -> (u16, String) {
        let path = address.strip_prefix(&self.at("")).unwrap_or(address);
        assert!(path.starts_with('/'), "{address} is of another site");
        let mut stream = TcpStream::connect(self.address).unwrap();
        let host = self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, content) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), content.to_owned())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn plenary(folder: &Path) -> Command {
    let mut plenary = Command::new(PLENARY);
    plenary.current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    plenary
}

fn publish(folder: &Path) {
    assert!(plenary(folder).arg("publish").status().unwrap().success());
}

/// The words with a replacement in the slot of an id.
fn edited(words: &str, id: &str, from: &str, to: &str) -> String {
    let at = words.find(&format!("id = \"{id}\"\n")).unwrap();
    let (before, slot) = words.split_at(at);
    assert!(slot.contains(from), "{id} has no {from}");
    [before, &slot.replacen(from, to, 1)].concat()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (entry, to) = (entry.as_ref().unwrap(), to.join(entry.as_ref().unwrap().file_name()));
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}
