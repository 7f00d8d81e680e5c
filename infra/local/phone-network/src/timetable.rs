//! Which status comes next, and how long until then.

use std::time::Duration;

use crate::{
    error::{FailureMoment, failure_moment},
    phone::Behaviour,
    random::SplitMix64,
    record::{Kind, Record, Status},
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

/// The next step of `record` on a phone that behaves so; none when it has come to its end.
pub(crate) fn next_step(
    record: &Record,
    behaviour: Behaviour,
    pace: Pace,
    random: &mut SplitMix64,
) -> Option<Step> {
    let (status, error_code) = match record.kind {
        Kind::Message => next_of_message(record.announced, behaviour)?,
        Kind::Call => next_of_call(record.announced, behaviour)?,
    };
    let after = match (status, behaviour) {
        (Status::NoAnswer, _) => ring_time(record),
        (_, Behaviour::Slow { delay_ms }) => Duration::from_millis(delay_ms),
        _ => Duration::from_millis(random.between(pace.min_ms, pace.max_ms)),
    };
    Some(Step {
        status,
        error_code,
        after,
    })
}

fn next_of_message(
    announced: Option<Status>,
    behaviour: Behaviour,
) -> Option<(Status, Option<u32>)> {
    match (announced, behaviour) {
        (None, _) => Some((Status::Queued, None)),
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

fn next_of_call(announced: Option<Status>, behaviour: Behaviour) -> Option<(Status, Option<u32>)> {
    match (announced, behaviour) {
        (None, _) => Some((Status::Initiated, None)),
        (Some(Status::Initiated), Behaviour::Fail { error_code }) => {
            Some((Status::Failed, Some(error_code)))
        }
        (Some(Status::Initiated), _) => Some((Status::Ringing, None)),
        (Some(Status::Ringing), Behaviour::NeverAnswer {}) => Some((Status::NoAnswer, None)),
        (Some(Status::Ringing), _) => Some((Status::InProgress, None)),
        (Some(Status::InProgress), _) => Some((Status::Completed, None)),
        (Some(_), _) => None,
    }
}

/// How long a call rings: its `Timeout`, and Twilio's 60 seconds without one.
fn ring_time(record: &Record) -> Duration {
    let seconds = record
        .parameters
        .get("Timeout")
        .and_then(|text| text.parse().ok());
    Duration::from_secs(seconds.unwrap_or(60))
}

#[cfg(test)]
mod tests {
    use super::{Pace, next_step};
    use crate::{
        clock,
        parameters::Parameters,
        phone::Behaviour,
        random::SplitMix64,
        record::{Kind, Record},
    };

    fn walk(kind: Kind, behaviour: Behaviour) -> Vec<&'static str> {
        let mut record = Record::new("SM1".to_owned(), kind, clock::now(), Parameters::default());
        let mut random = SplitMix64::seeded(1);
        let mut names = Vec::new();
        while let Some(step) = next_step(
            &record,
            behaviour,
            Pace {
                min_ms: 1,
                max_ms: 2,
            },
            &mut random,
        ) {
            names.push(step.status.name());
            record.announced = Some(step.status);
        }
        names
    }

    #[test]
    fn every_behaviour_walks_its_own_way() {
        for (kind, behaviour, expected) in [
            (
                Kind::Message,
                Behaviour::Normal {},
                &["queued", "sent", "delivered"][..],
            ),
            (
                Kind::Message,
                Behaviour::Slow { delay_ms: 1 },
                &["queued", "sent", "delivered"],
            ),
            (
                Kind::Message,
                Behaviour::NeverAnswer {},
                &["queued", "sent"],
            ),
            (
                Kind::Message,
                Behaviour::Fail { error_code: 30003 },
                &["queued", "sent", "undelivered"],
            ),
            (
                Kind::Message,
                Behaviour::Fail { error_code: 30001 },
                &["queued", "failed"],
            ),
            (
                Kind::Call,
                Behaviour::Normal {},
                &["initiated", "ringing", "in-progress", "completed"],
            ),
            (
                Kind::Call,
                Behaviour::NeverAnswer {},
                &["initiated", "ringing", "no-answer"],
            ),
            (
                Kind::Call,
                Behaviour::Fail { error_code: 30003 },
                &["initiated", "failed"],
            ),
        ] {
            assert_eq!(walk(kind, behaviour), expected, "{kind:?} on {behaviour:?}");
        }
    }
}
