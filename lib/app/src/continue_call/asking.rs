//! A question goes to the model, and what it answers is looked at in code before it is spoken.

use domain::ShippedLanguage;
use domain::call::CallerBackground;
use domain::care::find_care_need;
use domain::money::MicroDollars;
use domain::spoken_guard::{SpokenFacts, cut_at_sentence, guard_spoken};
use domain::spoken_reply::Spoken;
use domain::voice_words::VoiceWords;
use futures::join;
use tracing::warn;

use super::{ContinueCall, Outcome, Scene, prompt, time_left};
use crate::error::Result;
use crate::ports::{ConversationModel, SpentTokens};

/// What the model's part in a turn came to.
struct Asked {
    /// What may be spoken; `None` when nothing may.
    words: Option<String>,
    cost: MicroDollars,
}

impl ContinueCall {
    /// Answers a question in this language. The caller's words are kept meanwhile.
    pub(super) async fn question(
        &self,
        scene: &Scene,
        language: ShippedLanguage,
    ) -> Result<Outcome> {
        let words = VoiceWords::of(language);
        let model = self.model.as_deref().filter(|_| scene.call.is_model_used);
        let Some(model) = model else {
            return Ok(spoken(scene, language, words.no_assistant().into()));
        };
        let keeping = self.calls.keep_heard(scene.call.id, &scene.turn);
        let (kept, asked) = join!(keeping, self.ask(model, scene, language));
        kept?;
        let answer = asked.words.unwrap_or_else(|| words.trouble().into());
        // What the model takes for an emergency is one, also where the caller's words alone did not show it.
        let mut outcome = match find_care_need(&answer) {
            Some(need) => self.care(scene, need).await?,
            None => spoken(scene, language, answer),
        };
        outcome.cost = asked.cost;
        Ok(outcome)
    }

    async fn ask(
        &self,
        model: &dyn ConversationModel,
        scene: &Scene,
        language: ShippedLanguage,
    ) -> Asked {
        let now = self.clock.now();
        let patience = time_left(scene.turn.heard_at, now);
        let today = now.to_zoned(self.time_zone.rules());
        let request = prompt::request(&self.church, &today, scene, language, patience);
        let cost = |spent| match spent {
            SpentTokens::Nothing => MicroDollars::ZERO,
            SpentTokens::Exactly(usage) => self.prices.cost(usage),
            SpentTokens::Unknown => self.prices.cost(request.most_tokens()),
        };
        let id = scene.call.id;
        let answer = match model.converse(&request).await {
            Ok(answer) => answer,
            Err(failure) => {
                warn!(call.id = %id, model.failure = failure.code, "The model did not answer a caller");
                return Asked {
                    words: None,
                    cost: cost(failure.spent),
                };
            }
        };
        let said = match answer.is_whole {
            true => Some(answer.text.as_str()),
            false => cut_at_sentence(&answer.text),
        };
        let facts = prompt::facts(&self.church, &scene.settings);
        let CallerBackground {
            first_name,
            last_sent,
        } = &scene.call.background;
        let known = SpokenFacts {
            facts: &facts,
            first_name: first_name.as_deref(),
            last_sent: last_sent.as_deref(),
        };
        let words = match said.map(|said| guard_spoken(said, &known, language)) {
            Some(Ok(words)) => Some(words),
            Some(Err(reason)) => {
                warn!(call.id = %id, ?reason, "What the model wanted to say is not spoken");
                None
            }
            None => {
                warn!(call.id = %id, "The model did not finish a sentence in time");
                None
            }
        };
        Asked {
            words,
            cost: cost(answer.spent),
        }
    }
}

/// Says words in a language, which is spoken from here on.
fn spoken(scene: &Scene, language: ShippedLanguage, words: String) -> Outcome {
    let mut outcome = scene.say("");
    outcome.reply.say = vec![Spoken::new(language, words)];
    outcome.in_language(language)
}
