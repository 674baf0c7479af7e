//! A feed with those who watch it, and the judge of what they show.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use plenary::snapshot::Snapshot;
use uuid::Uuid;

use crate::simulation::clients::{Client, MANNERS};
use crate::simulation::feeds::{Answer, Copy, Shown, Wanted, Watched};
use crate::support::KEEP;

/// A feed, a client of each manner with and without If-Modified-Since, and what they have to show.
pub(crate) struct Audience {
    watched: &'static Watched,
    address: String,
    hides: bool,
    clients: Vec<Client>,
    answer: Option<Answer>,
    live: BTreeMap<Uuid, Rc<Shown>>,
}

impl Audience {
    /// The audience of a feed, or of the one with `cancelled=hide` at the same address: there are
    /// only such clients in it as drop what is missing, as the others could never be right.
    pub(crate) fn new(watched: &'static Watched, hides: bool) -> Self {
        let separator = if watched.address.contains('?') { '&' } else { '?' };
        let hiding = format!("{}{separator}cancelled=hide", watched.address);
        let address = if hides { hiding } else { watched.address.to_owned() };
        let manners = MANNERS.iter().filter(|manner| !hides || manner.drops_missing);
        let clients = manners
            .flat_map(|manner| [false, true].map(|conditional| Client::new(*manner, conditional)))
            .collect();
        Self { watched, address, hides, clients, answer: None, live: BTreeMap::new() }
    }

    /// Takes notice of what the programmes say at `now`, and of a publication if there was one.
    pub(crate) fn follow(
        &mut self,
        snapshot: Option<&Snapshot>,
        wanted: &[Wanted],
        now: DateTime<Utc>,
    ) {
        self.live = self.watched.live(wanted);
        let Self { address, hides, .. } = &*self;
        let is_over =
            |event: &Copy| event.is_cancelled && event.last_day() + KEEP < now.date_naive();
        let answer = snapshot.map(|snapshot| Answer::new(snapshot, address));
        if let (Some(before), Some(answer)) = (&self.answer, &answer) {
            let gone = before.events.iter().filter(|(uid, _)| !answer.events.contains_key(uid));
            for (uid, event) in gone {
                assert!(*hides || is_over(event), "{address} lost {uid} at {now}: {event:?}");
            }
            assert!(
                !before.is_same(answer) || before.last_modified == answer.last_modified,
                "{address} has not changed, but its Last-Modified has: from {} to {}",
                before.last_modified,
                answer.last_modified
            );
        }
        self.answer = answer.or(self.answer.take());
        for (uid, event) in self.answer.iter().flat_map(|answer| &answer.events) {
            assert!(!is_over(event), "{} still has {uid} at {now}: {event:?}", self.address);
        }
    }

    /// Lets the clients that keep what is missing poll when the time runs out in which they have
    /// to, if it does so before `next`.
    pub(crate) fn poll_in_time(&mut self, next: DateTime<Utc>) {
        let Some(answer) = &self.answer else { return };
        for client in self.clients.iter_mut().filter(|client| !client.manner.drops_missing) {
            while let Some(due) = client.polled.map(|polled| polled + KEEP).filter(|d| *d < next) {
                client.poll(answer, due);
                judge(client, &self.address, answer, &self.live);
            }
        }
    }

    /// Lets those poll whose bit is set.
    pub(crate) fn poll(&mut self, bits: u16, now: DateTime<Utc>) {
        let Some(answer) = &self.answer else { return };
        for (index, client) in self.clients.iter_mut().enumerate() {
            if bits >> index & 1 == 1 {
                client.poll(answer, now);
                judge(client, &self.address, answer, &self.live);
            }
        }
    }
}

/// Fails unless a client that has just polled shows what it has to.
fn judge(client: &Client, address: &str, answer: &Answer, live: &BTreeMap<Uuid, Rc<Shown>>) {
    let who = || format!("{address}, {:?}, conditional: {}", client.manner, client.is_conditional);
    let shows = client.held.iter().filter(|(_, copy)| !copy.is_cancelled);
    let is_right = shows.map(|(uid, copy)| (uid, &copy.shown)).eq(live);
    let held = &client.held;
    assert!(is_right, "{} shows\n{held:#?}\nwhere these are live:\n{live:#?}", who());
    assert_eq!(client.title, answer.title, "title: {}", who());
    if client.manner.drops_missing {
        assert_eq!(client.held, answer.events, "cancelled events: {}", who());
    }
}
