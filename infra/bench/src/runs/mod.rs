//! What is run and measured, each in a world of its own.

pub(crate) mod ordinary;
pub(crate) mod pace;
pub(crate) mod planning;
pub(crate) mod starts;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use app::ports::BroadcastStore;
use domain::{BroadcastId, BroadcastProgress};

use crate::lambda::fleet::Fleet;
use crate::sources::Running;
use crate::sources::queue::QueueSource;
use crate::world::World;

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

/// Time for so many messages, each of which takes at most 20 ms on a machine that does other things too.
fn patience(recipients: usize) -> Duration {
    Duration::from_secs(60)
        + Duration::from_millis(20) * u32::try_from(recipients).unwrap_or(u32::MAX)
}
