//! Haitian Creole.

use super::RequestWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: RequestWords = RequestWords {
    language: ShippedLanguage::HaitianCreole,
    reviewed_by: None,
    courtesies: &[
        "tanpri|souple|silvouplè|bonjou|bonswa|alo|mèsi|wi|non|eskize_m|enben|bon|padon|mèsi_anpil",
    ],
    person_alone: &[
        "yon? moun",
        "pastè|pastè_a|pè|operatè|monpè",
        "yon vrè|vrè moun",
    ],
    person: &[
        "vle|ka|kapab|bezwen|ta_renmen|anvi|èske_m_ka|mèt|renmen|eske_m_ka m|mwen? pale|kominike|koze ak|avèk yon|vrè|yon_vrè|pastè|monpè|pè|moun|youn|moun_nan|responsab|sekretè? moun|vrè|pastè|a|la|pè|$|responsab|sekretè",
        "konekte|pase|transfere|mete m|mwen .. ak|bay|sou pastè|moun|yon",
    ],
    message_alone: &["mesaj", "yon mesaj", "kite yon? mesaj"],
    message: &[
        "vle|ka|kapab|bezwen|ta_renmen|mèt|anvi|renmen m|mwen? kite|lese|voye|bay yon|on? mesaj|komisyon",
        "pran|note yon mesaj",
    ],
    prayer_alone: &["priyè|lapriyè", "yon? demann priyè", "priye pou mwen|m"],
    prayer: &[
        "priye|lapriyè|lapriye pou|ak|avèk mwen|m|nou|manman|papa|fanmi|li|pitit|mari|madanm|frè|sè",
        "bezwen|gen|mande yon|on|demann? lapriyè|priyè|demann_priyè",
    ],
    confidence: &[
        "konfidansyèl|sekrè|prive .. sa|se|li|$|a",
        "sa|se|rete|kite .. ant nou",
        "ant nou sèlman|de|$|menm",
        "pa .. di|rakonte .. pèsonn|moun|lòt",
        "sèlman|sèl pastè",
        "pastè a? sèlman",
    ],
    repeat_alone: &[
        "kisa",
        "repete",
        "ankò|ankò_souple",
        "kijan",
        "kisa ou di",
        "di l ankò",
    ],
    repeat: &[
        "repete|rept .. sa|$|souple|li|l|pou|tanpri",
        "di .. ankò",
        "pa|mwen_pa|m_pa tande|konprann .. $|sa|byen|ou",
        "kisa ou te? di",
    ],
    goodbye: &[
        "babay|orevwa|ovwa",
        "na wè",
        "se tout",
        "se sa",
        "mèsi anpil?",
        "non mèsi|se_tout|anyen",
        "mèsi babay|orevwa",
        "bon jounen|nuit|swa",
        "bòn nwit|jounen",
        "anyen ankò",
        "bondye beni ou|w|nou",
        "m fini",
        "rakwoche",
        "se tout mèsi",
        "mwen fini",
    ],
    speak: &[
        "pale|an|ka_pale|di_l|reponn|pase an|ak_mwen|avè_m|avèk_mwen|nan? an? {language} $|souple|tanpri|avè|ak",
        "{language} souple|tanpri|silvouplè",
        "pale {language}",
    ],
    texts: &["mesaj*|tèks|sms"],
    ordinary: &[
        "kilè|ki_lè|ki_kote|kote|ki_moun|konbyen|ki .. lapriyè|mesaj|pastè|priyè",
        "resevwa|jwenn .. mesaj",
        "reyinyon|sware|gwoup lapriyè|priyè",
        "sèvis|lamès|klas an kreyòl",
        "gen .. sèvis .. kreyòl",
    ],
    yes: &[
        "wi|dakò|egzakteman|se_sa|byen_si|konsa|oke|men_wi|vre|wè",
        "wi souple|tanpri|mèsi|wi",
        "se vre",
    ],
    no: &[
        "non|anyen",
        "non mèsi|anyen|se_tout|non",
        "pa gen anyen|ankò|lòt",
        "anyen ankò|non",
        "pa kounye a",
        "se tout",
    ],
    names: &[
        (
            ShippedLanguage::HaitianCreole,
            &["kreyòl", "kreyòl_ayisyen", "ayisyen", "kreol"],
        ),
        (ShippedLanguage::English, &["angle", "anglè"]),
        (ShippedLanguage::French, &["franse"]),
        (ShippedLanguage::Spanish, &["panyòl", "espanyòl"]),
    ],
};
