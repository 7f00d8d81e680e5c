//! Totals: how many people, and how many messages in each status.

use app::ports::Statistics;
use axum::Json;
use axum::extract::State;
use domain::{MessageStatus, MessageType};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::Viewer;
use crate::problem::Result;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_stats))
}

/// The church's totals. They follow the records within a second or two.
#[derive(Serialize, ToSchema)]
pub(crate) struct Stats {
    /// The people in the directory.
    contacts: ContactTotals,
    /// All messages ever.
    messages: MessageTotals,
}

/// How many people there are.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContactTotals {
    /// Everyone in the directory.
    total: u64,
    /// Those who are active, and so get messages.
    active: u64,
}

/// How many messages there are, by type.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageTotals {
    /// Texts.
    sms: StatusCounts,
    /// Calls.
    voice: StatusCounts,
}

/// How many messages stand in each status.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatusCounts {
    /// Wait for a worker.
    queued: u64,
    /// With a worker, who may be talking to the carrier.
    sending: u64,
    /// May or may not have reached the carrier; not sent again without proof.
    unknown: u64,
    /// The carrier has them.
    accepted: u64,
    /// The carrier has passed them on.
    sent: u64,
    /// On the recipients' phones.
    delivered: u64,
    /// Not delivered by the recipients' networks.
    undelivered: u64,
    /// Refused or given up by the carrier.
    failed: u64,
    /// A person must decide.
    needs_review: u64,
    /// Left out on purpose.
    skipped: u64,
}

impl From<&domain::statistics::StatusCounts> for StatusCounts {
    fn from(counts: &domain::statistics::StatusCounts) -> Self {
        Self {
            queued: counts.get(MessageStatus::Queued),
            sending: counts.get(MessageStatus::Sending),
            unknown: counts.get(MessageStatus::Unknown),
            accepted: counts.get(MessageStatus::Accepted),
            sent: counts.get(MessageStatus::Sent),
            delivered: counts.get(MessageStatus::Delivered),
            undelivered: counts.get(MessageStatus::Undelivered),
            failed: counts.get(MessageStatus::Failed),
            needs_review: counts.get(MessageStatus::NeedsReview),
            skipped: counts.get(MessageStatus::Skipped),
        }
    }
}

impl From<Statistics> for Stats {
    fn from(statistics: Statistics) -> Self {
        let none = domain::statistics::StatusCounts::default();
        let of_type = |wanted: MessageType| {
            let found = statistics.messages.iter().find(|(kind, _)| *kind == wanted);
            StatusCounts::from(found.map_or(&none, |(_, counts)| counts))
        };
        Self {
            contacts: ContactTotals {
                total: statistics.contacts_total,
                active: statistics.contacts_active,
            },
            messages: MessageTotals {
                sms: of_type(MessageType::Sms),
                voice: of_type(MessageType::Voice),
            },
        }
    }
}

/// Totals
///
/// How many people there are, and how many messages in each status.
#[utoipa::path(
    get, path = "/api/stats", operation_id = "getStats", tag = "statistics",
    security(("bearer" = ["viewer"])),
    responses((status = OK, description = "The totals.", body = Stats)),
)]
async fn get_stats(State(api): State<Shared>, _: Viewer) -> Result<Json<Stats>> {
    Ok(Json(api.statistics.get_statistics().await?.into()))
}
