//! What is spoken to a phone, and silences.

use std::time::Duration;

use tokio::time::Instant;

use super::{Passed, Run, Stop};
use crate::{
    live::{Heard, Wait},
    twiml::voice::Prompt,
};

/// As good as for ever: a call does not last so long.
const FOR_EVER: Duration = Duration::from_secs(86_400);

impl Run {
    /// Speaks outside of a question: what the phone does meanwhile is not heard.
    pub(super) async fn prompt(&mut self, prompt: &Prompt) -> Result<(), Stop> {
        match prompt {
            // Twilio waits before it picks up when a pause comes first.
            Prompt::Pause { .. } => self.wait_for(Wait::Pausing),
            _ => {
                self.answer()?;
                self.wait_for(Wait::Speaking(None));
            }
        }
        let until = Instant::now() + self.utter(prompt);
        while let Passed::Act(_) = self
            .pass(until.saturating_duration_since(Instant::now()))
            .await?
        {}
        Ok(())
    }

    /// Notes what is spoken, and gives back how long that takes.
    pub(super) fn utter(&self, prompt: &Prompt) -> Duration {
        let tempo = self
            .app
            .calls()
            .tempo(&self.sid)
            .unwrap_or(self.app.config.tempo());
        match prompt {
            Prompt::Say {
                text,
                voice,
                language,
                loops,
            } => {
                self.note(Heard::Speech {
                    text: text.clone(),
                    language: language.clone(),
                    voice: voice.clone(),
                    interrupted: false,
                    before_the_beep: Instant::now() < self.beep,
                });
                match u32::try_from(*loops) {
                    Ok(0) | Err(_) => FOR_EVER,
                    Ok(loops) => tempo.speech(text.chars().count()).saturating_mul(loops),
                }
            }
            Prompt::Tones { digits } => {
                self.note(Heard::Tones(digits.clone()));
                Duration::ZERO
            }
            Prompt::Pause { seconds } => tempo.silence(*seconds),
        }
    }
}
