//! Somebody rings the church: the call is noted and greeted, in the caller's language from the first word.
//!
//! The network tells of a call again when our answer does not reach it, so a call is noted once, under the network's id
//! of it, and greeted as it was the first time. A call is answered whatever the month's money is: what there is no money
//! for, or what was asked too often today, is the model. Somebody may ring in need.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::call::{Call, CallDirection, CallStatus, CallSummary, CallerBackground};
use domain::conversation::{ConversationState, Turn, TurnAnswer};
use domain::merge_fields::first_name;
use domain::money::{CallUsage, Expense, InboundCallPrices, MicroDollars, ModelPrices, YearMonth};
use domain::spoken_reply::{NextStep, Spoken};
use domain::{
    AssistantSettings, CallId, Contact, MessageId, MessageStatus, PhoneNumber, ShippedLanguage,
    SpokenReply,
};
use futures::{join, try_join};
use jiff::Timestamp;
use tracing::{info, warn};

use crate::continue_call;
use crate::error::{Error, Result};
use crate::finish_call;
use crate::ports::{
    AssistantSettingsStore, BroadcastStore, BudgetStore, CallCreation, CallQueue, CallStore,
    CallTask, Clock, MessageStore, MoneyDecision, MoneyReservation, Randomness,
};
use crate::read_settings::ReadSettings;
use crate::record_opt_out::RecordOptOut;

/// A call whose end nobody tells us is closed then: the longest wait of a queue, and longer than the longest call.
pub(crate) const FINISH_AFTER: Duration = Duration::from_secs(15 * 60);

/// Among so many of the latest messages the last text to a caller is looked for.
const MESSAGES_LOOKED_AT: usize = 5;

/// Answers calls.
pub struct AnswerCall {
    /// The calls.
    pub calls: Arc<dyn CallStore>,
    /// What the church tells its assistant.
    pub assistant: Arc<dyn AssistantSettingsStore>,
    /// Who has the number.
    pub people: RecordOptOut,
    /// What was sent lately,
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// and to whom.
    pub messages: Arc<dyn MessageStore>,
    /// The month's money.
    pub budget: Arc<dyn BudgetStore>,
    /// For the cap, and the zone in which a day begins.
    pub settings: ReadSettings,
    /// Who closes the call.
    pub queue: Arc<dyn CallQueue>,
    /// What the model asks; `None` where there is no model.
    pub model_prices: Option<ModelPrices>,
    /// The church's name.
    pub church: String,
    /// When a call begins.
    pub clock: Arc<dyn Clock>,
    /// For the call's id.
    pub randomness: Arc<dyn Randomness>,
}

/// A call that begins.
#[derive(Clone, PartialEq, Eq)]
pub struct RingingCall {
    /// The carrier's id of it.
    pub twilio_call_sid: String,
    /// Who rings; `None` when the number is withheld, or is none.
    pub from: Option<PhoneNumber>,
    /// The name that the network gives for the number.
    pub caller_name: Option<String>,
}

/// What a caller hears next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredCall {
    /// The call.
    pub call: CallId,
    /// The turn that was answered, counted from 0.
    pub turn: u16,
    /// What is said, and what comes then.
    pub reply: SpokenReply,
    /// The voices that the church has chosen.
    pub voices: BTreeMap<ShippedLanguage, String>,
}

/// Who rings, as far as the directory knows.
#[derive(Default)]
struct Caller {
    person: Option<Contact>,
    /// Nobody is called by a name that may be another's of the household.
    shares_phone: bool,
    last_sent: Option<String>,
}

impl AnswerCall {
    /// Notes a call and answers the greeting.
    ///
    /// # Errors
    /// When a store fails: the same call may be told of again.
    pub async fn run(&self, ringing: &RingingCall) -> Result<AnsweredCall> {
        let (known, settings, caller) = try_join!(
            self.calls.find_call(&ringing.twilio_call_sid),
            self.assistant.get_assistant_settings(),
            self.caller(ringing.from.as_ref()),
        )?;
        let settings = settings.unwrap_or_else(AssistantSettings::initial);
        if let Some(id) = known {
            return greeting_of(self.calls.as_ref(), id, settings).await;
        }
        let now = self.clock.now();
        let id = CallId::new(now, self.randomness.draw());
        let (is_model_used, ()) = try_join!(
            self.may_use_model(id, &settings, now),
            self.queue
                .enqueue_call_task(CallTask::Finish(id), FINISH_AFTER),
        )?;
        let call = self.call(id, ringing, caller, &settings, is_model_used, now);
        let greeting = self.greeting(&call, &settings, now);
        match self.calls.create_call(&call, &greeting).await? {
            CallCreation::Created => {}
            CallCreation::Existing(earlier) => {
                self.budget
                    .settle_money(Expense::from(id), MicroDollars::ZERO)
                    .await?;
                return greeting_of(self.calls.as_ref(), earlier, settings).await;
            }
        }
        info!(
            call.id = %id,
            call.sid = ringing.twilio_call_sid,
            call.language = call.language.tag(),
            call.is_known = call.contact_id.is_some(),
            is_model_used,
            "Somebody rings the church"
        );
        answered(id, greeting, settings)
    }

    async fn caller(&self, phone: Option<&PhoneNumber>) -> Result<Caller> {
        let Some(phone) = phone else {
            return Ok(Caller::default());
        };
        let (people, last_sent) = join!(self.people.people_with(phone), self.last_sent(phone));
        let people = people?;
        let last_sent = last_sent.unwrap_or_else(|error| {
            warn!(%error, "What was last sent to a caller could not be read");
            None
        });
        Ok(Caller {
            shares_phone: people.len() > 1,
            person: people.into_iter().next(),
            last_sent,
        })
    }

    /// The last text that went to a number, if that was lately.
    async fn last_sent(&self, phone: &PhoneNumber) -> Result<Option<String>> {
        let page = self
            .broadcasts
            .list_broadcasts(None, MESSAGES_LOOKED_AT)
            .await?;
        let broadcasts = || page.items.iter().map(|progress| &progress.broadcast);
        let ids: Vec<MessageId> = broadcasts()
            .map(|broadcast| MessageId::for_phone(broadcast.id, phone))
            .collect();
        let messages = match ids.as_slice() {
            [] => Vec::new(),
            ids => self.messages.get_messages(ids).await?,
        };
        // Broadcasts come newest first.
        Ok(broadcasts().find_map(|broadcast| {
            let id = MessageId::for_phone(broadcast.id, phone);
            let message = messages
                .iter()
                .find(|message| message.id == id && has_gone_out(message.status))?;
            let text = broadcast.text_for(message);
            let most = CallerBackground::MAXIMUM_LAST_SENT;
            Some(text.chars().take(most).collect())
        }))
    }

    /// Whether the model may be asked in this call: there is one, the church wants it, the day has room for it, and so
    /// has the month's money.
    async fn may_use_model(
        &self,
        id: CallId,
        settings: &AssistantSettings,
        now: Timestamp,
    ) -> Result<bool> {
        let church = self.settings.run().await?;
        let today = now.to_zoned(church.time_zone.rules()).date();
        let prices = self.model_prices.filter(|_| settings.is_answering);
        let reservation = MoneyReservation {
            expense: Expense::from(id),
            month: YearMonth::of(today),
            amount: most_of_a_call(settings, prices),
            spent: None,
        };
        let (calls, money) = try_join!(
            self.calls.count_call(today),
            self.budget.reserve_money(&reservation, church.monthly_cap),
        )?;
        if let MoneyDecision::OverCap(_) = money {
            warn!(call.id = %id, alarm = "over_budget", "There is no money left for the model in a call");
        }
        let has_room = calls <= settings.limits.calls_a_day;
        if !has_room {
            warn!(call.id = %id, calls, "More calls today than the model is to be asked in");
        }
        Ok(prices.is_some() && has_room && matches!(money, MoneyDecision::Reserved(_)))
    }

    fn call(
        &self,
        id: CallId,
        ringing: &RingingCall,
        caller: Caller,
        settings: &AssistantSettings,
        is_model_used: bool,
        now: Timestamp,
    ) -> Call {
        let details = caller.person.as_ref().map(|person| &person.details);
        let language = details.map_or(settings.first_language, |details| {
            ShippedLanguage::nearest(&details.preferred_language)
        });
        let addressed = details.filter(|_| !caller.shares_phone);
        Call {
            id,
            twilio_call_sid: ringing.twilio_call_sid.clone(),
            direction: CallDirection::Inbound,
            caller_phone: ringing.from.clone(),
            contact_id: caller.person.as_ref().map(|person| person.id),
            caller_name: details
                .map(|details| details.name.clone())
                .or_else(|| ringing.caller_name.clone()),
            status: CallStatus::InProgress,
            language,
            background: CallerBackground {
                first_name: addressed.and_then(|details| first_name(&details.name)),
                last_sent: caller.last_sent,
            },
            is_model_used,
            is_confidential: false,
            care_need: None,
            follow_ups: 0,
            duration: None,
            summary: CallSummary::Pending,
            changes: Vec::new(),
            created_at: now,
            ended_at: None,
            version: 1,
        }
    }

    /// The greeting, and in which other languages the call can be had.
    fn greeting(&self, call: &Call, settings: &AssistantSettings, now: Timestamp) -> Turn {
        let words = domain::voice_words::VoiceWords::of(call.language);
        let name = call.background.first_name.as_deref();
        let mut say = vec![Spoken::new(
            call.language,
            words.greeting(&self.church, name),
        )];
        let keys = ['1', '2', '3', '4', '5'].into_iter();
        let offers = keys
            .filter_map(|key| Some((key, settings.language_of_key(key)?)))
            .filter(|(_, language)| *language != call.language);
        // Who is in the directory has a language, and hears one more at most.
        let most = match call.contact_id {
            Some(_) if call.language == settings.first_language => 0,
            Some(_) => 1,
            None => AssistantSettings::MAXIMUM_OFFERED,
        };
        say.extend(offers.take(most).map(|(key, language)| {
            let words = domain::voice_words::VoiceWords::of(language);
            Spoken::new(language, words.language_offer(key))
        }));
        if !call.is_model_used {
            say.push(Spoken::new(call.language, words.no_assistant()));
        }
        Turn {
            number: 0,
            heard: None,
            heard_at: now,
            answer: Some(TurnAnswer {
                reply: SpokenReply {
                    say,
                    next: NextStep::Listen {
                        language: call.language,
                    },
                },
                state: ConversationState::beginning(call.language),
                at: now,
                cost: MicroDollars::ZERO,
            }),
        }
    }
}

/// The most that a call costs: all its minutes, each turn transcribed and answered at length, and its summary.
fn most_of_a_call(settings: &AssistantSettings, prices: Option<ModelPrices>) -> MicroDollars {
    let limits = settings.limits;
    let turns = u32::from(limits.turns);
    let usage = CallUsage {
        seconds: u32::from(limits.minutes) * 60,
        transcribed_turns: turns,
        spoken_characters: turns * continue_call::LONGEST_REPLY,
    };
    let model = prices.map_or(MicroDollars::ZERO, |prices| {
        let turn = prices.cost(continue_call::most_tokens(settings));
        let summary = prices.cost(finish_call::most_tokens(limits.turns));
        turn.times(turns.into()).plus(summary)
    });
    InboundCallPrices::ASSUMED.cost(usage).plus(model)
}

fn has_gone_out(status: MessageStatus) -> bool {
    matches!(
        status,
        MessageStatus::Accepted | MessageStatus::Sent | MessageStatus::Delivered
    )
}

/// The first words that a call has got already.
pub(crate) async fn greeting_of(
    calls: &dyn CallStore,
    id: CallId,
    settings: AssistantSettings,
) -> Result<AnsweredCall> {
    let turns = calls.list_turns(id, None, 1).await?;
    let greeting = turns.items.into_iter().next();
    answered(id, greeting.ok_or(Error::NotFound("call"))?, settings)
}

pub(crate) fn answered(
    call: CallId,
    turn: Turn,
    settings: AssistantSettings,
) -> Result<AnsweredCall> {
    let answer = turn
        .answer
        .ok_or_else(|| Error::Unavailable("a call has no greeting".into()))?;
    Ok(AnsweredCall {
        call,
        turn: turn.number,
        reply: answer.reply,
        voices: settings.voices,
    })
}

#[cfg(test)]
pub(crate) mod tests;
