//! Documents of a session.

use crate::model::{Document, DocumentRole, DocumentSymbol, Language, Text};

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

/// Reads a document. In the languages for which it gives no address, that comes from its symbol and
/// the body: a document of the United Nations has one in every language.
pub(super) fn read(table: &mut Table<'_, '_>, frame: &Frame) -> Option<Document> {
    let role = table.required("role", |found| found.one_of(&ROLES));
    let symbol = table.optional("symbol", Found::parsed::<DocumentSymbol>);
    let title = table.optional("title", |found| text(found, frame.language));
    let given = table.optional("url", url).unwrap_or_default();
    let date = table.optional("date", value::date);
    let original_language = table.optional("original_language", Found::parsed::<Language>);
    let job_number = table.optional("job_number", Found::designation);
    let by_symbol = frame.document_url.as_deref().zip(symbol.as_ref());
    let mut url = by_symbol.map_or_else(Text::new, |(template, symbol)| {
        web::filled(template, symbol, &frame.languages)
    });
    for (language, address) in given.iter() {
        url.set(language, address);
    }
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
