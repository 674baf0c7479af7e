//! `plenary serve`.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use listenfd::ListenFd;
use sd_notify::NotifyState;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::STRONG;
use crate::http::Drain;
use crate::model::Language;
use crate::service::Service;
use crate::settings::Settings;
use crate::snapshot::Snapshot;

/// How many files may be open beside connections and answers: the ledger, programmes, what is
/// refused.
const OTHER_FILES: u64 = 256;

/// Serves until told to end.
pub(super) fn serve(settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    // Before there are threads: it takes what systemd wrote out of the environment.
    let mut handed = ListenFd::from_env();
    // It publishes and follows; those who ask are answered by threads of their own.
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        // Bound first: an address in use is told before anything is published.
        let listener = listener(settings, &mut handed).await?;
        let address = listener.local_addr()?;
        let operator = operator_listener(settings, &mut handed).await?;
        let settings = &within_open_files(settings.clone());
        let mut service = Service::open(settings).await?;
        if let Some(operator) = operator {
            let address = operator.local_addr()?;
            tracing::info!(%address, "serving the operator");
            service = service.with_operator(operator);
        }
        let shutdown = CancellationToken::new();
        end_on_signals(&shutdown)?;
        renew_on_signal(vec![service.asked(), service.renew()])?;
        let snapshot = service.snapshot();
        tracing::info!(%address, publication = snapshot.publication(), "serving");
        // The log says it too; a full disk behind standard output stops no server.
        let _unsaid = welcome(settings, &snapshot);
        // Nobody may have asked to be told, or may be gone.
        let _untold = sd_notify::notify(&[NotifyState::Ready]);
        let drain = service.run(listener, shutdown).await;
        Ok(match drain {
            Drain::Complete => {
                tracing::info!("ended");
                ExitCode::SUCCESS
            }
            Drain::Cut(connections) => {
                tracing::warn!(connections, "ended; some connections were cut");
                ExitCode::FAILURE
            }
        })
    })
}

/// The socket that systemd holds for us, where it does; else one at the address of the settings.
async fn listener(
    settings: &Settings,
    handed: &mut ListenFd,
) -> Result<TcpListener, Box<dyn Error>> {
    if let Some(handed) = handed.take_tcp_listener(0)? {
        handed.set_nonblocking(true)?;
        return Ok(TcpListener::from_std(handed)?);
    }
    Ok(TcpListener::bind(settings.listen).await.map_err(|error| {
        format!("cannot listen on {}: {error}; choose another with --listen", settings.listen)
    })?)
}

/// The second socket that systemd holds, or one at the address of the settings.
async fn operator_listener(
    settings: &Settings,
    handed: &mut ListenFd,
) -> Result<Option<TcpListener>, Box<dyn Error>> {
    if let Some(handed) = handed.take_tcp_listener(1)? {
        handed.set_nonblocking(true)?;
        return Ok(Some(TcpListener::from_std(handed)?));
    }
    let Some(address) = settings.operator_listen else { return Ok(None) };
    let listener = TcpListener::bind(address).await.map_err(|error| {
        format!("cannot listen on {address}: {error}; choose another with --operator-listen")
    })?;
    Ok(Some(listener))
}

/// The same settings with as many connections as the system lets have files open, after asking it
/// for enough.
fn within_open_files(mut settings: Settings) -> Settings {
    let wanted = u64::try_from(settings.limits.connections).unwrap_or(u64::MAX);
    let others = u64::try_from(settings.limits.files()).unwrap_or(u64::MAX);
    let others = others.saturating_add(OTHER_FILES);
    let allowed = rlimit::increase_nofile_limit(wanted.saturating_add(others));
    if let Ok(allowed) = allowed
        && let connections = allowed.saturating_sub(others).max(1)
        && connections < wanted
    {
        tracing::warn!(connections, wanted, "fewer connections: the system allows no more files");
        settings.limits.connections = usize::try_from(connections).unwrap_or(usize::MAX);
    }
    settings
}

fn end_on_signals(shutdown: &CancellationToken) -> std::io::Result<()> {
    for kind in [SignalKind::terminate(), SignalKind::interrupt()] {
        let mut signals = signal(kind)?;
        let shutdown = shutdown.clone();
        tokio::spawn(async move {
            if signals.recv().await.is_some() {
                shutdown.cancel();
            }
        });
    }
    Ok(())
}

/// SIGHUP asks to read and publish the programmes, and to read the certificate.
fn renew_on_signal(asked: Vec<Arc<Notify>>) -> std::io::Result<()> {
    let mut signals = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while signals.recv().await.is_some() {
            for asked in &asked {
                asked.notify_one();
            }
        }
    });
    Ok(())
}

/// Says where to click and what to subscribe to.
fn welcome(settings: &Settings, snapshot: &Snapshot) -> io::Result<()> {
    let mut out = anstream::stdout();
    let base = settings.base_url.as_str();
    writeln!(out, "\n  {STRONG}Plenary{STRONG:#} serves at {STRONG}{base}{STRONG:#}\n")?;
    for (id, view) in snapshot.bodies() {
        let languages: Vec<&str> = view.body.languages.iter().map(Language::as_str).collect();
        let language = view.body.default_language();
        let name = view.body.name.read(language, language).map_or("", |reading| reading.words);
        writeln!(out, "  {name}\n  in: {}", languages.join(", "))?;
        writeln!(out, "    everything  {base}{language}/{id}.ics")?;
        for session in view.sessions.iter().filter(|session| !session.withdrawn) {
            writeln!(
                out,
                "    a session   {base}{language}/{id}/sessions/{}.ics",
                session.session.id
            )?;
        }
        for topic in &view.topics {
            writeln!(out, "    a topic     {base}{language}/{id}/topics/{}.ics", topic.id)?;
        }
        writeln!(out)?;
    }
    if !snapshot.bodies().is_empty() {
        writeln!(out, "  Subscribe to any of these in a calendar; Ctrl-C ends.\n")?;
    }
    Ok(())
}
