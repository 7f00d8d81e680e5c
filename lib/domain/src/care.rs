//! What can't wait in what a caller says.

use serde::{Deserialize, Serialize};

/// What somebody needs at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CareNeed {
    /// Somebody may harm themselves.
    SelfHarm,
    /// Somebody is in danger.
    Danger,
}
