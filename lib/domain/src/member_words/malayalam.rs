//! Malayalam, in the polite form.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: ": ",
    opted_out: "ഇനി ഞങ്ങളുടെ മെസേജുകൾ വരില്ല. വീണ്ടും ലഭിക്കാൻ START എന്ന് അയയ്ക്കുക.",
    opted_in: "ഞങ്ങളുടെ മെസേജുകൾ വീണ്ടും ലഭിക്കും. നിർത്താൻ എപ്പോൾ വേണമെങ്കിലും STOP എന്ന് അയയ്ക്കാം.",
    help: "ഈ നമ്പറിൽ നിന്നാണ് ഞങ്ങൾ മെസേജ് അയയ്ക്കുന്നത്. ഇവിടെ എഴുതിയാൽ ഒരാൾ വായിക്കും. നിർത്താൻ STOP അയയ്ക്കുക.",
    help_with_phone: "ഈ നമ്പറിൽ നിന്നാണ് ഞങ്ങൾ മെസേജ് അയയ്ക്കുന്നത്. വിളിക്കാൻ: {phone}. നിർത്താൻ STOP അയയ്ക്കുക.",
    after_hours: "നിങ്ങളുടെ മെസേജ് കിട്ടി. ഓഫീസ് സമയത്ത് വായിക്കും.",
};
