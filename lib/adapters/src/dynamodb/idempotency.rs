//! Keys by which a repeated request is recognised.

use app::error::{Error, Result};
use app::ports::{IdempotencyStore, Reservation};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use domain::BroadcastId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{from_item, number, string, to_item};
use super::keys::Key;
use super::{DynamoStore, unavailable};

#[derive(Serialize, Deserialize)]
struct KeyRecord {
    broadcast_id: BroadcastId,
    fingerprint: String,
    /// Seconds since 1970. DynamoDB deletes the item some days later, so reads check it themselves.
    expires_at: i64,
}

#[async_trait]
impl IdempotencyStore for DynamoStore {
    /// I1
    async fn reserve_key(
        &self,
        key: &str,
        broadcast_id: BroadcastId,
        fingerprint: &str,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Reservation> {
        let record = KeyRecord {
            broadcast_id,
            fingerprint: fingerprint.to_owned(),
            expires_at: expires_at.as_second(),
        };
        let result = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(to_item(&Key::idempotency(key), &record)?))
            .condition_expression("attribute_not_exists(pk) OR expires_at <= :now")
            .expression_attribute_values(":now", number(now.as_second()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(Reservation::Reserved),
            Err(PutItemError::ConditionalCheckFailedException(failure)) => {
                let missing =
                    || Error::Unavailable("DynamoDB did not return the reserved key".into());
                let existing: KeyRecord = from_item(failure.item.ok_or_else(missing)?)?;
                Ok(Reservation::Existing {
                    broadcast_id: existing.broadcast_id,
                    fingerprint: existing.fingerprint,
                })
            }
            Err(error) => Err(unavailable(error)),
        }
    }

    /// I3
    async fn find_key(&self, key: &str) -> Result<Option<(BroadcastId, String)>> {
        let item = self.get_item(&Key::idempotency(key), true).await?;
        let record: Option<KeyRecord> = item.map(from_item).transpose()?;
        Ok(record.map(|record| (record.broadcast_id, record.fingerprint)))
    }

    /// I2
    async fn replace_fingerprint(&self, key: &str, from: &str, to: &str) -> Result<bool> {
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::idempotency(key).attributes()))
            .update_expression("SET fingerprint = :to")
            .condition_expression("fingerprint = :from")
            .expression_attribute_values(":from", string(from))
            .expression_attribute_values(":to", string(to))
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(true),
            Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(false),
            Err(error) => Err(unavailable(error)),
        }
    }
}
