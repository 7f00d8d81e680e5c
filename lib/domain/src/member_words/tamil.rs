//! Tamil, in the polite form.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: ": ",
    opted_out: "இனி எங்கள் செய்திகள் உங்களுக்கு வராது. மீண்டும் பெற START என அனுப்பவும்.",
    opted_in: "எங்கள் செய்திகள் உங்களுக்கு மீண்டும் வரும். நிறுத்த எப்போதும் STOP என அனுப்பலாம்.",
    help: "இந்த எண்ணிலிருந்து செய்தி அனுப்புகிறோம். இங்கே எழுதினால் ஒருவர் படிப்பார். நிறுத்த STOP என அனுப்பவும்.",
    help_with_phone: "இந்த எண்ணிலிருந்து செய்தி அனுப்புகிறோம். பேச: {phone}. நிறுத்த STOP என அனுப்பவும்.",
    after_hours: "உங்கள் செய்தி கிடைத்தது. அலுவலக நேரத்தில் படிப்போம்.",
};
