//! What the workers that send share, and what they leave to people.

use async_trait::async_trait;
use domain::money::{Expense, MicroDollars, MonthlyBudget, YearMonth};
use domain::sender::SenderState;
use domain::{AttemptId, ChurchSettings, MessageId};
use jiff::Timestamp;

use super::Replacement;
use crate::error::Result;
use crate::page::Page;

/// Messages that wait for a person's decision. A note may stand for a message that needs nobody any more: whoever
/// reads it looks at the message.
#[async_trait]
pub trait ReviewStore: Send + Sync {
    /// Notes that a message waits; noting it twice is noting it once.
    async fn put_review(&self, id: MessageId) -> Result<()>;
    /// Takes the note away, if it is there.
    async fn delete_review(&self, id: MessageId) -> Result<()>;
    /// Reads at most `limit` notes after the given one, oldest broadcasts first.
    async fn list_reviews(
        &self,
        after: Option<MessageId>,
        limit: usize,
    ) -> Result<Page<MessageId, MessageId>>;
}

/// The state of the church's sender, which all workers share.
#[async_trait]
pub trait SenderStore: Send + Sync {
    /// Reads it. It may be some seconds old.
    async fn get_sender(&self) -> Result<SenderState>;
    /// Has all workers rest as `state` says, unless they rest for as long or longer already.
    async fn pause_sender(&self, state: SenderState) -> Result<()>;
    /// Notes when all that is handed over will be out, if `from` is what was noted. Answers whether it was.
    async fn extend_backlog(&self, from: Option<Timestamp>, to: Timestamp) -> Result<bool>;
}

/// The places of the few calls that may be under way at once. A place that nobody gave back is free again after some time.
#[async_trait]
pub trait CallPlaceStore: Send + Sync {
    /// How many places are taken at `now`. It may be some seconds old.
    async fn count_call_places(&self, now: Timestamp) -> Result<usize>;
    /// Takes a place for an attempt until `until`, if fewer than `limit` others are taken at `now`. To take it again is to
    /// have it. However many try at once, no more get one than there are.
    async fn take_call_place(
        &self,
        attempt: AttemptId,
        limit: u8,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool>;
    /// Gives an attempt's place back, if it has one.
    async fn give_call_place_back(&self, attempt: AttemptId) -> Result<()>;
}

/// What the church has decided.
#[async_trait]
pub trait SettingsStore: Send + Sync {
    /// Reads it, consistently; `None` while nothing was ever decided.
    async fn get_settings(&self) -> Result<Option<ChurchSettings>>;
    /// Replaces it, if it has the version that was read, 0 for none.
    async fn replace_settings(
        &self,
        settings: &ChurchSettings,
        read_version: u32,
    ) -> Result<Replacement>;
}

/// Money that is set aside for something, until it is known what it really cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyReservation {
    /// For what.
    pub expense: Expense,
    /// The month that pays for it.
    pub month: YearMonth,
    /// How much, by the price list.
    pub amount: MicroDollars,
    /// What it really cost; `None` until then.
    pub spent: Option<MicroDollars>,
}

/// What became of setting money aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyDecision {
    /// It is set aside, now or by an earlier run: this amount.
    Reserved(MicroDollars),
    /// It does not fit under the cap: this much was set aside and spent already. Nothing was changed.
    OverCap(MicroDollars),
}

/// The money of each month. No sequence of calls, however many at once, sets aside and spends more than a cap (I11).
#[async_trait]
pub trait BudgetStore: Send + Sync {
    /// What was set aside and spent in a month.
    async fn get_budget(&self, month: YearMonth) -> Result<MonthlyBudget>;
    /// The money of one expense.
    async fn get_money_reservation(&self, expense: Expense) -> Result<Option<MoneyReservation>>;
    /// Sets money aside for an expense, once, if it fits under the cap.
    async fn reserve_money(
        &self,
        reservation: &MoneyReservation,
        cap: Option<MicroDollars>,
    ) -> Result<MoneyDecision>;
    /// Replaces what was set aside for an expense by what it cost, once. Answers whether it did.
    async fn settle_money(&self, expense: Expense, spent: MicroDollars) -> Result<bool>;
}
