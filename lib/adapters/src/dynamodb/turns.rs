//! The turns of a call: what was heard, what was answered, and what that leaves behind. A caller waits for each of these
//! requests, so a turn begins with one and ends with one.

use std::collections::BTreeSet;

use app::Page;
use app::error::{Error, Result};
use app::ports::{TurnBackground, TurnEffects};
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    AttributeValue, DeleteRequest, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
    WriteRequest,
};
use domain::CallId;
use domain::conversation::{Heard, Turn, TurnAnswer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{Item, from_item, number, string, text, to_item};
use super::keys::{self, Key};
use super::transactions::{Action, Outcome};
use super::{DynamoStore, unavailable};

/// A turn is answered once; whatever of it was kept before stays.
const ANSWER: &str = "SET heard = if_not_exists(heard, :heard), \
                      heard_at = if_not_exists(heard_at, :heard_at), answer = :answer";
const HAS_NO_ANSWER: &str = "attribute_not_exists(answer)";

/// How many items of a call are forgotten at once: each may stand for four, and a request takes 25.
const FORGOTTEN_AT_ONCE: i32 = 6;

/// A turn's number is in its key. What there is not yet is no attribute, so that a condition can ask for it.
#[derive(Serialize, Deserialize)]
struct TurnRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heard: Option<Heard>,
    heard_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<TurnAnswer>,
}

fn turn_number(item: &Item) -> Result<u16> {
    let number = text(item, "sk").and_then(|sk| sk.strip_prefix(keys::TURN)?.parse().ok());
    number.ok_or_else(|| Error::Unavailable("an item that is no turn among the turns".into()))
}

fn read_turn(item: Item) -> Result<Turn> {
    let number = turn_number(&item)?;
    let record: TurnRecord = from_item(item)?;
    Ok(Turn {
        number,
        heard: record.heard,
        heard_at: record.heard_at,
        answer: record.answer,
    })
}

/// The answer that a turn had before, from its item as it is.
fn kept_answer(item: Option<Item>) -> Result<TurnAnswer> {
    let answer = item
        .map(read_turn)
        .transpose()?
        .and_then(|turn| turn.answer);
    answer.ok_or_else(|| Error::Unavailable("a turn's answer could not be kept".into()))
}

fn attribute(value: &impl Serialize) -> Result<AttributeValue> {
    serde_dynamo::to_attribute_value(value).map_err(unavailable)
}

impl DynamoStore {
    pub(super) fn turn_item(call: CallId, turn: &Turn) -> Result<Item> {
        let record = TurnRecord {
            heard: turn.heard.clone(),
            heard_at: turn.heard_at,
            answer: turn.answer.clone(),
        };
        to_item(&Key::turn(call, turn.number), &record)
    }

    /// K2
    pub(super) async fn read_turn_background(
        &self,
        id: CallId,
        turns: &[u16],
    ) -> Result<Option<TurnBackground>> {
        let (call_key, settings_key) = (Key::call(id), Key::assistant_settings());
        let numbers: BTreeSet<u16> = turns.iter().copied().collect();
        let mut wanted: Vec<Key> = numbers.into_iter().map(|n| Key::turn(id, n)).collect();
        wanted.extend([call_key.clone(), settings_key.clone()]);
        let (mut call, mut settings, mut turns) = (None, None, Vec::new());
        for item in self.get_items(wanted, true).await? {
            match text(&item, "pk") {
                Some(pk) if pk == call_key.pk => call = Some(from_item(item)?),
                Some(pk) if pk == settings_key.pk => settings = Some(from_item(item)?),
                _ => turns.push(read_turn(item)?),
            }
        }
        turns.sort_by_key(|turn| turn.number);
        Ok(call.map(|call| TurnBackground {
            call,
            turns,
            settings,
        }))
    }

    /// K4, where the turn leaves nothing behind but its answer.
    pub(super) async fn write_answer(
        &self,
        id: CallId,
        turn: &Turn,
        answer: &TurnAnswer,
    ) -> Result<TurnAnswer> {
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::turn(id, turn.number).attributes()))
            .update_expression(ANSWER)
            .condition_expression(HAS_NO_ANSWER)
            .expression_attribute_values(":heard", attribute(&turn.heard)?)
            .expression_attribute_values(":heard_at", attribute(&turn.heard_at)?)
            .expression_attribute_values(":answer", attribute(answer)?)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(answer.clone()),
            // Another one's, or our own, written by a first try whose answer was lost: it is what was answered.
            Err(UpdateItemError::ConditionalCheckFailedException(failure)) => {
                kept_answer(failure.item)
            }
            Err(error) => Err(unavailable(error)),
        }
    }

    /// K4
    pub(super) async fn write_answer_with_effects(
        &self,
        id: CallId,
        turn: &Turn,
        answer: &TurnAnswer,
        effects: &TurnEffects,
    ) -> Result<TurnAnswer> {
        let mut actions = vec![
            self.answer_turn_action(id, turn, answer)?,
            self.effects_action(id, effects)?,
        ];
        if let Some(follow_up) = &effects.follow_up {
            actions.extend(self.new_follow_up_actions(follow_up)?);
        }
        match self.transact(actions).await? {
            Outcome::Written => Ok(answer.clone()),
            Outcome::Refused(old) => kept_answer(old.into_iter().next().flatten()),
        }
    }

    fn answer_turn_action(&self, id: CallId, turn: &Turn, answer: &TurnAnswer) -> Result<Action> {
        let update = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::turn(id, turn.number).attributes()))
            .update_expression(ANSWER)
            .condition_expression(HAS_NO_ANSWER)
            .expression_attribute_values(":heard", attribute(&turn.heard)?)
            .expression_attribute_values(":heard_at", attribute(&turn.heard_at)?)
            .expression_attribute_values(":answer", attribute(answer)?)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(unavailable)?;
        Ok(Action::conditional(
            TransactWriteItem::builder().update(update).build(),
        ))
    }

    /// What a turn changes of its call: each only ever adds, so that no version has to be read for it. A version that
    /// somebody else has read is then stale.
    fn effects_action(&self, id: CallId, effects: &TurnEffects) -> Result<Action> {
        let mut expression = "SET #version = #version + :one".to_owned();
        let mut update = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::call(id).attributes()))
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":one", number(1));
        if let Some(language) = effects.language {
            expression.push_str(", #language = :language");
            update = update
                .expression_attribute_names("#language", "language")
                .expression_attribute_values(":language", attribute(&language)?);
        }
        if effects.is_confidential {
            expression.push_str(", is_confidential = :yes");
            update = update.expression_attribute_values(":yes", AttributeValue::Bool(true));
        }
        if let Some(need) = effects.care_need {
            expression.push_str(", care_need = :need");
            update = update.expression_attribute_values(":need", attribute(&need)?);
        }
        if effects.follow_up.is_some() {
            expression.push_str(", follow_ups = follow_ups + :one");
        }
        let update = update.update_expression(expression).build();
        Ok(Action::conditional(
            TransactWriteItem::builder()
                .update(update.map_err(unavailable)?)
                .build(),
        ))
    }

    /// K9
    pub(super) async fn read_turns(
        &self,
        id: CallId,
        after: Option<u16>,
        limit: usize,
    ) -> Result<Page<Turn, u16>> {
        let start = after.map(|number| Key::turn(id, number).attributes());
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND begins_with(sk, :turn)")
            .expression_attribute_values(":pk", string(keys::call(id)))
            .expression_attribute_values(":turn", string(keys::TURN))
            .consistent_read(true)
            .set_exclusive_start_key(start)
            .limit(i32::try_from(limit).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(unavailable)?;
        let next = output.last_evaluated_key().map(turn_number).transpose()?;
        let items = output.items.unwrap_or_default().into_iter();
        Ok(Page {
            items: items.map(read_turn).collect::<Result<_>>()?,
            next,
        })
    }

    /// Deletes some of what was said in a call, and of what it left to do. Answers whether there may be more.
    pub(super) async fn delete_some_of_call(&self, id: CallId) -> Result<bool> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", string(keys::call(id)))
            .projection_expression("pk, sk")
            .consistent_read(true)
            .limit(FORGOTTEN_AT_ONCE)
            .send()
            .await
            .map_err(unavailable)?;
        let found = output.items.unwrap_or_default();
        if found.is_empty() {
            return Ok(false);
        }
        // What leads to a follow-up goes after it: what DynamoDB leaves for another request must be found again.
        let follow_ups = found
            .iter()
            .filter_map(|item| text(item, "sk")?.parse().ok());
        let keys = follow_ups.flat_map(keys::traces_of_follow_up);
        self.delete_all(keys.map(|key| key.attributes()).collect())
            .await?;
        self.delete_all(found).await?;
        Ok(true)
    }

    /// Deletes at most 25 items.
    async fn delete_all(&self, keys: Vec<Item>) -> Result<()> {
        let mut requests = Vec::with_capacity(keys.len());
        for key in keys {
            let delete = DeleteRequest::builder().set_key(Some(key)).build();
            let delete = delete.map_err(unavailable)?;
            requests.push(WriteRequest::builder().delete_request(delete).build());
        }
        if requests.is_empty() {
            return Ok(());
        }
        let output = self
            .client
            .batch_write_item()
            .request_items(&self.table, requests)
            .send()
            .await
            .map_err(unavailable)?;
        match output.unprocessed_items.unwrap_or_default().is_empty() {
            true => Ok(()),
            false => Err(Error::Unavailable(
                "DynamoDB is too busy to delete several items".into(),
            )),
        }
    }
}
