//! The map of all pages, for search engines (sitemaps.org), and what robots may read (RFC 9309).

use askama::Template;
use chrono::{DateTime, Utc};

use super::address::{Aspect, languages, languages_of_all, page_of};
use super::event::instant;
use crate::model::Language;
use crate::query::Scope;
use crate::render::Site;
use crate::snapshot::Snapshot;

/// The most addresses of a map (sitemaps.org).
const MAX_ADDRESSES: usize = 50_000;

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

/// The sitemap of what is published.
pub fn sitemap(snapshot: &Snapshot, site: &Site) -> String {
    let mut pages = Vec::new();
    let mut list = |languages: &[Language],
                    changed: Option<DateTime<Utc>>,
                    page: &dyn Fn(Language) -> String| {
        let all = || languages.iter().map(|language| (*language, site.absolute(&page(*language))));
        for (_, address) in all() {
            if pages.len() < MAX_ADDRESSES {
                pages.push(Listed {
                    address,
                    alternates: all().collect(),
                    changed: changed.map(instant).unwrap_or_default(),
                });
            }
        }
    };
    list(&languages_of_all(snapshot), snapshot.at(), &|language| format!("/{language}"));
    for view in snapshot.bodies().values() {
        let languages = languages(view.languages());
        let body = &view.body.id;
        let latest = view.revisions.last().map(|revision| revision.at);
        let events = || view.events.iter().filter_map(|history| history.latest());
        let newest = |filter: &dyn Fn(&crate::publication::EventContent) -> bool| {
            events().filter(|latest| filter(&latest.content)).map(|latest| latest.at).max()
        };
        let mut of = |scope: Scope, changed| {
            list(&languages, changed, &|language| {
                page_of(language, body, scope.clone(), Aspect::Programme)
            });
        };
        of(Scope::Body, latest.max(newest(&|_| true)));
        for known in view.sessions.iter().filter(|known| !known.withdrawn) {
            let id = &known.session.id;
            let session = known.revisions.last().map(|revision| revision.at);
            let changed = session.max(newest(&|content| content.session == *id));
            of(Scope::Session(id.clone()), changed);
        }
        for topic in &view.topics {
            let has = |content: &crate::publication::EventContent| {
                content.topics.iter().any(|other| other.id == topic.id)
            };
            of(Scope::Topic(topic.id.clone()), newest(&has).or(latest));
        }
        for event in events().filter(|latest| !latest.content.is_cancelled()) {
            let slot = event.content.slot.id.clone();
            of(Scope::Slot(event.content.session.clone(), slot), Some(event.at));
        }
    }
    Sitemap { pages }.render().unwrap_or_default()
}

/// Everything may be read: Google's calendar asks before it fetches a feed.
pub fn robots(site: &Site) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", site.absolute("/sitemap.xml"))
}
