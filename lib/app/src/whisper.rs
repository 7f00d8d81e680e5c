//! Who takes a caller's call hears first who waits, and takes it with a key: a mailbox presses none.

use std::sync::Arc;

use domain::spoken_reply::{NextStep, Spoken};
use domain::voice_words::VoiceWords;
use domain::{AssistantSettings, CallId, SpokenReply};

use crate::answer_call::AnsweredCall;
use crate::error::{Error, Result};
use crate::ports::CallStore;

/// Tells who waits.
pub struct Whisper {
    /// The calls.
    pub calls: Arc<dyn CallStore>,
    /// The church's name.
    pub church: String,
}

impl Whisper {
    /// What is said to whoever picks up for this call.
    ///
    /// # Errors
    /// When there is no such call, or the store fails.
    pub async fn run(&self, id: CallId) -> Result<AnsweredCall> {
        let background = self.calls.get_turn_background(id, &[]).await?;
        let background = background.ok_or(Error::NotFound("call"))?;
        let settings = background
            .settings
            .unwrap_or_else(AssistantSettings::initial);
        let language = settings.staff_language;
        let caller = background.call.caller_name.as_deref();
        let words = VoiceWords::of(language).whisper(&self.church, caller);
        Ok(AnsweredCall {
            call: id,
            turn: 0,
            reply: SpokenReply {
                say: vec![Spoken::new(language, words)],
                next: NextStep::AwaitKey,
            },
            voices: settings.voices,
        })
    }
}
