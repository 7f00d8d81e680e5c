//! Vietnamese.

use super::VoiceWords;

pub(super) const WORDS: VoiceWords = VoiceWords {
    reviewed_by: None,
    greeting: "Xin chào, đây là trợ lý tự động của {church}. Tôi có thể giúp gì ạ?",
    greeting_by_name: "Xin chào {name}, đây là trợ lý tự động của {church}. Tôi có thể giúp gì ạ?",
    language_offer: "Nếu nói tiếng Việt, xin bấm {key}.",
    still_there: "Quý vị còn đó không ạ? Xin cho biết tôi có thể giúp gì.",
    cannot_hear: "Xin lỗi, tôi không nghe thấy. Xin nói to hơn một chút, hoặc bấm 0 để gặp người.",
    goodbye: "Cảm ơn quý vị đã gọi. Xin Chúa ban phước. Xin chào.",
    goodbye_after_silence: "Tôi vẫn không nghe thấy nên xin cúp máy. Xin gọi lại nhé. Xin chào.",
    did_not_catch: "Xin lỗi, tôi chưa nghe rõ. Xin nói lại được không ạ?",
    trouble: "Xin lỗi, bây giờ tôi chưa trả lời được câu đó. Xin nói \"lời nhắn\" để để lại lời nhắn, hoặc bấm 0 để gặp người.",
    no_assistant: "Bây giờ tôi không trả lời câu hỏi được, nhưng có thể nhận lời nhắn. Xin nói \"lời nhắn\", hoặc bấm 0 để gặp người.",
    out_of_time: "Xin lỗi, đã hết giờ cho cuộc gọi. Quý vị cứ gọi lại. Xin chào.",
    ask_for_message: "Vâng. Xin nói lời nhắn ngay bây giờ.",
    ask_for_prayer: "Vâng. Quý vị muốn chúng tôi cầu nguyện cho điều gì?",
    message_taken: "Cảm ơn, tôi sẽ chuyển lời. Còn gì nữa không ạ?",
    prayer_taken: "Cảm ơn. Chúng tôi sẽ cầu nguyện cho việc đó. Còn gì nữa không ạ?",
    connecting: "Xin chờ một chút, tôi đang gọi người giúp quý vị.",
    nobody_there: "Xin lỗi, bây giờ không ai nghe máy được. Xin để lại lời nhắn, sẽ có người gọi lại.",
    no_person_set: "Bây giờ tôi không nối máy được với ai. Xin để lại lời nhắn, sẽ có người gọi lại.",
    whisper: "Có người gọi đến {church} muốn nói chuyện với quý vị. Bấm 1 để nghe máy.",
    whisper_by_name: "Có người gọi đến {church} muốn nói chuyện với quý vị: {name}. Bấm 1 để nghe máy.",
    now_confidential: "Vâng. Chỉ mục sư mới đọc được những gì nói trong cuộc gọi này. Tôi có thể giúp gì ạ?",
    texts_stopped: "Xong rồi ạ. Quý vị sẽ không nhận tin nhắn của chúng tôi nữa. Còn gì nữa không ạ?",
    texts_were_stopped: "Quý vị đã không còn nhận tin nhắn của chúng tôi, việc này đã được ghi lại. Còn gì nữa không ạ?",
    language_changed: "Bây giờ tôi sẽ nói tiếng Việt. Tôi có thể giúp gì ạ?",
    self_harm: "Cảm ơn quý vị đã nói ra. Quý vị không đơn độc. Xin gọi hoặc nhắn tin đến số 9 8 8 ngay, ngày hay đêm đều có người lắng nghe. Nếu tính mạng đang nguy hiểm, xin gọi 9 1 1. Tôi đang báo ngay cho người của hội thánh.",
    danger: "Nếu quý vị hoặc ai đó đang gặp nguy hiểm, xin cúp máy và gọi 9 1 1 ngay. Tôi đang báo ngay cho người của hội thánh.",
};
