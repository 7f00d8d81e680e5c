//! Time goes on: queue messages are given out, reports come, workers are polled in turn, and some are never polled
//! again. One thread, one clock, one source of chance: the same seed is the same story.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use domain::{Country, MessageId, TimeZoneName};
use futures::future::{join, join_all};

use super::carrier::accept;
use super::checker::{Violation, check};
use super::queue::{Receipt, Task};
use super::worker::{Role, Worker};
use super::world::{Event, Millis, World};
use crate::cancel_broadcast::CancelBroadcast;
use crate::fakes::staff;
use crate::place_call::PlaceCall;
use crate::read_settings::ReadSettings;
use crate::reconcile_message::ReconcileMessage;
use crate::record_delivery_report::{DeliveryReport, RecordDeliveryReport};
use crate::record_opt_out::RecordOptOut;
use crate::send_messages::SendMessages;

/// As template.yaml says of `SendWorker`, and of the function that takes reports.
const WORKER_TIMEOUT: Millis = 20_000;
/// As template.yaml says of `SendWorker`.
const BATCH: usize = 10;
/// How often Twilio repeats a report that we did not take.
const REPORT_REPEATS: u32 = 3;
/// What is not at rest after that many steps never will be.
const MAXIMUM_STEPS: u64 = 2_000_000;
/// How often everything is given out again at the end, when nothing else is said.
const REDRIVES: usize = 3;

/// Which of its tasks a run has done.
type Work = Pin<Box<dyn Future<Output = Vec<bool>>>>;

/// What a run is about, for when it ends.
enum Subject {
    Batch(Vec<Receipt>),
    Report(Box<DeliveryReport>, u32),
    Cancel,
}

struct Run {
    worker: Arc<Worker>,
    work: Work,
    subject: Subject,
    deadline: Millis,
    wakes_at: Millis,
}

pub(super) struct Simulation {
    pub(super) world: Arc<World>,
    /// How many workers may send side by side.
    side_by_side: usize,
    batch: usize,
    redrives: usize,
    runs: Vec<Run>,
    started: BTreeMap<Role, usize>,
}

impl Simulation {
    pub(super) fn new(world: World, side_by_side: usize) -> Self {
        Self {
            world: Arc::new(world),
            side_by_side,
            batch: BATCH,
            redrives: REDRIVES,
            runs: Vec::new(),
            started: BTreeMap::new(),
        }
    }

    /// Each worker gets a single queue message.
    pub(super) fn one_at_a_time(self) -> Self {
        Self { batch: 1, ..self }
    }

    /// Gives everything out again only once at the end, where there is much of it.
    pub(super) fn redriven_once(self) -> Self {
        Self {
            redrives: 1,
            ..self
        }
    }

    /// Runs until nothing is left to do, clears the dead letters, gives everything out again, and holds what came of it
    /// against the invariants.
    pub(super) fn run(mut self) -> (Arc<World>, Vec<Violation>) {
        let outcome = self.run_to_rest().and_then(|()| self.give_out_again());
        let mut violations = check(&self.world.state());
        violations.extend(outcome.err());
        (self.world, violations)
    }

    /// Until the queues are empty, dead letters included, and nobody is at work.
    fn run_to_rest(&mut self) -> Result<(), Violation> {
        loop {
            self.run_until_idle()?;
            let mut state = self.world.state();
            // Whoever puts dead letters back has seen to the cause first.
            let now = state.now;
            if state.queue.redrive(now) == 0 {
                return Ok(());
            }
            state.weather.until = now;
        }
    }

    /// At rest, every queue message of the whole run comes again: nothing may change.
    fn give_out_again(&mut self) -> Result<(), Violation> {
        let before = {
            let mut state = self.world.state();
            state.weather.until = state.now;
            state.messages.clone()
        };
        for _ in 0..self.redrives {
            {
                let mut state = self.world.state();
                let now = state.now;
                for task in state.queue.history.clone() {
                    state.queue.duplicate(task, now);
                }
            }
            self.run_to_rest()?;
            if self.world.state().messages != before {
                let what = "a record changed when its queue message came again".into();
                return Err(Violation::never_rests(what));
            }
        }
        Ok(())
    }

    fn run_until_idle(&mut self) -> Result<(), Violation> {
        for _ in 0..MAXIMUM_STEPS {
            self.let_things_happen();
            self.give_out_work();
            self.poll_all();
            match self.next_at() {
                Some(at) => {
                    let mut state = self.world.state();
                    state.now = state.now.max(at);
                }
                None => return Ok(()),
            }
        }
        Err(Violation::never_rests("it does not come to rest".into()))
    }

    fn next_at(&self) -> Option<Millis> {
        let state = self.world.state();
        let event = state.events.first_key_value().map(|(key, _)| key.0);
        let queue = state.queue.next_at().filter(|_| self.has_room());
        let run = self.runs.iter().map(|run| run.wakes_at.min(run.deadline));
        [event, queue].into_iter().flatten().chain(run).min()
    }

    fn has_room(&self) -> bool {
        let is_batch = |run: &&Run| matches!(run.subject, Subject::Batch(_));
        self.runs.iter().filter(is_batch).count() < self.side_by_side
    }

    fn let_things_happen(&mut self) {
        loop {
            let mut state = self.world.state();
            let now = state.now;
            let due = state.events.first_entry().filter(|one| one.key().0 <= now);
            let Some(event) = due.map(|entry| entry.remove()) else {
                return;
            };
            match event {
                Event::Accept(creation, reports) => accept(&mut state, *creation, reports),
                Event::OptOut(phone) => {
                    let order = state.next_order();
                    let opt_out = domain::opt_out::OptOut {
                        channel: domain::MessageType::Sms,
                        phone: phone.clone(),
                        opted_out: true,
                        since: state.timestamp(),
                        actor: staff(),
                        reason: domain::opt_out::OptOutReason::parse("STOP").expect("a reason"),
                        source: domain::opt_out::OptOutSource::Text,
                        certainty: None,
                        wording: None,
                    };
                    state.opt_outs.insert(phone.clone(), opt_out);
                    state.opted_out.entry(phone).or_insert(order);
                }
                Event::Report(report, repeats) => {
                    drop(state);
                    self.start_report(report, repeats);
                }
                Event::Cancel(id) => {
                    drop(state);
                    let worker = self.hire(Role::Cancel, Vec::new());
                    let cancel = CancelBroadcast {
                        broadcasts: worker.clone(),
                        queue: worker.clone(),
                        audit: crate::fakes::audit(&Arc::default()),
                        clock: worker.clone(),
                    };
                    let work = async move { vec![cancel.run(id, "staff").await.is_ok()] };
                    self.start(worker, Box::pin(work), Subject::Cancel);
                }
            }
        }
    }

    fn hire(&mut self, role: Role, ids: Vec<MessageId>) -> Arc<Worker> {
        let started = self.started.entry(role).or_default();
        let run = *started;
        *started += 1;
        Arc::new(Worker::new(self.world.clone(), role, run, ids))
    }

    fn start(&mut self, worker: Arc<Worker>, work: Work, subject: Subject) {
        let now = self.world.state().now;
        self.runs.push(Run {
            worker,
            work,
            subject,
            deadline: now + WORKER_TIMEOUT,
            wakes_at: now,
        });
    }

    fn start_report(&mut self, report: Box<DeliveryReport>, repeats: u32) {
        let worker = self.hire(Role::Report, vec![report.message_id]);
        let record = RecordDeliveryReport {
            messages: worker.clone(),
            record_opt_out: recorder(&worker),
            clock: worker.clone(),
        };
        let told = (*report).clone();
        let work = async move { vec![record.run(told).await.is_ok()] };
        self.start(worker, Box::pin(work), Subject::Report(report, repeats));
    }

    fn give_out_work(&mut self) {
        while self.has_room() {
            let given = {
                let mut state = self.world.state();
                let now = state.now;
                let given = state.queue.receive(now, self.batch);
                for (_, task) in &given {
                    let share = state.weather.duplicates;
                    if state.goes_wrong(share) {
                        let again_at = now + state.random.between(0, 300_000);
                        state.queue.duplicate(*task, again_at);
                        state.faulted.insert(task.message_id());
                    }
                }
                given
            };
            if given.is_empty() {
                return;
            }
            self.start_batch(given);
        }
    }

    /// As the handler of `send-worker` does.
    fn start_batch(&mut self, given: Vec<(Receipt, Task)>) {
        let role = match given.first() {
            Some((_, Task::Look(_))) => Role::Look,
            _ => Role::Send,
        };
        let ids = given.iter().map(|(_, task)| task.message_id()).collect();
        let worker = self.hire(role, ids);
        let (mut to_send, mut looks) = (Vec::new(), Vec::new());
        let (mut sent_receipts, mut looked_receipts) = (Vec::new(), Vec::new());
        for (receipt, task) in given {
            match task {
                Task::Send(id) => {
                    to_send.push(id);
                    sent_receipts.push(receipt);
                }
                Task::Look(task) => {
                    looks.push(task);
                    looked_receipts.push(receipt);
                }
            }
        }
        let (send, reconcile) = (sender(&worker), reconciler(&worker));
        let deadline = {
            let state = self.world.state();
            state.at(state.now + WORKER_TIMEOUT)
        };
        let work = async move {
            let looks = looks.into_iter().map(|task| reconcile.run(task));
            let send = async {
                match to_send.is_empty() {
                    true => Vec::new(),
                    false => send.run(&to_send, deadline).await,
                }
            };
            let (sent, looked) = join(send, join_all(looks)).await;
            let results = sent.into_iter().chain(looked);
            results.map(|result| result.is_ok()).collect()
        };
        sent_receipts.extend(looked_receipts);
        self.start(worker, Box::pin(work), Subject::Batch(sent_receipts));
    }

    /// Polls each worker that has something to do, once; so those at work at one moment take turns.
    fn poll_all(&mut self) {
        let now = self.world.state().now;
        let mut context = Context::from_waker(Waker::noop());
        let mut index = 0;
        while let Some(run) = self.runs.get_mut(index) {
            if run.wakes_at > now && run.deadline > now {
                index += 1;
                continue;
            }
            let polled = match run.deadline > now {
                true => run.work.as_mut().poll(&mut context),
                false => Poll::Pending,
            };
            let is_over = run.worker.is_dead() || run.deadline <= now;
            run.wakes_at = run.worker.take_wake();
            match polled {
                Poll::Pending if !is_over => index += 1,
                // A future that is dropped here is a worker that was killed where it stood.
                Poll::Pending => {
                    let run = self.runs.remove(index);
                    self.end(run, None);
                }
                Poll::Ready(done) => {
                    let run = self.runs.remove(index);
                    self.end(run, Some(done));
                }
            }
        }
    }

    fn end(&mut self, run: Run, done: Option<Vec<bool>>) {
        run.worker.keep_trace();
        let mut state = self.world.state();
        let now = state.now;
        match run.subject {
            Subject::Batch(receipts) => {
                let done = done.unwrap_or_default();
                for (receipt, _) in receipts.into_iter().zip(done).filter(|(_, done)| *done) {
                    state.queue.delete(receipt);
                }
            }
            Subject::Report(report, repeats) => {
                let is_taken = done.is_some_and(|done| done == [true]);
                if !is_taken && repeats < REPORT_REPEATS {
                    state.plan(now + 1_000, Event::Report(report, repeats + 1));
                }
            }
            Subject::Cancel => {}
        }
    }
}

fn sender(worker: &Arc<Worker>) -> SendMessages {
    SendMessages {
        broadcasts: worker.clone(),
        messages: worker.clone(),
        opt_outs: worker.clone(),
        record_opt_out: recorder(worker),
        settings: ReadSettings {
            settings: worker.clone(),
            time_zone: TimeZoneName::parse("America/New_York").expect("a zone"),
            country: Country::UNITED_STATES,
            quiet_hours: None,
        },
        sender: worker.clone(),
        carrier: worker.clone(),
        calls: no_calls(worker),
        queue: worker.clone(),
        clock: worker.clone(),
        randomness: worker.clone(),
    }
}

/// The harness sends texts.
fn no_calls(worker: &Arc<Worker>) -> PlaceCall {
    let world = Arc::new(crate::fakes::World::default());
    PlaceCall {
        places: world.clone(),
        carrier: world,
        clock: worker.clone(),
        randomness: worker.clone(),
    }
}

/// Nobody of the directory has the numbers: it is not part of sending.
fn recorder(worker: &Arc<Worker>) -> RecordOptOut {
    RecordOptOut {
        opt_outs: worker.clone(),
        contacts: Arc::new(crate::fakes::World::default()),
        clock: worker.clone(),
        randomness: worker.clone(),
    }
}

fn reconciler(worker: &Arc<Worker>) -> ReconcileMessage {
    ReconcileMessage {
        messages: worker.clone(),
        broadcasts: worker.clone(),
        reviews: worker.clone(),
        log: worker.clone(),
        queue: worker.clone(),
        clock: worker.clone(),
        randomness: worker.clone(),
    }
}
