//! Drafts for the model to translate, and what became of each language: items of one partition, so that a worker writes
//! each language when it is done, and a page reads all of them at once.

use std::collections::BTreeMap;

use app::error::{Error, Result};
use app::ports::TranslationStore;
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use domain::translation::{LanguageOutcome, TranslationProgress};
use domain::{LanguageTag, Translation, TranslationId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::imports::expiring_item;
use super::item::{Item, from_item, string, text};
use super::keys::{self, Key};
use super::{DynamoStore, unavailable};

/// What is read of the draft's item.
#[derive(Deserialize)]
struct TranslationRecord {
    #[serde(flatten)]
    translation: Translation,
    begun_at: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
struct OutcomeRecord {
    language: LanguageTag,
    #[serde(flatten)]
    outcome: LanguageOutcome,
}

fn read_progress(items: Vec<Item>) -> Result<Option<TranslationProgress>> {
    let (drafts, outcomes): (Vec<Item>, Vec<Item>) = items
        .into_iter()
        .partition(|item| text(item, "sk") == Some("translation"));
    let Some(draft) = drafts.into_iter().next() else {
        return Ok(None);
    };
    let record: TranslationRecord = from_item(draft)?;
    let outcomes: Vec<OutcomeRecord> =
        outcomes.into_iter().map(from_item).collect::<Result<_>>()?;
    Ok(Some(TranslationProgress {
        translation: record.translation,
        begun_at: record.begun_at,
        outcomes: outcomes
            .into_iter()
            .map(|record| (record.language, record.outcome))
            .collect::<BTreeMap<_, _>>(),
    }))
}

#[async_trait]
impl TranslationStore for DynamoStore {
    /// L1
    async fn create_translation(&self, translation: &Translation) -> Result<()> {
        let key = Key::translation(translation.id);
        let item = expiring_item(&key, translation, Some(translation.expires_at()))?;
        self.put_new(item).await?;
        Ok(())
    }

    /// L2
    async fn get_translation(&self, id: TranslationId) -> Result<Option<TranslationProgress>> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", string(keys::translations(id)))
            .consistent_read(true)
            .send()
            .await
            .map_err(unavailable)?;
        if output.last_evaluated_key().is_some() {
            // Twenty languages are a third of the megabyte that a page has.
            return Err(Error::Unavailable(
                "a translation has grown too large".into(),
            ));
        }
        read_progress(output.items.unwrap_or_default())
    }

    /// L3
    async fn begin_translation(&self, id: TranslationId, now: Timestamp) -> Result<bool> {
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::translation(id).attributes()))
            .update_expression("SET begun_at = :now")
            .condition_expression("attribute_exists(pk) AND attribute_not_exists(begun_at)")
            .expression_attribute_values(":now", string(now))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(true),
            Err(UpdateItemError::ConditionalCheckFailedException(failure)) => {
                // Our own, written by a first try whose answer was lost.
                let old = failure.item.unwrap_or_default();
                Ok(text(&old, "begun_at") == Some(now.to_string().as_str()))
            }
            Err(error) => Err(unavailable(error)),
        }
    }

    /// L4
    async fn keep_outcome(
        &self,
        translation: &Translation,
        language: &LanguageTag,
        outcome: &LanguageOutcome,
    ) -> Result<()> {
        let record = OutcomeRecord {
            language: language.clone(),
            outcome: outcome.clone(),
        };
        let key = Key::translated(translation.id, language);
        let item = expiring_item(&key, &record, Some(translation.expires_at()))?;
        self.put_new(item).await?;
        Ok(())
    }
}
