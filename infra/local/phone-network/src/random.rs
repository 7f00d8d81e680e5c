//! Small random numbers: unguessable enough for sids, replayable for faults.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same sequence on every machine, so a
/// fault that strikes with a seeded probability can be replayed.
#[derive(Debug, Clone)]
pub(crate) struct SplitMix64(u64);

impl SplitMix64 {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// Seeded by the operating system, through the standard library's hash keys.
    pub(crate) fn from_system() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }

    pub(crate) fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in `[0, 1)`, with the 53 bits that an `f64` can hold.
    pub(crate) fn next_unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform in `low..=high`; `low` when the range is empty.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        match high.checked_sub(low) {
            None | Some(0) => low,
            Some(width) => low + self.next_u64() % (width + 1),
        }
    }

    /// `prefix` and 32 hexadecimal digits, the form of every Twilio sid.
    pub(crate) fn sid(&mut self, prefix: &str) -> String {
        format!("{prefix}{:016x}{:016x}", self.next_u64(), self.next_u64())
    }
}

#[cfg(test)]
mod tests {
    use super::SplitMix64;

    #[test]
    fn a_seed_replays_the_published_sequence() {
        // The reference implementation's first outputs for seed 1234567.
        let mut random = SplitMix64::seeded(1_234_567);
        assert_eq!(random.next_u64(), 6_457_827_717_110_365_317);
        assert_eq!(random.next_u64(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn a_sid_is_its_prefix_and_32_hexadecimal_digits() {
        let sid = SplitMix64::from_system().sid("SM");
        assert_eq!(sid.len(), 34);
        assert!(
            sid[2..]
                .bytes()
                .all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase())
        );
    }

    #[test]
    fn a_number_between_two_bounds_stays_there() {
        let mut random = SplitMix64::seeded(7);
        assert!((0..1000).all(|_| (100..=400).contains(&random.between(100, 400))));
        assert_eq!(random.between(5, 2), 5);
    }
}
