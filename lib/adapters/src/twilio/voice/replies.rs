//! What is spoken and what comes then, as TwiML. Each document ends in a next step or in the end of the call (I13).

use std::collections::BTreeMap;

use domain::ShippedLanguage;
use domain::spoken_reply::{NextStep, Spoken, SpokenReply};

use super::links::{CallPlace, Step, failures_in};
use super::twiml::{Dial, Gather, Say, Verb, document};
use super::voices::{Speech, voice};

/// Seconds that a caller has to begin.
const TIME_TO_BEGIN: u8 = 5;
/// Seconds that whoever was rung has to press a key.
const TIME_FOR_A_KEY: u8 = 8;

/// A reply to a caller. `place` is where the call stands with it; what is heard then belongs to the next turn.
pub fn render_reply(
    reply: &SpokenReply,
    voices: &BTreeMap<ShippedLanguage, String>,
    base_url: &str,
    place: CallPlace,
) -> String {
    let says = says(&reply.say, voices);
    let next = place.next();
    let listen = |language: Option<&'static str>, timeout, says| {
        let action = next.address(base_url, Step::Response);
        vec![
            Verb::Gather(Gather {
                language,
                timeout,
                action: action.clone(),
                says,
            }),
            // Whatever Gather does not tell of, this does.
            Verb::Redirect(action),
        ]
    };
    document(&match &reply.next {
        NextStep::Listen { language } => {
            listen(Some(Speech::of(*language).heard), TIME_TO_BEGIN, says)
        }
        NextStep::AwaitKey => listen(None, TIME_FOR_A_KEY, says),
        NextStep::Connect { phone } => said_then(
            says,
            Verb::Dial(Dial {
                phone: phone.clone(),
                whisper: place.address(base_url, Step::Whisper),
                action: next.address(base_url, Step::Connected),
            }),
        ),
        NextStep::HangUp => said_then(says, Verb::Hangup),
    })
}

/// What whoever was rung for a caller hears first. Without a key the two are not put through: a mailbox presses none.
pub fn render_whisper(
    reply: &SpokenReply,
    voices: &BTreeMap<ShippedLanguage, String>,
    base_url: &str,
    place: CallPlace,
) -> String {
    let says = says(&reply.say, voices);
    document(&match reply.next {
        NextStep::AwaitKey => vec![
            Verb::Gather(Gather {
                language: None,
                timeout: TIME_FOR_A_KEY,
                action: place.address(base_url, Step::WhisperKey),
                says,
            }),
            Verb::Hangup,
        ],
        _ => said_then(says, Verb::Hangup),
    })
}

/// Says this, and asks once more who rings: for a call of which nothing could be noted. `url` is what was called; `None`
/// when that was done `at_most` times.
pub fn retry_inbound(words: &Spoken, base_url: &str, url: &str, at_most: u8) -> Option<String> {
    let failures = failures_in(url).saturating_add(1);
    let again = format!("{base_url}{}?failures={failures}", Step::Inbound.path());
    (failures <= at_most).then(|| {
        document(&said_then(
            says(std::slice::from_ref(words), &BTreeMap::new()),
            Verb::Redirect(again),
        ))
    })
}

/// Nothing more to do for whoever was rung: the two are put through.
pub fn bridge() -> String {
    document(&[])
}

/// Says this, and ends the call.
pub fn hang_up(words: &[Spoken]) -> String {
    document(&said_then(says(words, &BTreeMap::new()), Verb::Hangup))
}

fn says(words: &[Spoken], voices: &BTreeMap<ShippedLanguage, String>) -> Vec<Say> {
    let of = |spoken: &Spoken| {
        let speech = Speech::of(spoken.language);
        Say::all(voice(spoken.language, voices), speech.spoken, &spoken.words)
    };
    words.iter().flat_map(of).collect()
}

fn said_then(says: Vec<Say>, verb: Verb) -> Vec<Verb> {
    says.into_iter().map(Verb::Say).chain([verb]).collect()
}

#[cfg(test)]
mod schema;
#[cfg(test)]
mod tests;
