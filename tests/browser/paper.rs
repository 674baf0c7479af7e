//! A session on paper.

use lopdf::Document;

use crate::chrome::Browser;
use crate::site::Site;

/// Width and height in centimetres.
const A4: (f64, f64) = (21.0, 29.7);
const LETTER: (f64, f64) = (21.59, 27.94);

#[test]
fn a_session_is_printed_on_two_pages_at_most() {
    let Some(browser) = Browser::start("pages on paper") else {
        return;
    };
    let site = Site::start();
    // Whatever the reader's screen is like.
    browser.dark(true);
    for language in ["fr", "en", "ru", "ar"] {
        for session in ["4", "6"] {
            browser.open(&site.at(&format!("/{language}/oewg-ict/sessions/{session}")));
            for (width, height) in [A4, LETTER] {
                let octets = browser.print(width, height);
                let pages = Document::load_mem(&octets).unwrap().get_pages().len();
                assert!((1..=2).contains(&pages), "{language}, session {session}: {pages} pages");
            }
        }
    }
    // All days are there, and nothing that only a screen can do.
    browser.open(&site.at("/fr/oewg-ict/sessions/4"));
    let octets = browser.print(A4.0, A4.1);
    let document = Document::load_mem(&octets).unwrap();
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    let words = document.extract_text(&numbers).unwrap();
    let day = |day: &str| words.to_lowercase().contains(day);
    assert!(["lundi 6", "mardi 7", "mercredi 8", "jeudi 9", "vendredi 10"].into_iter().all(day));
    assert!(!words.contains("Google"), "{words}");
}
