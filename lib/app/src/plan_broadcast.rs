//! A broadcast becomes messages: one record for each recipient, then one queue message for each record.
//!
//! It can be run any number of times, also at the same time, and after a crash anywhere: records have derived
//! ids and are only ever made, never overwritten; queue messages may be doubled, because sending claims the
//! record first; and progress is noted page by page, on condition that nobody came further.

use std::sync::Arc;
use std::time::Duration;

use domain::audience::AudienceRoll;
use domain::broadcast::{BroadcastStage, PlanProgress};
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
    BroadcastQueue, BroadcastStore, BroadcastTask, Clock, ContactStore, Creation, MessageStore,
    MessageUpdate, PlanAdvance, SendQueue,
};

/// How many contacts are planned between two notes of progress.
const PAGE: usize = 500;
/// How many records are written at once.
const CONCURRENT_WRITES: usize = 64;
/// No more work is begun this long before the worker is stopped.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);
/// How long to wait for a record that is not there, after each look. The request that announced it lives for
/// ten seconds at most, so what is not there in the end never will be.
const WAITS_FOR_RECORD: [Duration; 2] = [Duration::from_secs(5), Duration::from_secs(30)];

/// Turns broadcasts into messages.
pub struct PlanBroadcast {
    /// The directory.
    pub contacts: Arc<dyn ContactStore>,
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
        if is_repeated {
            self.queue_waiting_messages(broadcast.id).await?;
        }
        loop {
            let page = self.audience_page(&broadcast).await?;
            let from = broadcast.plan;
            broadcast.plan = self.plan_page(&broadcast, &page.items).await?;
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
    async fn audience_page(&self, broadcast: &Broadcast) -> Result<Page<Contact, ContactId>> {
        match &broadcast.audience {
            Audience::All => {
                self.contacts
                    .list_contacts(broadcast.plan.last_contact, PAGE)
                    .await
            }
            Audience::Contacts { contact_ids } => Ok(Page {
                items: self.contacts.get_contacts(contact_ids).await?,
                next: None,
            }),
        }
    }

    /// Records and queues the messages of a page, and answers the progress that this makes.
    async fn plan_page(&self, broadcast: &Broadcast, contacts: &[Contact]) -> Result<PlanProgress> {
        // Phones shared within the page are settled here, in order; those shared across pages by the store.
        let mut roll = AudienceRoll::default();
        let decisions: Vec<_> = contacts
            .iter()
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
            phone: recipient.phone,
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
pub(crate) mod tests {
    use domain::broadcast::PlanProgress;
    use domain::{MessageContent, MessageType};

    use super::*;
    use crate::fakes::{Fault, World, contact};

    fn plan(world: &Arc<World>) -> PlanBroadcast {
        PlanBroadcast {
            contacts: world.clone(),
            broadcasts: world.clone(),
            messages: world.clone(),
            send_queue: world.clone(),
            broadcast_queue: world.clone(),
            clock: world.clone(),
        }
    }

    /// Works on a broadcast as when its task comes for the first time, with all the time that is needed.
    pub(crate) async fn run(world: &Arc<World>, id: BroadcastId) -> Result<()> {
        plan(world)
            .run(BroadcastTask::new(id), false, Timestamp::MAX)
            .await
    }

    async fn new_broadcast(world: &Arc<World>, audience: Audience) -> BroadcastId {
        let id = BroadcastId::new(Timestamp::UNIX_EPOCH, 1);
        let broadcast = Broadcast {
            id,
            content: MessageContent::parse("Dinner on Friday").expect("content"),
            message_type: MessageType::Sms,
            audience,
            created_by: "staff".into(),
            created_at: Timestamp::UNIX_EPOCH,
            stage: BroadcastStage::Planning,
            plan: PlanProgress::default(),
            planned_at: None,
            cancelled_at: None,
        };
        world.create_broadcast(&broadcast).await.expect("created");
        id
    }

    /// A broadcast to everyone, planned and queued.
    pub(crate) async fn planned_broadcast(world: &Arc<World>) -> BroadcastId {
        let id = new_broadcast(world, Audience::All).await;
        run(world, id).await.expect("planned");
        id
    }

    fn outcome(world: &World, id: BroadcastId) -> (BroadcastStage, u64, u64, usize, usize) {
        let broadcast = world.broadcast(id).expect("a broadcast");
        let mut queued: Vec<MessageId> = world
            .send_queue
            .lock()
            .expect("a lock")
            .iter()
            .map(|(id, _)| *id)
            .collect();
        queued.sort_unstable();
        queued.dedup();
        let plan = broadcast.plan;
        (
            broadcast.stage,
            plan.recipients,
            plan.left_out,
            queued.len(),
            world.messages().len(),
        )
    }

    #[tokio::test]
    async fn each_phone_gets_one_message_and_everyone_else_a_reason() {
        let world = Arc::new(World::with_contacts(3));
        world.add_contact(contact(4, 1, true));
        world.add_contact(contact(5, 5, false));
        let id = planned_broadcast(&world).await;
        assert_eq!(outcome(&world, id), (BroadcastStage::Sending, 3, 2, 3, 5));
        let mut reasons: Vec<_> = world
            .messages()
            .iter()
            .filter_map(|message| message.skip_reason)
            .collect();
        reasons.sort_unstable();
        assert_eq!(reasons, [SkipReason::SamePhone, SkipReason::Inactive]);
    }

    #[tokio::test]
    async fn phones_shared_across_pages_get_one_message_too() {
        let pages = u32::try_from(PAGE).expect("a small number");
        let world = Arc::new(World::with_contacts(pages + 10));
        world.add_contact(contact(pages + 11, 1, true));
        let id = planned_broadcast(&world).await;
        let people = PAGE + 11;
        assert_eq!(
            outcome(&world, id),
            (
                BroadcastStage::Sending,
                people as u64 - 1,
                1,
                people - 1,
                people
            )
        );
    }

    #[tokio::test]
    async fn only_chosen_people_are_planned() {
        let world = Arc::new(World::with_contacts(5));
        let contact_ids = vec![contact(4, 4, true).id, contact(2, 2, true).id];
        let id = new_broadcast(&world, Audience::Contacts { contact_ids }).await;
        run(&world, id).await.expect("planned");
        assert_eq!(outcome(&world, id), (BroadcastStage::Sending, 2, 0, 2, 2));
    }

    /// I2: whichever effect fails, before or after it happened, running again ends in the same plan.
    #[tokio::test]
    async fn whatever_fails_a_second_run_completes_the_plan() {
        for fault in [Fault::Before, Fault::After] {
            for effect in 1..=7 {
                let world = Arc::new(World::with_contacts(4));
                world.add_contact(contact(5, 1, true));
                let id = new_broadcast(&world, Audience::All).await;
                world.fail(effect, fault);
                assert!(
                    run(&world, id).await.is_err(),
                    "{fault:?} {effect} was not met"
                );
                run(&world, id).await.expect("planned");
                assert_eq!(
                    outcome(&world, id),
                    (BroadcastStage::Sending, 4, 1, 4, 5),
                    "{fault:?} {effect}"
                );
            }
        }
    }

    #[tokio::test]
    async fn when_time_runs_out_the_rest_is_queued() {
        let pages = u32::try_from(PAGE).expect("a small number");
        let world = Arc::new(World::with_contacts(2 * pages));
        let id = new_broadcast(&world, Audience::All).await;
        plan(&world)
            .run(BroadcastTask::new(id), false, world.now())
            .await
            .expect("begun");
        assert_eq!(outcome(&world, id).0, BroadcastStage::Planning);
        assert_eq!(world.broadcast_queue.lock().expect("a lock").len(), 1);
        run(&world, id).await.expect("planned");
        assert_eq!(
            outcome(&world, id),
            (BroadcastStage::Sending, 1_000, 0, 1_000, 1_000)
        );
    }

    #[tokio::test]
    async fn a_record_that_comes_late_is_waited_for_and_one_that_never_comes_is_given_up() {
        let world = Arc::new(World::with_contacts(1));
        let id = BroadcastId::new(Timestamp::UNIX_EPOCH, 1);
        run(&world, id).await.expect("put off");
        let (second_look, _) = world.broadcast_queue.lock().expect("a lock").remove(0);
        plan(&world)
            .run(second_look, false, Timestamp::MAX)
            .await
            .expect("put off");
        let (third_look, wait) = world.broadcast_queue.lock().expect("a lock").remove(0);
        assert_eq!(wait, Duration::from_secs(30));

        plan(&world)
            .run(third_look, false, Timestamp::MAX)
            .await
            .expect("given up");
        assert!(world.broadcast_queue.lock().expect("a lock").is_empty());

        new_broadcast(&world, Audience::All).await;
        plan(&world)
            .run(third_look, false, Timestamp::MAX)
            .await
            .expect("planned");
        assert_eq!(outcome(&world, id).0, BroadcastStage::Sending);
    }

    #[tokio::test]
    async fn what_was_recorded_and_not_queued_is_queued_even_when_the_person_has_left() {
        let world = Arc::new(World::with_contacts(2));
        let id = new_broadcast(&world, Audience::All).await;
        // Two records are written, and queueing them fails.
        world.fail(3, Fault::Before);
        assert!(run(&world, id).await.is_err());
        world.add_contact(contact(2, 2, false));
        plan(&world)
            .run(BroadcastTask::new(id), true, Timestamp::MAX)
            .await
            .expect("planned");
        assert_eq!(
            outcome(&world, id).3,
            2,
            "a recorded message waits for nobody"
        );
    }
}
