//! Texts that came in, by the number that sent them, and when the number last got an automatic answer.

use app::error::{Error, Result};
use app::ports::{Answer, InboundTextStore, KeptText};
use app::receive_text::{AnsweredKeyword, InboundText};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use domain::{PhoneNumber, ReplyMeaning};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{Item, from_item, number, to_item};
use super::keys::{self, Key};
use super::transactions::{Action, Outcome};
use super::{DynamoStore, unavailable};

/// No text that is there is decided twice, and none that is gone comes back.
const IS_UNDECIDED: &str = "attribute_exists(pk) AND attribute_not_exists(answer)";

/// What is written of a text.
#[derive(Serialize)]
struct TextRecord<'a> {
    at: Timestamp,
    to: &'a str,
    body: &'a str,
    media: Vec<MediaRecord<'a>>,
    dropped_media: usize,
    segments: u32,
    meaning: ReplyMeaning,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_keyword: Option<&'static str>,
}

#[derive(Serialize)]
struct MediaRecord<'a> {
    url: &'a str,
    content_type: &'a str,
}

/// What is read of one that was kept before.
#[derive(Deserialize)]
struct KeptRecord {
    at: Timestamp,
    #[serde(default)]
    answer: Option<AnswerRecord>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AnswerRecord {
    Words(String),
    Nothing,
}

#[derive(Serialize)]
struct AnsweredRecord {
    /// Milliseconds since 1970, so that it can be compared.
    answered_at: i64,
}

impl From<Answer> for AnswerRecord {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Words(words) => Self::Words(words),
            Answer::Nothing => Self::Nothing,
        }
    }
}

impl From<AnswerRecord> for Answer {
    fn from(answer: AnswerRecord) -> Self {
        match answer {
            AnswerRecord::Words(words) => Self::Words(words),
            AnswerRecord::Nothing => Self::Nothing,
        }
    }
}

fn text_item(text: &InboundText, meaning: ReplyMeaning, at: Timestamp) -> Result<Item> {
    let media = text.media.iter().map(|media| MediaRecord {
        url: &media.url,
        content_type: &media.content_type,
    });
    let record = TextRecord {
        at,
        to: &text.to,
        body: &text.body,
        media: media.collect(),
        dropped_media: text.dropped_media,
        segments: text.segments,
        meaning,
        answered_keyword: text.answered_keyword.map(|keyword| match keyword {
            AnsweredKeyword::Stop => "stop",
            AnsweredKeyword::Start => "start",
            AnsweredKeyword::Help => "help",
        }),
    };
    to_item(
        &Key::inbound_text(text.from.as_str(), &text.message_sid),
        &record,
    )
}

/// What was decided about a text before, from its item as it is. One that is gone was deleted with the person.
fn decided(item: Option<Item>) -> Result<Answer> {
    let Some(item) = item.filter(|item| !item.is_empty()) else {
        return Ok(Answer::Nothing);
    };
    let record: KeptRecord = from_item(item)?;
    Ok(record.answer.map_or(Answer::Nothing, Answer::from))
}

#[async_trait]
impl InboundTextStore for DynamoStore {
    /// N1
    async fn keep_text(
        &self,
        text: &InboundText,
        meaning: ReplyMeaning,
        at: Timestamp,
    ) -> Result<KeptText> {
        match self.put_new(text_item(text, meaning, at)?).await? {
            None => Ok(KeptText { at, answer: None }),
            Some(kept) => {
                let record: KeptRecord = from_item(kept)?;
                Ok(KeptText {
                    at: record.at,
                    answer: record.answer.map(Answer::from),
                })
            }
        }
    }

    /// N2
    async fn decide_answer(
        &self,
        sender: &PhoneNumber,
        message_sid: &str,
        words: &str,
        now: Timestamp,
        quiet_since: Timestamp,
    ) -> Result<Answer> {
        let key = Key::inbound_text(sender.as_str(), message_sid);
        let answer = Answer::Words(words.to_owned());
        let actions = vec![
            self.answered_action(sender, now, quiet_since)?,
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

    /// N3
    async fn delete_texts(&self, sender: &PhoneNumber) -> Result<bool> {
        self.delete_some(&keys::inbound_texts(sender.as_str()))
            .await
    }
}

impl DynamoStore {
    /// Notes that a number gets an automatic answer, unless it got one not long ago.
    fn answered_action(
        &self,
        sender: &PhoneNumber,
        now: Timestamp,
        quiet_since: Timestamp,
    ) -> Result<Action> {
        let record = AnsweredRecord {
            answered_at: now.as_millisecond(),
        };
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(to_item(&Key::automatic_answer(sender), &record)?))
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
        let record = AnswerRecord::from(answer.clone());
        let update = Update::builder()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .update_expression("SET answer = :answer")
            .condition_expression(IS_UNDECIDED)
            .expression_attribute_values(":answer", attribute(&record)?)
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
            .update_expression("SET answer = :answer")
            .condition_expression(IS_UNDECIDED)
            .expression_attribute_values(":answer", attribute(&AnswerRecord::Nothing)?)
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

fn attribute(record: &AnswerRecord) -> Result<aws_sdk_dynamodb::types::AttributeValue> {
    serde_dynamo::to_attribute_value(record)
        .map_err(|error| Error::Unavailable(format!("an answer can't be written: {error}")))
}
