//! Writing several items together or not at all:
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html>.

use std::time::Duration;

use app::error::{Error, Result};
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::error::TransactionCanceledException;
use aws_sdk_dynamodb::types::{
    Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};
use tokio::time::sleep;

use super::item::{Item, number};
use super::keys::Key;
use super::{DynamoStore, unavailable};

/// How often a transaction that met another one, or too much traffic, is tried.
const TRIES: u32 = 6;
/// The pause before the second try; it doubles with each.
const PAUSE: Duration = Duration::from_millis(40);

/// One action of a transaction.
#[derive(Debug, Clone)]
pub(super) struct Action {
    item: TransactWriteItem,
    is_conditional: bool,
}

impl Action {
    /// The most actions of one transaction.
    pub(super) const MAXIMUM: usize = 100;

    /// An action that has a condition, and asks for the old item when it fails.
    pub(super) fn conditional(item: TransactWriteItem) -> Self {
        Self {
            item,
            is_conditional: true,
        }
    }
}

/// What became of a transaction.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Everything was written.
    Written,
    /// Nothing was, for a condition failed. For each conditional action, in order: the item as it is, if there is one.
    Refused(Vec<Option<Item>>),
}

impl DynamoStore {
    /// An action that puts an item, whatever was there: the last one wins.
    pub(super) fn put_action(&self, item: Item) -> Result<Action> {
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .build()
            .map_err(unavailable)?;
        Ok(Action {
            item: TransactWriteItem::builder().put(put).build(),
            is_conditional: false,
        })
    }

    /// An action that deletes an item, if it is there.
    pub(super) fn delete_action(&self, key: &Key) -> Result<Action> {
        let delete = Delete::builder()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .build()
            .map_err(unavailable)?;
        Ok(Action {
            item: TransactWriteItem::builder().delete(delete).build(),
            is_conditional: false,
        })
    }

    /// An action that deletes an item, if it has the version that was read.
    pub(super) fn delete_version_action(&self, key: &Key, read_version: u32) -> Result<Action> {
        let delete = Delete::builder()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .condition_expression("#version = :version")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", number(read_version))
            .build()
            .map_err(unavailable)?;
        Ok(Action::conditional(
            TransactWriteItem::builder().delete(delete).build(),
        ))
    }

    /// An action that puts an item in the place of the version that was read, and asks for the old one when it fails.
    pub(super) fn put_version_action(&self, item: Item, read_version: u32) -> Result<Action> {
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("#version = :version")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", number(read_version))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(unavailable)?;
        Ok(Action::conditional(
            TransactWriteItem::builder().put(put).build(),
        ))
    }

    /// An action that adds an item, and asks for the existing one when its key exists.
    pub(super) fn put_new_action(&self, item: Item) -> Result<Action> {
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(unavailable)?;
        Ok(Action::conditional(
            TransactWriteItem::builder().put(put).build(),
        ))
    }

    /// Does all of these, or none.
    pub(super) async fn transact(&self, actions: Vec<Action>) -> Result<Outcome> {
        let conditional: Vec<usize> = actions
            .iter()
            .enumerate()
            .filter(|(_, action)| action.is_conditional)
            .map(|(index, _)| index)
            .collect();
        let items: Vec<TransactWriteItem> = actions.into_iter().map(|action| action.item).collect();
        for attempt in 0..TRIES {
            let result = self
                .client
                .transact_write_items()
                .set_transact_items(Some(items.clone()))
                .send()
                .await;
            match result.map_err(SdkError::into_service_error) {
                Ok(_) => return Ok(Outcome::Written),
                Err(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                    if let Some(outcome) = outcome_of(&cancelled, &conditional)? {
                        return Ok(outcome);
                    }
                    sleep(PAUSE * 2_u32.pow(attempt)).await;
                }
                Err(error) => return Err(unavailable(error)),
            }
        }
        Err(Error::Unavailable(
            "DynamoDB is too busy to write several items together".into(),
        ))
    }
}

/// Why a transaction was cancelled; `None` when it may succeed if it is tried again.
fn outcome_of(
    cancelled: &TransactionCanceledException,
    conditional: &[usize],
) -> Result<Option<Outcome>> {
    let reasons = cancelled.cancellation_reasons();
    let has = |code: &str| reasons.iter().any(|reason| reason.code() == Some(code));
    if has("ConditionalCheckFailed") {
        let old = conditional.iter().map(|index| {
            let item = reasons.get(*index)?.item()?;
            (!item.is_empty()).then(|| item.clone())
        });
        return Ok(Some(Outcome::Refused(old.collect())));
    }
    let may_pass = [
        "TransactionConflict",
        "ThrottlingError",
        "ProvisionedThroughputExceeded",
    ];
    if may_pass.into_iter().any(has) {
        return Ok(None);
    }
    let codes: Vec<&str> = reasons.iter().filter_map(|reason| reason.code()).collect();
    Err(Error::Unavailable(format!(
        "DynamoDB cancelled a transaction: {}",
        codes.join(", ")
    )))
}
