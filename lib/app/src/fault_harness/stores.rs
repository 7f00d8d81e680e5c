//! The records, with the conditions of the store in `adapters::dynamodb`, and the queue.

use std::time::Duration;

use async_trait::async_trait;
use domain::broadcast::{BroadcastStage, Notice, PlanProgress};
use domain::opt_out::OptOut;
use domain::sender::SenderState;
use domain::{
    Broadcast, BroadcastId, BroadcastProgress, ChurchSettings, Country, MessageId, OptOutId,
    PhoneNumber, TimeZoneName,
};
use jiff::Timestamp;

use super::queue::{MAXIMUM_DELAY, Task};
use super::worker::Worker;
use super::world::{Millis, Safeguard, State};
use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{
    BroadcastQueue, BroadcastStore, BroadcastTask, OptOutStore, PlanAdvance, ReconciliationTask,
    Replacement, ReviewStore, SendQueue, SenderStore, SettingsStore,
};

/// For methods that the send path has no use for: a test that needs one should hear of it.
pub(super) fn not_on_the_send_path<T>() -> Result<T> {
    Err(Error::Unavailable(
        "this is not part of the send path".into(),
    ))
}

fn progress(broadcast: &Broadcast) -> BroadcastProgress {
    BroadcastProgress {
        broadcast: broadcast.clone(),
        counts: Default::default(),
    }
}

#[async_trait]
impl BroadcastStore for Worker {
    async fn create_broadcast(&self, _broadcast: &Broadcast) -> Result<bool> {
        not_on_the_send_path()
    }

    async fn get_broadcast(&self, id: BroadcastId) -> Result<Option<BroadcastProgress>> {
        self.effect("get_broadcast", None, |state| {
            state.broadcasts.get(&id).map(progress)
        })
        .await
    }

    async fn list_broadcasts(
        &self,
        before: Option<BroadcastId>,
        limit: usize,
    ) -> Result<Page<BroadcastProgress, BroadcastId>> {
        self.effect("list_broadcasts", None, |state| {
            let newest_first = state.broadcasts.values().rev();
            let mut rest = newest_first.filter(|one| before.is_none_or(|before| one.id < before));
            let items: Vec<_> = rest.by_ref().take(limit).map(progress).collect();
            let last = items.last().map(|one| one.broadcast.id);
            let next = rest.next().and(last);
            Page { items, next }
        })
        .await
    }

    async fn advance_plan(
        &self,
        _id: BroadcastId,
        _from: &PlanProgress,
        _to: &PlanProgress,
        _planned_at: Option<Timestamp>,
    ) -> Result<PlanAdvance> {
        not_on_the_send_path()
    }

    async fn set_release(
        &self,
        _id: BroadcastId,
        _from: Option<Timestamp>,
        _to: Option<Timestamp>,
    ) -> Result<bool> {
        not_on_the_send_path()
    }

    async fn pause_broadcast(&self, _id: BroadcastId, _notice: &Notice) -> Result<bool> {
        not_on_the_send_path()
    }

    async fn resume_broadcast(&self, _id: BroadcastId) -> Result<bool> {
        not_on_the_send_path()
    }

    async fn refuse_broadcast(&self, _id: BroadcastId, _notice: &Notice) -> Result<bool> {
        not_on_the_send_path()
    }

    async fn forget_reply(&self, _id: BroadcastId) -> Result<()> {
        not_on_the_send_path()
    }

    async fn cancel_broadcast(&self, id: BroadcastId, at: Timestamp) -> Result<bool> {
        self.effect("cancel_broadcast", None, |state| {
            let found = state.broadcasts.get_mut(&id);
            let open = found.filter(|one| one.stage != BroadcastStage::Cancelled);
            open.map(|broadcast| {
                broadcast.stage = BroadcastStage::Cancelled;
                broadcast.cancelled_at = Some(at);
            })
            .is_some()
        })
        .await
    }
}

#[async_trait]
impl OptOutStore for Worker {
    async fn get_opt_out(&self, phone: &PhoneNumber) -> Result<Option<OptOut>> {
        self.effect("get_opt_out", None, |state| {
            if state.removed == Some(Safeguard::OptOutReadAfterClaim) {
                return None;
            }
            state.opt_outs.get(phone).cloned()
        })
        .await
    }

    async fn get_call_opt_out(&self, _phone: &PhoneNumber) -> Result<Option<OptOut>> {
        not_on_the_send_path()
    }

    async fn get_opt_outs(&self, _phones: &[PhoneNumber]) -> Result<Vec<OptOut>> {
        not_on_the_send_path()
    }

    async fn list_opt_outs(
        &self,
        _phone: &PhoneNumber,
        _before: Option<OptOutId>,
        _limit: usize,
    ) -> Result<Page<(OptOutId, OptOut), OptOutId>> {
        not_on_the_send_path()
    }

    async fn put_opt_out(&self, _id: OptOutId, opt_out: &OptOut) -> Result<()> {
        self.effect("put_opt_out", None, |state| {
            state
                .opt_outs
                .insert(opt_out.phone.clone(), opt_out.clone());
        })
        .await
    }
}

#[async_trait]
impl SettingsStore for Worker {
    async fn get_settings(&self) -> Result<Option<ChurchSettings>> {
        self.effect("get_settings", None, |state| {
            let zone = TimeZoneName::parse("America/New_York").expect("a zone");
            Some(ChurchSettings {
                quiet_hours: state.quiet_hours,
                ..ChurchSettings::in_zone(zone, Country::UNITED_STATES)
            })
        })
        .await
    }

    async fn replace_settings(
        &self,
        _settings: &ChurchSettings,
        _read_version: u32,
    ) -> Result<Replacement> {
        not_on_the_send_path()
    }
}

#[async_trait]
impl SenderStore for Worker {
    async fn get_sender(&self) -> Result<SenderState> {
        self.effect("get_sender", None, |state| state.sender).await
    }

    async fn pause_sender(&self, pause: SenderState) -> Result<()> {
        self.effect("pause_sender", None, |state| {
            if pause.paused_until > state.sender.paused_until {
                state.sender.paused_until = pause.paused_until;
                state.sender.backoff_seconds = pause.backoff_seconds;
            }
        })
        .await
    }

    async fn extend_backlog(&self, _from: Option<Timestamp>, _to: Timestamp) -> Result<bool> {
        not_on_the_send_path()
    }
}

#[async_trait]
impl ReviewStore for Worker {
    async fn put_review(&self, id: MessageId) -> Result<()> {
        self.effect("put_review", Some(id), |state| {
            state.reviews.insert(id);
        })
        .await
    }

    async fn delete_review(&self, _id: MessageId) -> Result<()> {
        not_on_the_send_path()
    }

    async fn list_reviews(
        &self,
        _after: Option<MessageId>,
        _limit: usize,
    ) -> Result<Page<MessageId, MessageId>> {
        not_on_the_send_path()
    }
}

fn put(state: &mut State, task: Task, delay: Duration) {
    let delay = Millis::try_from(delay.as_millis()).unwrap_or(Millis::MAX);
    assert!(delay <= MAXIMUM_DELAY, "SQS refuses a delay of {delay} ms");
    // SQS counts whole seconds.
    let visible_at = state.now + delay / 1_000 * 1_000;
    state.queue.send(task, visible_at);
}

#[async_trait]
impl SendQueue for Worker {
    async fn enqueue_messages(&self, ids: &[MessageId]) -> Result<()> {
        self.effect("enqueue_messages", ids.first().copied(), |state| {
            for id in ids {
                put(state, Task::Send(*id), Duration::ZERO);
            }
        })
        .await
    }

    async fn enqueue_message_later(&self, id: MessageId, delay: Duration) -> Result<()> {
        self.effect("enqueue_message_later", Some(id), |state| {
            put(state, Task::Send(id), delay);
        })
        .await
    }

    async fn enqueue_reconciliation(
        &self,
        task: ReconciliationTask,
        delay: Duration,
    ) -> Result<()> {
        let id = task.message_id;
        self.effect("enqueue_reconciliation", Some(id), |state| {
            if state.removed != Some(Safeguard::DoubtIsAskedAbout) {
                put(state, Task::Look(task), delay);
            }
        })
        .await
    }
}

#[async_trait]
impl BroadcastQueue for Worker {
    /// Every message has a queue message of its own, so the clearing up that this asks for has nothing to add.
    async fn enqueue_broadcast(&self, _task: BroadcastTask, _delay: Duration) -> Result<()> {
        self.effect("enqueue_broadcast", None, |_| ()).await
    }
}
