//! Every sentence that somebody hears on the phone and that no model has made, in every language that we ship.
//!
//! One file a language, for a person who speaks it to review. They are written to be spoken: short, warm, one thing at a
//! time. Numbers that have to be dialled stand as single digits, so that a voice reads them one by one.

mod arabic;
mod chinese_simplified;
mod chinese_traditional;
mod english;
mod filipino;
mod french;
mod haitian_creole;
mod hindi;
mod korean;
mod malayalam;
mod portuguese;
mod russian;
mod spanish;
mod tamil;
mod telugu;
#[cfg(test)]
mod tests;
mod vietnamese;

use crate::shipped_language::ShippedLanguage;

/// The sentences of one language. `{church}`, `{name}` and `{key}` stand for what is put in.
#[derive(Debug)]
pub struct VoiceWords {
    reviewed_by: Option<&'static str>,
    greeting: &'static str,
    greeting_by_name: &'static str,
    language_offer: &'static str,
    still_there: &'static str,
    cannot_hear: &'static str,
    goodbye: &'static str,
    goodbye_after_silence: &'static str,
    did_not_catch: &'static str,
    trouble: &'static str,
    no_assistant: &'static str,
    out_of_time: &'static str,
    ask_for_message: &'static str,
    ask_for_prayer: &'static str,
    message_taken: &'static str,
    prayer_taken: &'static str,
    connecting: &'static str,
    nobody_there: &'static str,
    no_person_set: &'static str,
    whisper: &'static str,
    whisper_by_name: &'static str,
    now_confidential: &'static str,
    texts_stopped: &'static str,
    texts_were_stopped: &'static str,
    language_changed: &'static str,
    self_harm: &'static str,
    danger: &'static str,
    anything_else: &'static str,
    outbound_opening: &'static str,
    outbound_keys: &'static str,
    calls_stopped: &'static str,
    outbound_goodbye: &'static str,
    outbound_voicemail_end: &'static str,
}

const CHURCH: &str = "{church}";
const NAME: &str = "{name}";
const KEY: &str = "{key}";

impl VoiceWords {
    /// The sentences of a language.
    pub fn of(language: ShippedLanguage) -> &'static Self {
        match language {
            ShippedLanguage::English => &english::WORDS,
            ShippedLanguage::Spanish => &spanish::WORDS,
            ShippedLanguage::French => &french::WORDS,
            ShippedLanguage::Portuguese => &portuguese::WORDS,
            ShippedLanguage::Korean => &korean::WORDS,
            ShippedLanguage::ChineseSimplified => &chinese_simplified::WORDS,
            ShippedLanguage::ChineseTraditional => &chinese_traditional::WORDS,
            ShippedLanguage::Vietnamese => &vietnamese::WORDS,
            ShippedLanguage::Filipino => &filipino::WORDS,
            ShippedLanguage::Hindi => &hindi::WORDS,
            ShippedLanguage::Telugu => &telugu::WORDS,
            ShippedLanguage::Tamil => &tamil::WORDS,
            ShippedLanguage::Malayalam => &malayalam::WORDS,
            ShippedLanguage::Arabic => &arabic::WORDS,
            ShippedLanguage::HaitianCreole => &haitian_creole::WORDS,
            ShippedLanguage::Russian => &russian::WORDS,
        }
    }

    /// Who has read the sentences and speaks the language; `None` where nobody has yet.
    pub fn reviewed_by(&self) -> Option<&'static str> {
        self.reviewed_by
    }

    /// Greets somebody who rings, by name where it is known; says that an automatic assistant speaks; asks how to help.
    pub fn greeting(&self, church: &str, first_name: Option<&str>) -> String {
        match first_name {
            Some(name) => filled(self.greeting_by_name, church).replace(NAME, name.trim()),
            None => filled(self.greeting, church),
        }
    }

    /// Offers to go on in this language, for a key.
    pub fn language_offer(&self, key: char) -> String {
        self.language_offer.replace(KEY, &key.to_string())
    }

    /// After the first silence.
    pub fn still_there(&self) -> &'static str {
        self.still_there
    }

    /// After the second.
    pub fn cannot_hear(&self) -> &'static str {
        self.cannot_hear
    }

    /// Takes leave.
    pub fn goodbye(&self) -> &'static str {
        self.goodbye
    }

    /// Takes leave of somebody who was not heard.
    pub fn goodbye_after_silence(&self) -> &'static str {
        self.goodbye_after_silence
    }

    /// Asks to say it again.
    pub fn did_not_catch(&self) -> &'static str {
        self.did_not_catch
    }

    /// When there is no answer to a question just now: a message can be left, or a person had.
    pub fn trouble(&self) -> &'static str {
        self.trouble
    }

    /// When no questions can be answered in this call: a message can be left, or a person had.
    pub fn no_assistant(&self) -> &'static str {
        self.no_assistant
    }

    /// When the call has lasted as long as it may.
    pub fn out_of_time(&self) -> &'static str {
        self.out_of_time
    }

    /// Asks for the message.
    pub fn ask_for_message(&self) -> &'static str {
        self.ask_for_message
    }

    /// Asks what should be prayed for.
    pub fn ask_for_prayer(&self) -> &'static str {
        self.ask_for_prayer
    }

    /// The message is kept; asks whether there is anything else.
    pub fn message_taken(&self) -> &'static str {
        self.message_taken
    }

    /// The wish for prayer is kept; asks whether there is anything else.
    pub fn prayer_taken(&self) -> &'static str {
        self.prayer_taken
    }

    /// Somebody is rung.
    pub fn connecting(&self) -> &'static str {
        self.connecting
    }

    /// Nobody took the call; asks for a message.
    pub fn nobody_there(&self) -> &'static str {
        self.nobody_there
    }

    /// Nobody can be rung; asks for a message.
    pub fn no_person_set(&self) -> &'static str {
        self.no_person_set
    }

    /// Tells whoever picks up for the church who waits, and how to take the call.
    pub fn whisper(&self, church: &str, caller: Option<&str>) -> String {
        match caller {
            Some(caller) => filled(self.whisper_by_name, church).replace(NAME, caller.trim()),
            None => filled(self.whisper, church),
        }
    }

    /// Only the pastor may read what is said; asks how to help.
    pub fn now_confidential(&self) -> &'static str {
        self.now_confidential
    }

    /// The number gets no more texts; asks whether there is anything else.
    pub fn texts_stopped(&self) -> &'static str {
        self.texts_stopped
    }

    /// The number got none any more already; asks whether there is anything else.
    pub fn texts_were_stopped(&self) -> &'static str {
        self.texts_were_stopped
    }

    /// This language is spoken from here on; asks how to help.
    pub fn language_changed(&self) -> &'static str {
        self.language_changed
    }

    /// To somebody who may harm themselves: the crisis line 988 (<https://988lifeline.org>), or 911 at once.
    pub fn self_harm(&self) -> &'static str {
        self.self_harm
    }

    /// To somebody in danger: 911 at once.
    pub fn danger(&self) -> &'static str {
        self.danger
    }

    /// Asks whether there is anything else.
    pub fn anything_else(&self) -> &'static str {
        self.anything_else
    }

    /// Says first in a call that goes out that it is an automatic one, and from whom.
    pub fn outbound_opening(&self, church: &str) -> String {
        filled(self.outbound_opening, church)
    }

    /// What can be done by keys after the message of a call that goes out: 1, 2 and 9.
    pub fn outbound_keys(&self) -> &'static str {
        self.outbound_keys
    }

    /// The number gets no more calls; takes leave.
    pub fn calls_stopped(&self) -> &'static str {
        self.calls_stopped
    }

    /// Takes leave after the message of a call that goes out.
    pub fn outbound_goodbye(&self) -> &'static str {
        self.outbound_goodbye
    }

    /// The end of what is spoken onto an answering machine: from whom it was, and that one may ring back.
    pub fn outbound_voicemail_end(&self, church: &str) -> String {
        filled(self.outbound_voicemail_end, church)
    }

    #[cfg(test)]
    fn all(&self) -> [(&'static str, &'static str); 32] {
        [
            ("greeting", self.greeting),
            ("greeting_by_name", self.greeting_by_name),
            ("language_offer", self.language_offer),
            ("still_there", self.still_there),
            ("cannot_hear", self.cannot_hear),
            ("goodbye", self.goodbye),
            ("goodbye_after_silence", self.goodbye_after_silence),
            ("did_not_catch", self.did_not_catch),
            ("trouble", self.trouble),
            ("no_assistant", self.no_assistant),
            ("out_of_time", self.out_of_time),
            ("ask_for_message", self.ask_for_message),
            ("ask_for_prayer", self.ask_for_prayer),
            ("message_taken", self.message_taken),
            ("prayer_taken", self.prayer_taken),
            ("connecting", self.connecting),
            ("nobody_there", self.nobody_there),
            ("no_person_set", self.no_person_set),
            ("whisper", self.whisper),
            ("whisper_by_name", self.whisper_by_name),
            ("now_confidential", self.now_confidential),
            ("texts_stopped", self.texts_stopped),
            ("texts_were_stopped", self.texts_were_stopped),
            ("language_changed", self.language_changed),
            ("self_harm", self.self_harm),
            ("danger", self.danger),
            ("anything_else", self.anything_else),
            ("outbound_opening", self.outbound_opening),
            ("outbound_keys", self.outbound_keys),
            ("calls_stopped", self.calls_stopped),
            ("outbound_goodbye", self.outbound_goodbye),
            ("outbound_voicemail_end", self.outbound_voicemail_end),
        ]
    }
}

fn filled(sentence: &str, church: &str) -> String {
    sentence.replace(CHURCH, church.trim())
}
