//! English.

use super::VoiceWords;

pub(super) const WORDS: VoiceWords = VoiceWords {
    reviewed_by: None,
    greeting: "Hello, this is the automatic assistant of {church}. How can I help you?",
    greeting_by_name: "Hello {name}, this is the automatic assistant of {church}. How can I help you?",
    language_offer: "For English, press {key}.",
    still_there: "Are you still there? Please tell me how I can help.",
    cannot_hear: "I'm sorry, I can't hear you. Please speak up, or press 0 for a person.",
    goodbye: "Thank you for calling. God bless you. Goodbye.",
    goodbye_after_silence: "I still can't hear you, so I'll hang up now. Please call again. Goodbye.",
    did_not_catch: "I'm sorry, I didn't catch that. Could you say it again?",
    trouble: "I'm sorry, I can't answer that just now. Say \"message\" to leave a message, or press 0 for a person.",
    no_assistant: "I can't answer questions right now, but I can take a message. Say \"message\", or press 0 for a person.",
    out_of_time: "I'm sorry, our time is up. You are welcome to call again. Goodbye.",
    ask_for_message: "Gladly. Please say your message now.",
    ask_for_prayer: "Gladly. What would you like us to pray for?",
    message_taken: "Thank you, I'll pass it on. Is there anything else?",
    prayer_taken: "Thank you. We will pray for that. Is there anything else?",
    connecting: "One moment, I'm calling someone for you.",
    nobody_there: "I'm sorry, nobody can take your call right now. Please say your message, and someone will call you back.",
    no_person_set: "I can't reach anybody by phone right now. Please say your message, and someone will call you back.",
    whisper: "A caller of {church} would like to speak with you. Press 1 to take the call.",
    whisper_by_name: "A caller of {church} would like to speak with you: {name}. Press 1 to take the call.",
    now_confidential: "Of course. Only the pastor will be able to read what is said in this call. How can I help?",
    texts_stopped: "Done. You won't get any more texts from us. Is there anything else?",
    texts_were_stopped: "You won't get any texts from us; that was noted already. Is there anything else?",
    language_changed: "I'll speak English now. How can I help you?",
    self_harm: "I'm so glad you told me. You are not alone. Please call or text 9 8 8 now, day or night: someone will listen. If your life is in danger, call 9 1 1. I'm telling someone at the church right now.",
    danger: "If you or someone else is in danger, please hang up and call 9 1 1 now. I'm telling someone at the church right now.",
};
