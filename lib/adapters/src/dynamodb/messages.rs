//! Messages. A message's item stays under 1 KB, so that each change of its status costs one write unit; what it
//! says is kept once, with its broadcast.

use app::Page;
use app::error::{Error, Result};
use app::ports::{ClaimResult, Creation, MessageStore, MessageUpdate};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{ReturnValue, ReturnValuesOnConditionCheckFailure};
use domain::message::Transition;
use domain::wording::RecipientValues;
use domain::{
    AttemptId, BroadcastId, ContactId, LanguageTag, Message, MessageId, MessageStatus, MessageType,
    PhoneNumber, SkipReason, TimeZoneName,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{Item, from_item, number, sort_id, string, to_item};
use super::keys::{self, Key, MESSAGE_SHARDS};
use super::{DynamoStore, unavailable};

/// How many questions one page of a list may ask, so that the work of a request is bounded. It is more than
/// there are shards, so that a page that ends early has always seen a message to go on from.
const QUESTIONS_A_PAGE: u8 = 2 * MESSAGE_SHARDS;

#[derive(Serialize, Deserialize)]
struct MessageRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contact_id: Option<ContactId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumber>,
    language: LanguageTag,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time_zone: Option<TimeZoneName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    values: Option<RecipientValues>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    segments: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hold_until: Option<Timestamp>,
    message_type: MessageType,
    status: MessageStatus,
    attempts: u32,
    created_at: Timestamp,
    updated_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    skip_reason: Option<SkipReason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    attempt_id: Option<AttemptId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lease_until: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    twilio_sid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error_message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delivered_at: Option<Timestamp>,
}

fn message_item(message: &Message) -> Result<Item> {
    let message = message.clone();
    let record = MessageRecord {
        contact_id: message.contact_id,
        phone: message.phone,
        language: message.language,
        time_zone: message.time_zone,
        values: message.values,
        segments: message.segments,
        hold_until: message.hold_until,
        message_type: message.message_type,
        status: message.status,
        attempts: message.attempts,
        created_at: message.created_at,
        updated_at: message.updated_at,
        skip_reason: message.skip_reason,
        attempt_id: message.last_attempt,
        lease_until: None,
        twilio_sid: message.twilio_sid,
        error_code: message.error_code,
        error_message: message.error_message,
        sent_at: message.sent_at,
        delivered_at: message.delivered_at,
    };
    to_item(&Key::message(message.id), &record)
}

fn read_message(item: Item) -> Result<Message> {
    let id = sort_id(&item)?;
    Ok(message_of(id, from_item(item)?))
}

fn message_of(id: MessageId, record: MessageRecord) -> Message {
    Message {
        id,
        contact_id: record.contact_id,
        phone: record.phone,
        language: record.language,
        time_zone: record.time_zone,
        values: record.values,
        segments: record.segments,
        hold_until: record.hold_until,
        message_type: record.message_type,
        status: record.status,
        skip_reason: record.skip_reason,
        attempts: record.attempts,
        last_attempt: record.attempt_id,
        twilio_sid: record.twilio_sid,
        error_code: record.error_code,
        error_message: record.error_message,
        sent_at: record.sent_at,
        delivered_at: record.delivered_at,
        created_at: record.created_at,
        updated_at: record.updated_at,
    }
}

/// What adding a message came to, from the item that was there before.
fn creation(existing: Option<Item>) -> Result<Creation> {
    let Some(existing) = existing else {
        return Ok(Creation::Created);
    };
    let record: MessageRecord = from_item(existing)?;
    Ok(Creation::Exists {
        contact_id: record.contact_id,
    })
}

/// What a lost claim came to, from the item as it is.
fn lost_claim(id: MessageId, item: Item, attempt: AttemptId) -> Result<ClaimResult> {
    let record: MessageRecord = from_item(item)?;
    match (record.status, record.attempt_id, record.lease_until) {
        // Our own claim, whose answer was lost: the SDK asked again and failed on what it had written.
        (MessageStatus::Sending, Some(holder), _) if holder == attempt => {
            Ok(ClaimResult::Claimed(Box::new(message_of(id, record))))
        }
        (MessageStatus::Sending, Some(attempt), Some(lease_until)) => Ok(ClaimResult::Held {
            attempt,
            lease_until,
        }),
        (status, ..) => Ok(ClaimResult::Settled(status)),
    }
}

/// Whether a refused change had been made already, by a first try of the same attempt whose answer was lost.
fn was_made(item: Option<Item>, update: &MessageUpdate) -> bool {
    let Some(Ok(record)) = item
        .filter(|item| !item.is_empty())
        .map(from_item::<MessageRecord>)
    else {
        return false;
    };
    update.attempt.is_some()
        && record.attempt_id == update.attempt
        && record.status == update.transition.to()
}

/// The parts of an update expression that set the details of a transition.
fn update_expression(update: &MessageUpdate) -> (String, Vec<(&'static str, String)>) {
    let mut set = vec!["#status = :to", "updated_at = :at"];
    let mut remove = vec!["lease_until"];
    let mut values = Vec::new();
    match update.hold_until {
        Some(until) => {
            set.push("hold_until = :hold_until");
            values.push((":hold_until", until.to_string()));
        }
        None => remove.push("hold_until"),
    }
    match &update.failure {
        Some(failure) => {
            set.extend(["error_code = :error_code", "error_message = :error_message"]);
            values.push((":error_code", failure.code.clone()));
            values.push((":error_message", failure.sentence.clone()));
        }
        None => remove.extend(["error_code", "error_message"]),
    }
    // The next call has an id of its own, and what is still reported of this one changes nothing.
    if update.transition == Transition::CallAgain {
        remove.extend(["twilio_sid", "attempt_id"]);
    }
    if let Some(sid) = &update.twilio_sid {
        set.push("twilio_sid = if_not_exists(twilio_sid, :twilio_sid)");
        values.push((":twilio_sid", sid.clone()));
    }
    if let Some(reason) = update.skip_reason {
        set.push("skip_reason = :skip_reason");
        values.push((":skip_reason", serde_name(reason)));
    }
    let reported = matches!(update.transition, Transition::Report(_));
    let to = update.transition.to();
    if reported
        && matches!(
            to,
            MessageStatus::Sent | MessageStatus::Undelivered | MessageStatus::Delivered
        )
    {
        set.push("sent_at = if_not_exists(sent_at, :at)");
    }
    if to == MessageStatus::Delivered {
        set.push("delivered_at = :at");
    }
    (
        format!("SET {} REMOVE {}", set.join(", "), remove.join(", ")),
        values,
    )
}

fn serde_name(reason: SkipReason) -> String {
    serde_dynamo::to_attribute_value::<_, aws_sdk_dynamodb::types::AttributeValue>(reason)
        .ok()
        .and_then(|value| value.as_s().ok().cloned())
        .unwrap_or_default()
}

#[async_trait]
impl MessageStore for DynamoStore {
    /// M1
    async fn create_messages(&self, messages: &[Message]) -> Result<Vec<Creation>> {
        let items: Vec<Item> = messages.iter().map(message_item).collect::<Result<_>>()?;
        let existing = self.put_all_new(items).await?;
        existing.into_iter().map(creation).collect()
    }

    /// M2
    async fn get_message(&self, id: MessageId) -> Result<Option<Message>> {
        let item = self.get_item(&Key::message(id), false).await?;
        item.map(read_message).transpose()
    }

    /// M6
    async fn get_messages(&self, ids: &[MessageId]) -> Result<Vec<Message>> {
        let keys = ids.iter().map(|id| Key::message(*id)).collect();
        let items = self.get_items(keys, false).await?;
        items.into_iter().map(read_message).collect()
    }

    /// M7: of a message that waits nobody has to know the number any more; whoever has it already goes on.
    async fn forget_recipient(&self, id: MessageId, at: Timestamp) -> Result<()> {
        let update = MessageUpdate {
            skip_reason: Some(SkipReason::Deleted),
            ..MessageUpdate::new(Transition::Skip, at)
        };
        self.transition_message(id, &update).await?;
        self.client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::message(id).attributes()))
            .update_expression("REMOVE phone, #values")
            .expression_attribute_names("#values", "values")
            .condition_expression("attribute_exists(pk)")
            .send()
            .await
            .map_err(unavailable)?;
        Ok(())
    }

    /// M3
    async fn list_messages(
        &self,
        broadcast: BroadcastId,
        status: Option<MessageStatus>,
        after: Option<MessageId>,
        limit: usize,
    ) -> Result<Page<Message, MessageId>> {
        let mut items: Vec<Message> = Vec::new();
        let mut shard = after.map_or(0, |id| id.shard(MESSAGE_SHARDS));
        let mut start = after;
        let mut last_seen = after;
        for _ in 0..QUESTIONS_A_PAGE {
            let room = limit - items.len();
            let page = self
                .query_shard(broadcast, shard, status, start, room)
                .await?;
            items.extend(page.items);
            start = page.next;
            if start.is_none() {
                shard += 1;
                if shard == MESSAGE_SHARDS {
                    return Ok(Page { items, next: None });
                }
            }
            last_seen = start
                .or(items.last().map(|message| message.id))
                .or(last_seen);
            if items.len() >= limit {
                break;
            }
        }
        Ok(Page {
            items,
            next: last_seen,
        })
    }

    /// M4
    async fn claim_message(
        &self,
        id: MessageId,
        attempt: AttemptId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<ClaimResult> {
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::message(id).attributes()))
            .update_expression(
                "SET #status = :sending, attempt_id = :attempt, lease_until = :lease_until, updated_at = :now \
                 REMOVE hold_until ADD attempts :one",
            )
            .condition_expression("#status = :queued")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":queued", string(MessageStatus::Queued.as_str()))
            .expression_attribute_values(":sending", string(Transition::Claim.to().as_str()))
            .expression_attribute_values(":attempt", string(attempt))
            .expression_attribute_values(":lease_until", string(lease_until))
            .expression_attribute_values(":now", string(now))
            .expression_attribute_values(":one", number(1))
            .return_values(ReturnValue::AllNew)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(output) => {
                let missing =
                    || Error::Unavailable("DynamoDB did not return the claimed message".into());
                let item = output.attributes.ok_or_else(missing)?;
                Ok(ClaimResult::Claimed(Box::new(read_message(item)?)))
            }
            Err(UpdateItemError::ConditionalCheckFailedException(failure)) => {
                match failure.item.filter(|item| !item.is_empty()) {
                    Some(item) => lost_claim(id, item, attempt),
                    None => Ok(ClaimResult::Missing),
                }
            }
            Err(error) => Err(unavailable(error)),
        }
    }

    /// M5
    async fn transition_message(&self, id: MessageId, update: &MessageUpdate) -> Result<bool> {
        let from = update.transition.from();
        let names: Vec<String> = (0..from.len())
            .map(|index| format!(":from{index}"))
            .collect();
        let mut condition = format!("#status IN ({})", names.join(", "));
        let (expression, values) = update_expression(update);
        let mut request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::message(id).attributes()))
            .update_expression(expression)
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":to", string(update.transition.to().as_str()))
            .expression_attribute_values(":at", string(update.at))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        for (name, status) in names.into_iter().zip(from) {
            request = request.expression_attribute_values(name, string(status.as_str()));
        }
        for (name, value) in values {
            request = request.expression_attribute_values(name, string(value));
        }
        if let Some(attempt) = update.attempt {
            condition.push_str(" AND attempt_id = :attempt");
            request = request.expression_attribute_values(":attempt", string(attempt));
        }
        let result = request.condition_expression(condition).send().await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(true),
            Err(UpdateItemError::ConditionalCheckFailedException(failure)) => {
                Ok(was_made(failure.item, update))
            }
            Err(error) => Err(unavailable(error)),
        }
    }
}

impl DynamoStore {
    /// Reads up to `size` items of one shard after the given one, and keeps those in `status`.
    async fn query_shard(
        &self,
        broadcast: BroadcastId,
        shard: u8,
        status: Option<MessageStatus>,
        after: Option<MessageId>,
        size: usize,
    ) -> Result<Page<Message, MessageId>> {
        let mut request = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", string(keys::messages(broadcast, shard)))
            .set_exclusive_start_key(after.map(|id| Key::message(id).attributes()))
            .limit(i32::try_from(size).unwrap_or(i32::MAX));
        if let Some(status) = status {
            request = request
                .filter_expression("#status = :status")
                .expression_attribute_names("#status", "status")
                .expression_attribute_values(":status", string(status.as_str()));
        }
        let output = request.send().await.map_err(unavailable)?;
        Ok(Page {
            next: output.last_evaluated_key().map(sort_id).transpose()?,
            items: output
                .items
                .unwrap_or_default()
                .into_iter()
                .map(read_message)
                .collect::<Result<_>>()?,
        })
    }
}
