//! Chinese in traditional characters, with the words of Taiwan.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: "：",
    opted_out: "您不會再收到我們的簡訊。如想重新接收，請回覆 START。",
    opted_in: "您將重新收到我們的簡訊。如不想再收，請隨時回覆 STOP。",
    help: "這是教會傳訊息給大家的號碼。直接回覆，會有人查看。不想再收，請回覆 STOP。",
    help_with_phone: "這是教會傳訊息給大家的號碼。要找人說話，請撥打 {phone}。不想再收，請回覆 STOP。",
    after_hours: "您的簡訊已收到，我們會在辦公時間查看。",
};
