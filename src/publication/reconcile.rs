//! Reconciling the ledger with the programmes: what has to be published.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, SubsecRound, TimeDelta, Utc};
use uuid::Uuid;

use super::content::{SkippedTime, contents};
use super::{
    EventContent, EventHistory, EventRevision, LedgerState, Publication, SessionRecord, identity,
};
use crate::model::{Body, BodyId, Programmes, Session, SessionId, SlotId};

/// Why programmes cannot be published into a ledger. Nothing but other programmes helps.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReconcileError {
    /// A slot is at a time that does not exist. Programmes that were validated have none.
    #[error(transparent)]
    SkippedTime(#[from] SkippedTime),
    /// The body was published with another namespace.
    #[error(
        "body {body} was published with uid_namespace {published}, and now has {found}; put the \
         old one back, or every subscriber sees every event twice"
    )]
    Namespace {
        /// The body.
        body: BodyId,
        /// The namespace in the ledger.
        published: Uuid,
        /// The namespace in the programmes.
        found: Uuid,
    },
    /// A slot has the UID of an event of another body.
    #[error(
        "slot {session}/{slot} of body {found} is an event of body {published} in the ledger; a \
         body keeps the name of its folder, so rename {found} back to {published}, or give it a \
         uid_namespace of its own"
    )]
    OtherBody {
        /// The slot's session.
        session: SessionId,
        /// The slot.
        slot: SlotId,
        /// The body in the programmes.
        found: BodyId,
        /// The body in the ledger.
        published: BodyId,
    },
    /// A slot that stands has another `formerly`, and so would be another event.
    #[error(
        "slot {session}/{slot} of body {body} was published with {published}; put that back, or \
         its subscribers see one event cancelled and another appear; if it is another slot, give \
         it another id"
    )]
    Identity {
        /// The body.
        body: BodyId,
        /// The slot's session.
        session: SessionId,
        /// The slot.
        slot: SlotId,
        /// The `formerly` in the ledger, in words.
        published: String,
    },
}

/// The publication that brings the ledger up to the programmes, `None` if it is up to them.
///
/// Of a body that is among `programmes`, slots that are new or differ from what was published get
/// a new revision, slots that are missing one that cancels them, and missing sessions are
/// withdrawn. A body that is not among them stays as it was published: a folder that is not there
/// is more often a mistake of an operator than the end of a body.
///
/// Cancelled events are kept for `keep_cancelled` days after their last day (see
/// [`EventRevision::last_day_as`]); when that runs out for one, the publication moves the horizon.
///
/// # Errors
///
/// What a folder of programmes alone cannot tell to be wrong: see [`ReconcileError`].
pub fn reconcile(
    state: &LedgerState,
    programmes: &[Programmes],
    now: DateTime<Utc>,
    keep_cancelled: Days,
) -> Result<Option<Publication>, ReconcileError> {
    reconcile_since(state, &[], programmes, now, keep_cancelled)
}

/// As [`reconcile`], where the ledger is known to say what the `settled` programmes say: sessions
/// that are shared with those (the same [`Arc`]) are not looked into.
pub fn reconcile_since(
    state: &LedgerState,
    settled: &[Programmes],
    programmes: &[Programmes],
    now: DateTime<Utc>,
    keep_cancelled: Days,
) -> Result<Option<Publication>, ReconcileError> {
    let mut publication = Publication {
        number: state.head() + 1,
        at: following(state, now),
        note: None,
        reverts_to: None,
        horizon: horizon(state, now, keep_cancelled),
        bodies: Vec::new(),
        sessions: Vec::new(),
        events: Vec::new(),
    };
    for of_body in programmes {
        let settled = settled.iter().find(|settled| Arc::ptr_eq(&settled.body, &of_body.body));
        let settled = settled.map_or(&[][..], |settled| &settled.sessions);
        reconcile_body(state, settled, of_body, &mut publication)?;
    }
    Ok(Some(publication).filter(|publication| !publication.is_empty()))
}

/// The time of the next publication: now, in whole seconds, but later than the one before, so
/// that LAST-MODIFIED never stands still or goes back where a clock does.
pub(super) fn following(state: &LedgerState, now: DateTime<Utc>) -> DateTime<Utc> {
    let now = now.trunc_subsecs(0);
    state.at().map_or(now, |head| now.max(head + TimeDelta::seconds(1)))
}

fn reconcile_body(
    state: &LedgerState,
    settled: &[Arc<Session>],
    programmes: &Programmes,
    publication: &mut Publication,
) -> Result<(), ReconcileError> {
    let body = &programmes.body;
    let published = state.bodies().get(&body.id).and_then(|revisions| revisions.last());
    if let Some(revision) = published
        && revision.body.uid_namespace != body.uid_namespace
    {
        return Err(ReconcileError::Namespace {
            body: body.id.clone(),
            published: revision.body.uid_namespace,
            found: body.uid_namespace,
        });
    }
    if published.is_none_or(|revision| revision.body != *body) {
        publication.bodies.push(Arc::clone(body));
    }
    let settled: HashSet<*const Session> = settled.iter().map(Arc::as_ptr).collect();
    let is_settled = |session: &&Arc<Session>| settled.contains(&Arc::as_ptr(session));
    let (settled, open): (Vec<&Arc<Session>>, Vec<&Arc<Session>>) =
        programmes.sessions.iter().partition(is_settled);
    let settled: BTreeSet<&SessionId> = settled.into_iter().map(|session| &session.id).collect();
    reconcile_sessions(state, body, &settled, &open, publication);

    let mut wanted: BTreeMap<Uuid, EventContent> = BTreeMap::new();
    for session in open {
        for (slot, content) in
            session.slots.iter().zip(contents(body, session, &programmes.zone_rules)?)
        {
            wanted.insert(identity(&session.id, slot).uid(body), content);
        }
    }
    let begun = publication.events.len();
    for (uid, history) in state.events() {
        let Some(latest) = history.latest().filter(|latest| latest.content.body == body.id) else {
            continue;
        };
        match wanted.remove(uid) {
            Some(content) if content == *latest.content => {}
            Some(content) => publication.events.push(next(publication, *uid, latest, content)),
            None if latest.content.is_cancelled() => {}
            None if settled.contains(&latest.content.session) => {}
            None => {
                let content = latest.content.cancelled();
                publication.events.push(next(publication, *uid, latest, content));
            }
        }
    }
    for (uid, content) in &wanted {
        let is_cancelled_for_it = |revision: &&Arc<EventRevision>| {
            let before = &revision.content;
            before.session == content.session && before.slot.id == content.slot.id
        };
        if let Some(lost) = publication.events[begun..].iter().find(is_cancelled_for_it) {
            return Err(ReconcileError::Identity {
                body: body.id.clone(),
                session: content.session.clone(),
                slot: content.slot.id.clone(),
                published: formerly(&lost.content),
            });
        }
        if let Some(taken) = state.events().get(uid).and_then(|history| history.latest()) {
            return Err(ReconcileError::OtherBody {
                session: content.session.clone(),
                slot: content.slot.id.clone(),
                found: body.id.clone(),
                published: taken.content.body.clone(),
            });
        }
    }
    let Publication { number, at, .. } = *publication;
    publication.events.extend(wanted.into_iter().map(|(uid, content)| {
        let content = Arc::new(content);
        Arc::new(EventRevision { uid, sequence: 0, publication: number, at, content })
    }));
    Ok(())
}

/// The names that a slot had before, as its programme says them.
fn formerly(content: &EventContent) -> String {
    let names = content.slot.formerly.iter().map(|former| {
        if former.session == content.session {
            format!("\"{}\"", former.slot)
        } else {
            format!("\"{}/{}\"", former.session, former.slot)
        }
    });
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        "no `formerly`".into()
    } else {
        format!("formerly = [{}]", names.join(", "))
    }
}

/// The revision of an event that follows `latest`.
pub(super) fn next(
    publication: &Publication,
    uid: Uuid,
    latest: &EventRevision,
    content: EventContent,
) -> Arc<EventRevision> {
    Arc::new(EventRevision {
        uid,
        sequence: latest.sequence + 1,
        publication: publication.number,
        at: publication.at,
        content: Arc::new(content),
    })
}

fn reconcile_sessions(
    state: &LedgerState,
    body: &Body,
    settled: &BTreeSet<&SessionId>,
    open: &[&Arc<Session>],
    publication: &mut Publication,
) {
    let mut present = settled.clone();
    for session in open {
        present.insert(&session.id);
        let record = SessionRecord {
            body: body.id.clone(),
            session: session.without_slots(),
            withdrawn: false,
        };
        let published = state.sessions().get(&(body.id.clone(), session.id.clone()));
        let latest = published.and_then(|revisions| revisions.last());
        if latest.is_none_or(|latest| *latest.record != record) {
            publication.sessions.push(Arc::new(record));
        }
    }
    for ((owner, id), revisions) in state.sessions() {
        let latest = revisions.last().filter(|latest| !latest.record.withdrawn);
        if let (true, false, Some(latest)) = (*owner == body.id, present.contains(id), latest) {
            let record = SessionRecord { withdrawn: true, ..SessionRecord::clone(&latest.record) };
            publication.sessions.push(Arc::new(record));
        }
    }
}

/// The day to which the horizon has to move, if moving it takes any event out of a feed.
fn horizon(state: &LedgerState, now: DateTime<Utc>, keep_cancelled: Days) -> Option<NaiveDate> {
    let before = now.date_naive().checked_sub_days(keep_cancelled)?;
    let present = state.horizons().last().map(|horizon| horizon.before);
    let is_due = |day: NaiveDate| day < before && present.is_none_or(|present| day >= present);
    let any_due = state.events().values().any(|history| expiries(history).into_iter().any(is_due));
    any_due.then_some(before)
}

/// The days from which the time counts for which feeds keep this event as cancelled.
fn expiries(history: &EventHistory) -> Vec<NaiveDate> {
    let revisions = history.revisions();
    let cancelled = revisions.last().filter(|latest| latest.content.is_cancelled());
    // A feed may have been left with any revision that changed what filters look at.
    let left = revisions.windows(2).filter_map(|pair| {
        let [before, after] = pair else { return None };
        let (old, new) = (&before.content, &after.content);
        let differs = old.session != new.session
            || old.slot.kind != new.slot.kind
            || old.slot.date != new.slot.date
            || old.slot.topics() != new.slot.topics();
        differs.then(|| after.last_day_as(old))
    });
    left.chain(cancelled.map(|latest| latest.last_day_as(&latest.content))).collect()
}
