//! Says what was measured, in tables.

use std::time::Duration;

use crate::budgets::{Budgets, Kind, Verdict};
use crate::lambda::fleet::Report;
use crate::prices::{TWILIO_SEGMENT, Used, sheet};
use crate::runs::ordinary::Ordinary;
use crate::runs::pace::{ANSWER_TIME, Sending};
use crate::runs::planning::Planning;
use crate::runs::starts::Starts;

/// For how many people the cost sheet is.
const SHEET: f64 = 1000.0;
/// For how many people planning has a budget.
const PLANNED: f64 = 100_000.0;

/// Everything that was measured.
pub(crate) struct Measured {
    /// The starts, the bare function's first.
    pub(crate) starts: Vec<Starts>,
    /// One message to everybody.
    pub(crate) ordinary: Ordinary,
    /// The planning of a large one.
    pub(crate) planning: Planning,
    /// The sending, with a Twilio that takes its time.
    pub(crate) sending: Sending,
}

/// Compares with the budgets.
pub(crate) fn verdicts(measured: &Measured, budgets: &Budgets) -> Vec<Verdict> {
    let mut all = counts(measured, budgets);
    all.extend(times(measured, budgets));
    all
}

fn counts(measured: &Measured, budgets: &Budgets) -> Vec<Verdict> {
    let Measured {
        starts,
        ordinary,
        planning,
        sending,
    } = measured;
    let budgets = &budgets.counts;
    let recipients = ordinary.recipients as f64;
    let usage = ordinary.usage();
    let scans = usage.scans + planning.function.usage.scans + sending.function.usage.scans;
    let texts = recipients + sending.texts as f64;
    let largest = starts.iter().max_by_key(|start| start.bytes);
    let (early, late) = planning.memory;
    let count = |what: &str, measured, budget, note: String| Verdict {
        what: what.to_owned(),
        measured,
        budget,
        kind: Kind::Count,
        note,
    };
    let connections = connections(measured);
    vec![
        count(
            "write units, a recipient's whole life",
            usage.write_units / recipients,
            budgets.write_units_a_recipient,
            shares(ordinary, |report| report.usage.write_units),
        ),
        count(
            "read units, a recipient's whole life",
            usage.read_units / recipients,
            budgets.read_units_a_recipient,
            shares(ordinary, |report| report.usage.read_units),
        ),
        count("scans", scans as f64, budgets.scans, String::new()),
        count(
            "Twilio requests a message",
            (ordinary.twilio_sends + sending.sends) as f64 / texts,
            budgets.twilio_requests_a_message,
            String::new(),
        ),
        count(
            "bytes of the largest binary",
            largest.map_or(f64::NAN, |start| start.bytes as f64),
            budgets.binary_bytes,
            largest.map(|start| start.name.clone()).unwrap_or_default(),
        ),
        count(
            "bytes of memory that planning grew by",
            late.saturating_sub(early) as f64,
            budgets.planning_memory_growth_bytes,
            format!("{:.1} MB at the most", megabytes(late)),
        ),
        count(
            "connections not opened in init",
            connections.late.len() as f64,
            budgets.connections_not_opened_in_init,
            connections.late.join(", "),
        ),
        count(
            "connections not kept",
            connections.dropped as f64,
            budgets.connections_not_kept,
            format!("of {}", connections.opened),
        ),
    ]
}

fn times(measured: &Measured, budgets: &Budgets) -> Vec<Verdict> {
    let Measured {
        starts,
        planning,
        sending,
        ..
    } = measured;
    let budgets = &budgets.times;
    let time = |what: &str, measured, budget, note: String| Verdict {
        what: what.to_owned(),
        measured,
        budget,
        kind: Kind::Time,
        note,
    };
    let planned = planning.recipients as f64;
    let slowest = slowest_start(starts);
    vec![
        time(
            "seconds to plan 100,000 recipients",
            planning.duration.as_secs_f64() * PLANNED / planned,
            budgets.planning_seconds_for_100_000,
            format!(
                "{:.0} µs of processor time each; {planned} were planned",
                microseconds(planning.function.processor) / planned
            ),
        ),
        time(
            "µs of processor time a message",
            sending.processor_microseconds(),
            budgets.processor_microseconds_a_message,
            "send-worker, writes of its state included".to_owned(),
        ),
        time(
            "the slowest start, times the bare one",
            slowest.map_or(f64::NAN, |(times, _)| times),
            budgets.starts_of_the_bare_function,
            slowest.map(|(_, name)| name.to_owned()).unwrap_or_default(),
        ),
        time(
            "part of the possible pace that is lost",
            1.0 - sending.share(),
            budgets.pace_lost,
            format!(
                "{:.0} texts a second of {:.0}; {} under way of {}",
                sending.texts as f64 / sending.duration.as_secs_f64(),
                sending.allowed as f64 / ANSWER_TIME.as_secs_f64(),
                sending.most_under_way,
                sending.allowed
            ),
        ),
    ]
}

/// How many times longer than the bare one the slowest function starts, and which that is.
fn slowest_start(starts: &[Starts]) -> Option<(f64, &str)> {
    let (bare, ours) = starts.split_first()?;
    let slowest = ours.iter().max_by_key(|start| start.duration)?;
    Some((
        slowest.duration.as_secs_f64() / bare.duration.as_secs_f64(),
        &slowest.name,
    ))
}

struct Connections {
    late: Vec<String>,
    opened: u64,
    dropped: u64,
}

fn connections(measured: &Measured) -> Connections {
    let ordinary = measured.ordinary.functions.iter();
    let all: Vec<&Report> = ordinary
        .chain([&measured.planning.function, &measured.sending.function])
        .collect();
    let mut late: Vec<String> = all
        .iter()
        .flat_map(|report| {
            report
                .late_services
                .iter()
                .map(|service| format!("{} to {service}", report.name))
        })
        .collect();
    late.sort_unstable();
    late.dedup();
    Connections {
        late,
        opened: all.iter().map(|report| report.connections).sum(),
        dropped: all.iter().map(|report| report.dropped_connections).sum(),
    }
}

/// What each function has of something, for one recipient.
fn shares(ordinary: &Ordinary, of: impl Fn(&Report) -> f64) -> String {
    let recipients = ordinary.recipients as f64;
    let shares = ordinary
        .functions
        .iter()
        .map(|report| format!("{} {:.2}", report.name, of(report) / recipients));
    shares.collect::<Vec<String>>().join(", ")
}

/// Prints all of it.
pub(crate) fn print(measured: &Measured, verdicts: &[Verdict]) {
    print_costs(&measured.ordinary);
    print_functions(&measured.ordinary);
    print_starts(&measured.starts);
    print_verdicts(verdicts);
}

fn print_costs(ordinary: &Ordinary) {
    let used = Used {
        usage: ordinary.usage(),
        gigabyte_seconds: ordinary
            .functions
            .iter()
            .map(|report| report.gigabyte_seconds)
            .sum(),
        invocations: ordinary
            .functions
            .iter()
            .map(|report| report.invocations)
            .sum(),
        http_requests: ordinary.reports,
        log_bytes: ordinary
            .functions
            .iter()
            .map(|report| report.log_bytes)
            .sum(),
    };
    let scale = SHEET / ordinary.recipients as f64;
    println!(
        "\nCost of a message to 1,000 recipients ({} were written to)\n",
        ordinary.recipients
    );
    let mut together = 0.0;
    for line in sheet(&used) {
        together += line.dollars * scale;
        println!(
            "  {:<34}{:>14.1}{:>14.6} $",
            line.what,
            line.amount * scale,
            line.dollars * scale
        );
    }
    println!("  {:<34}{:>14}{:>14.6} $", "AWS together", "", together);
    let requests = ordinary.twilio_sends as f64 * scale;
    println!(
        "  {:<34}{:>14.1}{:>14.6} $",
        "Twilio requests, its own price",
        requests,
        requests * TWILIO_SEGMENT
    );
    println!(
        "\n  All were delivered and counted {:.1} s after the message was accepted; {} reports came, {} requests went \
         to Twilio, {} queue messages came again.",
        ordinary.duration.as_secs_f64(),
        ordinary.reports,
        ordinary.twilio_requests,
        ordinary.repeated
    );
}

fn print_functions(ordinary: &Ordinary) {
    println!(
        "\nFunctions in that run\n\n  {:<20}{:>8}{:>11}{:>9}{:>12}{:>9}{:>10}{:>9}{:>7}{:>9}{:>13}",
        "",
        "events",
        "billed ms",
        "GB-s",
        "processor µs",
        "peak MB",
        "writes",
        "reads",
        "SQS",
        "logs KB",
        "connections"
    );
    for report in &ordinary.functions {
        println!(
            "  {:<20}{:>8}{:>11}{:>9.3}{:>12.0}{:>9.1}{:>10.1}{:>9.1}{:>7}{:>9.1}{:>13}",
            report.name,
            report.invocations,
            report.billed.as_millis(),
            report.gigabyte_seconds,
            microseconds(report.processor),
            megabytes(report.peak_memory),
            report.usage.write_units,
            report.usage.read_units,
            report.usage.sqs_requests,
            report.log_bytes as f64 / 1024.0,
            report.connections
        );
    }
    let accepting = ordinary.accepting;
    println!(
        "  {:<20}{:>70.1}{:>9.1}{:>7}",
        "accepting it", accepting.write_units, accepting.read_units, accepting.sqs_requests
    );
}

fn print_starts(starts: &[Starts]) {
    println!(
        "\nStarts, medians\n\n  {:<20}{:>10}{:>12}{:>12}{:>15}",
        "", "MB", "start ms", "times", "processor ms"
    );
    let bare = starts
        .first()
        .map_or(Duration::ZERO, |start| start.duration);
    for start in starts {
        println!(
            "  {:<20}{:>10.2}{:>12.2}{:>12.2}{:>15.2}",
            start.name,
            start.bytes as f64 / 1e6,
            start.duration.as_secs_f64() * 1e3,
            start.duration.as_secs_f64() / bare.as_secs_f64(),
            start.processor.as_secs_f64() * 1e3
        );
    }
}

fn print_verdicts(verdicts: &[Verdict]) {
    println!("\nBudgets\n");
    for verdict in verdicts {
        let mark = match (verdict.is_kept(), verdict.kind) {
            (true, _) => "ok",
            (false, Kind::Count) => "OVER",
            (false, Kind::Time) => "slow",
        };
        println!(
            "  {mark:<6}{:<42}{:>14} of {:<12} {}",
            verdict.what,
            number(verdict.measured),
            number(verdict.budget),
            verdict.note
        );
    }
}

/// A number with as many decimals as one wants to read.
fn number(value: f64) -> String {
    if value.fract() == 0.0 {
        format!("{value:.0}")
    } else if value.abs() < 10.0 {
        format!("{value:.3}")
    } else {
        format!("{value:.1}")
    }
}

fn microseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}
