//! How long it takes one function to make messages for very many people, and how much memory.

use std::time::Duration;

use anyhow::{Result, ensure};

use super::{feed, own_processor_time, patience, progress};
use crate::congregation::{gather, write_to_everybody};
use crate::lambda::fleet::{Fleet, Report};
use crate::sources::Running;
use crate::world::{Setup, World};

/// What a run came to.
pub(crate) struct Planning {
    /// How many people it was about.
    pub(crate) recipients: usize,
    /// The time of the function, of all events together.
    pub(crate) duration: Duration,
    /// The most memory that it had while the first tenth was planned, and until the end, in bytes.
    pub(crate) memory: (u64, u64),
    /// The function.
    pub(crate) function: Report,
    /// The processor time of the bench itself, while it worked.
    pub(crate) own: Duration,
}

/// Plans a broadcast to so many people; nothing is sent.
///
/// # Errors
/// When not everybody gets a message and a place in the queue.
pub(crate) async fn run(setup: &Setup, recipients: usize) -> Result<Planning> {
    let world = World::start(setup, false).await?;
    gather(&world, recipients).await?;
    let fleet = world.fleet("broadcast-worker", 1).await?;
    let started = fleet.billed();
    let own = own_processor_time()?;
    let mut running = Running::new();
    let source = feed(&world, &mut running, &fleet)?;
    let (id, _) = write_to_everybody(&world).await?;
    let all = recipients as u64;
    let queue = world.queue("SendQueue");
    let mut early = None;
    // The queue is looked at and not the table, so that the function does not wait for us.
    let is_planned = async || {
        if early.is_none() && queue.len() * 10 >= recipients {
            early = Some(peak(&fleet)?);
        }
        Ok(queue.len() >= recipients && !fleet.is_working())
    };
    world
        .wait_until("the broadcast is planned", patience(recipients), is_planned)
        .await?;
    let planned = progress(&world, id).await?.broadcast.plan.recipients;
    ensure!(planned == all, "{planned} people get a message, of {all}");
    // One more than there are people: the task that settles what the broadcast cost.
    let queued = queue.len() - 1;
    ensure!(
        queued == recipients,
        "{queued} messages are queued, of {all}"
    );
    ensure!(source.repeated() == 0, "the planning failed in between");
    let late = peak(&fleet)?;
    Ok(Planning {
        recipients,
        duration: fleet.billed() - started,
        memory: (early.unwrap_or(late), late),
        function: fleet.report()?,
        own: own_processor_time()? - own,
    })
}

fn peak(fleet: &Fleet) -> Result<u64> {
    fleet.environments[0].peak_memory()
}
