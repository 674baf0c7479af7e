//! Names that have to be the only ones: of topics, slots, namespaces.
//!
//! A slot's UID comes from the body's namespace and the first name that the slot had, so no two
//! slots of a body may ever have had the same name in the same session.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::model::{SessionId, SlotId};

use super::file::File;
use super::place::At;
use super::session::SessionDraft;

/// A name, and where it is written.
pub(super) struct Named<'c, N> {
    file: File<'c>,
    name: N,
    at: At,
}

impl<'c, N> Named<'c, N> {
    pub(super) fn new(file: &File<'c>, name: N, at: At) -> Self {
        Self { file: file.clone(), name, at }
    }
}

/// Reports every name that an earlier one of the same file is equal to.
pub(super) fn check_unique<'n>(
    file: &File<'_>,
    what: &str,
    names: impl IntoIterator<Item = (&'n str, &'n At)>,
) {
    let mut seen: BTreeMap<&str, &At> = BTreeMap::new();
    for (name, at) in names {
        match seen.entry(name) {
            Entry::Vacant(entry) => drop(entry.insert(at)),
            Entry::Occupied(entry) => file.report(
                file.fault(at, format!("duplicate {what} `{name}`"))
                    .also(file.place(entry.get(), Some("first here"))),
            ),
        }
    }
}

/// Reports every namespace that an earlier body has too.
pub(super) fn check_namespaces<'n, 'c: 'n>(
    namespaces: impl IntoIterator<Item = &'n Named<'c, Uuid>>,
) {
    let mut seen: BTreeMap<Uuid, &Named<'_, Uuid>> = BTreeMap::new();
    for namespace in namespaces {
        let Named { file, name, at } = namespace;
        match seen.entry(*name) {
            Entry::Vacant(entry) => drop(entry.insert(namespace)),
            Entry::Occupied(entry) => {
                let first = entry.get();
                file.report(
                    file.fault(at, "two bodies have the same namespace, so their UIDs can clash")
                        .also(first.file.place(&first.at, Some("first here")))
                        .help("give the newer body a UUID of its own"),
                );
            }
        }
    }
}

/// A slot that has, or had, a name.
struct Claim<'s, 'c> {
    file: &'s File<'c>,
    at: &'s At,
    /// Which slot of the body.
    slot: usize,
    is_former: bool,
    /// Whether the slot's UID comes from this name.
    is_first: bool,
}

/// Reports every name of a slot, former ones included, that another slot of the body has or had.
pub(super) fn check_names(sessions: &[SessionDraft<'_>]) {
    let mut claims: BTreeMap<(&SessionId, &SlotId), Vec<Claim<'_, '_>>> = BTreeMap::new();
    let mut slot = 0;
    for session in sessions {
        for draft in &session.slots {
            slot += 1;
            let present = (draft.id.as_ref().zip(session.id.as_ref()))
                .map(|((id, at), session)| (session, id, at, true));
            let former = (draft.formerly.iter())
                .map(|(former, at)| (&former.session, &former.slot, at, false));
            for (index, (session_id, id, at, is_present)) in former.chain(present).enumerate() {
                let claim = Claim {
                    file: &session.file,
                    at,
                    slot,
                    is_former: !is_present,
                    is_first: index == 0,
                };
                claims.entry((session_id, id)).or_default().push(claim);
            }
        }
    }
    for ((session, id), claims) in &claims {
        let Some((first, others)) = claims.split_first() else {
            continue;
        };
        let mut told = BTreeSet::from([first.slot]);
        for claim in others {
            if told.insert(claim.slot) {
                report(first, claim, session, id);
            }
        }
    }
}

fn report(first: &Claim<'_, '_>, second: &Claim<'_, '_>, session: &SessionId, id: &SlotId) {
    let name = format!("{session}/{id}");
    let (rule, help) = match (first.is_former, second.is_former) {
        (false, false) => {
            (format!("duplicate slot `{id}`"), "an id is the name of one slot of its session")
        }
        (true, true) => (
            format!("two slots had the name `{name}`"),
            "only the slot that was renamed lists its former name",
        ),
        _ => (
            format!("`{name}` is the name of one slot and a former name of another"),
            "a new slot gets an id that no slot had before",
        ),
    };
    let rule = if first.is_first && second.is_first && (first.is_former || second.is_former) {
        format!("{rule}, so both would have the same UID")
    } else {
        rule
    };
    let label = |claim: &Claim<'_, '_>| {
        if claim.is_former { "its former name" } else { "its name" }
    };
    second.file.report(
        (second.file.fault(second.at, rule))
            .label(label(second))
            .also(first.file.place(first.at, Some(label(first))))
            .help(help),
    );
}
