//! The only place where keys are made, from types.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::{BroadcastId, ContactId, MessageId};

/// Over how many partitions the messages of one broadcast are spread. A partition takes 1,000 writes a
/// second (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html>),
/// and a broadcast to 100,000 people should not take minutes to plan. It can't be changed once there are messages.
pub const MESSAGE_SHARDS: u8 = 8;

/// The key of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Partition.
    pub pk: String,
    /// Place within the partition.
    pub sk: String,
}

impl Key {
    /// A contact.
    pub fn contact(id: ContactId) -> Self {
        Self {
            pk: contacts(),
            sk: id.to_string(),
        }
    }

    /// A broadcast with its counts.
    pub fn broadcast(id: BroadcastId) -> Self {
        Self {
            pk: broadcasts(),
            sk: id.to_string(),
        }
    }

    /// A message.
    pub fn message(id: MessageId) -> Self {
        Self {
            pk: messages(id.broadcast_id(), id.shard(MESSAGE_SHARDS)),
            sk: id.to_string(),
        }
    }

    /// A key by which a repeated request is recognised.
    pub fn idempotency(key: &str) -> Self {
        Self {
            pk: format!("idempotency#{key}"),
            sk: "idempotency".into(),
        }
    }

    /// The church's totals.
    pub fn statistics() -> Self {
        Self {
            pk: "statistics".into(),
            sk: "statistics".into(),
        }
    }

    /// As DynamoDB takes it.
    pub fn attributes(&self) -> HashMap<String, AttributeValue> {
        HashMap::from([
            ("pk".to_owned(), AttributeValue::S(self.pk.clone())),
            ("sk".to_owned(), AttributeValue::S(self.sk.clone())),
        ])
    }
}

/// The partition of all contacts.
pub fn contacts() -> String {
    "contacts".into()
}

/// The partition of all broadcasts.
pub fn broadcasts() -> String {
    "broadcasts".into()
}

/// The partition of one shard of a broadcast's messages.
pub fn messages(broadcast: BroadcastId, shard: u8) -> String {
    format!("messages#{broadcast}#{shard}")
}

#[cfg(test)]
mod tests {
    use domain::PhoneNumber;
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_sample_key_of_each_item() {
        let contact = ContactId::new(Timestamp::UNIX_EPOCH, 1);
        let broadcast = BroadcastId::new(Timestamp::UNIX_EPOCH, 2);
        let phone = PhoneNumber::from_e164("+12125550123").expect("a number in E.164");
        let message = MessageId::for_phone(broadcast, &phone);
        let keys = [
            Key::contact(contact),
            Key::broadcast(broadcast),
            Key::message(message),
            Key::idempotency("5f2b"),
            Key::statistics(),
        ];
        let lines: Vec<String> = keys
            .iter()
            .map(|key| format!("{} | {}", key.pk, key.sk))
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @"
        contacts | con_00000000000000000000000001
        broadcasts | brc_00000000000000000000000002
        messages#brc_00000000000000000000000002#2 | msg_000000000000000000000000025A8N6EPP5XA03GNN
        idempotency#5f2b | idempotency
        statistics | statistics
        ");
    }
}
