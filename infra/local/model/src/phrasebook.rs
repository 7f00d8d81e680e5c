//! Translations without understanding: a small phrasebook, so that a demonstration looks real, and a mark before whatever
//! is not in it. Either way leads back to where it came from.

/// A text in several languages, by BCP 47 tag.
type Phrase = [(&'static str, &'static str); 7];

const PHRASES: [Phrase; 5] = [
    [
        (
            "en",
            "Hi {first_name|friend}, dinner is at 6 this Friday, in the hall. Bring a friend!",
        ),
        (
            "es",
            "Hola, {first_name|amigo}: este viernes la cena es a las 6, en el salón. ¡Traiga a un amigo!",
        ),
        (
            "ko",
            "{first_name|교우님}, 이번 금요일 6시에 친교실에서 저녁 식사가 있습니다. 친구와 함께 오세요!",
        ),
        (
            "vi",
            "Chào {first_name|bạn}, bữa tối thứ Sáu này lúc 6 giờ tại hội trường. Hãy dẫn theo một người bạn!",
        ),
        (
            "zh-Hans",
            "{first_name|朋友}，您好！本周五6点在礼堂聚餐，欢迎带一位朋友来！",
        ),
        (
            "fr",
            "Bonjour {first_name|ami}, le dîner est à 6 h ce vendredi, dans la salle. Amenez un ami !",
        ),
        (
            "pt",
            "Olá, {first_name|amigo}: nesta sexta-feira o jantar é às 6, no salão. Traga um amigo!",
        ),
    ],
    [
        (
            "en",
            "Hi {first_name|friend}, dinner on Friday at six, in the hall.",
        ),
        (
            "es",
            "Hola, {first_name|amigo}: cena el viernes a las seis, en el salón.",
        ),
        (
            "ko",
            "{first_name|교우님}, 금요일 여섯 시에 친교실에서 저녁 식사가 있습니다.",
        ),
        (
            "vi",
            "Chào {first_name|bạn}, bữa tối thứ Sáu lúc sáu giờ tại hội trường.",
        ),
        ("zh-Hans", "{first_name|朋友}，您好！星期五六点在礼堂聚餐。"),
        (
            "fr",
            "Bonjour {first_name|ami}, dîner vendredi à six heures, dans la salle.",
        ),
        (
            "pt",
            "Olá, {first_name|amigo}: jantar na sexta-feira às seis, no salão.",
        ),
    ],
    [
        ("en", "The service on Sunday begins at 10:30."),
        ("es", "El culto del domingo comienza a las 10:30."),
        ("ko", "주일 예배는 10:30에 시작합니다."),
        ("vi", "Thánh lễ Chúa nhật bắt đầu lúc 10:30."),
        ("zh-Hans", "主日崇拜10:30开始。"),
        ("fr", "Le culte de dimanche commence à 10:30."),
        ("pt", "O culto de domingo começa às 10:30."),
    ],
    [
        ("en", "Because of the snow there is no service tonight."),
        ("es", "Debido a la nieve, esta noche no hay culto."),
        ("ko", "눈 때문에 오늘 저녁 예배는 없습니다."),
        ("vi", "Vì tuyết rơi nên tối nay không có thánh lễ."),
        ("zh-Hans", "因下雪，今晚没有崇拜。"),
        (
            "fr",
            "En raison de la neige, il n'y a pas de culte ce soir.",
        ),
        ("pt", "Por causa da neve, não há culto esta noite."),
    ],
    [
        (
            "en",
            "Happy birthday, {first_name|friend}! We are glad that you are with us.",
        ),
        (
            "es",
            "¡Feliz cumpleaños, {first_name|amigo}! Nos alegra que esté con nosotros.",
        ),
        (
            "ko",
            "{first_name|교우님}, 생일을 축하합니다! 함께해 주셔서 기쁩니다.",
        ),
        (
            "vi",
            "Chúc mừng sinh nhật {first_name|bạn}! Chúng tôi vui vì có bạn.",
        ),
        ("zh-Hans", "{first_name|朋友}，生日快乐！很高兴有您同在。"),
        (
            "fr",
            "Joyeux anniversaire, {first_name|ami} ! Nous sommes heureux de vous compter parmi nous.",
        ),
        (
            "pt",
            "Feliz aniversário, {first_name|amigo}! Que bom ter você conosco.",
        ),
    ],
];

/// A text in another language; one that the phrasebook does not have gets the language's tag before it, or loses it.
pub(crate) fn translate(text: &str, from: &str, to: &str) -> String {
    let text = text.trim();
    let mark = format!("({from}) ");
    if let Some(original) = text.strip_prefix(&mark) {
        return original.to_owned();
    }
    let phrase = PHRASES
        .iter()
        .find(|phrase| phrase.contains(&(nearest(from), text)));
    let known = phrase.and_then(|phrase| phrase.iter().find(|(tag, _)| *tag == nearest(to)));
    known.map_or_else(
        || format!("({to}) {text}"),
        |(_, words)| (*words).to_owned(),
    )
}

/// The tag under which the phrasebook has a language: `es` for `es-MX`.
fn nearest(tag: &str) -> &str {
    match (tag, tag.split('-').next().unwrap_or_default()) {
        ("zh" | "zh-CN" | "zh-Hans", _) => "zh-Hans",
        (_, "zh") => tag,
        (_, primary) => primary,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_leads_back_to_where_it_came_from() {
        for phrase in PHRASES {
            for (tag, words) in phrase {
                assert_eq!(translate(phrase[0].1, "en", tag), words, "{tag}");
                assert_eq!(translate(words, tag, "en"), phrase[0].1, "{tag}");
            }
        }
        let text = "Bring a {church} cup";
        let marked = translate(text, "en", "te");
        assert_eq!(marked, "(te) Bring a {church} cup");
        assert_eq!(translate(&marked, "te", "en"), text);
        assert_eq!(
            translate("El culto del domingo comienza a las 10:30.", "es-MX", "en"),
            PHRASES[2][0].1
        );
    }
}
