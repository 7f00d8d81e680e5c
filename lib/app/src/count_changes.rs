//! Counts follow the records, so that no send waits for a counter, and no counter is hit by each message.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::BroadcastId;
use domain::statistics::{ContactPresence, MessageChange};

use crate::error::Result;
use crate::ports::StatisticsStore;

/// Counts changes of records.
pub struct CountChanges {
    /// Where counts are kept.
    pub statistics: Arc<dyn StatisticsStore>,
}

impl CountChanges {
    /// Counts each change exactly once, however often it is given. The changes of one shard, and those of
    /// contacts, must be in the order in which they happened.
    ///
    /// # Errors
    /// When the store fails: then some changes may have been counted, and all may be given again.
    pub async fn run(
        &self,
        messages: Vec<MessageChange>,
        contacts: Vec<ContactPresence>,
    ) -> Result<()> {
        let mut by_broadcast: BTreeMap<BroadcastId, Vec<MessageChange>> = BTreeMap::new();
        for change in messages {
            by_broadcast
                .entry(change.broadcast_id)
                .or_default()
                .push(change);
        }
        // One broadcast that can't be counted must not hold up the others.
        let mut result = Ok(());
        for (broadcast, changes) in by_broadcast {
            let counted = self
                .statistics
                .count_message_changes(broadcast, &changes)
                .await;
            result = result.and(counted);
        }
        if !contacts.is_empty() {
            let counted = self.statistics.count_contact_changes(&contacts).await;
            result = result.and(counted);
        }
        result
    }
}
