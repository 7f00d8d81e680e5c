//! Haitian Creole.

use super::VoiceWords;

pub(super) const WORDS: VoiceWords = VoiceWords {
    reviewed_by: None,
    greeting: "Bonjou, mwen se asistan otomatik {church}. Kijan mwen ka ede w?",
    greeting_by_name: "Bonjou {name}, mwen se asistan otomatik {church}. Kijan mwen ka ede w?",
    language_offer: "Pou kreyòl, peze {key}.",
    still_there: "Èske w toujou la? Tanpri di m kijan mwen ka ede w.",
    cannot_hear: "Eskize m, mwen pa tande w. Pale yon ti jan pi fò, oswa peze 0 pou w pale ak yon moun.",
    goodbye: "Mèsi paske w rele. Bondye beni w. Orevwa.",
    goodbye_after_silence: "Mwen toujou pa tande w, kidonk mwen pral rakwoche. Tanpri rele ankò. Orevwa.",
    did_not_catch: "Eskize m, mwen pa t konprann. Èske w ka repete?",
    trouble: "Eskize m, mwen pa ka reponn sa kounye a. Di \"mesaj\" pou w kite yon mesaj, oswa peze 0 pou w pale ak yon moun.",
    no_assistant: "Mwen pa ka reponn kesyon kounye a, men mwen ka pran yon mesaj. Di \"mesaj\", oswa peze 0 pou w pale ak yon moun.",
    out_of_time: "Eskize m, tan nou fini. Ou mèt rele ankò. Orevwa.",
    ask_for_message: "Avèk plezi. Tanpri di mesaj ou a kounye a.",
    ask_for_prayer: "Avèk plezi. Pou kisa w ta renmen nou priye?",
    message_taken: "Mèsi, m ap pase mesaj la. Èske gen lòt bagay?",
    prayer_taken: "Mèsi. N ap priye pou sa. Èske gen lòt bagay?",
    connecting: "Yon ti moman, m ap rele yon moun pou ou.",
    nobody_there: "Eskize m, pa gen moun ki ka pran apèl ou a kounye a. Di mesaj ou a, epi yon moun ap rele w tounen.",
    no_person_set: "Mwen pa ka jwenn pèsonn nan telefòn kounye a. Di mesaj ou a, epi yon moun ap rele w tounen.",
    whisper: "Gen yon moun ki rele {church} ki vle pale avè w. Peze 1 pou w pran apèl la.",
    whisper_by_name: "Gen yon moun ki rele {church} ki vle pale avè w: {name}. Peze 1 pou w pran apèl la.",
    now_confidential: "Wi, pa gen pwoblèm. Se pastè a sèlman ki ka li sa ki di nan apèl sa a. Kijan mwen ka ede w?",
    texts_stopped: "Se fè. Ou p ap resevwa tèks nan men nou ankò. Èske gen lòt bagay?",
    texts_were_stopped: "Ou deja pa resevwa tèks nan men nou; sa te note deja. Èske gen lòt bagay?",
    language_changed: "Kounye a m ap pale kreyòl. Kijan mwen ka ede w?",
    self_harm: "Mwen kontan w di m sa. Ou pa pou kont ou. Tanpri rele oswa voye yon tèks bay 9 8 8 kounye a, lajounen kou lannwit: yon moun ap koute w. Si lavi w an danje, rele 9 1 1. M ap avèti yon moun nan legliz la touswit.",
    danger: "Si ou menm oswa yon lòt moun an danje, tanpri rakwoche epi rele 9 1 1 kounye a. M ap avèti yon moun nan legliz la touswit.",
};
