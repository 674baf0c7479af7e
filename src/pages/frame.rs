//! What stands around the content of every page: its head, header and footer.

use super::address::{Aspect, PageQuery, Subject};
use super::assets;
use super::event::instant;
use super::maker::Maker;
use super::said::{Said, direction};
use crate::model::Language;
use crate::query::FeedQuery;
use crate::render::Format;
use crate::words::{Message, Phrase, Words};

/// The page in another language.
pub(super) struct Alternate {
    pub(super) language: Language,
    /// What the language calls itself.
    pub(super) name: String,
    pub(super) direction: &'static str,
    /// The page's address from the host on, and as a whole.
    pub(super) page: String,
    pub(super) absolute: String,
    pub(super) is_present: bool,
}

/// A representation of the page's feed.
pub(super) struct FeedLink {
    pub(super) media_type: &'static str,
    pub(super) address: String,
    pub(super) title: String,
}

/// A step of the way from the home page to this one.
pub(super) struct Crumb {
    pub(super) name: Said,
    pub(super) page: String,
}

/// What stands around the content of every page.
pub(super) struct Frame {
    pub(super) words: &'static Words,
    pub(super) language: Language,
    pub(super) direction: &'static str,
    /// The title in the browser's tab, without the name of the site.
    pub(super) title: String,
    pub(super) description: String,
    pub(super) canonical: String,
    pub(super) alternates: Vec<Alternate>,
    /// The address for readers of any other language.
    pub(super) any_language: String,
    pub(super) feeds: Vec<FeedLink>,
    pub(super) crumbs: Vec<Crumb>,
    /// schema.org, as JSON that may stand in a script element; empty if there is nothing to say.
    pub(super) linked: String,
    pub(super) home: String,
    pub(super) search: String,
    pub(super) style: String,
    pub(super) script: String,
    pub(super) icon: String,
    pub(super) published: Option<(String, String)>,
    /// Whether search engines should leave it out: what is found, refused or composed.
    pub(super) is_unlisted: bool,
}

impl Frame {
    /// The frame of the page that `query` names; `languages` are those that it is there in.
    pub(super) fn new(
        maker: &Maker<'_>,
        query: &PageQuery,
        languages: &[Language],
        title: String,
    ) -> Self {
        let plain = PageQuery { subject: query.subject.without_filters(), ..query.clone() };
        let in_language = |language| query.in_language(language);
        let alternates = languages
            .iter()
            .map(|language| {
                let words = Words::of(*language);
                Alternate {
                    language: *language,
                    name: words.map_or_else(
                        || language.to_string(),
                        |words| words.get(Phrase::LanguageName).to_owned(),
                    ),
                    direction: direction(*language),
                    page: maker.site.local(&in_language(*language).address()),
                    absolute: maker.site.absolute(&plain.in_language(*language).address()),
                    is_present: *language == query.language,
                }
            })
            .collect();
        let home = PageQuery::home(query.language, String::new()).address();
        let feeds = match &query.subject {
            Subject::Feed(feed, _) => feed_links(maker, feed, &title),
            Subject::Home(_) => Vec::new(),
        };
        let published = maker.snapshot.at().map(|at| {
            let date = maker.date(at, chrono_tz::UTC);
            (instant(at), maker.words.format(Message::PublishedOn, &[("date", &date)]))
        });
        let is_search = matches!(&query.subject, Subject::Home(words) if !words.is_empty());
        Self {
            words: maker.words,
            language: maker.own(),
            direction: direction(maker.own()),
            description: title.clone(),
            title,
            canonical: maker.site.absolute(&plain.address()),
            alternates,
            any_language: maker.site.absolute(&any_language(&plain)),
            feeds,
            crumbs: Vec::new(),
            linked: String::new(),
            search: maker.site.local(&home),
            home: maker.site.local(&home),
            style: maker.site.local(&assets::address(assets::STYLE)),
            script: maker.site.local(&assets::address(assets::SCRIPT)),
            icon: maker.site.local(&assets::address(assets::ICON)),
            published,
            is_unlisted: is_search || matches!(&query.subject, Subject::Feed(_, Aspect::Subscribe)),
        }
    }
}

/// The root leads to the best language; other pages have none that does, but one in English.
fn any_language(page: &PageQuery) -> String {
    match page.subject {
        Subject::Home(_) => "/".to_owned(),
        Subject::Feed(..) => page.in_language(Language::ENGLISH).address(),
    }
}

/// The links to a feed's representations.
pub(super) fn feed_links(maker: &Maker<'_>, feed: &FeedQuery, title: &str) -> Vec<FeedLink> {
    let changes = maker.words.get(Phrase::Changes);
    let link = |format: Format, title: String| FeedLink {
        media_type: format.media_type().split(';').next().unwrap_or_default(),
        address: maker.site.absolute(&feed.address(format.extension())),
        title,
    };
    vec![
        link(Format::Ics, title.to_owned()),
        link(Format::Atom, maker.words.labelled(changes, title)),
    ]
}
