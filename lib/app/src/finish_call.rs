//! After a call: it is closed if its end was never told, what it was about is written for the staff, what the caller
//! asked for becomes work for people, and its money is settled.
//!
//! The model is paid for what it does, so a summary is begun once and never again, whatever crashes or comes twice.
//! What callers left for the church is not among what can be lost with it: that was kept in the turn in which it was said.

use std::sync::Arc;
use std::time::Duration;

use domain::call::{Call, CallStatus, CallSummary, FollowUp, ProposedChange};
use domain::conversation::{Heard, Mode, Turn};
use domain::money::{CallUsage, Expense, InboundCallPrices, MicroDollars, ModelPrices};
use domain::{AssistantSettings, CallId, FollowUpId};
use jiff::{SignedDuration, Timestamp};
use tracing::{info, warn};

use crate::alert_on_call::AlertOnCall;
use crate::answer_call::FINISH_AFTER;
use crate::error::{Error, Result};
use crate::ports::{
    BudgetStore, CallQueue, CallStore, CallTask, Clock, FollowUpStore, LanguageModel, Randomness,
    Replacement, SpentTokens,
};

mod prompt;

pub(crate) use prompt::most_tokens;

/// No worker is still at what was begun this long ago: it is longer than a worker lives.
const AT_WORK_FOR: SignedDuration = SignedDuration::from_mins(3);

/// Nobody is on the phone any more after this long, also who was put through to a person.
const LONGEST_CALL: SignedDuration = SignedDuration::from_hours(4);

/// How often a call that is being changed is read again.
const TRIES: usize = 8;

const IS_CONFIDENTIAL: &str =
    "The caller asked that only the pastor should know. Nothing of this call was summarised.";
const NOTHING_SAID: &str = "The caller said nothing.";
const NO_MODEL: &str = "There is no summary, for the assistant was not asked. Read what was said.";
const CUT_OFF: &str = "The summary could not be finished. Read what was said.";

/// Finishes calls.
pub struct FinishCall {
    /// The calls.
    pub calls: Arc<dyn CallStore>,
    /// What is to be done about them.
    pub follow_ups: Arc<dyn FollowUpStore>,
    /// Who summarises; `None` where there is no model.
    pub model: Option<Arc<dyn LanguageModel>>,
    /// What the model asks.
    pub prices: ModelPrices,
    /// The month's money.
    pub budget: Arc<dyn BudgetStore>,
    /// Who tells the person on call, where that was not done yet.
    pub alert: AlertOnCall,
    /// For a call that goes on.
    pub queue: Arc<dyn CallQueue>,
    /// For when a call ended, and whether a worker is still at it.
    pub clock: Arc<dyn Clock>,
    /// For the ids of follow-ups.
    pub randomness: Arc<dyn Randomness>,
}

/// What is written of a call.
struct Written {
    summary: CallSummary,
    changes: Vec<ProposedChange>,
    follow_ups: Vec<FollowUp>,
    cost: MicroDollars,
}

impl Written {
    fn nothing(reason: &str) -> Self {
        Self {
            summary: CallSummary::None {
                reason: reason.to_owned(),
            },
            changes: Vec::new(),
            follow_ups: Vec::new(),
            cost: MicroDollars::ZERO,
        }
    }
}

impl FinishCall {
    /// Finishes a call, unless that was done.
    ///
    /// # Errors
    /// When a store or a queue fails, or another worker seems to be at it: the task should come back later.
    pub async fn run(&self, id: CallId) -> Result<()> {
        let Some(call) = self.calls.get_call(id).await? else {
            return Ok(());
        };
        let now = self.clock.now();
        let turns = self.turns(id).await?;
        let call = match call.ended_at {
            Some(_) => call,
            None if is_going_on(&call, &turns, now) => {
                let task = CallTask::Finish(id);
                return self.queue.enqueue_call_task(task, FINISH_AFTER).await;
            }
            None => self.close(call, &turns).await?,
        };
        if call.care_need.is_some() {
            self.alert.run(id).await?;
        }
        let cost = match call.summary {
            CallSummary::Pending => self.summarise(call.clone(), &turns, now).await?,
            CallSummary::Writing { since } if now < since + AT_WORK_FOR => return Err(at_work()),
            CallSummary::Writing { .. } => {
                warn!(call.id = %id, "A worker ended before its summary did");
                self.keep(id, Written::nothing(CUT_OFF)).await?;
                self.prices.cost(most_tokens(turn_count(&turns)))
            }
            CallSummary::Written { .. } | CallSummary::None { .. } => MicroDollars::ZERO,
        };
        let spent = cost_of(&call, &turns).plus(cost);
        self.budget.settle_money(Expense::from(id), spent).await?;
        Ok(())
    }

    async fn turns(&self, id: CallId) -> Result<Vec<Turn>> {
        const AT_ONCE: usize = 100;
        let (mut turns, mut after) = (Vec::new(), None);
        loop {
            let page = self.calls.list_turns(id, after, AT_ONCE).await?;
            turns.extend(page.items);
            after = page.next;
            if after.is_none() {
                return Ok(turns);
            }
        }
    }

    /// Closes a call whose end nobody has told us.
    async fn close(&self, call: Call, turns: &[Turn]) -> Result<Call> {
        let ended_at = turns.last().map_or(call.created_at, |turn| turn.heard_at);
        let lasted = ended_at.duration_since(call.created_at).as_secs();
        warn!(call.id = %call.id, "Nobody told that a call has ended");
        self.change(call.id, &[], |call| {
            call.status = CallStatus::Completed;
            call.ended_at = call.ended_at.or(Some(ended_at));
            call.duration = call.duration.or(u32::try_from(lasted).ok());
        })
        .await
    }

    /// Writes what a call was about, once. Answers what that cost.
    async fn summarise(&self, call: Call, turns: &[Turn], now: Timestamp) -> Result<MicroDollars> {
        let id = call.id;
        let has_words = turns
            .iter()
            .any(|turn| matches!(turn.heard, Some(Heard::Words { .. })));
        let model = self.model.as_deref().filter(|_| call.is_model_used);
        let nothing = match model {
            _ if call.is_confidential => Some(IS_CONFIDENTIAL),
            _ if !has_words => Some(NOTHING_SAID),
            None => Some(NO_MODEL),
            Some(_) => None,
        };
        let (Some(model), None) = (model, nothing) else {
            let reason = nothing.unwrap_or(NO_MODEL);
            self.keep(id, Written::nothing(reason)).await?;
            return Ok(MicroDollars::ZERO);
        };
        let begun = Call {
            summary: CallSummary::Writing { since: now },
            version: call.version + 1,
            ..call.clone()
        };
        match self.calls.replace_call(&begun, call.version, &[]).await? {
            Replacement::Done => {}
            Replacement::Missing => return Ok(MicroDollars::ZERO),
            Replacement::Stale => return Err(at_work()),
        }
        let written = self.write(model, &call, turns).await?;
        let cost = written.cost;
        self.keep(id, written).await?;
        info!(call.id = %id, "A call was summarised");
        Ok(cost)
    }

    async fn write(
        &self,
        model: &dyn LanguageModel,
        call: &Call,
        turns: &[Turn],
    ) -> Result<Written> {
        let background = self.calls.get_turn_background(call.id, &[]).await?;
        let settings = background
            .and_then(|background| background.settings)
            .unwrap_or_else(AssistantSettings::initial);
        let request = prompt::request(settings.staff_language, turns);
        let cost = |spent| match spent {
            SpentTokens::Nothing => MicroDollars::ZERO,
            SpentTokens::Exactly(usage) => self.prices.cost(usage),
            SpentTokens::Unknown => self.prices.cost(request.most_tokens()),
        };
        let answer = match model.answer(&request).await {
            Ok(answer) => answer,
            Err(failure) => {
                warn!(call.id = %call.id, model.failure = failure.code, "A call could not be summarised");
                let reason = format!("{} Read what was said.", failure.sentence);
                return Ok(Written {
                    cost: cost(failure.spent),
                    ..Written::nothing(&reason)
                });
            }
        };
        let cost = cost(answer.spent);
        let Some(read) = prompt::read(&answer.text) else {
            return Ok(Written {
                cost,
                ..Written::nothing(CUT_OFF)
            });
        };
        // What was kept in its turn is not noted again.
        let known = self.follow_ups.list_follow_ups_of(call.id).await?;
        let is_new = |wish: &prompt::Wish| known.iter().all(|known| known.kind != wish.kind);
        let wishes = read.wishes.into_iter().filter(is_new);
        Ok(Written {
            summary: CallSummary::Written {
                words: read.summary,
            },
            changes: match call.contact_id {
                Some(_) => read.changes,
                None => Vec::new(),
            },
            follow_ups: wishes.map(|wish| self.follow_up(call.id, wish)).collect(),
            cost,
        })
    }

    fn follow_up(&self, call_id: CallId, wish: prompt::Wish) -> FollowUp {
        let now = self.clock.now();
        FollowUp {
            id: FollowUpId::new(now, self.randomness.draw()),
            call_id,
            kind: wish.kind,
            words: wish.words,
            is_confidential: false,
            done: None,
            created_at: now,
            version: 1,
        }
    }

    async fn keep(&self, id: CallId, written: Written) -> Result<()> {
        let Written {
            summary,
            changes,
            follow_ups,
            ..
        } = written;
        self.change(id, &follow_ups, |call| {
            call.summary.clone_from(&summary);
            call.changes.clone_from(&changes);
            call.follow_ups += follow_ups.len() as u16;
        })
        .await
        .map(drop)
    }

    /// Changes a call, whoever changes it at the same moment.
    async fn change(
        &self,
        id: CallId,
        follow_ups: &[FollowUp],
        change: impl Fn(&mut Call),
    ) -> Result<Call> {
        for _ in 0..TRIES {
            let call = self.calls.get_call(id).await?;
            let call = call.ok_or(Error::NotFound("call"))?;
            let mut after = call.clone();
            change(&mut after);
            after.version += 1;
            let replaced = self
                .calls
                .replace_call(&after, call.version, follow_ups)
                .await?;
            match replaced {
                Replacement::Done => return Ok(after),
                Replacement::Missing => return Err(Error::NotFound("call")),
                Replacement::Stale => {}
            }
        }
        Err(at_work())
    }
}

/// Whether somebody may still be on the phone: the limits of a call are shorter than the wait, but who was put through
/// to a person may talk for long.
fn is_going_on(call: &Call, turns: &[Turn], now: Timestamp) -> bool {
    let lasts = now.duration_since(call.created_at);
    let last = turns.iter().rev().find_map(|turn| turn.answer.as_ref());
    let is_connected = last.is_some_and(|answer| answer.state.mode == Mode::Connecting);
    let longest = match is_connected {
        true => LONGEST_CALL,
        false => SignedDuration::try_from(FINISH_AFTER - Duration::from_secs(30))
            .unwrap_or(SignedDuration::ZERO),
    };
    lasts < longest
}

/// What the carrier and the model asked for a call, without its summary.
fn cost_of(call: &Call, turns: &[Turn]) -> MicroDollars {
    let is_transcribed = |turn: &&Turn| matches!(turn.heard, Some(Heard::Words { .. }));
    let answers = || turns.iter().filter_map(|turn| turn.answer.as_ref());
    let spoken = answers().flat_map(|answer| &answer.reply.say);
    let usage = CallUsage {
        seconds: call.duration.unwrap_or(0),
        transcribed_turns: turns.iter().filter(is_transcribed).count() as u32,
        spoken_characters: spoken.map(|said| said.words.chars().count() as u32).sum(),
    };
    let model: MicroDollars = answers().map(|answer| answer.cost).sum();
    InboundCallPrices::ASSUMED.cost(usage).plus(model)
}

fn turn_count(turns: &[Turn]) -> u16 {
    u16::try_from(turns.len()).unwrap_or(u16::MAX)
}

fn at_work() -> Error {
    Error::Unavailable("another worker is at this call".into())
}

#[cfg(test)]
pub(crate) mod tests;
