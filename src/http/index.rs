//! The list of feeds, until there are pages.

use std::sync::Arc;

use askama::Template;

use super::State;
use super::cache::{Failure, Made};
use super::coding::Coding;
use super::feed::unavailable;
use super::problem::Problem;
use super::representation::About;
use crate::model::{Body, Language, Text};
use crate::query::{FeedQuery, Filters, Scope};
use crate::render::{Format, Site};
use crate::snapshot::{BodyView, Snapshot};

/// The page needs nothing but itself.
const POLICY: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "index.html")]
struct Index {
    sections: Vec<Section>,
}

/// The feeds of a body in a language.
struct Section {
    name: Words,
    language: Language,
    feeds: Vec<Link>,
    sessions: Vec<Link>,
    topics: Vec<Link>,
}

struct Link {
    words: Words,
    address: String,
    changes: String,
}

/// Words with the language that they are in.
struct Words {
    words: String,
    language: Language,
}

/// The representation of `/`.
pub(super) async fn index(state: &State, coding: Coding) -> Result<Made, Problem> {
    let snapshot = state.snapshot.load_full();
    let (publication, site) = (snapshot.publication(), Arc::clone(&state.site));
    let make = move || {
        let about = About {
            media_type: "text/html; charset=utf-8",
            disposition: None,
            policy: Some(POLICY),
            last_modified: snapshot.at(),
        };
        // An error leaves the page empty, which is refused as a failure.
        let octets = page(&snapshot, &site).render().unwrap_or_default();
        Ok((about, octets.into_bytes()))
    };
    state.representations.get(publication, &"/".into(), coding, make).await.map_err(|failure| {
        match failure {
            Failure::Query(error) => Problem::from(&error),
            Failure::Making(_) => unavailable("this page cannot be served at the moment"),
        }
    })
}

fn page(snapshot: &Snapshot, site: &Site) -> Index {
    let mut sections = Vec::new();
    for view in snapshot.bodies().values() {
        let Some(latest) = view.revisions.last() else {
            continue;
        };
        for language in &latest.body.languages {
            sections.push(section(&latest.body, view, *language, site));
        }
    }
    Index { sections }
}

fn section(body: &Body, view: &BodyView, language: Language, site: &Site) -> Section {
    let words = |text: &Text, otherwise: &str| {
        let read = text.read(language, body.default_language());
        Words {
            words: read.map_or(otherwise, |read| read.words).to_owned(),
            language: read.map_or(Language::ENGLISH, |read| read.language),
        }
    };
    let link = |words, scope| {
        let query =
            FeedQuery { language, body: body.id.clone(), scope, filters: Filters::default() };
        let address = |format: Format| site.absolute(&query.address(format.extension()));
        Link { words, address: address(Format::Ics), changes: address(Format::Atom) }
    };
    let sessions = view.sessions.iter().filter(|view| !view.withdrawn).map(|view| &view.session);
    Section {
        name: words(&body.name, body.id.as_str()),
        language,
        feeds: vec![link(words(&body.short_name, body.id.as_str()), Scope::Body)],
        sessions: sessions
            .map(|session| {
                let name = words(&session.name, session.id.as_str());
                link(name, Scope::Session(session.id.clone()))
            })
            .collect(),
        topics: body
            .topics
            .iter()
            .map(|topic| {
                let name = words(&topic.name, topic.id.as_str());
                link(name, Scope::Topic(topic.id.clone()))
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_escaped() {
        let words =
            |words: &str| Words { words: words.to_owned(), language: "fr".parse().unwrap() };
        let address = "https://a.example/?a=1&b=\"2".to_owned();
        let name = words("<b>\"L'un\" & l'autre");
        let changes = "https://a.example/?a='".to_owned();
        let feed = Link { words: words("<script>"), address, changes };
        let section = Section {
            name,
            language: "fr".parse().unwrap(),
            feeds: vec![feed],
            sessions: vec![],
            topics: vec![],
        };
        let sections = vec![section];
        insta::assert_snapshot!(Index { sections }.render().unwrap());
    }

    #[test]
    fn without_a_publication_the_page_says_so() {
        let page = Index { sections: vec![] }.render().unwrap();
        assert!(page.contains("Nothing is published yet"), "{page}");
    }
}
