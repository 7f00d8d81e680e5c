//! Languages as people write them into a spreadsheet.

/// Tag of a language (BCP 47) and how it is spelled in the sample congregation, in small letters.
const SPELLINGS: [(&str, &[&str]); 15] = [
    ("en", &["", "english", "eng"]),
    ("es", &["spanish", "español", "espanol"]),
    ("fr", &["french", "français", "francais"]),
    ("pt", &["portuguese", "português", "portugues"]),
    ("pt-BR", &["portuguese (brazil)"]),
    ("ko", &["korean", "한국어"]),
    ("zh", &["chinese", "chinese (mandarin)", "mandarin", "中文"]),
    ("zh-Hant", &["chinese (traditional)", "繁體中文"]),
    ("vi", &["vietnamese", "viet", "tiếng việt", "tieng viet"]),
    ("fil", &["tagalog", "filipino"]),
    ("hi", &["hindi", "हिन्दी"]),
    ("ml", &["malayalam", "malyalam", "മലയാളം"]),
    ("ar", &["arabic", "العربية"]),
    ("ht", &["haitian creole", "creole", "kreyol", "kreyòl"]),
    ("ru", &["russian", "русский"]),
];

/// The tag of a language that is written by name, in English or by its own people, or by its tag. `None` for one that
/// we don't know.
pub(crate) fn tag(written: &str) -> Option<&'static str> {
    let written = written.to_lowercase();
    SPELLINGS
        .iter()
        .find(|(tag, names)| tag.to_lowercase() == written || names.contains(&written.as_str()))
        .map(|(tag, _)| *tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_english_name_its_own_name_and_its_tag() {
        for written in ["Vietnamese", "TIẾNG VIỆT", "vi", "Tieng Viet"] {
            assert_eq!(tag(written), Some("vi"), "{written}");
        }
        assert_eq!(tag("zh-hant"), Some("zh-Hant"));
        assert_eq!(tag(""), Some("en"), "nothing written means English");
        assert_eq!(tag("Elvish"), None);
    }
}
