//! A running server under abuse: what abuses it is bounded, a normal client beside it is answered,
//! and memory returns to rest.
//!
//! The bounds are for slow and busy machines; what was measured is printed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

#[path = "../../benches/support/mod.rs"]
mod benches;
#[path = "../service/handshake.rs"]
#[allow(dead_code, reason = "each test file uses some of it")]
mod handshake;
#[path = "../service/place.rs"]
#[allow(dead_code, reason = "each test file uses some of it")]
mod place;
#[path = "../service/process.rs"]
#[allow(dead_code, reason = "each test file uses some of it")]
mod process;
#[path = "../service/running.rs"]
#[allow(dead_code, reason = "each test file uses some of it")]
mod running;

mod beside;
mod connections;
mod frames;
mod http2;
mod large;
mod requests;
mod secured;
mod windows;
