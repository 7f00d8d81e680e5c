//! Chinese, with traditional letters: the names of languages and what Cantonese says besides the rows of the simplified file.

use super::RequestWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: RequestWords = RequestWords {
    language: ShippedLanguage::ChineseTraditional,
    reviewed_by: None,
    courtesies: &["唔_好_意_思|早_晨|哈_囉"],
    person_alone: &["搵 牧 師", "真 人 接 聽"],
    person: &["想|要 搵 .. 牧_師|人|同_工"],
    message_alone: &["留 低? 口 訊"],
    message: &["想|要 留 低? .. 口_信|口_訊|說_話|訊_息"],
    prayer_alone: &["代 禱 事 項"],
    prayer: &["想|請 .. 記 念|代_求 .. 禱|我|祈"],
    confidence: &["唔 好 講 出 去"],
    repeat_alone: &["講 多 次"],
    repeat: &["講 多 一? 次"],
    goodbye: &["冇 其 他 嘢|了|喇"],
    speak: &[
        "说|說|讲|講|用|转|轉|换|換|改|会|會 成|到|回|为|為|用? {language} $|吧|可|好|吗|嗎|跟|说|說|讲|講|唔|啊|得|，|谢|謝",
        "请|請 说|說|讲|講|用 {language}",
        "{language} 唔|谢|謝|吧",
    ],
    texts: &["訊"],
    ordinary: &["禱 告 會 .. 幾"],
    yes: &["係 啊|呀", "好 呀|啊"],
    no: &["唔 使 喇|啦|嘞"],
    names: &[
        (
            ShippedLanguage::ChineseTraditional,
            &[
                "國_語",
                "華_語",
                "廣_東_話",
                "粵_語",
                "漢_語",
                "華_文",
                "白_話",
                "gwongdungwa",
                "guoyu",
            ],
        ),
        (ShippedLanguage::English, &["英_語"]),
        (ShippedLanguage::Spanish, &["西_班_牙_語"]),
        (ShippedLanguage::Korean, &["韓_語", "韓_文"]),
        (ShippedLanguage::Vietnamese, &["越_南_語"]),
    ],
};
