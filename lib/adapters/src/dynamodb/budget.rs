//! The money of each month. The month's item has the sum of what is set aside and spent; each expense has an item of its
//! own, so that nothing is set aside or settled twice, and both are written together.

use app::error::{Error, Result};
use app::ports::{BudgetStore, MoneyDecision, MoneyReservation};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::{
    Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use domain::money::{Expense, MicroDollars, MonthlyBudget, YearMonth};
use serde::{Deserialize, Serialize};

use super::item::{Item, from_item, number, sort_id, to_item};
use super::keys::Key;
use super::transactions::{Action, Outcome};
use super::{DynamoStore, unavailable};

#[derive(Serialize, Deserialize)]
struct ReservationRecord {
    month: YearMonth,
    amount: MicroDollars,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spent: Option<MicroDollars>,
}

/// The month's item. `used` is the sum of the other two, because a condition can't add.
#[derive(Default, Deserialize)]
struct MonthRecord {
    #[serde(default)]
    used: MicroDollars,
    #[serde(default)]
    reserved: MicroDollars,
    #[serde(default)]
    spent: MicroDollars,
}

fn read_reservation(item: Item) -> Result<MoneyReservation> {
    let expense = sort_id(&item)?;
    let record: ReservationRecord = from_item(item)?;
    Ok(MoneyReservation {
        expense,
        month: record.month,
        amount: record.amount,
        spent: record.spent,
    })
}

#[async_trait]
impl BudgetStore for DynamoStore {
    /// Y1
    async fn get_budget(&self, month: YearMonth) -> Result<MonthlyBudget> {
        let item = self.get_item(&Key::budget(month), true).await?;
        let record: MonthRecord = item.map(from_item).transpose()?.unwrap_or_default();
        Ok(MonthlyBudget {
            reserved: record.reserved,
            spent: record.spent,
            ..MonthlyBudget::new(month, None)
        })
    }

    /// Y2
    async fn get_money_reservation(&self, expense: Expense) -> Result<Option<MoneyReservation>> {
        let item = self.get_item(&Key::reservation(expense), true).await?;
        item.map(read_reservation).transpose()
    }

    /// Y3
    async fn reserve_money(
        &self,
        reservation: &MoneyReservation,
        cap: Option<MicroDollars>,
    ) -> Result<MoneyDecision> {
        let record = ReservationRecord {
            month: reservation.month,
            amount: reservation.amount,
            spent: None,
        };
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(to_item(
                &Key::reservation(reservation.expense),
                &record,
            )?))
            .condition_expression("attribute_not_exists(pk)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(unavailable)?;
        let amount = reservation.amount;
        let mut add = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::budget(reservation.month).attributes()))
            .update_expression("ADD used :amount, reserved :amount")
            .expression_attribute_values(":amount", number(amount.micros()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        if let Some(cap) = cap {
            let room = cap.minus(amount);
            // Nothing was used yet where there is no item; then the amount alone has to fit.
            let condition = if room.micros() >= 0 {
                "attribute_not_exists(used) OR used <= :room"
            } else {
                "used <= :room"
            };
            add = add
                .condition_expression(condition)
                .expression_attribute_values(":room", number(room.micros()));
        }
        let actions = vec![
            Action::conditional(TransactWriteItem::builder().put(put).build()),
            Action::conditional(
                TransactWriteItem::builder()
                    .update(add.build().map_err(unavailable)?)
                    .build(),
            ),
        ];
        match self.transact(actions).await? {
            Outcome::Written => Ok(MoneyDecision::Reserved(amount)),
            Outcome::Refused(old) => {
                let mut old = old.into_iter();
                if let Some(existing) = old.next().flatten() {
                    return Ok(MoneyDecision::Reserved(read_reservation(existing)?.amount));
                }
                let month = old.next().flatten().map(from_item::<MonthRecord>);
                Ok(MoneyDecision::OverCap(
                    month.transpose()?.unwrap_or_default().used,
                ))
            }
        }
    }

    /// Y4
    async fn settle_money(&self, expense: Expense, spent: MicroDollars) -> Result<bool> {
        let Some(reservation) = self.get_money_reservation(expense).await? else {
            return Ok(false);
        };
        if reservation.spent.is_some() {
            return Ok(false);
        }
        let settle = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::reservation(expense).attributes()))
            .update_expression("SET spent = :spent")
            .condition_expression("attribute_exists(pk) AND attribute_not_exists(spent)")
            .expression_attribute_values(":spent", number(spent.micros()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(unavailable)?;
        let amount = reservation.amount.micros();
        let add = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::budget(reservation.month).attributes()))
            .update_expression("ADD used :difference, reserved :released, spent :spent")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":difference", number(spent.micros() - amount))
            .expression_attribute_values(":released", number(-amount))
            .expression_attribute_values(":spent", number(spent.micros()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(unavailable)?;
        let actions = [settle, add]
            .map(|update| TransactWriteItem::builder().update(update).build())
            .map(Action::conditional);
        match self.transact(actions.into()).await? {
            Outcome::Written => Ok(true),
            Outcome::Refused(old) => match old.into_iter().next().flatten() {
                Some(_) => Ok(false),
                None => Err(Error::Unavailable("the month's money is missing".into())),
            },
        }
    }
}
