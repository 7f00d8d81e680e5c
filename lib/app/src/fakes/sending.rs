//! What the workers that send share, and the carrier's log, in memory.

use std::ops::RangeInclusive;
use std::sync::atomic::Ordering;

use async_trait::async_trait;
use domain::money::{Expense, MicroDollars, MonthlyBudget, YearMonth};
use domain::sender::SenderState;
use domain::{AttemptId, ChurchSettings, MessageId, MessageType, PhoneNumber};
use jiff::Timestamp;
use jiff::civil::Date;

use super::World;
use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{
    BudgetStore, CallPlaceStore, CarrierLog, LoggedText, MoneyDecision, MoneyReservation,
    PricedText, Replacement, ReviewStore, SenderStore, SettingsStore,
};

#[async_trait]
impl ReviewStore for World {
    async fn put_review(&self, id: MessageId) -> Result<()> {
        self.effect(|| {
            self.reviews.lock().expect("a lock").insert(id);
        })
    }

    async fn delete_review(&self, id: MessageId) -> Result<()> {
        self.effect(|| {
            self.reviews.lock().expect("a lock").remove(&id);
        })
    }

    async fn list_reviews(
        &self,
        after: Option<MessageId>,
        limit: usize,
    ) -> Result<Page<MessageId, MessageId>> {
        let reviews = self.reviews.lock().expect("a lock");
        let mut rest = reviews.iter().copied().filter(|id| Some(*id) > after);
        let items: Vec<MessageId> = rest.by_ref().take(limit).collect();
        let next = rest.next().and(items.last().copied());
        Ok(Page { items, next })
    }
}

#[async_trait]
impl SenderStore for World {
    async fn get_sender(&self) -> Result<SenderState> {
        Ok(*self.sender.lock().expect("a lock"))
    }

    async fn pause_sender(&self, state: SenderState) -> Result<()> {
        self.effect(|| {
            let mut sender = self.sender.lock().expect("a lock");
            if state.paused_until > sender.paused_until {
                sender.paused_until = state.paused_until;
                sender.backoff_seconds = state.backoff_seconds;
            }
        })
    }

    async fn extend_backlog(&self, from: Option<Timestamp>, to: Timestamp) -> Result<bool> {
        self.effect(|| {
            let mut sender = self.sender.lock().expect("a lock");
            let is_as_read = sender.busy_until == from;
            if is_as_read {
                sender.busy_until = Some(to);
            }
            is_as_read
        })
    }
}

#[async_trait]
impl CallPlaceStore for World {
    async fn count_call_places(&self, now: Timestamp) -> Result<usize> {
        let places = self.places.lock().expect("a lock");
        Ok(places.values().filter(|until| **until > now).count())
    }

    async fn take_call_place(
        &self,
        attempt: AttemptId,
        limit: u8,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool> {
        self.effect(|| {
            let mut places = self.places.lock().expect("a lock");
            places.retain(|_, until| *until > now);
            let is_ours = places.contains_key(&attempt);
            if !is_ours && places.len() >= usize::from(limit) {
                return false;
            }
            places.insert(attempt, until);
            true
        })
    }

    async fn give_call_place_back(&self, attempt: AttemptId) -> Result<()> {
        self.effect(|| {
            self.places.lock().expect("a lock").remove(&attempt);
        })
    }
}

#[async_trait]
impl SettingsStore for World {
    async fn get_settings(&self) -> Result<Option<ChurchSettings>> {
        Ok(self.settings.lock().expect("a lock").clone())
    }

    async fn replace_settings(
        &self,
        settings: &ChurchSettings,
        read_version: u32,
    ) -> Result<Replacement> {
        self.effect(|| {
            let mut stored = self.settings.lock().expect("a lock");
            let version = stored.as_ref().map_or(0, |stored| stored.version);
            if version != read_version {
                return Replacement::Stale;
            }
            *stored = Some(settings.clone());
            Replacement::Done
        })
    }
}

#[async_trait]
impl BudgetStore for World {
    async fn get_budget(&self, month: YearMonth) -> Result<MonthlyBudget> {
        let reservations = self.reservations.lock().expect("a lock");
        let mut budget = MonthlyBudget::new(month, None);
        for reservation in reservations.values().filter(|one| one.month == month) {
            match reservation.spent {
                Some(spent) => budget.spent = budget.spent.plus(spent),
                None => budget.reserved = budget.reserved.plus(reservation.amount),
            }
        }
        Ok(budget)
    }

    async fn get_money_reservation(&self, expense: Expense) -> Result<Option<MoneyReservation>> {
        let reservations = self.reservations.lock().expect("a lock");
        Ok(reservations.get(&expense).cloned())
    }

    async fn reserve_money(
        &self,
        reservation: &MoneyReservation,
        cap: Option<MicroDollars>,
    ) -> Result<MoneyDecision> {
        let used = self.get_budget(reservation.month).await?.used();
        self.effect(|| {
            let mut reservations = self.reservations.lock().expect("a lock");
            if let Some(existing) = reservations.get(&reservation.expense) {
                return MoneyDecision::Reserved(existing.amount);
            }
            if cap.is_some_and(|cap| used.plus(reservation.amount) > cap) {
                return MoneyDecision::OverCap(used);
            }
            reservations.insert(reservation.expense, reservation.clone());
            MoneyDecision::Reserved(reservation.amount)
        })
    }

    async fn settle_money(&self, expense: Expense, spent: MicroDollars) -> Result<bool> {
        self.effect(|| {
            let mut reservations = self.reservations.lock().expect("a lock");
            let open = reservations
                .get_mut(&expense)
                .filter(|one| one.spent.is_none());
            open.map(|reservation| reservation.spent = Some(spent))
                .is_some()
        })
    }
}

#[async_trait]
impl CarrierLog for World {
    async fn find_texts(
        &self,
        _to: &PhoneNumber,
        created_after: Timestamp,
    ) -> Result<Vec<LoggedText>> {
        if self.log_is_down.load(Ordering::SeqCst) {
            return Err(Error::Unavailable("the carrier is down".into()));
        }
        let log = self.log.lock().expect("a lock");
        let found = log.iter().filter(|text| text.date_created >= created_after);
        Ok(found.cloned().collect())
    }

    async fn find_calls(
        &self,
        to: &PhoneNumber,
        created_after: Timestamp,
    ) -> Result<Vec<LoggedText>> {
        self.find_texts(to, created_after).await
    }

    async fn list_prices(
        &self,
        _message_type: MessageType,
        _days: RangeInclusive<Date>,
        _cursor: Option<&str>,
    ) -> Result<Page<PricedText, String>> {
        Ok(Page {
            items: self.prices.lock().expect("a lock").clone(),
            next: None,
        })
    }
}
