//! Everything can be reached and done with a keyboard alone, and one sees where one is.

use serde_json::{Value, json};

use crate::PAGES;
use crate::chrome::Browser;
use crate::site::Site;

/// Keys by the characters that `WebDriver` has for them (section 17.4.2).
const TAB: char = '\u{E004}';
const ENTER: char = '\u{E007}';
const ESCAPE: char = '\u{E00C}';

/// The element that has the focus: what it is, whether one sees that it has it, and whether it is
/// on the screen. The mark may be drawn on a part of it, on its label or on what stands for it.
const FOCUSED: &str = "(() => {
    const it = document.activeElement;
    if (!it || it === document.body) return null;
    const rings = [[it], [it, '::after'], [it.closest('label')], [it.nextElementSibling]];
    const seen = rings.some(([on, part]) => {
        const style = on && getComputedStyle(on, part);
        return style && style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2;
    });
    const { top, bottom, left, right } = it.getBoundingClientRect();
    const here = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    it.dataset.reached = '';
    return [it.outerHTML.slice(0, 160), seen, here];
})()";

/// What may be reached and was not. One of a group of radio buttons is enough.
const LEFT: &str = "[...document.querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, summary, [tabindex=\"0\"]')]
    .filter((it) => it.checkVisibility() && !('reached' in it.dataset))
    .filter((it) => it.type !== 'radio'
        || !document.querySelector(`input[name=\"${it.name}\"][data-reached]`))
    .map((it) => it.outerHTML.slice(0, 160))";

#[test]
fn the_keyboard_reaches_everything_and_one_sees_where() {
    let Some(browser) = Browser::start("the keyboard on every page") else {
        return;
    };
    let site = Site::start();
    for page in PAGES {
        let address = site.at(&format!("/fr{page}"));
        browser.open(&address);
        let mut steps = 0;
        loop {
            browser.press(TAB);
            let focused = browser.value(FOCUSED);
            if focused == Value::Null {
                break;
            }
            assert_eq!(
                (&focused[1], &focused[2]),
                (&json!(true), &json!(true)),
                "{address}: {focused}"
            );
            if steps == 0 {
                assert!(focused[0].as_str().unwrap().contains("#content"), "{address}: {focused}");
            }
            steps += 1;
            assert!(steps < 300, "{address} keeps the focus within it: {focused}");
        }
        assert_eq!(browser.value(LEFT), json!([]), "{address}");
    }
}

#[test]
fn a_subscription_is_composed_with_the_keyboard() {
    let Some(browser) = Browser::start("the keyboard in the form") else {
        return;
    };
    let site = Site::start();
    browser.open(&site.at("/en/oewg-ict"));
    // Past the header, at the content.
    browser.press(TAB);
    browser.press(ENTER);
    assert_eq!(browser.text("location.hash"), "#content");
    browser.press(TAB);
    let inside = "document.querySelector('main').contains(document.activeElement)";
    assert_eq!(browser.value(inside), json!(true));

    browser.run("document.querySelector('[name=topic][value=norms]').focus()", &json!([]));
    browser.press(' ');
    browser.until("document.querySelector('#subscription input').value.includes('/topics/norms')");
    let focused = browser.text("document.activeElement.value");
    assert_eq!(focused, "norms", "the focus stays where it was");

    // The menu of languages closes, and the focus is where one left it.
    browser.run("document.querySelector('.languages summary').focus()", &json!([]));
    browser.press(ENTER);
    browser.until("document.querySelector('.languages').open");
    browser.press(TAB);
    browser.press(ESCAPE);
    browser.until("!document.querySelector('.languages').open");
    assert_eq!(browser.text("document.activeElement.localName"), "summary");
}
