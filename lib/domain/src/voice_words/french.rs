//! French.

use super::VoiceWords;

pub(super) const WORDS: VoiceWords = VoiceWords {
    reviewed_by: None,
    greeting: "Bonjour, je suis l'assistant automatique de {church}. Comment puis-je vous aider ?",
    greeting_by_name: "Bonjour {name}, je suis l'assistant automatique de {church}. Comment puis-je vous aider ?",
    language_offer: "Pour le français, appuyez sur {key}.",
    still_there: "Vous êtes toujours là ? Dites-moi comment je peux vous aider.",
    cannot_hear: "Excusez-moi, je ne vous entends pas. Parlez un peu plus fort, ou appuyez sur 0 pour parler à quelqu'un.",
    goodbye: "Merci de votre appel. Que Dieu vous bénisse. Au revoir.",
    goodbye_after_silence: "Je ne vous entends toujours pas, je vais donc raccrocher. Rappelez quand vous voulez. Au revoir.",
    did_not_catch: "Excusez-moi, je n'ai pas compris. Pouvez-vous répéter ?",
    trouble: "Excusez-moi, je ne peux pas répondre à cela pour l'instant. Dites « message » pour laisser un message, ou appuyez sur 0 pour parler à quelqu'un.",
    no_assistant: "Je ne peux pas répondre aux questions en ce moment, mais je peux prendre un message. Dites « message », ou appuyez sur 0 pour parler à quelqu'un.",
    out_of_time: "Excusez-moi, nous n'avons plus de temps. Vous pouvez rappeler quand vous voulez. Au revoir.",
    ask_for_message: "Avec plaisir. Dites votre message, s'il vous plaît.",
    ask_for_prayer: "Avec plaisir. Pour quoi souhaitez-vous que nous priions ?",
    message_taken: "Merci, je transmets. Autre chose ?",
    prayer_taken: "Merci. Nous prierons pour cela. Autre chose ?",
    connecting: "Un instant, j'appelle quelqu'un pour vous.",
    nobody_there: "Excusez-moi, personne ne peut vous répondre pour l'instant. Dites votre message, et on vous rappellera.",
    no_person_set: "Je ne peux joindre personne par téléphone en ce moment. Dites votre message, et on vous rappellera.",
    whisper: "Une personne qui appelle {church} souhaite vous parler. Appuyez sur 1 pour prendre l'appel.",
    whisper_by_name: "Une personne qui appelle {church} souhaite vous parler : {name}. Appuyez sur 1 pour prendre l'appel.",
    now_confidential: "Bien sûr. Seul le pasteur pourra lire ce qui est dit pendant cet appel. Comment puis-je vous aider ?",
    texts_stopped: "C'est fait. Vous ne recevrez plus de messages de notre part. Autre chose ?",
    texts_were_stopped: "Vous ne recevez déjà plus de messages de notre part, c'était noté. Autre chose ?",
    language_changed: "Je vous parle maintenant en français. Comment puis-je vous aider ?",
    self_harm: "Merci de me l'avoir dit. Vous n'êtes pas seul. Appelez le 9 8 8 maintenant, ou envoyez-lui un message, de jour comme de nuit : quelqu'un vous écoutera. Si votre vie est en danger, appelez le 9 1 1. Je préviens tout de suite quelqu'un de l'église.",
    danger: "Si vous ou quelqu'un d'autre êtes en danger, raccrochez et appelez le 9 1 1 maintenant. Je préviens tout de suite quelqu'un de l'église.",
};
