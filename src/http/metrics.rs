//! Figures for those who run the server, as Prometheus reads them (the `OpenMetrics` text format 1.0).

use std::time::UNIX_EPOCH;

use bytes::Bytes;
use http_body_util::Full;
use hyper::StatusCode;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use super::problem::json;
use super::{Response, State};

const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Labels = Vec<(&'static str, String)>;

/// The answer of `/metrics`.
pub(super) fn metrics(state: &State) -> Response {
    let mut registry = Registry::with_prefix("plenary");
    register_publication(&mut registry, state);
    register_requests(&mut registry, state);
    register_connections(&mut registry, state);

    let mut text = String::new();
    if encode(&mut text, &registry).is_ok() {
        return json(StatusCode::OK, MEDIA_TYPE, text.into_bytes());
    }
    // Writing into a string does not fail.
    let mut response = Response::new(Full::new(Bytes::new()));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

fn gauge(registry: &mut Registry, name: &str, help: &str, unit: Option<Unit>, value: i64) {
    let gauge: Gauge = Gauge::default();
    gauge.set(value);
    match unit {
        Some(unit) => registry.register_with_unit(name, help, unit, gauge),
        None => registry.register(name, help, gauge),
    }
}

fn counter(registry: &mut Registry, name: &str, help: &str, value: u64) {
    let counter: Counter = Counter::default();
    counter.inc_by(value);
    registry.register(name, help, counter);
}

/// What is served, and whether anything is wrong.
fn register_publication(registry: &mut Registry, state: &State) {
    let (snapshot, faults) = (state.snapshot.load(), state.faults.load());
    let publication = i64::try_from(snapshot.publication()).unwrap_or(i64::MAX);
    gauge(registry, "publication", "Number of the publication that is served", None, publication);
    if let Some(at) = snapshot.at() {
        let help = "When that publication was made, since 1970-01-01T00:00:00Z";
        gauge(registry, "published", help, Some(Unit::Seconds), at.timestamp());
        let now = i64::try_from(super::state::seconds()).unwrap_or(i64::MAX);
        let help = "How long ago that was";
        gauge(registry, "snapshot_age", help, Some(Unit::Seconds), now - at.timestamp());
    }
    let help = "Whether anything is wrong (1), as /health/ready tells in words";
    gauge(registry, "degraded", help, None, i64::from(!faults.is_empty()));
    let reasons = i64::try_from(faults.len()).unwrap_or(i64::MAX);
    gauge(registry, "degraded_reasons", "How many things are wrong", None, reasons);
    let zones = Family::<Labels, Gauge>::default();
    let release = state.zone_rules.load().release().unwrap_or("unknown").to_owned();
    zones.get_or_create(&vec![("release", release)]).set(1);
    let help = "The rules of time zones by which programmes are read";
    registry.register("time_zones", help, zones);
}

/// What was answered, and how.
fn register_requests(registry: &mut Registry, state: &State) {
    let requests = Family::<Labels, Counter>::default();
    let mut at_hand = 0;
    for tally in state.tallies() {
        for (route, status, client, count) in tally.requests() {
            let labels = vec![
                ("route", route.name().to_owned()),
                ("status", status.map_or_else(|| "other".to_owned(), |status| status.to_string())),
                ("client", client.name().to_owned()),
            ];
            requests.get_or_create(&labels).inc_by(count);
        }
        at_hand += tally.at_hand();
    }
    let help = "Requests answered, by route, status and family of clients";
    registry.register("requests", help, requests);
    let help = "Requests that took no more than a look-up";
    counter(registry, "at_hand", help, at_hand);
    let help = "Answers that were kept though not at hand";
    counter(registry, "cache_hits", help, state.representations.hits());
    let help = "How long it took to make what was not kept, each coding by itself";
    let making = state.representations.making();
    registry.register_with_unit("generation", help, Unit::Seconds, making);
}

fn register_connections(registry: &mut Registry, state: &State) {
    let open = i64::try_from(state.admission.open()).unwrap_or(i64::MAX);
    gauge(registry, "connections", "Connections that are open", None, open);
    let help = "Connections refused because there were too many";
    counter(registry, "connections_refused", help, state.admission.refused());
    let Some(tls) = &state.tls else { return };
    let help = "TLS handshakes that were begun and not brought to an end";
    counter(registry, "tls_handshakes_failed", help, tls.failed());
    let end = tls.expires().and_then(|end| end.duration_since(UNIX_EPOCH).ok());
    if let Some(end) = end.and_then(|end| i64::try_from(end.as_secs()).ok()) {
        let help = "When the certificate expires, since 1970-01-01T00:00:00Z";
        gauge(registry, "certificate_expires", help, Some(Unit::Seconds), end);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arc_swap::ArcSwap;
    use http_body_util::BodyExt as _;

    use super::super::client_family::ClientFamily;
    use super::super::coding::Coding;
    use super::super::page::sitemap;
    use super::super::tally::{Outcome, RouteKind};
    use super::super::{Limits, State};
    use super::*;
    use crate::render::Site;

    fn state(faults: Vec<String>) -> State {
        let site = Site::at("https://a.example/".parse().unwrap());
        let faults = Arc::new(ArcSwap::from_pointee(faults));
        State::new(Arc::default(), faults, site, Limits::default())
    }

    async fn text(state: &State) -> String {
        let response = metrics(state);
        assert_eq!(response.headers()["content-type"], MEDIA_TYPE);
        let octets = response.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(octets.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn trouble_shows_in_the_figures() {
        for (faults, expected) in [(vec![], 0), (vec!["3 errors".to_owned()], 1)] {
            let text = text(&state(faults)).await;
            assert!(text.contains(&format!("\nplenary_degraded {expected}\n")), "{text}");
            assert!(text.contains("\nplenary_publication 0\n"), "{text}");
            assert!(text.contains("\nplenary_time_zones{release=\"2025b\"} 1\n"), "{text}");
            assert!(text.ends_with("# EOF\n"), "{text}");
        }
    }

    #[tokio::test]
    async fn what_was_kept_is_told_from_what_was_made() {
        let state = state(vec![]);
        for _ in 0..3 {
            sitemap(&state, Coding::Identity).await.unwrap();
        }
        let text = text(&state).await;
        assert!(text.contains("\nplenary_cache_hits_total 2\n"), "{text}");
        assert!(text.contains("\nplenary_generation_seconds_count 1\n"), "{text}");
    }

    #[tokio::test]
    async fn requests_of_all_threads_are_counted_by_what_they_were() {
        let state = state(vec![]);
        let (one, two) = (state.new_tally(), state.new_tally());
        let of = |status, was_at_hand| Outcome {
            route: RouteKind::Ics,
            status: StatusCode::from_u16(status).unwrap(),
            was_at_hand,
        };
        one.count(ClientFamily::Google, of(304, true));
        two.count(ClientFamily::Google, of(304, false));
        two.count(ClientFamily::Apple, of(200, false));
        two.count(ClientFamily::Other, of(308, false));
        two.count(ClientFamily::Other, of(418, false));
        let text = text(&state).await;
        assert!(!text.contains(r#"status="500""#), "{text}");
        for line in [
            r#"plenary_requests_total{route="ics",status="304",client="google"} 2"#,
            r#"plenary_requests_total{route="ics",status="200",client="apple"} 1"#,
            r#"plenary_requests_total{route="ics",status="308",client="other"} 1"#,
            r#"plenary_requests_total{route="ics",status="other",client="other"} 1"#,
            "plenary_at_hand_total 1",
            "plenary_cache_hits_total 0",
            "plenary_connections 0",
            "plenary_connections_refused_total 0",
            "plenary_generation_seconds_count 0",
        ] {
            assert!(text.contains(&format!("\n{line}\n")), "{line}: {text}");
        }
    }
}
