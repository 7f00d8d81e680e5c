//! Vietnamese, which many type without accents; where that would change the meaning, a row asks for them.

use super::ReplyWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: ReplyWords = ReplyWords {
    language: ShippedLanguage::Vietnamese,
    reviewed_by: None,
    courtesies: &[
        "xin|làm_ơn|vui_lòng",
        "cảm_ơn|cám_ơn|xin_cảm_ơn",
        "chào anh|chị|anh_chị|bạn|mục_sư?",
        "xin_lỗi",
        "ạ|nhé|nha|đi",
    ],
    // Without accents these are other words, or the name Huy.
    opt_out_alone: &["=dừng", "=hủy|=huỷ", "=ngừng"],
    opt_out_words: &[
        "dừng lại",
        "hủy|huỷ|bỏ đăng_ký",
        "từ_chối nhận? tin|tin_nhắn",
    ],
    opt_out_phrases: &[
        "đừng|không|ngừng|dừng nhắn|gửi|gởi tin|tin_nhắn|sms cho|tới|đến? tôi|mình|em|con|chúng_tôi|số_này? nữa?",
        "đừng nhắn|gửi|gởi cho? tôi|mình|em|chúng_tôi? nữa",
        "xóa|xoá|bỏ|gỡ tôi|số_của_tôi|tên_tôi|số_tôi khỏi|ra_khỏi danh_sách",
        "đừng làm phiền tôi nữa?",
    ],
    doubtful: &["thôi đừng nhắn|gửi"],
    opt_out_sentences: &[
        "không muốn|cần|thích nhận .. tin|sms",
        "đừng|không|ngừng|dừng nhắn|gửi|gởi .. cho tôi|mình|em|chúng_tôi nữa",
        "nhầm|lộn|sai số rồi|$",
        "nhầm|lộn|sai số điện_thoại rồi|$",
        "xóa|xoá|bỏ|gỡ số .. tôi|mình|này",
        "xóa|xoá|bỏ|gỡ|đưa|lấy .. khỏi .. danh_sách",
        "làm sao|cách_nào|thế_nào .. hủy|huỷ|ngừng|dừng .. tin",
        "nhầm|lộn|sai người|số rồi|ạ|$",
        "ra|ra_khỏi|khỏi .. danh_sách|nhóm",
        "ngừng|dừng|ngưng|thôi nhắn|gửi|gởi tin|tin_nhắn|sms|cho",
        "đừng làm_phiền",
        "^ nhầm|lộn rồi",
        "để không nhận .. tin",
    ],
    ordinary: &[
        "đừng|không xóa|xoá|bỏ|gỡ|=ngừng|=dừng|quên|hủy",
        "đừng|không xóa|xoá|bỏ|gỡ|đưa .. danh_sách",
    ],
    look_alikes: &[],
    opt_in: &["bắt_đầu", "đăng_ký|đăng_kí", "tiếp_tục"],
    help: &["trợ_giúp|giúp_đỡ|=giúp"],
};
