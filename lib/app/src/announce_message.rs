//! Somebody whom we called has answered, or a machine has: the message is spoken, in the language that it was written in
//! for this person.
//!
//! It is the first turn of a call like any other. What comes then, a key or a conversation, is the business of
//! [`ContinueCall`](crate::continue_call::ContinueCall).

use std::sync::Arc;

use domain::call::{Call, CallDirection, CallStatus, CallSummary, CallerBackground};
use domain::conversation::{ConversationState, Mode, Turn, TurnAnswer};
use domain::merge_fields::first_name;
use domain::spoken_reply::{NextStep, Spoken};
use domain::voice_words::VoiceWords;
use domain::{
    AssistantSettings, Broadcast, CallId, Contact, Message, MessageId, MessageType, MicroDollars,
    ShippedLanguage, SpokenReply,
};
use futures::try_join;
use jiff::Timestamp;
use tracing::info;

use crate::answer_call::{AnsweredCall, FINISH_AFTER, answered, greeting_of};
use crate::error::{Error, Result};
use crate::ports::{
    AssistantSettingsStore, BroadcastStore, CallCreation, CallQueue, CallStore, CallTask, Clock,
    ContactStore, MessageStore, Randomness,
};

const TO_A_PERSON: &str = "We called with a message, and somebody answered.";
const TO_A_MACHINE: &str = "We called with a message, and left it on an answering machine.";

/// Speaks messages.
pub struct AnnounceMessage {
    /// The calls.
    pub calls: Arc<dyn CallStore>,
    /// For whom the message is.
    pub messages: Arc<dyn MessageStore>,
    /// What it says.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// Who that is.
    pub contacts: Arc<dyn ContactStore>,
    /// For the voices.
    pub assistant: Arc<dyn AssistantSettingsStore>,
    /// Who closes the call.
    pub queue: Arc<dyn CallQueue>,
    /// The church's name.
    pub church: String,
    /// When the call is answered.
    pub clock: Arc<dyn Clock>,
    /// For the call's id.
    pub randomness: Arc<dyn Randomness>,
}

/// A call of ours that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredPhone {
    /// Our message.
    pub message_id: MessageId,
    /// The carrier's id of the call.
    pub twilio_call_sid: String,
    /// Who answered.
    pub answered_by: AnsweredBy,
}

/// Who answered a call of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsweredBy {
    /// A person, as far as can be told.
    Person,
    /// A machine, which records now.
    Machine,
}

impl AnnounceMessage {
    /// Notes the call and answers what is spoken. A call that is told of again is answered as it was.
    ///
    /// # Errors
    /// When there is no such message, or a store fails: the same call may be told of again.
    pub async fn run(&self, phone: &AnsweredPhone) -> Result<AnsweredCall> {
        let id = phone.message_id;
        let (known, message, broadcast, settings) = try_join!(
            self.calls.find_call(&phone.twilio_call_sid),
            self.messages.get_message(id),
            self.broadcasts.get_broadcast(id.broadcast_id()),
            self.assistant.get_assistant_settings(),
        )?;
        let settings = settings.unwrap_or_else(AssistantSettings::initial);
        if let Some(id) = known {
            return greeting_of(self.calls.as_ref(), id, settings).await;
        }
        let message = message.filter(|message| message.message_type == MessageType::Voice);
        let message = message.ok_or(Error::NotFound("message"))?;
        let broadcast = broadcast.ok_or(Error::NotFound("broadcast"))?.broadcast;
        let person = match message.contact_id {
            Some(contact) => self.contacts.get_contact(contact).await?,
            None => None,
        };
        let now = self.clock.now();
        let call = self.call(phone, &message, &broadcast, person, now);
        let announcement = self.announcement(&call, phone.answered_by, now);
        self.queue
            .enqueue_call_task(CallTask::Finish(call.id), FINISH_AFTER)
            .await?;
        match self.calls.create_call(&call, &announcement).await? {
            CallCreation::Created => {}
            CallCreation::Existing(earlier) => {
                return greeting_of(self.calls.as_ref(), earlier, settings).await;
            }
        }
        info!(
            call.id = %call.id,
            message.id = %id,
            call.language = call.language.tag(),
            is_machine = phone.answered_by == AnsweredBy::Machine,
            "A message is spoken"
        );
        answered(call.id, announcement, settings)
    }

    fn call(
        &self,
        phone: &AnsweredPhone,
        message: &Message,
        broadcast: &Broadcast,
        person: Option<Contact>,
        now: Timestamp,
    ) -> Call {
        let wording = broadcast.wording();
        let name = person.map(|person| person.details.name);
        let reason = match phone.answered_by {
            AnsweredBy::Person => TO_A_PERSON,
            AnsweredBy::Machine => TO_A_MACHINE,
        };
        Call {
            id: CallId::new(now, self.randomness.draw()),
            twilio_call_sid: phone.twilio_call_sid.clone(),
            direction: CallDirection::Outbound,
            caller_phone: message.phone.clone(),
            contact_id: message.contact_id,
            status: CallStatus::InProgress,
            language: ShippedLanguage::nearest(wording.language_for(&message.language)),
            background: CallerBackground {
                first_name: name.as_deref().and_then(first_name),
                last_sent: Some(wording.text_for(&message.language, message.values.as_ref())),
            },
            caller_name: name,
            // Whoever is rung gets a person, or leaves word: the money of the model is for those who ring.
            is_model_used: false,
            is_confidential: false,
            care_need: None,
            follow_ups: 0,
            duration: None,
            summary: CallSummary::None {
                reason: reason.to_owned(),
            },
            changes: Vec::new(),
            created_at: now,
            ended_at: None,
            version: 1,
        }
    }

    /// Who calls, the message, and for a person what can be done by keys.
    fn announcement(&self, call: &Call, answered_by: AnsweredBy, now: Timestamp) -> Turn {
        let words = VoiceWords::of(call.language);
        let message = call.background.last_sent.clone().unwrap_or_default();
        let (end, next) = match answered_by {
            AnsweredBy::Person => (words.outbound_keys().to_owned(), NextStep::AwaitKey),
            AnsweredBy::Machine => (words.outbound_voicemail_end(&self.church), NextStep::HangUp),
        };
        let say = [words.outbound_opening(&self.church), message, end];
        let say = say.map(|words| Spoken::new(call.language, words)).into();
        Turn {
            number: 0,
            heard: None,
            heard_at: now,
            answer: Some(TurnAnswer {
                reply: SpokenReply { say, next },
                state: ConversationState {
                    mode: Mode::Announcing,
                    ..ConversationState::beginning(call.language)
                },
                at: now,
                cost: MicroDollars::ZERO,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
