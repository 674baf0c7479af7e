//! Any text as the address of a feed: no panic, and what is understood has one canonical address
//! that says the same.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use plenary::query::{FeedQuery, select};
use plenary::snapshot::Snapshot;

#[path = "../snapshot.rs"]
mod snapshot;

static SNAPSHOT: LazyLock<Snapshot> = LazyLock::new(|| snapshot::published(&[]));

fuzz_target!(|address: &str| {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let asked = match FeedQuery::parse(&SNAPSHOT, path, query) {
        Ok(asked) => asked,
        Err(error) => {
            let _ = (error.to_string(), error.valid());
            return;
        }
    };
    let canonical = asked.address("ics");
    assert!(canonical.bytes().all(|octet| octet.is_ascii_graphic()), "{canonical:?}");
    let (path, query) = canonical.split_once('?').unwrap_or((&canonical, ""));
    let path = path.strip_suffix(".ics").unwrap();
    let again = FeedQuery::parse(&SNAPSHOT, path, query).unwrap();
    assert_eq!(again, asked, "{canonical}");
    assert_eq!(again.address("ics"), canonical);
    let _ = select(&SNAPSHOT, &asked);
});
