//! Occurrences, as staff see them: what is to come, with what is worth knowing about it, and what was.

use app::preview_reminder::ShownOccurrence;
use domain::BroadcastId;
use domain::recurrence::{ClockTime, LeftOutDay};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::Serialize;
use utoipa::ToSchema;

use crate::broadcasts::Broadcast;
use crate::names::mirror;

mirror! {
    /// Why a day of a rule is left out.
    SkippedFor from domain::recurrence::LeftOutDay { SkipDate, Holiday }
}

/// What is worth knowing about an occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MarkKind {
    /// The clock leaps over the time: it is moved forward.
    Gap,
    /// The clock shows the time twice: the first is taken.
    Fold,
    /// The clock is set otherwise than before.
    ClockChange,
    /// The month has no such day: its last one is taken.
    Clamped,
    /// It is left out for a holiday.
    Holiday,
    /// It is left out because staff said so.
    SkipDate,
    /// Nobody is texted at this hour.
    QuietHours,
}

/// What is worth knowing about an occurrence, with the words for it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Mark {
    /// What.
    pub(crate) kind: MarkKind,
    /// In plain words.
    text: String,
}

/// One time that a reminder comes.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "date": "2026-03-08", "local_time": "09:00", "at": "2026-03-08T14:00:00Z", "goes_out_at": "2026-03-08T14:00:00Z",
    "skipped": null,
    "marks": [{ "kind": "clock_change", "text": "The clock changes before this one: it stays at 09:00." }],
}))]
pub(crate) struct Occurrence {
    /// The local day, which names it: a reminder comes at most once a day.
    #[schema(value_type = String, format = Date)]
    pub(crate) date: Date,
    /// What the clock shows then, such as `09:00`.
    local_time: String,
    /// When it comes.
    pub(crate) at: Timestamp,
    /// When it goes out to somebody in the reminder's zone: later where quiet hours hold it.
    goes_out_at: Timestamp,
    /// Why it does not come after all; null when it does.
    #[schema(required)]
    pub(crate) skipped: Option<SkippedFor>,
    /// What is worth knowing about it.
    pub(crate) marks: Vec<Mark>,
}

fn minutes(time: DateTime) -> String {
    time.strftime("%H:%M").to_string()
}

impl From<&ShownOccurrence> for Occurrence {
    fn from(shown: &ShownOccurrence) -> Self {
        let occurrence = &shown.occurrence;
        Self {
            date: occurrence.date,
            local_time: minutes(occurrence.local),
            at: occurrence.at,
            goes_out_at: shown.goes_out_at,
            skipped: occurrence.left_out.map(SkippedFor::from),
            marks: marks(shown),
        }
    }
}

fn marks(shown: &ShownOccurrence) -> Vec<Mark> {
    let occurrence = &shown.occurrence;
    let time = minutes(occurrence.local);
    let mut marks = Vec::new();
    let mut mark = |kind, text: String| marks.push(Mark { kind, text });
    match occurrence.left_out {
        Some(LeftOutDay::Holiday) => {
            mark(
                MarkKind::Holiday,
                "Left out: it is one of the church's holidays.".into(),
            );
        }
        Some(LeftOutDay::SkipDate) => {
            mark(
                MarkKind::SkipDate,
                "Left out, because somebody chose to skip it.".into(),
            );
        }
        None => {}
    }
    match occurrence.clock {
        ClockTime::Missing if occurrence.local.date() != occurrence.date => {
            let text = format!(
                "The clock leaps over this time: it goes out on {} at {time}.",
                occurrence.local.date()
            );
            mark(MarkKind::Gap, text);
        }
        ClockTime::Missing => {
            mark(
                MarkKind::Gap,
                format!("The clock leaps over this time: it goes out at {time}."),
            );
        }
        ClockTime::Twice => {
            mark(
                MarkKind::Fold,
                format!("The clock shows {time} twice on this day: it goes out the first time."),
            );
        }
        ClockTime::Ordinary if occurrence.is_clock_changed => {
            mark(
                MarkKind::ClockChange,
                format!("The clock changes before this one: it stays at {time}."),
            );
        }
        ClockTime::Ordinary => {}
    }
    if occurrence.is_clamped {
        mark(
            MarkKind::Clamped,
            "The month has no such day: it goes out on its last one.".into(),
        );
    }
    if shown.goes_out_at != occurrence.at && occurrence.left_out.is_none() {
        let waits = shown.goes_out_at.duration_since(occurrence.at);
        let opens = occurrence
            .local
            .checked_add(waits)
            .unwrap_or(occurrence.local);
        let text = format!(
            "Nobody is texted at this hour: it goes out at {}.",
            minutes(opens)
        );
        mark(MarkKind::QuietHours, text);
    }
    marks
}

/// What is to come.
#[derive(Serialize, ToSchema)]
pub(crate) struct OccurrencePage {
    /// The occurrences, soonest first.
    items: Vec<Occurrence>,
    /// Always null: no more are shown.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl From<Vec<ShownOccurrence>> for OccurrencePage {
    fn from(shown: Vec<ShownOccurrence>) -> Self {
        Self {
            items: shown.iter().map(Occurrence::from).collect(),
            next_cursor: None,
        }
    }
}

/// How an occurrence ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// It was sent.
    Sent,
    /// It could not be sent for more than two hours, and was given up.
    Missed,
}

/// An occurrence that is settled.
#[derive(Serialize, ToSchema)]
pub(crate) struct PastOccurrence {
    /// Its local day.
    #[schema(value_type = String, format = Date)]
    pub(crate) date: Date,
    /// When it was to be sent.
    pub(crate) at: Timestamp,
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// When it was sent, or given up.
    pub(crate) decided_at: Timestamp,
    /// Whether it was sent more than two minutes late.
    pub(crate) is_late: bool,
    /// The broadcast that it made; null when it was missed.
    #[schema(value_type = Option<String>, required)]
    pub(crate) broadcast_id: Option<BroadcastId>,
    /// The broadcast as it stands; null when it was missed, and where a reminder tells of its last occurrence.
    #[schema(required)]
    pub(crate) broadcast: Option<Broadcast>,
}

impl From<domain::reminder::PastOccurrence> for PastOccurrence {
    fn from(past: domain::reminder::PastOccurrence) -> Self {
        Self {
            date: past.date,
            at: past.at,
            outcome: match past.broadcast_id {
                Some(_) => Outcome::Sent,
                None => Outcome::Missed,
            },
            decided_at: past.decided_at,
            is_late: past.is_late(),
            broadcast_id: past.broadcast_id,
            broadcast: None,
        }
    }
}

/// A page of settled occurrences, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct PastOccurrencePage {
    /// The occurrences.
    pub(crate) items: Vec<PastOccurrence>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    pub(crate) next_cursor: Option<String>,
}
