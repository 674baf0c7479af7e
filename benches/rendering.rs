//! What it costs to select a feed's events, to render one event, and to render a feed anew or from
//! what was composed before.
//!
//! `cargo bench --bench rendering`.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark stops where it fails")]

mod support;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use plenary::publication::reconcile;
use plenary::query::select;
use plenary::render::{Format, Memo, render, render_with};

const SIZES: [usize; 2] = [22, 1_000];

fn selecting(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("select");
    for events in SIZES {
        let snapshot = support::snapshot(events);
        for address in [support::FEED, "/fr/oewg-ict?topic=norms"] {
            let query = support::query(&snapshot, address);
            let name = BenchmarkId::new(address, events);
            group.bench_function(name, |bencher| bencher.iter(|| select(&snapshot, &query)));
        }
    }
    group.finish();
}

fn rendering(criterion: &mut Criterion) {
    let site = support::site();
    let mut group = criterion.benchmark_group("render");
    let snapshot = support::snapshot(1);
    let query = support::query(&snapshot, support::FEED);
    group.bench_function("one event", |bencher| {
        bencher.iter(|| render(&snapshot, &query, Format::Ics, &site));
    });
    for events in SIZES {
        let snapshot = support::snapshot(events);
        let query = support::query(&snapshot, support::FEED);
        group.throughput(Throughput::Elements(events as u64));
        group.bench_function(BenchmarkId::new("a feed anew", events), |bencher| {
            bencher.iter(|| render(&snapshot, &query, Format::Ics, &site));
        });
        let memo = Memo::new(1 << 30);
        group.bench_function(BenchmarkId::new("a feed from the memo", events), |bencher| {
            bencher.iter(|| render_with(&memo, &snapshot, &query, Format::Ics, &site));
        });
    }
    group.finish();
}

fn reconciling(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("reconcile");
    for events in SIZES {
        let programmes = support::programmes(events);
        let state = support::state(&programmes);
        let again = std::slice::from_ref(&programmes);
        group.bench_function(BenchmarkId::new("nothing new", events), |bencher| {
            bencher.iter(|| {
                let publication = reconcile(&state, again, support::now(), support::KEEP);
                black_box(publication).unwrap()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, selecting, rendering, reconciling);
criterion_main!(benches);
