//! French, with the space that it puts before a colon.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: " : ",
    opted_out: "vous ne recevrez plus nos messages. Répondez START pour les recevoir de nouveau.",
    opted_in: "vous recevrez de nouveau nos messages. Répondez STOP pour ne plus en recevoir.",
    help: "c'est ainsi que notre église écrit à ses membres. Répondez ici et quelqu'un vous lira. Répondez STOP pour ne plus rien recevoir.",
    help_with_phone: "c'est ainsi que notre église écrit à ses membres. Pour parler à quelqu'un : {phone}. Répondez STOP pour ne plus rien recevoir.",
    after_hours: "nous avons bien reçu votre message et le lirons aux heures de bureau.",
};
