//! Calls: their records, their turns, what is to be done about them, and what the church tells its assistant.

use async_trait::async_trait;
use domain::call::{FollowUp, FollowUpKind};
use domain::care::CareNeed;
use domain::conversation::{Turn, TurnAnswer};
use domain::{AssistantSettings, Call, CallId, FollowUpId, PhoneNumber, ShippedLanguage};
use jiff::civil::Date;

use super::Replacement;
use crate::error::Result;
use crate::page::Page;

/// What became of noting a call that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallCreation {
    /// It is noted.
    Created,
    /// The carrier has told of it before; this is its id.
    Existing(CallId),
}

/// What a turn begins with: all of it is read at once.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnBackground {
    /// The call.
    pub call: Call,
    /// The turns that are asked for, of those that there are, in order.
    pub turns: Vec<Turn>,
    /// What the church has decided about its phone; `None` while nothing was ever decided.
    pub settings: Option<AssistantSettings>,
}

/// What a turn leaves behind beside its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TurnEffects {
    /// Another language is spoken from here on.
    pub language: Option<ShippedLanguage>,
    /// Only the pastor may read the call from here on.
    pub is_confidential: bool,
    /// Something urgent was heard.
    pub care_need: Option<CareNeed>,
    /// What a person has to do.
    pub follow_up: Option<FollowUp>,
}

impl TurnEffects {
    /// Whether the turn leaves nothing behind but its answer.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Calls and their turns.
#[async_trait]
pub trait CallStore: Send + Sync {
    /// Notes a call that begins, with its greeting, unless the carrier's id of it is known.
    async fn create_call(&self, call: &Call, greeting: &Turn) -> Result<CallCreation>;
    /// Reads a call, its turns with these numbers, at most 20, and the assistant's settings, consistently and in one
    /// request. `None` when there is no such call.
    async fn get_turn_background(
        &self,
        id: CallId,
        turns: &[u16],
    ) -> Result<Option<TurnBackground>>;
    /// Keeps what was heard, before anybody answers it; a turn that is there stays as it is.
    async fn keep_heard(&self, id: CallId, turn: &Turn) -> Result<()>;
    /// Keeps the answer of a turn and what it leaves behind, together or not at all, unless the turn has an answer.
    /// Answers the one that is kept.
    async fn keep_answer(
        &self,
        id: CallId,
        turn: &Turn,
        answer: &TurnAnswer,
        effects: &TurnEffects,
    ) -> Result<TurnAnswer>;
    /// Reads a call, consistently.
    async fn get_call(&self, id: CallId) -> Result<Option<Call>>;
    /// The call that the carrier knows by this id, consistently.
    async fn find_call(&self, twilio_call_sid: &str) -> Result<Option<CallId>>;
    /// Reads at most `limit` calls, newest first, older than the given one.
    async fn list_calls(&self, before: Option<CallId>, limit: usize) -> Result<Page<Call, CallId>>;
    /// Reads at most `limit` calls with a number, newest first, older than the given one.
    async fn list_calls_with(
        &self,
        phone: &PhoneNumber,
        before: Option<CallId>,
        limit: usize,
    ) -> Result<Page<Call, CallId>>;
    /// Reads at most `limit` turns of a call in order, after the given one.
    async fn list_turns(
        &self,
        id: CallId,
        after: Option<u16>,
        limit: usize,
    ) -> Result<Page<Turn, u16>>;
    /// Replaces a call, if it is there and has the version that was read, and adds follow-ups under new ids, together
    /// or not at all.
    async fn replace_call(
        &self,
        call: &Call,
        read_version: u32,
        follow_ups: &[FollowUp],
    ) -> Result<Replacement>;
    /// Counts one more call of a day. Answers how many it has with this one.
    async fn count_call(&self, day: Date) -> Result<u32>;
    /// Deletes what was said in a call and what it left to do, and takes number, name, summary and changes out of its
    /// record; a part at a time. Answers whether there may be more.
    async fn forget_call(&self, id: CallId, phone: &PhoneNumber) -> Result<bool>;
}

/// What is to be done about calls.
#[async_trait]
pub trait FollowUpStore: Send + Sync {
    /// Reads one.
    async fn get_follow_up(&self, id: FollowUpId) -> Result<Option<FollowUp>>;
    /// Reads at most `limit` of those that are open, or of those that are done, newest first, older than the given one.
    /// Of a kind, when given: then a page may be short, or empty, and have a next one.
    async fn list_follow_ups(
        &self,
        is_done: bool,
        kind: Option<FollowUpKind>,
        before: Option<FollowUpId>,
        limit: usize,
    ) -> Result<Page<FollowUp, FollowUpId>>;
    /// Reads all follow-ups of a call, in order of ids: each turn leaves one at most.
    async fn list_follow_ups_of(&self, call: CallId) -> Result<Vec<FollowUp>>;
    /// Counts those that are open, `at_most` of them. Answers whether these are all.
    async fn count_open_follow_ups(&self, at_most: usize) -> Result<(u64, bool)>;
    /// Replaces one, if it is there and has the version that was read.
    async fn replace_follow_up(&self, before: &FollowUp, after: &FollowUp) -> Result<Replacement>;
}

/// What the church tells its assistant.
#[async_trait]
pub trait AssistantSettingsStore: Send + Sync {
    /// Reads it, consistently; `None` while nothing was ever decided.
    async fn get_assistant_settings(&self) -> Result<Option<AssistantSettings>>;
    /// Replaces it, if it has the version that was read, 0 for none.
    async fn replace_assistant_settings(
        &self,
        settings: &AssistantSettings,
        read_version: u32,
    ) -> Result<Replacement>;
}
