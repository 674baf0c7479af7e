//! The map of all pages, for search engines (sitemaps.org), and what robots may read (RFC 9309).

use std::cmp::Reverse;

use askama::Template;
use chrono::{DateTime, Utc};

use super::address::{Aspect, languages, languages_of_all, page_of};
use super::event::instant;
use crate::model::Language;
use crate::publication::{EventContent, EventRevision};
use crate::query::Scope;
use crate::render::Site;
use crate::snapshot::{BodyView, Snapshot};

/// The most addresses of the map: sitemaps.org allows 50,000, which with their languages would be
/// some 50 MB. The slots that lie furthest back are left out; links lead to them all the same.
const MAX_ADDRESSES: usize = 10_000;

struct Listed {
    address: String,
    alternates: Vec<(Language, String)>,
    changed: String,
}

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Sitemap {
    pages: Vec<Listed>,
}

impl Sitemap {
    /// Adds a page in all of its languages.
    fn list(
        &mut self,
        site: &Site,
        languages: &[Language],
        changed: Option<DateTime<Utc>>,
        page: impl Fn(Language) -> String,
    ) {
        let all: Vec<(Language, String)> =
            languages.iter().map(|language| (*language, site.absolute(&page(*language)))).collect();
        if self.pages.len() + all.len() > MAX_ADDRESSES {
            return;
        }
        for (_, address) in &all {
            self.pages.push(Listed {
                address: address.clone(),
                alternates: all.clone(),
                changed: changed.map(instant).unwrap_or_default(),
            });
        }
    }
}

/// The sitemap of what is published.
pub fn sitemap(snapshot: &Snapshot, site: &Site) -> String {
    let mut map = Sitemap { pages: Vec::new() };
    map.list(site, &languages_of_all(snapshot), snapshot.at(), |language| format!("/{language}"));
    for view in snapshot.bodies().values() {
        let languages = languages(view.languages());
        for (scope, changed) in frames(view) {
            map.list(site, &languages, changed, |language| {
                page_of(language, &view.body.id, scope.clone(), Aspect::Programme)
            });
        }
    }
    let events = snapshot.bodies().values().flat_map(|view| events(view).map(move |e| (view, e)));
    let mut live: Vec<_> = events.filter(|(_, event)| !event.content.is_cancelled()).collect();
    live.sort_by_key(|(_, event)| Reverse(event.content.starts));
    for (view, event) in live {
        let content = &event.content;
        let scope = Scope::Slot(content.session.clone(), content.slot.id.clone());
        map.list(site, &languages(view.languages()), Some(event.at), |language| {
            page_of(language, &view.body.id, scope.clone(), Aspect::Programme)
        });
    }
    // Writing to a string does not fail; an empty map is refused by who serves it.
    map.render().unwrap_or_default()
}

fn events(view: &BodyView) -> impl Iterator<Item = &EventRevision> {
    view.events.iter().filter_map(|history| history.latest()).map(AsRef::as_ref)
}

/// The body, its sessions and topics, and when each last changed.
fn frames(view: &BodyView) -> Vec<(Scope, Option<DateTime<Utc>>)> {
    let newest = |is_in: &dyn Fn(&EventContent) -> bool| {
        events(view).filter(|event| is_in(&event.content)).map(|event| event.at).max()
    };
    let of_body = view.revisions.last().map(|revision| revision.at);
    let mut frames = vec![(Scope::Body, of_body.max(newest(&|_| true)))];
    for known in view.sessions.iter().filter(|known| !known.withdrawn) {
        let id = &known.session.id;
        let of_session = known.revisions.last().map(|revision| revision.at);
        let changed = of_session.max(newest(&|content| content.session == *id));
        frames.push((Scope::Session(id.clone()), changed));
    }
    for topic in &view.topics {
        let is_in =
            |content: &EventContent| content.topics.iter().any(|other| other.id == topic.id);
        frames.push((Scope::Topic(topic.id.clone()), newest(&is_in).or(of_body)));
    }
    frames
}

/// Everything may be read: Google's calendar asks before it fetches a feed.
pub fn robots(site: &Site) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", site.absolute("/sitemap.xml"))
}
