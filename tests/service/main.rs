//! The running service: under changes of its files, faults of its ledger, and kills.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what is not as expected fails the test"
)]

#[path = "../support/cluster.rs"]
#[allow(dead_code, unreachable_pub, reason = "each test file uses some of it")]
mod cluster;

mod commands;
mod faults;
mod handshake;
mod killed;
mod mishaps;
mod operator;
mod place;
mod process;
mod replicas;
mod reverted;
mod running;
mod secured;
mod watching;
mod zones;
