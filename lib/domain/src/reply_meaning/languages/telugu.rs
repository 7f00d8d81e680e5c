//! Telugu, in its own letters and in Latin ones.

use super::ReplyWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: ReplyWords = ReplyWords {
    language: ShippedLanguage::Telugu,
    reviewed_by: None,
    courtesies: &[
        "దయచేసి|ప్లీజ్",
        "ధన్యవాదాలు|థాంక్స్",
        "అండి|గారు",
        "నమస్కారం|నమస్తే|వందనాలు",
        "andi|garu",
        "dayachesi",
    ],
    opt_out_alone: &["రద్దు_చేయండి"],
    opt_out_words: &[
        "ఆపు|ఆపండి|ఆపేయండి|ఆపేయి|ఆపివేయండి|నిలిపివేయండి|స్టాప్",
        "aapandi|apandi|aapeyandi",
    ],
    opt_out_phrases: &[
        "నాకు|మాకు? ఇక|ఇకపై|ఇంకా? నాకు|మాకు? మెసేజ్|మెసేజ్లు|మెసేజీలు|మెసేజెస్|సందేశాలు|సందేశం|ఎస్ఎంఎస్ \
         పంపకండి|పంపవద్దు|పంపొద్దు|పంపించకండి|పంపించవద్దు|పెట్టకండి|పెట్టొద్దు|చేయకండి|చేయొద్దు|వద్దు|ఆపండి|పంపడం_ఆపండి",
        "naaku|naku|maaku? inka|ika? message|messages|msg|msgs|sms \
         pampakandi|pampavaddu|pampoddu|pampinchakandi|pettakandi|pettoddu|cheyakandi|cheyoddu|aapandi|apandi",
        "నా|మా నంబర్|నెంబర్|పేరు తీసేయండి|తొలగించండి|తీసివేయండి",
    ],
    doubtful: &["పంపకండి|పంపవద్దు|పంపొద్దు", "pampakandi|pampoddu|pampavaddu"],
    opt_out_sentences: &[
        "మెసేజ్*|సందేశ*|మెసేజీ* వద్దు|అక్కర్లేదు|అవసరం_లేదు|పంపకండి|పంపవద్దు|పంపొద్దు|పెట్టకండి|ఆపండి",
        "నా|మా నంబర్*|నెంబర్*|పేరు .. తీసేయండి|తొలగించండి|తీసివేయండి|డిలీట్",
        "message*|msg* vaddu|voddu|oddu|pampakandi|pampoddu|pampavaddu",
        "wrong number andi|idi|$",
        "మెసేజ్*|సందేశ*|మెసేజీ* .. ఆపండి|ఆపేయండి|ఆపివేయండి|మానేయండి|నిలిపివేయండి|వద్దు",
        "tappu|rong number|nambar",
        "లిస్ట్*|జాబితా* .. తీసేయండి|తొలగించండి|తీసివేయండి",
        "message*|msg* .. aapandi|apandi|aapeyandi",
        "రాంగ్|తప్పు నంబర్*|నెంబర్*",
        "message*|msg* pampinchakandi",
    ],
    ordinary: &[],
    look_alikes: &[],
    opt_in: &["ప్రారంభించండి|ప్రారంభించు|మొదలుపెట్టండి"],
    help: &["సహాయం|సాయం", "సమాచారం"],
};
