//! Everything that outlives a worker: records, queue, Twilio, the time, and what the checker has to know of the past.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

use domain::opt_out::OptOut;
use domain::sender::SenderState;
use domain::{
    AttemptId, Broadcast, BroadcastId, Message, MessageId, MessageStatus, PhoneNumber, QuietHours,
};
use jiff::{SignedDuration, Timestamp};

use super::queue::Queue;
use super::random::Random;
use super::twilio::{Creation, Reports, Twilio};
use super::worker::Role;
use crate::record_delivery_report::DeliveryReport;

/// Milliseconds since the simulation began.
pub(super) type Millis = i64;

/// How much goes wrong. Shares are in thousandths.
#[derive(Debug, Clone)]
pub(super) struct Weather {
    /// Of effects, that a worker dies at one.
    pub(super) deaths: u32,
    /// Of effects on our own stores and queues, that one fails, or its answer is lost.
    pub(super) store_faults: u32,
    /// Of requests, that Twilio does something else than to accept.
    pub(super) carrier_faults: u32,
    /// Of queue messages, that one is given out once more.
    pub(super) duplicates: u32,
    /// Of reports, that one is lost.
    pub(super) lost_reports: u32,
    /// When Twilio's log can't be read.
    pub(super) log_is_down: Option<(Millis, Millis)>,
    /// How long it takes at most until a text is in the log.
    pub(super) log_lag: Millis,
    /// By how much Twilio's clock is ahead of ours.
    pub(super) skew: Millis,
    /// How long an effect takes at most.
    pub(super) latency: Millis,
    /// When it clears up.
    pub(super) until: Millis,
}

impl Weather {
    /// Nothing goes wrong, and everything takes the same time.
    pub(super) fn fair() -> Self {
        Self {
            deaths: 0,
            store_faults: 0,
            carrier_faults: 0,
            duplicates: 0,
            lost_reports: 0,
            log_is_down: None,
            log_lag: 0,
            skew: 0,
            latency: 0,
            until: Millis::MAX,
        }
    }
}

/// A safeguard that can be taken away, to see that the checker would notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Safeguard {
    /// A message is only claimed when it is queued.
    ConditionOfTheClaim,
    /// A lease that ran out leads to `unknown`, not back to `queued`.
    LostLeaseIsUnknown,
    /// The opt-out is read after the claim.
    OptOutReadAfterClaim,
    /// A report never takes a status back.
    RankOfReports,
    /// An unclear answer is not taken for proof that nothing was processed.
    UnclearIsNotProof,
    /// What is in doubt is asked about, until it is settled.
    DoubtIsAskedAbout,
}

/// Where a worker is to die.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KillPoint {
    pub(super) role: Role,
    /// Which run of that role, from 0.
    pub(super) run: usize,
    /// Which effect of that run, from 0.
    pub(super) effect: usize,
    pub(super) side: Side,
}

/// On which side of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Before,
    /// With the request on the wire: it arrives, and nobody waits for the answer.
    During,
    After,
}

/// What happens at a time of its own.
#[derive(Debug, Clone)]
pub(super) enum Event {
    /// Twilio has processed a request, and accepts it.
    Accept(Box<Creation>, Reports),
    /// Twilio reports; so often before.
    Report(Box<DeliveryReport>, u32),
    /// Someone says STOP.
    OptOut(PhoneNumber),
    /// Staff stop a broadcast.
    Cancel(BroadcastId),
}

/// A message's item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stored {
    pub(super) message: Message,
    pub(super) lease_until: Option<Timestamp>,
}

pub(super) struct State {
    pub(super) now: Millis,
    pub(super) began_at: Timestamp,
    pub(super) random: Random,
    pub(super) weather: Weather,
    pub(super) removed: Option<Safeguard>,
    pub(super) quiet_hours: Option<QuietHours>,
    pub(super) messages: BTreeMap<MessageId, Stored>,
    pub(super) broadcasts: BTreeMap<BroadcastId, Broadcast>,
    pub(super) opt_outs: BTreeMap<PhoneNumber, OptOut>,
    pub(super) sender: SenderState,
    pub(super) reviews: BTreeSet<MessageId>,
    pub(super) queue: Queue,
    pub(super) twilio: Twilio,
    pub(super) reports: Reports,
    pub(super) events: BTreeMap<(Millis, u64), Event>,
    /// Numbers whatever happens, in the order in which it happens.
    pub(super) order: u64,
    /// Every status that each message has had.
    pub(super) histories: BTreeMap<MessageId, Vec<MessageStatus>>,
    /// The last claim of each message.
    pub(super) claims: BTreeMap<MessageId, (AttemptId, u64)>,
    /// When each number's opt-out was committed.
    pub(super) opted_out: BTreeMap<PhoneNumber, u64>,
    /// The messages that something went wrong for.
    pub(super) faulted: BTreeSet<MessageId>,
    pub(super) kill: Option<KillPoint>,
    pub(super) kill_was_met: bool,
    /// The effects of every run.
    pub(super) traces: BTreeMap<(Role, usize), Vec<&'static str>>,
}

impl State {
    pub(super) fn at(&self, millis: Millis) -> Timestamp {
        self.began_at + SignedDuration::from_millis(millis)
    }

    pub(super) fn timestamp(&self) -> Timestamp {
        self.at(self.now)
    }

    pub(super) fn next_order(&mut self) -> u64 {
        self.order += 1;
        self.order
    }

    pub(super) fn plan(&mut self, at: Millis, event: Event) {
        let order = self.next_order();
        self.events.insert((at, order), event);
    }

    pub(super) fn is_stormy(&self) -> bool {
        self.now < self.weather.until
    }

    /// Whether something of this share of a thousand goes wrong now.
    pub(super) fn goes_wrong(&mut self, share: u32) -> bool {
        self.is_stormy() && self.random.chance(share)
    }

    pub(super) fn set_status(&mut self, id: MessageId, status: MessageStatus) {
        let now = self.timestamp();
        if let Some(stored) = self.messages.get_mut(&id) {
            stored.message.status = status;
            stored.message.updated_at = now;
            self.histories.entry(id).or_default().push(status);
        }
    }
}

pub(super) struct World {
    state: Mutex<State>,
}

impl World {
    /// A world that begins at noon in New York.
    pub(super) fn new(seed: u64, weather: Weather) -> Self {
        let began_at = "2026-03-02T17:00:00Z".parse().expect("a time");
        Self {
            state: Mutex::new(State {
                now: 0,
                began_at,
                random: Random::new(seed),
                weather,
                removed: None,
                quiet_hours: None,
                messages: BTreeMap::new(),
                broadcasts: BTreeMap::new(),
                opt_outs: BTreeMap::new(),
                sender: SenderState::default(),
                reviews: BTreeSet::new(),
                queue: Queue::default(),
                twilio: Twilio::default(),
                reports: Reports::ByChance,
                events: BTreeMap::new(),
                order: 0,
                histories: BTreeMap::new(),
                claims: BTreeMap::new(),
                opted_out: BTreeMap::new(),
                faulted: BTreeSet::new(),
                kill: None,
                kill_was_met: false,
                traces: BTreeMap::new(),
            }),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("one thread alone")
    }
}
