//! Vietnamese, in the polite form for anyone.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: ": ",
    opted_out: "quý vị sẽ không nhận tin nhắn từ chúng tôi nữa. Nhắn START để nhận lại.",
    opted_in: "quý vị sẽ nhận lại tin nhắn của chúng tôi. Nhắn STOP nếu không muốn nhận nữa.",
    help: "đây là số nhắn tin của chúng tôi. Trả lời tại đây sẽ có người đọc. Nhắn STOP để ngừng nhận tin.",
    help_with_phone: "đây là số nhắn tin của chúng tôi. Cần nói chuyện, xin gọi {phone}. Nhắn STOP để ngừng nhận.",
    after_hours: "chúng tôi đã nhận được tin nhắn và sẽ đọc trong giờ làm việc.",
};
