//! The directory.

use std::time::Duration;

use app::Page;
use app::error::{Error, Result};
use app::ports::{ContactStore, Replacement};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{KeysAndAttributes, ReturnValuesOnConditionCheckFailure};
use domain::contact::ContactDetails;
use domain::{Contact, ContactId};
use futures::future::try_join_all;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use super::item::{Item, from_item, number, sort_id, string, to_item};
use super::keys::{self, Key};
use super::{DynamoStore, unavailable};

/// DynamoDB reads 100 items a request.
const BATCH: usize = 100;
/// When it is busy it leaves some of them for another request; after this many requests we give up.
const BATCH_TRIES: u32 = 6;
/// The pause before the second request; it grows with each.
const BATCH_PAUSE: Duration = Duration::from_millis(50);

#[derive(Serialize, Deserialize)]
struct ContactRecord {
    #[serde(flatten)]
    details: ContactDetails,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: u32,
}

fn contact_item(contact: &Contact) -> Result<Item> {
    let record = ContactRecord {
        details: contact.details.clone(),
        created_at: contact.created_at,
        updated_at: contact.updated_at,
        version: contact.version,
    };
    to_item(&Key::contact(contact.id), &record)
}

fn read_contact(item: Item) -> Result<Contact> {
    let id = sort_id(&item)?;
    let record: ContactRecord = from_item(item)?;
    Ok(Contact {
        id,
        details: record.details,
        created_at: record.created_at,
        updated_at: record.updated_at,
        version: record.version,
    })
}

/// What a failed condition says: the old item is there and has another version, or it is not there.
fn stale_or_missing(old: Option<Item>) -> Replacement {
    if old.is_some_and(|item| !item.is_empty()) {
        Replacement::Stale
    } else {
        Replacement::Missing
    }
}

#[async_trait]
impl ContactStore for DynamoStore {
    /// C1
    async fn create_contact(&self, contact: &Contact) -> Result<()> {
        // An id that exists is our own, written by a first try whose answer was lost.
        self.put_new(contact_item(contact)?).await?;
        Ok(())
    }

    /// C2
    async fn get_contact(&self, id: ContactId) -> Result<Option<Contact>> {
        let item = self.get_item(&Key::contact(id), true).await?;
        item.map(read_contact).transpose()
    }

    /// C3
    async fn get_contacts(&self, ids: &[ContactId]) -> Result<Vec<Contact>> {
        let batches: Vec<_> = ids
            .chunks(BATCH)
            .map(|batch| self.get_batch(batch))
            .collect();
        let mut contacts = try_join_all(batches).await?.concat();
        contacts.sort_unstable_by_key(|contact| contact.id);
        Ok(contacts)
    }

    /// C4
    async fn list_contacts(
        &self,
        after: Option<ContactId>,
        limit: usize,
    ) -> Result<Page<Contact, ContactId>> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", string(keys::contacts()))
            .consistent_read(true)
            .set_exclusive_start_key(after.map(|id| Key::contact(id).attributes()))
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
                .map(read_contact)
                .collect::<Result<_>>()?,
        })
    }

    /// C5
    async fn replace_contact(&self, contact: &Contact, read_version: u32) -> Result<Replacement> {
        let result = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(contact_item(contact)?))
            .condition_expression("#version = :version")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", number(read_version))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(Replacement::Done),
            Err(PutItemError::ConditionalCheckFailedException(failure)) => {
                let old = failure
                    .item
                    .filter(|item| !item.is_empty())
                    .map(read_contact)
                    .transpose()?;
                Ok(match old {
                    None => Replacement::Missing,
                    // Our own, written by a first try whose answer was lost.
                    Some(old) if old == *contact => Replacement::Done,
                    Some(_) => Replacement::Stale,
                })
            }

            Err(error) => Err(unavailable(error)),
        }
    }

    /// C6
    async fn delete_contact(
        &self,
        id: ContactId,
        read_version: Option<u32>,
    ) -> Result<Replacement> {
        let mut request = self
            .client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(Key::contact(id).attributes()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        request = match read_version {
            None => request.condition_expression("attribute_exists(pk)"),
            Some(version) => request
                .condition_expression("#version = :version")
                .expression_attribute_names("#version", "version")
                .expression_attribute_values(":version", number(version)),
        };
        match request.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(Replacement::Done),
            Err(DeleteItemError::ConditionalCheckFailedException(failure)) => {
                Ok(stale_or_missing(failure.item))
            }
            Err(error) => Err(unavailable(error)),
        }
    }
}

impl DynamoStore {
    /// Reads up to 100 contacts; DynamoDB may leave some for another request.
    async fn get_batch(&self, ids: &[ContactId]) -> Result<Vec<Contact>> {
        let mut contacts = Vec::with_capacity(ids.len());
        let mut left: Vec<Item> = ids
            .iter()
            .map(|id| Key::contact(*id).attributes())
            .collect();
        for attempt in 0..BATCH_TRIES {
            if left.is_empty() {
                return Ok(contacts);
            }
            sleep(BATCH_PAUSE * attempt).await;
            let wanted = KeysAndAttributes::builder()
                .set_keys(Some(left))
                .consistent_read(true)
                .build()
                .map_err(unavailable)?;
            let output = self
                .client
                .batch_get_item()
                .request_items(&self.table, wanted)
                .send()
                .await
                .map_err(unavailable)?;
            for item in output.responses.unwrap_or_default().into_values().flatten() {
                contacts.push(read_contact(item)?);
            }
            left = output
                .unprocessed_keys
                .unwrap_or_default()
                .into_values()
                .flat_map(|keys| keys.keys)
                .collect();
        }
        if left.is_empty() {
            return Ok(contacts);
        }
        Err(Error::Unavailable(
            "DynamoDB is too busy to read all contacts".into(),
        ))
    }
}
