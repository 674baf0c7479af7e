//! Work on many things at once, on all processors.

use std::panic::resume_unwind;
use std::thread::{self, available_parallelism};

/// What `work` makes of `items`, which it is given in shares: one share for each processor, none
/// smaller than `least`. The answers are in the order of the items. A panic of `work` is the caller's.
pub fn in_shares<T, R>(items: &[T], least: usize, work: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R>
where
    T: Sync,
    R: Send,
{
    let processors = available_parallelism().map_or(1, usize::from);
    let shares = processors.min(items.len() / least.max(1)).max(1);
    let mut shares = items.chunks(items.len().div_ceil(shares).max(1));
    let Some(own) = shares.next() else { return Vec::new() };
    let work = &work;
    thread::scope(|scope| {
        let others: Vec<_> = shares
            .map(|share| (thread::Builder::new().spawn_scoped(scope, move || work(share)), share))
            .collect();
        let mut made = work(own);
        for (thread, share) in others {
            made.extend(match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                // A thread that cannot be had leaves its share to this one.
                Err(_) => work(share),
            });
        }
        made
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_the_order_of_the_items_however_they_are_shared_out() {
        for length in [0, 1, 2, 3, 10, 1001] {
            let items: Vec<usize> = (0..length).collect();
            for least in [0, 1, 2, 100, 5000] {
                let double = |share: &[usize]| share.iter().map(|item| item * 2).collect();
                let expected: Vec<usize> = items.iter().map(|item| item * 2).collect();
                assert_eq!(in_shares(&items, least, double), expected, "{length} in {least}");
            }
        }
    }

    #[test]
    #[should_panic(expected = "of the last one")]
    fn a_panic_reaches_the_caller() {
        let items: Vec<usize> = (0..1000).collect();
        in_shares(&items, 1, |share| {
            assert!(!share.contains(&999), "of the last one");
            share.to_vec()
        });
    }
}
