//! Administrators decide what the church's phone assistant knows, whom it rings, and how far a call may go.

use std::sync::Arc;

use domain::AssistantSettings;
use domain::audit::AuditAction;

use crate::audit::{Audit, Deed};
use crate::error::{Error, Result};
use crate::manage_contacts::ReadVersion;
use crate::ports::{AssistantSettingsStore, Replacement};

/// What the settings are called in the audit.
const SUBJECT: &str = "phone-assistant";

/// Reads and changes what the church tells its assistant.
pub struct ChangeAssistantSettings {
    /// Where it is kept.
    pub settings: Arc<dyn AssistantSettingsStore>,
    /// Where it is noted who changed it.
    pub audit: Audit,
}

impl ChangeAssistantSettings {
    /// The settings, or what holds until somebody decides.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn read(&self) -> Result<AssistantSettings> {
        let decided = self.settings.get_assistant_settings().await?;
        Ok(decided.unwrap_or_else(AssistantSettings::initial))
    }

    /// Replaces the settings; the version of `wanted` does not matter.
    ///
    /// # Errors
    /// When fields can't be kept, the settings were changed since they were read, or the store fails.
    pub async fn run(
        &self,
        wanted: AssistantSettings,
        version: ReadVersion,
        by: &str,
    ) -> Result<AssistantSettings> {
        let errors = wanted.errors();
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let deed = Deed {
            by,
            action: AuditAction::SettingsChanged,
            subject_id: Some(SUBJECT.into()),
        };
        let replace = async {
            let read = self.read().await?.version;
            version.check(read)?;
            let after = AssistantSettings {
                version: read + 1,
                ..wanted
            };
            let replaced = self.settings.replace_assistant_settings(&after, read);
            match replaced.await? {
                Replacement::Done => Ok(after),
                Replacement::Missing | Replacement::Stale => Err(Error::Stale),
            }
        };
        self.audit.of(deed, replace).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fakes::{World, audit};

    #[tokio::test]
    async fn settings_are_replaced_by_who_has_read_them_and_refused_field_by_field() {
        let world = Arc::new(World::default());
        let change = ChangeAssistantSettings {
            settings: world.clone(),
            audit: audit(&world),
        };
        let mut wanted = change.read().await.expect("read");
        wanted.facts.events = "Dinner on Friday".into();
        let changed = change
            .run(wanted.clone(), ReadVersion::Exactly(0), "ruth")
            .await;
        assert_eq!(changed.expect("changed").version, 1);
        assert_eq!(
            change.read().await.expect("read").facts.events,
            "Dinner on Friday"
        );
        let stale = change
            .run(wanted.clone(), ReadVersion::Exactly(0), "ruth")
            .await;
        assert!(matches!(stale, Err(Error::Stale)));
        wanted.limits.minutes = 0;
        let refused = change.run(wanted, ReadVersion::Any, "ruth").await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
        assert_eq!(change.read().await.expect("read").version, 1);
    }
}
