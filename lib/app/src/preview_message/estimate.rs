//! What the texts of a preview come to: money, and time at the sender's pace.

use std::collections::BTreeMap;

use domain::money::YearMonth;
use domain::pace::{Backlog, Forecast};
use domain::{ChurchSettings, LanguageTag, MessageType, MicroDollars, MonthlyBudget};
use jiff::Timestamp;

use super::tally::{Tally, TextShare};
use super::{Draft, PreviewMessage};
use crate::error::Result;

/// What the texts of a broadcast come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// By the language that somebody gets, which may be another than the one that he or she prefers.
    pub texts: BTreeMap<LanguageTag, TextShare>,
    /// The segments of all.
    pub segments: u64,
    /// What all cost by the price list.
    pub price: MicroDollars,
    /// The money of the month that pays.
    pub budget: BudgetShare,
    /// When they are out; `None` when nobody gets one.
    pub forecast: Option<Forecast>,
}

/// Whether a broadcast fits into a month's money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetShare {
    /// The money, before this broadcast.
    pub month: MonthlyBudget,
    /// False: it would be refused as a whole.
    pub fits: bool,
}

impl PreviewMessage {
    pub(super) async fn estimate(
        &self,
        draft: &Draft,
        message_type: MessageType,
        settings: &ChurchSettings,
        tally: &Tally,
    ) -> Result<Estimate> {
        let now = self.clock.now();
        let begins_at = draft.scheduled_at.map_or(now, |at| at.max(now));
        let price = tally.texts.values().map(|share| share.price).sum();
        let month = YearMonth::of(begins_at.to_zoned(settings.time_zone.rules()).date());
        let month = MonthlyBudget {
            cap: settings.monthly_cap,
            ..self.budget.get_budget(month).await?
        };
        Ok(Estimate {
            segments: tally.texts.values().map(|share| share.segments).sum(),
            price,
            budget: BudgetShare {
                fits: month.fits(price),
                month,
            },
            forecast: self
                .forecast(draft, message_type, settings, tally, begins_at)
                .await?,
            texts: tally.texts.clone(),
        })
    }

    async fn forecast(
        &self,
        draft: &Draft,
        message_type: MessageType,
        settings: &ChurchSettings,
        tally: &Tally,
        begins_at: Timestamp,
    ) -> Result<Option<Forecast>> {
        // Calls are like texts that are as long as their seconds, of a sender that has so many a second as calls may be
        // under way at once. What the carrier has of texts is not in their way.
        let (pace, noted) = match message_type {
            MessageType::Sms => (settings.pace, self.sender.get_sender().await?.busy_until),
            MessageType::Voice => (settings.calls.pace(), None),
        };
        let backlog = Backlog {
            busy_until: noted.unwrap_or(begins_at),
        };
        let windows_at = |at| {
            let zones = tally.zones.iter();
            let window = |zone| settings.window_at(at, zone, draft.purpose);
            zones.map(|zone| window(zone.as_ref())).collect()
        };
        Ok(Forecast::of(
            pace,
            begins_at,
            backlog,
            &tally.kinds,
            windows_at,
        ))
    }
}
