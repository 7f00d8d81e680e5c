//! Korean, in the polite form.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: ": ",
    opted_out: "이제 문자를 보내지 않겠습니다. 다시 받으시려면 START라고 답장해 주세요.",
    opted_in: "다시 문자를 보내 드리겠습니다. 원치 않으시면 언제든 STOP이라고 답장해 주세요.",
    help: "교회 소식을 알려 드리는 문자입니다. 답장하시면 담당자가 읽습니다. 그만 받으시려면 STOP이라고 답장해 주세요.",
    help_with_phone: "교회 소식을 알려 드리는 문자입니다. 문의: {phone}. 그만 받으시려면 STOP이라고 답장해 주세요.",
    after_hours: "문자 잘 받았습니다. 업무 시간에 확인하겠습니다.",
};
