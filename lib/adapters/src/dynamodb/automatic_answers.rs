//! What the church answers by itself, how each text was answered, and when each sender last was.

use app::error::Result;
use app::ports::{AutomaticAnswerStore, Replacement};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    AttributeValue, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use domain::thread::{Answer, AutomaticAnswer};
use domain::{AutomaticAnswers, ThreadEntryId, ThreadId};
use jiff::Timestamp;
use serde::Serialize;

use super::item::{Item, from_item, number, to_item};
use super::keys::Key;
use super::threads::{answer_of, read_entry};
use super::transactions::{Action, Outcome};
use super::{DynamoStore, unavailable};

/// No text that is there is decided twice, and none that is gone comes back. A text's words are two levels down, beside
/// what was decided.
const IS_UNDECIDED: &str = "attribute_exists(pk) AND attribute_not_exists(content.answer)";
const DECIDE: &str = "SET content.answer = :answer";

#[derive(Serialize)]
struct AnsweredRecord {
    /// Milliseconds since 1970, so that it can be compared.
    answered_at: i64,
}

/// What was decided about a text before, from its item as it is. One that is gone was deleted with the person.
fn decided(item: Option<Item>) -> Result<Answer> {
    let Some(item) = item.filter(|item| !item.is_empty()) else {
        return Ok(Answer::Nothing);
    };
    Ok(answer_of(read_entry(item)?).unwrap_or(Answer::Nothing))
}

fn attribute(answer: &Answer) -> Result<AttributeValue> {
    serde_dynamo::to_attribute_value(answer).map_err(unavailable)
}

#[async_trait]
impl AutomaticAnswerStore for DynamoStore {
    /// A1
    async fn get_answers(&self) -> Result<AutomaticAnswers> {
        let item = self.get_item(&Key::automatic_answers(), true).await?;
        Ok(item.map(from_item).transpose()?.unwrap_or_default())
    }

    /// A2
    async fn replace_answers(
        &self,
        answers: &AutomaticAnswers,
        read_version: u32,
    ) -> Result<Replacement> {
        let item = to_item(&Key::automatic_answers(), answers)?;
        let refused = match read_version {
            0 => self.put_new(item).await?,
            _ => self.put_version(item, read_version).await?,
        };
        match refused {
            None => Ok(Replacement::Done),
            // A first try whose answer was lost has written the very same.
            Some(found) if !found.is_empty() => {
                let found: AutomaticAnswers = from_item(found)?;
                Ok(match found == *answers {
                    true => Replacement::Done,
                    false => Replacement::Stale,
                })
            }
            Some(_) => Ok(Replacement::Missing),
        }
    }
}

impl DynamoStore {
    /// N2
    pub(super) async fn decide(
        &self,
        thread: ThreadId,
        entry: ThreadEntryId,
        answer: &AutomaticAnswer,
        now: Timestamp,
        quiet_since: Timestamp,
    ) -> Result<Answer> {
        let key = Key::thread_entry(thread, entry);
        let answer = Answer::Words(answer.clone());
        let actions = vec![
            self.answered_action(thread, now, quiet_since)?,
            self.answer_action(&key, &answer)?,
        ];
        match self.transact(actions).await? {
            Outcome::Written => Ok(answer),
            Outcome::Refused(old) => {
                // Only what refused comes back: without the text's own item it was the answer to an earlier text.
                match old.into_iter().nth(1).flatten() {
                    Some(item) => decided(Some(item)),
                    None => self.leave_unanswered(&key).await,
                }
            }
        }
    }

    /// Notes that a sender gets an automatic answer, unless it got one not long ago.
    fn answered_action(
        &self,
        thread: ThreadId,
        now: Timestamp,
        quiet_since: Timestamp,
    ) -> Result<Action> {
        let record = AnsweredRecord {
            answered_at: now.as_millisecond(),
        };
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(to_item(&Key::automatic_answer(thread), &record)?))
            .condition_expression("attribute_not_exists(pk) OR answered_at <= :quiet_since")
            .expression_attribute_values(":quiet_since", number(quiet_since.as_millisecond()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(unavailable)?;
        Ok(Action::conditional(
            TransactWriteItem::builder().put(put).build(),
        ))
    }

    /// Notes with a text how it is answered, unless that is decided.
    fn answer_action(&self, key: &Key, answer: &Answer) -> Result<Action> {
        let update = Update::builder()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .update_expression(DECIDE)
            .condition_expression(IS_UNDECIDED)
            .expression_attribute_values(":answer", attribute(answer)?)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(unavailable)?;
        Ok(Action::conditional(
            TransactWriteItem::builder().update(update).build(),
        ))
    }

    /// Decides that a text is not answered, unless it is decided; answers what was decided.
    async fn leave_unanswered(&self, key: &Key) -> Result<Answer> {
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .update_expression(DECIDE)
            .condition_expression(IS_UNDECIDED)
            .expression_attribute_values(":answer", attribute(&Answer::Nothing)?)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(Answer::Nothing),
            Err(UpdateItemError::ConditionalCheckFailedException(failure)) => decided(failure.item),
            Err(error) => Err(unavailable(error)),
        }
    }
}
