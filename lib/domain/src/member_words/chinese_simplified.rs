//! Chinese in simplified characters.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: "：",
    opted_out: "您不会再收到我们的短信。如想重新接收，请回复 START。",
    opted_in: "您将重新收到我们的短信。如不想再收，请随时回复 STOP。",
    help: "这是教会给大家发消息的号码。直接回复，会有人查看。不想再收，请回复 STOP。",
    help_with_phone: "这是教会给大家发消息的号码。要找人说话，请拨打 {phone}。不想再收，请回复 STOP。",
    after_hours: "您的短信已收到，我们会在办公时间查看。",
};
