//! What every page is made from.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::address::{Aspect, feed_language, page_of};
use super::said::Said;
use crate::model::{BodyId, Language, Text};
use crate::query::{Feed, FeedQuery, Filters, QueryError, Scope, select};
use crate::render::{Reader, Site, Spoken};
use crate::snapshot::{BodyView, Snapshot};
use crate::words::Words;

/// What every page is made from: the publication, the reader, the site, and about when it is.
pub(super) struct Maker<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) site: &'a Site,
    pub(super) reader: Reader,
    /// The language of the page's address.
    pub(super) language: Language,
    pub(super) words: &'static Words,
    pub(super) moment: DateTime<Utc>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(
        snapshot: &'a Snapshot,
        site: &'a Site,
        language: Language,
        moment: DateTime<Utc>,
    ) -> Self {
        let reader = Reader::new(language);
        let words = reader.words;
        Self { snapshot, site, reader, language, words, moment }
    }

    /// The language that the page's own words are in.
    pub(super) fn own(&self) -> Language {
        self.words.language()
    }

    pub(super) fn said(&self, spoken: Spoken) -> Said {
        Said::spoken(spoken, self.own())
    }

    pub(super) fn read(&self, text: &Text, default: Language) -> Option<Said> {
        Said::read(text, self.language, default, self.own())
    }

    /// A text, or `otherwise` if it is empty.
    pub(super) fn read_or(&self, text: &Text, default: Language, otherwise: &str) -> Said {
        self.read(text, default).unwrap_or_else(|| Said::own(otherwise))
    }

    /// The day at a venue.
    pub(super) fn today(&self, zone: Tz) -> NaiveDate {
        self.moment.with_timezone(&zone).date_naive()
    }

    /// The address of a page of a body, from the host on.
    pub(super) fn page(&self, body: &BodyId, scope: Scope, aspect: Aspect) -> String {
        self.site.local(&page_of(self.language, body, scope, aspect))
    }

    /// The feed of all events in a scope, in the language for this reader.
    pub(super) fn feed(&self, view: &BodyView, scope: Scope) -> Result<Feed, QueryError> {
        let query = FeedQuery {
            language: feed_language(view, self.language),
            body: view.body.id.clone(),
            scope,
            filters: Filters::default(),
        };
        select(self.snapshot, &query)
    }

    /// A day in words: 6 March 2023.
    pub(super) fn date(&self, at: DateTime<Utc>, zone: Tz) -> String {
        self.words.date(at.with_timezone(&zone).date_naive())
    }

    /// Days in words: 6 March 2023 – 10 March 2023.
    pub(super) fn dates(&self, start: NaiveDate, end: NaiveDate) -> String {
        if start == end {
            return self.words.date(start);
        }
        format!("{} – {}", self.words.date(start), self.words.date(end))
    }
}
