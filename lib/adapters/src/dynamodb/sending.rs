//! What the workers that send share, and what they leave to people.

use app::Page;
use app::error::Result;
use app::ports::{ReviewStore, SenderStore};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use domain::MessageId;
use domain::sender::SenderState;
use jiff::Timestamp;

use super::item::{from_item, number, sort_id, string};
use super::keys::{self, Key};
use super::pages::PageOf;
use super::{DynamoStore, unavailable};

#[async_trait]
impl ReviewStore for DynamoStore {
    /// R1: the last one wins, and all are the same.
    async fn put_review(&self, id: MessageId) -> Result<()> {
        self.client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(Key::review(id).attributes()))
            .send()
            .await
            .map_err(unavailable)?;
        Ok(())
    }

    /// R2: taking it away twice is taking it away once.
    async fn delete_review(&self, id: MessageId) -> Result<()> {
        self.client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(Key::review(id).attributes()))
            .send()
            .await
            .map_err(unavailable)?;
        Ok(())
    }

    /// R3
    async fn list_reviews(
        &self,
        after: Option<MessageId>,
        limit: usize,
    ) -> Result<Page<MessageId, MessageId>> {
        let page = PageOf::all(keys::reviews(), after, limit);
        self.read_page(page, |item| sort_id(&item)).await
    }
}

#[async_trait]
impl SenderStore for DynamoStore {
    /// X1
    async fn get_sender(&self) -> Result<SenderState> {
        let item = self.get_item(&Key::sender(), false).await?;
        Ok(item.map(from_item).transpose()?.unwrap_or_default())
    }

    /// X2: times are compared as numbers, for as texts they may differ in the number of their digits.
    async fn pause_sender(&self, state: SenderState) -> Result<()> {
        let Some(until) = state.paused_until else {
            return Ok(());
        };
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::sender().attributes()))
            .update_expression(
                "SET paused_until = :until, paused_until_second = :second, backoff_seconds = :backoff",
            )
            .condition_expression(
                "attribute_not_exists(paused_until_second) OR paused_until_second < :second",
            )
            .expression_attribute_values(":until", string(until))
            .expression_attribute_values(":second", number(until.as_second()))
            .expression_attribute_values(":backoff", number(state.backoff_seconds))
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) | Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// X3
    async fn extend_backlog(&self, from: Option<Timestamp>, to: Timestamp) -> Result<bool> {
        let mut request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::sender().attributes()))
            .update_expression("SET busy_until = :to")
            .expression_attribute_values(":to", string(to));
        request = match from {
            None => request.condition_expression("attribute_not_exists(busy_until)"),
            Some(from) => request
                .condition_expression("busy_until = :from")
                .expression_attribute_values(":from", string(from)),
        };
        match request.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(true),
            Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(false),
            Err(error) => Err(unavailable(error)),
        }
    }
}
