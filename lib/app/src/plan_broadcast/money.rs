//! Before anybody gets anything, the money for everybody is set aside.

use domain::broadcast::Notice;
use domain::money::{AlarmLevel, YearMonth};
use domain::{Broadcast, ContactId, MicroDollars, MonthlyBudget};
use tracing::warn;

use super::PlanBroadcast;
use super::page::MessageWriter;
use crate::error::Result;
use crate::ports::{BudgetStore, MoneyDecision, MoneyReservation};

impl PlanBroadcast {
    /// Prices the whole broadcast and sets the money aside; `None` when there is not enough, and the broadcast is refused.
    pub(super) async fn reserve_money(
        &self,
        broadcast: &Broadcast,
        writer: &MessageWriter<'_>,
    ) -> Result<Option<MicroDollars>> {
        let expense = broadcast.id.into();
        if let Some(reservation) = self.budget.get_money_reservation(expense).await? {
            return Ok(Some(reservation.amount));
        }
        let amount = self.price(broadcast, writer).await?;
        let settings = writer.settings;
        let zone = settings.time_zone.rules();
        let reservation = MoneyReservation {
            expense,
            month: YearMonth::of(self.clock.now().to_zoned(zone).date()),
            amount,
            spent: None,
        };
        let cap = settings.monthly_cap;
        match self.budget.reserve_money(&reservation, cap).await? {
            MoneyDecision::Reserved(amount) => {
                tell_of_use(self.budget.as_ref(), reservation.month, cap, amount).await;
                Ok(Some(amount))
            }
            MoneyDecision::OverCap(used) => {
                let notice = over_cap(amount, cap.unwrap_or_default(), used);
                self.broadcasts
                    .refuse_broadcast(broadcast.id, &notice)
                    .await?;
                warn!(broadcast.id = %broadcast.id, alarm = "over_budget", "A broadcast does not fit into the month's money");
                Ok(None)
            }
        }
    }

    /// What the broadcast costs by the price list, to whoever is in the audience now.
    async fn price(
        &self,
        broadcast: &Broadcast,
        writer: &MessageWriter<'_>,
    ) -> Result<MicroDollars> {
        let mut cost = MicroDollars::ZERO;
        let mut last: Option<ContactId> = None;
        loop {
            let page = self.audience_page(broadcast, last).await?;
            let drafts = writer.decide(broadcast, &page.items);
            cost = drafts
                .iter()
                .flatten()
                .fold(cost, |sum, draft| sum.plus(draft.cost));
            last = page.next;
            if last.is_none() {
                return Ok(cost);
            }
        }
    }
}

/// Rings the alarm when the use of so much `more` has taken the month past a half, 80 % or all of its money. It is only
/// told: a failure to find out stops nobody's text.
pub(crate) async fn tell_of_use(
    budget: &dyn BudgetStore,
    month: YearMonth,
    cap: Option<MicroDollars>,
    more: MicroDollars,
) {
    let Ok(budget) = budget.get_budget(month).await else {
        return;
    };
    let after = MonthlyBudget { cap, ..budget };
    let before = MonthlyBudget {
        reserved: after.reserved.minus(more),
        ..after.clone()
    };
    let level = after.alarm_level();
    let alarm = match level {
        level if level <= before.alarm_level() => return,
        AlarmLevel::None => return,
        AlarmLevel::Half => "budget_half",
        AlarmLevel::MostlyUsed => "budget_mostly_used",
        AlarmLevel::Used => "budget_used",
    };
    warn!(
        alarm,
        budget.percent = after.used_percent(),
        "The month's money is being used up"
    );
}

fn over_cap(amount: MicroDollars, cap: MicroDollars, used: MicroDollars) -> Notice {
    let left = cap.minus(used).max(MicroDollars::ZERO);
    Notice {
        code: "over_budget".into(),
        sentence: format!(
            "This message would cost about {}, and only {} of this month's {} is left. Nobody got it. Raise the \
             limit in Settings, or write to fewer people.",
            amount.ceil_cents_text(),
            left.floor_cents_text(),
            cap.floor_cents_text(),
        ),
    }
}
