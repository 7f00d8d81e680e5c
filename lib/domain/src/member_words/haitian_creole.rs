//! Haitian Creole.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: ": ",
    opted_out: "ou pap resevwa mesaj nan men nou ankò. Reponn START pou w resevwa yo ankò.",
    opted_in: "w ap resevwa mesaj nou yo ankò. Reponn STOP nenpòt lè pou yo sispann.",
    help: "se nimewo sa a nou itilize pou voye mesaj. Ekri nou isit la, yon moun ap li l. Reponn STOP pou mesaj yo sispann.",
    help_with_phone: "se nimewo sa a nou itilize pou voye mesaj. Rele {phone} pou pale ak yon moun. Reponn STOP pou mesaj yo sispann.",
    after_hours: "nou resevwa mesaj ou a, epi n ap li l nan lè biwo.",
};
