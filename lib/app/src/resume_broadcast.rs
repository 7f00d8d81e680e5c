//! Staff let a paused broadcast go on, after they have mended what stopped it.

use std::sync::Arc;
use std::time::Duration;

use domain::audit::AuditAction;
use domain::broadcast::BroadcastStage;
use domain::{Broadcast, BroadcastId, BroadcastProgress};

use crate::audit::{Audit, Deed};
use crate::error::{Error, Result};
use crate::ports::{BroadcastQueue, BroadcastStore, BroadcastTask, Clock};

/// Longer than a request lives. A worker that came while the broadcast is still paused would drop the queue message, and
/// nobody would plan the rest.
pub(crate) const RESUME_HEAD_START: Duration = Duration::from_secs(15);

/// Takes paused broadcasts up again.
pub struct ResumeBroadcast {
    /// Where the broadcast is kept.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// Who plans the rest, and queues what waits.
    pub queue: Arc<dyn BroadcastQueue>,
    /// Where it is noted who did it.
    pub audit: Audit,
    /// For the time of release.
    pub clock: Arc<dyn Clock>,
}

impl ResumeBroadcast {
    /// Has the broadcast go on where it was: what was not planned is planned, and what waits is sent. Two who do so at
    /// once have done it once.
    ///
    /// # Errors
    /// When there is no such broadcast, it is not paused, or a store or queue fails: then it may be tried again.
    pub async fn run(&self, id: BroadcastId, by: &str) -> Result<BroadcastProgress> {
        let broadcast = self.read(id).await?.broadcast;
        if broadcast.stage != BroadcastStage::Paused {
            return Err(not_paused());
        }
        let deed = Deed {
            by,
            action: AuditAction::BroadcastResumed,
            subject_id: Some(id.to_string()),
        };
        self.audit.of(deed, self.resume(broadcast)).await
    }

    async fn resume(&self, broadcast: Broadcast) -> Result<BroadcastProgress> {
        let id = broadcast.id;
        // First the queue message, as in create_broadcast: while the broadcast is paused, the worker finds nothing to do.
        self.queue
            .enqueue_broadcast(BroadcastTask::new(id), RESUME_HEAD_START)
            .await?;
        // What waits in the queue of messages comes back within a quarter of an hour. Released with what was held, it
        // goes out at once. Nobody looks at this while the broadcast is paused, so that a crash after it changes nothing;
        // and where another has changed it meanwhile, it is released already.
        if broadcast.planned_at.is_some() {
            let now = self.clock.now();
            self.broadcasts
                .set_release(id, broadcast.release_at, Some(now))
                .await?;
        }
        self.broadcasts.resume_broadcast(id).await?;
        let progress = self.read(id).await?;
        match progress.broadcast.stage {
            BroadcastStage::Planning | BroadcastStage::Sending => Ok(progress),
            BroadcastStage::Paused | BroadcastStage::Refused | BroadcastStage::Cancelled => {
                Err(not_paused())
            }
        }
    }

    async fn read(&self, id: BroadcastId) -> Result<BroadcastProgress> {
        self.broadcasts
            .get_broadcast(id)
            .await?
            .ok_or(Error::NotFound("broadcast"))
    }
}

fn not_paused() -> Error {
    Error::Conflict(
        "This message is not paused, so there is nothing to resume. Reload it to see where it stands."
            .into(),
    )
}

#[cfg(test)]
mod tests {
    use domain::broadcast::Notice;
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::fakes::{Fault, World, audit};
    use crate::plan_broadcast::tests::{broadcast_at, planned_broadcast, run};

    fn resume(world: &Arc<World>) -> ResumeBroadcast {
        ResumeBroadcast {
            broadcasts: world.clone(),
            queue: world.clone(),
            audit: audit(world),
            clock: world.clone(),
        }
    }

    async fn pause(world: &Arc<World>, id: BroadcastId) {
        let notice = Notice {
            code: "20003".into(),
            sentence: "Mend the password.".into(),
        };
        assert!(world.pause_broadcast(id, &notice).await.expect("paused"));
        world.broadcast_queue.lock().expect("a lock").clear();
        world.send_queue.lock().expect("a lock").clear();
    }

    fn sent(world: &World) -> usize {
        world.send_queue.lock().expect("a lock").len()
    }

    #[tokio::test]
    async fn what_was_planned_is_queued_again_whatever_fails_on_the_way() {
        for fault in [None, Some(Fault::Before), Some(Fault::After)] {
            // The entry of the audit, the queue message, the release, the stage.
            for effect in 1..=4 {
                let world = Arc::new(World::with_contacts(3));
                let id = planned_broadcast(&world).await;
                pause(&world, id).await;
                if let Some(fault) = fault {
                    world.fail(effect, fault);
                    assert!(
                        resume(&world).run(id, "staff").await.is_err(),
                        "{fault:?} {effect}"
                    );
                }
                let goes_on = world.broadcast(id).expect("there").stage == BroadcastStage::Sending;
                if !goes_on {
                    resume(&world).run(id, "staff").await.expect("resumed");
                }
                let queue = world.broadcast_queue.lock().expect("a lock").clone();
                assert!(!queue.is_empty(), "{fault:?} {effect}: nobody works on it");
                assert!(
                    queue
                        .iter()
                        .all(|task| *task == (BroadcastTask::new(id), RESUME_HEAD_START))
                );
                world.pass(15);
                run(&world, id).await.expect("released");
                assert_eq!(sent(&world), 3, "{fault:?} {effect}");
            }
        }
    }

    #[tokio::test]
    async fn what_was_not_planned_is_planned() {
        let world = Arc::new(World::with_contacts(3));
        let id = broadcast_at(&world, 0).await;
        pause(&world, id).await;
        let progress = resume(&world).run(id, "staff").await.expect("resumed");
        assert_eq!(progress.broadcast.stage, BroadcastStage::Planning);
        assert_eq!(progress.broadcast.notice, None);
        assert_eq!(progress.broadcast.release_at, None);
        run(&world, id).await.expect("planned");
        assert_eq!(sent(&world), 3);
    }

    #[tokio::test]
    async fn what_is_held_is_looked_at_at_once() {
        let world = Arc::new(World::with_contacts(1));
        let id = planned_broadcast(&world).await;
        let later = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(9);
        world.set_release(id, None, Some(later)).await.expect("set");
        pause(&world, id).await;
        let progress = resume(&world).run(id, "staff").await.expect("resumed");
        assert_eq!(progress.broadcast.release_at, Some(world.now()));
    }

    #[tokio::test]
    async fn what_is_not_paused_is_left_as_it_is() {
        let world = Arc::new(World::with_contacts(1));
        let unknown = BroadcastId::new(Timestamp::UNIX_EPOCH, 9);
        let missing = resume(&world).run(unknown, "staff").await;
        assert!(matches!(missing, Err(Error::NotFound("broadcast"))));
        let id = planned_broadcast(&world).await;
        let before = world.broadcast(id);
        let queued = world.broadcast_queue.lock().expect("a lock").len();
        assert!(matches!(
            resume(&world).run(id, "staff").await,
            Err(Error::Conflict(_))
        ));
        assert_eq!(world.broadcast(id), before);
        assert_eq!(world.broadcast_queue.lock().expect("a lock").len(), queued);
    }
}
