//! People to write to, and messages that were planned for them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use adapters::dynamodb::keys::Key;
use adapters::surroundings::{SystemClock, SystemRandomness};
use app::error::Result;
use app::plan_broadcast::PlanBroadcast;
use app::ports::{BroadcastQueue, BroadcastTask, ContactStore, Randomness, SendQueue};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use domain::contact::{ContactChange, ContactDetails};
use domain::{BroadcastId, Contact, ContactId, MessageId};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Ask, World};

impl World {
    /// Adds a person by way of the API and gives the record.
    pub(crate) async fn add(&self, name: &str, phone: &str) -> Value {
        let body = json!({ "name": name, "phone": phone });
        Ask::post("/api/contacts", &body).of(self).await.expect(201)
    }

    /// Adds many people, each with a phone of their own, straight to the table: copies of one that was added
    /// by way of the store.
    pub(crate) async fn add_many(&self, count: u32) {
        let table = &self.table.table;
        let first = self.add_to_store(0).await;
        let copies = (1..count).map(|number| {
            let mut copy = first.clone();
            copy.extend(Key::contact(nth_contact(number)).attributes());
            copy.insert("name".into(), AttributeValue::S(format!("Person {number}")));
            copy.insert(
                "phone".into(),
                AttributeValue::S(format!("+1212555{number:04}")),
            );
            let put = PutRequest::builder()
                .set_item(Some(copy))
                .build()
                .expect("an item");
            WriteRequest::builder().put_request(put).build()
        });
        let copies: Vec<_> = copies.collect();
        for batch in copies.chunks(25) {
            let request = self.table.client.batch_write_item();
            let output = request.request_items(table, batch.to_vec()).send().await;
            let left = output
                .expect("people are added")
                .unprocessed_items
                .unwrap_or_default();
            assert!(left.is_empty(), "all of a batch are added");
        }
    }

    /// Adds one of many people by way of the store and gives the item.
    async fn add_to_store(&self, number: u32) -> HashMap<String, AttributeValue> {
        let form = ContactChange {
            name: Some(format!("Person {number}")),
            phone: Some(format!("+1212555{number:04}")),
            ..ContactChange::default()
        };
        let region = "US".parse().expect("a country code");
        let contact = Contact {
            id: nth_contact(number),
            details: ContactDetails::from_form(form, region).expect("a person"),
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            version: 1,
        };
        self.store
            .create_contact(&contact)
            .await
            .expect("a contact is added");
        let request = self.table.client.get_item().table_name(&self.table.table);
        let key = Key::contact(contact.id).attributes();
        let item = request.set_key(Some(key)).send().await.expect("an item");
        item.item.expect("the contact that was added")
    }

    /// Sends a message to everyone and gives the broadcast.
    pub(crate) async fn send_to_all(&self, content: &str) -> Value {
        let body = json!({ "content": content, "message_type": "sms", "send_to_all": true });
        Ask::post("/api/messages/send", &body)
            .of(self)
            .await
            .expect(202)
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
            broadcasts: store.clone(),
            messages: store,
            send_queue: sent.clone(),
            broadcast_queue: sent.clone(),
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
}

#[async_trait]
impl BroadcastQueue for Sent {
    async fn enqueue_broadcast(&self, _: BroadcastTask, _: Duration) -> Result<()> {
        Ok(())
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
