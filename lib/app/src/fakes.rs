//! Stand-ins for the ports, in memory, for the tests of use cases. Each effect can be made to fail before or
//! after it happened, as when a function is killed or an answer is lost.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use domain::broadcast::{BroadcastStage, PlanProgress};
use domain::contact::{ContactChange, ContactDetails};
use domain::delivery::SendOutcome;
use domain::{
    AttemptId, Broadcast, BroadcastId, BroadcastProgress, Contact, ContactId, Message, MessageId,
    MessageStatus,
};
use jiff::{SignedDuration, Timestamp};

use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{
    BroadcastQueue, BroadcastStore, BroadcastTask, Carrier, ClaimResult, Clock, ContactStore,
    Creation, IdempotencyStore, MessageStore, MessageUpdate, PlanAdvance, Randomness, Replacement,
    Reservation, SendQueue, TextMessage,
};

/// When an effect fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It did not happen.
    Before,
    /// It happened, and nobody was told.
    After,
}

/// A claimed or unclaimed message with what the store keeps beside it.
#[derive(Debug, Clone)]
struct StoredMessage {
    message: Message,
    attempt: Option<AttemptId>,
    lease_until: Option<Timestamp>,
}

/// The whole world of a use case.
#[derive(Default)]
pub(crate) struct World {
    contacts: Mutex<BTreeMap<ContactId, Contact>>,
    broadcasts: Mutex<BTreeMap<BroadcastId, Broadcast>>,
    messages: Mutex<BTreeMap<MessageId, StoredMessage>>,
    keys: Mutex<BTreeMap<String, (BroadcastId, String)>>,
    /// The queue of broadcasts, in order.
    pub(crate) broadcast_queue: Mutex<Vec<(BroadcastTask, Duration)>>,
    /// The queue of messages, in order.
    pub(crate) send_queue: Mutex<Vec<(MessageId, Duration)>>,
    /// What the carrier accepted, in order.
    pub(crate) accepted: Mutex<Vec<MessageId>>,
    /// What the carrier answers next; it accepts when there is nothing here.
    pub(crate) answers: Mutex<Vec<SendOutcome>>,
    /// The effect to fail, counted from 1.
    fault: Mutex<Option<(u64, Fault)>>,
    effects: AtomicU64,
    seconds: AtomicI64,
    drawn: AtomicU64,
}

impl World {
    /// A directory of `count` people with phones of their own.
    pub(crate) fn with_contacts(count: u32) -> Self {
        let world = Self::default();
        for number in 1..=count {
            world.add_contact(contact(number, number, true));
        }
        world
    }

    pub(crate) fn add_contact(&self, contact: Contact) {
        self.contacts
            .lock()
            .expect("a lock")
            .insert(contact.id, contact);
    }

    pub(crate) fn fail(&self, effect: u64, fault: Fault) {
        *self.fault.lock().expect("a lock") = Some((effect, fault));
        self.effects.store(0, Ordering::SeqCst);
    }

    /// Takes the fault away; answers whether it was met.
    pub(crate) fn recover(&self) -> bool {
        self.fault.lock().expect("a lock").take().is_none()
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn statuses(&self) -> BTreeMap<MessageStatus, usize> {
        let mut statuses = BTreeMap::new();
        for stored in self.messages.lock().expect("a lock").values() {
            *statuses.entry(stored.message.status).or_default() += 1;
        }
        statuses
    }

    pub(crate) fn messages(&self) -> Vec<Message> {
        let messages = self.messages.lock().expect("a lock");
        messages
            .values()
            .map(|stored| stored.message.clone())
            .collect()
    }

    pub(crate) fn broadcast(&self, id: BroadcastId) -> Option<Broadcast> {
        self.broadcasts.lock().expect("a lock").get(&id).cloned()
    }

    pub(crate) fn broadcast_count(&self) -> usize {
        self.broadcasts.lock().expect("a lock").len()
    }

    /// Does an effect, unless it is the one to fail.
    fn effect<T>(&self, act: impl FnOnce() -> T) -> Result<T> {
        let number = self.effects.fetch_add(1, Ordering::SeqCst) + 1;
        let mut fault = self.fault.lock().expect("a lock");
        match *fault {
            Some((at, kind)) if at == number => {
                *fault = None;
                if kind == Fault::After {
                    act();
                }
                Err(Error::Unavailable("a fault of the test".into()))
            }
            _ => Ok(act()),
        }
    }
}

/// A person; those with the same `phone` share one.
pub(crate) fn contact(number: u32, phone: u32, active: bool) -> Contact {
    let form = ContactChange {
        name: Some(format!("Person {number}")),
        phone: Some(format!("+1212555{phone:04}")),
        active: Some(active),
        ..ContactChange::default()
    };
    Contact {
        id: ContactId::new(Timestamp::UNIX_EPOCH, number.into()),
        details: ContactDetails::from_form(form, "US".parse().expect("a country"))
            .expect("a good form"),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(self.seconds.load(Ordering::SeqCst))
    }
}

impl Randomness for World {
    fn draw(&self) -> u128 {
        self.drawn.fetch_add(1, Ordering::SeqCst).into()
    }
}

#[async_trait]
impl BroadcastQueue for World {
    async fn enqueue_broadcast(&self, task: BroadcastTask, delay: Duration) -> Result<()> {
        self.effect(|| {
            self.broadcast_queue
                .lock()
                .expect("a lock")
                .push((task, delay))
        })
    }
}

#[async_trait]
impl SendQueue for World {
    async fn enqueue_messages(&self, ids: &[MessageId]) -> Result<()> {
        let tasks = ids.iter().map(|id| (*id, Duration::ZERO));
        self.effect(|| self.send_queue.lock().expect("a lock").extend(tasks))
    }

    async fn enqueue_message_later(&self, id: MessageId, delay: Duration) -> Result<()> {
        self.effect(|| self.send_queue.lock().expect("a lock").push((id, delay)))
    }
}

#[async_trait]
impl Carrier for World {
    async fn send_text(&self, text: &TextMessage) -> SendOutcome {
        let answer = self.answers.lock().expect("a lock").pop();
        let accept = || {
            let mut accepted = self.accepted.lock().expect("a lock");
            accepted.push(text.id);
            format!("SM{}", accepted.len())
        };
        match answer {
            Some(answer) => answer,
            None => SendOutcome::Accepted { sid: accept() },
        }
    }
}

#[async_trait]
impl ContactStore for World {
    async fn create_contact(&self, contact: &Contact) -> Result<()> {
        self.effect(|| self.add_contact(contact.clone()))
    }

    async fn get_contact(&self, id: ContactId) -> Result<Option<Contact>> {
        Ok(self.contacts.lock().expect("a lock").get(&id).cloned())
    }

    async fn get_contacts(&self, ids: &[ContactId]) -> Result<Vec<Contact>> {
        let contacts = self.contacts.lock().expect("a lock");
        Ok(contacts
            .values()
            .filter(|contact| ids.contains(&contact.id))
            .cloned()
            .collect())
    }

    async fn list_contacts(
        &self,
        after: Option<ContactId>,
        limit: usize,
    ) -> Result<Page<Contact, ContactId>> {
        let contacts = self.contacts.lock().expect("a lock");
        let mut rest = contacts.values().filter(|contact| Some(contact.id) > after);
        let items: Vec<Contact> = rest.by_ref().take(limit).cloned().collect();
        let next = rest.next().and(items.last()).map(|contact| contact.id);
        Ok(Page { items, next })
    }

    async fn replace_contact(&self, contact: &Contact, read_version: u32) -> Result<Replacement> {
        let mut contacts = self.contacts.lock().expect("a lock");
        match contacts.get_mut(&contact.id) {
            None => Ok(Replacement::Missing),
            Some(stored) if stored.version != read_version => Ok(Replacement::Stale),
            Some(stored) => {
                *stored = contact.clone();
                Ok(Replacement::Done)
            }
        }
    }

    async fn delete_contact(
        &self,
        id: ContactId,
        _read_version: Option<u32>,
    ) -> Result<Replacement> {
        let removed = self.contacts.lock().expect("a lock").remove(&id);
        Ok(if removed.is_some() {
            Replacement::Done
        } else {
            Replacement::Missing
        })
    }
}

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
            counts: Default::default(),
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
                        broadcast.stage = BroadcastStage::Sending;
                    }
                    PlanAdvance::Advanced
                }
                _ => PlanAdvance::Overtaken,
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

#[async_trait]
impl MessageStore for World {
    async fn create_message(&self, message: &Message) -> Result<Creation> {
        self.effect(|| {
            let mut messages = self.messages.lock().expect("a lock");
            if let Some(stored) = messages.get(&message.id) {
                let contact_id = stored.message.contact_id;
                return Creation::Exists { contact_id };
            }
            let stored = StoredMessage {
                message: message.clone(),
                attempt: None,
                lease_until: None,
            };
            messages.insert(message.id, stored);
            Creation::Created
        })
    }

    async fn get_message(&self, id: MessageId) -> Result<Option<Message>> {
        let messages = self.messages.lock().expect("a lock");
        Ok(messages.get(&id).map(|stored| stored.message.clone()))
    }

    async fn list_messages(
        &self,
        broadcast: BroadcastId,
        status: Option<MessageStatus>,
        after: Option<MessageId>,
        limit: usize,
    ) -> Result<Page<Message, MessageId>> {
        let messages = self.messages();
        let mut rest = messages
            .iter()
            .filter(|message| message.id.broadcast_id() == broadcast && Some(message.id) > after)
            .filter(|message| status.is_none_or(|status| message.status == status));
        let items: Vec<Message> = rest.by_ref().take(limit).cloned().collect();
        let next = rest.next().and(items.last()).map(|message| message.id);
        Ok(Page { items, next })
    }

    async fn claim_message(
        &self,
        id: MessageId,
        attempt: AttemptId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<ClaimResult> {
        self.effect(|| {
            let mut messages = self.messages.lock().expect("a lock");
            let Some(stored) = messages.get_mut(&id) else {
                return ClaimResult::Missing;
            };
            match (stored.message.status, stored.attempt, stored.lease_until) {
                (MessageStatus::Queued, ..) => {
                    stored.message.status = MessageStatus::Sending;
                    stored.message.attempts += 1;
                    stored.message.updated_at = now;
                    stored.attempt = Some(attempt);
                    stored.lease_until = Some(lease_until);
                    ClaimResult::Claimed(Box::new(stored.message.clone()))
                }
                (MessageStatus::Sending, Some(attempt), Some(lease_until)) => ClaimResult::Held {
                    attempt,
                    lease_until,
                },
                (status, ..) => ClaimResult::Settled(status),
            }
        })
    }

    async fn transition_message(&self, id: MessageId, update: &MessageUpdate) -> Result<bool> {
        self.effect(|| {
            let mut messages = self.messages.lock().expect("a lock");
            let Some(stored) = messages.get_mut(&id) else {
                return false;
            };
            let is_allowed = update.transition.from().contains(&stored.message.status);
            let is_holder = update.attempt.is_none() || update.attempt == stored.attempt;
            if !is_allowed || !is_holder {
                return false;
            }
            stored.message.status = update.transition.to();
            stored.message.skip_reason = update.skip_reason;
            stored.message.error_code = update.failure.as_ref().map(|failure| failure.code.clone());
            stored.lease_until = None;
            true
        })
    }
}
