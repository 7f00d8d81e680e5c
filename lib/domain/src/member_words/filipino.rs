//! Filipino, in the polite form.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: ": ",
    opted_out: "hindi na po kayo makakatanggap ng text mula sa amin. Mag-reply ng START para makatanggap muli.",
    opted_in: "makakatanggap na po ulit kayo ng text mula sa amin. Mag-reply ng STOP kung ayaw na ninyo.",
    help: "ito po ang numerong ginagamit namin sa pag-text. Mag-reply dito at may babasa nito. Mag-reply ng STOP para itigil ang mga text.",
    help_with_phone: "ito po ang numerong ginagamit namin sa pag-text. Tumawag sa {phone} para makausap kami. Mag-reply ng STOP para itigil ang mga text.",
    after_hours: "natanggap po namin ang text ninyo at babasahin namin ito sa oras ng opisina.",
};
