//! Broadcasts, with the counts of their messages in the same item.

use app::Page;
use app::error::Result;
use app::ports::{BroadcastStore, PlanAdvance};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use domain::ContactId;
use domain::broadcast::{BroadcastStage, PlanProgress};
use domain::statistics::StatusCounts;
use domain::{
    Audience, Broadcast, BroadcastId, BroadcastProgress, MessageContent, MessageStatus, MessageType,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{Item, count, from_item, number, sort_id, string, to_item};
use super::keys::{self, Key};
use super::statistics::count_attribute;
use super::{DynamoStore, unavailable};

#[derive(Serialize, Deserialize)]
struct BroadcastRecord {
    content: MessageContent,
    message_type: MessageType,
    audience: Audience,
    created_by: String,
    created_at: Timestamp,
    stage: BroadcastStage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    plan_last_contact: Option<ContactId>,
    plan_recipients: u64,
    plan_left_out: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    planned_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cancelled_at: Option<Timestamp>,
}

fn broadcast_item(broadcast: &Broadcast) -> Result<Item> {
    let record = BroadcastRecord {
        content: broadcast.content.clone(),
        message_type: broadcast.message_type,
        audience: broadcast.audience.clone(),
        created_by: broadcast.created_by.clone(),
        created_at: broadcast.created_at,
        stage: broadcast.stage,
        plan_last_contact: broadcast.plan.last_contact,
        plan_recipients: broadcast.plan.recipients,
        plan_left_out: broadcast.plan.left_out,
        planned_at: broadcast.planned_at,
        cancelled_at: broadcast.cancelled_at,
    };
    to_item(&Key::broadcast(broadcast.id), &record)
}

fn read_broadcast(item: Item) -> Result<BroadcastProgress> {
    let id = sort_id(&item)?;
    let mut counts = StatusCounts::default();
    for status in MessageStatus::ALL {
        counts.set(status, count(&item, &count_attribute(status)));
    }
    let record: BroadcastRecord = from_item(item)?;
    Ok(BroadcastProgress {
        broadcast: Broadcast {
            id,
            content: record.content,
            message_type: record.message_type,
            audience: record.audience,
            created_by: record.created_by,
            created_at: record.created_at,
            stage: record.stage,
            plan: PlanProgress {
                last_contact: record.plan_last_contact,
                recipients: record.plan_recipients,
                left_out: record.plan_left_out,
            },
            planned_at: record.planned_at,
            cancelled_at: record.cancelled_at,
        },
        counts,
    })
}

/// A stage as the table has it.
fn stage(stage: BroadcastStage) -> Result<aws_sdk_dynamodb::types::AttributeValue> {
    serde_dynamo::to_attribute_value(stage).map_err(unavailable)
}

#[async_trait]
impl BroadcastStore for DynamoStore {
    /// B1
    async fn create_broadcast(&self, broadcast: &Broadcast) -> Result<bool> {
        let existing = self.put_new(broadcast_item(broadcast)?).await?;
        Ok(existing.is_none())
    }

    /// B2
    async fn get_broadcast(&self, id: BroadcastId) -> Result<Option<BroadcastProgress>> {
        let item = self.get_item(&Key::broadcast(id), true).await?;
        item.map(read_broadcast).transpose()
    }

    /// B3
    async fn list_broadcasts(
        &self,
        before: Option<BroadcastId>,
        limit: usize,
    ) -> Result<Page<BroadcastProgress, BroadcastId>> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", string(keys::broadcasts()))
            .scan_index_forward(false)
            .set_exclusive_start_key(before.map(|id| Key::broadcast(id).attributes()))
            .limit(i32::try_from(limit).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(unavailable)?;
        Ok(Page {
            next: output.last_evaluated_key().map(sort_id).transpose()?,
            items: output
                .items
                .unwrap_or_default()
                .into_iter()
                .map(read_broadcast)
                .collect::<Result<_>>()?,
        })
    }

    /// B4
    async fn advance_plan(
        &self,
        id: BroadcastId,
        from: &PlanProgress,
        to: &PlanProgress,
        planned_at: Option<Timestamp>,
    ) -> Result<PlanAdvance> {
        let mut set = vec!["plan_recipients = :recipients", "plan_left_out = :left_out"];
        let mut request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::broadcast(id).attributes()))
            .expression_attribute_values(":planning", stage(BroadcastStage::Planning)?)
            .expression_attribute_values(":recipients", number(to.recipients))
            .expression_attribute_values(":left_out", number(to.left_out))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        request = match from.last_contact {
            None => request.condition_expression(
                "stage = :planning AND attribute_not_exists(plan_last_contact)",
            ),
            Some(from) => request
                .condition_expression("stage = :planning AND plan_last_contact = :from")
                .expression_attribute_values(":from", string(from)),
        };
        if let Some(last) = to.last_contact {
            set.push("plan_last_contact = :to");
            request = request.expression_attribute_values(":to", string(last));
        }
        if let Some(at) = planned_at {
            set.extend(["stage = :sending", "planned_at = :planned_at"]);
            request = request
                .expression_attribute_values(":sending", stage(BroadcastStage::Sending)?)
                .expression_attribute_values(":planned_at", string(at));
        }
        let result = request
            .update_expression(format!("SET {}", set.join(", ")))
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(PlanAdvance::Advanced),
            Err(UpdateItemError::ConditionalCheckFailedException(failure)) => {
                let old = failure
                    .item
                    .filter(|item| !item.is_empty())
                    .map(read_broadcast)
                    .transpose()?;
                // What stands there may be our own, written by a first try whose answer was lost.
                let is_ours = old.is_some_and(|old| {
                    old.broadcast.plan == *to
                        && old.broadcast.planned_at == planned_at
                        && to != from
                });
                Ok(if is_ours {
                    PlanAdvance::Advanced
                } else {
                    PlanAdvance::Overtaken
                })
            }
            Err(error) => Err(unavailable(error)),
        }
    }

    /// B5
    async fn cancel_broadcast(&self, id: BroadcastId, at: Timestamp) -> Result<bool> {
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::broadcast(id).attributes()))
            .update_expression("SET stage = :cancelled, cancelled_at = :at")
            .condition_expression("attribute_exists(pk) AND stage <> :cancelled")
            .expression_attribute_values(":cancelled", stage(BroadcastStage::Cancelled)?)
            .expression_attribute_values(":at", string(at))
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(true),
            Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(false),
            Err(error) => Err(unavailable(error)),
        }
    }
}
