//! Figures for those who run the server, as Prometheus reads them (the `OpenMetrics` text format 1.0).

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::StatusCode;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use super::Response;
use super::problem::json;
use super::tally::Tally;
use crate::snapshot::Snapshot;

const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The answer of `/metrics`.
pub(super) fn metrics(snapshot: &Snapshot, faults: &[String], tallies: &[Arc<Tally>]) -> Response {
    let mut registry = Registry::with_prefix("plenary");
    let mut gauge = |name: &str, help: &str, unit: Option<Unit>, value: i64| {
        let gauge: Gauge = Gauge::default();
        gauge.set(value);
        match unit {
            Some(unit) => registry.register_with_unit(name, help, unit, gauge),
            None => registry.register(name, help, gauge),
        }
    };
    let publication = i64::try_from(snapshot.publication()).unwrap_or(i64::MAX);
    gauge("publication", "Number of the publication that is served", None, publication);
    if let Some(at) = snapshot.at() {
        let help = "When that publication was made, since 1970-01-01T00:00:00Z";
        gauge("published", help, Some(Unit::Seconds), at.timestamp());
    }
    let help = "Whether anything is wrong (1), as /health/ready tells in words";
    gauge("degraded", help, None, i64::from(!faults.is_empty()));
    let reasons = i64::try_from(faults.len()).unwrap_or(i64::MAX);
    gauge("degraded_reasons", "How many things are wrong", None, reasons);

    let requests = Family::<Vec<(&'static str, String)>, Counter>::default();
    let at_hand: Counter = Counter::default();
    for tally in tallies {
        for (route, status, count) in tally.requests() {
            let labels = vec![("route", route.name().to_owned()), ("status", status.to_string())];
            requests.get_or_create(&labels).inc_by(count);
        }
        at_hand.inc_by(tally.at_hand());
    }
    registry.register("requests", "Requests answered, by route and status", requests);
    registry.register("at_hand", "Requests that took no more than a look-up", at_hand);

    let mut text = String::new();
    if encode(&mut text, &registry).is_ok() {
        return json(StatusCode::OK, MEDIA_TYPE, text.into_bytes());
    }
    // Writing into a string does not fail.
    let mut response = Response::new(Full::new(Bytes::new()));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test]
    async fn trouble_shows_in_the_figures() {
        for (faults, expected) in [(vec![], 0), (vec!["3 errors".to_owned()], 1)] {
            let response = metrics(&Snapshot::default(), &faults, &[]);
            assert_eq!(response.headers()["content-type"], MEDIA_TYPE);
            let octets = response.into_body().collect().await.unwrap().to_bytes();
            let text = String::from_utf8(octets.to_vec()).unwrap();
            assert!(text.contains(&format!("\nplenary_degraded {expected}\n")), "{text}");
            assert!(text.contains("\nplenary_publication 0\n"), "{text}");
            assert!(text.ends_with("# EOF\n"), "{text}");
        }
    }
}
