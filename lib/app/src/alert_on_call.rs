//! The person on call is told by text that a caller may be in danger: once a call, through the one pipeline, at any hour.
//!
//! Nothing that the caller said is in the text: it lies on a phone's screen.

use std::sync::Arc;

use domain::{
    Audience, Call, CallId, LanguageTag, MessageContent, MessageTemplate, MessageType, Purpose,
    ThreadId,
};
use tracing::{error, info};

use crate::create_broadcast::{CreateBroadcast, IdempotencyKey, NewBroadcast};
use crate::error::{Error, Result};
use crate::ports::{AssistantSettingsStore, CallStore};

/// Tells the person on call.
pub struct AlertOnCall {
    /// The calls.
    pub calls: Arc<dyn CallStore>,
    /// Who is on call.
    pub assistant: Arc<dyn AssistantSettingsStore>,
    /// Who sends the text.
    pub create_broadcast: CreateBroadcast,
}

impl AlertOnCall {
    /// Tells the person on call of this call, unless that was done.
    ///
    /// # Errors
    /// When a store or a queue fails: the same may be asked for again.
    pub async fn run(&self, id: CallId) -> Result<()> {
        let Some(call) = self.calls.get_call(id).await? else {
            return Ok(());
        };
        let settings = self.assistant.get_assistant_settings().await?;
        let Some(phone) = settings.and_then(|settings| settings.on_call_phone) else {
            error!(call.id = %id, alarm = "nobody_on_call", "A caller may be in danger, and nobody is on call");
            return Ok(());
        };
        let content =
            MessageContent::parse(&sentence(&self.create_broadcast.church_name, &call))
                .map_err(|error| Error::Unavailable(format!("the alert can't be sent: {error}")))?;
        self.create_broadcast
            .run(NewBroadcast {
                content: MessageTemplate::literal(&content),
                language: LanguageTag::english(),
                translations: Default::default(),
                purpose: Purpose::Emergency,
                is_emergency_confirmed: true,
                is_test: false,
                scheduled_at: None,
                message_type: MessageType::Sms,
                audience: Audience::Reply {
                    thread_id: ThreadId::for_sender(phone.as_str()),
                    phone,
                    contact_id: None,
                    wrote_at: None,
                },
                birthday: None,
                created_by: "the phone assistant".into(),
                idempotency: Some(IdempotencyKey {
                    key: format!("care-alert#{id}"),
                    fingerprint: "care-alert".into(),
                }),
            })
            .await?;
        info!(call.id = %id, "The person on call is told");
        Ok(())
    }
}

fn sentence(church: &str, call: &Call) -> String {
    let ring_back = match &call.caller_phone {
        Some(phone) => format!(" Ring them back: {phone}."),
        None => " Their number is withheld.".to_owned(),
    };
    format!(
        "{church}: a caller may be in danger. They were told to call 911 or 988.{ring_back} What was said is in Calls."
    )
}

#[cfg(test)]
pub(crate) mod tests;
