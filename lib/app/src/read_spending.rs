//! Staff see what a month costs.

use std::sync::Arc;

use domain::MonthlyBudget;
use domain::money::YearMonth;

use crate::error::Result;
use crate::ports::{BudgetStore, Clock};
use crate::read_settings::ReadSettings;

/// Reads the money of a month.
pub struct ReadSpending {
    /// What is set aside and spent.
    pub budget: Arc<dyn BudgetStore>,
    /// For the cap, and for the zone in which a month begins.
    pub settings: ReadSettings,
    /// For the present month.
    pub clock: Arc<dyn Clock>,
}

impl ReadSpending {
    /// The money of `month`, or of the present one, under the cap that holds now.
    ///
    /// # Errors
    /// When a store fails.
    pub async fn run(&self, month: Option<YearMonth>) -> Result<MonthlyBudget> {
        let settings = self.settings.run().await?;
        let here = self.clock.now().to_zoned(settings.time_zone.rules());
        let month = month.unwrap_or_else(|| YearMonth::of(here.date()));
        Ok(MonthlyBudget {
            cap: settings.monthly_cap,
            ..self.budget.get_budget(month).await?
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::{BroadcastId, ChurchSettings, MicroDollars};
    use jiff::Timestamp;

    use super::*;
    use crate::fakes::{World, settings};
    use crate::ports::MoneyReservation;

    #[tokio::test]
    async fn the_present_month_is_that_of_the_church_and_has_the_cap_of_the_settings() {
        let world = Arc::new(World::default());
        let spending = ReadSpending {
            budget: world.clone(),
            settings: settings(&world),
            clock: world.clone(),
        };
        // In the tests' zone it is noon when it is midnight in Greenwich: 12 hours later, February has begun.
        world.pass(31 * 24 * 3_600 - 12 * 3_600);
        let february = YearMonth::parse("1970-02").expect("a month");
        let amount = MicroDollars::new(300);
        let reservation = MoneyReservation {
            expense: BroadcastId::new(Timestamp::UNIX_EPOCH, 1).into(),
            month: february,
            amount,
            spent: None,
        };
        world
            .reserve_money(&reservation, None)
            .await
            .expect("set aside");
        let cap = Some(MicroDollars::new(1_000));
        let read = spending.settings.run().await.expect("read");
        *world.settings.lock().expect("a lock") = Some(ChurchSettings {
            monthly_cap: cap,
            ..read
        });
        let found = spending.run(None).await.expect("read");
        assert_eq!(
            (found.month, found.cap, found.reserved),
            (february, cap, amount)
        );
        let january = YearMonth::parse("1970-01").expect("a month");
        let found = spending.run(Some(january)).await.expect("read");
        assert_eq!((found.cap, found.used()), (cap, MicroDollars::ZERO));
    }
}
