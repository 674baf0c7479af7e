//! Documents in lists.

use super::maker::Maker;
use super::said::Said;
use crate::model::{Document, DocumentRole, Language};
use crate::words::Phrase;

/// A document in a list.
pub(super) struct DocumentLine {
    /// Its title or what it is to the session; empty where the symbol says all.
    pub(super) title: Option<Said>,
    pub(super) symbol: Option<String>,
    pub(super) href: Option<String>,
    /// The language of what the link leads to.
    pub(super) href_language: Option<Language>,
}

pub(super) fn documents(
    maker: &Maker<'_>,
    documents: &[Document],
    default: Language,
) -> Vec<DocumentLine> {
    documents
        .iter()
        .map(|document| {
            let role = match document.role {
                DocumentRole::Programme => Some(Phrase::Programme),
                DocumentRole::Agenda => Some(Phrase::Agenda),
                DocumentRole::Reference => None,
            };
            let title = maker
                .read(&document.title, default)
                .or_else(|| role.map(|role| Said::own(maker.words.get(role))));
            let url = document.url.read(maker.language, default);
            DocumentLine {
                title,
                symbol: document.symbol.as_ref().map(ToString::to_string),
                href: url.map(|url| url.words.to_owned()),
                href_language: url.map(|url| url.language),
            }
        })
        .collect()
}
