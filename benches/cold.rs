//! What a feed costs that nobody asked for before, by the number of its events.
//!
//! `benches/cold/run` runs it beside Python's `icalendar`. Prints a line for each number: the
//! events, the octets, and the milliseconds that somebody waits, the median of several runs, for a
//! feed of a new snapshot, and for one with other options when that was made. Events are composed
//! on all processors that it may use.

#![allow(clippy::unwrap_used, reason = "a benchmark stops where it fails")]

mod support;

use std::hint::black_box;
use std::time::Instant;

use plenary::render::{Format, Memo, render_with};
use plenary::snapshot::Snapshot;

const RUNS: usize = 7;

fn main() {
    let given: Vec<usize> = std::env::args().filter_map(|number| number.parse().ok()).collect();
    let sizes = if given.is_empty() { vec![100, 1_000, 10_000, 100_000] } else { given };
    for events in sizes {
        let state = support::state(&support::programmes(events));
        let (mut first, mut next, mut octets) = (Vec::new(), Vec::new(), 0);
        for _ in 0..RUNS {
            let (snapshot, memo) = (Snapshot::new(&state), Memo::new(1 << 30));
            first.push(milliseconds(|| octets = feed(&memo, &snapshot, support::FEED)));
            let other = format!("{}?alarm=15m", support::FEED);
            next.push(milliseconds(|| feed(&memo, &snapshot, &other)));
        }
        println!("{events} {octets} {:.3} {:.3}", median(&mut first), median(&mut next));
    }
}

fn feed(memo: &Memo, snapshot: &Snapshot, address: &str) -> usize {
    let query = support::query(snapshot, address);
    let rendered = render_with(memo, snapshot, &query, Format::Ics, &support::site()).unwrap();
    black_box(rendered).octets.len()
}

/// The time that somebody waits for some work.
fn milliseconds<T>(work: impl FnOnce() -> T) -> f64 {
    let begun = Instant::now();
    black_box(work());
    begun.elapsed().as_secs_f64() * 1e3
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
