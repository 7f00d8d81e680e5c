//! Chinese in simplified characters.

use super::VoiceWords;

pub(super) const WORDS: VoiceWords = VoiceWords {
    reviewed_by: None,
    greeting: "您好，这里是{church}的自动助理。请问有什么可以帮您？",
    greeting_by_name: "{name}，您好，这里是{church}的自动助理。请问有什么可以帮您？",
    language_offer: "中文请按{key}。",
    still_there: "您还在吗？请告诉我有什么可以帮您。",
    cannot_hear: "对不起，我听不到您的声音。请大声一点，或者按0找人接听。",
    goodbye: "感谢您的来电，愿神祝福您。再见。",
    goodbye_after_silence: "我还是听不到您的声音，先挂断了。欢迎再打来。再见。",
    did_not_catch: "对不起，我没听清楚。请您再说一遍，好吗？",
    trouble: "对不起，这个问题我现在回答不了。要留言请说“留言”，要找人接听请按0。",
    no_assistant: "我现在不能回答问题，但可以帮您留言。请说“留言”，或者按0找人接听。",
    out_of_time: "对不起，通话时间到了。欢迎您再打来。再见。",
    ask_for_message: "好的，请现在说出您的留言。",
    ask_for_prayer: "好的，您希望我们为什么事祷告？",
    message_taken: "谢谢，我会转告。还有别的事吗？",
    prayer_taken: "谢谢，我们会为这件事祷告。还有别的事吗？",
    connecting: "请稍等，我正在帮您找人接听。",
    nobody_there: "对不起，现在没有人能接听。请留言，我们会给您回电话。",
    no_person_set: "现在电话找不到人。请留言，我们会给您回电话。",
    whisper: "有一位打给{church}的来电者想和您通话。要接听请按1。",
    whisper_by_name: "有一位打给{church}的来电者想和您通话：{name}。要接听请按1。",
    now_confidential: "好的，这次通话的内容只有牧师可以看到。请问有什么可以帮您？",
    texts_stopped: "好了，您不会再收到我们的短信。还有别的事吗？",
    texts_were_stopped: "您已经不会收到我们的短信了，之前就记下了。还有别的事吗？",
    language_changed: "现在我说中文。请问有什么可以帮您？",
    self_harm: "谢谢您告诉我。您不是一个人。请现在就打电话或发短信到9 8 8，白天晚上都有人愿意听您说。如果有生命危险，请打9 1 1。我现在就通知教会的人。",
    danger: "如果您或别人有危险，请挂断电话，马上打9 1 1。我现在就通知教会的人。",
};
