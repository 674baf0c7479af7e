//! A reader chooses topics, and subscribes to just what the page promised.

use std::collections::BTreeSet;

use icalendar::{Calendar, CalendarComponent, Component as _, Event};
use serde_json::json;

use crate::chrome::{Browser, Screen};
use crate::site::Site;

/// One reader: their language, screen, and whether their browser runs scripts.
struct Reader {
    language: &'static str,
    screen: Screen,
    scripts: bool,
}

const READERS: [Reader; 12] = {
    const fn reader(language: &'static str, screen: Screen, scripts: bool) -> Reader {
        Reader { language, screen, scripts }
    }
    [
        reader("fr", Screen::Phone, true),
        reader("fr", Screen::Desktop, true),
        reader("en", Screen::Phone, true),
        reader("en", Screen::Desktop, true),
        reader("ar", Screen::Phone, true),
        reader("ar", Screen::Desktop, true),
        reader("fr", Screen::Phone, false),
        reader("fr", Screen::Desktop, false),
        reader("en", Screen::Phone, false),
        reader("en", Screen::Desktop, false),
        reader("ar", Screen::Phone, false),
        reader("ar", Screen::Desktop, false),
    ]
};

#[test]
fn the_composed_address_holds_the_events_that_the_page_promised() {
    let Some(browser) = Browser::start("subscribing") else {
        return;
    };
    let site = Site::start();
    for reader in &READERS {
        let of = format!("{}, {:?}, scripts: {}", reader.language, reader.screen, reader.scripts);
        browser.screen(reader.screen);
        browser.scripts(reader.scripts);
        browser.open(&site.at(&format!("/{}/oewg-ict/sessions/4", reader.language)));
        browser.click(".actions .primary");
        for topic in ["norms", "capacity-building"] {
            browser.click(&format!("[name=topic][value={topic}]"));
        }
        browser.click("[name=busy] [value=true]");
        browser.click("[name=alarm] [value='15m']");
        if reader.scripts {
            browser
                .until("document.querySelector('#subscription input').value.includes('alarm=15m')");
            browser.until("!document.querySelector('#subscription[aria-busy]')");
            let said = browser.text("document.querySelector('[role=status]').textContent");
            assert_eq!(said, browser.text(COUNT), "{of}: it is told to those who only hear");
        } else {
            browser.click("#composer button");
            browser.until("location.pathname.endsWith('/subscribe') && !!document.body.lastChild");
        }

        let address = browser.text("document.querySelector('#subscription input').value");
        let events = events(&site, &address);
        assert_eq!(number(&browser.text(COUNT)), events.len(), "{of}: {address}");
        // Three slots on norms and four on capacity-building, one of them with stakeholders.
        let slots: Vec<String> = events.iter().map(slot).collect();
        assert_eq!(slots, EXPECTED, "{of}: {address}");
        for event in &events {
            assert_eq!(event.property_value("TRANSP"), Some("OPAQUE"), "{of}");
            assert!(format!("{event:?}").contains("PT15M"), "{of}: no reminder: {event:?}");
        }
        // Every way to subscribe leads to this address.
        for (client, part) in [
            ("google", format!("cid={}", encoded(&address.replacen("http:", "webcal:", 1)))),
            ("outlook", format!("url={}", encoded(&address))),
            ("office", format!("url={}", encoded(&address))),
            ("webcal", address.replacen("http:", "webcal:", 1)),
        ] {
            let link =
                format!("document.querySelector('#subscription [data-client={client}]').href");
            let href = browser.text(&link);
            assert!(href.contains(&part), "{of}: {client} is led to {href}");
        }
    }
}

const EXPECTED: [&str; 5] =
    ["norms", "norms-2", "capacity-building", "capacity-building-2", "stakeholders"];

const COUNT: &str = "document.querySelector('#subscription .count').textContent.trim()";

#[test]
fn what_is_chosen_is_kept_over_languages_and_can_be_copied() {
    let Some(browser) = Browser::start("copying the address") else {
        return;
    };
    let site = Site::start();
    browser.open(&site.at("/fr/oewg-ict/subscribe?topic=threats&cancelled=hide"));
    let checked = "[...document.querySelectorAll('#composer :checked')].map((it) => it.value)";
    assert_eq!(browser.value(checked), json!(["threats", "fr", "", "", "hide"]));
    browser.click("[name=topic][value=norms]");
    browser.until("location.search.includes('norms')");
    browser.click(".languages summary");
    browser.click(".languages [hreflang=en]");
    browser.until("document.documentElement.lang === 'en'");
    assert_eq!(browser.value(checked), json!(["threats", "norms", "fr", "", "", "hide"]));

    let permission = json!({
        "origin": site.at(""), "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
    });
    browser.devtools("Browser.grantPermissions", &permission);
    browser.click("#subscription button[data-copied]");
    browser.until("navigator.clipboard.readText().then((it) => it.includes('norms'))");
}

/// The events of a feed by the parser that others wrote, by time.
fn events(site: &Site, address: &str) -> Vec<Event> {
    let (status, content) = site.get(address);
    assert_eq!(status, 200, "{address}: {content}");
    let calendar: Calendar = content.parse().unwrap();
    let event = |component| match component {
        CalendarComponent::Event(event) => Some(event),
        _ => None,
    };
    let mut events: Vec<Event> = calendar.components.into_iter().filter_map(event).collect();
    events.sort_by_key(|event| event.property_value("DTSTART").map(str::to_owned));
    let uids: BTreeSet<_> = events.iter().map(|event| event.get_uid()).collect();
    assert_eq!(uids.len(), events.len());
    events
}

/// The slot of an event, from the address of its page.
fn slot(event: &Event) -> String {
    event.property_value("URL").unwrap().rsplit('/').next().unwrap().to_owned()
}

fn number(words: &str) -> usize {
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no number in {words}"))
}

fn encoded(words: &str) -> String {
    url::form_urlencoded::byte_serialize(words.as_bytes()).collect()
}
