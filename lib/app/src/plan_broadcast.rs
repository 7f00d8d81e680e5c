//! A broadcast becomes messages: one record for each recipient, then one queue message for each record.
//!
//! It can be run any number of times, also at the same time, and after a crash anywhere: records have derived
//! ids and are only ever made, never overwritten; queue messages may be doubled, because sending claims the
//! record first; and progress is noted page by page, on condition that nobody came further.
//!
//! First the whole broadcast is priced and its money set aside, or it is refused as a whole. Then each page is written;
//! what may not go out now, because it is night where the reader lives or the carrier has enough to do, is held in its
//! record, and a later task releases it.

use std::sync::Arc;
use std::time::Duration;

use domain::broadcast::BroadcastStage;
use domain::group::Membership;
use domain::message::Transition;
use domain::{
    Audience, Broadcast, BroadcastId, Contact, ContactId, MessageId, MessageStatus, SkipReason,
};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use tracing::info;

use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{
    BroadcastQueue, BroadcastStore, BroadcastTask, BudgetStore, Clock, ContactStore, GroupStore,
    MessageStore, MessageUpdate, PlanAdvance, SendQueue, SenderStore, SettlementQueue,
    SettlementTask,
};
use crate::read_settings::ReadSettings;
use crate::settle_broadcast::LOOK_AGAIN_AFTER;

/// How many contacts are planned between two notes of progress.
const PAGE: usize = 1_000;
/// How many messages of a cancelled broadcast are changed at once.
const CONCURRENT_WRITES: usize = 64;
/// No more work is begun this long before the worker is stopped.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);
/// Planning begins within a minute, unless something failed before.
const LATE: SignedDuration = SignedDuration::from_mins(5);
/// The longest delay that a queue takes. What waits for longer looks at the time again and again, which costs less than
/// a cent a month and is never forgotten.
const LONGEST_DELAY: Duration = Duration::from_secs(900);
/// How long to wait for a record that is not there, after each look. The request that announced it lives for
/// ten seconds at most, so what is not there in the end never will be.
const WAITS_FOR_RECORD: [Duration; 2] = [Duration::from_secs(5), Duration::from_secs(30)];

/// Turns broadcasts into messages.
pub struct PlanBroadcast {
    /// The directory.
    pub contacts: Arc<dyn ContactStore>,
    /// Who is in a group is found out when the message goes out.
    pub groups: Arc<dyn GroupStore>,
    /// The broadcasts.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// Where messages are recorded.
    pub messages: Arc<dyn MessageStore>,
    /// Who sends them.
    pub send_queue: Arc<dyn SendQueue>,
    /// Where to ask for the rest of the work when time runs out.
    pub broadcast_queue: Arc<dyn BroadcastQueue>,
    /// Who settles the money once the broadcast is at rest.
    pub settlements: Arc<dyn SettlementQueue>,
    /// What the church has decided.
    pub settings: ReadSettings,
    /// The month's money.
    pub budget: Arc<dyn BudgetStore>,
    /// What the carrier has to do already.
    pub sender: Arc<dyn SenderStore>,
    /// To see whether time runs out.
    pub clock: Arc<dyn Clock>,
}

/// Whether there is more to do on a broadcast.
enum Work {
    Finished,
    MoreToDo,
    WaitUntil(Timestamp),
}

impl PlanBroadcast {
    /// Does what the broadcast's state asks for, until shortly before `deadline`; the rest is queued.
    /// `is_repeated` says that the queue gave this task out before, so that an earlier run may have died.
    ///
    /// # Errors
    /// When a store or queue fails, or another worker is at it: the queue message should come back later.
    pub async fn run(
        &self,
        task: BroadcastTask,
        is_repeated: bool,
        deadline: Timestamp,
    ) -> Result<()> {
        let id = task.id;
        let deadline = deadline - MARGIN;
        let now = self.clock.now();
        let Some(progress) = self.broadcasts.get_broadcast(id).await? else {
            return self.look_again_later(task).await;
        };
        let broadcast = progress.broadcast;
        let work = match broadcast.stage {
            BroadcastStage::Planning => match broadcast.scheduled_at.filter(|at| *at > now) {
                Some(at) => Work::WaitUntil(at),
                None => self.plan(broadcast, is_repeated, deadline).await?,
            },
            BroadcastStage::Sending => self.release(&broadcast).await?,
            BroadcastStage::Cancelled => {
                // It may have been stopped before planning came to its end.
                if broadcast.planned_at.is_none() {
                    self.settle_later(id).await?;
                }
                self.skip_waiting_messages(id, deadline).await?
            }
            BroadcastStage::Paused | BroadcastStage::Refused => Work::Finished,
        };
        let delay = match work {
            Work::Finished => return Ok(()),
            Work::MoreToDo => Duration::ZERO,
            Work::WaitUntil(at) => {
                let wait = at.duration_since(self.clock.now());
                Duration::try_from(wait)
                    .unwrap_or_default()
                    .min(LONGEST_DELAY)
            }
        };
        self.broadcast_queue
            .enqueue_broadcast(BroadcastTask::new(id), delay)
            .await
    }

    /// The record may still be on its way; when it has not come in the end, the request that announced it
    /// was not completed, and whoever made it was told so.
    async fn look_again_later(&self, task: BroadcastTask) -> Result<()> {
        let Some(wait) = WAITS_FOR_RECORD.get(usize::from(task.looks)) else {
            info!(broadcast.id = %task.id, "The request that announced this broadcast was not completed");
            return Ok(());
        };
        let task = BroadcastTask {
            looks: task.looks + 1,
            ..task
        };
        self.broadcast_queue.enqueue_broadcast(task, *wait).await
    }

    async fn plan(
        &self,
        mut broadcast: Broadcast,
        is_repeated: bool,
        deadline: Timestamp,
    ) -> Result<Work> {
        // An earlier run may have died between recording messages and queueing them. A task that comes back from the
        // dead-letter queue does not look repeated, but late.
        let is_late = self.clock.now().duration_since(broadcast.created_at) > LATE;
        if is_repeated || is_late {
            self.queue_waiting_messages(broadcast.id).await?;
        }
        let members = read_membership(self.groups.as_ref(), &broadcast.audience).await?;
        let settings = self.settings.run().await?;
        let writer = MessageWriter {
            wording: broadcast.wording(),
            message_type: broadcast.message_type,
            settings: &settings,
            members: members.as_ref(),
        };
        let Some(money) = self.reserve_money(&broadcast, &writer).await? else {
            return Ok(Work::Finished);
        };
        loop {
            let page = self
                .audience_page(&broadcast, broadcast.plan.last_contact)
                .await?;
            let from = broadcast.plan;
            broadcast.plan = self
                .plan_page(&broadcast, &page.items, &writer, money)
                .await?;
            let planned_at = page.next.is_none().then(|| self.clock.now());
            // First the queue message, as everywhere: while the broadcast is being planned it looks again.
            if planned_at.is_some() {
                self.settle_later(broadcast.id).await?;
            }
            let advance = self
                .broadcasts
                .advance_plan(broadcast.id, &from, &broadcast.plan, planned_at)
                .await?;
            match advance {
                PlanAdvance::Advanced if planned_at.is_some() => {
                    info!(
                        broadcast.id = %broadcast.id,
                        recipients = broadcast.plan.recipients,
                        left_out = broadcast.plan.left_out,
                        "Planned"
                    );
                    let release_at = broadcast.plan.held_until;
                    return Ok(release_at.map_or(Work::Finished, Work::WaitUntil));
                }
                PlanAdvance::Advanced if self.clock.now() >= deadline => return Ok(Work::MoreToDo),
                PlanAdvance::Advanced => {}
                // To say "done" here could delete the queue message that the other worker depends on.
                PlanAdvance::Overtaken => {
                    return Err(Error::Unavailable(
                        "another worker is at it, or it was cancelled".into(),
                    ));
                }
            }
        }
    }

    /// Has the money settled once the broadcast is at rest. To ask twice is to ask once: money is settled once.
    async fn settle_later(&self, id: BroadcastId) -> Result<()> {
        self.settlements
            .enqueue_settlement(SettlementTask::new(id), LOOK_AGAIN_AFTER)
            .await
    }

    /// The next people of the audience, in order of ids.
    ///
    /// The members of groups are found by going through everyone: the order of ids stays as it is while people change,
    /// so that nobody is passed over or met twice.
    async fn audience_page(
        &self,
        broadcast: &Broadcast,
        last: Option<ContactId>,
    ) -> Result<Page<Contact, ContactId>> {
        match &broadcast.audience {
            Audience::All | Audience::Groups { .. } => {
                self.contacts.list_contacts(last, PAGE).await
            }
            Audience::Contacts { contact_ids } => Ok(Page {
                items: self.contacts.get_contacts(contact_ids).await?,
                next: None,
            }),
            // Nobody of the directory is needed for it.
            Audience::Reply { .. } => Ok(Page {
                items: Vec::new(),
                next: None,
            }),
        }
    }

    /// After a cancellation: marks every message that still waits as skipped.
    async fn skip_waiting_messages(&self, id: BroadcastId, deadline: Timestamp) -> Result<Work> {
        let mut after = None;
        loop {
            let page = self
                .messages
                .list_messages(id, Some(MessageStatus::Queued), after, PAGE)
                .await?;
            stream::iter(page.items)
                .map(|message| skip_cancelled(self.messages.as_ref(), message.id, self.clock.now()))
                .buffer_unordered(CONCURRENT_WRITES)
                .try_collect::<Vec<bool>>()
                .await?;
            after = page.next;
            if after.is_none() {
                return Ok(Work::Finished);
            }
            if self.clock.now() >= deadline {
                return Ok(Work::MoreToDo);
            }
        }
    }
}

/// Who is in the groups of an audience; `None` where the audience is no groups. A group that is gone has nobody.
pub(crate) async fn read_membership(
    groups: &dyn GroupStore,
    audience: &Audience,
) -> Result<Option<Membership>> {
    let Audience::Groups { group_ids } = audience else {
        return Ok(None);
    };
    let mut chosen = groups.list_groups().await?;
    chosen.retain(|group| group_ids.contains(&group.id));
    Ok(Some(Membership::of_any(&chosen)))
}

/// Marks a message of a cancelled broadcast as skipped, unless a worker has it or it is done. Answers whether
/// it was marked.
pub(crate) async fn skip_cancelled(
    messages: &dyn MessageStore,
    id: MessageId,
    at: Timestamp,
) -> Result<bool> {
    let update = MessageUpdate {
        skip_reason: Some(SkipReason::Cancelled),
        ..MessageUpdate::new(Transition::Skip, at)
    };
    messages.transition_message(id, &update).await
}

mod money;
mod page;
mod release;

pub(crate) use money::tell_of_use;
pub(crate) use page::{Decision, MessageWriter, is_texted};

#[cfg(test)]
pub(crate) mod tests;
