//! Broadcasts and the keys of repeated requests, in memory.

use async_trait::async_trait;
use domain::broadcast::{BroadcastStage, Notice, PlanProgress};
use domain::{Broadcast, BroadcastId, BroadcastProgress};
use jiff::Timestamp;

use super::World;
use crate::error::Result;
use crate::page::Page;
use crate::ports::{BroadcastStore, IdempotencyStore, PlanAdvance, Reservation};

#[async_trait]
impl IdempotencyStore for World {
    async fn reserve_key(
        &self,
        key: &str,
        broadcast_id: BroadcastId,
        fingerprint: &str,
        _now: Timestamp,
        _expires_at: Timestamp,
    ) -> Result<Reservation> {
        self.effect(|| {
            let mut keys = self.keys.lock().expect("a lock");
            if let Some((broadcast_id, fingerprint)) = keys.get(key).cloned() {
                return Reservation::Existing {
                    broadcast_id,
                    fingerprint,
                };
            }
            keys.insert(key.to_owned(), (broadcast_id, fingerprint.to_owned()));
            Reservation::Reserved
        })
    }

    async fn find_key(&self, key: &str) -> Result<Option<(BroadcastId, String)>> {
        Ok(self.keys.lock().expect("a lock").get(key).cloned())
    }

    async fn replace_fingerprint(&self, key: &str, from: &str, to: &str) -> Result<bool> {
        self.effect(|| match self.keys.lock().expect("a lock").get_mut(key) {
            Some((_, fingerprint)) if fingerprint == from => {
                *fingerprint = to.to_owned();
                true
            }
            _ => false,
        })
    }
}

#[async_trait]
impl BroadcastStore for World {
    async fn create_broadcast(&self, broadcast: &Broadcast) -> Result<bool> {
        self.effect(|| {
            let mut broadcasts = self.broadcasts.lock().expect("a lock");
            let is_new = !broadcasts.contains_key(&broadcast.id);
            broadcasts
                .entry(broadcast.id)
                .or_insert_with(|| broadcast.clone());
            is_new
        })
    }

    async fn get_broadcast(&self, id: BroadcastId) -> Result<Option<BroadcastProgress>> {
        Ok(self.broadcast(id).map(|broadcast| BroadcastProgress {
            broadcast,
            counts: self.counts(id),
        }))
    }

    async fn list_broadcasts(
        &self,
        before: Option<BroadcastId>,
        limit: usize,
    ) -> Result<Page<BroadcastProgress, BroadcastId>> {
        let broadcasts = self.broadcasts.lock().expect("a lock");
        let mut rest = broadcasts
            .values()
            .rev()
            .filter(|broadcast| before.is_none_or(|before| broadcast.id < before));
        let items: Vec<BroadcastProgress> = rest
            .by_ref()
            .take(limit)
            .map(|broadcast| BroadcastProgress {
                broadcast: broadcast.clone(),
                counts: Default::default(),
            })
            .collect();
        let next = rest
            .next()
            .and(items.last())
            .map(|progress| progress.broadcast.id);
        Ok(Page { items, next })
    }

    async fn advance_plan(
        &self,
        id: BroadcastId,
        from: &PlanProgress,
        to: &PlanProgress,
        planned_at: Option<Timestamp>,
    ) -> Result<PlanAdvance> {
        self.effect(|| {
            let mut broadcasts = self.broadcasts.lock().expect("a lock");
            match broadcasts.get_mut(&id) {
                Some(broadcast)
                    if broadcast.stage == BroadcastStage::Planning
                        && broadcast.plan.last_contact == from.last_contact =>
                {
                    broadcast.plan = *to;
                    broadcast.planned_at = planned_at;
                    if planned_at.is_some() {
                        broadcast.release_at = to.held_until;
                        broadcast.stage = BroadcastStage::Sending;
                    }
                    PlanAdvance::Advanced
                }
                _ => PlanAdvance::Overtaken,
            }
        })
    }

    async fn set_release(
        &self,
        id: BroadcastId,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Result<bool> {
        self.effect(|| {
            let mut broadcasts = self.broadcasts.lock().expect("a lock");
            let found = broadcasts.get_mut(&id);
            let as_read = found.filter(|broadcast| broadcast.release_at == from);
            as_read.map(|broadcast| broadcast.release_at = to).is_some()
        })
    }

    async fn pause_broadcast(&self, id: BroadcastId, notice: &Notice) -> Result<bool> {
        self.change_stage(id, |broadcast| {
            let goes_on = matches!(
                broadcast.stage,
                BroadcastStage::Planning | BroadcastStage::Sending
            );
            goes_on.then(|| (BroadcastStage::Paused, Some(notice.clone())))
        })
    }

    async fn resume_broadcast(&self, id: BroadcastId) -> Result<bool> {
        self.change_stage(id, |broadcast| {
            let stage = match broadcast.planned_at {
                Some(_) => BroadcastStage::Sending,
                None => BroadcastStage::Planning,
            };
            (broadcast.stage == BroadcastStage::Paused).then_some((stage, None))
        })
    }

    async fn refuse_broadcast(&self, id: BroadcastId, notice: &Notice) -> Result<bool> {
        self.change_stage(id, |broadcast| {
            (broadcast.stage == BroadcastStage::Planning)
                .then(|| (BroadcastStage::Refused, Some(notice.clone())))
        })
    }

    async fn forget_reply(&self, id: BroadcastId) -> Result<()> {
        self.effect(|| {
            if let Some(broadcast) = self.broadcasts.lock().expect("a lock").get_mut(&id) {
                broadcast.forget_reader();
            }
        })
    }

    async fn cancel_broadcast(&self, id: BroadcastId, at: Timestamp) -> Result<bool> {
        self.effect(
            || match self.broadcasts.lock().expect("a lock").get_mut(&id) {
                Some(broadcast) if broadcast.stage != BroadcastStage::Cancelled => {
                    broadcast.stage = BroadcastStage::Cancelled;
                    broadcast.cancelled_at = Some(at);
                    true
                }
                _ => false,
            },
        )
    }
}

impl World {
    /// Changes the stage of a broadcast to what `decide` says, if it says anything. Answers whether it did.
    fn change_stage(
        &self,
        id: BroadcastId,
        decide: impl FnOnce(&Broadcast) -> Option<(BroadcastStage, Option<Notice>)>,
    ) -> Result<bool> {
        self.effect(|| {
            let mut broadcasts = self.broadcasts.lock().expect("a lock");
            let Some(broadcast) = broadcasts.get_mut(&id) else {
                return false;
            };
            match decide(broadcast) {
                Some((stage, notice)) => {
                    broadcast.stage = stage;
                    broadcast.notice = notice;
                    true
                }
                None => false,
            }
        })
    }
}
