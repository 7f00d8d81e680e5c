//! Haitian Creole; many of its speakers also text in French.

use super::ReplyWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: ReplyWords = ReplyWords {
    language: ShippedLanguage::HaitianCreole,
    reviewed_by: None,
    courtesies: &[
        "tanpri|souple|silvouplè",
        "mèsi anpil?",
        "bonjou|bonswa|alo",
        "eskize m|mwen?",
        "pastè|frè|sè",
    ],
    opt_out_alone: &["anile"],
    opt_out_words: &["sispann|sispan"],
    opt_out_phrases: &[
        "sispann|sispan|pa voye|voye_ban_m|voye_ban_mwen mesaj|mesaj_yo|mesaj_sa_yo|tèks|sms ban|pou|bay? m|mwen|nou? ankò?",
        "pa voye anyen ban|pou m|mwen ankò?",
        "pa ekri|tekste|kontakte m|mwen|nou ankò?",
        "sispann|sispan ekri|tekste m|mwen|nou",
        "retire|wete|efase m|mwen",
        "retire|wete|efase m|mwen|non_m|non_mwen|nimewo_m|nimewo_mwen nan|sou lis la|sa|sa_a|ou_a|nou_an?",
        "kite m|mwen trankil|anpè",
    ],
    doubtful: &["ase|sifi ak? mesaj", "mwen|m pa vle ankò"],
    opt_out_sentences: &[
        "pa vle|bezwen resevwa|jwenn? .. mesaj|tèks|sms",
        "pa voye .. mesaj|tèks|sms .. ankò",
        "move|mal nimewo",
        "efase|retire|wete nimewo|non m|mwen",
        "sispann|sispan voye .. mesaj|tèks|sms",
        "pa voye|ekri m|mwen|ban_m|ban_mwen .. ankò",
        "pa bezwen|vle .. mesaj|tèks|sms",
        "retire|wete|efase m|mwen nan|sou .. lis|gwoup",
    ],
    ordinary: &["pa retire|wete|efase|sispann|sispan"],
    look_alikes: &[],
    opt_in: &["kòmanse|rekòmanse", "kontinye"],
    // With its accent: Ed is also a man's name.
    help: &["=èd", "enfòmasyon"],
};
