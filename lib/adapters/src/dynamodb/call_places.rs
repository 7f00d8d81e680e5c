//! The places of the few calls that may be under way at once: one small item with them all, each with the second at which it
//! is free again by itself.

use std::collections::BTreeMap;

use app::error::Result;
use app::ports::CallPlaceStore;
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use domain::AttemptId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{from_item, number, to_item};
use super::keys::Key;
use super::{DynamoStore, unavailable};

/// How often a place is tried for while others take and give back theirs. Whoever gets none waits, and tries again.
const TRIES: usize = 5;

#[derive(Default, Serialize, Deserialize)]
struct CallPlaces {
    /// By attempt, the second until which its place is taken.
    places: BTreeMap<String, i64>,
    /// Grows with each change.
    version: u64,
}

impl CallPlaces {
    /// Without those that are free again.
    fn at(mut self, now: Timestamp) -> Self {
        self.places.retain(|_, until| *until > now.as_second());
        self
    }
}

#[async_trait]
impl CallPlaceStore for DynamoStore {
    /// X4
    async fn count_call_places(&self, now: Timestamp) -> Result<usize> {
        Ok(self.call_places(false).await?.at(now).places.len())
    }

    /// X5
    async fn take_call_place(
        &self,
        attempt: AttemptId,
        limit: u8,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool> {
        for _ in 0..TRIES {
            let read = self.call_places(true).await?;
            let read_version = read.version;
            let mut taken = read.at(now);
            let place = attempt.to_string();
            if !taken.places.contains_key(&place) && taken.places.len() >= usize::from(limit) {
                return Ok(false);
            }
            // One second more, for the part of a second that is left out.
            taken.places.insert(place, until.as_second() + 1);
            taken.version += 1;
            if self.put_call_places(&taken, read_version).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// X6
    async fn give_call_place_back(&self, attempt: AttemptId) -> Result<()> {
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::call_places().attributes()))
            .update_expression("REMOVE #places.#attempt ADD #version :one")
            .condition_expression("attribute_exists(#places.#attempt)")
            .expression_attribute_names("#places", "places")
            .expression_attribute_names("#version", "version")
            .expression_attribute_names("#attempt", attempt.to_string())
            .expression_attribute_values(":one", number(1))
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) | Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }
}

impl DynamoStore {
    async fn call_places(&self, is_consistent: bool) -> Result<CallPlaces> {
        let item = self.get_item(&Key::call_places(), is_consistent).await?;
        Ok(item.map(from_item).transpose()?.unwrap_or_default())
    }

    /// Answers `false` when somebody else has changed them since.
    async fn put_call_places(&self, places: &CallPlaces, read_version: u64) -> Result<bool> {
        let result = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(to_item(&Key::call_places(), places)?))
            .condition_expression("attribute_not_exists(pk) OR #version = :read")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":read", number(read_version))
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(true),
            Err(PutItemError::ConditionalCheckFailedException(_)) => Ok(false),
            Err(error) => Err(unavailable(error)),
        }
    }
}
