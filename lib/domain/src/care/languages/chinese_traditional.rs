//! Chinese, with traditional letters: what Cantonese and Taiwan say besides the rows of the simplified file.

use super::CareWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: CareWords = CareWords {
    language: ShippedLanguage::ChineseTraditional,
    reviewed_by: None,
    self_harm: &[
        "唔|不 想 做_人|活_落_去|生_存",
        "想 死 啦|算|咗|㗎",
        "了 結 自? 己? .. 生 命|一 生",
        "自 盡",
        "尋 短",
        "冇 .. 意 思|義 .. 做 人|生 存",
        "做 人 .. 冇|沒 .. 意 思|意 義",
        "厭 世",
    ],
    danger: &[
        "打 我|阿_媽|個_仔 .. 呀|啊|嘅|救|㗎",
        "斬 死? 我|佢|人",
        "劏|斬|殺 咗? 我|我_哋",
        "佢|老_公|老_豆|男_友 .. 打|揸|郁_手 我|打|死",
        "揸|攞|拎 住|著? .. 刀|槍|菜_刀",
        "入 屋 .. 賊|打_劫|人",
        "爆 竊|格",
        "抖 唔 到 氣",
        "唔 .. 夠|到 氣",
        "火 燭",
        "暈 咗",
        "叫 白 車",
        "叫 救 傷 車",
        "非 禮",
    ],
    ordinary: &["厭 世 .. 主 義", "叫 .. 救 護 車 .. 要 幾 多 錢"],
};
