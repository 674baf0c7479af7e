//! From the addresses of pages to what they name, and back.

use std::fmt::Write;

use url::form_urlencoded::byte_serialize;

use crate::model::{BodyId, Language};
use crate::query::{FeedQuery, Filters, QueryError, Scope, parameter};
use crate::snapshot::{BodyView, Snapshot};
use crate::words::Words;

/// The longest search, in characters; more is cut off.
const LONGEST_SEARCH: usize = 100;

/// Which page of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// What is on the programme.
    Programme,
    /// How it came to be as it is: `/changes`.
    Changes,
    /// How to subscribe to it: `/subscribe`, of a body only.
    Subscribe,
}

/// What a page is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// All bodies: `/{lang}`, and what a search for these words finds in them.
    Home(String),
    /// A feed.
    Feed(FeedQuery, Aspect),
}

impl Subject {
    /// The same, whole: not searched, not filtered.
    #[must_use]
    pub(super) fn without_filters(&self) -> Self {
        match self {
            Self::Home(_) => Self::Home(String::new()),
            Self::Feed(feed, aspect) => {
                let filters = Filters::default();
                Self::Feed(FeedQuery { filters, ..feed.clone() }, *aspect)
            }
        }
    }
}

/// A page as its address names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageQuery {
    /// The language of the page. That of its feed may be another: pages are there in every language
    /// of the interface, feeds in those of the body.
    pub language: Language,
    /// The language that the feed was asked for in, where it is not the one that readers of the
    /// page get.
    pub feed_language: Option<Language>,
    /// What it is about.
    pub subject: Subject,
}

/// The languages that the pages of a body are there in: those of the interface, then its own.
pub(super) fn languages(own: impl IntoIterator<Item = Language>) -> Vec<Language> {
    let mut languages = Words::languages();
    for language in own {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    languages
}

/// The languages that the pages of all bodies are there in.
pub fn languages_of_all(snapshot: &Snapshot) -> Vec<Language> {
    languages(snapshot.bodies().values().flat_map(|view| view.languages()))
}

/// The language of a body's feeds for readers of a language: that one, else the body's own.
pub(super) fn feed_language(view: &BodyView, language: Language) -> Language {
    let languages = view.languages();
    if languages.contains(&language) { language } else { view.body.default_language() }
}

impl PageQuery {
    /// Reads an address: its path, and its query without the question mark, both as they came.
    ///
    /// # Errors
    ///
    /// What the address names is not there, or a filter has a value that it cannot have.
    pub fn parse(snapshot: &Snapshot, path: &str, query: &str) -> Result<Self, QueryError> {
        let mut segments = path.trim_start_matches('/').splitn(3, '/');
        let named = segments.next().unwrap_or_default();
        let Some(body) = segments.next() else {
            let language = find(named, &languages_of_all(snapshot))?;
            return Ok(Self::home(language, search(query)?));
        };
        let Some(view) = snapshot.bodies().get(body) else {
            // It says what there is.
            FeedQuery::parse(snapshot, path, query)?;
            let bodies = snapshot.bodies().keys().map(BodyId::to_string).collect();
            return Err(QueryError::Unknown {
                what: "body",
                value: body.to_owned(),
                valid: bodies,
            });
        };
        let language = find(named, &languages(view.languages()))?;
        let rest = segments.next().unwrap_or_default();
        // A form may ask for the feed in another language than the page's.
        let chosen = parameter(query, "language")?;
        let usual = feed_language(view, language);
        let spoken = match chosen.filter(|value| !value.is_empty()) {
            Some(value) => choose(&value, &view.languages())?,
            None => usual,
        };
        let of = |rest: &str| {
            let separator = if rest.is_empty() { "" } else { "/" };
            FeedQuery::parse(snapshot, &format!("/{spoken}/{body}{separator}{rest}"), query)
        };
        let (stem, last) = rest.rsplit_once('/').unwrap_or(("", rest));
        let (feed, aspect) = match (of(rest), last) {
            (Ok(feed), _) => (feed, Aspect::Programme),
            (Err(_), "changes") => (of(stem)?, Aspect::Changes),
            (Err(_), "subscribe") if stem.is_empty() => (of(stem)?, Aspect::Subscribe),
            (Err(error), _) => return Err(error),
        };
        let feed_language = (spoken != usual).then_some(spoken);
        Ok(Self { language, feed_language, subject: Subject::Feed(feed, aspect) })
    }

    /// The page of all bodies, or of what a search for `words` finds in them.
    pub fn home(language: Language, words: String) -> Self {
        Self { language, feed_language: None, subject: Subject::Home(words) }
    }

    /// The same page in another language, with the feed that readers of it get unless another one
    /// was asked for.
    #[must_use]
    pub(super) fn in_language(&self, language: Language) -> Self {
        let feed_language = self.feed_language.filter(|asked| *asked != language);
        Self { language, feed_language, subject: self.subject.clone() }
    }

    /// The address in its canonical form, beginning with a slash.
    pub fn address(&self) -> String {
        let mut address = format!("/{}", self.language);
        match &self.subject {
            Subject::Home(words) => {
                if !words.is_empty() {
                    address.push_str("?q=");
                    address.extend(byte_serialize(words.as_bytes()));
                }
            }
            Subject::Feed(feed, aspect) => {
                let of_feed = feed.address("");
                let (path, query) = of_feed.split_once('?').unwrap_or((&of_feed, ""));
                // Past the language of the feed.
                let below = path.get(1..).and_then(|path| path.find('/').map(|at| &path[at..]));
                address.push_str(below.unwrap_or_default());
                match aspect {
                    Aspect::Programme => {}
                    Aspect::Changes => address.push_str("/changes"),
                    Aspect::Subscribe => address.push_str("/subscribe"),
                }
                let mut separator = '?';
                if let Some(language) = self.feed_language {
                    // Writing to a string does not fail.
                    let _ = write!(address, "?language={language}");
                    separator = '&';
                }
                if !query.is_empty() {
                    address.push(separator);
                    address.push_str(query);
                }
            }
        }
        address
    }
}

/// The address of a page of a scope, without filters.
pub(super) fn page_of(language: Language, body: &BodyId, scope: Scope, aspect: Aspect) -> String {
    let feed = FeedQuery { language, body: body.clone(), scope, filters: Filters::default() };
    PageQuery { language, feed_language: None, subject: Subject::Feed(feed, aspect) }.address()
}

fn search(query: &str) -> Result<String, QueryError> {
    let words = parameter(query, "q")?.unwrap_or_default();
    let words: Vec<&str> = words.split_whitespace().collect();
    let words: String = words.join(" ").chars().take(LONGEST_SEARCH).collect();
    // It may have been cut behind a word.
    Ok(words.trim_end().to_owned())
}

fn find(named: &str, languages: &[Language]) -> Result<Language, QueryError> {
    languages.iter().find(|language| language.as_str() == named).copied().ok_or_else(|| {
        QueryError::Unknown {
            what: "language",
            value: named.chars().take(LONGEST_SEARCH).collect(),
            valid: languages.iter().map(Language::to_string).collect(),
        }
    })
}

fn choose(named: &str, languages: &[Language]) -> Result<Language, QueryError> {
    languages.iter().find(|language| language.as_str() == named).copied().ok_or_else(|| {
        QueryError::Value {
            parameter: "language",
            value: named.chars().take(LONGEST_SEARCH).collect(),
            rule: "it has to be one of the valid values".to_owned(),
            valid: languages.iter().map(Language::to_string).collect(),
        }
    })
}
