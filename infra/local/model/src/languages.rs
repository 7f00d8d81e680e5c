//! The languages that callers speak: by which words they are known, how answers are framed, and what callers ask for.

/// A language, and the frames of answers in it.
#[derive(Debug)]
pub(crate) struct Language {
    /// BCP 47 tags by which instructions name it, the plainest first.
    tags: &'static [&'static str],
    name: &'static str,
    /// Before a sentence of the instructions.
    pub(crate) found: &'static str,
    pub(crate) unknown: &'static str,
    pub(crate) greeting: &'static str,
    pub(crate) thanks: &'static str,
    /// Words that few others have.
    signs: &'static [&'static str],
}

macro_rules! languages {
    ($($tags:expr, $name:literal, $found:literal, $unknown:literal, $greeting:literal, $thanks:literal, $signs:expr;)*) => {
        &[$(Language {
            tags: &$tags, name: $name, found: $found, unknown: $unknown, greeting: $greeting, thanks: $thanks, signs: &$signs,
        }),*]
    };
}

const LANGUAGES: &[Language] = languages! {
    ["en"], "English", "Here is what I know:", "I do not know that. May I take a message?", "Hello! How can I help you?",
        "You are welcome. Goodbye!", ["the", "please", "when", "what"];
    ["es"], "Spanish", "Esto es lo que sé:", "No lo sé. ¿Quiere dejar un mensaje?", "¡Hola! ¿En qué puedo ayudarle?",
        "De nada. ¡Adiós!", ["cuándo", "cuando", "dónde", "gracias", "hola", "iglesia", "misa", "culto", "por favor"];
    ["fr"], "French", "Voici ce que je sais :", "Je ne le sais pas. Voulez-vous laisser un message ?",
        "Bonjour ! Comment puis-je vous aider ?", "Je vous en prie. Au revoir !", ["quand", "où", "merci", "bonjour", "église", "messe"];
    ["pt"], "Portuguese", "Isto é o que eu sei:", "Não sei. Quer deixar um recado?", "Olá! Como posso ajudar?",
        "De nada. Até logo!", ["quando", "onde", "obrigado", "obrigada", "olá", "igreja", "missa"];
    ["ko"], "Korean", "제가 아는 것은 이렇습니다:", "잘 모르겠습니다. 메시지를 남기시겠어요?", "안녕하세요! 무엇을 도와드릴까요?",
        "천만에요. 안녕히 계세요!", ["예배", "언제", "감사", "안녕", "교회", "기도"];
    ["zh-Hans", "zh", "zh-CN"], "Chinese", "我知道的是：", "我不知道。您要留言吗？", "您好！我能帮您什么？", "不客气。再见！",
        ["什么时候", "几点", "谢谢", "您好", "教会", "礼拜", "崇拜", "祷告"];
    ["zh-Hant", "zh-TW", "zh-HK"], "Traditional Chinese", "我知道的是：", "我不知道。您要留言嗎？", "您好！我能幫您什麼？",
        "不客氣。再見！", ["什麼時候", "幾點", "謝謝", "教會", "禮拜", "禱告"];
    ["vi"], "Vietnamese", "Đây là điều tôi biết:", "Tôi không biết. Quý vị có muốn để lại lời nhắn không?",
        "Xin chào! Tôi có thể giúp gì?", "Không có gì. Tạm biệt!", ["khi nào", "mấy giờ", "cảm ơn", "xin chào", "nhà thờ", "cầu nguyện"];
    ["fil", "tl"], "Filipino", "Ito po ang alam ko:", "Hindi ko po alam. Gusto po ba ninyong mag-iwan ng mensahe?",
        "Kumusta po! Ano po ang maitutulong ko?", "Walang anuman po. Paalam!", ["kailan", "saan", "salamat", "kumusta", "simbahan", "anong oras"];
    ["hi"], "Hindi", "मुझे यह पता है:", "मुझे नहीं पता। क्या आप संदेश छोड़ना चाहेंगे?", "नमस्ते! मैं आपकी क्या मदद कर सकती हूँ?",
        "कोई बात नहीं। नमस्ते!", ["कब", "कहाँ", "धन्यवाद", "नमस्ते", "चर्च", "प्रार्थना"];
    ["te"], "Telugu", "నాకు తెలిసినది ఇది:", "నాకు తెలియదు. సందేశం ఇస్తారా?", "నమస్కారం! నేను ఎలా సహాయం చేయగలను?",
        "పర్వాలేదు. సెలవు!", ["ఎప్పుడు", "ఎక్కడ", "ధన్యవాదాలు", "చర్చి", "ప్రార్థన"];
    ["ta"], "Tamil", "எனக்குத் தெரிந்தது இது:", "எனக்குத் தெரியாது. செய்தி சொல்ல விரும்புகிறீர்களா?",
        "வணக்கம்! நான் எப்படி உதவலாம்?", "பரவாயில்லை. நன்றி!", ["எப்போது", "எங்கே", "நன்றி", "தேவாலயம்", "ஜெபம்"];
    ["ml"], "Malayalam", "എനിക്കറിയാവുന്നത് ഇതാണ്:", "എനിക്കറിയില്ല. ഒരു സന്ദേശം നൽകണോ?", "നമസ്കാരം! ഞാൻ എങ്ങനെ സഹായിക്കണം?",
        "സാരമില്ല. നന്ദി!", ["എപ്പോൾ", "എവിടെ", "നന്ദി", "പള്ളി", "പ്രാർത്ഥന"];
    ["ar"], "Arabic", "هذا ما أعرفه:", "لا أعرف ذلك. هل تريد أن تترك رسالة؟", "مرحبا! كيف أساعدك؟", "عفوا. مع السلامة!",
        ["متى", "أين", "شكرا", "مرحبا", "كنيسة", "صلاة"];
    ["ht"], "Haitian Creole", "Men sa mwen konnen:", "Mwen pa konnen. Èske ou vle kite yon mesaj?", "Bonjou! Kijan mwen ka ede w?",
        "Pa gen pwoblèm. Orevwa!", ["kilè", "ki kote", "mèsi", "bonjou", "legliz", "lapriyè"];
    ["ru"], "Russian", "Вот что я знаю:", "Я этого не знаю. Хотите оставить сообщение?", "Здравствуйте! Чем могу помочь?",
        "Пожалуйста. До свидания!", ["когда", "где", "спасибо", "здравствуйте", "церковь", "молитв"];
};

/// The language that instructions name: by `BCP 47 tag "es"`, else by its English name after "in", else English.
pub(crate) fn named_in(instructions: &str) -> &'static Language {
    let tag = instructions
        .split("BCP 47 tag \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let by_tag = tag.and_then(by_tag);
    by_tag
        .or_else(|| {
            let named = |language: &&Language| {
                language.name != "English"
                    && instructions.contains(&format!("in {}", language.name))
            };
            LANGUAGES.iter().find(named)
        })
        .unwrap_or(&LANGUAGES[0])
}

fn by_tag(tag: &str) -> Option<&'static Language> {
    let exact = LANGUAGES
        .iter()
        .find(|language| language.tags.contains(&tag));
    let primary = tag.split('-').next().unwrap_or_default();
    exact.or_else(|| {
        LANGUAGES
            .iter()
            .find(|language| language.tags.contains(&primary))
    })
}

/// The tag of the language that a caller seems to speak.
pub(crate) fn tag_of(text: &str) -> &'static str {
    let text = text.to_lowercase();
    let score = |language: &&Language| {
        language
            .signs
            .iter()
            .filter(|sign| text.contains(**sign))
            .count()
    };
    let best = LANGUAGES.iter().skip(1).max_by_key(score);
    best.filter(|language| score(language) > 0)
        .map_or("en", |language| language.tags[0])
}

/// What callers ask for, and the words by which it is known in any language.
const CONCEPTS: &[(&str, &[&str])] = &[
    (
        "time",
        &[
            "when",
            "what time",
            "cuándo",
            "cuando",
            "a qué hora",
            "quand",
            "quelle heure",
            "quando",
            "que horas",
            "언제",
            "몇 시",
            "什么时候",
            "几点",
            "什麼時候",
            "幾點",
            "khi nào",
            "mấy giờ",
            "kailan",
            "anong oras",
            "कब",
            "ఎప్పుడు",
            "எப்போது",
            "എപ്പോൾ",
            "متى",
            "kilè",
            "когда",
            "во сколько",
        ],
    ),
    (
        "place",
        &[
            "where",
            "address of the church",
            "dónde",
            "où",
            "onde",
            "어디",
            "哪里",
            "哪裡",
            "ở đâu",
            "saan",
            "कहाँ",
            "ఎక్కడ",
            "எங்கே",
            "എവിടെ",
            "أين",
            "ki kote",
            "где",
        ],
    ),
    (
        "pastor",
        &[
            "pastor",
            "priest",
            "padre",
            "sacerdote",
            "prêtre",
            "목사",
            "牧师",
            "牧師",
            "mục sư",
            "पादरी",
            "قس",
            "пастор",
        ],
    ),
    (
        "text",
        &[
            "text",
            "message you sent",
            "mensaje",
            "texto",
            "message que",
            "mensagem",
            "문자",
            "短信",
            "簡訊",
            "tin nhắn",
            "mensahe",
            "संदेश",
            "సందేశం",
            "செய்தி",
            "സന്ദേശം",
            "رسالة",
            "mesaj",
            "сообщение",
        ],
    ),
    (
        "event",
        &[
            "event",
            "dinner",
            "evento",
            "cena",
            "événement",
            "dîner",
            "jantar",
            "행사",
            "活动",
            "活動",
            "sự kiện",
        ],
    ),
    (
        "thanks",
        &[
            "thank",
            "gracias",
            "merci",
            "obrigad",
            "감사",
            "谢谢",
            "謝謝",
            "cảm ơn",
            "salamat",
            "धन्यवाद",
            "ధన్యవాదాలు",
            "നന്ദി",
            "شكرا",
            "mèsi",
            "спасибо",
        ],
    ),
    (
        "greeting",
        &[
            "hello",
            "good evening",
            "hola",
            "bonjour",
            "olá",
            "안녕",
            "您好",
            "你好",
            "xin chào",
            "kumusta",
            "नमस्ते",
            "నమస్కారం",
            "வணக்கம்",
            "നമസ്കാരം",
            "مرحبا",
            "bonjou",
            "здравствуйте",
        ],
    ),
    (
        "prayer",
        &[
            "pray",
            "oración",
            "orar",
            "oren",
            "ore por",
            "prière",
            "prier",
            "priez",
            "oração",
            "기도",
            "祷告",
            "祈祷",
            "禱告",
            "cầu nguyện",
            "dasal",
            "panalangin",
            "प्रार्थना",
            "ప్రార్థన",
            "ஜெபம்",
            "പ്രാർത്ഥന",
            "صلاة",
            "صلوا",
            "lapriyè",
            "молит",
        ],
    ),
    (
        "callback",
        &[
            "call me back",
            "call back",
            "ring me",
            "llámeme",
            "llámame",
            "rappelez",
            "rappeler",
            "me ligue",
            "retorne",
            "전화해",
            "전화 주",
            "回电",
            "回電",
            "gọi lại",
            "tawagan",
            "वापस कॉल",
            "اتصل بي",
            "rele m",
            "перезвон",
        ],
    ),
    (
        "address",
        &[
            "new address",
            "i moved",
            "i have moved",
            "we moved",
            "dirección nueva",
            "nueva dirección",
            "me mudé",
            "nouvelle adresse",
            "déménagé",
            "novo endereço",
            "mudei",
            "이사",
            "新地址",
            "搬家",
            "địa chỉ mới",
            "lumipat",
            "नया पता",
            "عنوان جديد",
            "nouvo adrès",
            "новый адрес",
        ],
    ),
];

/// What a text asks for.
pub(crate) fn concepts_in(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    let found = CONCEPTS
        .iter()
        .filter(|(_, words)| words.iter().any(|word| text.contains(word)));
    found.map(|(concept, _)| *concept).collect()
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, concepts_in, named_in, tag_of};

    #[test]
    fn a_language_is_named_by_its_tag_or_its_name() {
        for (instructions, tag) in [
            ("Answer in BCP 47 tag \"es-MX\".", "es"),
            ("Answer in BCP 47 tag \"zh-Hant\".", "zh-Hant"),
            ("The caller is to be answered in Korean.", "ko"),
            ("Be kind.", "en"),
        ] {
            assert_eq!(named_in(instructions).tags[0], tag, "{instructions}");
        }
        assert_eq!(LANGUAGES.len(), 16);
    }

    #[test]
    fn what_is_said_is_told_apart() {
        assert_eq!(tag_of("¿Cuándo es la misa?"), "es");
        assert_eq!(tag_of("예배는 언제입니까?"), "ko");
        assert_eq!(tag_of("When is the service?"), "en");
        assert_eq!(concepts_in("Oren por mi madre"), ["prayer"]);
        assert_eq!(concepts_in("Please call me back"), ["callback"]);
    }
}
