//! Any text as the address of a page, of a search or of what a reader composes to subscribe to: no
//! panic, and what is understood has one canonical address that says the same, and a whole page.

#![no_main]

use std::sync::LazyLock;

use chrono::DateTime;
use libfuzzer_sys::fuzz_target;
use plenary::model::Language;
use plenary::pages::{PageQuery, Trouble, page, trouble};
use plenary::render::Site;
use plenary::snapshot::Snapshot;

#[path = "../snapshot.rs"]
mod snapshot;

static SNAPSHOT: LazyLock<Snapshot> = LazyLock::new(|| snapshot::published(&[]));
static SITE: LazyLock<Site> = LazyLock::new(|| Site::at("https://a.example/".parse().unwrap()));

fn is_whole(page: &str) {
    let page = page.trim().to_ascii_lowercase();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>"), "{page:?}");
}

fuzz_target!(|address: &str| {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let asked = match PageQuery::parse(&SNAPSHOT, path, query) {
        Ok(asked) => asked,
        Err(error) => {
            let (detail, error) = (&*error.to_string(), Some(&error));
            let told = Trouble { path, query, status: 404, detail, error, nearest: None };
            is_whole(&trouble(&SNAPSHOT, &SITE, Language::ENGLISH, &told));
            return;
        }
    };
    let canonical = asked.address();
    assert!(canonical.bytes().all(|octet| octet.is_ascii_graphic()), "{canonical:?}");
    let (path, query) = canonical.split_once('?').unwrap_or((&canonical, ""));
    let again = PageQuery::parse(&SNAPSHOT, path, query).unwrap();
    assert_eq!(again, asked, "{canonical}");
    assert_eq!(again.address(), canonical);
    // What was moved or taken away has no page, and says so.
    let moment = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
    if let Ok(page) = page(&SNAPSHOT, &asked, &SITE, moment) {
        is_whole(&page);
    }
});
