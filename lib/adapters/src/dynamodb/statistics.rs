//! Counts that follow the table's stream, each change exactly once.
//!
//! Lambda gives out stream records at least once, and those of one partition in order. So each partition has the
//! position of its last counted record beside the counts, and counts and position change together or not at
//! all. A batch that was counted in part is trimmed to the rest.

use app::error::{Error, Result};
use app::ports::{Statistics, StatisticsStore};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    CancellationReason, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use domain::statistics::{ContactPresence, MessageChange, StatusCounts, StatusDeltas, sum_changes};
use domain::{BroadcastId, MessageStatus, MessageType};
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use tokio::time::sleep;
use tracing::warn;

use super::item::{Item, count, number, string, text};
use super::keys::Key;
use super::{DynamoStore, unavailable};

/// Tries of one transaction. Others may hold the totals for a moment; Lambda tries again after these.
const TRIES: u32 = 5;
/// The pause before the second try; it grows with each.
const PAUSE: Duration = Duration::from_millis(20);
/// The position of the last counted change of a contact.
const CONTACTS_POSITION: &str = "contacts_position";

/// The attribute that counts a broadcast's messages in a status.
pub(super) fn count_attribute(status: MessageStatus) -> String {
    format!("count_{}", status.as_str())
}

/// The attribute that counts all messages of a type in a status.
fn total_attribute(message_type: MessageType, status: MessageStatus) -> String {
    format!("{}_{}", message_type.as_str(), status.as_str())
}

/// The attribute with the position of the last counted change of a shard.
fn position_attribute(shard: u8) -> String {
    format!("position_{shard}")
}

/// An update expression with its names and values, put together piece by piece.
#[derive(Default)]
struct Expression {
    add: Vec<String>,
    set: Vec<String>,
    condition: Vec<String>,
    names: HashMap<String, String>,
    values: Item,
}

impl Expression {
    fn add_count(&mut self, attribute: String, delta: i64) {
        let index = self.add.len();
        self.add.push(format!("#count{index} :count{index}"));
        self.names.insert(format!("#count{index}"), attribute);
        self.values.insert(format!(":count{index}"), number(delta));
    }

    /// Moves a position from anywhere before `first` to `last`.
    fn move_position(&mut self, attribute: String, first: &str, last: &str) {
        let index = self.set.len();
        self.set.push(format!("#position{index} = :last{index}"));
        self.condition.push(format!(
            "(attribute_not_exists(#position{index}) OR #position{index} < :first{index})"
        ));
        self.names.insert(format!("#position{index}"), attribute);
        self.values.insert(format!(":first{index}"), string(first));
        self.values.insert(format!(":last{index}"), string(last));
    }

    fn update(&self) -> String {
        let mut parts = Vec::new();
        if !self.set.is_empty() {
            parts.push(format!("SET {}", self.set.join(", ")));
        }
        if !self.add.is_empty() {
            parts.push(format!("ADD {}", self.add.join(", ")));
        }
        parts.join(" ")
    }
}

/// What became of counting a batch.
enum Counted {
    Done,
    /// Some of it had been counted; this is the item with the positions.
    Before(Item),
    /// Someone else was writing at that moment.
    Busy,
}

#[async_trait]
impl StatisticsStore for DynamoStore {
    /// S1
    async fn count_message_changes(
        &self,
        broadcast: BroadcastId,
        changes: &[MessageChange],
    ) -> Result<()> {
        let mut left: Vec<&MessageChange> = changes.iter().collect();
        for attempt in 1..=TRIES {
            if left.is_empty() {
                return Ok(());
            }
            match self.try_count_messages(broadcast, &left).await? {
                Counted::Done => return Ok(()),
                Counted::Busy => sleep(PAUSE * attempt).await,
                Counted::Before(item) if item.is_empty() => {
                    warn!(broadcast.id = %broadcast, "Messages of a broadcast that is not in the table are not counted");
                    return Ok(());
                }
                Counted::Before(item) => left.retain(|change| {
                    text(&item, &position_attribute(change.shard))
                        .is_none_or(|last| change.position.as_str() > last)
                }),
            }
        }
        Err(Error::Unavailable("the counts were busy".into()))
    }

    /// S2
    async fn count_contact_changes(&self, changes: &[ContactPresence]) -> Result<()> {
        let mut left: Vec<&ContactPresence> = changes.iter().collect();
        for attempt in 1..=TRIES {
            if left.is_empty() {
                return Ok(());
            }
            match self.try_count_contacts(&left).await? {
                Counted::Done => return Ok(()),
                Counted::Busy => sleep(PAUSE * attempt).await,
                Counted::Before(item) => left.retain(|change| {
                    text(&item, CONTACTS_POSITION)
                        .is_none_or(|last| change.position.as_str() > last)
                }),
            }
        }
        Err(Error::Unavailable("the counts were busy".into()))
    }

    /// S3
    async fn get_statistics(&self) -> Result<Statistics> {
        let item = self
            .get_item(&Key::statistics(), false)
            .await?
            .unwrap_or_default();
        let messages = MessageType::ALL.map(|message_type| {
            let mut counts = StatusCounts::default();
            for status in MessageStatus::ALL {
                counts.set(status, count(&item, &total_attribute(message_type, status)));
            }
            (message_type, counts)
        });
        Ok(Statistics {
            contacts_total: count(&item, "contacts_total"),
            contacts_active: count(&item, "contacts_active"),
            messages: messages.into(),
        })
    }
}

impl DynamoStore {
    /// Counts for the broadcast, and for the totals, in one transaction.
    async fn try_count_messages(
        &self,
        broadcast: BroadcastId,
        changes: &[&MessageChange],
    ) -> Result<Counted> {
        let mut of_broadcast = Expression::default();
        for (status, delta) in sum_changes(changes.iter().copied()) {
            of_broadcast.add_count(count_attribute(status), delta);
        }
        for (shard, (first, last)) in first_and_last_positions(changes) {
            of_broadcast.move_position(position_attribute(shard), first, last);
        }
        of_broadcast.condition.push("attribute_exists(pk)".into());

        let mut of_totals = Expression::default();
        for ((message_type, status), delta) in sum_by_type(changes) {
            of_totals.add_count(total_attribute(message_type, status), delta);
        }
        let mut items = vec![self.transact_update(&Key::broadcast(broadcast), of_broadcast)?];
        if !of_totals.add.is_empty() {
            items.push(self.transact_update(&Key::statistics(), of_totals)?);
        }
        let result = self
            .client
            .transact_write_items()
            .set_transact_items(Some(items))
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(Counted::Done),
            Err(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                let reasons = cancelled.cancellation_reasons();
                Ok(reasons
                    .iter()
                    .find_map(failed_condition)
                    .map_or(Counted::Busy, Counted::Before))
            }
            Err(error) => Err(unavailable(error)),
        }
    }

    fn transact_update(&self, key: &Key, expression: Expression) -> Result<TransactWriteItem> {
        let update_expression = expression.update();
        let condition = expression.condition.join(" AND ");
        let update = Update::builder()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .update_expression(update_expression)
            .set_condition_expression((!condition.is_empty()).then_some(condition))
            .set_expression_attribute_names(Some(expression.names))
            .set_expression_attribute_values(Some(expression.values))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(unavailable)?;
        Ok(TransactWriteItem::builder().update(update).build())
    }

    async fn try_count_contacts(&self, changes: &[&ContactPresence]) -> Result<Counted> {
        let difference = |count: fn(Option<bool>) -> i64| -> i64 {
            changes
                .iter()
                .map(|change| count(change.to) - count(change.from))
                .sum()
        };
        let mut expression = Expression::default();
        expression.add_count(
            "contacts_total".into(),
            difference(|presence| presence.is_some().into()),
        );
        expression.add_count(
            "contacts_active".into(),
            difference(|presence| (presence == Some(true)).into()),
        );
        if let (Some(first), Some(last)) = (changes.first(), changes.last()) {
            expression.move_position(
                CONTACTS_POSITION.into(),
                first.position.as_str(),
                last.position.as_str(),
            );
        }
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::statistics().attributes()))
            .update_expression(expression.update())
            .condition_expression(expression.condition.join(" AND "))
            .set_expression_attribute_names(Some(expression.names))
            .set_expression_attribute_values(Some(expression.values))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(Counted::Done),
            Err(UpdateItemError::ConditionalCheckFailedException(failure)) => {
                Ok(Counted::Before(failure.item.unwrap_or_default()))
            }
            Err(UpdateItemError::TransactionConflictException(_)) => Ok(Counted::Busy),
            Err(error) => Err(unavailable(error)),
        }
    }
}

/// The item whose condition failed, if that is why a transaction was cancelled.
fn failed_condition(reason: &CancellationReason) -> Option<Item> {
    (reason.code() == Some("ConditionalCheckFailed"))
        .then(|| reason.item().cloned().unwrap_or_default())
}

fn first_and_last_positions<'a>(changes: &[&'a MessageChange]) -> BTreeMap<u8, (&'a str, &'a str)> {
    let mut positions = BTreeMap::new();
    for change in changes {
        let position = change.position.as_str();
        positions
            .entry(change.shard)
            .and_modify(|(_, last)| *last = position)
            .or_insert((position, position));
    }
    positions
}

fn sum_by_type(changes: &[&MessageChange]) -> BTreeMap<(MessageType, MessageStatus), i64> {
    let mut sums = BTreeMap::new();
    for message_type in MessageType::ALL {
        let of_type = changes
            .iter()
            .copied()
            .filter(|change| change.message_type == message_type);
        let deltas: StatusDeltas = sum_changes(of_type);
        sums.extend(
            deltas
                .into_iter()
                .map(|(status, delta)| ((message_type, status), delta)),
        );
    }
    sums
}
