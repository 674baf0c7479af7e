//! Connections beyond what there may be: told so at no cost, and let go.

use std::collections::VecDeque;
use std::io::{self, Read as _, Write as _};
use std::net::Shutdown;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until};

/// What they are told. Seconds, not minutes: connections end all the time.
const ANSWER: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n\
    Content-Length: 0\r\nConnection: close\r\n\r\n";

/// How many are kept open at once, and for how long: a connection that is closed before what its
/// client sent was taken is reset, and the answer is lost with it.
const LINGERING: usize = 64;
const LINGER: Duration = Duration::from_secs(1);

/// Connections that were refused and not let go yet, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Refused(VecDeque<(Instant, std::net::TcpStream)>);

impl Refused {
    /// Refuses a connection. Within TLS no answer can be given so cheaply.
    pub(super) fn refuse(&mut self, stream: TcpStream, is_secured: bool) {
        if is_secured {
            return;
        }
        if self.0.len() == LINGERING {
            self.release();
        }
        // One that is gone already need not be told.
        if let Ok(stream) = tell(stream) {
            self.0.push_back((Instant::now() + LINGER, stream));
        }
    }

    /// Waits until it is time to let one go, and does.
    pub(super) async fn let_go(&mut self) {
        match self.0.front() {
            Some((until, _)) => sleep_until(*until).await,
            None => std::future::pending().await,
        }
        self.release();
    }

    fn release(&mut self) {
        let Some((_, mut stream)) = self.0.pop_front() else { return };
        let mut octets = [0; 4096];
        while stream.read(&mut octets).is_ok_and(|read| read == octets.len()) {}
    }
}

/// Writes the answer, which never waits: there is room for it in a connection that just began.
fn tell(stream: TcpStream) -> io::Result<std::net::TcpStream> {
    let mut stream = stream.into_std()?;
    stream.write_all(ANSWER)?;
    stream.shutdown(Shutdown::Write)?;
    Ok(stream)
}
