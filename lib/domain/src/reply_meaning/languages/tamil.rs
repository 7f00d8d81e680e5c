//! Tamil, in its own letters and in Latin ones.

use super::ReplyWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: ReplyWords = ReplyWords {
    language: ShippedLanguage::Tamil,
    reviewed_by: None,
    courtesies: &[
        "தயவுசெய்து|தயவு_செய்து|ப்ளீஸ்",
        "நன்றி",
        "வணக்கம்",
        "ஐயா|அண்ணா",
        "nandri",
        "anna|aiya",
        "thayavu_seithu",
    ],
    opt_out_alone: &["ரத்து"],
    opt_out_words: &[
        "நிறுத்து|நிறுத்துங்கள்|நிறுத்தவும்|நிறுத்துங்க|ஸ்டாப்",
        "niruthu|niruthunga|niruthungal",
    ],
    opt_out_phrases: &[
        "இனி|இனிமேல்? எனக்கு|எங்களுக்கு? இனி|இனிமேல்|மேலும்? மெசேஜ்|மெசேஜ்கள்|மெசேஜை|செய்தி|செய்திகள்|குறுஞ்செய்தி|குறுஞ்செய்திகள்|எஸ்எம்எஸ் \
         அனுப்ப_வேண்டாம்|அனுப்பவேண்டாம்|அனுப்பாதீர்கள்|அனுப்பாதீங்க|அனுப்பாதே|அனுப்புவதை_நிறுத்துங்கள்|அனுப்புவதை_நிறுத்தவும்",
        "inimel? enakku|enaku|engalukku? message|messages|msg|msgs|sms \
         anuppa_vendam|anuppa_vendaam|anuppavendam|anuppatheenga|anupatheenga|anuppadheenga|anuppathinga|anuppadhinga",
    ],
    doubtful: &["அனுப்ப_வேண்டாம்|அனுப்பவேண்டாம்|அனுப்பாதீர்கள்|அனுப்பாதீங்க"],
    opt_out_sentences: &[
        "மெசேஜ்*|செய்தி*|குறுஞ்செய்தி* அனுப்ப*? வேண்டாம்|அனுப்பாதீ*|அனுப்பவேண்டாம்|தேவையில்லை",
        "தவறான|ராங் எண்*|நம்பர்*|நெம்பர்*",
        "என்|எங்கள்|எனது நம்பரை|எண்ணை|பெயரை|நம்பர்|எண் .. நீக்க*|எடுத்து*|அகற்ற*",
        "message*|msg* anuppa* vendam|vendaam|venam",
        "message*|msg* anuppath*|anupath*|anuppadh*",
        "message*|msg* vendam|vendaam|venam",
        "மெசேஜ்*|செய்தி*|குறுஞ்செய்தி* .. நிறுத்து*|நிறுத்தவும்|வேண்டாம்",
        "லிஸ்ட்*|பட்டியலில்* .. நீக்க*|எடுத்து*|அகற்ற*",
        "thappana|thavarana number",
        "message*|msg* .. niruthunga|niruthu|niruthungal",
        "தவறான|ராங் நம்பருக்கு|எண்ணுக்கு",
    ],
    ordinary: &[],
    look_alikes: &[],
    opt_in: &["தொடங்கு|தொடங்குங்கள்|தொடங்கவும்|ஆரம்பி"],
    help: &["உதவி", "தகவல்"],
};
