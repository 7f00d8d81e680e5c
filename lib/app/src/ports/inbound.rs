//! The texts that come in.

use async_trait::async_trait;
use domain::{PhoneNumber, ReplyMeaning};
use jiff::Timestamp;

use crate::error::Result;
use crate::receive_text::InboundText;

/// Texts that came in, by the number that sent them.
#[async_trait]
pub trait InboundTextStore: Send + Sync {
    /// Keeps a text that came in at `at`, unless it is there already. Answers how it was kept the first time.
    async fn keep_text(
        &self,
        text: &InboundText,
        meaning: ReplyMeaning,
        at: Timestamp,
    ) -> Result<KeptText>;
    /// Decides once and for all how a kept text is answered: with these words, unless its sender got an automatic
    /// answer after `quiet_since`. Answers what was decided, now or before.
    async fn decide_answer(
        &self,
        sender: &PhoneNumber,
        message_sid: &str,
        words: &str,
        now: Timestamp,
        quiet_since: Timestamp,
    ) -> Result<Answer>;
    /// Deletes texts of a number. Answers whether there may be more.
    async fn delete_texts(&self, sender: &PhoneNumber) -> Result<bool>;
}

/// How a text was kept the first time that we were told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptText {
    /// When it came in.
    pub at: Timestamp,
    /// How it is answered; `None` while that is not decided.
    pub answer: Option<Answer>,
}

/// How a text is answered by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// With these words.
    Words(String),
    /// Not at all.
    Nothing,
}
