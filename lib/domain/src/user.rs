//! Who works with the dashboard.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::history::Actor;

/// An account that has used the dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The account, as others on the staff know it.
    pub account: Actor,
    /// What it could do when it was last seen.
    pub role: Role,
    /// When it was last seen, to the day or so.
    pub seen_at: Timestamp,
}

/// What someone may do. Each role may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads.
    Viewer,
    /// Keeps contacts, sends messages and answers.
    Staff,
    /// Does everything.
    Admin,
}
