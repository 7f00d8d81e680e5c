//! Russian, in the polite form.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: ": ",
    opted_out: "вы больше не будете получать наши сообщения. Чтобы получать их снова, ответьте START.",
    opted_in: "вы снова будете получать наши сообщения. Чтобы отказаться, ответьте STOP.",
    help: "мы пишем с этого номера. Ответьте, и мы прочитаем. Чтобы больше не получать сообщений, ответьте STOP.",
    help_with_phone: "мы пишем с этого номера. Наш телефон: {phone}. Чтобы отказаться, ответьте STOP.",
    after_hours: "мы получили ваше сообщение и прочитаем его в рабочее время.",
};
