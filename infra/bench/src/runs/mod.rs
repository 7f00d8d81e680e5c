//! What is run and measured, each in a world of its own.

pub(crate) mod calls;
pub(crate) mod ordinary;
pub(crate) mod pace;
pub(crate) mod planning;
pub(crate) mod starts;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use app::ports::BroadcastStore;
use domain::{BroadcastId, BroadcastProgress};

use crate::lambda::fleet::{Fleet, Report};
use crate::lambda::process;
use crate::sources::Running;
use crate::sources::queue::QueueSource;
use crate::world::World;
use calls::Calls;
use ordinary::Ordinary;
use pace::Sending;
use planning::Planning;
use starts::Starts;

/// Everything that was measured.
pub(crate) struct Measured {
    /// The starts, the bare function's first.
    pub(crate) starts: Vec<Starts>,
    /// One message to everybody.
    pub(crate) ordinary: Ordinary,
    /// The planning of a large one.
    pub(crate) planning: Planning,
    /// The sending by one worker, with a Twilio that takes its time.
    pub(crate) one_sends: Sending,
    /// The sending by all workers, with the same.
    pub(crate) all_send: Sending,
    /// Calls that come in.
    pub(crate) calls: Calls,
}

impl Measured {
    /// The functions, of all runs.
    pub(crate) fn reports(&self) -> impl Iterator<Item = &Report> {
        let others = [
            &self.planning.function,
            &self.one_sends.function,
            &self.all_send.function,
            &self.calls.function,
        ];
        self.ordinary.functions.iter().chain(others)
    }

    /// The requests to Twilio to send a text, and the texts.
    pub(crate) fn twilio(&self) -> (u64, u64) {
        let Self {
            ordinary,
            one_sends,
            all_send,
            ..
        } = self;
        let sends = ordinary.twilio_sends + one_sends.sends + all_send.sends;
        (
            sends,
            ordinary.recipients as u64 + one_sends.texts + all_send.texts,
        )
    }
}

/// The middle one: one that other work on the machine has slowed does not count.
fn median(mut durations: Vec<Duration>) -> Duration {
    durations.sort_unstable();
    durations
        .get(durations.len() / 2)
        .copied()
        .unwrap_or_default()
}

/// Has a fleet work for its queue.
///
/// # Errors
/// When the template gives it none.
fn feed(world: &World, running: &mut Running, fleet: &Arc<Fleet>) -> Result<Arc<QueueSource>> {
    let trigger = world.setup.template.queue_trigger(&fleet.function)?;
    let queue = world.queue(&trigger.queue);
    Ok(QueueSource::start(
        running,
        queue,
        trigger,
        fleet.clone(),
        world.troubles.clone(),
    ))
}

/// A broadcast with its counts, by a way that nobody is charged for.
async fn progress(world: &World, id: BroadcastId) -> Result<BroadcastProgress> {
    let found = world.store.get_broadcast(id).await?;
    found.ok_or_else(|| anyhow::anyhow!("the broadcast is not in the table"))
}

/// Waits until a broadcast has become messages.
async fn wait_until_planned(world: &World, id: BroadcastId, patience: Duration) -> Result<()> {
    let is_planned = async || Ok(progress(world, id).await?.broadcast.planned_at.is_some());
    world
        .wait_until("the broadcast is planned", patience, is_planned)
        .await
}

/// The processor time that the bench itself has had: where it is more than the functions', they may have waited for it.
fn own_processor_time() -> Result<Duration> {
    process::processor_time(std::process::id())
}

/// Time for so many messages, each of which takes at most 20 ms on a machine that does other things too.
fn patience(recipients: usize) -> Duration {
    Duration::from_secs(60)
        + Duration::from_millis(20) * u32::try_from(recipients).unwrap_or(u32::MAX)
}
