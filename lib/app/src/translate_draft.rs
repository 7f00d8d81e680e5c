//! A worker has the model translate a draft into all of its languages at once.
//!
//! The model is paid for what it does, so a translation is begun once and never again, whatever crashes or comes twice:
//! first the money for the dearest case is set aside, then the translation is claimed for good, then the model is asked.
//! What a crash has cut off reads as failed, and counts as if it had cost the most that it could.

use std::sync::Arc;
use std::time::Duration;

use domain::money::{Expense, MicroDollars, ModelPrices, YearMonth};
use domain::translation::{LanguageOutcome, LanguageResult, TranslationProgress};
use domain::{Translation, TranslationId};
use futures::future::{join_all, try_join_all};
use jiff::{SignedDuration, Timestamp};
use tracing::{info, warn};

use crate::error::{Error, Result};
use crate::plan_broadcast::tell_of_use;
use crate::ports::{
    BudgetStore, Clock, LanguageModel, MoneyDecision, MoneyReservation, TranslationStore,
};
use crate::read_settings::ReadSettings;
use crate::translations::NO_MODEL;

mod prompts;
mod work;

/// No worker is still at what was begun this long ago: it is longer than a worker lives.
const AT_WORK_FOR: SignedDuration = SignedDuration::from_mins(3);

/// The model is not waited for so close to the end of the worker's time: what came of it has to be kept.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);

/// Translates drafts.
pub struct TranslateDraft {
    /// The translations.
    pub translations: Arc<dyn TranslationStore>,
    /// Who translates; `None` where no key was given.
    pub model: Option<Arc<dyn LanguageModel>>,
    /// What the model asks.
    pub prices: ModelPrices,
    /// The month's money.
    pub budget: Arc<dyn BudgetStore>,
    /// For the cap, and for the zone in which a month begins.
    pub settings: ReadSettings,
    /// For the month, and to see whether time runs out.
    pub clock: Arc<dyn Clock>,
}

impl TranslateDraft {
    /// Translates a draft, unless that was begun before or nobody waits for it any more.
    ///
    /// # Errors
    /// When a store fails, or another worker seems to be at it: the queue message should come back later, to settle
    /// what it cost.
    pub async fn run(&self, id: TranslationId, deadline: Timestamp) -> Result<()> {
        let Some(progress) = self.translations.get_translation(id).await? else {
            warn!(translation.id = %id, "A translation that is to be made does not exist");
            return Ok(());
        };
        let now = self.clock.now();
        let translation = &progress.translation;
        // Refused before: the reason stays, also when the month's money would suffice by now.
        let is_refused =
            progress.begun_at.is_none() && progress.outcomes.len() == translation.languages.len();
        if is_refused {
            return Ok(());
        }
        match progress.begun_at {
            Some(begun_at) => return self.finish(&progress, begun_at, now).await,
            None if now >= translation.is_waited_for_until() => {
                warn!(translation.id = %id, "Nobody waits for a translation any more");
                return self.settle(id, MicroDollars::ZERO).await;
            }
            None => {}
        }
        let Some(model) = self.model.as_deref() else {
            return self.refuse(translation, NO_MODEL).await;
        };
        if let Some(reason) = self.set_money_aside(translation, now).await? {
            return self.refuse(translation, &reason).await;
        }
        if !self.translations.begin_translation(id, now).await? {
            return Err(at_work());
        }
        let until = deadline - MARGIN;
        let languages = translation.languages.iter().map(|language| async move {
            let outcome = self.translate(model, translation, language, until).await;
            let kept = self
                .translations
                .keep_outcome(translation, language, &outcome);
            kept.await.map(|()| outcome)
        });
        let outcomes: Vec<Result<LanguageOutcome>> = join_all(languages).await;
        let outcomes = outcomes.into_iter().collect::<Result<Vec<_>>>()?;
        let failed = outcomes
            .iter()
            .filter(|outcome| matches!(outcome.result, LanguageResult::Failed { .. }));
        info!(
            translation.id = %id,
            languages = outcomes.len(),
            failed = failed.count(),
            "A draft was translated"
        );
        let cost = outcomes.iter().map(|outcome| outcome.cost).sum();
        self.settle(id, cost).await
    }

    /// Settles what an earlier run has begun, once that has certainly ended.
    async fn finish(
        &self,
        progress: &TranslationProgress,
        begun_at: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        let translation = &progress.translation;
        let lost = translation.languages.len() - progress.outcomes.len();
        if lost > 0 && now < begun_at + AT_WORK_FOR {
            return Err(at_work());
        }
        if lost > 0 {
            warn!(translation.id = %translation.id, lost, "A worker ended before its translation did");
        }
        let known: MicroDollars = progress.outcomes.values().map(|outcome| outcome.cost).sum();
        let cost_of_lost = self.most(translation).times(lost as u64);
        self.settle(translation.id, known.plus(cost_of_lost)).await
    }

    /// Sets aside the most that the whole translation can cost; the reason, where there is not enough.
    async fn set_money_aside(
        &self,
        translation: &Translation,
        now: Timestamp,
    ) -> Result<Option<String>> {
        let settings = self.settings.run().await?;
        let zone = settings.time_zone.rules();
        let languages = translation.languages.len() as u64;
        let reservation = MoneyReservation {
            expense: translation.id.into(),
            month: YearMonth::of(now.to_zoned(zone).date()),
            amount: self.most(translation).times(languages),
            spent: None,
        };
        let cap = settings.monthly_cap;
        match self.budget.reserve_money(&reservation, cap).await? {
            MoneyDecision::Reserved(amount) => {
                tell_of_use(self.budget.as_ref(), reservation.month, cap, amount).await;
                Ok(None)
            }
            MoneyDecision::OverCap(used) => {
                warn!(translation.id = %translation.id, alarm = "over_budget", "A translation does not fit into the month's money");
                Ok(Some(over_cap(
                    reservation.amount,
                    cap.unwrap_or_default(),
                    used,
                )))
            }
        }
    }

    /// The most that one language can cost.
    fn most(&self, translation: &Translation) -> MicroDollars {
        let requests = prompts::dearest(translation).into_iter();
        requests
            .map(|request| self.prices.cost(request.most_tokens()))
            .sum()
    }

    /// Keeps the same reason for every language. It is no failure of ours: nobody is to try again.
    async fn refuse(&self, translation: &Translation, reason: &str) -> Result<()> {
        let outcome = failed(reason, MicroDollars::ZERO);
        let kept = translation.languages.iter().map(|language| {
            self.translations
                .keep_outcome(translation, language, &outcome)
        });
        try_join_all(kept).await?;
        Ok(())
    }

    /// Replaces what was set aside, if something was, by what it cost.
    async fn settle(&self, id: TranslationId, cost: MicroDollars) -> Result<()> {
        self.budget.settle_money(Expense::from(id), cost).await?;
        Ok(())
    }

    /// How long the model may take with one more answer; `None` when it is not worth asking any more.
    fn patience(&self, until: Timestamp) -> Option<Duration> {
        /// The longest text that we take is written in less, by models of ordinary speed.
        const LONGEST: Duration = Duration::from_secs(30);
        const SHORTEST: Duration = Duration::from_secs(3);
        let left = Duration::try_from(until.duration_since(self.clock.now())).unwrap_or_default();
        (left >= SHORTEST).then(|| left.min(LONGEST))
    }
}

fn failed(reason: impl Into<String>, cost: MicroDollars) -> LanguageOutcome {
    LanguageOutcome {
        result: LanguageResult::Failed {
            reason: reason.into(),
        },
        cost,
    }
}

fn at_work() -> Error {
    Error::Unavailable("another worker has begun this translation".into())
}

fn over_cap(amount: MicroDollars, cap: MicroDollars, used: MicroDollars) -> String {
    let left = cap.minus(used).max(MicroDollars::ZERO);
    format!(
        "Translating would cost up to {}, and only {} of this month's {} is left. Raise the limit in Settings, or write \
         this one yourself.",
        amount.ceil_cents_text(),
        left.floor_cents_text(),
        cap.floor_cents_text(),
    )
}

#[cfg(test)]
mod tests;
