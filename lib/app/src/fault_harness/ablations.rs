//! Each safeguard is taken away in turn, and the checker has to notice.

use super::checker::Invariant;
use super::scenes::{bad_day, stops_during_a_broadcast};
use super::simulation::Simulation;
use super::world::Safeguard;

/// Within how many seeds a missing safeguard has to be noticed.
const SEEDS: u64 = 50;

/// The first seed with which the checker finds this promise broken.
fn noticed(invariant: Invariant, scene: impl Fn(u64) -> Simulation) -> Option<u64> {
    (0..SEEDS).find(|seed| {
        let (_, violations) = scene(*seed).run();
        violations.iter().any(|one| one.invariant == invariant)
    })
}

#[test]
fn the_checker_notices_each_safeguard_that_is_missing() {
    let cases = [
        (Safeguard::ConditionOfTheClaim, Invariant::I1),
        (Safeguard::LostLeaseIsUnknown, Invariant::I1),
        (Safeguard::OptOutReadAfterClaim, Invariant::I3),
        (Safeguard::RankOfReports, Invariant::I4),
        (Safeguard::UnclearIsNotProof, Invariant::I1),
        (Safeguard::DoubtIsAskedAbout, Invariant::I2),
    ];
    let mut caught = 0;
    for (safeguard, invariant) in cases {
        let seed = noticed(invariant, |seed| match safeguard {
            Safeguard::OptOutReadAfterClaim => stops_during_a_broadcast(seed, 100, Some(safeguard)),
            _ => bad_day(seed, Some(safeguard)),
        });
        println!("without {safeguard:?}: {invariant:?} is broken with seed {seed:?}");
        assert!(
            seed.is_some(),
            "nobody notices that {safeguard:?} is missing"
        );
        caught += 1;
    }
    println!("ablations caught {caught}/{}", cases.len());
}
