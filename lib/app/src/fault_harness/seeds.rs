//! A thousand bad days, and two hundred broadcasts during which people say STOP.

use std::ops::Range;

use super::scenes::{bad_day, stops_during_a_broadcast};
use super::simulation::Simulation;

/// How many bad days there are when nobody asks for more.
const SEEDS: u64 = 1_000;
/// How many broadcasts with people who say STOP.
const STOP_SEEDS: u64 = 200;

/// A number from the environment.
fn asked(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    Some(
        value
            .parse()
            .expect("the seed, or how many, as a whole number"),
    )
}

/// One seed, when one is to be played again; else as usual, or more or less in the proportion that was asked for.
fn seeds(usual: u64) -> Range<u64> {
    match asked("TIDINGS_FAULT_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..asked("TIDINGS_FAULT_SEEDS").unwrap_or(SEEDS) * usual / SEEDS,
    }
}

/// What many runs came to.
#[derive(Default)]
struct Figures {
    seeds: u64,
    faulted: usize,
    accepted: usize,
    opt_outs: usize,
}

/// Runs each seed, and stops at the first that breaks a promise, telling how to see it again.
fn play(seeds: Range<u64>, scene: impl Fn(u64) -> Simulation) -> Figures {
    let mut figures = Figures::default();
    for seed in seeds {
        let (world, violations) = scene(seed).run();
        if let Some(first) = violations.first() {
            panic!(
                "TIDINGS_FAULT_SEED={seed}: {first}; {} in all",
                violations.len()
            );
        }
        let state = world.state();
        figures.seeds += 1;
        figures.faulted += state.faulted.len();
        figures.accepted += state.twilio.creations.len();
        figures.opt_outs += state.opted_out.len();
    }
    figures
}

#[test]
fn on_a_thousand_bad_days_nobody_is_texted_twice_and_no_message_is_lost() {
    let seeds = seeds(SEEDS);
    let is_whole = seeds.end - seeds.start >= SEEDS;
    let figures = play(seeds, |seed| bad_day(seed, None));
    println!(
        "bad days: {} seeds, {} sends faulted, {} texts accepted, duplicates 0, lost 0",
        figures.seeds, figures.faulted, figures.accepted
    );
    assert!(!is_whole || figures.faulted >= 10_000);
}

#[test]
fn whoever_says_stop_while_a_broadcast_runs_is_not_texted_after_it() {
    let seeds = seeds(STOP_SEEDS);
    let is_whole = seeds.end - seeds.start >= STOP_SEEDS;
    let figures = play(seeds, |seed| stops_during_a_broadcast(seed, 1_000, None));
    println!(
        "opt-outs: {} seeds of 1,000 recipients, {} opt-outs, {} texts accepted, {} sends faulted, none after an opt-out",
        figures.seeds, figures.opt_outs, figures.accepted, figures.faulted
    );
    // Some said it in time: the others were texted before.
    let sent_to = figures.seeds * 1_000;
    assert!(!is_whole || (figures.accepted as u64) < sent_to);
}
