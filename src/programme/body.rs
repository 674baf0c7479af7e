//! Bodies: `body.toml`.

use chrono_tz::Tz;
use toml::de::DeValue;
use uuid::Uuid;

use crate::model::{AgendaPosition, Body, BodyId, Colour, Language, Topic, TopicId, ZoneRules};

use super::file::File;
use super::found::Found;
use super::identity::{self, Named};
use super::place::At;
use super::syntax::{self, Tree};
use super::table::{Table, path};
use super::text::text;
use super::{LANGUAGES, TopicWords, WordsByLanguage};
use super::{value, web};

/// What the sessions of a body have to know of it. What could not be read is `None`, and is not
/// checked against.
#[derive(Clone, Default)]
pub(super) struct Frame {
    /// The language that every text has to be in.
    pub(super) language: Option<Language>,
    pub(super) languages: Vec<Language>,
    pub(super) time_zone: Option<Tz>,
    /// The rules of time zones, and others to warn about where they differ.
    pub(super) zone_rules: ZoneRules,
    pub(super) other_rules: Option<ZoneRules>,
    pub(super) topics: Option<Vec<TopicId>>,
    pub(super) document_url: Option<String>,
}

/// A body as far as it could be read.
pub(super) struct BodyDraft<'c> {
    /// The body, if nothing is wrong in its file.
    pub(super) body: Option<Body>,
    pub(super) frame: Frame,
    /// The words that its topics are known by in documents.
    pub(super) words: TopicWords,
    pub(super) namespace: Option<Named<'c, Uuid>>,
}

impl BodyDraft<'_> {
    /// A body of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self { body: None, frame: Frame::default(), words: TopicWords::new(), namespace: None }
    }
}

/// Reads the file of a body whose folder has the name `id`.
pub(super) fn read<'c>(file: &File<'c>, id: Option<&BodyId>) -> BodyDraft<'c> {
    match syntax::parse(file) {
        Some(tree) => read_root(file, &tree, id),
        None => BodyDraft::unknown(),
    }
}

fn read_root<'t, 'c>(file: &'t File<'c>, tree: &'t Tree<'t>, id: Option<&BodyId>) -> BodyDraft<'c> {
    let mut table = Table::root(file, tree.root());
    let languages = table.required("languages", languages);
    let language = languages.as_ref().and_then(|list| list.first().copied()?);
    let name = table.required("name", |found| text(found, language));
    let short_name = table.required("short_name", |found| text(found, language));
    let time_zone = table.required("time_zone", value::time_zone);
    let venue = table.required("venue", |found| text(found, language));
    let namespace =
        table.required("uid_namespace", |found| Some((value::uuid(found)?, found.at.clone())));
    let url = table.optional("url", web::address);
    let colour = table.optional("colour", colour);
    let document_url = table.optional("document_url", web::template);
    let topics = table.required("topics", |found| {
        found.each(|found| found.table(|table| Some(topic(table, language))))
    });
    table.report_unknown_keys();

    let drafts = topics.map(|topics| topics.into_iter().flatten().collect::<Vec<_>>());
    let words = drafts.iter().flatten();
    let words = words.filter_map(|draft| Some((draft.id.clone()?.0, draft.words.clone()?)));
    let words: TopicWords = words.collect();
    let topics = drafts.map(|drafts| {
        let ids = drafts.iter().filter_map(|draft| draft.id.as_ref());
        identity::check_unique(file, "topic", ids.map(|(id, at)| (id.as_str(), at)));
        let known = drafts.iter().map(|draft| Some(draft.id.clone()?.0));
        let known = known.collect::<Option<Vec<TopicId>>>();
        let topics = drafts.into_iter().map(|draft| draft.topic);
        (known, topics.collect::<Option<Vec<Topic>>>())
    });
    let (known_topics, topics) = topics.unwrap_or_default();

    let languages: Option<Vec<Language>> =
        languages.and_then(|languages| languages.into_iter().collect());
    let frame = Frame {
        language,
        languages: languages.clone().unwrap_or_default(),
        time_zone,
        topics: known_topics,
        document_url: document_url.clone(),
        ..Frame::default()
    };
    let uid_namespace = namespace.as_ref().map(|(uuid, _)| *uuid);
    let body = || {
        Some(Body {
            id: id?.clone(),
            name: name?,
            short_name: short_name?,
            languages: languages?,
            time_zone: time_zone?,
            venue: venue?,
            uid_namespace: uid_namespace?,
            url,
            colour,
            document_url,
            topics: topics?,
        })
    };
    BodyDraft {
        body: body(),
        frame,
        words,
        namespace: namespace.map(|(uuid, at)| Named::new(file, uuid, at)),
    }
}

/// The languages of a body: at least one, each once, each with words in the interface.
fn languages(found: &Found<'_, '_>) -> Option<Vec<Option<Language>>> {
    let languages = found.each(|found| {
        let written = found.string()?;
        if !LANGUAGES.contains(&written) {
            return found.refuse_with(
                "a body is served in languages that the interface has words in",
                written,
                LANGUAGES,
            );
        }
        Some((found.parsed::<Language>()?, found.at.clone()))
    })?;
    if languages.is_empty() {
        return found.refuse("a body is served in at least one language");
    }
    let known = languages.iter().flatten();
    let known = known.map(|(language, at)| (language.as_str(), at));
    identity::check_unique(found.file, "language", known);
    let languages = languages.into_iter();
    Some(languages.map(|language| Some(language?.0)).collect())
}

fn colour(found: &Found<'_, '_>) -> Option<Colour> {
    let written = found.string()?;
    match written.parse() {
        Ok(colour) => Some(colour),
        Err(error) => found.refuse_with(
            error.to_string(),
            written,
            csscolorparser::NAMED_COLORS.keys().map(|name| name.as_str()),
        ),
    }
}

/// A topic as far as it could be read.
struct TopicDraft {
    id: Option<(TopicId, At)>,
    topic: Option<Topic>,
    words: Option<WordsByLanguage>,
}

fn topic(table: &mut Table<'_, '_>, language: Option<Language>) -> TopicDraft {
    let id = table.required("id", |found| Some((found.parsed::<TopicId>()?, found.at.clone())));
    let name = table.required("name", |found| text(found, language));
    let agenda = table.optional("agenda", |found| found.table(position));
    let colour = table.optional("colour", colour);
    let words = table.optional("words", words);
    let topic = |id: TopicId| Some(Topic { id, name: name?, agenda, colour });
    TopicDraft { topic: id.clone().and_then(|(id, _)| topic(id)), id, words }
}

/// The words of a topic: a table by language of lists.
fn words(found: &Found<'_, '_>) -> Option<WordsByLanguage> {
    let DeValue::Table(entries) = found.value else {
        found.file.report(found.wrong_type("a table by language").help("write words.en = [\"…\"]"));
        return None;
    };
    let mut words = WordsByLanguage::new();
    for (key, value) in entries {
        let name: &str = key.get_ref();
        let value = Found::new(found.file, value, path(&found.at.key, name));
        match name.parse() {
            Ok(language) => {
                let list = value.list(|word| word.words(200).map(str::to_owned))?;
                words.insert(language, list);
            }
            Err(error) => return found.refuse(format!("`{name}` is no language: {error}")),
        }
    }
    Some(words)
}

fn position(table: &mut Table<'_, '_>) -> Option<AgendaPosition> {
    let item = table.required("item", Found::designation);
    let sub_item = table.optional("sub_item", Found::designation);
    Some(AgendaPosition { item: item?, sub_item })
}
