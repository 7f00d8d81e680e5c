//! Secrets of the local stack: random, made once, kept with its state, and worth nothing elsewhere.

use std::fs;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::state::State;

const FILE: &str = "secrets.json";

/// Short words that are hard to mistype: 64 of them, so that three are 18 bits. It is a password for an address that
/// only this machine can reach.
const WORDS: [&str; 64] = [
    "amber", "apple", "baker", "basil", "bell", "birch", "bread", "brook", "candle", "cedar",
    "choir", "clover", "coral", "corn", "dawn", "door", "dove", "elm", "fern", "field", "flint",
    "garden", "grain", "grape", "hazel", "hill", "honey", "ivy", "juniper", "lamp", "lark",
    "laurel", "lily", "linen", "maple", "meadow", "mill", "mint", "moss", "oak", "oats", "olive",
    "orchard", "palm", "pearl", "pine", "plum", "poppy", "rain", "reed", "river", "rose", "sage",
    "sail", "seed", "spring", "stone", "sun", "thyme", "valley", "vine", "wheat", "willow", "wren",
];

/// What the local stack signs in and signs with.
#[derive(Serialize, Deserialize)]
pub(crate) struct Secrets {
    /// Stand-in for Twilio's account SID, `AC` and 32 hexadecimal digits.
    pub(crate) twilio_account_sid: String,
    /// Stand-in for Twilio's auth token, 32 hexadecimal digits.
    pub(crate) twilio_auth_token: String,
    /// Password of the staff account, as the user pool's policy wants it.
    pub(crate) staff_password: String,
}

impl Secrets {
    /// Those of the state, made now if it has none.
    ///
    /// # Errors
    /// When they can't be read or written.
    pub(crate) fn of(state: &State) -> Result<Self> {
        if let Ok(text) = fs::read_to_string(state.path(FILE)) {
            return serde_json::from_str(&text)
                .with_context(|| format!("{FILE} can't be read; start with --fresh"));
        }
        let secrets = Self {
            twilio_account_sid: format!("AC{}", hexadecimal()?),
            twilio_auth_token: hexadecimal()?,
            staff_password: password()?,
        };
        state.write(FILE, &serde_json::to_string_pretty(&secrets)?)?;
        Ok(secrets)
    }
}

fn hexadecimal() -> Result<String> {
    Ok(format!("{:016x}{:016x}", random()?, random()?))
}

/// Three words, the first with a capital, and two digits: at least 12 characters, upper case, lower case, number.
fn password() -> Result<String> {
    let random = random()?;
    let word = |shift: u32| WORDS[(random >> shift) as usize % WORDS.len()];
    let (first, rest) = word(0).split_at(1);
    Ok(format!(
        "{}{rest}-{}-{}-{}",
        first.to_uppercase(),
        word(8),
        word(16),
        10 + (random >> 24) % 90
    ))
}

fn random() -> Result<u64> {
    getrandom::u64().context("the system gives no random numbers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_meets_the_policy_of_the_user_pool() {
        for _ in 0..1_000 {
            let password = password().expect("the system gives random numbers");
            assert!(password.len() >= 12, "{password} is too short");
            for kind in [char::is_uppercase, char::is_lowercase, char::is_numeric] {
                assert!(
                    password.contains(kind),
                    "{password} lacks a kind of character"
                );
            }
        }
    }
}
