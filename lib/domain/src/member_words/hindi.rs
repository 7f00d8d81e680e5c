//! Hindi, in the polite form.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: ": ",
    opted_out: "अब आपको हमारे मैसेज नहीं आएँगे। फिर से पाने के लिए START लिखकर भेजें।",
    opted_in: "अब आपको हमारे मैसेज फिर से आएँगे। बंद करने के लिए कभी भी STOP लिखकर भेजें।",
    help: "हम इस नंबर से मैसेज भेजते हैं। यहाँ लिखें, कोई पढ़ेगा। बंद करने के लिए STOP लिखकर भेजें।",
    help_with_phone: "यह हमारा मैसेज नंबर है। बात करने के लिए {phone} पर फ़ोन करें। बंद करने के लिए STOP भेजें।",
    after_hours: "आपका मैसेज मिल गया है। हम इसे कार्यालय के समय में पढ़ेंगे।",
};
