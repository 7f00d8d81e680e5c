//! Between our structs and DynamoDB's items, and the reads and page walks that every store shares.

use std::collections::HashMap;

use app::error::{Error, Result};
use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::keys::Key;
use super::{DynamoStore, unavailable};

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
