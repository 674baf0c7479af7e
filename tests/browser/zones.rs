//! Times in the reader's own zone, chosen once.

use crate::chrome::Browser;
use crate::site::Site;

const FIRST: &str = "document.querySelector('.slot .when').textContent.trim()";

#[test]
fn a_reader_elsewhere_chooses_their_own_zone_once() {
    let Some(browser) = Browser::start("the reader's zone") else {
        return;
    };
    let site = Site::start();
    // 6 March 2023, 10:00 in New York, is midnight in Tokyo: the next day.
    browser.zone("Asia/Tokyo");
    for (language, there) in
        [("fr", "mar. 00:00–03:00"), ("en", "Tue 00:00–03:00"), ("ar", "الثلاثاء 00:00–03:00")]
    {
        let session = site.at(&format!("/{language}/oewg-ict/sessions/4"));
        browser.open(&session);
        let venue = browser.text(FIRST);
        assert_eq!(venue, "10:00–13:00", "{language}");

        browser.click(".zone input[value=reader]");
        assert_eq!(browser.text(FIRST), there);
        assert!(browser.text("document.body.textContent").contains("Asia/Tokyo"));

        // Remembered on another page, where the date is told as a whole.
        browser.open(&format!("{session}/opening"));
        let page = browser.text("document.querySelector('main').textContent");
        assert!(page.contains("00:00–03:00"), "{page}");
        let date = browser.text("document.querySelector('.moment time').textContent");
        assert!(date.contains('7'), "{date}");
        assert!(browser.value("document.querySelector('.zone [value=reader]').checked") == true);

        browser.click(".zone input[value=venue]");
        browser.open(&session);
        assert_eq!(browser.text(FIRST), venue, "{language}");
    }
}

#[test]
fn a_reader_at_the_venue_sees_the_same_times_either_way() {
    let Some(browser) = Browser::start("the venue's zone") else {
        return;
    };
    let site = Site::start();
    browser.zone("America/New_York");
    browser.open(&site.at("/fr/oewg-ict/sessions/6"));
    let all = "[...document.querySelectorAll('main time')].map((it) => it.textContent)";
    let before = browser.value(all);
    browser.click(".zone input[value=reader]");
    assert_eq!(browser.value(all), before);
    assert!(before.as_array().unwrap().len() >= 10, "{before}");
}
