//! What calls cost, until the carrier says what they did.

use super::MicroDollars;
use crate::country::Country;

/// What the carrier asks for a call that comes in.
///
/// Cautious figures for the United States, from Twilio's list (<https://www.twilio.com/en-us/voice/pricing/us>): each
/// begun minute, each answer of a caller that is transcribed, and each hundred characters that are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InboundCallPrices {
    /// For each begun minute.
    pub minute: MicroDollars,
    /// For each turn in which the caller's words were transcribed.
    pub transcribed_turn: MicroDollars,
    /// For each begun hundred characters that are spoken.
    pub hundred_characters: MicroDollars,
}

/// How much of a call there was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CallUsage {
    /// How long it lasted, in seconds.
    pub seconds: u32,
    /// In how many turns words were transcribed.
    pub transcribed_turns: u32,
    /// How many characters were spoken.
    pub spoken_characters: u32,
}

impl InboundCallPrices {
    /// What is reckoned with.
    pub const ASSUMED: Self = Self {
        minute: MicroDollars::new(8_500),
        transcribed_turn: MicroDollars::new(20_000),
        hundred_characters: MicroDollars::new(3_200),
    };

    /// What so much costs.
    pub fn cost(&self, usage: CallUsage) -> MicroDollars {
        let minutes = u64::from(usage.seconds.div_ceil(60));
        let hundreds = u64::from(usage.spoken_characters.div_ceil(100));
        self.minute
            .times(minutes)
            .plus(self.transcribed_turn.times(usage.transcribed_turns.into()))
            .plus(self.hundred_characters.times(hundreds))
    }
}

/// What the carrier asks for a call that goes out.
///
/// Cautious figures, from Twilio's list (<https://www.twilio.com/en-us/voice/pricing/us>): each begun minute to a number of
/// North America, and to any other; finding out whether a machine has answered; each hundred characters that are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboundCallPrices {
    /// For each begun minute to a number in the United States or Canada.
    pub minute: MicroDollars,
    /// For each begun minute to any other number.
    pub other_minute: MicroDollars,
    /// For finding out whether a machine has answered.
    pub machine_detection: MicroDollars,
    /// For each begun hundred characters that are spoken.
    pub hundred_characters: MicroDollars,
}

/// A call that speaks a message: how long it is, as far as can be told before it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallLength {
    /// Characters of the message and of what is said around it, once through.
    characters: u32,
    /// Seconds, once through.
    seconds: u32,
}

impl CallLength {
    /// How often the message may be heard in one call: once, and this often again.
    pub const MOST_REPETITIONS: u16 = 2;
    /// What is said around the message: who calls, and which keys there are.
    const AROUND: u32 = 260;
    /// Seconds until it is known whether a machine has answered, and for which a key is waited for.
    const WAITING: u32 = 15;

    /// How long a call with these words is. A slow voice speaks about twelve letters of an alphabet a second; what is
    /// written in syllables or whole words says more with each, which is taken for three.
    pub fn of(words: &str) -> Self {
        let letters: u32 = words
            .chars()
            .map(|letter| if is_dense(letter) { 3 } else { 1 })
            .sum();
        let characters = u32::try_from(words.chars().count()).unwrap_or(u32::MAX);
        Self {
            characters: characters.saturating_add(Self::AROUND),
            seconds: letters.saturating_add(Self::AROUND).div_ceil(12) + Self::WAITING,
        }
    }

    /// Seconds of the call, when the message is heard once.
    pub fn seconds(&self) -> u32 {
        self.seconds
    }
}

/// Whether a letter stands for a syllable or a word: Hangul, kana and Han.
fn is_dense(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}')
}

impl OutboundCallPrices {
    /// What is reckoned with.
    pub const ASSUMED: Self = Self {
        minute: MicroDollars::new(14_000),
        other_minute: MicroDollars::new(250_000),
        machine_detection: MicroDollars::new(7_500),
        hundred_characters: MicroDollars::new(3_200),
    };

    /// The most that a call costs in which the message is spoken as often as it may be heard. Whoever asks for a person
    /// talks on the money of calls that come in.
    pub fn most(&self, country: Option<Country>, length: CallLength) -> MicroDollars {
        let times = u64::from(CallLength::MOST_REPETITIONS) + 1;
        let minutes = (u64::from(length.seconds) * times).div_ceil(60);
        let hundreds = (u64::from(length.characters) * times).div_ceil(100);
        let minute = match country {
            Some(Country::UNITED_STATES | Country::CANADA) => self.minute,
            _ => self.other_minute,
        };
        minute
            .times(minutes)
            .plus(self.machine_detection)
            .plus(self.hundred_characters.times(hundreds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_priced_by_its_minutes_as_often_as_it_may_be_heard() {
        let short = CallLength::of("Dinner on Friday at six.");
        assert_eq!(short.seconds(), (24 + 260_u32).div_ceil(12) + 15);
        let price = |country: &str, length| {
            let country = Country::parse(country).ok();
            OutboundCallPrices::ASSUMED.most(country, length).micros()
        };
        // 39 seconds three times are two minutes; 284 characters three times are nine hundreds.
        assert_eq!(price("US", short), 2 * 14_000 + 7_500 + 9 * 3_200);
        assert_eq!(price("MX", short), 2 * 250_000 + 7_500 + 9 * 3_200);
        let korean = CallLength::of(&"밥".repeat(120));
        let english = CallLength::of(&"a".repeat(120));
        assert!(korean.seconds() > english.seconds());
    }

    #[test]
    fn begun_minutes_and_begun_hundreds_are_paid_for() {
        let prices = InboundCallPrices {
            minute: MicroDollars::new(100),
            transcribed_turn: MicroDollars::new(10),
            hundred_characters: MicroDollars::new(1),
        };
        for (seconds, transcribed_turns, spoken_characters, micros) in [
            (0, 0, 0, 0),
            (1, 0, 0, 100),
            (60, 2, 1, 121),
            (61, 0, 101, 202),
        ] {
            let usage = CallUsage {
                seconds,
                transcribed_turns,
                spoken_characters,
            };
            assert_eq!(prices.cost(usage).micros(), micros, "{usage:?}");
        }
    }
}
