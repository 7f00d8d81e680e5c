//! Arabic, as it is written everywhere.
//!
//! U+200F before the church's name, which may be Latin, makes the whole text run from right to left; U+200E around the
//! phone number keeps its groups of digits in order (UAX #9, <https://www.unicode.org/reports/tr9/>).

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "\u{200f}",
    after_name: ": ",
    opted_out: "لن تصلكم رسائل منا بعد الآن. لاستلامها من جديد أرسلوا START.",
    opted_in: "ستصلكم رسائلنا من جديد. لإيقافها في أي وقت أرسلوا STOP.",
    help: "من هذا الرقم نرسل رسائلنا. اكتبوا هنا وسيقرأ أحدنا ما تكتبون. لإيقاف الرسائل أرسلوا STOP.",
    help_with_phone: "من هذا الرقم نرسل رسائلنا. للتحدث معنا اتصلوا على \u{200e}{phone}\u{200e}. لإيقاف الرسائل أرسلوا STOP.",
    after_hours: "وصلتنا رسالتكم وسنقرؤها في أوقات دوام المكتب.",
};
