//! Chinese in traditional characters.

use super::VoiceWords;

pub(super) const WORDS: VoiceWords = VoiceWords {
    reviewed_by: None,
    greeting: "您好，這裡是{church}的自動助理。請問有什麼可以幫您？",
    greeting_by_name: "{name}，您好，這裡是{church}的自動助理。請問有什麼可以幫您？",
    language_offer: "中文請按{key}。",
    still_there: "您還在嗎？請告訴我有什麼可以幫您。",
    cannot_hear: "對不起，我聽不到您的聲音。請大聲一點，或者按0找人接聽。",
    goodbye: "感謝您的來電，願神祝福您。再見。",
    goodbye_after_silence: "我還是聽不到您的聲音，先掛斷了。歡迎再打來。再見。",
    did_not_catch: "對不起，我沒聽清楚。請您再說一次，好嗎？",
    trouble: "對不起，這個問題我現在沒辦法回答。要留言請說「留言」，要找人接聽請按0。",
    no_assistant: "我現在不能回答問題，但可以幫您留言。請說「留言」，或者按0找人接聽。",
    out_of_time: "對不起，通話時間到了。歡迎您再打來。再見。",
    ask_for_message: "好的，請現在說出您的留言。",
    ask_for_prayer: "好的，您希望我們為什麼事禱告？",
    message_taken: "謝謝，我會轉告。還有別的事嗎？",
    prayer_taken: "謝謝，我們會為這件事禱告。還有別的事嗎？",
    connecting: "請稍等，我正在幫您找人接聽。",
    nobody_there: "對不起，現在沒有人能接聽。請留言，我們會回電給您。",
    no_person_set: "現在電話找不到人。請留言，我們會回電給您。",
    whisper: "有一位打給{church}的來電者想和您通話。要接聽請按1。",
    whisper_by_name: "有一位打給{church}的來電者想和您通話：{name}。要接聽請按1。",
    now_confidential: "好的，這次通話的內容只有牧師可以看到。請問有什麼可以幫您？",
    texts_stopped: "好了，您不會再收到我們的簡訊。還有別的事嗎？",
    texts_were_stopped: "您已經不會收到我們的簡訊了，之前就記下了。還有別的事嗎？",
    language_changed: "現在我說中文。請問有什麼可以幫您？",
    self_harm: "謝謝您告訴我。您不是一個人。請現在就打電話或傳簡訊到9 8 8，白天晚上都有人願意聽您說。如果有生命危險，請打9 1 1。我現在就通知教會的人。",
    danger: "如果您或別人有危險，請掛斷電話，馬上打9 1 1。我現在就通知教會的人。",
};
