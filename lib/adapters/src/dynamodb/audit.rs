//! The audit: who did what. Entries are added, and none is ever taken away.

use app::Page;
use app::error::Result;
use app::ports::AuditStore;
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use domain::AuditId;
use domain::audit::{AuditAction, AuditEntry, AuditOutcome};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{Item, from_item, sort_id, to_item};
use super::keys::{self, Key};
use super::pages::PageOf;
use super::{DynamoStore, unavailable};

#[derive(Serialize, Deserialize)]
struct AuditRecord {
    at: Timestamp,
    by: String,
    action: AuditAction,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject_id: Option<String>,
    outcome: AuditOutcome,
}

fn read_entry(item: Item) -> Result<AuditEntry> {
    let id = sort_id(&item)?;
    let record: AuditRecord = from_item(item)?;
    Ok(AuditEntry {
        id,
        at: record.at,
        by: record.by,
        action: record.action,
        subject_id: record.subject_id,
        outcome: record.outcome,
    })
}

fn written(outcome: AuditOutcome) -> Result<aws_sdk_dynamodb::types::AttributeValue> {
    serde_dynamo::to_attribute_value(outcome).map_err(unavailable)
}

#[async_trait]
impl AuditStore for DynamoStore {
    /// A1
    async fn append_entry(&self, entry: &AuditEntry) -> Result<()> {
        let record = AuditRecord {
            at: entry.at,
            by: entry.by.clone(),
            action: entry.action,
            subject_id: entry.subject_id.clone(),
            outcome: entry.outcome,
        };
        // An id that exists is our own, written by a first try whose answer was lost.
        self.put_new(to_item(&Key::audit_entry(entry.id), &record)?)
            .await?;
        Ok(())
    }

    /// A2
    async fn settle_entry(&self, id: AuditId, outcome: AuditOutcome) -> Result<()> {
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::audit_entry(id).attributes()))
            .update_expression("SET outcome = :outcome")
            .condition_expression("outcome = :unclear")
            .expression_attribute_values(":outcome", written(outcome)?)
            .expression_attribute_values(":unclear", written(AuditOutcome::Unclear)?)
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) | Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// A3
    async fn list_entries(
        &self,
        before: Option<AuditId>,
        limit: usize,
    ) -> Result<Page<AuditEntry, AuditId>> {
        let page = PageOf::newest_first(keys::audit(), before, limit);
        self.read_page(page, read_entry).await
    }
}
