//! Reports for those who run the server.

use chrono::{DateTime, SecondsFormat, Utc};
use hyper::StatusCode;
use serde::Serialize;

use super::Response;
use super::problem::json;
use crate::model::ZoneRules;
use crate::snapshot::Snapshot;

/// What `/health/ready` says.
#[derive(Serialize)]
struct Report<'a> {
    /// `ready`, `degraded`: feeds are served, but what is listed under `degraded` is wrong;
    /// `starting`: there is no publication to serve yet.
    status: &'static str,
    publication: u64,
    published: Option<String>,
    /// The release of the rules of time zones that programmes are read by.
    time_zones: Option<&'a str>,
    degraded: &'a [String],
}

/// The answer of `/health/live`: the process answers.
pub(super) fn live() -> Response {
    json(StatusCode::OK, "application/json", br#"{"status":"live"}"#.to_vec())
}

/// The answer of `/health/ready`: 200 as soon as there is a publication, faults or not, since a
/// restart would mend none of them; 503 before.
pub(super) fn ready(snapshot: &Snapshot, faults: &[String], zone_rules: &ZoneRules) -> Response {
    let (publication, at) = (snapshot.publication(), snapshot.at());
    report(publication, at, faults, zone_rules)
}

fn report(
    publication: u64,
    at: Option<DateTime<Utc>>,
    faults: &[String],
    zone_rules: &ZoneRules,
) -> Response {
    let (code, status) = match (publication, faults) {
        (0, _) => (StatusCode::SERVICE_UNAVAILABLE, "starting"),
        (_, []) => (StatusCode::OK, "ready"),
        _ => (StatusCode::OK, "degraded"),
    };
    let report = Report {
        status,
        publication,
        published: at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        time_zones: zone_rules.release(),
        degraded: faults,
    };
    let octets = serde_json::to_vec(&report).unwrap_or_default();
    json(code, "application/json", octets)
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    async fn text(response: Response) -> String {
        let octets = response.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(octets.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn readiness_is_a_publication() {
        let at = "2023-03-06T15:00:00Z".parse().ok();
        let starting = report(0, None, &[], &ZoneRules::built_in());
        assert_eq!(starting.status(), 503);
        assert_eq!(
            text(starting).await,
            r#"{"status":"starting","publication":0,"published":null,"time_zones":"2025b","degraded":[]}"#
        );
        let good = report(7, at, &[], &ZoneRules::built_in());
        assert_eq!(good.status(), 200);
        assert_eq!(
            text(good).await,
            r#"{"status":"ready","publication":7,"published":"2023-03-06T15:00:00Z","time_zones":"2025b","degraded":[]}"#
        );
    }

    #[tokio::test]
    async fn a_fault_degrades_but_does_not_stop() {
        let degraded =
            report(7, None, &["4.toml: unknown \"topic\"".to_owned()], &ZoneRules::built_in());
        assert_eq!(degraded.status(), 200);
        let text = text(degraded).await;
        assert!(text.contains(r#""status":"degraded""#), "{text}");
        assert!(text.contains(r#""degraded":["4.toml: unknown \"topic\""]"#), "{text}");
    }
}
