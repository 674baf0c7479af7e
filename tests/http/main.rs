//! The server over real sockets: HTTP/1.1 octet by octet, HTTP/2 with prior knowledge, and its end.

#![expect(clippy::unwrap_used, reason = "what is not as expected fails the test")]

#[path = "../../benches/support/mod.rs"]
mod benches;
mod caching;
mod client;
mod connections;
mod feeds;
mod html;
mod http2;
mod pages;
mod requests;
mod server;
