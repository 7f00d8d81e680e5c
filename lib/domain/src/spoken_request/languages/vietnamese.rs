//! Vietnamese.

use super::RequestWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: RequestWords = RequestWords {
    language: ShippedLanguage::Vietnamese,
    reviewed_by: None,
    courtesies: &[
        "dạ|thưa|vâng|xin|làm_ơn|ạ|alo|chào|à|ơi|nhé|nha|với|giùm|xin_chào|cảm_ơn|cám_ơn|xin_lỗi|vui_lòng|ừ",
    ],
    person_alone: &[
        "người thật",
        "mục_sư|cha|linh_mục|nhân_viên|thầy|tổng_đài",
        "gặp mục_sư|người_thật|cha|nhân_viên",
    ],
    person: &[
        "muốn|cho|cần|xin|có_thể|được|giúp tôi|em|con|mình|anh|chị|cháu? được? nói_chuyện|gặp|nói|liên_lạc|nối_máy với|cho? một|ông|vị|thầy? mục_sư|cha|linh_mục|người|nhân_viên|ai|thầy|ai_đó|quản_nhiệm",
        "nối máy",
        "chuyển|nối .. cho|với|sang mục_sư|cha|người|nhân_viên",
    ],
    message_alone: &[
        "lời nhắn",
        "tin nhắn",
        "để|nhắn lại? lời nhắn|tin",
        "nhắn lại",
    ],
    message: &[
        "muốn|cho|cần|xin|có_thể .. để|gửi|nhắn lại|tin? lời|một|$ nhắn|lời_nhắn|tin_nhắn|$",
        "nhắn lại giùm|cho",
        "để lại lời|tin nhắn",
    ],
    prayer_alone: &["cầu nguyện", "xin|nhờ? cầu nguyện", "lời cầu nguyện"],
    prayer: &[
        "xin|nhờ|hãy|giúp|cần|muốn|làm_ơn .. cầu nguyện .. cho|giùm tôi|con|em|mẹ|gia|ba|bố|chồng|vợ|anh|chị|bà|ông|cháu|mình|chúng|má",
        "cầu nguyện cho|giùm tôi|con|em|mẹ|gia|ba|bố|chồng|vợ|má|mình",
        "có .. điều|lời cầu xin|nguyện",
    ],
    confidence: &[
        "giữ .. kín|bí_mật|riêng",
        "chuyện|điều này là? riêng_tư|bí_mật|kín",
        "đừng|không .. nói|kể .. cho|với ai|người",
        "chỉ .. mục_sư|cha biết|nghe|đọc|đọc_được",
        "bí mật",
        "giữa chúng_ta|tôi thôi|với|và",
        "riêng_tư|kín_đáo|bảo_mật",
    ],
    repeat_alone: &["gì", "sao", "nói lại", "lặp lại", "hả", "gì cơ|ạ|vậy"],
    repeat: &[
        "nói|lặp|nhắc lại $|lần|giùm|được|cho|đi|một|điều",
        "không|chưa nghe|hiểu rõ|kịp|được|$",
        "vừa nói gì",
    ],
    goodbye: &[
        "tạm biệt",
        "chào tạm_biệt",
        "hết rồi",
        "không có? gì|còn nữa|thêm",
        "vậy thôi",
        "không cảm_ơn|cám_ơn|cần",
        "thôi được? rồi?",
        "cảm|cám ơn nhiều|anh|chị|bạn|lắm?",
        "bye",
        "xong rồi",
        "chào nhé|nha",
        "không còn gì nữa|hết?",
        "không",
    ],
    speak: &[
        "nói|bằng|dùng|chuyển sang|qua|bằng? {language} $|được|đi|giùm|với|không|nhé",
        "{language} $",
    ],
    texts: &["tin|nhắn|tin_nhắn|sms"],
    ordinary: &[
        "khi_nào|mấy_giờ|ở_đâu|bao_giờ|ngày_nào .. cầu_nguyện|nhắn|mục_sư",
        "buổi|nhóm|giờ|họp cầu nguyện",
        "nhận .. tin nhắn",
        "cầu nguyện .. mấy|lúc|khi|ở giờ|nào|đâu",
        "lễ|lớp|nhóm .. tiếng việt",
    ],
    yes: &[
        "có|vâng|dạ|đúng|phải|được|ừ|đồng_ý|đúng_rồi|đúng_vậy|phải_rồi",
        "dạ có|vâng|được|đúng|phải",
        "vâng ạ|được",
        "được ạ|rồi",
        "có ạ",
    ],
    no: &[
        "không|chưa|thôi|không_có|không_cần",
        "dạ không|thôi",
        "không ạ|cần|có|cảm_ơn|phải|có_gì",
        "không còn gì nữa?",
        "không có gì",
        "thôi ạ|khỏi",
        "hết rồi",
    ],
    names: &[
        (
            ShippedLanguage::Vietnamese,
            &["tiếng_việt", "việt", "việt_nam", "tiếng_việt_nam"],
        ),
        (ShippedLanguage::English, &["tiếng_anh"]),
        (ShippedLanguage::Spanish, &["tiếng_tây_ban_nha"]),
        (ShippedLanguage::French, &["tiếng_pháp"]),
        (
            ShippedLanguage::ChineseSimplified,
            &["tiếng_hoa", "tiếng_trung"],
        ),
    ],
};
