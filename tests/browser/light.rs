//! Pages load at once: few requests, few octets, nothing that moves, nothing from elsewhere.

use serde_json::json;

use crate::PAGES;
use crate::chrome::{Browser, Screen};
use crate::site::Site;

/// A page with all that it is shown with, in octets over the wire.
const PAGE: f64 = 60_000.0;
const SCRIPT: f64 = 10_000.0;

#[test]
fn pages_are_light_and_whole_at_once() {
    let Some(browser) = Browser::start("the weight of pages") else {
        return;
    };
    let site = Site::start();
    for page in PAGES {
        for language in ["fr", "ar"] {
            browser.screen(Screen::Desktop);
            check(&browser, &site, &format!("/{language}{page}"));
        }
        browser.screen(Screen::Phone);
        check(&browser, &site, &format!("/fr{page}"));
    }
    // The zone that a reader chose takes the place of the venue's without moving anything.
    browser.zone("Pacific/Auckland");
    browser.run("localStorage.setItem('plenary-zone', 'reader')", &json!([]));
    for screen in [Screen::Desktop, Screen::Phone] {
        browser.screen(screen);
        for page in PAGES {
            check(&browser, &site, &format!("/en{page}"));
        }
    }
}

fn check(browser: &Browser, site: &Site, page: &str) {
    browser.devtools("Network.clearBrowserCache", &json!({}));
    browser.requests();
    browser.complaints();
    browser.open(&site.at(page));
    let moved = browser.value(MOVED);
    assert_eq!(moved, json!([]), "{page} moved while it was loaded");

    // A page that says what is wrong with an address has the status for it, which browsers log.
    let is_wrong = site.get(page).0 >= 400;
    let complaints = browser.complaints();
    let unexpected = complaints.iter().filter(|it| !(is_wrong && it.contains("Failed to load")));
    assert_eq!(unexpected.collect::<Vec<_>>(), Vec::<&String>::new(), "{page}");

    let requests = browser.requests();
    for request in &requests {
        assert!(request.address.starts_with(&site.at("/")), "{page} asked for {request:?}");
    }
    let of = |kind: &str| requests.iter().filter(|it| it.kind == kind).collect::<Vec<_>>();
    assert_eq!(of("Document").len(), 1, "{page}: {requests:?}");
    assert_eq!(of("Stylesheet").len(), 1, "{page}: {requests:?}");
    assert_eq!(of("Script").len(), 1, "{page}: {requests:?}");
    assert!(of("Script")[0].octets < SCRIPT, "{page}: {requests:?}");
    assert!(requests.iter().all(|it| it.kind == "Other" || it.octets > 0.0), "{requests:?}");
    let octets: f64 = requests.iter().map(|it| it.octets).sum();
    assert!(octets < PAGE, "{page} weighs {octets}: {requests:?}");
}

/// What moved since the page began to load, by more than half of what Web Vitals calls good (a
/// cumulative layout shift of 0.1). On a busy machine Chromium paints a page before it has read all of
/// its head, and in Arabic what comes later moves what was there by up to 0.007.
const MOVED: &str = "new Promise((tell) => {
    const moved = [];
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) {
            if (shift.value < 0.05) continue;
            moved.push([shift.value, ...shift.sources.map((it) => it.node?.outerHTML?.slice(0, 120))]);
        }
    }).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => setTimeout(() => tell(moved), 50));
})";
