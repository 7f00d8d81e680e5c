//! Portuguese, of Brazil.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: ": ",
    opted_out: "você não vai mais receber nossas mensagens. Responda START para voltar a receber.",
    opted_in: "você vai voltar a receber nossas mensagens. Responda STOP quando não quiser mais.",
    help: "é assim que falamos com nossa gente. Responda aqui e alguém vai ler. Envie STOP para não receber mais.",
    help_with_phone: "é assim que falamos com nossa gente. Ligue para {phone}. Envie STOP para não receber mais.",
    after_hours: "recebemos sua mensagem e vamos ler no horário da secretaria.",
};
