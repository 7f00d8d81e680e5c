//! Which status comes next, and how long until then.

use std::time::Duration;

use jiff::Timestamp;

use crate::{
    error::{FailureMoment, failure_moment},
    phone::Behaviour,
    random::SplitMix64,
    record::{Record, Status},
};

/// How long one status lasts, in milliseconds: a number between the two, drawn anew each time.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// The shortest.
    pub min_ms: u64,
    /// The longest.
    pub max_ms: u64,
}

/// A change of status that lies ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) status: Status,
    pub(crate) error_code: Option<u32>,
    pub(crate) after: Duration,
}

/// What a text fails with that could not be sent in time.
const VALIDITY_EXPIRED: u32 = 30036;

/// The next step of a text, as of `now`, on a phone that behaves so; none when it has come to its end.
pub(crate) fn next_step(
    record: &Record,
    behaviour: Behaviour,
    pace: Pace,
    random: &mut SplitMix64,
    now: Timestamp,
) -> Option<Step> {
    let (status, error_code) = next_of_message(record, behaviour)?;
    let after = match behaviour {
        Behaviour::Slow { delay_ms } => Duration::from_millis(delay_ms),
        _ => Duration::from_millis(random.between(pace.min_ms, pace.max_ms)),
    };
    let left = record.validity_left(now);
    if record.sent_at.is_none() && after >= left {
        return Some(Step {
            status: Status::Failed,
            error_code: Some(VALIDITY_EXPIRED),
            after: left,
        });
    }
    Some(Step {
        status,
        error_code,
        after,
    })
}

fn next_of_message(record: &Record, behaviour: Behaviour) -> Option<(Status, Option<u32>)> {
    match (record.announced, behaviour) {
        (None, _) => Some((Status::Queued, None)),
        (Some(Status::Queued), _) if record.doom.is_some() => Some((Status::Failed, record.doom)),
        (Some(Status::Queued), Behaviour::Fail { error_code })
            if failure_moment(error_code) == FailureMoment::BeforeCarrier =>
        {
            Some((Status::Failed, Some(error_code)))
        }
        (Some(Status::Queued), _) => Some((Status::Sent, None)),
        (Some(Status::Sent), Behaviour::Fail { error_code }) => {
            Some((Status::Undelivered, Some(error_code)))
        }
        (Some(Status::Sent), Behaviour::NeverAnswer {}) => None,
        (Some(Status::Sent), _) => Some((Status::Delivered, None)),
        (Some(_), _) => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::{Pace, Step, next_step};
    use crate::{
        clock,
        parameters::Parameters,
        phone::Behaviour,
        random::SplitMix64,
        record::{Kind, Origin, Record, Status},
    };

    const PACE: Pace = Pace {
        min_ms: 1,
        max_ms: 2,
    };

    fn record(parameters: Parameters) -> Record {
        let sid = "SM1".to_owned();
        Record::new(sid, Kind::Message, Origin::Api, clock::now(), parameters)
    }

    fn walk(behaviour: Behaviour) -> Vec<&'static str> {
        let mut record = record(Parameters::default());
        let mut random = SplitMix64::seeded(1);
        let mut names = Vec::new();
        while let Some(step) = next_step(&record, behaviour, PACE, &mut random, record.accepted_at)
        {
            names.push(step.status.name());
            record.move_to(step.status, step.error_code, record.accepted_at);
            record.announced = Some(step.status);
        }
        names
    }

    #[test]
    fn every_behaviour_walks_its_own_way() {
        for (behaviour, expected) in [
            (Behaviour::Normal {}, &["queued", "sent", "delivered"][..]),
            (
                Behaviour::Slow { delay_ms: 1 },
                &["queued", "sent", "delivered"],
            ),
            (Behaviour::NeverAnswer {}, &["queued", "sent"]),
            (
                Behaviour::Fail { error_code: 30003 },
                &["queued", "sent", "undelivered"],
            ),
            (Behaviour::Fail { error_code: 30001 }, &["queued", "failed"]),
        ] {
            assert_eq!(walk(behaviour), expected, "{behaviour:?}");
        }
    }

    #[test]
    fn a_text_that_can_not_be_sent_while_it_is_valid_fails_as_soon_as_it_is_not() {
        let form = Parameters(vec![("ValidityPeriod".to_owned(), "10".to_owned())]);
        let mut record = record(form);
        let slow = Behaviour::Slow { delay_ms: 4_000 };
        let mut random = SplitMix64::seeded(1);
        let mut step_after = |record: &Record, seconds| {
            let now = record.accepted_at + SignedDuration::from_secs(seconds);
            next_step(record, slow, PACE, &mut random, now).expect("goes on")
        };
        assert_eq!(step_after(&record, 5).status, Status::Queued);
        let expired = Step {
            status: Status::Failed,
            error_code: Some(30036),
            after: std::time::Duration::from_secs(3),
        };
        assert_eq!(step_after(&record, 7), expired);
        record.announced = Some(Status::Queued);
        assert_eq!(step_after(&record, 7), expired);
        assert_eq!(step_after(&record, 60).after, std::time::Duration::ZERO);
        // What was sent in time is delivered whenever the phone takes it.
        record.move_to(Status::Sent, None, record.accepted_at);
        record.announced = Some(Status::Sent);
        assert_eq!(step_after(&record, 60).status, Status::Delivered);
    }

    #[test]
    fn a_text_that_the_loop_guard_stopped_fails_before_it_is_sent() {
        let mut record = record(Parameters::default());
        record.doom = Some(14107);
        record.announced = Some(Status::Queued);
        let mut random = SplitMix64::seeded(1);
        let now = record.accepted_at;
        let step = next_step(&record, Behaviour::Normal {}, PACE, &mut random, now);
        let step = step.expect("goes on");
        assert_eq!(
            (step.status, step.error_code),
            (Status::Failed, Some(14107))
        );
    }
}
