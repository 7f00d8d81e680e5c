//! Calls, their turns, follow-ups and the assistant's settings, in memory; and a model that people talk with.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use domain::call::{FollowUp, FollowUpKind};
use domain::conversation::{Turn, TurnAnswer};
use domain::{AssistantSettings, Call, CallId, FollowUpId, PhoneNumber};
use jiff::civil::Date;

use super::World;
use super::assistant::TOKENS;
use crate::error::Result;
use crate::page::Page;
use crate::ports::{
    AssistantSettingsStore, CallCreation, CallQueue, CallStore, CallTask, ConversationModel,
    FollowUpStore, ModelFailure, ModelRequest, PartialAnswer, Replacement, SpentTokens,
    TurnBackground, TurnEffects,
};

/// All that is kept of calls.
#[derive(Default)]
pub(crate) struct Calls {
    pub(crate) calls: BTreeMap<CallId, Call>,
    pub(crate) turns: BTreeMap<(CallId, u16), Turn>,
    pub(crate) follow_ups: BTreeMap<FollowUpId, FollowUp>,
    pub(crate) settings: Option<AssistantSettings>,
    pub(crate) counts: BTreeMap<Date, u32>,
    /// The queue of work on calls, in order.
    pub(crate) queue: Vec<(CallTask, Duration)>,
    /// What the model answers next, in order; "I see." when there is nothing here.
    pub(crate) answers: Vec<std::result::Result<PartialAnswer, ModelFailure>>,
    /// What the model was asked.
    pub(crate) requests: Vec<ModelRequest>,
}

impl World {
    /// What is kept of calls.
    pub(crate) fn with_calls<T>(&self, act: impl FnOnce(&mut Calls) -> T) -> T {
        act(&mut self.calls.lock().expect("a lock"))
    }

    fn calls_before(
        &self,
        before: Option<CallId>,
        limit: usize,
        is_meant: impl Fn(&Call) -> bool,
    ) -> Page<Call, CallId> {
        self.with_calls(|calls| {
            let older = calls.calls.values().rev();
            let mut items: Vec<Call> = older
                .filter(|call| before.is_none_or(|before| call.id < before) && is_meant(call))
                .take(limit + 1)
                .cloned()
                .collect();
            let has_more = items.len() > limit;
            items.truncate(limit);
            let next = items.last().filter(|_| has_more).map(|call| call.id);
            Page { items, next }
        })
    }
}

/// A good answer of the model on the phone.
pub(crate) fn spoken_answer(text: &str) -> PartialAnswer {
    PartialAnswer {
        text: text.to_owned(),
        is_whole: true,
        spent: SpentTokens::Exactly(TOKENS),
    }
}

#[async_trait]
impl CallStore for World {
    async fn create_call(&self, call: &Call, greeting: &Turn) -> Result<CallCreation> {
        self.effect(|| {
            self.with_calls(|calls| {
                let sid = &call.twilio_call_sid;
                let known = calls
                    .calls
                    .values()
                    .find(|known| known.twilio_call_sid == *sid);
                if let Some(known) = known {
                    return CallCreation::Existing(known.id);
                }
                calls.calls.insert(call.id, call.clone());
                calls
                    .turns
                    .insert((call.id, greeting.number), greeting.clone());
                CallCreation::Created
            })
        })
    }

    async fn get_turn_background(
        &self,
        id: CallId,
        turns: &[u16],
    ) -> Result<Option<TurnBackground>> {
        Ok(self.with_calls(|calls| {
            let found = turns
                .iter()
                .filter_map(|number| calls.turns.get(&(id, *number)));
            Some(TurnBackground {
                turns: found.cloned().collect(),
                call: calls.calls.get(&id)?.clone(),
                settings: calls.settings.clone(),
            })
        }))
    }

    async fn keep_heard(&self, id: CallId, turn: &Turn) -> Result<()> {
        self.effect(|| {
            self.with_calls(|calls| {
                calls
                    .turns
                    .entry((id, turn.number))
                    .or_insert_with(|| turn.clone());
            });
        })
    }

    async fn keep_answer(
        &self,
        id: CallId,
        turn: &Turn,
        answer: &TurnAnswer,
        effects: &TurnEffects,
    ) -> Result<TurnAnswer> {
        self.effect(|| {
            self.with_calls(|calls| {
                let kept = calls
                    .turns
                    .entry((id, turn.number))
                    .or_insert_with(|| turn.clone());
                if let Some(answer) = &kept.answer {
                    return answer.clone();
                }
                kept.answer = Some(answer.clone());
                if let Some(call) = calls.calls.get_mut(&id).filter(|_| !effects.is_empty()) {
                    call.language = effects.language.unwrap_or(call.language);
                    call.is_confidential |= effects.is_confidential;
                    call.care_need = effects.care_need.or(call.care_need);
                    call.follow_ups += u16::from(effects.follow_up.is_some());
                    call.version += 1;
                }
                if let Some(follow_up) = &effects.follow_up {
                    calls.follow_ups.insert(follow_up.id, follow_up.clone());
                }
                answer.clone()
            })
        })
    }

    async fn get_call(&self, id: CallId) -> Result<Option<Call>> {
        Ok(self.with_calls(|calls| calls.calls.get(&id).cloned()))
    }

    async fn find_call(&self, twilio_call_sid: &str) -> Result<Option<CallId>> {
        Ok(self.with_calls(|calls| {
            let mut all = calls.calls.values();
            all.find(|call| call.twilio_call_sid == twilio_call_sid)
                .map(|call| call.id)
        }))
    }

    async fn list_calls(&self, before: Option<CallId>, limit: usize) -> Result<Page<Call, CallId>> {
        Ok(self.calls_before(before, limit, |_| true))
    }

    async fn list_calls_with(
        &self,
        phone: &PhoneNumber,
        before: Option<CallId>,
        limit: usize,
    ) -> Result<Page<Call, CallId>> {
        Ok(self.calls_before(before, limit, |call| {
            call.caller_phone.as_ref() == Some(phone)
        }))
    }

    async fn list_turns(
        &self,
        id: CallId,
        after: Option<u16>,
        limit: usize,
    ) -> Result<Page<Turn, u16>> {
        Ok(self.with_calls(|calls| {
            let from = after.map_or(0, |after| after + 1);
            let mut items: Vec<Turn> = calls
                .turns
                .range((id, from)..=(id, u16::MAX))
                .take(limit + 1)
                .map(|(_, turn)| turn.clone())
                .collect();
            let has_more = items.len() > limit;
            items.truncate(limit);
            let next = items.last().filter(|_| has_more).map(|turn| turn.number);
            Page { items, next }
        }))
    }

    async fn replace_call(
        &self,
        call: &Call,
        read_version: u32,
        follow_ups: &[FollowUp],
    ) -> Result<Replacement> {
        self.effect(|| {
            self.with_calls(|calls| match calls.calls.get_mut(&call.id) {
                None => Replacement::Missing,
                Some(kept) if kept.version != read_version => Replacement::Stale,
                Some(kept) => {
                    *kept = call.clone();
                    let new = follow_ups.iter().map(|new| (new.id, new.clone()));
                    calls.follow_ups.extend(new);
                    Replacement::Done
                }
            })
        })
    }

    async fn count_call(&self, day: Date) -> Result<u32> {
        self.effect(|| {
            self.with_calls(|calls| {
                let count = calls.counts.entry(day).or_default();
                *count += 1;
                *count
            })
        })
    }

    async fn forget_call(&self, id: CallId, _phone: &PhoneNumber) -> Result<bool> {
        self.effect(|| {
            self.with_calls(|calls| {
                calls.turns.retain(|(call, _), _| *call != id);
                calls
                    .follow_ups
                    .retain(|_, follow_up| follow_up.call_id != id);
                if let Some(call) = calls.calls.get_mut(&id) {
                    call.forget_caller();
                }
                false
            })
        })
    }
}

#[async_trait]
impl FollowUpStore for World {
    async fn get_follow_up(&self, id: FollowUpId) -> Result<Option<FollowUp>> {
        Ok(self.with_calls(|calls| calls.follow_ups.get(&id).cloned()))
    }

    async fn list_follow_ups(
        &self,
        is_done: bool,
        kind: Option<FollowUpKind>,
        before: Option<FollowUpId>,
        limit: usize,
    ) -> Result<Page<FollowUp, FollowUpId>> {
        Ok(self.with_calls(|calls| {
            let mut items: Vec<FollowUp> = calls
                .follow_ups
                .values()
                .rev()
                .filter(|one| one.done.is_some() == is_done)
                .filter(|one| before.is_none_or(|before| one.id < before))
                .filter(|one| kind.is_none_or(|kind| one.kind == kind))
                .take(limit + 1)
                .cloned()
                .collect();
            let has_more = items.len() > limit;
            items.truncate(limit);
            let next = items.last().filter(|_| has_more).map(|one| one.id);
            Page { items, next }
        }))
    }

    async fn list_follow_ups_of(&self, call: CallId) -> Result<Vec<FollowUp>> {
        Ok(self.with_calls(|calls| {
            let all = calls.follow_ups.values();
            all.filter(|one| one.call_id == call).cloned().collect()
        }))
    }

    async fn count_open_follow_ups(&self, at_most: usize) -> Result<(u64, bool)> {
        Ok(self.with_calls(|calls| {
            let open = calls.follow_ups.values().filter(|one| one.done.is_none());
            let count = open.count();
            (count.min(at_most) as u64, count <= at_most)
        }))
    }

    async fn replace_follow_up(&self, before: &FollowUp, after: &FollowUp) -> Result<Replacement> {
        self.effect(|| {
            self.with_calls(|calls| match calls.follow_ups.get_mut(&after.id) {
                None => Replacement::Missing,
                Some(kept) if kept.version != before.version => Replacement::Stale,
                Some(kept) => {
                    *kept = after.clone();
                    Replacement::Done
                }
            })
        })
    }
}

#[async_trait]
impl AssistantSettingsStore for World {
    async fn get_assistant_settings(&self) -> Result<Option<AssistantSettings>> {
        Ok(self.with_calls(|calls| calls.settings.clone()))
    }

    async fn replace_assistant_settings(
        &self,
        settings: &AssistantSettings,
        read_version: u32,
    ) -> Result<Replacement> {
        self.effect(|| {
            self.with_calls(|calls| {
                let kept = calls.settings.as_ref().map_or(0, |kept| kept.version);
                if kept != read_version {
                    return Replacement::Stale;
                }
                calls.settings = Some(settings.clone());
                Replacement::Done
            })
        })
    }
}

#[async_trait]
impl CallQueue for World {
    async fn enqueue_call_task(&self, task: CallTask, delay: Duration) -> Result<()> {
        self.effect(|| self.with_calls(|calls| calls.queue.push((task, delay))))
    }
}

#[async_trait]
impl ConversationModel for World {
    async fn converse(
        &self,
        request: &ModelRequest,
    ) -> std::result::Result<PartialAnswer, ModelFailure> {
        self.with_calls(|calls| {
            calls.requests.push(request.clone());
            match calls.answers.is_empty() {
                true => Ok(spoken_answer("I see.")),
                false => calls.answers.remove(0),
            }
        })
    }
}
