//! Broadcasts, with the counts of their messages in the same item.

use std::collections::BTreeMap;

use app::Page;
use app::error::Result;
use app::ports::{BroadcastStore, PlanAdvance};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use domain::ContactId;
use domain::broadcast::{BirthdayOnly, BroadcastStage, Notice, PlanProgress};
use domain::statistics::StatusCounts;
use domain::{
    Audience, Broadcast, BroadcastId, BroadcastProgress, LanguageTag, MessageContent,
    MessageStatus, MessageType, MicroDollars, Purpose,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{Item, count, from_item, number, sort_id, string, to_item};
use super::keys::{self, Key};
use super::pages::PageOf;
use super::statistics::count_attribute;
use super::{DynamoStore, unavailable};

#[derive(Serialize, Deserialize)]
struct BroadcastRecord {
    content: MessageContent,
    #[serde(default = "LanguageTag::english")]
    language: LanguageTag,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    translations: BTreeMap<LanguageTag, MessageContent>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    church_name: Option<String>,
    #[serde(default)]
    purpose: Purpose,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_test: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scheduled_at: Option<Timestamp>,
    message_type: MessageType,
    audience: Audience,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    birthday: Option<BirthdayOnly>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    landlines_of: Option<BroadcastId>,
    created_by: String,
    created_at: Timestamp,
    stage: BroadcastStage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    plan_last_contact: Option<ContactId>,
    plan_recipients: u64,
    plan_left_out: u64,
    #[serde(default)]
    plan_segments: u64,
    #[serde(default)]
    plan_cost: MicroDollars,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    plan_held_until: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    plan_out_by: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    planned_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cancelled_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    release_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notice: Option<Notice>,
}

pub(super) fn broadcast_item(broadcast: &Broadcast) -> Result<Item> {
    let record = BroadcastRecord {
        content: broadcast.content.clone(),
        language: broadcast.language.clone(),
        translations: broadcast.translations.clone(),
        church_name: broadcast.church_name.clone(),
        purpose: broadcast.purpose,
        is_test: broadcast.is_test,
        scheduled_at: broadcast.scheduled_at,
        message_type: broadcast.message_type,
        audience: broadcast.audience.clone(),
        birthday: broadcast.birthday,
        landlines_of: broadcast.landlines_of,
        created_by: broadcast.created_by.clone(),
        created_at: broadcast.created_at,
        stage: broadcast.stage,
        plan_last_contact: broadcast.plan.last_contact,
        plan_recipients: broadcast.plan.recipients,
        plan_left_out: broadcast.plan.left_out,
        plan_segments: broadcast.plan.segments,
        plan_cost: broadcast.plan.cost,
        plan_held_until: broadcast.plan.held_until,
        plan_out_by: broadcast.plan.out_by,
        planned_at: broadcast.planned_at,
        cancelled_at: broadcast.cancelled_at,
        release_at: broadcast.release_at,
        notice: broadcast.notice.clone(),
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
            language: record.language,
            translations: record.translations,
            church_name: record.church_name,
            purpose: record.purpose,
            is_test: record.is_test,
            scheduled_at: record.scheduled_at,
            message_type: record.message_type,
            audience: record.audience,
            birthday: record.birthday,
            landlines_of: record.landlines_of,
            created_by: record.created_by,
            created_at: record.created_at,
            stage: record.stage,
            plan: PlanProgress {
                last_contact: record.plan_last_contact,
                recipients: record.plan_recipients,
                left_out: record.plan_left_out,
                segments: record.plan_segments,
                cost: record.plan_cost,
                held_until: record.plan_held_until,
                out_by: record.plan_out_by,
            },
            planned_at: record.planned_at,
            cancelled_at: record.cancelled_at,
            release_at: record.release_at,
            notice: record.notice,
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
        let page = PageOf::newest_first(keys::broadcasts(), before, limit);
        self.read_page(page, read_broadcast).await
    }

    /// B4
    async fn advance_plan(
        &self,
        id: BroadcastId,
        from: &PlanProgress,
        to: &PlanProgress,
        planned_at: Option<Timestamp>,
    ) -> Result<PlanAdvance> {
        let mut set = vec![
            "plan_recipients = :recipients",
            "plan_left_out = :left_out",
            "plan_segments = :segments",
            "plan_cost = :cost",
        ];
        let mut request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::broadcast(id).attributes()))
            .expression_attribute_values(":planning", stage(BroadcastStage::Planning)?)
            .expression_attribute_values(":recipients", number(to.recipients))
            .expression_attribute_values(":left_out", number(to.left_out))
            .expression_attribute_values(":segments", number(to.segments))
            .expression_attribute_values(":cost", number(to.cost.micros()))
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
        if let Some(at) = to.out_by {
            set.push("plan_out_by = :out_by");
            request = request.expression_attribute_values(":out_by", string(at));
        }
        if let Some(at) = to.held_until {
            set.push("plan_held_until = :held_until");
            request = request.expression_attribute_values(":held_until", string(at));
            if planned_at.is_some() {
                set.push("release_at = :held_until");
            }
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

    /// B8
    async fn set_release(
        &self,
        id: BroadcastId,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Result<bool> {
        let mut request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::broadcast(id).attributes()));
        request = match from {
            None => request
                .condition_expression("attribute_exists(pk) AND attribute_not_exists(release_at)"),
            Some(from) => request
                .condition_expression("release_at = :from")
                .expression_attribute_values(":from", string(from)),
        };
        request = match to {
            None => request.update_expression("REMOVE release_at"),
            Some(to) => request
                .update_expression("SET release_at = :to")
                .expression_attribute_values(":to", string(to)),
        };
        match request.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(true),
            Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(false),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// B6
    async fn pause_broadcast(&self, id: BroadcastId, notice: &Notice) -> Result<bool> {
        let change = StageChange {
            from: &[BroadcastStage::Planning, BroadcastStage::Sending],
            to: BroadcastStage::Paused,
            is_planned: None,
            notice: Some(notice),
        };
        self.change_stage(id, change).await
    }

    /// B7: where planning had not ended, it is taken up again.
    async fn resume_broadcast(&self, id: BroadcastId) -> Result<bool> {
        for (to, is_planned) in [
            (BroadcastStage::Sending, true),
            (BroadcastStage::Planning, false),
        ] {
            let change = StageChange {
                from: &[BroadcastStage::Paused],
                to,
                is_planned: Some(is_planned),
                notice: None,
            };
            if self.change_stage(id, change).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// B6
    async fn refuse_broadcast(&self, id: BroadcastId, notice: &Notice) -> Result<bool> {
        let change = StageChange {
            from: &[BroadcastStage::Planning],
            to: BroadcastStage::Refused,
            is_planned: Some(false),
            notice: Some(notice),
        };
        self.change_stage(id, change).await
    }

    /// B9: writing it twice is writing it once.
    async fn forget_reply(&self, id: BroadcastId) -> Result<()> {
        let nobody = serde_dynamo::to_attribute_value(Audience::nobody()).map_err(unavailable)?;
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::broadcast(id).attributes()))
            .update_expression("SET content = :removed, audience = :nobody")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":removed", string(MessageContent::removed().as_str()))
            .expression_attribute_values(":nobody", nobody)
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) | Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
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

/// A change of a broadcast's stage.
struct StageChange<'a> {
    from: &'a [BroadcastStage],
    to: BroadcastStage,
    /// When given, it is made only if planning has, or has not, ended.
    is_planned: Option<bool>,
    notice: Option<&'a Notice>,
}

impl DynamoStore {
    /// Makes the change, if the stage allows it. Answers whether it did.
    async fn change_stage(&self, id: BroadcastId, change: StageChange<'_>) -> Result<bool> {
        let names: Vec<String> = (0..change.from.len())
            .map(|index| format!(":from{index}"))
            .collect();
        let mut condition = format!("stage IN ({})", names.join(", "));
        match change.is_planned {
            Some(true) => condition.push_str(" AND attribute_exists(planned_at)"),
            Some(false) => condition.push_str(" AND attribute_not_exists(planned_at)"),
            None => {}
        }
        let mut request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::broadcast(id).attributes()))
            .condition_expression(condition)
            .expression_attribute_values(":to", stage(change.to)?);
        for (name, from) in names.into_iter().zip(change.from) {
            request = request.expression_attribute_values(name, stage(*from)?);
        }
        request = match change.notice {
            None => request.update_expression("SET stage = :to REMOVE notice"),
            Some(notice) => request
                .update_expression("SET stage = :to, notice = :notice")
                .expression_attribute_values(
                    ":notice",
                    serde_dynamo::to_attribute_value(notice).map_err(unavailable)?,
                ),
        };
        match request.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(true),
            Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(false),
            Err(error) => Err(unavailable(error)),
        }
    }
}
