//! A text comes in from a member's phone: it is kept, what it asks about consent is done, and it may be answered.
//!
//! The carrier tells of a text until we answer, so each step may come again. The text is kept first, under the carrier's
//! id, with the time at which it first came in; an opt-out holds since that time, and never undoes what is newer; the
//! answer is decided once, and is the same each time.

use std::fmt;
use std::sync::Arc;

use domain::member_words::MemberWords;
use domain::opt_out::OptOut;
use domain::reply_meaning::Certainty;
use domain::{
    Contact, PhoneNumber, ReplyMeaning, ShippedLanguage, is_handled_by_twilio, member_words,
    read_reply,
};
use jiff::{SignedDuration, Timestamp};
use tracing::{info, warn};

use crate::error::Result;
use crate::ports::{Answer, Clock, InboundTextStore};
use crate::read_settings::ReadSettings;
use crate::record_opt_out::RecordOptOut;

/// A sender gets at most one automatic answer in this time: two machines that answer each other would go on for ever.
const TIME_BETWEEN_ANSWERS: SignedDuration = SignedDuration::from_mins(5);

/// Takes texts.
pub struct ReceiveText {
    /// Where they are kept.
    pub texts: Arc<dyn InboundTextStore>,
    /// Who notes opt-outs.
    pub record_opt_out: RecordOptOut,
    /// Whether the carrier answers by itself.
    pub settings: ReadSettings,
    /// The church's name, which each answer begins with.
    pub church: String,
    /// When a text comes in.
    pub clock: Arc<dyn Clock>,
}

impl ReceiveText {
    /// Keeps a text and does what it asks about consent. Answers the words to be sent back, if any.
    ///
    /// # Errors
    /// When a store fails: the carrier should tell of the text again.
    pub async fn run(&self, text: &InboundText) -> Result<Option<String>> {
        let meaning = meaning_of(text);
        let now = self.clock.now();
        let kept = self.texts.keep_text(text, meaning, now).await?;
        info!(
            text.sid = text.message_sid,
            text.meaning = meaning.as_str(),
            text.segments = text.segments,
            text.media = text.media.len(),
            "A text came in"
        );
        let answer = match (kept.answer, &text.from) {
            (Some(answer), _) => answer,
            (None, Sender::Other(_)) => Answer::Nothing,
            (None, Sender::Phone(phone)) => match self.obey(phone, text, meaning, kept.at).await? {
                Some(words) if self.is_ours_to_answer(text).await? => {
                    let sid = &text.message_sid;
                    let quiet_since = now - TIME_BETWEEN_ANSWERS;
                    self.texts
                        .decide_answer(phone, sid, &words, now, quiet_since)
                        .await?
                }
                _ => Answer::Nothing,
            },
        };
        Ok(match answer {
            Answer::Words(words) => Some(words),
            Answer::Nothing => None,
        })
    }

    /// Does what a text asks, and answers what to say to it.
    async fn obey(
        &self,
        phone: &PhoneNumber,
        text: &InboundText,
        meaning: ReplyMeaning,
        at: Timestamp,
    ) -> Result<Option<String>> {
        let church = &self.church;
        match meaning {
            ReplyMeaning::OptOut(certainty) => {
                let wanted = OptOut::by_text(phone.clone(), Some(certainty), at, &text.body);
                let noted = self.record_opt_out.note(&wanted).await?;
                if certainty == Certainty::Fuzzy && noted.opt_out.as_ref() == Some(&wanted) {
                    warn!(
                        text.sid = text.message_sid,
                        alarm = "fuzzy_opt_out",
                        "A text was taken for an opt-out: a person should read it"
                    );
                }
                let is_out = noted.opt_out.is_some_and(|opt_out| opt_out.opted_out);
                Ok(is_out.then(|| words_for(&noted.people).opted_out(church)))
            }
            ReplyMeaning::OptIn => {
                let wanted = OptOut::by_text(phone.clone(), None, at, &text.body);
                let noted = self.record_opt_out.note(&wanted).await?;
                // Without an opt-out to undo, "yes" is the answer to some other question.
                let is_undone = noted.opt_out.as_ref() == Some(&wanted);
                Ok(is_undone.then(|| words_for(&noted.people).opted_in(church)))
            }
            ReplyMeaning::Help => {
                let people = self.record_opt_out.people_with(phone).await?;
                Ok(Some(words_for(&people).help(church, None)))
            }
            ReplyMeaning::Other => Ok(None),
        }
    }

    /// Whether the carrier has left the answer to us.
    async fn is_ours_to_answer(&self, text: &InboundText) -> Result<bool> {
        if text.answered_keyword.is_some() {
            return Ok(false);
        }
        let may_be_answered = is_handled_by_twilio(&text.body);
        Ok(!may_be_answered || !self.settings.run().await?.carrier_answers_keywords)
    }
}

/// What a text asks. Where the carrier has understood and answered it, that is what the person was told.
fn meaning_of(text: &InboundText) -> ReplyMeaning {
    match text.answered_keyword {
        Some(AnsweredKeyword::Stop) => ReplyMeaning::OptOut(Certainty::Exact),
        Some(AnsweredKeyword::Start) => ReplyMeaning::OptIn,
        Some(AnsweredKeyword::Help) => ReplyMeaning::Help,
        None => read_reply(&text.body),
    }
}

/// The sentences in the language of whoever has the number; who shares a phone is taken to understand the first one's.
fn words_for(people: &[Contact]) -> &'static MemberWords {
    match people.first() {
        Some(person) => member_words(&person.details.preferred_language),
        None => MemberWords::of(ShippedLanguage::English),
    }
}

/// One text to the church, already proven to come from the carrier.
#[derive(Clone, PartialEq, Eq)]
pub struct InboundText {
    /// The carrier's id of it; a text that is reported twice has the same.
    pub message_sid: String,
    /// Who sent it.
    pub from: Sender,
    /// The number or short code of the church that it was sent to, as the carrier writes it.
    pub to: String,
    /// What it says; empty when it is a picture only.
    pub body: String,
    /// Pictures and other files, in order, at most ten.
    pub media: Vec<InboundMedia>,
    /// How many files were left out, because they were not at the carrier's.
    pub dropped_media: usize,
    /// How many segments it came in, which is what it cost; at least 1.
    pub segments: u32,
    /// What the carrier understood, and has answered by itself, when it looks after opt-outs for us.
    pub answered_keyword: Option<AnsweredKeyword>,
}

impl fmt::Debug for InboundText {
    /// Does not show who wrote what (I7).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InboundText")
            .field("message_sid", &self.message_sid)
            .field("media", &self.media.len())
            .field("segments", &self.segments)
            .field("answered_keyword", &self.answered_keyword)
            .finish_non_exhaustive()
    }
}

/// Who sent a text.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Sender {
    /// A phone, which can be answered.
    Phone(PhoneNumber),
    /// A short code, a name of letters or an address of another network, as the carrier writes it: a machine as a
    /// rule. It is never answered by itself, for the answer could be answered.
    Other(String),
}

impl Sender {
    /// As the carrier writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(phone) => phone.as_str(),
            Self::Other(text) => text,
        }
    }
}

impl fmt::Debug for Sender {
    /// Does not show the number (I7).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Phone(_) => "Phone(..)",
            Self::Other(_) => "Other(..)",
        })
    }
}

/// A picture or another file that came with a text. It stays with the carrier.
#[derive(Clone, PartialEq, Eq)]
pub struct InboundMedia {
    /// Where the carrier keeps it; always at one of the carrier's own hosts.
    pub url: String,
    /// What the carrier says that it is, such as `image/jpeg`.
    pub content_type: String,
}

impl fmt::Debug for InboundMedia {
    /// Does not show where the picture is: whoever knows may be able to look at it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InboundMedia")
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// A word that the carrier has acted on and answered before it told us: we record it, and send no answer of our own,
/// or the person gets two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsweredKeyword {
    /// No more texts, please.
    Stop,
    /// Texts again, please.
    Start,
    /// What is this?
    Help,
}

#[cfg(test)]
mod tests;
