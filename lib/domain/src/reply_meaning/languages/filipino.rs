//! Filipino (Tagalog), mixed with English as it is spoken.

use super::ReplyWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: ReplyWords = ReplyWords {
    language: ShippedLanguage::Filipino,
    reviewed_by: None,
    courtesies: &[
        "po",
        "pakiusap",
        "maraming? salamat po?",
        "pasensya na?",
        "pastor|kuya|ate",
        "magandang araw|umaga|hapon|gabi po?",
    ],
    opt_out_alone: &["itigil|tigil", "ihinto|hinto"],
    opt_out_words: &["tama na", "itigil nyo|niyo|ninyo|mo? na", "itigil na po"],
    opt_out_phrases: &[
        "wag|huwag na? po? nyo|niyo|ninyo|kayo|kayong|kang|mo|nang? na? po? ako|akong? \
         itext|i-text|mag-text|magtext|magmessage|mag-message|imessage|i-message|padalhan|mag-send \
         sa_akin|sakin|sa_amin|ako? ng_text|ng_message?",
        "tigilan|itigil nyo|niyo|ninyo|mo na? po? ang? pagtetext|pag-text|pagte-text|pagtext|pag-message sa_akin|sakin|ako?",
        "pakialis|paki-alis|alisin|tanggalin|paki-tanggal|pakitanggal|paki-delete|burahin nyo|niyo|ninyo|mo? na? po? ako|akong po? \
         sa listahan|list nyo|niyo|ninyo?",
        "pakialis|paki-alis|alisin|tanggalin|paki-tanggal|pakitanggal|paki-delete|burahin nyo|niyo|ninyo|mo? na? po? ang? \
         number|numero ko",
        "itigil|tigil|ihinto na? nyo|niyo|ninyo? po? ang|pag text|pagtetext|pag-text|pagte-text|mga_text|messages",
    ],
    doubtful: &["ayoko na|nang"],
    opt_out_sentences: &[
        "ayoko|ayaw_ko|ayaw_namin|ayaw na|nang|ng .. text|texts|message|messages|mensahe",
        "^ maling|wrong number|numero",
        "maling number|numero po|ito|kayo|ka|yan|$",
        "wag|huwag na .. mag-text|magtext|itext|i-text|padalhan|mag-message|magmessage",
        "wag|huwag na .. magpadala|padala|mag-send .. text|message|mensahe",
        "alisin|tanggalin|burahin|pakialis|paki-alis|paki-tanggal|pakitanggal|i-delete|idelete|paki-delete .. number|listahan|numero",
        "itigil|tigil|tigilan|ihinto .. text|texts|pagtetext|pag-text|message|messages|pagpapadala",
        "ayaw|ayoko|ayaw_ko na|nang|kong .. text|texts|message|messages|mensahe|makatanggap|makareceive",
        "hindi|di ko .. kailangan|gusto .. text|texts|message|messages",
        "alisin|tanggalin|burahin|pakialis|paki-alis|paki-tanggal|pakitanggal na? lang? po? .. listahan|list|numero",
    ],
    ordinary: &[
        "huwag|wag nyo|niyo|ninyo|mo? po|pong? akong|ako|ang? alisin|tanggalin|burahin|kalimutan|kalimutang",
        "huwag|wag kayong|kayo|kang? po|pong? tumigil|titigil",
    ],
    look_alikes: &[],
    opt_in: &["simulan|magsimula", "ituloy"],
    help: &["tulong"],
};
