//! Asks the caller, and listens.

use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::{Instant, sleep_until};

use super::{Passed, Run, Stop, document::Source};
use crate::{
    clock,
    live::{Act, Words},
    twiml::voice::Gather,
};

impl Run {
    /// Speaks the question, listens, and gives back where the answer goes; none when there is none and silence is not
    /// to be reported.
    pub(super) async fn gather(&mut self, gather: &Gather) -> Result<Option<Source>, Stop> {
        self.answer()?;
        self.app.calls().open(&self.sid, gather);
        let early = self.speak_question(gather).await?;
        let act = match early {
            Some(act @ (Act::Said(_) | Act::Pressed { .. })) => act,
            _ => self.listen(gather).await?,
        };
        let answer = match act {
            Act::Said(Words { words, confidence }) => vec![
                ("SpeechResult".to_owned(), words),
                ("Confidence".to_owned(), confidence.to_string()),
            ],
            Act::Pressed {
                digits,
                finished_on,
            } => {
                let mut answer = vec![("Digits".to_owned(), digits)];
                if let Some(key) = finished_on {
                    answer.push(("FinishedOnKey".to_owned(), key.to_string()));
                }
                answer
            }
            _ if gather.reports_silence => Vec::new(),
            _ => return Ok(None),
        };
        Ok(Some(Source::at(gather.action.clone(), answer)))
    }

    /// Speaks the prompts, until the phone does something.
    async fn speak_question(&mut self, gather: &Gather) -> Result<Option<Act>, Stop> {
        for prompt in &gather.prompts {
            let time = self.utter(prompt);
            if time.is_zero() {
                continue;
            }
            if let Passed::Act(act) = self.pass(time).await? {
                self.app.calls().interrupt(&self.sid);
                return Ok(Some(act));
            }
        }
        Ok(None)
    }

    /// Listens until there is an answer, or silence for too long.
    async fn listen(&mut self, gather: &Gather) -> Result<Act, Stop> {
        let tempo = self.app.calls().tempo(&self.sid);
        let silence = tempo
            .unwrap_or(self.app.config.tempo())
            .silence(gather.timeout);
        let mut until = self.listen_for(silence);
        loop {
            tokio::select! {
                biased;
                act = self.acts.recv() => match self.sort(act)? {
                    Some(Act::Pressing) => until = self.listen_for(silence),
                    Some(act) => return Ok(act),
                    None => {}
                },
                () = sleep_until(until) => {
                    // An answer may have come at the last moment: then it is on its way.
                    match self.app.calls().time_out(&self.sid) {
                        Some(digits) if digits.is_empty() => return Ok(Act::StaySilent),
                        Some(digits) => return Ok(Act::Pressed { digits, finished_on: None }),
                        None => until += Duration::from_secs(3_600),
                    }
                }
            }
        }
    }

    /// Begins to listen for so long, and gives back when that is over.
    fn listen_for(&self, silence: Duration) -> Instant {
        let shown = clock::now() + SignedDuration::try_from(silence).unwrap_or_default();
        self.app.calls().listen(&self.sid, shown);
        Instant::now() + silence
    }
}
