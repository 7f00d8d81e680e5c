//! Reads changes of records from the table's stream, as Lambda hands them over:
//! <https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html>.

use aws_lambda_events::dynamodb::EventRecord;
use domain::statistics::{ContactPresence, MessageChange, StreamPosition};
use domain::{ContactId, MessageId, MessageStatus, MessageType};
use serde::Deserialize;

use super::keys::{self, Key, MESSAGE_SHARDS};

/// A change that counts depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountedChange {
    /// A message was made or changed its status.
    Message(MessageChange),
    /// A contact was made, changed or deleted.
    Contact(ContactPresence),
}

/// A record of the stream can't be understood.
#[derive(Debug, thiserror::Error)]
#[error("the stream record {event_id} can't be read: {reason}")]
pub struct UnreadableRecord {
    event_id: String,
    reason: String,
}

#[derive(Deserialize)]
struct Keys {
    pk: String,
    sk: String,
}

#[derive(Deserialize)]
struct MessageImage {
    message_type: MessageType,
    status: MessageStatus,
}

#[derive(Deserialize)]
struct ContactImage {
    active: bool,
}

/// Reads one record; `None` when nothing in it is counted.
///
/// # Errors
/// When the record is of a kind that is counted and can't be understood.
pub fn read_change(record: EventRecord) -> Result<Option<CountedChange>, UnreadableRecord> {
    let event_id = record.event_id.clone();
    read(record).map_err(|reason| UnreadableRecord { event_id, reason })
}

fn read(record: EventRecord) -> Result<Option<CountedChange>, String> {
    let change = record.change;
    let key: Keys = serde_dynamo::from_item(change.keys).map_err(|error| error.to_string())?;
    let position = change
        .sequence_number
        .as_deref()
        .and_then(StreamPosition::parse)
        .ok_or("it has no sequence number")?;
    let has_old = !change.old_image.is_empty();
    let has_new = !change.new_image.is_empty();
    let message = key.sk.parse::<MessageId>().ok();
    // The note that a message waits for a person stands under its id too.
    if let Some(id) = message.filter(|id| key.pk == Key::message(*id).pk) {
        // A deleted message keeps its place in the counts: they tell what happened.
        if !has_new {
            return Ok(None);
        }
        let image = |item| {
            serde_dynamo::from_item::<_, MessageImage>(item).map_err(|error| error.to_string())
        };
        let new = image(change.new_image)?;
        let from = if has_old {
            Some(image(change.old_image)?.status)
        } else {
            None
        };
        return Ok(
            (from != Some(new.status)).then_some(CountedChange::Message(MessageChange {
                broadcast_id: id.broadcast_id(),
                shard: id.shard(MESSAGE_SHARDS),
                position,
                message_type: new.message_type,
                from,
                to: new.status,
            })),
        );
    }
    // The note of a deletion stands under the contact's id too, and is no contact.
    if key.pk == keys::contacts() && key.sk.parse::<ContactId>().is_ok() {
        let image = |item, present| match present {
            false => Ok(None),
            true => serde_dynamo::from_item::<_, ContactImage>(item)
                .map(|image| Some(image.active))
                .map_err(|error| error.to_string()),
        };
        let from = image(change.old_image, has_old)?;
        let to = image(change.new_image, has_new)?;
        return Ok(
            (from != to).then_some(CountedChange::Contact(ContactPresence {
                position,
                from,
                to,
            })),
        );
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_insert(pk: &str, image: serde_json::Value) -> Result<Option<CountedChange>, String> {
        let keys = json!({ "pk": { "S": pk }, "sk": { "S": "con_00000000000000000000000001" } });
        let record = json!({
            "awsRegion": "us-east-1",
            "eventID": "1",
            "eventName": "INSERT",
            "dynamodb": { "Keys": keys, "NewImage": image, "SequenceNumber": "7", "SizeBytes": 1 },
        });
        let record = serde_json::from_value(record).expect("a stream record");
        read_change(record).map_err(|error| error.to_string())
    }

    #[test]
    fn a_contact_is_counted_and_the_note_of_its_deletion_is_not() {
        let contact = read_insert("contacts", json!({ "active": { "BOOL": true } }));
        assert!(
            matches!(contact, Ok(Some(CountedChange::Contact(_)))),
            "{contact:?}"
        );
        let deletion = read_insert(
            "deletions",
            json!({ "at": { "S": "2026-03-01T09:30:00Z" } }),
        );
        assert_eq!(deletion, Ok(None));
    }
}
