//! Texts that came in, in memory.

use async_trait::async_trait;
use domain::{PhoneNumber, ReplyMeaning};
use jiff::Timestamp;

use super::World;
use crate::error::{Error, Result};
use crate::ports::{Answer, InboundTextStore, KeptText};
use crate::receive_text::InboundText;

#[async_trait]
impl InboundTextStore for World {
    async fn keep_text(
        &self,
        text: &InboundText,
        _meaning: ReplyMeaning,
        at: Timestamp,
    ) -> Result<KeptText> {
        self.effect(|| {
            let key = (text.from.as_str().to_owned(), text.message_sid.clone());
            let mut texts = self.texts.lock().expect("a lock");
            let kept = texts.entry(key).or_insert(KeptText { at, answer: None });
            kept.clone()
        })
    }

    async fn decide_answer(
        &self,
        sender: &PhoneNumber,
        message_sid: &str,
        words: &str,
        now: Timestamp,
        quiet_since: Timestamp,
    ) -> Result<Answer> {
        self.effect(|| {
            let mut texts = self.texts.lock().expect("a lock");
            let key = (sender.as_str().to_owned(), message_sid.to_owned());
            let kept = texts
                .get_mut(&key)
                .ok_or_else(|| Error::Unavailable("the text is gone".into()))?;
            if let Some(answer) = &kept.answer {
                return Ok(answer.clone());
            }
            let mut answered = self.answered.lock().expect("a lock");
            let is_quiet = answered.get(sender).is_none_or(|last| *last <= quiet_since);
            let answer = match is_quiet {
                true => Answer::Words(words.to_owned()),
                false => Answer::Nothing,
            };
            if is_quiet {
                answered.insert(sender.clone(), now);
            }
            kept.answer = Some(answer.clone());
            Ok(answer)
        })?
    }

    async fn delete_texts(&self, sender: &PhoneNumber) -> Result<bool> {
        self.effect(|| {
            let mut texts = self.texts.lock().expect("a lock");
            let first = texts
                .keys()
                .find(|(from, _)| from == sender.as_str())
                .cloned();
            first.and_then(|key| texts.remove(&key)).is_some()
        })
    }
}
