//! English.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: ": ",
    opted_out: "you won't get any more texts from us. Reply START to get them again.",
    opted_in: "you will get our texts again. Reply STOP at any time to end them.",
    help: "this is how our church texts its people. Write to us here and a person will read it. Reply STOP to get no more texts.",
    help_with_phone: "this is how our church texts its people. Call {phone} to speak with a person. Reply STOP to get no more texts.",
    after_hours: "we got your text and will read it in office hours.",
};
