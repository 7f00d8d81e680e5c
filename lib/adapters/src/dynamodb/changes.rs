//! What happened to contacts: the changes of their records, and their deletions.

use app::Page;
use app::error::Result;
use app::ports::Deletion;
use aws_sdk_dynamodb::types::{DeleteRequest, WriteRequest};
use domain::history::{Actor, ChangeAction, ChangeRecord, ChangeSource, FieldChange};
use domain::{ChangeId, ContactId, PhoneNumber};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{Item, from_item, sort_id, string, to_item};
use super::keys::{self, Key};
use super::pages::PageOf;
use super::{DynamoStore, unavailable};

/// DynamoDB takes 25 deletions in one request.
const DELETED_AT_ONCE: i32 = 25;

#[derive(Serialize, Deserialize)]
struct ChangeItem {
    at: Timestamp,
    actor: Actor,
    action: ChangeAction,
    #[serde(flatten)]
    source: ChangeSource,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<FieldChange>,
}

#[derive(Serialize, Deserialize)]
struct DeletionItem {
    at: Timestamp,
    actor: Actor,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    phones: Vec<PhoneNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    finished_at: Option<Timestamp>,
}

pub(super) fn change_item(change: &ChangeRecord) -> Result<Item> {
    let record = ChangeItem {
        at: change.at,
        actor: change.actor.clone(),
        action: change.action,
        source: change.source,
        reason: change.reason.clone(),
        changes: change.changes.clone(),
    };
    to_item(&Key::change(change.contact_id, change.id), &record)
}

fn read_change(contact_id: ContactId, item: Item) -> Result<ChangeRecord> {
    let id = sort_id(&item)?;
    let record: ChangeItem = from_item(item)?;
    Ok(ChangeRecord {
        id,
        contact_id,
        at: record.at,
        actor: record.actor,
        action: record.action,
        source: record.source,
        reason: record.reason,
        changes: record.changes,
    })
}

pub(super) fn deletion_item(deletion: &Deletion) -> Result<Item> {
    let record = DeletionItem {
        at: deletion.at,
        actor: deletion.actor.clone(),
        phones: deletion.phones.clone(),
        finished_at: deletion.finished_at,
    };
    to_item(&Key::deletion(deletion.contact_id), &record)
}

impl DynamoStore {
    /// H1
    pub(super) async fn query_changes(
        &self,
        contact: ContactId,
        before: Option<ChangeId>,
        limit: usize,
    ) -> Result<Page<ChangeRecord, ChangeId>> {
        let page = PageOf::newest_first(keys::changes(contact), before, limit);
        self.read_page(page, |item| read_change(contact, item))
            .await
    }

    /// H2
    pub(super) async fn delete_some_changes(&self, contact: ContactId) -> Result<bool> {
        self.delete_some(&keys::changes(contact)).await
    }

    /// Deletes items of a partition. Answers whether there may be more.
    pub(super) async fn delete_some(&self, pk: &str) -> Result<bool> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", string(pk))
            .projection_expression("pk, sk")
            .consistent_read(true)
            .limit(DELETED_AT_ONCE)
            .send()
            .await
            .map_err(unavailable)?;
        let mut requests = Vec::new();
        for key in output.items.unwrap_or_default() {
            let delete = DeleteRequest::builder().set_key(Some(key)).build();
            let delete = delete.map_err(unavailable)?;
            requests.push(WriteRequest::builder().delete_request(delete).build());
        }
        if requests.is_empty() {
            return Ok(false);
        }
        // What DynamoDB leaves for another request is found again by the next look.
        self.client
            .batch_write_item()
            .request_items(&self.table, requests)
            .send()
            .await
            .map_err(unavailable)?;
        Ok(true)
    }

    /// H3
    pub(super) async fn read_deletion(&self, contact: ContactId) -> Result<Option<Deletion>> {
        let Some(item) = self.get_item(&Key::deletion(contact), true).await? else {
            return Ok(None);
        };
        let record: DeletionItem = from_item(item)?;
        Ok(Some(Deletion {
            contact_id: contact,
            at: record.at,
            actor: record.actor,
            phones: record.phones,
            finished_at: record.finished_at,
        }))
    }

    /// H4: the last one to close it wins.
    pub(super) async fn close_deletion(&self, contact: ContactId, at: Timestamp) -> Result<()> {
        self.client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::deletion(contact).attributes()))
            .update_expression("SET finished_at = :at REMOVE phones")
            .expression_attribute_values(":at", string(at))
            .send()
            .await
            .map_err(unavailable)?;
        Ok(())
    }
}
