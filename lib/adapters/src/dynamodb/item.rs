//! Between our structs and DynamoDB's items, and the reads and page walks that every store shares.

use std::collections::HashMap;
use std::time::Duration;

use app::error::{Error, Result};
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use futures::future::try_join_all;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::sleep;

use super::keys::Key;
use super::{DynamoStore, unavailable};

/// DynamoDB reads 100 items a request.
const BATCH: usize = 100;
/// When it is busy it leaves some of them for another request; after this many requests we give up.
const BATCH_TRIES: u32 = 6;
/// The pause before the second request; it grows with each.
pub(super) const BATCH_PAUSE: Duration = Duration::from_millis(50);

/// An item as the SDK has it.
pub(super) type Item = HashMap<String, AttributeValue>;

/// Makes an item of a record and its key.
pub(super) fn to_item(key: &Key, record: &impl Serialize) -> Result<Item> {
    let mut item: Item = serde_dynamo::to_item(record).map_err(unreadable)?;
    item.extend(key.attributes());
    Ok(item)
}

/// Reads a record from an item.
pub(super) fn from_item<T: DeserializeOwned>(item: Item) -> Result<T> {
    serde_dynamo::from_item(item).map_err(unreadable)
}

/// The item's place within its partition, as an id.
pub(super) fn sort_id<T: std::str::FromStr>(item: &Item) -> Result<T> {
    text(item, "sk")
        .and_then(|sk| sk.parse().ok())
        .ok_or_else(|| unreadable("an item with a sort key of another kind"))
}

/// A text attribute.
pub(super) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

/// A count; one that was never written is 0. Counts can't fall below 0 in the end, but between two
/// shards of a stream they may for a moment, which is shown as 0.
pub(super) fn count(item: &Item, name: &str) -> u64 {
    item.get(name)
        .and_then(|value| value.as_n().ok())
        .and_then(|number| number.parse::<i64>().ok())
        .map_or(0, |number| number.max(0).unsigned_abs())
}

/// A number.
pub(super) fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// A text.
pub(super) fn string(value: impl ToString) -> AttributeValue {
    AttributeValue::S(value.to_string())
}

fn unreadable(error: impl ToString) -> Error {
    Error::Unavailable(format!(
        "an item of the table can't be read or written: {}",
        error.to_string()
    ))
}

impl DynamoStore {
    pub(super) async fn get_item(&self, key: &Key, consistent: bool) -> Result<Option<Item>> {
        let output = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .consistent_read(consistent)
            .send()
            .await
            .map_err(unavailable)?;
        Ok(output.item)
    }

    /// Reads those of these items that exist, in no order. No key may be there twice.
    pub(super) async fn get_items(&self, keys: Vec<Key>, consistent: bool) -> Result<Vec<Item>> {
        let batches = keys
            .chunks(BATCH)
            .map(|batch| self.get_batch(batch, consistent));
        Ok(try_join_all(batches).await?.concat())
    }

    /// Reads up to 100 items; DynamoDB may leave some for another request.
    async fn get_batch(&self, keys: &[Key], consistent: bool) -> Result<Vec<Item>> {
        let mut items = Vec::with_capacity(keys.len());
        let mut left: Vec<Item> = keys.iter().map(Key::attributes).collect();
        for attempt in 0..BATCH_TRIES {
            if left.is_empty() {
                return Ok(items);
            }
            // A pause of nothing would still wait for the clock's next millisecond.
            if attempt > 0 {
                sleep(BATCH_PAUSE * attempt).await;
            }
            let wanted = KeysAndAttributes::builder()
                .set_keys(Some(left))
                .consistent_read(consistent)
                .build()
                .map_err(unavailable)?;
            let output = self
                .client
                .batch_get_item()
                .request_items(&self.table, wanted)
                .send()
                .await
                .map_err(unavailable)?;
            items.extend(output.responses.unwrap_or_default().into_values().flatten());
            left = output
                .unprocessed_keys
                .unwrap_or_default()
                .into_values()
                .flat_map(|keys| keys.keys)
                .collect();
        }
        if left.is_empty() {
            return Ok(items);
        }
        Err(Error::Unavailable(
            "DynamoDB is too busy to read several items".into(),
        ))
    }

    /// Puts an item whose present `version` is the one that was read; else answers the item as it is, which is empty
    /// when there is none.
    pub(super) async fn put_version(&self, item: Item, read_version: u32) -> Result<Option<Item>> {
        let result = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("#version = :version")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", number(read_version))
            .return_values_on_condition_check_failure(
                aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure::AllOld,
            )
            .send()
            .await;
        match result.map_err(aws_sdk_dynamodb::error::SdkError::into_service_error) {
            Ok(_) => Ok(None),
            Err(aws_sdk_dynamodb::operation::put_item::PutItemError::ConditionalCheckFailedException(failure)) => {
                Ok(Some(failure.item.unwrap_or_default()))
            }
            Err(error) => Err(unavailable(error)),
        }
    }

    /// Adds an item, unless its key exists: then answers the existing one.
    pub(super) async fn put_new(&self, item: Item) -> Result<Option<Item>> {
        let result = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk)")
            .return_values_on_condition_check_failure(
                aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure::AllOld,
            )
            .send()
            .await;
        match result.map_err(aws_sdk_dynamodb::error::SdkError::into_service_error) {
            Ok(_) => Ok(None),
            Err(aws_sdk_dynamodb::operation::put_item::PutItemError::ConditionalCheckFailedException(failure)) => {
                Ok(Some(failure.item.unwrap_or_default()))
            }
            Err(error) => Err(unavailable(error)),
        }
    }
}
