//! Every sentence that a member reads in a text which nobody wrote for the occasion, in every language that we ship.
//!
//! One file a language, for a person who speaks it to review. Each text begins with the church's name and says one
//! thing. STOP and START stay in Latin letters, since Twilio knows them so; the rest is written by the language's own
//! idiom. A text takes at most two segments for a church's name of 30 characters.

mod arabic;
mod chinese_simplified;
mod chinese_traditional;
mod english;
mod filipino;
mod french;
mod haitian_creole;
mod hindi;
mod korean;
mod malayalam;
mod portuguese;
mod russian;
mod spanish;
mod tamil;
mod telugu;
#[cfg(test)]
mod tests;
mod vietnamese;

use crate::language::LanguageTag;
use crate::shipped_language::ShippedLanguage;

/// The sentences of one language.
#[derive(Debug)]
pub struct MemberWords {
    reviewed_by: Option<&'static str>,
    /// What stands before the name: nothing, or a mark that a text is written from right to left though its first
    /// letter may be Latin.
    before_name: &'static str,
    after_name: &'static str,
    opted_out: &'static str,
    opted_in: &'static str,
    help: &'static str,
    help_with_phone: &'static str,
    after_hours: &'static str,
}

/// Where a sentence takes the church's phone number.
const PHONE: &str = "{phone}";

/// The sentences for a person with this language: those of the nearest language that we ship, or English.
pub fn member_words(language: &LanguageTag) -> &'static MemberWords {
    MemberWords::of(ShippedLanguage::nearest(language))
}

impl MemberWords {
    /// The sentences of a language that we ship.
    pub fn of(language: ShippedLanguage) -> &'static Self {
        match language {
            ShippedLanguage::English => &english::WORDS,
            ShippedLanguage::Spanish => &spanish::WORDS,
            ShippedLanguage::French => &french::WORDS,
            ShippedLanguage::Portuguese => &portuguese::WORDS,
            ShippedLanguage::Korean => &korean::WORDS,
            ShippedLanguage::ChineseSimplified => &chinese_simplified::WORDS,
            ShippedLanguage::ChineseTraditional => &chinese_traditional::WORDS,
            ShippedLanguage::Vietnamese => &vietnamese::WORDS,
            ShippedLanguage::Filipino => &filipino::WORDS,
            ShippedLanguage::Hindi => &hindi::WORDS,
            ShippedLanguage::Telugu => &telugu::WORDS,
            ShippedLanguage::Tamil => &tamil::WORDS,
            ShippedLanguage::Malayalam => &malayalam::WORDS,
            ShippedLanguage::Arabic => &arabic::WORDS,
            ShippedLanguage::HaitianCreole => &haitian_creole::WORDS,
            ShippedLanguage::Russian => &russian::WORDS,
        }
    }

    /// Who has read the sentences and speaks the language; `None` where nobody has yet.
    pub fn reviewed_by(&self) -> Option<&'static str> {
        self.reviewed_by
    }

    /// Answers a person who wants no more texts: that it is done, and how to undo it.
    pub fn opted_out(&self, church: &str) -> String {
        self.spoken_by(church, self.opted_out)
    }

    /// Answers a person who wants texts again: that it is done, and how to end them.
    pub fn opted_in(&self, church: &str) -> String {
        self.spoken_by(church, self.opted_in)
    }

    /// Answers a person who asks who writes: what this number is, how to reach a person (at the phone number, which is
    /// shown as it is given, or by an answer to the text where there is none), and how to end the texts.
    pub fn help(&self, church: &str, phone: Option<&str>) -> String {
        match phone {
            Some(phone) => self.spoken_by(church, &self.help_with_phone.replace(PHONE, phone)),
            None => self.spoken_by(church, self.help),
        }
    }

    /// Answers a person who writes outside of office hours: that the text has come, and when it will be read.
    pub fn after_hours(&self, church: &str) -> String {
        self.spoken_by(church, self.after_hours)
    }

    fn spoken_by(&self, church: &str, sentence: &str) -> String {
        [self.before_name, church.trim(), self.after_name, sentence].concat()
    }
}
