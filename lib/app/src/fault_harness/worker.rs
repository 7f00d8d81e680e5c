//! A worker's way to the world: every effect goes through here, and at each the worker may die, wait, or be told that
//! it failed. A worker that dies is a future that is never polled again, as when Lambda stops the function.

use std::convert::Infallible;
use std::future::{pending, poll_fn};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::task::Poll;

use domain::MessageId;
use jiff::Timestamp;

use super::world::{KillPoint, Millis, Side, State, World};
use crate::error::{Error, Result};
use crate::ports::{Clock, Randomness};

/// How long an effect takes when nothing else is said.
const LATENCY: Millis = 10;

/// What a worker is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// To send.
    Send,
    /// To look whether the carrier has a message in doubt.
    Look,
    /// To record a report.
    Report,
    /// To stop a broadcast.
    Cancel,
}

/// How a store or a queue fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StoreFault {
    /// Nothing happened.
    Before,
    /// It happened, and the answer was lost.
    After,
    /// It happened, the answer was lost, and the client library asked again by itself.
    Repeated,
}

pub(super) struct Worker {
    pub(super) world: Arc<World>,
    role: Role,
    run: usize,
    ids: Vec<MessageId>,
    effects: AtomicUsize,
    dead: AtomicBool,
    wakes_at: AtomicI64,
    trace: Mutex<Vec<&'static str>>,
}

impl Worker {
    pub(super) fn new(world: Arc<World>, role: Role, run: usize, ids: Vec<MessageId>) -> Self {
        Self {
            world,
            role,
            run,
            ids,
            effects: AtomicUsize::new(0),
            dead: AtomicBool::new(false),
            wakes_at: AtomicI64::new(Millis::MAX),
            trace: Mutex::default(),
        }
    }

    pub(super) fn is_dead(&self) -> bool {
        self.dead.load(Ordering::Relaxed)
    }

    /// Until when it waits; reading it sets it back.
    pub(super) fn take_wake(&self) -> Millis {
        self.wakes_at.swap(Millis::MAX, Ordering::Relaxed)
    }

    /// Leaves behind what it did, once it is over.
    pub(super) fn keep_trace(&self) {
        let trace = std::mem::take(&mut *self.trace.lock().expect("one thread alone"));
        self.world
            .state()
            .traces
            .insert((self.role, self.run), trace);
    }

    /// Counts an effect, and tells whether the worker dies at it.
    pub(super) fn begin(&self, name: &'static str) -> Option<Side> {
        let effect = self.effects.fetch_add(1, Ordering::Relaxed);
        self.trace.lock().expect("one thread alone").push(name);
        let mut state = self.world.state();
        let here =
            |kill: &KillPoint| (kill.role, kill.run, kill.effect) == (self.role, self.run, effect);
        if let Some(kill) = state.kill.filter(here) {
            state.kill_was_met = true;
            return Some(kill.side);
        }
        let deaths = state.weather.deaths;
        if !state.goes_wrong(deaths) {
            return None;
        }
        state.faulted.extend(&self.ids);
        let sides = [Side::Before, Side::During, Side::After];
        Some(sides[usize::try_from(state.random.below(3)).unwrap_or(0)])
    }

    /// The end: nothing after this is ever reached.
    pub(super) async fn die(&self) -> Infallible {
        self.dead.store(true, Ordering::Relaxed);
        pending().await
    }

    pub(super) async fn sleep(&self, time: Millis) {
        let until = self.world.state().now + time;
        poll_fn(|context| {
            if self.world.state().now >= until {
                return Poll::Ready(());
            }
            self.wakes_at.fetch_min(until, Ordering::Relaxed);
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }

    /// An effect on a store or a queue, for one message, or for everything that the worker has.
    pub(super) async fn effect<T>(
        &self,
        name: &'static str,
        id: Option<MessageId>,
        act: impl Fn(&mut State) -> T,
    ) -> Result<T> {
        let kill = self.begin(name);
        self.sleep(self.latency()).await;
        if kill == Some(Side::Before) {
            match self.die().await {}
        }
        let fault = self.draw_fault(id);
        if fault == Some(StoreFault::Before) {
            return Err(Error::Unavailable("a fault before the effect".into()));
        }
        let mut done = act(&mut self.world.state());
        if fault == Some(StoreFault::Repeated) {
            done = act(&mut self.world.state());
        }
        if kill.is_some() {
            match self.die().await {}
        }
        if fault == Some(StoreFault::After) {
            return Err(Error::Unavailable("a fault after the effect".into()));
        }
        Ok(done)
    }

    /// In steps, so that much happens at one moment.
    fn latency(&self) -> Millis {
        let mut state = self.world.state();
        let steps = state.weather.latency / LATENCY;
        LATENCY * (1 + state.random.between(0, steps))
    }

    fn draw_fault(&self, id: Option<MessageId>) -> Option<StoreFault> {
        let mut state = self.world.state();
        let share = state.weather.store_faults;
        if !state.goes_wrong(share) {
            return None;
        }
        match id {
            Some(id) => {
                state.faulted.insert(id);
            }
            None => state.faulted.extend(&self.ids),
        }
        let faults = [StoreFault::Before, StoreFault::After, StoreFault::Repeated];
        Some(faults[usize::try_from(state.random.below(3)).unwrap_or(0)])
    }
}

impl Clock for Worker {
    fn now(&self) -> Timestamp {
        self.world.state().timestamp()
    }
}

impl Randomness for Worker {
    fn draw(&self) -> u128 {
        let random = &mut self.world.state().random;
        (u128::from(random.draw()) << 64) | u128::from(random.draw())
    }
}
