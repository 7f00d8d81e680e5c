//! Once a broadcast has come to rest, what it really cost takes the place of what was set aside for it.
//!
//! A task circles in the queue, first until the broadcast is at rest, then until the carrier knows its prices, which it
//! does some time after a text arrived. Then the carrier's list of prices is read for the days on which the broadcast went
//! out. Whose an entry is follows from its number, for a message's id is derived from broadcast and number, and from the
//! carrier's id in the message's record. Nothing is noted on the way but in the task itself, and money is settled once: a
//! task that is lost in a crash comes back, and one that comes twice changes nothing.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::broadcast::BroadcastStage;
use domain::money::Expense;
use domain::{
    Broadcast, BroadcastProgress, Message, MessageId, MessageStatus, MessageType, MicroDollars,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tracing::{info, warn};

use crate::call_landlines::CallLandlines;
use crate::error::Result;
use crate::plan_broadcast::tell_of_use;
use crate::ports::{
    BroadcastStore, BudgetStore, CarrierLog, Clock, MessageStore, MoneyReservation, PricedText,
    SettlementPage, SettlementQueue, SettlementTask,
};
use crate::read_settings::ReadSettings;

/// How long to wait before the next look. A look at what is not at rest reads two records.
pub(crate) const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(900);
/// What the carrier has not priced this long after planning ended is counted by the price list. Reports end after three
/// days; this leaves a day for the prices.
const PRICES_END_AFTER: SignedDuration = SignedDuration::from_hours(96);
/// The longest that a page can take: the carrier's answer, 8 seconds, and our records.
const PAGE_TIME: SignedDuration = SignedDuration::from_secs(12);

/// Settles the money of broadcasts.
pub struct SettleBroadcast {
    /// The broadcasts.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// Which texts are theirs.
    pub messages: Arc<dyn MessageStore>,
    /// The month's money.
    pub budget: Arc<dyn BudgetStore>,
    /// What the carrier charged.
    pub log: Arc<dyn CarrierLog>,
    /// For the month's limit.
    pub settings: ReadSettings,
    /// For the next look.
    pub queue: Arc<dyn SettlementQueue>,
    /// Who calls those whom a text did not reach.
    pub landlines: CallLandlines,
    /// For when a broadcast is at rest.
    pub clock: Arc<dyn Clock>,
}

impl SettleBroadcast {
    /// Looks once, and says in the queue when to look again. `deadline` is when the worker is stopped: a page is only
    /// begun when there is time to finish it.
    ///
    /// # Errors
    /// When a store or queue fails: the queue message should come back.
    pub async fn run(&self, task: SettlementTask, deadline: Timestamp) -> Result<()> {
        let id = task.broadcast_id;
        let expense = Expense::from(id);
        let reservation = self.budget.get_money_reservation(expense).await?;
        let Some(reservation) = reservation.filter(|reservation| reservation.spent.is_none())
        else {
            return Ok(());
        };
        let Some(progress) = self.broadcasts.get_broadcast(id).await? else {
            warn!(broadcast.id = %id, "There is no such broadcast");
            return Ok(());
        };
        self.landlines.run(&progress).await?;
        if !progress.is_at_rest(self.clock.now()) {
            return self.look_again(task).await;
        }
        let mut page = task.page.clone().unwrap_or_else(|| SettlementPage {
            until: day(self.clock.now()),
            cursor: None,
            spent: MicroDollars::ZERO,
            priced: 0,
        });
        loop {
            if self.clock.now() + PAGE_TIME > deadline {
                let task = SettlementTask {
                    page: Some(page),
                    ..task
                };
                return self.queue.enqueue_settlement(task, Duration::ZERO).await;
            }
            let days = began_on(&progress.broadcast)..=page.until;
            let kind = progress.broadcast.message_type;
            let cursor = page.cursor.as_deref();
            let read = self.log.list_prices(kind, days, cursor).await;
            let prices = match read {
                Ok(prices) => prices,
                Err(error) => {
                    warn!(broadcast.id = %id, %error, "The carrier's prices can't be read");
                    return self.look_again(task).await;
                }
            };
            self.add(&mut page, &progress.broadcast, &prices.items)
                .await?;
            page.cursor = prices.next;
            if page.cursor.is_none() {
                return self.settle(task, &progress, &reservation, page).await;
            }
        }
    }

    /// From the beginning: prices that were not known may be by then.
    async fn look_again(&self, task: SettlementTask) -> Result<()> {
        let task = SettlementTask { page: None, ..task };
        self.queue.enqueue_settlement(task, LOOK_AGAIN_AFTER).await
    }

    /// Adds the prices of those texts that are the broadcast's.
    async fn add(
        &self,
        page: &mut SettlementPage,
        broadcast: &Broadcast,
        prices: &[PricedText],
    ) -> Result<()> {
        let id_of = |priced: &PricedText| MessageId::for_phone(broadcast.id, &priced.to);
        let mut ids: Vec<MessageId> = prices.iter().map(id_of).collect();
        ids.sort_unstable();
        ids.dedup();
        let found = self.messages.get_messages(&ids).await?;
        let ours: HashMap<MessageId, Message> = found
            .into_iter()
            .map(|message| (message.id, message))
            .collect();
        for priced in prices {
            let Some(message) = ours.get(&id_of(priced)) else {
                continue;
            };
            let is_ours = message.twilio_sid.as_ref() == Some(&priced.sid);
            let Some(price) = priced.price.filter(|_| is_ours) else {
                continue;
            };
            page.spent = page.spent.plus(MicroDollars::new(price));
            page.priced += u64::from(is_charged(broadcast.message_type, message.status));
        }
        Ok(())
    }

    /// Settles, unless it is worth waiting for more prices.
    async fn settle(
        &self,
        task: SettlementTask,
        progress: &BroadcastProgress,
        reservation: &MoneyReservation,
        page: SettlementPage,
    ) -> Result<()> {
        let broadcast = &progress.broadcast;
        let charged: u64 = MessageStatus::ALL
            .into_iter()
            .filter(|status| is_charged(broadcast.message_type, *status))
            .map(|status| progress.counts.get(status))
            .sum();
        let unpriced = charged.saturating_sub(page.priced);
        let waited = self.clock.now().duration_since(ended_at(broadcast));
        if unpriced > 0 && waited < PRICES_END_AFTER {
            return self.look_again(task).await;
        }
        let spent = page.spent.plus(by_the_list(broadcast, unpriced));
        if self.budget.settle_money(reservation.expense, spent).await? {
            info!(broadcast.id = %broadcast.id, unpriced, "What the broadcast cost is settled");
            let more = spent.minus(reservation.amount);
            if more > MicroDollars::ZERO {
                let cap = self.settings.run().await?.monthly_cap;
                tell_of_use(self.budget.as_ref(), reservation.month, cap, more).await;
            }
        }
        Ok(())
    }
}

/// Whether the carrier charges for a message in this status. A few networks take a fraction of a cent for one that failed:
/// where there is a price it is counted, and nobody waits for one.
fn is_charged(message_type: MessageType, status: MessageStatus) -> bool {
    match status {
        MessageStatus::Accepted | MessageStatus::Sent | MessageStatus::Delivered => true,
        // A call that nobody answered costs nothing.
        MessageStatus::Undelivered => message_type == MessageType::Sms,
        MessageStatus::Queued
        | MessageStatus::Sending
        | MessageStatus::Unknown
        | MessageStatus::NeedsReview
        | MessageStatus::Failed
        | MessageStatus::Skipped => false,
    }
}

/// The part of the planned cost that falls to so many messages, rounded up.
fn by_the_list(broadcast: &Broadcast, messages: u64) -> MicroDollars {
    let plan = &broadcast.plan;
    let whole = u128::try_from(plan.cost.micros()).unwrap_or(0);
    let part = (whole * u128::from(messages)).div_ceil(u128::from(plan.recipients.max(1)));
    MicroDollars::new(i64::try_from(part).unwrap_or(i64::MAX))
}

/// The first day on which a text of the broadcast can have left, in UTC, as the carrier counts days.
fn began_on(broadcast: &Broadcast) -> Date {
    let begun = broadcast.scheduled_at.unwrap_or(broadcast.created_at);
    day(begun.max(broadcast.created_at))
}

/// When its last message was written, or nobody wrote any more.
fn ended_at(broadcast: &Broadcast) -> Timestamp {
    let ended = match broadcast.stage {
        BroadcastStage::Cancelled => broadcast.cancelled_at,
        _ => broadcast.planned_at,
    };
    ended.unwrap_or(broadcast.created_at)
}

fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests;
