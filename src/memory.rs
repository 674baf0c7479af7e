//! The allocator, and what it is asked to give back.

use std::hint::black_box;
use std::time::Duration;

/// Every event, request and page is made of many small pieces of memory, on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often the system is given back what is free. Longer than the second for which the allocator
/// keeps it to be used again.
const EVERY: Duration = Duration::from_secs(3);

/// More than the allocator keeps at hand: a block of its own that nothing is written to, and that
/// is taken back at once.
const BLOCK: usize = 1 << 20;

/// Gives free memory back to the system every few seconds, for ever.
///
/// The allocator looks for what has been free for long enough only when a page of it is freed. After
/// a flood that nobody comes after, none is, and what the flood took would stay.
pub(crate) async fn give_back() {
    loop {
        tokio::time::sleep(EVERY).await;
        drop(black_box(Vec::<u8>::with_capacity(BLOCK)));
    }
}
