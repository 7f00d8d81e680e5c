//! Filipino.

use super::VoiceWords;

pub(super) const WORDS: VoiceWords = VoiceWords {
    reviewed_by: None,
    greeting: "Kumusta po, ito ang awtomatikong katulong ng {church}. Ano po ang maitutulong ko?",
    greeting_by_name: "Kumusta po, {name}, ito ang awtomatikong katulong ng {church}. Ano po ang maitutulong ko?",
    language_offer: "Para sa Tagalog, pindutin ang {key}.",
    still_there: "Nariyan pa po ba kayo? Sabihin lang po kung ano ang maitutulong ko.",
    cannot_hear: "Pasensya na po, hindi ko kayo marinig. Pakilakasan po ang boses, o pindutin ang 0 para makausap ang isang tao.",
    goodbye: "Salamat po sa pagtawag. Pagpalain po kayo ng Diyos. Paalam po.",
    goodbye_after_silence: "Hindi ko pa rin po kayo marinig, kaya ibababa ko na ang tawag. Tumawag po kayo ulit. Paalam po.",
    did_not_catch: "Pasensya na po, hindi ko naintindihan. Pakiulit po?",
    trouble: "Pasensya na po, hindi ko masagot iyan ngayon. Sabihin ang \"mensahe\" para mag-iwan ng mensahe, o pindutin ang 0 para makausap ang isang tao.",
    no_assistant: "Hindi po ako makasagot ng mga tanong ngayon, pero puwede akong tumanggap ng mensahe. Sabihin ang \"mensahe\", o pindutin ang 0 para makausap ang isang tao.",
    out_of_time: "Pasensya na po, ubos na ang oras natin. Tumawag po kayo ulit kahit kailan. Paalam po.",
    ask_for_message: "Sige po. Sabihin na po ninyo ang inyong mensahe.",
    ask_for_prayer: "Sige po. Ano po ang gusto ninyong ipagdasal namin?",
    message_taken: "Salamat po, ipaparating ko. May iba pa po ba?",
    prayer_taken: "Salamat po. Ipagdarasal namin iyan. May iba pa po ba?",
    connecting: "Sandali lang po, tinatawagan ko ang isang tao para sa inyo.",
    nobody_there: "Pasensya na po, walang makasagot ngayon. Sabihin po ang inyong mensahe, at may tatawag sa inyo.",
    no_person_set: "Wala po akong matawagan ngayon. Sabihin po ang inyong mensahe, at may tatawag sa inyo.",
    whisper: "May tumawag sa {church} na gustong makausap kayo. Pindutin ang 1 para sagutin.",
    whisper_by_name: "May tumawag sa {church} na gustong makausap kayo: {name}. Pindutin ang 1 para sagutin.",
    now_confidential: "Opo. Ang pastor lang ang makakabasa ng sasabihin sa tawag na ito. Ano po ang maitutulong ko?",
    texts_stopped: "Tapos na po. Wala na kayong matatanggap na text mula sa amin. May iba pa po ba?",
    texts_were_stopped: "Hindi na po kayo nakakatanggap ng text mula sa amin; nakatala na iyon. May iba pa po ba?",
    language_changed: "Magta-Tagalog na po ako. Ano po ang maitutulong ko?",
    self_harm: "Salamat po at sinabi ninyo sa akin. Hindi po kayo nag-iisa. Tumawag o mag-text po sa 9 8 8 ngayon, araw man o gabi: may makikinig sa inyo. Kung nasa panganib ang buhay ninyo, tumawag sa 9 1 1. Ipinaaalam ko na po ito sa isang tao sa simbahan.",
    danger: "Kung kayo o may ibang nasa panganib, ibaba po ang telepono at tumawag sa 9 1 1 ngayon. Ipinaaalam ko na po ito sa isang tao sa simbahan.",
};
