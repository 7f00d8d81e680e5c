//! Portuguese.

use super::VoiceWords;

pub(super) const WORDS: VoiceWords = VoiceWords {
    reviewed_by: None,
    greeting: "Olá, aqui é o assistente automático de {church}. Como posso ajudar?",
    greeting_by_name: "Olá, {name}, aqui é o assistente automático de {church}. Como posso ajudar?",
    language_offer: "Para português, aperte {key}.",
    still_there: "Você ainda está aí? Me diga como posso ajudar.",
    cannot_hear: "Desculpe, não estou ouvindo você. Fale um pouco mais alto, ou aperte 0 para falar com uma pessoa.",
    goodbye: "Obrigado por ligar. Deus abençoe. Até logo.",
    goodbye_after_silence: "Ainda não consigo ouvir você, então vou desligar. Ligue de novo quando quiser. Até logo.",
    did_not_catch: "Desculpe, não entendi. Pode repetir?",
    trouble: "Desculpe, não consigo responder isso agora. Diga \"recado\" para deixar um recado, ou aperte 0 para falar com uma pessoa.",
    no_assistant: "Agora não posso responder perguntas, mas posso anotar um recado. Diga \"recado\", ou aperte 0 para falar com uma pessoa.",
    out_of_time: "Desculpe, nosso tempo acabou. Pode ligar de novo quando quiser. Até logo.",
    ask_for_message: "Claro. Diga o seu recado, por favor.",
    ask_for_prayer: "Claro. Pelo que você quer que oremos?",
    message_taken: "Obrigado, vou passar adiante. Mais alguma coisa?",
    prayer_taken: "Obrigado. Vamos orar por isso. Mais alguma coisa?",
    connecting: "Um momento, estou ligando para alguém.",
    nobody_there: "Desculpe, ninguém pode atender agora. Diga o seu recado, e alguém vai ligar de volta.",
    no_person_set: "Não consigo falar com ninguém por telefone agora. Diga o seu recado, e alguém vai ligar de volta.",
    whisper: "Uma pessoa que ligou para {church} quer falar com você. Aperte 1 para atender.",
    whisper_by_name: "Uma pessoa que ligou para {church} quer falar com você: {name}. Aperte 1 para atender.",
    now_confidential: "Claro. Só o pastor vai poder ler o que for dito nesta ligação. Como posso ajudar?",
    texts_stopped: "Pronto. Você não vai mais receber mensagens nossas. Mais alguma coisa?",
    texts_were_stopped: "Você já não recebe mensagens nossas; isso já estava anotado. Mais alguma coisa?",
    language_changed: "Agora vou falar em português. Como posso ajudar?",
    self_harm: "Que bom que você me contou. Você não está sozinho. Ligue ou mande mensagem para 9 8 8 agora, de dia ou de noite: alguém vai ouvir você. Se a sua vida está em perigo, ligue para 9 1 1. Já estou avisando alguém da igreja.",
    danger: "Se você ou outra pessoa está em perigo, desligue e ligue para 9 1 1 agora. Já estou avisando alguém da igreja.",
};
