//! What importing costs: a document's container, and its text.
//!
//! `cargo bench --bench importing`. The documents are some of the corpus in `tests/fixtures`.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark stops where it fails")]

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use plenary::document::{self, Options, containers};

fn importing(criterion: &mut Criterion) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/documents");
    let mut group = criterion.benchmark_group("importing");
    for name in ["fr/session-4.txt", "en/table.docx", "en/grid.html", "ar/wathiqa.pdf"] {
        let octets = std::fs::read(corpus.join(name)).unwrap();
        let decoded = containers::decode(&octets).unwrap();
        let options = Options { exact: decoded.exact, ..Options::default() };
        group.bench_function(BenchmarkId::new("container", name), |bencher| {
            bencher.iter(|| containers::decode(black_box(&octets)).unwrap());
        });
        group.bench_function(BenchmarkId::new("text", name), |bencher| {
            bencher.iter(|| document::read(black_box(&decoded.text), &options).unwrap());
        });
    }
}

criterion_group!(benches, importing);
criterion_main!(benches);
