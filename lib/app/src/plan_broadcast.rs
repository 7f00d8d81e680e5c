//! A broadcast becomes messages: one record for each recipient, then one queue message for each record.
//!
//! It can be run any number of times, also at the same time, and after a crash anywhere: records have derived
//! ids and are only ever made, never overwritten; queue messages may be doubled, because sending claims the
//! record first; and progress is noted page by page, on condition that nobody came further.

use std::sync::Arc;
use std::time::Duration;

use domain::audience::AudienceRoll;
use domain::broadcast::{BroadcastStage, PlanProgress};
use domain::group::Membership;
use domain::message::Transition;
use domain::{
    Audience, Broadcast, BroadcastId, Contact, ContactId, Message, MessageId, MessageStatus,
    Recipient, SkipReason,
};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use tracing::info;

use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{
    BroadcastQueue, BroadcastStore, BroadcastTask, Clock, ContactStore, Creation, GroupStore,
    MessageStore, MessageUpdate, PlanAdvance, SendQueue,
};

/// How many contacts are planned between two notes of progress.
const PAGE: usize = 500;
/// How many records are written at once.
const CONCURRENT_WRITES: usize = 64;
/// No more work is begun this long before the worker is stopped.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);
/// Planning begins within a minute, unless something failed before.
const LATE: SignedDuration = SignedDuration::from_mins(5);
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
    /// To see whether time runs out.
    pub clock: Arc<dyn Clock>,
}

/// Whether there is more to do on a broadcast.
enum Work {
    Finished,
    MoreToDo,
}

/// What planning one person came to.
enum Planned {
    Recipient(MessageId),
    LeftOut,
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
        let Some(progress) = self.broadcasts.get_broadcast(id).await? else {
            return self.look_again_later(task).await;
        };
        let work = match progress.broadcast.stage {
            BroadcastStage::Planning => {
                self.plan(progress.broadcast, is_repeated, deadline).await?
            }
            BroadcastStage::Cancelled => self.skip_waiting_messages(id, deadline).await?,
            BroadcastStage::Sending => Work::Finished,
        };
        match work {
            Work::Finished => Ok(()),
            Work::MoreToDo => {
                let task = BroadcastTask::new(id);
                self.broadcast_queue
                    .enqueue_broadcast(task, Duration::ZERO)
                    .await
            }
        }
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
        loop {
            let page = self.audience_page(&broadcast).await?;
            let from = broadcast.plan;
            broadcast.plan = self
                .plan_page(&broadcast, &page.items, members.as_ref())
                .await?;
            let planned_at = page.next.is_none().then(|| self.clock.now());
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
                    return Ok(Work::Finished);
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

    /// The next people of the audience, in order of ids.
    ///
    /// The members of groups are found by going through everyone: the order of ids stays as it is while people change,
    /// so that nobody is passed over or met twice.
    async fn audience_page(&self, broadcast: &Broadcast) -> Result<Page<Contact, ContactId>> {
        match &broadcast.audience {
            Audience::All | Audience::Groups { .. } => {
                let last = broadcast.plan.last_contact;
                self.contacts.list_contacts(last, PAGE).await
            }
            Audience::Contacts { contact_ids } => Ok(Page {
                items: self.contacts.get_contacts(contact_ids).await?,
                next: None,
            }),
        }
    }

    /// Records and queues the messages of a page, and answers the progress that this makes.
    async fn plan_page(
        &self,
        broadcast: &Broadcast,
        contacts: &[Contact],
        members: Option<&Membership>,
    ) -> Result<PlanProgress> {
        // Phones shared within the page are settled here, in order; those shared across pages by the store.
        let mut roll = AudienceRoll::default();
        let decisions: Vec<_> = contacts
            .iter()
            .filter(|contact| members.is_none_or(|members| members.contains(contact)))
            .map(|contact| (contact, roll.admit(contact)))
            .collect();
        let planned: Vec<Planned> = stream::iter(decisions)
            .map(|(contact, decision)| self.plan_person(broadcast, contact, decision))
            .buffer_unordered(CONCURRENT_WRITES)
            .try_collect()
            .await?;
        let ids: Vec<MessageId> = planned
            .iter()
            .filter_map(|planned| match planned {
                Planned::Recipient(id) => Some(*id),
                Planned::LeftOut => None,
            })
            .collect();
        self.send_queue.enqueue_messages(&ids).await?;
        let recipients = ids.len() as u64;
        Ok(PlanProgress {
            last_contact: contacts
                .last()
                .map(|contact| contact.id)
                .or(broadcast.plan.last_contact),
            recipients: broadcast.plan.recipients + recipients,
            left_out: broadcast.plan.left_out + planned.len() as u64 - recipients,
        })
    }

    async fn plan_person(
        &self,
        broadcast: &Broadcast,
        contact: &Contact,
        decision: std::result::Result<Recipient, SkipReason>,
    ) -> Result<Planned> {
        let reason = match decision {
            Err(reason) => reason,
            Ok(recipient) => {
                let message = self.queued_message(broadcast, recipient);
                match self.messages.create_message(&message).await? {
                    Creation::Created => return Ok(Planned::Recipient(message.id)),
                    // An earlier run made it.
                    Creation::Exists { contact_id } if contact_id == contact.id => {
                        return Ok(Planned::Recipient(message.id));
                    }
                    Creation::Exists { .. } => SkipReason::SamePhone,
                }
            }
        };
        let message = self.skipped_message(broadcast, contact, reason);
        self.messages.create_message(&message).await?;
        Ok(Planned::LeftOut)
    }

    fn queued_message(&self, broadcast: &Broadcast, recipient: Recipient) -> Message {
        let now = self.clock.now();
        Message {
            id: MessageId::for_phone(broadcast.id, &recipient.phone),
            contact_id: recipient.contact_id,
            phone: Some(recipient.phone),
            language: recipient.language,
            message_type: broadcast.message_type,
            status: MessageStatus::Queued,
            skip_reason: None,
            attempts: 0,
            twilio_sid: None,
            error_code: None,
            error_message: None,
            sent_at: None,
            delivered_at: None,
            created_at: now,
            updated_at: now,
        }
    }

    fn skipped_message(
        &self,
        broadcast: &Broadcast,
        contact: &Contact,
        reason: SkipReason,
    ) -> Message {
        let recipient = Recipient {
            contact_id: contact.id,
            phone: contact.details.phone.clone(),
            language: contact.details.preferred_language.clone(),
        };
        Message {
            id: MessageId::for_left_out(broadcast.id, contact.id),
            status: MessageStatus::Skipped,
            skip_reason: Some(reason),
            ..self.queued_message(broadcast, recipient)
        }
    }

    /// Queues once more whatever an earlier run recorded: it may have died before it queued them, and the person
    /// may have left the audience since.
    async fn queue_waiting_messages(&self, id: BroadcastId) -> Result<()> {
        let mut after = None;
        loop {
            let page = self
                .messages
                .list_messages(id, Some(MessageStatus::Queued), after, PAGE)
                .await?;
            let ids: Vec<MessageId> = page.items.iter().map(|message| message.id).collect();
            self.send_queue.enqueue_messages(&ids).await?;
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
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

#[cfg(test)]
pub(crate) mod tests;
