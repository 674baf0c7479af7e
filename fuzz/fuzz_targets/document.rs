//! Any octets as a document: no panic, no hang, whatever the container.
//!
//! `cargo +nightly fuzz run document tests/fixtures/documents/en`

#![no_main]

use libfuzzer_sys::fuzz_target;
use plenary::document::{self, Options, containers};

fuzz_target!(|octets: &[u8]| {
    let Ok(decoded) = containers::decode(octets) else { return };
    let options = Options { exact: decoded.exact, year: Some(2024), ..Options::default() };
    if let Ok(reading) = document::read(&decoded.text, &options) {
        let _ = document::explain(&decoded.text, &reading);
        let _ = document::faults(&reading.diagnostics, "document", &decoded.text).plain();
    }
});
