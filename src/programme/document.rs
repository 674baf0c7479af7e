//! Documents of a session.

use crate::model::{Document, DocumentRole, DocumentSymbol, Language};

use super::body::Frame;
use super::found::Found;
use super::session::url;
use super::table::Table;
use super::text::text;
use super::{value, web};

const ROLES: [(&str, DocumentRole); 3] = [
    ("programme", DocumentRole::Programme),
    ("agenda", DocumentRole::Agenda),
    ("reference", DocumentRole::Reference),
];

/// Reads a document. Addresses that it does not give come from its symbol and the body.
pub(super) fn read(table: &mut Table<'_, '_>, frame: &Frame) -> Option<Document> {
    let role = table.required("role", |found| found.one_of(&ROLES));
    let symbol = table.optional("symbol", Found::parsed::<DocumentSymbol>);
    let title = table.optional("title", |found| text(found, frame.language));
    let url = table.optional("url", url);
    let date = table.optional("date", value::date);
    let original_language = table.optional("original_language", Found::parsed::<Language>);
    let job_number = table.optional("job_number", Found::designation);
    let by_symbol = || {
        let template = frame.document_url.as_deref()?;
        Some(web::filled(template, symbol.as_ref()?, &frame.languages))
    };
    let url = url.or_else(by_symbol).unwrap_or_default();
    Some(Document {
        role: role?,
        symbol,
        title: title.unwrap_or_default(),
        url,
        date,
        original_language,
        job_number,
    })
}
