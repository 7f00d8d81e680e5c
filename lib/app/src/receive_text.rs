//! A text comes in from a member's phone: it is kept in its thread, what it asks about consent is done, and it may be
//! answered.
//!
//! The carrier tells of a text until we answer, so each step may come again. The text goes first, into its thread and
//! under the carrier's id in one write, with the time at which it first came in; an opt-out holds since that time, and
//! never undoes what is newer; the answer is decided once, and is the same each time. Whatever staff do with the thread
//! at the same moment is done before the text or after it, and the text wins.

use std::sync::Arc;

use domain::inbound_text::AnsweredKeyword;
use domain::member_words::MemberWords;
use domain::opt_out::OptOut;
use domain::reply_meaning::Certainty;
use domain::thread::{
    Answer, AnswerReason, AutomaticAnswer, EntryContent, ReceivedText, Thread, ThreadEntry,
};
use domain::{
    Contact, ContactId, InboundText, LanguageTag, PhoneNumber, ReplyMeaning, ShippedLanguage,
    ThreadEntryId, ThreadId, is_handled_by_twilio, member_words, read_reply,
};
use futures::try_join;
use jiff::{SignedDuration, Timestamp};
use tracing::{info, warn};

use crate::error::{Error, Result};
use crate::ports::{
    AutomaticAnswerStore, Clock, KeptText, Randomness, TextKeeping, ThreadSave, ThreadStore,
};
use crate::read_settings::ReadSettings;
use crate::record_opt_out::RecordOptOut;

/// A sender gets at most one automatic answer in this time: two machines that answer each other would go on for ever.
const TIME_BETWEEN_ANSWERS: SignedDuration = SignedDuration::from_mins(5);

/// How often a thread that somebody else is changing is read again.
const TRIES: usize = 8;

/// Takes texts.
pub struct ReceiveText {
    /// Where they are kept.
    pub threads: Arc<dyn ThreadStore>,
    /// Who notes opt-outs.
    pub record_opt_out: RecordOptOut,
    /// What the church answers by itself.
    pub answers: Arc<dyn AutomaticAnswerStore>,
    /// Whether the carrier answers by itself, and the church's zone.
    pub settings: ReadSettings,
    /// The church's name, which each answer begins with.
    pub church: String,
    /// When a text comes in.
    pub clock: Arc<dyn Clock>,
    /// For the entry's id.
    pub randomness: Arc<dyn Randomness>,
}

impl ReceiveText {
    /// Keeps a text and does what it asks about consent. Answers the words to be sent back, if any.
    ///
    /// # Errors
    /// When a store fails: the carrier should tell of the text again.
    pub async fn run(&self, text: &InboundText) -> Result<Option<String>> {
        let meaning = meaning_of(text);
        let now = self.clock.now();
        let thread = ThreadId::for_sender(text.from.as_str());
        let kept = self.keep(thread, text, meaning, now).await?;
        info!(
            thread.id = %thread,
            text.sid = text.message_sid,
            text.meaning = meaning.as_str(),
            text.segments = text.segments,
            text.media = text.media.len(),
            "A text came in"
        );
        let answer = match (kept.answer, text.from.phone()) {
            (Some(answer), _) => answer,
            (None, None) => Answer::Nothing,
            (None, Some(phone)) => match self.answer_to(phone, text, meaning, kept.at).await? {
                Some(answer) => {
                    let quiet_since = now - TIME_BETWEEN_ANSWERS;
                    self.threads
                        .decide_answer(thread, kept.entry, &answer, now, quiet_since)
                        .await?
                }
                None => Answer::Nothing,
            },
        };
        Ok(match answer {
            Answer::Words(answer) => Some(answer.content),
            Answer::Nothing => None,
        })
    }

    /// Puts a text that comes in at `at` into its thread, once.
    async fn keep(
        &self,
        id: ThreadId,
        text: &InboundText,
        meaning: ReplyMeaning,
        at: Timestamp,
    ) -> Result<KeptText> {
        let entry = ThreadEntry {
            id: ThreadEntryId::new(at, self.randomness.draw()),
            at,
            content: EntryContent::Text(Box::new(ReceivedText::new(text, meaning))),
        };
        let (mut before, people) = try_join!(self.threads.get_thread(id), self.people_of(text))?;
        for _ in 0..TRIES {
            let after = Thread::after_text(before.as_ref(), text, entry.id, at);
            let save = ThreadSave {
                before,
                after: after.with_people(people.clone()),
                entry: Some(entry.clone()),
            };
            match self.threads.keep_text(&save, &text.message_sid).await? {
                TextKeeping::Kept => {
                    return Ok(KeptText {
                        entry: entry.id,
                        at,
                        answer: None,
                    });
                }
                TextKeeping::KeptBefore(kept) => return Ok(kept),
                TextKeeping::Stale => before = self.threads.get_thread(id).await?,
            }
        }
        Err(Error::Unavailable(
            "the thread is being changed all the time".into(),
        ))
    }

    async fn people_of(&self, text: &InboundText) -> Result<Vec<ContactId>> {
        match text.from.phone() {
            Some(phone) => self.record_opt_out.ids_with(phone).await,
            None => Ok(Vec::new()),
        }
    }

    /// Does what a text asks about consent, and finds the words to be answered, if any.
    async fn answer_to(
        &self,
        phone: &PhoneNumber,
        text: &InboundText,
        meaning: ReplyMeaning,
        at: Timestamp,
    ) -> Result<Option<AutomaticAnswer>> {
        if meaning == ReplyMeaning::Other {
            return self.answer_of_the_church(phone, text, at).await;
        }
        let words = self.obey(phone, text, meaning, at).await?;
        let Some(content) = words else {
            return Ok(None);
        };
        let reason = match meaning {
            ReplyMeaning::OptOut(_) => AnswerReason::OptedOut,
            ReplyMeaning::OptIn => AnswerReason::OptedIn,
            ReplyMeaning::Help | ReplyMeaning::Other => AnswerReason::Help,
        };
        let is_ours = self.is_ours_to_answer(text).await?;
        Ok(is_ours.then_some(AutomaticAnswer { content, reason }))
    }

    /// What the church has decided to say to a text that asks nothing about consent. Who asked to be left alone is.
    async fn answer_of_the_church(
        &self,
        phone: &PhoneNumber,
        text: &InboundText,
        at: Timestamp,
    ) -> Result<Option<AutomaticAnswer>> {
        let (answers, opt_out, settings) = try_join!(
            self.answers.get_answers(),
            self.record_opt_out.opt_outs.get_opt_out(phone),
            self.settings.run()
        )?;
        if opt_out.is_some_and(|opt_out| opt_out.opted_out) {
            return Ok(None);
        }
        let Some((words, reason)) = answers.answer_to(&text.body, at, &settings.time_zone) else {
            return Ok(None);
        };
        let people = match words.translations.is_empty() {
            true => Vec::new(),
            false => self.record_opt_out.people_with(phone).await?,
        };
        let language = people.first().map_or_else(LanguageTag::english, |person| {
            person.details.preferred_language.clone()
        });
        Ok(Some(AutomaticAnswer {
            content: words.for_reader(&language).to_owned(),
            reason,
        }))
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

#[cfg(test)]
pub(crate) mod tests;
