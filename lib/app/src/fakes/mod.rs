//! Stand-ins for the ports, in memory, for the tests of use cases. Each effect can be made to fail before or
//! after it happened, as when a function is killed or an answer is lost.

pub(crate) mod assistant;
mod broadcasts;
pub(crate) mod calls;
mod directory;
mod keeping;
mod messages;
mod reminders;
mod sending;
mod threads;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::audit::AuditEntry;
use domain::contact::{ContactChange, ContactDetails};
use domain::delivery::SendOutcome;
use domain::group::Group;
use domain::history::{Actor, ChangeRecord};
use domain::money::Expense;
use domain::opt_out::OptOut;
use domain::reminder::PastOccurrence;
use domain::sender::SenderState;
use domain::statistics::StatusCounts;
use domain::template::Template;
use domain::translation::TranslationProgress;
use domain::user::User;
use domain::{
    AttemptId, AuditId, AutomaticAnswers, Broadcast, BroadcastId, ChangeId, ChurchSettings,
    Contact, ContactId, Country, GroupId, Holidays, Message, MessageId, MessageStatus, MessageType,
    OptOutId, PhoneNumber, QuietHours, Reminder, ReminderId, TemplateId, TimeZoneName,
    TranslationId,
};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::audit::Audit;
use crate::error::{Error, Result};
use crate::ports::{
    AssistantTask, BroadcastQueue, BroadcastTask, CallCarrier, Carrier, Clock, Deletion,
    DirectoryQueue, DirectoryTask, LoggedText, ModelAnswer, ModelFailure, ModelRequest,
    MoneyReservation, OutboundCall, PricedText, Randomness, ReconciliationTask, SendQueue,
    SettlementQueue, SettlementTask, TextMessage, ThreadSave,
};
use crate::read_settings::ReadSettings;
use crate::thread_people::ThreadPeople;

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
    changes: Mutex<BTreeMap<(ContactId, ChangeId), ChangeRecord>>,
    deletions: Mutex<BTreeMap<ContactId, Deletion>>,
    groups: Mutex<BTreeMap<GroupId, Group>>,
    opt_outs: Mutex<BTreeMap<(PhoneNumber, MessageType), OptOut>>,
    /// Every change of an opt-out, in order.
    pub(crate) opt_out_history: Mutex<BTreeMap<OptOutId, OptOut>>,
    /// The inbox.
    pub(crate) threads: Mutex<threads::Threads>,
    /// What is written to a thread right before the next text is, by somebody who is quicker.
    pub(crate) intruder: Mutex<Option<ThreadSave>>,
    /// What the church answers by itself.
    pub(crate) automatic_answers: Mutex<AutomaticAnswers>,
    /// Who works with the dashboard.
    pub(crate) users: Mutex<BTreeMap<String, User>>,
    /// Files that came with texts, at the carrier's.
    pub(crate) media: Mutex<BTreeMap<String, Vec<u8>>>,
    /// Our files.
    pub(crate) files: Mutex<BTreeMap<String, Vec<u8>>>,
    broadcasts: Mutex<BTreeMap<BroadcastId, Broadcast>>,
    messages: Mutex<BTreeMap<MessageId, StoredMessage>>,
    keys: Mutex<BTreeMap<String, (BroadcastId, String)>>,
    templates: Mutex<BTreeMap<TemplateId, Template>>,
    audit: Mutex<BTreeMap<AuditId, AuditEntry>>,
    /// The reminders.
    pub(crate) reminders: Mutex<BTreeMap<ReminderId, Reminder>>,
    /// What became of their occurrences.
    pub(crate) occurrences: Mutex<BTreeMap<(ReminderId, Date), PastOccurrence>>,
    /// The church's holidays.
    pub(crate) holidays: Mutex<Holidays>,
    /// To when the alarms of reminders are set, and when they were first.
    pub(crate) alarms: Mutex<BTreeMap<ReminderId, (Timestamp, Timestamp)>>,
    /// The queue of broadcasts, in order.
    pub(crate) broadcast_queue: Mutex<Vec<(BroadcastTask, Duration)>>,
    /// The queue of messages, in order.
    pub(crate) send_queue: Mutex<Vec<(MessageId, Duration)>>,
    /// The queue of messages to be settled, in order.
    pub(crate) reconciliation_queue: Mutex<Vec<(ReconciliationTask, Duration)>>,
    /// The queue of money to be settled, in order.
    pub(crate) settlement_queue: Mutex<Vec<(SettlementTask, Duration)>>,
    /// Messages that wait for a person.
    pub(crate) reviews: Mutex<BTreeSet<MessageId>>,
    /// The state of the church's sender.
    pub(crate) sender: Mutex<SenderState>,
    /// What the church has decided.
    pub(crate) settings: Mutex<Option<ChurchSettings>>,
    /// The money of each expense.
    pub(crate) reservations: Mutex<BTreeMap<Expense, MoneyReservation>>,
    /// What the carrier has, as its log tells it; to whichever phone.
    pub(crate) log: Mutex<Vec<LoggedText>>,
    /// What texts cost, as the carrier's log tells it.
    pub(crate) prices: Mutex<Vec<PricedText>>,
    /// Whether the carrier's log can't be asked.
    pub(crate) log_is_down: AtomicBool,
    /// The queue of long work on the directory, in order.
    pub(crate) directory_queue: Mutex<Vec<(DirectoryTask, Duration)>>,
    /// Translations by the model.
    pub(crate) translations: Mutex<BTreeMap<TranslationId, TranslationProgress>>,
    /// The queue of the model's work, in order.
    pub(crate) assistant_queue: Mutex<Vec<AssistantTask>>,
    /// What the model was asked, in order.
    pub(crate) model_requests: Mutex<Vec<ModelRequest>>,
    /// What the model answers next, in order; it is well when there is nothing here.
    pub(crate) model_answers: Mutex<VecDeque<std::result::Result<ModelAnswer, ModelFailure>>>,
    calls: Mutex<calls::Calls>,
    /// What the carrier accepted, in order.
    pub(crate) accepted: Mutex<Vec<MessageId>>,
    /// The calls that the carrier made, in order.
    pub(crate) placed: Mutex<Vec<OutboundCall>>,
    /// The places of calls that are under way, and until when.
    pub(crate) places: Mutex<BTreeMap<AttemptId, Timestamp>>,
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

    pub(crate) fn remove_contact(&self, id: ContactId) {
        self.contacts.lock().expect("a lock").remove(&id);
    }

    pub(crate) fn contacts(&self) -> Vec<Contact> {
        self.contacts
            .lock()
            .expect("a lock")
            .values()
            .cloned()
            .collect()
    }

    pub(crate) fn changes(&self, id: ContactId) -> Vec<ChangeRecord> {
        let changes = self.changes.lock().expect("a lock");
        changes
            .values()
            .filter(|change| change.contact_id == id)
            .cloned()
            .collect()
    }

    pub(crate) fn fail(&self, effect: u64, fault: Fault) {
        *self.fault.lock().expect("a lock") = Some((effect, fault));
        self.effects.store(0, Ordering::SeqCst);
    }

    /// Forgets the keys of all requests, as after a month.
    pub(crate) fn forget_keys(&self) {
        self.keys.lock().expect("a lock").clear();
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

    /// The messages of a broadcast by status, as the counts have it once they have followed.
    fn counts(&self, broadcast: BroadcastId) -> StatusCounts {
        let mut counts = StatusCounts::default();
        for message in self.messages() {
            if message.id.broadcast_id() == broadcast {
                counts.set(message.status, counts.get(message.status) + 1);
            }
        }
        counts
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
        opted_out_at: None,
        calls_opted_out_at: None,
        unreachable: None,
        former_phones: Vec::new(),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

/// Settings that nobody has changed, of a church in a zone where the tests' time begins at noon.
pub(crate) fn settings(world: &Arc<World>) -> ReadSettings {
    ReadSettings {
        settings: world.clone(),
        time_zone: TimeZoneName::parse("Etc/GMT-12").expect("a time zone"),
        country: Country::UNITED_STATES,
        quiet_hours: Some(QuietHours::default()),
    }
}

/// Notes who does what.
pub(crate) fn audit(world: &Arc<World>) -> Audit {
    Audit {
        entries: world.clone(),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

/// Who looks up the people of threads.
pub(crate) fn people(world: &Arc<World>) -> ThreadPeople {
    ThreadPeople {
        threads: world.clone(),
        contacts: world.clone(),
    }
}

/// Someone on the staff.
pub(crate) fn staff() -> Actor {
    Actor {
        id: "account".into(),
        shown_as: "staff@example.org".into(),
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

    async fn enqueue_reconciliation(
        &self,
        task: ReconciliationTask,
        delay: Duration,
    ) -> Result<()> {
        let queue = &self.reconciliation_queue;
        self.effect(|| queue.lock().expect("a lock").push((task, delay)))
    }
}

#[async_trait]
impl SettlementQueue for World {
    async fn enqueue_settlement(&self, task: SettlementTask, delay: Duration) -> Result<()> {
        let queue = &self.settlement_queue;
        self.effect(|| queue.lock().expect("a lock").push((task, delay)))
    }
}

#[async_trait]
impl DirectoryQueue for World {
    async fn enqueue_directory_task(&self, task: DirectoryTask, delay: Duration) -> Result<()> {
        let queue = &self.directory_queue;
        self.effect(|| queue.lock().expect("a lock").push((task, delay)))
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
impl CallCarrier for World {
    async fn place_call(&self, call: &OutboundCall) -> SendOutcome {
        if let Some(answer) = self.answers.lock().expect("a lock").pop() {
            return answer;
        }
        let mut placed = self.placed.lock().expect("a lock");
        placed.push(call.clone());
        SendOutcome::Accepted {
            sid: format!("CA{}", placed.len()),
        }
    }
}
