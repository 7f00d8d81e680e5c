//! Compares what was measured with the budgets.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::budgets::{Budgets, Counts, Kind, Times, Verdict};
use crate::lambda::fleet::Report;
use crate::runs::Measured;
use crate::runs::calls::Calls;
use crate::runs::ordinary::Ordinary;
use crate::runs::pace::{ANSWER_TIME, Sending};
use crate::runs::planning::Planning;
use crate::runs::starts::Starts;

/// For how many people planning has a budget.
const PLANNED: f64 = 100_000.0;

/// One verdict for each budget.
pub(crate) fn all(measured: &Measured, budgets: &Budgets) -> Vec<Verdict> {
    let mut all = of_a_recipient(&measured.ordinary, &budgets.counts);
    all.extend(of_all_runs(measured, &budgets.counts));
    all.extend(of_planning(&measured.planning, budgets));
    all.extend(of_sending(measured, &budgets.times));
    all.extend(of_starts(&measured.starts, budgets));
    all.extend(of_calls(&measured.calls, budgets));
    all.sort_by_key(|verdict| verdict.kind == Kind::Time);
    all
}

fn count(what: &str, measured: f64, budget: f64, note: String) -> Verdict {
    Verdict {
        what: what.to_owned(),
        measured,
        budget,
        kind: Kind::Count,
        note,
    }
}

fn time(what: &str, measured: f64, budget: f64, note: String) -> Verdict {
    Verdict {
        kind: Kind::Time,
        ..count(what, measured, budget, note)
    }
}

fn of_a_recipient(ordinary: &Ordinary, budgets: &Counts) -> Vec<Verdict> {
    let usage = ordinary.usage();
    let recipients = ordinary.recipients as f64;
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
    ]
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

fn of_all_runs(measured: &Measured, budgets: &Counts) -> Vec<Verdict> {
    let reports: Vec<&Report> = measured.reports().collect();
    let sum = |of: fn(&Report) -> u64| reports.iter().map(|report| of(report)).sum::<u64>();
    let late: BTreeSet<String> = reports
        .iter()
        .flat_map(|report| {
            let services = report.late_services.iter();
            services.map(|service| format!("{} to {service}", report.name))
        })
        .collect();
    let late: Vec<String> = late.into_iter().collect();
    let (sends, texts) = measured.twilio();
    vec![
        count(
            "scans",
            sum(|report| report.usage.scans) as f64,
            budgets.scans,
            String::new(),
        ),
        count(
            "Twilio requests a message",
            sends as f64 / texts as f64,
            budgets.twilio_requests_a_message,
            format!("{sends} for {texts}"),
        ),
        count(
            "connections not opened in init",
            late.len() as f64,
            budgets.connections_not_opened_in_init,
            late.join(", "),
        ),
        count(
            "connections not kept",
            sum(|report| report.dropped_connections) as f64,
            budgets.connections_not_kept,
            format!("of {}", sum(|report| report.connections)),
        ),
    ]
}

fn of_planning(planning: &Planning, budgets: &Budgets) -> Vec<Verdict> {
    let (early, late) = planning.memory;
    let planned = planning.recipients as f64;
    vec![
        count(
            "bytes of memory that planning grew by",
            late.saturating_sub(early) as f64,
            budgets.counts.planning_memory_growth_bytes,
            format!("to {:.1} MB", late as f64 / 1e6),
        ),
        time(
            "seconds to plan 100,000 recipients",
            planning.duration.as_secs_f64() * PLANNED / planned,
            budgets.times.planning_seconds_for_100_000,
            format!(
                "{planned} were planned; processor: {:.0} µs each, the bench {:.0} µs",
                microseconds(planning.function.processor) / planned,
                microseconds(planning.own) / planned
            ),
        ),
    ]
}

fn of_sending(measured: &Measured, budgets: &Times) -> Vec<Verdict> {
    let texts = measured.all_send.texts as f64;
    let processor = time(
        "µs of processor time a message",
        microseconds(measured.all_send.function.processor) / texts,
        budgets.processor_microseconds_a_message,
        format!(
            "the bench {:.0} µs",
            microseconds(measured.all_send.own) / texts
        ),
    );
    let lost = |what: &str, sending: &Sending| {
        time(
            what,
            1.0 - sending.share(),
            budgets.pace_lost,
            format!(
                "{:.0} texts a second of {:.0}; {} under way of {}",
                sending.texts as f64 / sending.duration.as_secs_f64(),
                sending.allowed as f64 / ANSWER_TIME.as_secs_f64(),
                sending.most_under_way,
                sending.allowed
            ),
        )
    };
    vec![
        processor,
        lost("part of the pace lost, one worker", &measured.one_sends),
        lost(
            &format!(
                "part of the pace lost, {} workers",
                measured.all_send.workers
            ),
            &measured.all_send,
        ),
    ]
}

fn of_calls(calls: &Calls, budgets: &Budgets) -> Vec<Verdict> {
    let milliseconds = |duration: Duration| microseconds(duration) / 1000.0;
    vec![
        count(
            "table requests in a turn of a call",
            calls.table_requests_a_turn,
            budgets.counts.table_requests_a_turn,
            format!("{} turns", calls.turns),
        ),
        time(
            "ms in a turn of a call, median",
            milliseconds(calls.turn),
            budgets.times.milliseconds_a_turn,
            format!("a greeting {:.1} ms", milliseconds(calls.greeting)),
        ),
    ]
}

fn of_starts(starts: &[Starts], budgets: &Budgets) -> Vec<Verdict> {
    let largest = starts.iter().max_by_key(|start| start.bytes);
    let slowest = slowest_start(starts);
    vec![
        count(
            "bytes of the largest binary",
            largest.map_or(f64::NAN, |start| start.bytes as f64),
            budgets.counts.binary_bytes,
            largest.map(|start| start.name.clone()).unwrap_or_default(),
        ),
        time(
            "the slowest start, times the bare one",
            slowest.map_or(f64::NAN, |(times, _)| times),
            budgets.times.starts_of_the_bare_function,
            slowest.map(|(_, name)| name.to_owned()).unwrap_or_default(),
        ),
    ]
}

/// How many times longer than the bare one the slowest function starts, and which that is.
fn slowest_start(starts: &[Starts]) -> Option<(f64, &str)> {
    let (bare, ours) = starts.split_first()?;
    let slowest = ours.iter().max_by_key(|start| start.duration)?;
    let times = slowest.duration.as_secs_f64() / bare.duration.as_secs_f64();
    Some((times, &slowest.name))
}

fn microseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::metering::Usage;

    fn report(name: &str, write_units: f64) -> Report {
        Report {
            name: name.into(),
            usage: Usage {
                write_units,
                read_units: 10.0,
                ..Usage::default()
            },
            ..Report::default()
        }
    }

    fn sending() -> Sending {
        Sending {
            texts: 100,
            sends: 100,
            allowed: 10,
            most_under_way: 10,
            duration: Duration::from_millis(625),
            function: report("send-worker", 0.0),
            workers: 1,
            own: Duration::ZERO,
        }
    }

    fn measured() -> Measured {
        let start = |name: &str, milliseconds| Starts {
            name: name.into(),
            bytes: milliseconds * 1_000_000,
            duration: Duration::from_millis(milliseconds),
            processor: Duration::ZERO,
        };
        Measured {
            calls: Calls {
                turns: 5,
                turn: Duration::from_millis(8),
                greeting: Duration::from_millis(12),
                table_requests_a_turn: 3.0,
                function: report("voice-webhook", 1.0),
            },
            starts: vec![start("hello", 1), start("api", 5), start("send-worker", 3)],
            ordinary: Ordinary {
                recipients: 10,
                duration: Duration::ZERO,
                accepting: Usage {
                    write_units: 2.0,
                    ..Usage::default()
                },
                functions: vec![report("send-worker", 20.0), report("sms-webhook", 30.0)],
                twilio_sends: 10,
                twilio_requests: 12,
                reports: 30,
                repeated: 0,
            },
            planning: Planning {
                recipients: 10_000,
                duration: Duration::from_secs(2),
                memory: (9_000_000, 8_000_000),
                function: report("broadcast-worker", 10_000.0),
                own: Duration::ZERO,
            },
            one_sends: sending(),
            all_send: sending(),
        }
    }

    fn of(measured: &Measured, what: &str) -> Verdict {
        let budgets = Budgets::read().expect("budgets");
        let mut found = all(measured, &budgets)
            .into_iter()
            .filter(|verdict| verdict.what.contains(what));
        found.next().expect("a verdict")
    }

    #[test]
    fn a_recipient_has_a_share_of_all_that_the_message_took() {
        let measured = measured();
        assert_eq!(of(&measured, "write units").measured, 5.2);
        assert_eq!(of(&measured, "read units").measured, 2.0);
        assert!(of(&measured, "read units").fails());
    }

    #[test]
    fn planning_is_reckoned_up_to_the_size_that_its_budget_is_for() {
        let measured = measured();
        assert_eq!(of(&measured, "seconds to plan").measured, 20.0);
        assert_eq!(of(&measured, "memory").measured, 0.0, "less is no growth");
    }

    #[test]
    fn a_pace_is_compared_with_what_the_requests_under_way_allow() {
        // 100 texts, ten at a time: ten times 50 ms, where it took 625.
        let lost = of(&measured(), "pace lost, one worker").measured;
        assert!((lost - 0.2).abs() < 1e-9, "{lost}");
    }

    #[test]
    fn the_slowest_start_is_compared_with_the_bare_one() {
        let measured = measured();
        assert_eq!(of(&measured, "slowest start").measured, 5.0);
        assert_eq!(of(&measured, "slowest start").note, "api");
        assert_eq!(of(&measured, "largest binary").measured, 5e6);
    }

    #[test]
    fn a_connection_that_an_event_had_to_open_fails_the_run_by_name() {
        let mut measured = measured();
        measured.ordinary.functions[0].late_services = vec!["Twilio"];
        measured.one_sends.function.late_services = vec!["Twilio"];
        let verdict = of(&measured, "not opened in init");
        assert_eq!(
            (verdict.measured, verdict.note.as_str()),
            (1.0, "send-worker to Twilio")
        );
        assert!(verdict.fails());
    }

    #[test]
    fn a_second_request_for_one_text_fails_the_run() {
        let mut measured = measured();
        assert!(!of(&measured, "Twilio requests").fails());
        measured.ordinary.twilio_sends += 1;
        assert!(of(&measured, "Twilio requests").fails());
    }
}
