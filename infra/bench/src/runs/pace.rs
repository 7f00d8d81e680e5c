//! How fast texts are handed over when Twilio takes its time, and what each costs the processor.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};

use super::{feed, own_processor_time, patience, wait_until_planned};
use crate::congregation::{gather, write_to_everybody};
use crate::lambda::fleet::Report;
use crate::sources::Running;
use crate::twilio::{Behind, Traffic};
use crate::world::{Setup, World};

/// How long Twilio takes for a text.
pub(crate) const ANSWER_TIME: Duration = Duration::from_millis(50);

/// What a run came to.
pub(crate) struct Sending {
    /// How many texts were handed over.
    pub(crate) texts: u64,
    /// Requests to send a text.
    pub(crate) sends: u64,
    /// How many may be under way at once: a batch in each environment.
    pub(crate) allowed: u64,
    /// How many were, at most.
    pub(crate) most_under_way: u64,
    /// From the first request to the last answer.
    pub(crate) duration: Duration,
    /// The function.
    pub(crate) function: Report,
    /// How many environments it had.
    pub(crate) workers: usize,
    /// The processor time of the bench itself, while they worked.
    pub(crate) own: Duration,
}

impl Sending {
    /// Which part of the pace that the requests under way allow was reached.
    pub(crate) fn share(&self) -> f64 {
        let rounds = self.texts as f64 / self.allowed as f64;
        rounds * ANSWER_TIME.as_secs_f64() / self.duration.as_secs_f64()
    }
}

/// Plans first, and then sends, so that the one does not hold up the other: with so many workers, or as many as the
/// template allows.
///
/// # Errors
/// When not everybody's text is handed over once.
pub(crate) async fn run(
    setup: &Setup,
    recipients: usize,
    workers: Option<usize>,
) -> Result<Sending> {
    let world = World::start(setup, false).await?;
    gather(&world, recipients).await?;
    {
        let planner = world.fleet("broadcast-worker", 1).await?;
        let mut running = Running::new();
        feed(&world, &mut running, &planner)?;
        let (id, _) = write_to_everybody(&world).await?;
        wait_until_planned(&world, id, patience(recipients)).await?;
    }
    let function = setup.template.function("send-worker")?;
    let trigger = setup.template.queue_trigger(&function)?;
    let traffic = Arc::<Traffic>::default();
    let behind = || Behind::Nobody(ANSWER_TIME);
    let workers = workers.unwrap_or(trigger.concurrency);
    let senders = world
        .fleet_with_twilio("send-worker", workers, behind, &traffic)
        .await?;
    let queue = world.queue(&trigger.queue);
    let own = own_processor_time()?;
    let mut running = Running::new();
    let source = feed(&world, &mut running, &senders)?;
    // The task that settles what the broadcast cost stays in the queue for long.
    let is_done = async || Ok(queue.due() == 0);
    world
        .wait_until("all texts are handed over", patience(recipients), is_done)
        .await?;
    let all = recipients as u64;
    ensure!(
        traffic.texts() == all,
        "Twilio took {} texts, of {all}",
        traffic.texts()
    );
    ensure!(
        source.repeated() == 0,
        "{} texts were tried again",
        source.repeated()
    );
    Ok(Sending {
        texts: traffic.texts(),
        sends: traffic.sends(),
        allowed: (workers * trigger.batch) as u64,
        most_under_way: traffic.most_under_way(),
        duration: traffic.span(),
        function: senders.report()?,
        workers,
        own: own_processor_time()? - own,
    })
}
