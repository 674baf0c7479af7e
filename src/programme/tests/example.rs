//! The example is the specification of the format.

use std::collections::BTreeSet;
use std::path::Path;

use toml::{Table, Value};

use crate::model::{SessionStatus, SlotKind};
use crate::programme::{LANGUAGES, Sources, collect, file::Collector, read};

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/feeds")
}

#[test]
fn the_example_loads_without_fault() {
    let checked = read(&folder()).map_err(|faults| faults.plain()).unwrap();
    assert_eq!(checked.warnings.plain(), "");
    let [programmes] = checked.programmes.as_slice() else {
        panic!("one body, not {:?}", checked.programmes);
    };
    let [session] = programmes.sessions.as_slice() else {
        panic!("one session, not {:?}", programmes.sessions);
    };
    assert_eq!(programmes.body.id.as_str(), "example-body");
    assert_eq!(programmes.body.topics.len(), 2);
    assert_eq!(session.id.as_str(), "1");
    assert_eq!(session.status, SessionStatus::Provisional);
    assert_eq!(session.time_zone, Some(chrono_tz::Europe::Vienna));
    let [opening, samples] = session.slots.as_slice() else {
        panic!("two slots, not {:?}", session.slots);
    };
    assert_eq!(opening.starts().to_string(), "2026-03-23 10:00:00");
    assert_eq!(opening.kind, SlotKind::Formal);
    let former: Vec<_> = (opening.formerly.iter())
        .map(|former| format!("{}/{}", former.session, former.slot))
        .collect();
    assert_eq!(former, ["1/monday-am", "1/start"]);
    assert_eq!(samples.topics().len(), 2);
    assert_eq!(samples.entries[0].questions.len(), 2);
    assert_eq!(samples.entries[0].footnotes, ["1"]);
}

/// The keys of a table and of the tables in it, without the indexes of lists. The languages of a
/// text are not keys of the format.
fn keys(table: &Table, below: &str, keys_used: &mut BTreeSet<String>) {
    if !below.is_empty() && table.keys().all(|key| LANGUAGES.contains(&key.as_str())) {
        return;
    }
    for (key, value) in table {
        let path = if below.is_empty() { key.clone() } else { format!("{below}.{key}") };
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        for inner in values.iter().filter_map(Value::as_table) {
            keys(inner, &path, keys_used);
        }
        keys_used.insert(path);
    }
}

#[test]
fn the_example_uses_every_key_that_the_reader_knows() {
    let sources = Sources::load(&folder());
    let collector = Collector::default();
    let _ = collect(&sources, &collector);
    let mut used = BTreeSet::new();
    for path in ["example-body/body.toml", "example-body/sessions/1.toml"] {
        let text = std::fs::read_to_string(folder().join(path)).unwrap();
        keys(&text.parse().unwrap(), "", &mut used);
    }
    let known: BTreeSet<String> = collector.known_keys();
    let without_indexes = |key: &String| {
        let mut plain = String::new();
        let mut is_index = false;
        for c in key.chars() {
            is_index = (is_index || c == '[') && c != ']';
            if !is_index && c != ']' {
                plain.push(c);
            }
        }
        plain
    };
    let known: BTreeSet<String> = known.iter().map(without_indexes).collect();
    assert_eq!(known, used);
    assert!(known.contains("slots.entries.topics"), "{known:?}");
}
