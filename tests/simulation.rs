//! The update promise, simulated: random editing histories, published step by step under a clock
//! of their own, before the eyes of clients of every manner that poll at random moments.
//!
//! Whenever a client has polled, it shows exactly the live events of its feed as the programmes
//! have them, with their times and contents; whatever else it holds, it shows as cancelled. No
//! stale event, no double, no ghost. What holds for whom:
//!
//! - A client that drops what is missing from the feed (one that replaces everything, one that
//!   mirrors by UID) is right after every poll, however rarely it polls, with and without
//!   `cancelled=hide`. Its cancelled events are those of the feed, so that they go in time.
//! - A client that keeps what is missing is right after every poll if no two of its polls are
//!   further apart than the time for which cancelled events are kept: a cancellation is shown for
//!   that long from the moment at which it was published. One that stayed away for longer may
//!   have missed the cancellation of a past event, and nothing in any later feed would tell it.
//! - For the same reason no such client can be right with `cancelled=hide`, which says of a
//!   cancelled event only that it is missing. None is simulated there.
//!
//! A client that sends If-Modified-Since is left as it is by a 304, so a Last-Modified that misses
//! a change leaves it stale. It also holds that a feed keeps its Last-Modified while nothing in it
//! changes, that an event goes from a feed when it was cancelled and its time is over and at no
//! other time, that an address which named a feed goes on naming one, and that publishing the same
//! programmes again changes nothing.
//!
//! `PROPTEST_CASES=100000 cargo test --test simulation` simulates more histories than usual.

#![expect(clippy::unwrap_used, reason = "what is not as expected fails the test")]

mod support;
mod simulation {
    pub(crate) mod audience;
    pub(crate) mod clients;
    pub(crate) mod editor;
    pub(crate) mod edits;
    pub(crate) mod feeds;
}

use chrono::TimeDelta;
use plenary::publication::{LedgerState, reconcile};
use plenary::snapshot::Snapshot;
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};
use simulation::audience::Audience;
use simulation::editor::Editor;
use simulation::edits::{Edit, edit};
use simulation::feeds::{WATCHED, wanted};
use support::{KEEP, time};

/// What happens next: the clock goes on, the programmes are edited and published, some poll.
#[derive(Clone, Debug)]
struct Step {
    /// Hours since the step before.
    wait: u32,
    /// What the editor does before publishing.
    edits: Vec<Edit>,
    /// A bit for each client of a feed: whether it polls after that. The next feed's clients have
    /// the next bits.
    polls: u16,
}

fn step() -> impl Strategy<Value = Step> {
    let wait = prop_oneof![
        1 => Just(0),
        4 => 1..48_u32,
        3 => 1..24 * 14_u32,
        1 => 1..24 * 50_u32,
        // About as long as cancelled events are kept.
        1 => 24 * 29..24 * 31_u32,
    ];
    let edits = prop::collection::vec(edit(), 0..4);
    (wait, edits, any::<u16>()).prop_map(|(wait, edits, polls)| Step { wait, edits, polls })
}

fn simulate(steps: &[Step]) {
    let mut editor = Editor::new();
    let mut state = LedgerState::new();
    let mut now = time("2023-01-01T00:00:00Z");
    let mut audiences: Vec<Audience> = WATCHED
        .iter()
        .flat_map(|watched| [false, true].map(|hides| Audience::new(watched, hides)))
        .collect();
    // Editors begin with what there is, and everyone polls at last.
    let first = Step { wait: 0, edits: Vec::new(), polls: 0 };
    let last = Step { wait: 1, edits: Vec::new(), polls: u16::MAX };
    for step in [&first].into_iter().chain(steps).chain([&last]) {
        let next = now + TimeDelta::hours(i64::from(step.wait));
        for audience in &mut audiences {
            audience.poll_in_time(next);
        }
        now = next;
        step.edits.iter().for_each(|edit| editor.make(edit));
        let programmes = [editor.programmes()];
        let publication = reconcile(&state, &programmes, now, KEEP).unwrap();
        let snapshot = publication.map(|publication| {
            state.apply(&publication).unwrap();
            assert_eq!(reconcile(&state, &programmes, now, KEEP), Ok(None), "published twice");
            Snapshot::new(&state)
        });
        let wanted = wanted(&editor, &programmes[0]);
        for (index, audience) in (0..).zip(&mut audiences) {
            audience.follow(snapshot.as_ref(), &wanted, now);
            audience.poll(step.polls.rotate_left(index), now);
        }
    }
}

/// 3,000 histories, or as many as `PROPTEST_CASES` says.
fn config() -> Config {
    let usual = Config::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { 3000 };
    let regressions = FileFailurePersistence::Direct("proptest-regressions/simulation.txt");
    Config { cases, failure_persistence: Some(Box::new(regressions)), ..usual }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_client_ends_up_right(steps in prop::collection::vec(step(), 1..13)) {
        simulate(&steps);
    }
}
