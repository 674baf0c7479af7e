//! HTTP: from a socket to a response.
//!
//! [`serve`] accepts connections and gives each to a thread, which finds out the protocol that it
//! speaks. A request for what was asked before in the same words takes one look-up (`at_hand`); any
//! other goes through one line of steps (`answer`): limits, route, method, negotiation,
//! representation, preconditions. What is refused becomes a problem document (RFC 9457).
//!
//! HTTP/1.1 (RFC 9112), also from HTTP/1.0 clients, and HTTP/2 with prior knowledge (RFC 9113,
//! section 3.3), within TLS where there is a certificate. The operator has a listener of their own
//! ([`serve_operator`]).

mod access;
mod admission;
mod ahead;
mod answer;
mod at_hand;
mod cache;
mod client_family;
mod coding;
mod conditional;
mod connection;
mod content;
mod cors;
mod door;
mod feed;
mod file;
mod forwarded;
mod glance;
mod health;
mod host;
mod limits;
mod metrics;
mod negotiation;
mod operator;
mod page;
mod patience;
mod policy;
mod problem;
mod quality;
mod query_problem;
mod refused;
mod representation;
mod robots;
mod routes;
mod seen;
mod server;
mod sharing;
mod state;
mod stream;
mod tally;
mod tls;
mod worker;

pub use limits::Limits;
pub use operator::serve_operator;
pub use server::{Drain, serve};
pub use state::State;
pub use tls::{CertificateError, Tls};
pub use worker::Conversation;

use bytes::Bytes;
use http_body_util::Full;

/// A response with all of its octets at hand.
type Response = hyper::Response<Full<Bytes>>;
