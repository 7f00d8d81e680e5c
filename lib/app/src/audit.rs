//! Who did what is noted where it is done.
//!
//! The entry goes first and says that the outcome is not clear; then the deed; then the outcome. A crash anywhere leaves
//! an entry that says too little, never a deed without an entry. What can't be noted is not done.

use std::sync::Arc;

use domain::AuditId;
use domain::audit::{AuditAction, AuditEntry, AuditOutcome};
use tracing::warn;

use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{AuditStore, Clock, Randomness};

/// Keeps the audit.
#[derive(Clone)]
pub struct Audit {
    /// Where entries are kept.
    pub entries: Arc<dyn AuditStore>,
    /// For the time of a deed.
    pub clock: Arc<dyn Clock>,
    /// For the entries' ids.
    pub randomness: Arc<dyn Randomness>,
}

/// What is about to be done, by whom, to what.
#[derive(Debug, Clone)]
pub(crate) struct Deed<'a> {
    /// The e-mail address or id of the member of staff.
    pub(crate) by: &'a str,
    /// What.
    pub(crate) action: AuditAction,
    /// The id of what it is done to.
    pub(crate) subject_id: Option<String>,
}

impl Audit {
    /// Notes a deed and does it.
    pub(crate) async fn of<T>(
        &self,
        deed: Deed<'_>,
        act: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let at = self.clock.now();
        let entry = AuditEntry {
            id: AuditId::new(at, self.randomness.draw()),
            at,
            by: deed.by.to_owned(),
            action: deed.action,
            subject_id: deed.subject_id,
            outcome: AuditOutcome::Unclear,
        };
        self.entries.append_entry(&entry).await?;
        let result = act.await;
        let outcome = match &result {
            Ok(_) => AuditOutcome::Done,
            Err(Error::Unavailable(_)) => AuditOutcome::Unclear,
            Err(Error::Invalid(_) | Error::NotFound(_) | Error::Conflict(_) | Error::Stale) => {
                AuditOutcome::Refused
            }
        };
        if outcome != AuditOutcome::Unclear
            && let Err(error) = self.entries.settle_entry(entry.id, outcome).await
        {
            // The deed is done, and the entry says that it may be.
            warn!(audit.id = %entry.id, %error, "What came of a deed could not be noted");
        }
        result
    }

    /// Reads entries, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(
        &self,
        before: Option<AuditId>,
        limit: usize,
    ) -> Result<Page<AuditEntry, AuditId>> {
        self.entries.list_entries(before, limit).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fakes::{Fault, World, audit};

    async fn outcomes(world: &Arc<World>) -> Vec<AuditOutcome> {
        let page = audit(world).list(None, 10).await.expect("read");
        page.items.into_iter().map(|entry| entry.outcome).collect()
    }

    fn deed() -> Deed<'static> {
        Deed {
            by: "staff",
            action: AuditAction::SettingsChanged,
            subject_id: None,
        }
    }

    #[tokio::test]
    async fn a_deed_is_noted_with_what_came_of_it() {
        for (result, outcome) in [
            (Ok(()), AuditOutcome::Done),
            (Err(Error::Stale), AuditOutcome::Refused),
            (
                Err(Error::Unavailable("lost".into())),
                AuditOutcome::Unclear,
            ),
        ] {
            let world = Arc::new(World::default());
            let is_good = result.is_ok();
            let done = audit(&world).of(deed(), async { result }).await;
            assert_eq!(done.is_ok(), is_good);
            assert_eq!(outcomes(&world).await, [outcome]);
        }
    }

    #[tokio::test]
    async fn what_can_not_be_noted_is_not_done() {
        for (fault, entries) in [(Fault::Before, 0), (Fault::After, 1)] {
            let world = Arc::new(World::default());
            world.fail(1, fault);
            let mut was_done = false;
            let act = async {
                was_done = true;
                Ok(())
            };
            assert!(audit(&world).of(deed(), act).await.is_err());
            assert!(!was_done);
            assert_eq!(outcomes(&world).await.len(), entries);
        }
    }

    #[tokio::test]
    async fn a_deed_whose_outcome_is_lost_has_its_entry_and_is_done() {
        let world = Arc::new(World::default());
        world.fail(2, Fault::Before);
        audit(&world)
            .of(deed(), async { Ok(()) })
            .await
            .expect("done");
        assert_eq!(outcomes(&world).await, [AuditOutcome::Unclear]);
    }
}
