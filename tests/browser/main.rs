//! The pages in a real browser: what readers see, do, hear and print.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod accessible;
mod chrome;
mod keyboard;
mod light;
mod paper;
mod site;
mod subscribing;
mod webdriver;
mod zones;

/// A page of each kind, after the language. The last ones are of a body whose words try to break
/// pages, what is not there, and what is not understood.
const PAGES: [&str; 12] = [
    "",
    "?q=norm",
    "/oewg-ict",
    "/oewg-ict/sessions/4",
    "/oewg-ict/sessions/4/opening",
    "/oewg-ict/topics/capacity-building",
    "/oewg-ict/changes",
    "/oewg-ict/subscribe?topic=norms&alarm=15m",
    "/nasty",
    "/nasty/sessions/1",
    "/oewg-ict/topics/norm",
    "/oewg-ict?topic=norm",
];
