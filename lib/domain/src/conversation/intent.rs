//! What a turn asks for, as far as code can tell without a model.
//!
//! What can't wait comes before everything else, also in the middle of a message. Then come keys and the plain wishes
//! that must never depend on a model's mood: a person, a message, confidence, no more texts. All the rest is a question.

use crate::assistant_settings::AssistantSettings;
use crate::call::FollowUpKind;
use crate::care::{CareNeed, find_care_need};
use crate::shipped_language::ShippedLanguage;
use crate::spoken_language::detect_language;
use crate::spoken_request::{SpokenRequest, read_request};

use super::{ConversationState, Heard, Mode};

/// What a turn asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// Somebody may be in danger.
    Care(CareNeed),
    /// To speak with a person.
    Person,
    /// To leave word for the church.
    Leave(FollowUpKind),
    /// This is the word that is left.
    Keep {
        /// Of what kind.
        for_what: FollowUpKind,
        /// Whether only the pastor should know.
        is_confidential: bool,
    },
    /// That only the pastor should know.
    Confidence,
    /// Not to be texted.
    NoMoreTexts,
    /// To hear the last answer again.
    Repeat,
    /// To end the call.
    Goodbye,
    /// To speak this language.
    Speak(ShippedLanguage),
    /// Something that the assistant may know, asked in this language.
    Question(ShippedLanguage),
    /// Nothing was heard.
    Silence,
    /// A key that means nothing.
    NotUnderstood,
    /// Somebody took the call, and has ended it.
    WasConnected,
    /// Nobody took the call.
    NobodyCame,
    /// To hear the church's message again.
    HearAgain,
    /// To get no more calls from the church.
    NoMoreCalls,
}

/// The key that asks for a person.
const PERSON: char = '0';
/// The key that asks for the last answer again.
const REPEAT: char = '*';

/// The keys after a message of the church, as [`VoiceWords::outbound_keys`](crate::voice_words::VoiceWords::outbound_keys)
/// tells them.
const HEAR_AGAIN: char = '1';
const TALK: char = '2';
const NO_MORE_CALLS: char = '9';

/// Reads what a turn asks for, as matters stand.
pub fn read_intent(
    state: &ConversationState,
    heard: &Heard,
    settings: &AssistantSettings,
) -> Intent {
    match heard {
        Heard::Connected { was_answered: true } => Intent::WasConnected,
        Heard::Connected { .. } => Intent::NobodyCame,
        heard if state.mode == Mode::Announcing => after_announcement(heard),
        Heard::Silence => Intent::Silence,
        Heard::Keys { keys } => of_key(keys, settings),
        Heard::Words { words } if words.trim().is_empty() => Intent::Silence,
        Heard::Words { words } => of_words(state, words),
    }
}

/// After a message of the church only keys are listened for; whoever presses none has heard enough.
fn after_announcement(heard: &Heard) -> Intent {
    let key = match heard {
        Heard::Keys { keys } => keys.chars().next(),
        _ => None,
    };
    match key {
        Some(HEAR_AGAIN) => Intent::HearAgain,
        Some(TALK | PERSON) => Intent::Person,
        Some(NO_MORE_CALLS) => Intent::NoMoreCalls,
        _ => Intent::Goodbye,
    }
}

fn of_key(keys: &str, settings: &AssistantSettings) -> Intent {
    match keys.chars().next() {
        None => Intent::Silence,
        Some(PERSON) => Intent::Person,
        Some(REPEAT) => Intent::Repeat,
        Some(key) => match settings.language_of_key(key) {
            Some(language) => Intent::Speak(language),
            None => Intent::NotUnderstood,
        },
    }
}

fn of_words(state: &ConversationState, words: &str) -> Intent {
    if let Some(need) = find_care_need(words) {
        return Intent::Care(need);
    }
    let request = read_request(words);
    if let Mode::TakingMessage { for_what } = state.mode {
        return match request {
            Some(SpokenRequest::Person) => Intent::Person,
            Some(SpokenRequest::Goodbye) => Intent::Goodbye,
            Some(SpokenRequest::Repeat) => Intent::Repeat,
            Some(SpokenRequest::Speak(language)) => Intent::Speak(language),
            _ => Intent::Keep {
                for_what,
                is_confidential: request == Some(SpokenRequest::Confidence),
            },
        };
    }
    match request {
        Some(SpokenRequest::Person) => Intent::Person,
        Some(SpokenRequest::Message) => Intent::Leave(FollowUpKind::Message),
        Some(SpokenRequest::Prayer) => Intent::Leave(FollowUpKind::Prayer),
        Some(SpokenRequest::Confidence) => Intent::Confidence,
        Some(SpokenRequest::NoMoreTexts) => Intent::NoMoreTexts,
        Some(SpokenRequest::Repeat) => Intent::Repeat,
        Some(SpokenRequest::Goodbye) => Intent::Goodbye,
        Some(SpokenRequest::Speak(language)) => Intent::Speak(language),
        None => Intent::Question(language_of(state, words)),
    }
}

/// The language that is spoken from here on: another one only when it is sure.
fn language_of(state: &ConversationState, words: &str) -> ShippedLanguage {
    match detect_language(words) {
        Some(detected) if detected.is_sure => detected.language,
        _ => state.language,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: ShippedLanguage = ShippedLanguage::English;

    fn intent_in(mode: Mode, heard: Heard) -> Intent {
        let state = ConversationState {
            mode,
            ..ConversationState::beginning(ENGLISH)
        };
        read_intent(&state, &heard, &AssistantSettings::initial())
    }

    fn said(words: &str) -> Heard {
        Heard::Words {
            words: words.into(),
        }
    }

    fn pressed(keys: &str) -> Heard {
        Heard::Keys { keys: keys.into() }
    }

    #[test]
    fn a_wish_is_read_without_a_model_and_all_else_is_a_question() {
        for (words, expected) in [
            ("can I speak to a real person", Intent::Person),
            (
                "I would like to leave a message",
                Intent::Leave(FollowUpKind::Message),
            ),
            ("please stop texting me", Intent::NoMoreTexts),
            ("goodbye", Intent::Goodbye),
            ("when is the service on Sunday", Intent::Question(ENGLISH)),
            (
                "a qué hora es la misa el domingo por la mañana",
                Intent::Question(ShippedLanguage::Spanish),
            ),
            ("", Intent::Silence),
        ] {
            assert_eq!(intent_in(Mode::Talking, said(words)), expected, "{words}");
        }
    }

    #[test]
    fn danger_is_heard_also_in_the_middle_of_a_message() {
        let for_what = FollowUpKind::Prayer;
        for mode in [Mode::Talking, Mode::TakingMessage { for_what }] {
            let intent = intent_in(mode, said("I want to kill myself"));
            assert_eq!(intent, Intent::Care(CareNeed::SelfHarm));
        }
    }

    #[test]
    fn while_a_message_is_taken_whatever_is_said_is_the_message_but_for_a_way_out() {
        let for_what = FollowUpKind::Prayer;
        let kept = Intent::Keep {
            for_what,
            is_confidential: false,
        };
        let mode = Mode::TakingMessage { for_what };
        for (words, expected) in [
            ("please pray for my mother", kept.clone()),
            ("when is the service on Sunday", kept),
            ("goodbye", Intent::Goodbye),
            ("I want to talk to a real person", Intent::Person),
        ] {
            assert_eq!(intent_in(mode, said(words)), expected, "{words}");
        }
    }

    #[test]
    fn each_key_means_one_thing() {
        for (keys, expected) in [
            ("0", Intent::Person),
            ("*", Intent::Repeat),
            ("1", Intent::Speak(ENGLISH)),
            ("2", Intent::Speak(ShippedLanguage::Spanish)),
            ("7", Intent::NotUnderstood),
            ("", Intent::Silence),
        ] {
            assert_eq!(intent_in(Mode::Talking, pressed(keys)), expected, "{keys}");
        }
    }

    #[test]
    fn what_became_of_ringing_somebody_is_told_apart() {
        let connected = |was_answered| Heard::Connected { was_answered };
        let came = intent_in(Mode::Connecting, connected(true));
        let nobody = intent_in(Mode::Connecting, connected(false));
        assert_eq!((came, nobody), (Intent::WasConnected, Intent::NobodyCame));
    }

    #[test]
    fn after_a_message_of_the_church_keys_hear_it_again_talk_and_end_our_calls() {
        for (heard, expected) in [
            (pressed("1"), Intent::HearAgain),
            (pressed("2"), Intent::Person),
            (pressed("0"), Intent::Person),
            (pressed("9"), Intent::NoMoreCalls),
            (pressed("5"), Intent::Goodbye),
            (Heard::Silence, Intent::Goodbye),
            (
                Heard::Connected {
                    was_answered: false,
                },
                Intent::NobodyCame,
            ),
        ] {
            assert_eq!(
                intent_in(Mode::Announcing, heard.clone()),
                expected,
                "{heard:?}"
            );
        }
    }
}
