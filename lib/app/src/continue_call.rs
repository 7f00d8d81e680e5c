//! One turn of a call: what the caller said is understood, answered and kept.
//!
//! All that a turn needs is read at once; then the caller's words are kept while the model is asked, so that they are not
//! lost with a crash; then the answer is kept together with what it leaves behind. The first answer that is kept is the
//! one that is spoken, however often the network asks. This knows nothing of how words become sound: whatever can tell it
//! what was heard, and speak a [`SpokenReply`], can carry a call.

use std::sync::Arc;
use std::time::Duration;

use domain::call::{FollowUp, FollowUpKind};
use domain::care::CareNeed;
use domain::conversation::{ConversationState, Heard, Intent, Mode, Turn, TurnAnswer, read_intent};
use domain::money::{CallLength, MicroDollars, ModelPrices};
use domain::opt_out::OptOut;
use domain::spoken_reply::{NextStep, Spoken};
use domain::voice_words::VoiceWords;
use domain::{AssistantSettings, Call, CallId, FollowUpId, ShippedLanguage, SpokenReply};
use jiff::{SignedDuration, Timestamp};
use tracing::{info, warn};

use crate::answer_call::AnsweredCall;
use crate::error::{Error, Result};
use crate::ports::{
    CallQueue, CallStore, CallTask, Clock, ConversationModel, Randomness, TurnEffects,
};
use crate::record_opt_out::RecordOptOut;

mod asking;
mod prompt;

pub(crate) use prompt::most_tokens;

/// Characters of the longest reply that is spoken.
pub(crate) const LONGEST_REPLY: u32 = 700;

/// How many turns the model is reminded of.
const REMEMBERED_TURNS: u16 = 10;

/// How often in a row nothing may be heard before the call ends.
const MOST_SILENCES: u8 = 2;

/// Carries calls on.
pub struct ContinueCall {
    /// The calls.
    pub calls: Arc<dyn CallStore>,
    /// Who answers questions; `None` where there is no model.
    pub model: Option<Arc<dyn ConversationModel>>,
    /// What the model asks.
    pub prices: ModelPrices,
    /// Who notes that somebody does not want to be texted.
    pub record_opt_out: RecordOptOut,
    /// Who tells the person on call.
    pub queue: Arc<dyn CallQueue>,
    /// The church's name.
    pub church: String,
    /// The church's zone, in which it is today.
    pub time_zone: domain::TimeZoneName,
    /// For the time that a turn has.
    pub clock: Arc<dyn Clock>,
    /// For the ids of follow-ups.
    pub randomness: Arc<dyn Randomness>,
}

/// A turn, and all that it is answered from.
struct Scene {
    call: Call,
    settings: AssistantSettings,
    /// The turns before this one, as far as the model is reminded of them, in order.
    before: Vec<Turn>,
    state: ConversationState,
    turn: Turn,
}

/// What is answered, and what the turn leaves behind.
struct Outcome {
    reply: SpokenReply,
    state: ConversationState,
    effects: TurnEffects,
    cost: MicroDollars,
}

impl ContinueCall {
    /// Answers what was heard in a turn. A turn that came before is answered as it was.
    ///
    /// # Errors
    /// When there is no such call, or a store fails: then the same turn may come again.
    pub async fn run(&self, id: CallId, number: u16, heard: Heard) -> Result<AnsweredCall> {
        let started = self.clock.now();
        let numbers: Vec<u16> = (number.saturating_sub(REMEMBERED_TURNS)..=number).collect();
        let background = self.calls.get_turn_background(id, &numbers).await?;
        let background = background.ok_or(Error::NotFound("call"))?;
        let settings = background
            .settings
            .unwrap_or_else(AssistantSettings::initial);
        let voices = settings.voices.clone();
        let (before, same): (Vec<Turn>, Vec<Turn>) = background
            .turns
            .into_iter()
            .partition(|turn| turn.number < number);
        let kept = same.into_iter().find_map(|turn| turn.answer);
        let answer = match kept {
            Some(answer) => answer,
            None => {
                let scene = Scene {
                    state: state_after(&before, background.call.language),
                    call: background.call,
                    settings,
                    before,
                    turn: Turn {
                        number,
                        heard: Some(heard),
                        heard_at: started,
                        answer: None,
                    },
                };
                self.answer(&scene).await?
            }
        };
        Ok(AnsweredCall {
            call: id,
            turn: number,
            reply: answer.reply,
            voices,
        })
    }

    /// Answers a turn for the first time, and keeps the answer.
    async fn answer(&self, scene: &Scene) -> Result<TurnAnswer> {
        let heard = scene.turn.heard.as_ref().unwrap_or(&Heard::Silence);
        let intent = read_intent(&scene.state, heard, &scene.settings);
        let is_over = scene.is_over();
        let mut outcome = match intent {
            // Nothing is asked any more of a model whose time is over.
            Intent::Question(_) if is_over => scene.out_of_time(),
            Intent::Question(language) => self.question(scene, language).await?,
            intent => self.wish(scene, intent).await?,
        };
        if is_over {
            outcome.take_leave(scene);
        }
        let answer = TurnAnswer {
            reply: outcome.reply,
            state: outcome.state,
            at: self.clock.now(),
            cost: outcome.cost,
        };
        let id = scene.call.id;
        let kept = self
            .calls
            .keep_answer(id, &scene.turn, &answer, &outcome.effects)
            .await?;
        info!(
            call.id = %id,
            turn = scene.turn.number,
            turn.language = kept.state.language.tag(),
            turn.milliseconds = (kept.at.duration_since(scene.turn.heard_at)).as_millis() as i64,
            "A turn of a call was answered"
        );
        Ok(kept)
    }

    /// Does what needs no model.
    async fn wish(&self, scene: &Scene, intent: Intent) -> Result<Outcome> {
        let words = VoiceWords::of(scene.state.language);
        Ok(match intent {
            Intent::Care(need) => self.care(scene, need).await?,
            Intent::Person => scene.connect(),
            Intent::Leave(FollowUpKind::Prayer) => {
                scene.take_message(FollowUpKind::Prayer, words.ask_for_prayer())
            }
            Intent::Leave(kind) => scene.take_message(kind, words.ask_for_message()),
            Intent::Keep {
                for_what,
                is_confidential,
            } => self.keep(scene, for_what, is_confidential),
            Intent::Confidence => scene.say(words.now_confidential()).confidential(),
            Intent::NoMoreTexts => self.stop_texts(scene).await?,
            Intent::Repeat => scene.repeat(),
            Intent::Goodbye if scene.state.mode == Mode::Announcing => {
                scene.say(words.outbound_goodbye()).hanging_up()
            }
            Intent::Goodbye | Intent::WasConnected => scene.say(words.goodbye()).hanging_up(),
            Intent::HearAgain => scene.hear_again(),
            Intent::NoMoreCalls => self.stop_calls(scene).await?,
            Intent::Speak(language) => scene.speak(language),
            Intent::Silence => scene.silence(),
            Intent::NotUnderstood | Intent::Question(_) => scene.say(words.did_not_catch()),
            Intent::NobodyCame => scene.take_message(FollowUpKind::Callback, words.nobody_there()),
        })
    }

    /// Answers danger with the words that are fixed for it, and has the person on call told. The alarm goes first: a
    /// crash after it alarms twice at worst, and an alarm is told once.
    async fn care(&self, scene: &Scene, need: CareNeed) -> Result<Outcome> {
        let id = scene.call.id;
        warn!(call.id = %id, alarm = "care_needed", "A caller may be in danger");
        let told = self
            .queue
            .enqueue_call_task(CallTask::Alert(id), Duration::ZERO);
        if let Err(error) = told.await {
            // The answer must not wait for a queue: the call's end alarms as well.
            warn!(call.id = %id, %error, "The person on call is told at the end of the call");
        }
        let words = VoiceWords::of(scene.state.language);
        let answer = match need {
            CareNeed::SelfHarm => words.self_harm(),
            CareNeed::Danger => words.danger(),
        };
        let mut outcome = scene.say(answer);
        outcome.effects.care_need = Some(need);
        if scene.call.care_need != Some(need) {
            let said = scene.words().to_owned();
            outcome.effects.follow_up = Some(self.follow_up(scene, FollowUpKind::Care, said));
        }
        Ok(outcome)
    }

    /// Keeps what was left for the church. A wish for prayer mostly says already what for.
    fn keep(&self, scene: &Scene, kind: FollowUpKind, is_confidential: bool) -> Outcome {
        let words = VoiceWords::of(scene.state.language);
        let asked = scene.before.last().and_then(words_of);
        let said = match (kind, asked) {
            (FollowUpKind::Prayer, Some(asked)) => format!("{asked} {}", scene.words()),
            _ => scene.words().to_owned(),
        };
        let answer = match kind {
            FollowUpKind::Prayer => words.prayer_taken(),
            _ => words.message_taken(),
        };
        let mut outcome = scene.say(answer);
        outcome.state.mode = Mode::Talking;
        if is_confidential {
            outcome = outcome.confidential();
        }
        let mut follow_up = self.follow_up(scene, kind, said);
        follow_up.is_confidential = outcome.state.is_confidential;
        outcome.effects.follow_up = Some(follow_up);
        outcome
    }

    fn follow_up(&self, scene: &Scene, kind: FollowUpKind, words: String) -> FollowUp {
        let now = self.clock.now();
        FollowUp {
            id: FollowUpId::new(now, self.randomness.draw()),
            call_id: scene.call.id,
            kind,
            words,
            is_confidential: scene.state.is_confidential,
            done: None,
            created_at: now,
            version: 1,
        }
    }

    /// Opts the number of whoever we called out of our calls. A key can't be misheard.
    async fn stop_calls(&self, scene: &Scene) -> Result<Outcome> {
        let words = VoiceWords::of(scene.state.language);
        if let Some(phone) = &scene.call.caller_phone {
            let wanted = OptOut::of_calls_by_key(phone.clone(), scene.turn.heard_at);
            self.record_opt_out.note(&wanted).await?;
        }
        Ok(scene.say(words.calls_stopped()).hanging_up())
    }

    /// Opts the caller's number out of texts. Words on the phone are easily misheard, so a person has to look at it.
    async fn stop_texts(&self, scene: &Scene) -> Result<Outcome> {
        let words = VoiceWords::of(scene.state.language);
        let Some(phone) = &scene.call.caller_phone else {
            return Ok(scene.say(words.did_not_catch()));
        };
        let wanted = OptOut::by_call(phone.clone(), scene.turn.heard_at, scene.words());
        self.record_opt_out.note(&wanted).await?;
        let mut outcome = scene.say(match scene.state.has_opted_out {
            false => words.texts_stopped(),
            true => words.texts_were_stopped(),
        });
        outcome.state.has_opted_out = true;
        Ok(outcome)
    }
}

/// How matters stand before a turn: as the last turn that was answered left them.
fn state_after(before: &[Turn], language: ShippedLanguage) -> ConversationState {
    let answered = before.iter().rev().find_map(|turn| turn.answer.as_ref());
    answered.map_or_else(
        || ConversationState::beginning(language),
        |answer| answer.state.clone(),
    )
}

fn words_of(turn: &Turn) -> Option<&str> {
    match &turn.heard {
        Some(Heard::Words { words }) => Some(words),
        _ => None,
    }
}

impl Scene {
    /// What was said in this turn.
    fn words(&self) -> &str {
        words_of(&self.turn).unwrap_or_default()
    }

    /// Whether the call has lasted as long as it may.
    fn is_over(&self) -> bool {
        let limits = self.settings.limits;
        let lasts = self.turn.heard_at.duration_since(self.call.created_at);
        self.turn.number >= limits.turns
            || lasts >= SignedDuration::from_mins(limits.minutes.into())
    }

    /// Says this in the language that is spoken, and listens.
    fn say(&self, words: impl Into<String>) -> Outcome {
        let language = self.state.language;
        Outcome {
            reply: SpokenReply {
                say: vec![Spoken::new(language, words)],
                next: NextStep::Listen { language },
            },
            state: ConversationState {
                silences: 0,
                ..self.state.clone()
            },
            effects: TurnEffects::default(),
            cost: MicroDollars::ZERO,
        }
    }

    fn take_message(&self, for_what: FollowUpKind, words: &str) -> Outcome {
        let mut outcome = self.say(words);
        outcome.state.mode = Mode::TakingMessage { for_what };
        outcome
    }

    fn connect(&self) -> Outcome {
        let words = VoiceWords::of(self.state.language);
        let Some(phone) = &self.settings.transfer_phone else {
            return self.take_message(FollowUpKind::Callback, words.no_person_set());
        };
        let mut outcome = self.say(words.connecting());
        outcome.state.mode = Mode::Connecting;
        outcome.reply.next = NextStep::Connect {
            phone: phone.clone(),
        };
        outcome
    }

    fn repeat(&self) -> Outcome {
        let answered = self
            .before
            .iter()
            .rev()
            .find_map(|turn| turn.answer.as_ref());
        let mut outcome = self.say(VoiceWords::of(self.state.language).did_not_catch());
        if let Some(answer) = answered {
            outcome.reply.say.clone_from(&answer.reply.say);
        }
        outcome
    }

    /// The church's message once more, as often as that was paid for.
    fn hear_again(&self) -> Outcome {
        let first = self.before.first().filter(|turn| turn.number == 0);
        match first.and_then(|turn| turn.answer.as_ref()) {
            Some(answer) if self.turn.number <= CallLength::MOST_REPETITIONS => Outcome {
                reply: answer.reply.clone(),
                ..self.say("")
            },
            _ => self
                .say(VoiceWords::of(self.state.language).outbound_goodbye())
                .hanging_up(),
        }
    }

    fn speak(&self, language: ShippedLanguage) -> Outcome {
        let mut outcome = self.say("");
        outcome.reply.say = vec![Spoken::new(
            language,
            VoiceWords::of(language).language_changed(),
        )];
        outcome.in_language(language)
    }

    fn silence(&self) -> Outcome {
        let words = VoiceWords::of(self.state.language);
        let silences = self.state.silences + 1;
        if silences > MOST_SILENCES {
            return self.say(words.goodbye_after_silence()).hanging_up();
        }
        let mut outcome = self.say(match silences {
            1 => words.still_there(),
            _ => words.cannot_hear(),
        });
        outcome.state.silences = silences;
        outcome
    }

    fn out_of_time(&self) -> Outcome {
        let mut outcome = self.say("");
        outcome.reply.say.clear();
        outcome
    }
}

impl Outcome {
    fn hanging_up(mut self) -> Self {
        self.reply.next = NextStep::HangUp;
        self
    }

    fn confidential(mut self) -> Self {
        self.state.is_confidential = true;
        self.effects.is_confidential = true;
        self
    }

    fn in_language(mut self, language: ShippedLanguage) -> Self {
        if self.state.language != language {
            self.effects.language = Some(language);
        }
        self.state.language = language;
        self.reply.next = NextStep::Listen { language };
        self
    }

    /// Ends a call that has lasted as long as it may, unless somebody is rung for the caller.
    fn take_leave(&mut self, scene: &Scene) {
        if matches!(self.reply.next, NextStep::Connect { .. } | NextStep::HangUp) {
            return;
        }
        let language = scene.state.language;
        let words = VoiceWords::of(language).out_of_time();
        self.reply.say.push(Spoken::new(language, words));
        self.reply.next = NextStep::HangUp;
    }
}

/// How long a turn may take, of the ten seconds in which the network has to be answered (I13).
const TIME_FOR_A_TURN: SignedDuration = SignedDuration::from_secs(8);

/// How much of a turn's time is left.
fn time_left(started: Timestamp, now: Timestamp) -> Duration {
    let left = TIME_FOR_A_TURN - now.duration_since(started);
    Duration::try_from(left).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod tests;
