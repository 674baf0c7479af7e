//! The editor's side: the programmes as they are being edited.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use plenary::model::{Body, FormerSlot, Programmes, Session, SessionStatus, Slot, SlotKind, Topic};
use uuid::Uuid;

use crate::simulation::edits::Edit;
use crate::support::{body, french, parse, programmes, session, slot};

/// The sessions of the body. The clocks of New York go forward on 12 March, between the two.
pub(crate) const SESSIONS: [(&str, &str); 2] = [("4", "2023-03-06"), ("5", "2023-03-13")];
/// The topics of the body.
pub(crate) const TOPICS: [&str; 3] = ["threats", "norms", "law"];

/// A session has five days of four places for a slot, an hour and a half each.
pub(crate) const PLACES: usize = 20;
const STARTS: [&str; 4] = ["10:00:00", "11:30:00", "15:00:00", "16:30:00"];

/// A slot as the editor wrote it.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    /// The index of its session.
    pub(crate) session: usize,
    /// Where it was first named: kept here from its birth, not read from `formerly`.
    birth: (usize, String),
    /// The slot.
    pub(crate) slot: Slot,
}

/// The programmes as they are being edited.
pub(crate) struct Editor {
    body: Body,
    topics: Vec<Topic>,
    sessions: Vec<Session>,
    withdrawn: [bool; SESSIONS.len()],
    slots: Vec<Written>,
    removed: Vec<Written>,
    named: usize,
}

impl Editor {
    /// Two sessions with four slots.
    pub(crate) fn new() -> Self {
        let sessions = SESSIONS.map(|(id, first)| {
            let start: NaiveDate = parse(first);
            // Without a number, so that events show the session's name, which edits change.
            Session { number: None, start, end: start + Days::new(4), ..session(id, Vec::new()) }
        });
        let mut editor = Self {
            topics: body().topics,
            body: body(),
            sessions: sessions.to_vec(),
            withdrawn: [false; SESSIONS.len()],
            slots: Vec::new(),
            removed: Vec::new(),
            named: 0,
        };
        for (session, place, topics) in [(0, 0, 1), (0, PLACES + 4, 2), (0, 9, 3), (1, 0, 5)] {
            editor.make(&Edit::Add { session, place, topics });
        }
        editor
    }

    /// What the editor's folder says now.
    pub(crate) fn programmes(&self) -> Programmes {
        let listed = (0..SESSIONS.len()).filter(|session| !self.withdrawn[*session]);
        let sessions = listed.map(|index| {
            let mut session = self.sessions[index].clone();
            let slots = self.slots.iter().filter(|written| written.session == index);
            session.slots = slots.map(|written| self.printed(&written.slot)).collect();
            session.slots.sort_by_key(Slot::starts);
            session
        });
        Programmes { body: self.body.clone().into(), ..programmes(sessions.collect()) }
    }

    /// The slots that are on, as their sessions list them, by the UIDs that they had from birth.
    pub(crate) fn live(&self) -> impl Iterator<Item = (Uuid, Written)> {
        self.slots
            .iter()
            .filter(|written| !self.withdrawn[written.session] && !written.slot.cancelled)
            .map(|written| {
                let (session, id) = &written.birth;
                let name = format!("{}/{id}", SESSIONS[*session].0);
                let uid = Uuid::new_v5(&self.body.uid_namespace, name.as_bytes());
                (uid, Written { slot: self.printed(&written.slot), ..written.clone() })
            })
    }

    /// The slot without the topics that the body does not have at the moment.
    fn printed(&self, slot: &Slot) -> Slot {
        let mut slot = slot.clone();
        for entry in &mut slot.entries {
            entry.topics.retain(|topic| self.body.topic(topic).is_some());
        }
        slot
    }

    /// Makes an edit.
    pub(crate) fn make(&mut self, edit: &Edit) {
        match *edit {
            Edit::Add { session, place, topics } => {
                if let Some(place) = self.free(session, place) {
                    let slot = place.put(slot(&self.fresh(), "2023-01-01 10:00", &names(topics)));
                    self.slots.push(Written {
                        session,
                        birth: (session, slot.id.to_string()),
                        slot,
                    });
                }
            }
            Edit::Move { slot, place } => {
                if let Some(place) = self.get(slot).and_then(|w| self.free(w.session, place)) {
                    self.change(slot, |slot| *slot = place.put(slot.clone()));
                }
            }
            Edit::Swap { slot, with } => self.swap(slot, with),
            Edit::Split { slot, topics } => self.split(slot, topics),
            Edit::Merge { slot } => self.merge(slot),
            Edit::Retitle { slot, title } => self.change(slot, |slot| {
                slot.entries[0].heading = french(&format!("Intitulé {title}"));
            }),
            Edit::Retopic { slot, topics } => self.change(slot, |slot| {
                slot.entries.truncate(1);
                slot.entries[0].topics = names(topics).split_whitespace().map(parse).collect();
            }),
            Edit::Rekind { slot } => self.change(slot, |slot| {
                slot.kind = match slot.kind {
                    SlotKind::Formal => SlotKind::Informal,
                    SlotKind::Informal => SlotKind::Formal,
                };
            }),
            Edit::Room { slot, room } => {
                self.change(slot, |slot| slot.room = french(&format!("Salle {room}")));
            }
            Edit::CallOff { slot } => self.change(slot, |slot| slot.cancelled = true),
            Edit::Remove { slot } => {
                if !self.slots.is_empty() {
                    let removed = self.slots.remove(slot % self.slots.len());
                    self.removed.push(removed);
                }
            }
            Edit::Restore { slot } => self.restore(slot),
            Edit::Rename { slot } => {
                let id = self.fresh();
                self.rename(slot, |written| written.slot.id = parse(&id));
            }
            Edit::ChangeSession { slot, place, rename } => self.change_session(slot, place, rename),
            Edit::Withdraw { session } => self.withdrawn[session] ^= true,
            Edit::Adopt { session } => {
                let status = &mut self.sessions[session].status;
                *status = match status {
                    SessionStatus::Provisional => SessionStatus::Adopted,
                    _ => SessionStatus::Provisional,
                };
            }
            Edit::RenameSession { session, title } => {
                self.sessions[session].name = french(&format!("Session n° {title}"));
            }
            Edit::RenameTopic { topic, title } => {
                self.topics[topic].name = french(&format!("sujet {topic}.{title}"));
                let id = &self.topics[topic].id;
                if let Some(listed) = self.body.topics.iter_mut().find(|known| known.id == *id) {
                    *listed = self.topics[topic].clone();
                }
            }
            Edit::DropTopic { topic } => {
                let topic = &self.topics[topic];
                if self.body.topic(&topic.id).is_some() {
                    self.body.topics.retain(|known| known.id != topic.id);
                } else {
                    self.body.topics.push(topic.clone());
                }
            }
            Edit::RenameBody { title } => self.body.name = french(&format!("Groupe {title}")),
        }
    }

    fn get(&self, slot: usize) -> Option<&Written> {
        self.slots.get(slot % self.slots.len().max(1))
    }

    fn change(&mut self, slot: usize, change: impl FnOnce(&mut Slot)) {
        let count = self.slots.len().max(1);
        if let Some(written) = self.slots.get_mut(slot % count) {
            change(&mut written.slot);
        }
    }

    fn fresh(&mut self) -> String {
        self.named += 1;
        format!("s{}", self.named)
    }

    fn swap(&mut self, slot: usize, with: usize) {
        let Some(written) = self.get(slot) else { return };
        let (session, first) = (written.session, slot % self.slots.len());
        let others = (0..self.slots.len()).filter(|other| self.slots[*other].session == session);
        let others: Vec<usize> = others.collect();
        let second = others[with % others.len()];
        let (a, b) = (Place::of(&self.slots[first].slot), Place::of(&self.slots[second].slot));
        self.change(first, |slot| *slot = b.put(slot.clone()));
        self.change(second, |slot| *slot = a.put(slot.clone()));
    }

    fn split(&mut self, slot: usize, topics: usize) {
        let id = self.fresh();
        let Some(written) = self.get(slot) else { return };
        let place = Place::of(&written.slot);
        let middle = place.start + TimeDelta::minutes(90);
        if middle < place.end {
            let mut second = Written { birth: (written.session, id.clone()), ..written.clone() };
            second.slot = Slot { id: parse(&id), formerly: Vec::new(), ..second.slot };
            second.slot.start = middle;
            second.slot.entries[0].topics = names(topics).split_whitespace().map(parse).collect();
            self.change(slot, |slot| slot.end = middle);
            self.slots.push(second);
        }
    }

    fn merge(&mut self, slot: usize) {
        if self.slots.len() < 2 {
            return;
        }
        let first = slot % self.slots.len();
        let other = self.slots[(first + 1) % self.slots.len()].clone();
        if other.session != self.slots[first].session {
            return;
        }
        self.change(first, |slot| {
            // A heading twice would be a list that grows without end.
            for entry in &other.slot.entries {
                if !slot.entries.contains(entry) {
                    slot.entries.push(entry.clone());
                }
            }
            if slot.date == other.slot.date && slot.end == other.slot.start {
                slot.end = other.slot.end;
            }
        });
        self.make(&Edit::Remove { slot: first + 1 });
    }

    fn restore(&mut self, slot: usize) {
        let called_off: Vec<usize> =
            (0..self.slots.len()).filter(|index| self.slots[*index].slot.cancelled).collect();
        let count = called_off.len() + self.removed.len();
        if count == 0 {
            return;
        }
        let index = slot % count;
        if let Some(&called_off) = called_off.get(index) {
            return self.change(called_off, |slot| slot.cancelled = false);
        }
        let mut written = self.removed.remove(index - called_off.len());
        written.slot.cancelled = false;
        if self.is_taken(written.session, &Place::of(&written.slot)) {
            let Some(place) = self.free(written.session, 0) else { return };
            written.slot = place.put(written.slot);
        }
        self.slots.push(written);
    }

    fn rename(&mut self, slot: usize, change: impl FnOnce(&mut Written)) {
        let count = self.slots.len().max(1);
        if let Some(written) = self.slots.get_mut(slot % count) {
            let session = parse(SESSIONS[written.session].0);
            let slot = written.slot.id.clone();
            written.slot.formerly.push(FormerSlot { session, slot });
            change(written);
        }
    }

    fn change_session(&mut self, slot: usize, place: usize, rename: bool) {
        let id = self.fresh();
        let Some(session) = self.get(slot).map(|written| 1 - written.session) else { return };
        let Some(place) = self.free(session, place) else { return };
        self.rename(slot, |written| {
            written.session = session;
            written.slot = place.put(written.slot.clone());
            if rename {
                written.slot.id = parse(&id);
            }
        });
    }

    /// The first free place from `place` on, a double one if `place` is in the second round and
    /// the next place of the same half of the day is free too.
    fn free(&self, session: usize, place: usize) -> Option<Place> {
        let first = self.sessions[session].start;
        let single = |index: usize| Place::new(first, index % PLACES, 1);
        let index = (place..place + PLACES).find(|i| !self.is_taken(session, &single(*i)))?;
        let double = Place::new(first, index % PLACES, 2);
        let fits = place >= PLACES && index % 2 == 0 && !self.is_taken(session, &double);
        Some(if fits { double } else { single(index) })
    }

    fn is_taken(&self, session: usize, place: &Place) -> bool {
        self.slots.iter().any(|other| {
            let (is_here, slot) = (other.session == session, &other.slot);
            is_here && slot.date == place.date && slot.start < place.end && place.start < slot.end
        })
    }
}

/// When a slot is.
struct Place {
    date: NaiveDate,
    start: NaiveTime,
    end: NaiveTime,
}

impl Place {
    fn new(first: NaiveDate, index: usize, length: i64) -> Self {
        let start: NaiveTime = parse(STARTS[index % STARTS.len()]);
        let date = first + Days::new((index / STARTS.len()) as u64);
        Self { date, start, end: start + TimeDelta::minutes(90 * length) }
    }

    fn of(slot: &Slot) -> Self {
        Self { date: slot.date, start: slot.start, end: slot.end }
    }

    fn put(&self, slot: Slot) -> Slot {
        Slot { date: self.date, start: self.start, end: self.end, ..slot }
    }
}

/// The topics of a set of bits, divided by blanks.
fn names(topics: usize) -> String {
    let named = TOPICS.iter().enumerate().filter(|(index, _)| topics >> index & 1 == 1);
    named.map(|(_, topic)| *topic).collect::<Vec<_>>().join(" ")
}
