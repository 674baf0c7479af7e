//! From the errors of queries, which know no HTTP, to problems.

use hyper::StatusCode;

use super::problem::Problem;
use crate::query::QueryError;

/// How alike (Jaro-Winkler, 0 to 1) a valid value must be to be named as the nearest.
const ALIKE: f64 = 0.8;

/// The longest value that is compared: no valid one is longer than an identifier, and comparing costs
/// the product of the lengths.
const LONGEST: usize = 100;

impl From<&QueryError> for Problem {
    fn from(error: &QueryError) -> Self {
        let status = match error {
            QueryError::Unknown { .. } => StatusCode::NOT_FOUND,
            QueryError::Value { .. } | QueryError::Encoding { .. } | QueryError::TooMany { .. } => {
                StatusCode::BAD_REQUEST
            }
        };
        let problem = Self::new(status, error.to_string()).of(error);
        match error {
            QueryError::Unknown { value, valid, .. } => with_values(problem, value, valid),
            QueryError::Value { parameter, value, valid, .. } => {
                with_values(problem.with("parameter", *parameter), value, valid)
            }
            QueryError::Encoding { part, .. } => problem.with("value", part.as_str()),
            QueryError::TooMany { limit, .. } => problem.with("limit", *limit),
        }
    }
}

fn with_values(problem: Problem, value: &str, valid: &[String]) -> Problem {
    let mut problem = problem.with("value", value);
    if let Some(nearest) = nearest(value, valid) {
        problem = problem.with("nearest", nearest);
    }
    if !valid.is_empty() {
        problem = problem.with("valid", valid);
    }
    problem
}

/// The valid value that was probably meant.
fn nearest<'a>(value: &str, valid: &'a [String]) -> Option<&'a str> {
    if value.len() > LONGEST {
        return None;
    }
    valid
        .iter()
        .map(|candidate| (strsim::jaro_winkler(value, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate.as_str())
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;
    use serde_json::{Value, json};

    use super::*;

    async fn document(error: QueryError) -> Value {
        let body = Problem::from(&error).response().into_body();
        let octets = body.collect().await.unwrap().to_bytes();
        serde_json::from_slice(&octets).unwrap()
    }

    #[tokio::test]
    async fn what_is_missing_is_a_404_that_lists_what_there_is() {
        let error = QueryError::Unknown {
            what: "topic",
            value: "norm".into(),
            valid: vec!["threats".into(), "norms".into()],
        };
        let expected = json!({
            "type": "about:blank",
            "title": "Not Found",
            "status": 404,
            "detail": "there is no topic \"norm\"",
            "value": "norm",
            "nearest": "norms",
            "valid": ["threats", "norms"],
        });
        assert_eq!(document(error).await, expected);
    }

    #[tokio::test]
    async fn a_value_that_cannot_be_is_a_400_that_names_its_parameter() {
        let error = QueryError::Value {
            parameter: "from",
            value: "soon".into(),
            rule: "a date is written 2023-03-06".into(),
            valid: vec![],
        };
        let document = document(error).await;
        assert_eq!(document["status"], 400);
        assert_eq!(document["parameter"], "from");
        assert_eq!(document.get("valid"), None);
        assert_eq!(document.get("nearest"), None);
    }

    #[tokio::test]
    async fn bad_encoding_and_too_many_filters_are_400s() {
        let encoding = QueryError::Encoding {
            part: "topic=%zz".into(),
            rule: "two hexadecimal digits follow a %",
        };
        assert_eq!(document(encoding).await["status"], 400);
        let many = QueryError::TooMany { found: 99, limit: 64 };
        assert_eq!(document(many).await["limit"], 64);
    }
}
