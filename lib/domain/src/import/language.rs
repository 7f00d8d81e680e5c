//! Languages as people name them in spreadsheets: `Spanish`, `español`, `Castilian`, `es-MX`, `SPA`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::directory::folded;
use crate::language::LanguageTag;

/// Tags, and what the languages are called: in English, by their speakers, and short.
const NAMES: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "english", "eng", "ingles", "anglais", "englisch", "영어", "英语", "英文",
        ],
    ),
    (
        "es",
        &[
            "spanish",
            "espanol",
            "castellano",
            "castilian",
            "spa",
            "sp",
            "esp",
            "espagnol",
            "spanisch",
            "hispanic",
        ],
    ),
    (
        "fr",
        &["french", "francais", "fra", "fre", "frances", "franzosisch"],
    ),
    (
        "pt",
        &[
            "portuguese",
            "portugues",
            "por",
            "portugais",
            "portugiesisch",
        ],
    ),
    (
        "pt-BR",
        &[
            "brazilian",
            "brazilian portuguese",
            "portuguese brazil",
            "portugues brasileiro",
            "portugues do brasil",
        ],
    ),
    (
        "ko",
        &[
            "korean",
            "한국어",
            "한국말",
            "조선말",
            "kor",
            "hangul",
            "hangugeo",
            "coreano",
        ],
    ),
    // Mandarin is what `zh` is taken for everywhere; `cmn` would be a language of its own to every rule.
    (
        "zh",
        &[
            "chinese",
            "中文",
            "汉语",
            "漢語",
            "华语",
            "華語",
            "chi",
            "zho",
            "cn",
            "chino",
            "mandarin",
            "mandarin chinese",
            "chinese mandarin",
            "普通话",
            "普通話",
            "国语",
            "國語",
            "putonghua",
            "cmn",
        ],
    ),
    (
        "yue",
        &[
            "cantonese",
            "chinese cantonese",
            "粤语",
            "粵語",
            "广东话",
            "廣東話",
            "广东话",
            "yue",
        ],
    ),
    (
        "zh-Hans",
        &[
            "simplified chinese",
            "chinese simplified",
            "简体中文",
            "简体",
        ],
    ),
    (
        "zh-Hant",
        &[
            "traditional chinese",
            "chinese traditional",
            "繁體中文",
            "繁体中文",
            "繁體",
        ],
    ),
    (
        "nan",
        &["taiwanese", "hokkien", "min nan", "台語", "台语", "閩南語"],
    ),
    ("vi", &["vietnamese", "tieng viet", "viet", "vie", "vn"]),
    ("tl", &["tagalog", "tgl", "tag", "wikang tagalog"]),
    ("fil", &["filipino", "pilipino", "wikang filipino"]),
    ("hi", &["hindi", "हिन्दी", "हिंदी", "hin"]),
    ("te", &["telugu", "తెలుగు", "tel"]),
    ("ta", &["tamil", "தமிழ்", "tam"]),
    ("ml", &["malayalam", "മലയാളം", "mal"]),
    ("ar", &["arabic", "العربية", "عربي", "عربى", "ara", "arabe"]),
    (
        "ht",
        &[
            "haitian creole",
            "haitian",
            "kreyol",
            "kreyol ayisyen",
            "creole",
            "hat",
            "haitian kreyol",
            "creole haitien",
        ],
    ),
    ("ru", &["russian", "русский", "русскии", "rus", "ruso"]),
    ("de", &["german", "deutsch", "ger", "deu", "aleman"]),
    ("it", &["italian", "italiano", "ita"]),
    (
        "ja",
        &["japanese", "日本語", "日语", "jpn", "jp", "nihongo"],
    ),
    ("pl", &["polish", "polski", "pol"]),
    ("uk", &["ukrainian", "українська", "ukr"]),
    ("ro", &["romanian", "romana", "ron", "rum", "moldovan"]),
    ("hu", &["hungarian", "magyar", "hun"]),
    ("cs", &["czech", "cestina", "ces", "cze"]),
    ("sk", &["slovak", "slovencina", "slk", "slo"]),
    ("hr", &["croatian", "hrvatski", "hrv"]),
    ("sr", &["serbian", "српски", "srpski", "srp"]),
    ("el", &["greek", "ελληνικα", "gre", "ell"]),
    ("nl", &["dutch", "nederlands", "dut", "nld"]),
    ("sv", &["swedish", "svenska", "swe"]),
    ("no", &["norwegian", "norsk", "nor"]),
    ("da", &["danish", "dansk", "dan"]),
    ("fi", &["finnish", "suomi", "fin"]),
    ("tr", &["turkish", "turkce", "tur"]),
    ("fa", &["farsi", "persian", "فارسی", "fas", "per"]),
    ("prs", &["dari", "دری"]),
    ("ps", &["pashto", "پښتو", "pus"]),
    ("ur", &["urdu", "اردو", "urd"]),
    ("he", &["hebrew", "עברית", "heb"]),
    ("bn", &["bengali", "bangla", "বাংলা", "ben"]),
    ("gu", &["gujarati", "ગુજરાતી", "guj"]),
    ("kn", &["kannada", "ಕನ್ನಡ", "kan"]),
    ("mr", &["marathi", "मराठी", "mar"]),
    ("pa", &["punjabi", "panjabi", "ਪੰਜਾਬੀ", "pan"]),
    ("or", &["odia", "oriya", "ଓଡ଼ିଆ"]),
    ("ne", &["nepali", "नेपाली", "nep"]),
    ("si", &["sinhala", "sinhalese", "සිංහල", "sin"]),
    (
        "my",
        &["burmese", "myanmar", "မြန်မာ", "မြန်မာစာ", "bur", "mya"],
    ),
    ("ksw", &["karen", "sgaw karen"]),
    ("cnh", &["hakha chin", "chin"]),
    ("th", &["thai", "ไทย", "ภาษาไทย", "tha"]),
    ("lo", &["lao", "laotian", "ລາວ"]),
    ("km", &["khmer", "cambodian", "ខ្មែរ", "ភាសាខ្មែរ", "khm"]),
    ("hmn", &["hmong", "hmoob"]),
    ("id", &["indonesian", "bahasa indonesia", "bahasa", "ind"]),
    ("ms", &["malay", "bahasa melayu", "melayu", "msa", "may"]),
    ("ilo", &["ilocano", "ilokano"]),
    ("ceb", &["cebuano", "bisaya", "visayan"]),
    ("hil", &["hiligaynon", "ilonggo"]),
    ("sw", &["swahili", "kiswahili", "swa"]),
    ("am", &["amharic", "አማርኛ", "amh"]),
    ("ti", &["tigrinya", "ትግርኛ", "tir"]),
    ("om", &["oromo", "afaan oromoo", "orm"]),
    ("so", &["somali", "soomaali", "som"]),
    ("ig", &["igbo", "ibo"]),
    ("yo", &["yoruba", "yor"]),
    ("ha", &["hausa", "hau"]),
    ("ak", &["akan", "twi"]),
    ("ee", &["ewe"]),
    ("ln", &["lingala", "lin"]),
    ("rw", &["kinyarwanda", "kin", "rwanda"]),
    ("rn", &["kirundi", "rundi", "run"]),
    ("sn", &["shona", "chishona"]),
    ("ny", &["chichewa", "nyanja", "chewa"]),
    ("zu", &["zulu", "isizulu", "zul"]),
    ("xh", &["xhosa", "isixhosa"]),
    ("af", &["afrikaans", "afr"]),
    ("mg", &["malagasy", "mlg"]),
    ("sm", &["samoan", "gagana samoa"]),
    ("to", &["tongan", "lea faka tonga", "faka tonga"]),
    ("haw", &["hawaiian"]),
    ("mh", &["marshallese", "kajin majol"]),
    ("chk", &["chuukese"]),
    ("qu", &["quechua", "runasimi"]),
    ("quc", &["kiche", "k'iche'", "quiche"]),
    ("mam", &["mam"]),
    ("nah", &["nahuatl"]),
    ("nv", &["navajo", "dine bizaad"]),
    ("ase", &["asl", "american sign language", "sign language"]),
];

/// The languages with a code of two letters (ISO 639-1, <https://www.loc.gov/standards/iso639-2/php/code_list.php>):
/// any two letters are a well-formed tag, but most of them are slips of the keyboard.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik \
    io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt \
    my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn \
    so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Words of three letters that stand in cells for something else than a language.
const NO_LANGUAGES: [&str; 8] = ["yes", "non", "nil", "unk", "tbd", "any", "all", "oth"];

/// Languages by their folded names.
static TAGS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let names = NAMES.iter().flat_map(|(tag, names)| {
        names
            .iter()
            .map(|name| (without_signs(&folded(name)), *tag))
    });
    names.collect()
});

/// Reads a language: a name, or a tag.
pub(super) fn read_language(text: &str) -> Option<LanguageTag> {
    let name = without_signs(&folded(text));
    if let Some(tag) = TAGS.get(&name) {
        return LanguageTag::parse(tag).ok();
    }
    let tag = LanguageTag::parse(&text.trim().replace('_', "-")).ok()?;
    let primary = tag.as_str().split('-').next().unwrap_or_default();
    let is_known = match primary.len() {
        2 => TWO_LETTERS.split(' ').any(|code| code == primary),
        _ => !NO_LANGUAGES.contains(&primary),
    };
    is_known.then_some(tag)
}

/// Without punctuation, with single spaces: `Chinese (Mandarin)` and `chinese - mandarin` are one name.
fn without_signs(text: &str) -> String {
    let is_sign = |letter: char| letter.is_ascii_punctuation() || letter.is_whitespace();
    let words = text.split(is_sign).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn tag(text: &str) -> Option<String> {
        read_language(text).map(String::from)
    }

    #[test]
    fn no_name_stands_for_two_languages_and_every_tag_is_one() {
        let mut seen = HashSet::new();
        for (tag, names) in NAMES {
            assert_eq!(LanguageTag::parse(tag).expect("a tag").as_str(), *tag);
            let names: HashSet<String> = names
                .iter()
                .map(|name| without_signs(&folded(name)))
                .collect();
            for name in names {
                assert!(seen.insert(name.clone()), "{name} stands there twice");
            }
        }
        assert!(NAMES.len() >= 30);
    }

    #[test]
    fn a_language_is_read_by_its_names_and_its_tag() {
        for (text, expected) in [
            ("Spanish", "es"),
            ("español", "es"),
            (" ESPAÑOL ", "es"),
            ("SP", "es"),
            ("es-mx", "es-MX"),
            ("es_MX", "es-MX"),
            ("EN", "en"),
            ("Eng.", "en"),
            ("Mandarin", "zh"),
            ("Chinese (Mandarin)", "zh"),
            ("中文", "zh"),
            ("Cantonese", "yue"),
            ("zh-Hant-TW", "zh-Hant-TW"),
            ("Tagalog", "tl"),
            ("Filipino", "fil"),
            ("Haitian Creole", "ht"),
            ("Kreyòl ayisyen", "ht"),
            ("Tiếng Việt", "vi"),
            ("한국어", "ko"),
            ("Português", "pt"),
            ("Brazilian Portuguese", "pt-BR"),
            ("हिन्दी", "hi"),
            ("తెలుగు", "te"),
            ("தமிழ்", "ta"),
            ("മലയാളം", "ml"),
            ("العربية", "ar"),
            ("Русский", "ru"),
            ("Français", "fr"),
        ] {
            assert_eq!(tag(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_names_no_language_is_not_taken_for_one() {
        for text in [
            "",
            "?",
            "zz",
            "Yes",
            "n/a",
            "Klingonian",
            "English/Spanish",
            "212-555-0123",
        ] {
            assert_eq!(tag(text), None, "{text}");
        }
    }

    #[test]
    fn the_tag_of_every_language_with_two_letters_is_read_as_itself() {
        for code in TWO_LETTERS.split(' ') {
            assert_eq!(tag(code).as_deref(), Some(code));
        }
    }
}
