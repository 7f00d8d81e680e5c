//! Hindi, in Devanagari and in Latin letters.

use super::ReplyWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: ReplyWords = ReplyWords {
    language: ShippedLanguage::Hindi,
    reviewed_by: None,
    courtesies: &[
        "कृपया|प्लीज|प्लीज़",
        "धन्यवाद|शुक्रिया",
        "जी",
        "नमस्ते|नमस्कार|जय_मसीह_की",
        "भाई|भैया|सर|पास्टर",
        "kripya|pliz",
        "dhanyavad|shukriya",
        "bhai|bhaiya|ji",
        "namaste|jai_masih_ki",
    ],
    opt_out_alone: &["रोकें|रोको|रोकिए", "बंद", "रद्द_करें|रद्द_करो"],
    opt_out_words: &[
        "बंद|बन्द|स्टॉप करो|करें|करे|करिए|कीजिए|कीजिये|कर_दो|कर_दीजिए",
        "स्टॉप",
        "band karo|kare|karen|kardo|kar_do|kijiye|karein",
    ],
    opt_out_phrases: &[
        "अब? आगे_से? और? मुझे|मुझको|हमें|हमको|हमे? अब? और? मैसेज|मेसेज|मेसेज|मैसेजेस|संदेश|सन्देश|एसएमएस|टेक्स्ट \
         मत|न|ना|नहीं भेजो|भेजें|भेजिए|भेजिये|भेजना|भेजे|करो|करें|करे|करना|कीजिए",
        "मुझे|हमें? ये|यह|अपने? मैसेज|मेसेज|संदेश|सन्देश|एसएमएस भेजना|करना? बंद|बन्द करो|करें|करे|करिए|कीजिए|कर_दो|कर_दीजिए",
        "ab? mujhe|mujhko|humko|hume|hamein|mereko? ab? aur? message|messages|msg|msgs|sms|text|mesej mat|na|nahi \
         bhejo|bheje|bhejen|bhejna|bhejiye|bhejo_na|karo|kare|karna|kijiye",
        "message|messages|msg|msgs|sms|text bhejna|karna? band karo|kare|kardo|kar_do|kijiye|karein",
        "मेरा|हमारा नंबर|नम्बर|नाम हटाओ|हटाइए|हटा_दो|हटा_दीजिए|हटाएं",
    ],
    doubtful: &["mat bhejo|bhejna", "मत भेजो|भेजना|भेजिए"],
    opt_out_sentences: &[
        "मैसेज*|मेसेज*|संदेश*|सन्देश* नहीं|नही चाहिए|चाहिये|चाहते",
        "मैसेज*|मेसेज*|संदेश*|सन्देश* मत|न भेज*",
        "मैसेज*|मेसेज*|संदेश* .. बंद कर*",
        "गलत|रॉन्ग|रांग नंबर|नम्बर है|पर|$",
        "galat|wrong number|no|num hai|he|pe|par|$",
        "message*|msg*|sms|mesej nahi|nahin|nai|nhi chahiye|chahie|chaiye",
        "message*|msg*|sms|mesej mat bhej*|kar*",
        "number|no|naam .. list|group .. hata*|nikal*|delete",
        "mera|hamara number|no|naam hata*|nikal*|delete",
        "नंबर|नम्बर|नाम .. लिस्ट|सूची|ग्रुप .. हटा*|निकाल*",
        "मेरा|हमारा नंबर|नम्बर|नाम हटा*|निकाल*|डिलीट",
        "list|group se hata*|nikal*|delete",
        "लिस्ट|सूची|ग्रुप से हटा*|निकाल*",
        "message*|msg*|sms .. band kar*|kijiye",
        "message*|msg*|sms nahi|nai|nhi|na chahiye|bhejo|bheje|bhejiye|karo|kare",
        "मैसेज*|मेसेज*|संदेश* न|ना|मत करें|करो|करे|कीजिए",
        "मैसेज*|मेसेज*|संदेश* .. परेशान",
        "रुचि|दिलचस्पी नहीं .. मैसेज*|संदेश*",
        "band karo|kare|kardo|kar_do .. message*|msg*|sms",
        "message*|msg* mat|na kiya|kiye|bheja karo|kare|kijiye",
    ],
    ordinary: &["मत|न हटा*|निकाल*", "mat|na hata*|nikal*", "बंद|बन्द मत"],
    look_alikes: &[],
    opt_in: &["शुरू|शुरु करो|करें|कीजिए?", "shuru karo|kare|karen?"],
    help: &["मदद|सहायता", "जानकारी", "madad"],
};
