//! People to write to, and messages that were planned for them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use adapters::surroundings::{SystemClock, SystemRandomness};
use app::error::Result;
use app::plan_broadcast::PlanBroadcast;
use app::ports::{
    BroadcastQueue, BroadcastStore, BroadcastTask, ClaimResult, ContactSave, ContactStore,
    ImportStore, MessageStore, MessageUpdate, Randomness, ReconciliationTask, Replacement,
    ReviewStore, SendQueue, SettlementQueue, SettlementTask,
};
use app::read_settings::ReadSettings;
use async_trait::async_trait;
use domain::broadcast::Notice;
use domain::contact::{ContactChange, ContactDetails};
use domain::history::{Actor, ChangeAction, ChangeRecord, ChangeSource};
use domain::message::Transition;
use domain::reach::{FaultReason, NumberFault};
use domain::{
    AttemptId, BroadcastId, ChangeId, Contact, ContactId, Country, MessageId, TimeZoneName,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Ask, World};

impl World {
    /// Adds a person by way of the API and gives the record.
    pub(crate) async fn add(&self, name: &str, phone: &str) -> Value {
        let body = json!({ "name": name, "phone": phone });
        Ask::post("/api/contacts", &body).of(self).await.expect(201)
    }

    /// Has a person's number marked as a landline, as when Twilio said so.
    pub(crate) async fn mark_unreachable(&self, person: &Value) {
        let id = person["id"].as_str().expect("an id").parse().expect("ours");
        let before = self.store.get_contact(id).await.expect("read");
        let before = before.expect("a person");
        let fault = NumberFault {
            code: "30006".into(),
            reason: FaultReason::Landline,
            since: "2026-03-01T09:30:00Z".parse().expect("a time"),
        };
        let form = ContactChange {
            name: Some("Someone".into()),
            phone: Some("+12125550101".into()),
            ..ContactChange::default()
        };
        let mut save = new_person(0, form);
        save.after = Contact {
            unreachable: Some(fault),
            ..before.changed(before.details.clone(), before.updated_at)
        };
        save.change.contact_id = id;
        save.before = Some(before);
        let saved = self.store.save_contacts(&[save]).await.expect("saved");
        assert_eq!(saved, [Replacement::Done]);
    }

    /// Adds many people, each with a phone of their own, by way of the store.
    pub(crate) async fn add_many(&self, count: u32) {
        let saves: Vec<ContactSave> = (0..count)
            .map(|number| {
                let form = ContactChange {
                    name: Some(format!("Person {number}")),
                    phone: Some(format!("+1212{:07}", 2_000_000 + number)),
                    ..ContactChange::default()
                };
                new_person(number, form)
            })
            .collect();
        self.store
            .save_contacts(&saves)
            .await
            .expect("people are added");
    }

    /// Has an import stand as it does when directory-worker has read an empty file.
    pub(crate) async fn preview(&self, id: &str) {
        let id = id.parse().expect("an id");
        let import = self
            .store
            .get_import(id)
            .await
            .expect("read")
            .expect("an import");
        let previewed = import.previewed(import.created_at);
        let replaced = self.store.replace_import(&previewed, import.version).await;
        assert_eq!(replaced.expect("answered"), Replacement::Done);
    }

    /// Sends a message to everyone and gives the broadcast.
    pub(crate) async fn send_to_all(&self, content: &str) -> Value {
        let body = json!({ "content": content, "message_type": "sms", "send_to_all": true });
        Ask::post("/api/messages/send", &body)
            .of(self)
            .await
            .expect(202)
    }

    /// Has a broadcast wait for somebody, as when the carrier refused our account.
    pub(crate) async fn pause(&self, broadcast: &Value) {
        let id = broadcast["id"].as_str().expect("an id");
        let notice = Notice {
            code: "20003".into(),
            sentence: "The password of Twilio is wrong.".into(),
        };
        let id = id.parse().expect("an id");
        let paused = self.store.pause_broadcast(id, &notice).await;
        assert!(paused.expect("answered"));
    }

    /// Has a planned message wait for a person, as when its outcome could not be proven.
    pub(crate) async fn lose_track(&self, id: MessageId) {
        let now = Timestamp::UNIX_EPOCH;
        let attempt = AttemptId::new(now, 1);
        let claim = self.store.claim_message(id, attempt, now, now).await;
        assert!(matches!(claim, Ok(ClaimResult::Claimed(_))), "{claim:?}");
        self.store.put_review(id).await.expect("noted");
        for transition in [Transition::LoseTrack, Transition::Review] {
            let update = MessageUpdate::new(transition, now);
            let done = self.store.transition_message(id, &update).await;
            assert!(done.expect("answered"), "{transition:?}");
        }
    }

    /// Does what broadcast-worker would do, and gives the messages that it would have queued.
    pub(crate) async fn plan(&self, broadcast: &Value) -> Vec<MessageId> {
        let id: BroadcastId = broadcast["id"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .expect("an id");
        let store = Arc::new(self.store.clone());
        let sent = Arc::new(Sent::default());
        let plan = PlanBroadcast {
            contacts: store.clone(),
            groups: store.clone(),
            broadcasts: store.clone(),
            messages: store.clone(),
            send_queue: sent.clone(),
            broadcast_queue: sent.clone(),
            settlements: sent.clone(),
            settings: ReadSettings {
                settings: store.clone(),
                time_zone: TimeZoneName::parse("America/Chicago").expect("a time zone"),
                country: Country::UNITED_STATES,
                quiet_hours: None,
            },
            budget: store.clone(),
            sender: store,
            clock: Arc::new(SystemClock),
        };
        plan.run(BroadcastTask::new(id), false, Timestamp::MAX)
            .await
            .expect("a plan");
        let sent = sent.0.lock().expect("no test panicked");
        sent.clone()
    }
}

/// Keeps what is to be sent.
#[derive(Default)]
struct Sent(Mutex<Vec<MessageId>>);

#[async_trait]
impl SendQueue for Sent {
    async fn enqueue_messages(&self, ids: &[MessageId]) -> Result<()> {
        self.0.lock().expect("no test panicked").extend(ids);
        Ok(())
    }

    async fn enqueue_message_later(&self, id: MessageId, _: Duration) -> Result<()> {
        self.enqueue_messages(&[id]).await
    }

    async fn enqueue_reconciliation(&self, _: ReconciliationTask, _: Duration) -> Result<()> {
        Ok(())
    }
}

#[async_trait]
impl SettlementQueue for Sent {
    async fn enqueue_settlement(&self, _: SettlementTask, _: Duration) -> Result<()> {
        Ok(())
    }
}

#[async_trait]
impl BroadcastQueue for Sent {
    async fn enqueue_broadcast(&self, _: BroadcastTask, _: Duration) -> Result<()> {
        Ok(())
    }
}

/// A person to be added by way of the store.
pub(crate) fn new_person(number: u32, form: ContactChange) -> ContactSave {
    let region = "US".parse().expect("a country code");
    let contact = Contact {
        id: nth_contact(number),
        details: ContactDetails::from_form(form, region).expect("a person"),
        opted_out_at: None,
        calls_opted_out_at: None,
        unreachable: None,
        former_phones: Vec::new(),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        version: 1,
    };
    ContactSave {
        before: None,
        change: ChangeRecord {
            id: ChangeId::new(contact.created_at, number.into()),
            contact_id: contact.id,
            at: contact.created_at,
            actor: Actor {
                id: "sam".into(),
                shown_as: "sam@example.org".into(),
            },
            action: ChangeAction::Created,
            source: ChangeSource::ByHand,
            reason: None,
            changes: Vec::new(),
        },
        after: contact,
    }
}

/// The ids of many people, in order.
fn nth_contact(number: u32) -> ContactId {
    ContactId::new(Timestamp::UNIX_EPOCH, u128::from(number))
}

/// An id of a contact that nobody has.
pub(crate) fn unknown_contact() -> ContactId {
    ContactId::new(Timestamp::UNIX_EPOCH, SystemRandomness.draw())
}
