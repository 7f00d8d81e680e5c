//! What a call that comes in costs, until the carrier says what it did.

use super::MicroDollars;

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

#[cfg(test)]
mod tests {
    use super::*;

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
