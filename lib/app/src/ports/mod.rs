//! What use cases need from the world. `adapters` implements each for one vendor.

mod carrier;
mod queues;
mod stores;
mod surroundings;

pub use carrier::{Carrier, TextMessage};
pub use queues::{BroadcastQueue, BroadcastTask, SendQueue};
pub use stores::{
    BroadcastStore, ClaimResult, ContactStore, Creation, IdempotencyStore, MessageStore,
    MessageUpdate, PlanAdvance, Replacement, Reservation, Statistics, StatisticsStore,
};
pub use surroundings::{Clock, Randomness};
