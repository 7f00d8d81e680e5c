//! Filipino, which is Tagalog.

use super::RequestWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: RequestWords = RequestWords {
    language: ShippedLanguage::Filipino,
    reviewed_by: None,
    courtesies: &[
        "po|opo|hello|hi|paki|pakiusap|sige|salamat|naman|lang|ah|eh|okay|ok|please|nga",
        "magandang umaga|hapon|gabi|araw po?",
        "salamat_po|maraming_salamat",
    ],
    person_alone: &[
        "tao",
        "totoong tao",
        "pastor|padre|operator|pari",
        "ang pastor|pari",
        "kausap na tao",
    ],
    person: &[
        "makausap|makipag_usap|kausapin|kausap|makausap_ko|makipagusap|makausap_ang po|ko|sana|si|ang|ng|na|sa|kay|yung|ng_isang? po|si|ang|ng|na|yung? .. tao|pastor|pari|padre|operator|tauhan|staff|sino_man|pastor",
        "ikonekta|ilipat|connect|transfer po? .. ako",
        "gusto|pwede|puwede|maaari .. makausap|makipag_usap|kausapin",
    ],
    message_alone: &[
        "mensahe",
        "mag iwan ng mensahe",
        "iwan ng mensahe",
        "message",
        "mag_message",
    ],
    message: &[
        "iwan|mag_iwan|magiwan|mag_iiwan|magiiwan|iiwan|iwanan|magbilin|mag_bilin po|ako|sana|ng|akong|ko? po|ako|ng? mensahe|message|bilin",
        "mensahe para sa|kay",
    ],
    prayer_alone: &[
        "dasal|panalangin|prayer",
        "prayer request",
        "ipagdasal|ipanalangin ninyo|nyo|mo|po? po? ako",
    ],
    prayer: &[
        "ipagdasal|ipanalangin|idasal|pagdasal|ipag_dasal|ipagpray|ipag_pray|ipagdarasal po|ninyo|nyo|mo|sana|natin? po|ninyo|nyo|sana? po? ang|si|ako|kami|sila|siya|nanay|tatay|anak",
        "pakipagdasal|paki_pray|pakidasal|pakipanalangin",
        "may|humingi|humihingi|hihingi|magpapa|kailangan .. dasal|panalangin|prayer_request|ipagdarasal|ipagdasal",
    ],
    confidence: &[
        "sikreto|lihim|confidential|pribado|atin_atin .. lang|ito|po|to|lamang|$",
        "sa atin lang",
        "atin lang ito",
        "huwag|wag .. sabihin|ipagsabi|ikuwento .. kahit|iba|kanino|sa_iba",
        "pastor lang|lamang .. makaka|makabasa|makaalam|dapat",
    ],
    repeat_alone: &[
        "ano",
        "ano po",
        "ulitin|ulit|pakiulit",
        "isa pa",
        "ano ulit",
    ],
    repeat: &[
        "ulitin|pakiulit|pakiulitin|uulitin|paki_ulit|paulit po|mo|ninyo|nyo|$|nga|lang",
        "hindi|di ko .. narinig|naintindihan|marinig|nadinig",
        "pakisabi|sabihin .. ulit",
        "ano po? .. sinabi",
    ],
    goodbye: &[
        "paalam|babay|bye",
        "sige po? paalam|salamat|bye?",
        "wala na",
        "iyon|yun|yon lang",
        "wala na salamat",
        "maraming? salamat",
        "salamat po?",
        "hanggang sa muli",
        "ingat",
        "tapos na",
        "ibaba ko na",
        "ayos na",
        "okay na",
        "wala na po",
    ],
    speak: &[
        "mag|magsalita|pwede|puwede|sa|salita sa|ka|po|ng|bang|ba|tayo|kayo|mag? ng|sa|po|ba|mag|ka|na? {language} $|po|na|lang|tayo|please",
        "{language} po|na_lang|please|tayo|lang",
        "magtagalog .. po|ka|$|tayo",
    ],
    texts: &["text*|mensahe*|messag*|sms|itext"],
    ordinary: &[
        "anong|kailan|saan|sino|kelan .. dasal|panalangin|mensahe|pastor",
        "natanggap|nakatanggap .. mensahe|text",
        "misa sa tagalog",
        "may misa|klase .. tagalog|filipino",
        "oras .. dasal|panalangin|prayer",
        "nakausap ko",
    ],
    yes: &[
        "oo|opo|oho|sige|tama|okay|syempre|siyempre|pwede|gusto_ko",
        "oo naman|nga|po|sige",
        "opo sige|tama|nga",
        "tama po|iyon",
        "sige po",
    ],
    no: &[
        "hindi|wala|ayaw|ayoko|huwag",
        "hindi po|na|naman|salamat",
        "wala na|po|na_po|naman",
        "wala na po salamat?",
        "huwag na",
        "ayoko po|na",
    ],
    names: &[
        (
            ShippedLanguage::Filipino,
            &["tagalog", "filipino", "pilipino"],
        ),
        (ShippedLanguage::English, &["ingles"]),
    ],
};
