//! What a language model's work costs: it is paid for by the token, dearer for what it writes than for what it reads.

use serde::{Deserialize, Serialize};

use super::MicroDollars;

/// How many tokens a request took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenUsage {
    /// Those that the model read.
    pub input: u32,
    /// Those that it wrote, its thoughts included.
    pub output: u32,
}

/// What a model asks, per million tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelPrices {
    /// For a million tokens that it reads.
    pub input: MicroDollars,
    /// For a million tokens that it writes.
    pub output: MicroDollars,
}

impl ModelPrices {
    /// What so many tokens cost, rounded up to a millionth of a dollar.
    pub fn cost(&self, usage: TokenUsage) -> MicroDollars {
        let exact = |price: MicroDollars, tokens: u32| {
            i128::from(price.micros().max(0)) * i128::from(tokens)
        };
        let exact = exact(self.input, usage.input) + exact(self.output, usage.output);
        let millions = (exact + 999_999) / 1_000_000;
        MicroDollars::new(i64::try_from(millions).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_cost_their_share_of_a_million_rounded_up() {
        let prices = ModelPrices {
            input: MicroDollars::new(400_000),
            output: MicroDollars::new(1_600_000),
        };
        for (input, output, micros) in [
            (0, 0, 0),
            (1, 0, 1),
            (1_000_000, 0, 400_000),
            (0, 1_000_000, 1_600_000),
            (500, 200, 520),
            (501, 200, 521),
            (u32::MAX, u32::MAX, 8_589_934_590),
        ] {
            let cost = prices.cost(TokenUsage { input, output });
            assert_eq!(cost, MicroDollars::new(micros), "{input} {output}");
        }
    }
}
