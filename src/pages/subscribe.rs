//! The page on which readers compose what they subscribe to.

use askama::Template;

use super::composer::Composer;
use super::frame::Frame;
use super::maker::Maker;
use super::said::Said;
use crate::query::{FeedQuery, QueryError};
use crate::snapshot::BodyView;
use crate::words::Phrase;

#[derive(Template)]
#[template(path = "subscribe.html")]
pub(super) struct SubscribePage {
    frame: Frame,
    body: Said,
    composer: Composer,
}

/// The page for the feed that `query` names.
pub(super) fn page(
    maker: &Maker<'_>,
    view: &BodyView,
    query: &FeedQuery,
    mut frame: Frame,
) -> Result<SubscribePage, QueryError> {
    let body = &view.body;
    let name = maker.read_or(&body.short_name, body.default_language(), body.id.as_str());
    frame.title = maker.words.labelled(maker.words.get(Phrase::Subscribe), &name.words);
    Ok(SubscribePage { body: name, composer: Composer::new(maker, view, query)?, frame })
}
