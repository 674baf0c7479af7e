//! Any text as the file of a session, or of a body: no panic, and faults that can be told.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plenary::programme::{Sources, validate};

const BODY: &str = include_str!("../../examples/feeds/example-body/body.toml");
const SESSION: &str = include_str!("../../examples/feeds/example-body/sessions/1.toml");

fuzz_target!(|text: &str| {
    for (body, session) in [(BODY, text), (text, SESSION)] {
        let sources = Sources::from_texts([
            ("example-body/body.toml", body),
            ("example-body/sessions/1.toml", session),
        ]);
        let faults = match validate(&sources) {
            Ok(checked) => {
                assert_eq!(checked.programmes.len(), 1);
                checked.warnings
            }
            Err(faults) => {
                assert!(faults.errors() > 0);
                faults
            }
        };
        let _ = faults.plain();
        for fault in faults.iter() {
            let line = fault.to_string();
            assert!(!line.contains(['\n', '\r']), "{line:?}");
        }
    }
});
