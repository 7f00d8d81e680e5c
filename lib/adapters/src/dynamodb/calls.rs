//! Calls: the record, which call the carrier's id stands for, and the calls of each number.

use app::Page;
use app::error::{Error, Result};
use app::ports::{CallCreation, CallStore, Replacement, TurnBackground, TurnEffects};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::{ReturnValue, TransactWriteItem, Update};
use domain::call::{CallSummary, CallerBackground, FollowUp, ProposedChange};
use domain::conversation::{Turn, TurnAnswer};
use domain::{Call, CallId, PhoneNumber};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::item::{Item, count, from_item, number, sort_id, to_item};
use super::keys::{self, Key};
use super::pages::PageOf;
use super::transactions::{Action, Outcome};
use super::{DynamoStore, unavailable};

/// How long the count of a day is kept.
const COUNT_KEPT: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What stands in the place of a summary when the person is forgotten.
const FORGOTTEN: &str = "Whoever called was deleted, and what was said with them.";

/// Which call the carrier's id stands for, and each call of a number.
#[derive(Serialize, Deserialize)]
struct CallRecord {
    call_id: CallId,
}

pub(super) fn call_item(call: &Call) -> Result<Item> {
    to_item(&Key::call(call.id), call)
}

#[async_trait]
impl CallStore for DynamoStore {
    /// K1
    async fn create_call(&self, call: &Call, greeting: &Turn) -> Result<CallCreation> {
        let record = CallRecord { call_id: call.id };
        let sid = Key::call_sid(&call.twilio_call_sid);
        let mut actions = vec![
            self.put_new_action(to_item(&sid, &record)?)?,
            self.put_action(call_item(call)?)?,
            self.put_action(Self::turn_item(call.id, greeting)?)?,
        ];
        if let Some(phone) = &call.caller_phone {
            let key = Key::call_with(phone, call.id);
            actions.push(self.put_action(to_item(&key, &record)?)?);
        }
        match self.transact(actions).await? {
            Outcome::Written => Ok(CallCreation::Created),
            Outcome::Refused(old) => {
                let missing =
                    || Error::Unavailable("DynamoDB did not return the call that is there".into());
                let found = old.into_iter().next().flatten().ok_or_else(missing)?;
                let found: CallRecord = from_item(found)?;
                // Our own, written by a first try whose answer was lost.
                Ok(match found.call_id == call.id {
                    true => CallCreation::Created,
                    false => CallCreation::Existing(found.call_id),
                })
            }
        }
    }

    /// K2
    async fn get_turn_background(
        &self,
        id: CallId,
        turns: &[u16],
    ) -> Result<Option<TurnBackground>> {
        self.read_turn_background(id, turns).await
    }

    /// K3
    async fn keep_heard(&self, id: CallId, turn: &Turn) -> Result<()> {
        self.put_new(Self::turn_item(id, turn)?).await?;
        Ok(())
    }

    /// K4
    async fn keep_answer(
        &self,
        id: CallId,
        turn: &Turn,
        answer: &TurnAnswer,
        effects: &TurnEffects,
    ) -> Result<TurnAnswer> {
        match effects.is_empty() {
            true => self.write_answer(id, turn, answer).await,
            false => {
                self.write_answer_with_effects(id, turn, answer, effects)
                    .await
            }
        }
    }

    /// K5
    async fn get_call(&self, id: CallId) -> Result<Option<Call>> {
        let item = self.get_item(&Key::call(id), true).await?;
        item.map(from_item).transpose()
    }

    /// K6
    async fn find_call(&self, twilio_call_sid: &str) -> Result<Option<CallId>> {
        let item = self.get_item(&Key::call_sid(twilio_call_sid), true).await?;
        let record: Option<CallRecord> = item.map(from_item).transpose()?;
        Ok(record.map(|record| record.call_id))
    }

    /// K7
    async fn list_calls(&self, before: Option<CallId>, limit: usize) -> Result<Page<Call, CallId>> {
        let page = PageOf::newest_first(keys::calls(), before, limit);
        self.read_page(page, from_item).await
    }

    /// K8
    async fn list_calls_with(
        &self,
        phone: &PhoneNumber,
        before: Option<CallId>,
        limit: usize,
    ) -> Result<Page<Call, CallId>> {
        let page = PageOf::newest_first(keys::calls_with(phone), before, limit);
        let page: Page<CallId, CallId> = self.read_page(page, |item| sort_id(&item)).await?;
        let keys = page.items.into_iter().map(Key::call).collect();
        let items = self.get_items(keys, true).await?;
        let calls = items.into_iter().map(from_item);
        let mut calls: Vec<Call> = calls.collect::<Result<_>>()?;
        calls.sort_by_key(|call| std::cmp::Reverse(call.id));
        Ok(Page {
            items: calls,
            next: page.next,
        })
    }

    /// K9
    async fn list_turns(
        &self,
        id: CallId,
        after: Option<u16>,
        limit: usize,
    ) -> Result<Page<Turn, u16>> {
        self.read_turns(id, after, limit).await
    }

    /// K10
    async fn replace_call(
        &self,
        call: &Call,
        read_version: u32,
        follow_ups: &[FollowUp],
    ) -> Result<Replacement> {
        let mut actions = vec![self.put_version_action(call_item(call)?, read_version)?];
        for follow_up in follow_ups {
            actions.extend(self.new_follow_up_actions(follow_up)?);
        }
        let refused = match follow_ups.is_empty() {
            // One write costs half of a transaction.
            true => self.put_version(call_item(call)?, read_version).await?,
            false => match self.transact(actions).await? {
                Outcome::Written => None,
                Outcome::Refused(old) => Some(old.into_iter().next().flatten().unwrap_or_default()),
            },
        };
        let Some(found) = refused else {
            return Ok(Replacement::Done);
        };
        if found.is_empty() {
            return Ok(Replacement::Missing);
        }
        // A first try whose answer was lost has written the very same.
        let found: Call = from_item(found)?;
        Ok(match found == *call {
            true => Replacement::Done,
            false => Replacement::Stale,
        })
    }

    /// K11: whoever tries again after a lost answer counts twice, which errs on the side of the limit.
    async fn count_call(&self, day: Date) -> Result<u32> {
        let midnight = day.to_datetime(Time::midnight());
        let midnight = TimeZone::UTC.to_timestamp(midnight).map_err(unavailable)?;
        let expires_at: Timestamp = midnight + COUNT_KEPT;
        let output = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::call_count(day).attributes()))
            .update_expression("SET expires_at = :expires_at ADD calls :one")
            .expression_attribute_values(":expires_at", number(expires_at.as_second()))
            .expression_attribute_values(":one", number(1))
            .return_values(ReturnValue::UpdatedNew)
            .send()
            .await
            .map_err(unavailable)?;
        let calls = count(&output.attributes.unwrap_or_default(), "calls");
        Ok(u32::try_from(calls).unwrap_or(u32::MAX))
    }

    /// K12: what leads to the call goes last, so that a call is found until all of it is forgotten.
    async fn forget_call(&self, id: CallId, phone: &PhoneNumber) -> Result<bool> {
        if self.delete_some_of_call(id).await? {
            return Ok(true);
        }
        let place = Key::call_with(phone, id);
        let actions = vec![self.forget_action(id)?, self.delete_action(&place)?];
        if let Outcome::Refused(_) = self.transact(actions).await? {
            // There is no such call, so there is nothing to lead to.
            self.transact(vec![self.delete_action(&place)?]).await?;
        }
        Ok(false)
    }
}

impl DynamoStore {
    /// Takes the person out of a call's record, if it is there.
    fn forget_action(&self, id: CallId) -> Result<Action> {
        let summary = CallSummary::None {
            reason: FORGOTTEN.into(),
        };
        let summary = serde_dynamo::to_attribute_value(&summary).map_err(unavailable)?;
        let background = CallerBackground::default();
        let background = serde_dynamo::to_attribute_value(&background).map_err(unavailable)?;
        let changes: &[ProposedChange] = &[];
        let changes = serde_dynamo::to_attribute_value(changes).map_err(unavailable)?;
        let update = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::call(id).attributes()))
            .update_expression(
                "SET summary = :summary, background = :background, changes = :changes, follow_ups = :none, \
                 #version = #version + :one REMOVE caller_phone, caller_name, contact_id",
            )
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":summary", summary)
            .expression_attribute_values(":background", background)
            .expression_attribute_values(":changes", changes)
            .expression_attribute_values(":none", number(0))
            .expression_attribute_values(":one", number(1))
            .build()
            .map_err(unavailable)?;
        Ok(Action::conditional(
            TransactWriteItem::builder().update(update).build(),
        ))
    }
}
