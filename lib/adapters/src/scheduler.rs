//! Alarms of reminders, on EventBridge Scheduler: <https://docs.aws.amazon.com/scheduler/latest/APIReference/>.
//!
//! Each reminder has at most one schedule, of its id's name in a group of our own: a one-time schedule for its next
//! occurrence, in UTC. What a rule says, and what a clock does on that day, has been worked out before: Scheduler's own
//! `cron` passes over a day that a month lacks and a time that a clock leaps over, and knows no Easter.
//!
//! A schedule that has rung stays until it is set again or removed: one that deletes itself could take the next alarm
//! along, which is set while it rings.

use app::error::{Error, Result};
use app::ports::ReminderScheduler;
use async_trait::async_trait;
use aws_sdk_scheduler::Client;
use aws_sdk_scheduler::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_scheduler::types::{
    ActionAfterCompletion, DeadLetterConfig, FlexibleTimeWindow, FlexibleTimeWindowMode,
    RetryPolicy, ScheduleState, Target,
};
use aws_types::SdkConfig;
use domain::ReminderId;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::environment::{ConfigurationError, required};

/// How a one-time schedule is written: <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>.
const AT: &str = "at(%Y-%m-%dT%H:%M:%S)";

/// For how long Scheduler tries to reach the function, in seconds. What it could not deliver by then is found by the next
/// look at all alarms, which comes as often.
const OLDEST_EVENT: i32 = 900;

/// How often it tries in that time.
const DELIVERY_TRIES: i32 = 10;

/// What an alarm asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task")]
pub enum ReminderTask {
    /// Send what is due of a reminder.
    #[serde(rename = "fire.v1")]
    FireV1 {
        /// The reminder.
        reminder_id: ReminderId,
    },
    /// Lay all reminders and all alarms side by side.
    #[serde(rename = "reconcile.v1")]
    ReconcileV1,
}

/// The schedules of reminders.
#[derive(Debug, Clone)]
pub struct EventBridgeScheduler {
    client: Client,
    wiring: SchedulerWiring,
}

/// Where schedules are kept, and what they call.
#[derive(Debug, Clone)]
pub struct SchedulerWiring {
    /// `REMINDER_SCHEDULE_GROUP`: the group of all schedules of reminders.
    pub group: String,
    /// `REMINDER_FUNCTION_ARN`: the function that an alarm calls.
    pub function_arn: String,
    /// `REMINDER_SCHEDULE_ROLE_ARN`: the role by which it may.
    pub role_arn: String,
    /// `REMINDER_DEAD_LETTERS_ARN`: the queue for alarms that could not be delivered.
    pub dead_letters_arn: String,
}

impl SchedulerWiring {
    /// Reads it from the environment.
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn from_environment() -> std::result::Result<Self, ConfigurationError> {
        Ok(Self {
            group: required("REMINDER_SCHEDULE_GROUP")?,
            function_arn: required("REMINDER_FUNCTION_ARN")?,
            role_arn: required("REMINDER_SCHEDULE_ROLE_ARN")?,
            dead_letters_arn: required("REMINDER_DEAD_LETTERS_ARN")?,
        })
    }
}

impl EventBridgeScheduler {
    /// Uses these schedules.
    pub fn new(aws: &SdkConfig, wiring: SchedulerWiring) -> Self {
        Self {
            client: Client::new(aws),
            wiring,
        }
    }

    fn target(&self, id: ReminderId) -> Result<Target> {
        let input = serde_json::to_string(&ReminderTask::FireV1 { reminder_id: id });
        let retries = RetryPolicy::builder()
            .maximum_event_age_in_seconds(OLDEST_EVENT)
            .maximum_retry_attempts(DELIVERY_TRIES);
        let dead_letters = DeadLetterConfig::builder().arn(&self.wiring.dead_letters_arn);
        Target::builder()
            .arn(&self.wiring.function_arn)
            .role_arn(&self.wiring.role_arn)
            .input(input.map_err(unavailable)?)
            .retry_policy(retries.build())
            .dead_letter_config(dead_letters.build())
            .build()
            .map_err(unavailable)
    }

    /// Answers whether there was a schedule to be set.
    async fn update(&self, id: ReminderId, at: Timestamp) -> Result<bool> {
        let updated = self
            .client
            .update_schedule()
            .name(id.to_string())
            .group_name(&self.wiring.group)
            .schedule_expression(expression(at))
            .schedule_expression_timezone("UTC")
            .flexible_time_window(exact()?)
            .target(self.target(id)?)
            .state(ScheduleState::Enabled)
            .action_after_completion(ActionAfterCompletion::None)
            .send()
            .await;
        unless(updated, NOT_FOUND).map(|updated| updated.is_some())
    }

    /// Answers whether there was none yet.
    async fn create(&self, id: ReminderId, at: Timestamp) -> Result<bool> {
        let created = self
            .client
            .create_schedule()
            .name(id.to_string())
            .group_name(&self.wiring.group)
            .schedule_expression(expression(at))
            .schedule_expression_timezone("UTC")
            .flexible_time_window(exact()?)
            .target(self.target(id)?)
            .state(ScheduleState::Enabled)
            .action_after_completion(ActionAfterCompletion::None)
            .send()
            .await;
        unless(created, CONFLICT).map(|created| created.is_some())
    }
}

#[async_trait]
impl ReminderScheduler for EventBridgeScheduler {
    async fn set_alarm(&self, id: ReminderId, at: Timestamp) -> Result<()> {
        // Somebody may make or remove it between two of these.
        if self.update(id, at).await? || self.create(id, at).await? || self.update(id, at).await? {
            return Ok(());
        }
        Err(Error::Unavailable(
            "a schedule is being made and removed again and again".into(),
        ))
    }

    async fn remove_alarm(&self, id: ReminderId) -> Result<()> {
        let deleted = self
            .client
            .delete_schedule()
            .name(id.to_string())
            .group_name(&self.wiring.group)
            .send()
            .await;
        unless(deleted, NOT_FOUND).map(|_| ())
    }

    /// A schedule that nobody of ours can have set, or that is disabled, reads as set to the beginning of time.
    async fn get_alarm(&self, id: ReminderId) -> Result<Option<Timestamp>> {
        let found = self
            .client
            .get_schedule()
            .name(id.to_string())
            .group_name(&self.wiring.group)
            .send()
            .await;
        let Some(schedule) = unless(found, NOT_FOUND)? else {
            return Ok(None);
        };
        let is_ours = schedule.state() == Some(&ScheduleState::Enabled)
            && schedule.schedule_expression_timezone() == Some("UTC")
            && schedule.target().map(Target::arn) == Some(self.wiring.function_arn.as_str());
        let written = schedule.schedule_expression().filter(|_| is_ours);
        let at = written.and_then(|written| DateTime::strptime(AT, written).ok());
        let at = at.and_then(|at| at.to_zoned(TimeZone::UTC).ok());
        Ok(Some(at.map_or(Timestamp::MIN, |at| at.timestamp())))
    }

    async fn list_alarms(&self) -> Result<Vec<(ReminderId, Timestamp)>> {
        let mut pages = self
            .client
            .list_schedules()
            .group_name(&self.wiring.group)
            .into_paginator()
            .items()
            .send();
        let mut alarms = Vec::new();
        while let Some(schedule) = pages.next().await {
            let schedule = schedule.map_err(unavailable)?;
            // The look at all alarms has its own schedule elsewhere, and nothing else belongs here.
            let id = schedule.name().and_then(|name| name.parse().ok());
            let made_at = schedule.creation_date().map(|date| date.secs());
            let made_at = made_at.and_then(|seconds| Timestamp::from_second(seconds).ok());
            if let Some(id) = id {
                alarms.push((id, made_at.unwrap_or(Timestamp::MIN)));
            }
        }
        Ok(alarms)
    }
}

const NOT_FOUND: &str = "ResourceNotFoundException";
const CONFLICT: &str = "ConflictException";

fn expression(at: Timestamp) -> String {
    at.strftime(AT).to_string()
}

fn exact() -> Result<FlexibleTimeWindow> {
    FlexibleTimeWindow::builder()
        .mode(FlexibleTimeWindowMode::Off)
        .build()
        .map_err(unavailable)
}

/// The answer, or `None` when it was refused with this code.
fn unless<T, E>(answer: std::result::Result<T, SdkError<E>>, code: &str) -> Result<Option<T>>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.code() == Some(code) => Ok(None),
        Err(error) => Err(unavailable(error)),
    }
}

/// An error of Scheduler's, for the logs. Its messages name schedules, not people.
fn unavailable(error: impl std::error::Error) -> Error {
    Error::Unavailable(format!(
        "EventBridge Scheduler: {}",
        DisplayErrorContext(&error)
    ))
}

#[cfg(test)]
mod tests;
