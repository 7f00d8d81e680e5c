//! Every kill point times every fault of the network times every kind of redelivery, one message each.

use std::collections::BTreeSet;

use super::queue::Task;
use super::scenes::{add_broadcast, phones};
use super::simulation::Simulation;
use super::twilio::{Answer, Reports};
use super::worker::Role;
use super::world::{KillPoint, Millis, Side, Weather, World};

/// How the queue message comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Redelivery {
    /// Only when it has to.
    None,
    /// To another worker at the same moment; both are polled in turn.
    Concurrent,
    /// When the lease has just run out.
    AfterLease,
    /// Ten minutes later.
    Later,
}

impl Redelivery {
    const ALL: [Self; 4] = [Self::None, Self::Concurrent, Self::AfterLease, Self::Later];

    const fn comes_at(self) -> Option<Millis> {
        match self {
            Self::None => None,
            Self::Concurrent => Some(0),
            Self::AfterLease => Some(31_000),
            Self::Later => Some(600_000),
        }
    }
}

/// What happens on the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct NetworkFault {
    /// To the first request; later ones are accepted.
    answer: Answer,
    reports: Reports,
    /// Whether Twilio's log can't be read for the first hour.
    log_is_down: bool,
}

/// All of them. That the log can't be read matters where no report tells.
fn network_faults() -> Vec<NetworkFault> {
    let mut faults = Vec::new();
    for answer in Answer::ALL {
        for (reports, log_is_down) in [
            (Reports::Lost, false),
            (Reports::Lost, true),
            (Reports::Early, false),
            (Reports::Disordered, false),
        ] {
            faults.push(NetworkFault {
                answer,
                reports,
                log_is_down,
            });
        }
    }
    faults
}

type Cell = (NetworkFault, Redelivery, Option<KillPoint>);

fn scene((fault, redelivery, kill): Cell) -> Simulation {
    let weather = Weather {
        log_is_down: fault.log_is_down.then_some((0, 3_600_000)),
        ..Weather::fair()
    };
    let world = World::new(0, weather);
    {
        let mut state = world.state();
        state.reports = fault.reports;
        state.kill = kill;
        state.twilio.script.push_back(fault.answer);
        add_broadcast(&mut state, 1, &phones()[..1]);
        let id = *state.messages.keys().next().expect("the message");
        if let Some(at) = redelivery.comes_at() {
            state.queue.duplicate(Task::Send(id), at);
        }
    }
    // One queue message a batch, so that two workers meet at the message.
    Simulation::new(world, 2).one_at_a_time().redriven_once()
}

/// Runs a cell, and answers the kill points that lie on its way.
fn execute(cell: Cell) -> Vec<KillPoint> {
    let (world, violations) = scene(cell).run();
    if let Some(first) = violations.first() {
        panic!("{cell:?}: {first}");
    }
    let state = world.state();
    assert!(
        cell.2.is_none() || state.kill_was_met,
        "{cell:?}: the worker did not die"
    );
    let mut points = Vec::new();
    for ((role, run), trace) in &state.traces {
        for (effect, name) in trace.iter().enumerate() {
            let sides: &[Side] = match *name {
                "send_text" => &[Side::Before, Side::During, Side::After],
                _ => &[Side::Before, Side::After],
            };
            points.extend(sides.iter().map(|side| KillPoint {
                role: *role,
                run: *run,
                effect,
                side: *side,
            }));
        }
    }
    points
}

#[test]
fn a_worker_may_die_anywhere_with_every_fault_and_every_redelivery() {
    let (mut planned, mut executed) = (BTreeSet::new(), BTreeSet::new());
    let mut roles = BTreeSet::new();
    for fault in network_faults() {
        for redelivery in Redelivery::ALL {
            let whole = (fault, redelivery, None);
            planned.insert(whole);
            let points = execute(whole);
            executed.insert(whole);
            planned.extend(points.iter().map(|point| (fault, redelivery, Some(*point))));
            for point in points {
                let cell = (fault, redelivery, Some(point));
                execute(cell);
                executed.insert(cell);
                roles.insert(point.role);
            }
        }
    }
    println!(
        "cells executed {}/{}, duplicates 0, lost 0",
        executed.len(),
        planned.len()
    );
    assert_eq!(executed, planned);
    assert_eq!(
        roles,
        BTreeSet::from([Role::Send, Role::Look, Role::Report])
    );
}
