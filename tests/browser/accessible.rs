//! axe-core finds no fault, and pages fit narrow screens.

use serde_json::{Value, json};

use crate::PAGES;
use crate::chrome::{Browser, Screen, left_out};
use crate::site::Site;

/// Where tests/run installs it.
const AXE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/.tools/npm/node_modules/axe-core/axe.min.js");

/// WCAG 2.2 at level AA, and what axe-core holds to be good practice.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

#[test]
fn axe_finds_no_fault_on_any_page_light_or_dark_from_the_left_or_the_right() {
    let test = "axe on every page";
    let Ok(axe) = std::fs::read_to_string(AXE) else {
        return left_out(test, "axe-core");
    };
    let Some(browser) = Browser::start(test) else {
        return;
    };
    let site = Site::start();
    for (language, direction) in [("fr", "ltr"), ("ar", "rtl")] {
        for page in PAGES {
            let address = site.at(&format!("/{language}{page}"));
            browser.dark(false);
            browser.screen(Screen::Desktop);
            browser.open(&address);
            assert_eq!(browser.text("document.documentElement.dir"), direction);
            browser.run(&axe, &json!([]));
            no_faults(&browser, &format!("{address}, light, desktop"));
            browser.dark(true);
            no_faults(&browser, &format!("{address}, dark, desktop"));
            browser.screen(Screen::Phone);
            no_faults(&browser, &format!("{address}, dark, phone"));
        }
    }
}

fn no_faults(browser: &Browser, of: &str) {
    let script = "return axe.run({ runOnly: arguments[0], resultTypes: ['violations'] })
        .then((found) => [found.passes.length, found.violations.flatMap((violation) =>
            violation.nodes.map((node) => [violation.id, node.html, node.failureSummary]))])";
    let found = browser.run(script, &json!([RULES]));
    let (checked, faults) = (&found[0], &found[1]);
    assert!(checked.as_u64() > Some(15), "{of}: only {checked} rules were checked");
    assert_eq!(*faults, json!([]), "{of}: {faults:#}");
}

#[test]
fn nothing_is_wider_than_a_narrow_screen() {
    let Some(browser) = Browser::start("narrow screens") else {
        return;
    };
    let site = Site::start();
    browser.screen(Screen::Narrow);
    for language in ["fr", "en", "ru", "ar"] {
        for page in PAGES {
            let address = site.at(&format!("/{language}{page}"));
            browser.open(&address);
            // Opened as well: the menu of languages, and what is folded.
            browser.run(OPEN_ALL, &json!([]));
            let wider: Value = browser.value(WIDER);
            assert_eq!(wider, json!([320, []]), "{address}");
        }
    }
}

const OPEN_ALL: &str = "for (const it of document.querySelectorAll('details')) it.open = true";

/// The width that the page scrolls over, and what stands out of the screen.
const WIDER: &str = "[document.scrollingElement.scrollWidth,
    [...document.querySelectorAll('body *')].filter((it) => {
        const { left, right, width } = it.getBoundingClientRect();
        return width > 1 && (left < -1 || right > 321) && !it.closest('.scrolls, svg');
    }).map((it) => it.outerHTML.slice(0, 120))]";
