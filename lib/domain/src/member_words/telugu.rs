//! Telugu, in the polite form.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: ": ",
    opted_out: "ఇకపై మీకు మా మెసేజ్‌లు రావు. మళ్లీ పొందడానికి START అని పంపండి.",
    opted_in: "మీకు మా మెసేజ్‌లు మళ్లీ వస్తాయి. ఆపడానికి ఎప్పుడైనా STOP అని పంపండి.",
    help: "మేము ఈ నంబర్ నుండి మెసేజ్‌లు పంపుతాము. ఇక్కడ రాస్తే ఒకరు చదువుతారు. ఆపడానికి STOP అని పంపండి.",
    help_with_phone: "మేము ఈ నంబర్ నుండి మెసేజ్‌లు పంపుతాము. మాట్లాడటానికి: {phone}. ఆపడానికి STOP అని పంపండి.",
    after_hours: "మీ మెసేజ్ అందింది. ఆఫీసు సమయంలో చదువుతాము.",
};
