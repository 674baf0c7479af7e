//! How long a connection is waited for.
//!
//! A timer for each request would cost more than anything else that we do for one. So a connection
//! only notes, at the coarse time of its [`Clock`], since when it waits for what; one sweep for all
//! connections of a thread wakes those that may have waited for too long, and each of them judges
//! for itself. A verdict comes late by up to two ticks of the clock, and never early.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use super::Limits;

/// How long at shutdown a connection that has said nothing may still begin: its request may be on
/// the way, or here and not read yet.
const LAST_CALL: Duration = Duration::from_millis(500);

/// The longest and the shortest tick; within them a tick is an eighth of the shortest limit.
const TICKS: (Duration, Duration) = (Duration::from_millis(5), Duration::from_secs(1));

/// The coarse time of the connections of a thread.
#[derive(Debug)]
pub(super) struct Clock {
    begun: Instant,
    /// Milliseconds since then, at the last tick.
    now: AtomicU64,
    tick: Duration,
    /// Since when every connection is asked to end, plus one; 0 before.
    closing: AtomicU64,
}

impl Clock {
    /// A clock that is fine enough for these limits.
    pub(super) fn new(limits: &Limits) -> Self {
        let shortest = limits.first_octets.min(limits.head).min(limits.idle).min(limits.stall);
        let tick = (shortest.min(limits.age) / 8).clamp(TICKS.0, TICKS.1);
        Self { begun: Instant::now(), now: AtomicU64::new(0), tick, closing: AtomicU64::new(0) }
    }

    /// How often [`Clock::advance`] is to be called while there are connections.
    pub(super) fn tick(&self) -> Duration {
        if self.is_closing() { self.tick.min(LAST_CALL / 8) } else { self.tick }
    }

    /// Reads the time.
    pub(super) fn advance(&self) {
        let now = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.now.store(now, Relaxed);
    }

    /// From now on, every connection is asked to end.
    pub(super) fn close(&self) {
        self.advance();
        self.closing.store(self.now.load(Relaxed) + 1, Relaxed);
    }

    fn is_closing(&self) -> bool {
        self.closing.load(Relaxed) > 0
    }

    /// Whether those who had said nothing when the end began have had their time.
    fn is_last_call_over(&self) -> bool {
        let begun = self.closing.load(Relaxed).saturating_sub(1);
        let passed = self.now.load(Relaxed).saturating_sub(begun);
        self.is_closing() && u128::from(passed) >= LAST_CALL.as_millis()
    }

    /// Whether so much time has passed since `since` for certain: that was noted up to a tick after
    /// the time that it tells.
    fn has_passed(&self, since: u64, limit: Duration) -> bool {
        let passed = self.now.load(Relaxed).saturating_sub(since);
        u128::from(passed) >= limit.as_millis() + self.tick.as_millis()
    }
}

/// What a connection waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Phase {
    /// The first octets, which tell the protocol.
    First,
    /// The head of a request, of which some is there.
    Head,
    /// The next request.
    Idle,
    /// Nothing from its client: a request is being answered.
    Busy,
    /// Its end, which it was asked for, after the answers that have begun.
    Closing,
}

const PHASES: [Phase; 5] = [Phase::First, Phase::Head, Phase::Idle, Phase::Busy, Phase::Closing];

/// What becomes of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Stays,
    /// It is asked to end once what has begun is answered.
    Goodbye,
    /// It ends at once.
    Cut,
}

/// The patience that there is with one connection.
#[derive(Debug)]
pub(super) struct Patience {
    clock: Arc<Clock>,
    limits: Arc<Limits>,
    opened: u64,
    phase: AtomicU8,
    since: AtomicU64,
    /// Since when its client takes none of what it was sent, plus one; 0 while it does.
    stalled: AtomicU64,
    /// How many requests are being answered: several over HTTP/2.
    running: AtomicU64,
    /// How many answers are on their way over HTTP/2, and when content of any of them last moved.
    sending: AtomicU64,
    moved: AtomicU64,
    /// Over HTTP/2 octets come between requests too.
    is_http2: AtomicBool,
    /// Set by the sweep, for the connection to judge.
    is_due: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Patience {
    /// For a connection that begins.
    pub(super) fn new(clock: Arc<Clock>, limits: Arc<Limits>) -> Self {
        let opened = clock.now.load(Relaxed);
        Self {
            clock,
            limits,
            opened,
            phase: AtomicU8::new(Phase::First as u8),
            since: AtomicU64::new(opened),
            stalled: AtomicU64::new(0),
            running: AtomicU64::new(0),
            sending: AtomicU64::new(0),
            moved: AtomicU64::new(opened),
            is_http2: AtomicBool::new(false),
            is_due: AtomicBool::new(false),
            waker: Mutex::new(None),
        }
    }

    fn phase(&self) -> Phase {
        PHASES[usize::from(self.phase.load(Relaxed)) % PHASES.len()]
    }

    fn wait_for(&self, phase: Phase) {
        self.phase.store(phase as u8, Relaxed);
        self.since.store(self.clock.now.load(Relaxed), Relaxed);
    }

    /// The protocol is known, and over HTTP/1.1 some of the first request there.
    pub(super) fn has_begun(&self, is_http2: bool) {
        self.is_http2.store(is_http2, Relaxed);
        // One that begins after the end began is not to wait for a sweep to hear of it.
        self.is_due.store(self.clock.is_closing(), Relaxed);
        // Over HTTP/2 a connection begins without a request.
        self.wait_for(if is_http2 { Phase::Idle } else { Phase::Head });
    }

    /// Octets came.
    pub(super) fn has_read(&self) {
        if self.phase() == Phase::Idle && !self.is_http2.load(Relaxed) {
            self.wait_for(Phase::Head);
        }
    }

    /// Octets were taken.
    pub(super) fn has_written(&self) {
        self.stalled.store(0, Relaxed);
        // Over HTTP/2 it may have been the answer to a ping, by which no connection is kept.
        if matches!(self.phase(), Phase::Idle | Phase::Closing) && !self.is_http2.load(Relaxed) {
            self.since.store(self.clock.now.load(Relaxed), Relaxed);
        }
    }

    /// No octets are taken.
    pub(super) fn awaits_room(&self) {
        if self.stalled.load(Relaxed) == 0 {
            self.stalled.store(self.clock.now.load(Relaxed) + 1, Relaxed);
        }
    }

    /// A request is there, and answered when what is returned is dropped, but for writing it.
    pub(super) fn is_asked(self: &Arc<Self>) -> Asked {
        self.running.store(self.running.load(Relaxed) + 1, Relaxed);
        self.phase.store(Phase::Busy as u8, Relaxed);
        Asked(Arc::clone(self))
    }

    /// A request is there and answered already.
    pub(super) fn is_answered_at_once(&self) {
        if self.running.load(Relaxed) == 0 && self.sending.load(Relaxed) == 0 {
            self.wait_for(Phase::Idle);
        }
    }

    /// Content is on its way over HTTP/2 until what is returned is dropped.
    pub(super) fn sends(self: &Arc<Self>) -> Sending {
        self.sending.store(self.sending.load(Relaxed) + 1, Relaxed);
        if self.phase() == Phase::Idle {
            self.phase.store(Phase::Busy as u8, Relaxed);
        }
        let sending = Sending(Arc::clone(self));
        sending.has_moved();
        sending
    }

    /// The connection was asked to end. Where it has some of a next request already, that has the
    /// time of any other.
    fn is_bidden_goodbye(&self) {
        if self.phase() == Phase::Idle {
            self.wait_for(Phase::Closing);
        }
    }

    fn verdict(&self) -> Verdict {
        let (clock, limits) = (&self.clock, &self.limits);
        let stalled = self.stalled.load(Relaxed);
        if stalled > 0 && clock.has_passed(stalled - 1, limits.stall) {
            return Verdict::Cut;
        }
        let is_sending = self.sending.load(Relaxed) > 0;
        if is_sending && clock.has_passed(self.moved.load(Relaxed), limits.stall) {
            return Verdict::Cut;
        }
        let waited = |limit| clock.has_passed(self.since.load(Relaxed), limit);
        match self.phase() {
            Phase::First if waited(limits.first_octets) => Verdict::Cut,
            Phase::First if clock.is_last_call_over() => Verdict::Cut,
            Phase::Head | Phase::Closing if waited(limits.head) && !is_sending => Verdict::Cut,
            Phase::First | Phase::Closing => Verdict::Stays,
            Phase::Idle if stalled == 0 && waited(limits.idle) => Verdict::Goodbye,
            _ if clock.is_closing() || clock.has_passed(self.opened, limits.age) => {
                Verdict::Goodbye
            }
            _ => Verdict::Stays,
        }
    }

    /// Wakes the connection if something is to become of it.
    pub(super) fn sweep(&self) {
        if self.verdict() != Verdict::Stays {
            self.is_due.store(true, Relaxed);
            if let Some(waker) = &*self.waker.lock().unwrap_or_else(PoisonError::into_inner) {
                waker.wake_by_ref();
            }
        }
    }

    /// Whether the connection is to be judged, which it was woken for.
    fn is_due(&self) -> bool {
        // Read first: it nearly never is, and to write costs.
        self.is_due.load(Relaxed) && self.is_due.swap(false, Relaxed)
    }

    fn wakes(&self, waker: &Waker) {
        *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(waker.clone());
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Asked(Arc<Patience>);

/// Content that is on its way over HTTP/2.
#[derive(Debug)]
pub(super) struct Sending(Arc<Patience>);

impl Sending {
    /// Some of it was taken.
    pub(super) fn has_moved(&self) {
        self.0.moved.store(self.0.clock.now.load(Relaxed), Relaxed);
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        let sending = self.0.sending.load(Relaxed).saturating_sub(1);
        self.0.sending.store(sending, Relaxed);
        self.0.is_answered_at_once();
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        let running = self.0.running.load(Relaxed).saturating_sub(1);
        self.0.running.store(running, Relaxed);
        self.0.is_answered_at_once();
    }
}

/// A future of a connection, for as long as there is patience with it.
pub(super) struct Waiting<F> {
    future: Pin<Box<F>>,
    patience: Arc<Patience>,
    goodbye: Option<fn(Pin<&mut F>)>,
    waker: Option<Waker>,
}

impl<F> Waiting<F> {
    /// Runs `future`, which is asked to end by `goodbye`. In a box, so that a connection takes no
    /// more room than the protocol that it speaks needs.
    pub(super) fn new(
        future: F,
        patience: Arc<Patience>,
        goodbye: Option<fn(Pin<&mut F>)>,
    ) -> Self {
        Self { future: Box::pin(future), patience, goodbye, waker: None }
    }
}

impl<F: Future> Future for Waiting<F> {
    /// `None` if the future was cut.
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if !this.waker.as_ref().is_some_and(|waker| waker.will_wake(context.waker())) {
            this.waker = Some(context.waker().clone());
            this.patience.wakes(context.waker());
        }
        // The future before the verdict: what it was waited for may have come. And at shutdown it
        // must have read the octets put back to it, or hyper takes it for one that never began.
        if let Poll::Ready(ended) = this.future.as_mut().poll(context) {
            return Poll::Ready(Some(ended));
        }
        if !this.patience.is_due() {
            return Poll::Pending;
        }
        match (this.patience.verdict(), this.goodbye) {
            (Verdict::Cut, _) => Poll::Ready(None),
            (Verdict::Goodbye, Some(goodbye)) => {
                this.goodbye = None;
                this.patience.is_bidden_goodbye();
                goodbye(this.future.as_mut());
                this.future.as_mut().poll(context).map(Some)
            }
            (Verdict::Goodbye, None) | (Verdict::Stays, _) => Poll::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: [u64; 5] = [1_000, 2_000, 4_000, 8_000, 60_000];
    /// An eighth of the shortest limit, and one more for the time that is noted.
    const LATE: u64 = 126;

    fn patience() -> Patience {
        let [first_octets, head, idle, stall, age] = LIMITS.map(Duration::from_millis);
        let limits = Limits { first_octets, head, idle, stall, age, ..Limits::default() };
        Patience::new(Arc::new(Clock::new(&limits)), Arc::new(limits))
    }

    /// What becomes of it so many milliseconds later.
    fn after(patience: &Patience, milliseconds: u64) -> Verdict {
        let now = patience.clock.now.load(Relaxed) + milliseconds;
        patience.clock.now.store(now, Relaxed);
        patience.verdict()
    }

    #[test]
    fn first_octets_and_heads_are_waited_for_and_then_no_more() {
        let new = patience();
        assert_eq!(after(&new, 1_000), Verdict::Stays);
        assert_eq!(after(&new, LATE), Verdict::Cut);
        let begun = patience();
        begun.has_begun(false);
        assert_eq!(after(&begun, 1_500), Verdict::Stays);
        begun.has_read();
        assert_eq!(after(&begun, 500 + LATE), Verdict::Cut, "octets do not renew the time");
    }

    #[test]
    fn an_idle_connection_is_bidden_goodbye_and_one_that_answers_is_not() {
        let known = Arc::new(patience());
        known.has_begun(false);
        let asked = known.is_asked();
        let more = known.is_asked();
        assert_eq!(after(&known, 20_000), Verdict::Stays);
        drop(asked);
        assert_eq!(after(&known, 20_000), Verdict::Stays);
        drop(more);
        assert_eq!(after(&known, 4_000), Verdict::Stays);
        assert_eq!(after(&known, LATE), Verdict::Goodbye);
        known.is_bidden_goodbye();
        assert_eq!(after(&known, 2_000 + LATE), Verdict::Cut);
    }

    #[test]
    fn a_client_that_takes_nothing_is_cut_and_one_that_takes_little_is_not() {
        let known = patience();
        known.has_begun(false);
        known.is_answered_at_once();
        for _ in 0..3 {
            known.awaits_room();
            assert_eq!(after(&known, 7_900), Verdict::Stays);
            known.has_written();
        }
        known.awaits_room();
        assert_eq!(after(&known, 4_000), Verdict::Stays);
        known.awaits_room();
        assert_eq!(after(&known, 4_000 + LATE), Verdict::Cut);
    }

    #[test]
    fn octets_between_requests_begin_one_over_http_1_only() {
        for (is_http2, expected) in [(false, Verdict::Cut), (true, Verdict::Goodbye)] {
            let known = patience();
            known.has_begun(is_http2);
            known.is_answered_at_once();
            known.has_read();
            assert_eq!(after(&known, 4_000 + LATE), expected);
        }
    }

    #[test]
    fn at_the_end_those_that_said_nothing_have_a_last_call() {
        let (new, known) = (patience(), patience());
        known.has_begun(false);
        known.is_answered_at_once();
        for patience in [&new, &known] {
            patience.clock.close();
        }
        assert_eq!(known.verdict(), Verdict::Goodbye);
        assert_eq!(after(&new, 400), Verdict::Stays);
        assert_eq!(after(&new, 100), Verdict::Cut);
    }

    #[test]
    fn a_download_goes_on_after_a_goodbye_for_as_long_as_it_moves() {
        let known = patience();
        known.has_begun(false);
        known.is_answered_at_once();
        assert_eq!(after(&known, 60_000 + LATE), Verdict::Goodbye);
        known.is_bidden_goodbye();
        for _ in 0..5 {
            assert_eq!(after(&known, 1_900), Verdict::Stays);
            known.has_written();
        }
        assert_eq!(after(&known, 2_000 + LATE), Verdict::Cut);
    }

    #[test]
    fn content_over_http_2_has_to_move_and_pings_keep_no_connection() {
        let known = Arc::new(patience());
        known.has_begun(true);
        known.is_answered_at_once();
        let (one, other) = (known.sends(), known.sends());
        assert_eq!(after(&known, 7_000), Verdict::Stays);
        one.has_moved();
        drop(other);
        known.has_written();
        assert_eq!(after(&known, 7_000), Verdict::Stays);
        known.has_written();
        assert_eq!(after(&known, 1_000 + LATE), Verdict::Cut);
        drop(one);
        assert_eq!(known.verdict(), Verdict::Stays);
        for _ in 0..4 {
            assert_eq!(after(&known, 1_000), Verdict::Stays);
            known.has_written();
        }
        assert_eq!(after(&known, LATE), Verdict::Goodbye);
    }

    #[test]
    fn an_old_connection_is_bidden_goodbye_whatever_it_does() {
        let old = Arc::new(patience());
        old.has_begun(false);
        let asked = old.is_asked();
        assert_eq!(after(&old, 60_000 + LATE), Verdict::Goodbye);
        drop(asked);
    }

    #[tokio::test]
    async fn a_future_is_woken_to_its_end() {
        let known = Arc::new(patience());
        let waiting = Waiting::new(std::future::pending::<()>(), Arc::clone(&known), None);
        let running = tokio::spawn(waiting);
        tokio::task::yield_now().await;
        known.sweep();
        tokio::task::yield_now().await;
        assert!(!running.is_finished());
        after(&known, 1_000 + LATE);
        known.sweep();
        assert_eq!(running.await.unwrap(), None);
    }
}
