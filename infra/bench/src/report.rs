//! Says what was measured, in tables.

use std::time::Duration;

use crate::budgets::{Kind, Verdict};
use crate::prices::{TWILIO_SEGMENT, Used, sheet};
use crate::runs::Measured;
use crate::runs::ordinary::Ordinary;
use crate::runs::starts::Starts;

/// For how many people the cost sheet is.
const SHEET: f64 = 1000.0;

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
        "\nFunctions in that run\n\n  {:<20}{:>8}{:>11}{:>8}{:>14}{:>9}{:>10}{:>9}{:>7}{:>9}{:>13}",
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
            "  {:<20}{:>8}{:>11}{:>8.3}{:>14.0}{:>9.1}{:>10.1}{:>9.1}{:>7}{:>9.1}{:>13}",
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
        "  {:<20}{:>60.1}{:>9.1}{:>7}",
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
