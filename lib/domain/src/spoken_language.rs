//! In which language somebody speaks, as far as a few words tell.
//!
//! Scripts tell most languages apart; those in Latin letters are told by the small words that every sentence has. A
//! caller is answered in another language only when it is sure: a name, an "amen" or a "hola" alone says nothing.

use crate::phrases::written::{Word, WrittenText};
use crate::shipped_language::ShippedLanguage;

/// The language of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DetectedLanguage {
    /// The most likely one.
    pub language: ShippedLanguage,
    /// Whether it can hardly be another.
    pub is_sure: bool,
}

/// So many letters of a script that has one language are sure.
const SURE_LETTERS: usize = 4;
/// So many small words of a language are sure,
const SURE_WORDS: usize = 3;
/// if they are so many more than those of any other.
const SURE_LEAD: usize = 2;

/// Finds the language of some words; `None` when they tell nothing.
pub fn detect_language(text: &str) -> Option<DetectedLanguage> {
    by_script(text).or_else(|| by_small_words(text))
}

fn by_script(text: &str) -> Option<DetectedLanguage> {
    let letters: Vec<char> = text
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .collect();
    let mut counts: Vec<(ShippedLanguage, usize)> = Vec::new();
    for letter in &letters {
        let Some(language) = language_of_script(*letter) else {
            continue;
        };
        match counts.iter_mut().find(|(known, _)| *known == language) {
            Some((_, count)) => *count += 1,
            None => counts.push((language, 1)),
        }
    }
    let (language, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let is_most = 2 * count > letters.len();
    let needed = match language {
        ShippedLanguage::ChineseSimplified => SURE_LETTERS - 1,
        _ => SURE_LETTERS,
    };
    is_most.then_some(DetectedLanguage {
        language: match language {
            ShippedLanguage::ChineseSimplified => chinese(&letters),
            other => other,
        },
        is_sure: count >= needed,
    })
}

/// The language whose script a letter is of, where we ship one only; Chinese for both of its scripts.
fn language_of_script(letter: char) -> Option<ShippedLanguage> {
    Some(match letter {
        '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' => ShippedLanguage::Korean,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => ShippedLanguage::ChineseSimplified,
        '\u{900}'..='\u{97f}' => ShippedLanguage::Hindi,
        '\u{c00}'..='\u{c7f}' => ShippedLanguage::Telugu,
        '\u{b80}'..='\u{bff}' => ShippedLanguage::Tamil,
        '\u{d00}'..='\u{d7f}' => ShippedLanguage::Malayalam,
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => ShippedLanguage::Arabic,
        '\u{400}'..='\u{52f}' => ShippedLanguage::Russian,
        _ => return None,
    })
}

/// Common characters that only the traditional script has.
const TRADITIONAL: &str = "們這個說時會對沒為來麼還開關門問聽國語學見電話請謝讓給經點過從後應該現實樣裡嗎讀書買賣車東長\
    愛親媽爺歡樂難帶傳訊禱師會堂週禮號幾麼誰們間邊當兒幫錢";

/// Chinese in the script that its characters are of; simplified where none tells.
fn chinese(letters: &[char]) -> ShippedLanguage {
    match letters.iter().any(|letter| TRADITIONAL.contains(*letter)) {
        true => ShippedLanguage::ChineseTraditional,
        false => ShippedLanguage::ChineseSimplified,
    }
}

/// The small words of languages in Latin letters, with their accents. Those that several of them have count for each.
const SMALL_WORDS: [(ShippedLanguage, &str); 7] = [
    (
        ShippedLanguage::English,
        "the is are was were what when where who why how do does did can could would will have has i you we they my \
         your our he she it this that there and or but not to for from with about at in on of be been please want need \
         know tell me im its whats any some church service sunday time",
    ),
    (
        ShippedLanguage::Spanish,
        "el la los las un una es está están son qué que cuándo dónde quién cómo por para con del al mi su nos les le lo \
         yo usted ustedes quiero quisiera puedo puede tengo tiene hay y o pero muy también hora domingo iglesia misa \
         gracias favor buenas buenos hola a de en se me más no sí hasta hoy mañana",
    ),
    (
        ShippedLanguage::French,
        "le la les un une des est sont que qu quand où qui comment pourquoi je tu vous nous ils elle il mon ma mes votre \
         notre ce cette c j d l au aux du de et ou mais pour avec dans sur pas ne voudrais veux peux pouvez avez suis \
         êtes heure dimanche église messe merci bonjour à y en s quelle quel",
    ),
    (
        ShippedLanguage::Portuguese,
        "o a os as um uma é são está estão que quando onde quem como por para pra com do da dos das no na nos nas eu \
         você vocês meu minha seu sua nosso quero queria posso pode tenho tem há e ou mas muito também não sim hora \
         horas domingo igreja missa culto obrigado obrigada favor bom boa olá oi de em se me mais até",
    ),
    (
        ShippedLanguage::Vietnamese,
        "là và của có không cho tôi ông bà anh chị em chúng ta mấy giờ khi nào ở đâu ai làm sao thế gì này đó với được \
         muốn cần xin vui lòng hỏi nhà thờ lễ chủ nhật ngày mai hôm nay cảm ơn chào ạ vậy thì để từ đến trong những \
         hội thánh lúc",
    ),
    (
        ShippedLanguage::Filipino,
        "ang ng mga sa na ay ako ikaw kayo kami tayo sila siya ko mo nyo ninyo namin natin po opo ba hindi oo ano kailan \
         saan sino paano bakit may mayroon meron wala gusto kailangan para kung at o pero lang din rin ito iyan iyon \
         dito doon anong oras linggo simbahan misa salamat kumusta yung si ni kay",
    ),
    (
        ShippedLanguage::HaitianCreole,
        "mwen m ou w li nou yo se te ap pral pa ka gen genyen nan ak avèk pou sou ki kisa kilè kote kijan kiyès poukisa \
         èske lè moun bagay sa a la yon yonn vle bezwen konnen di rele legliz mès dimanch mèsi bonjou souple tanpri ki \
         lè kounye jodi demen an on",
    ),
];

/// Two-letter words and longer ones; one letter says little, but the elisions of French.
fn by_small_words(text: &str) -> Option<DetectedLanguage> {
    let words = WrittenText::of(text).words();
    let mut scores: Vec<(usize, ShippedLanguage)> = SMALL_WORDS
        .iter()
        .map(|(language, list)| (score(list, &words), *language))
        .collect();
    scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let (best, language) = *scores.first()?;
    let (second, _) = *scores.get(1)?;
    (best > second).then_some(DetectedLanguage {
        language,
        is_sure: best >= SURE_WORDS && best >= second + SURE_LEAD,
    })
}

/// How many different words of a list there are.
fn score(list: &str, words: &[Word]) -> usize {
    let mut found: Vec<&str> = words
        .iter()
        .map(|word| word.written.as_str())
        .filter(|word| list.split_whitespace().any(|small| small == *word))
        .collect();
    found.sort_unstable();
    found.dedup();
    found.len()
}

#[cfg(test)]
mod tests;
