//! Templates and the audit, in memory.

use async_trait::async_trait;
use domain::audit::{AuditEntry, AuditOutcome};
use domain::template::Template;
use domain::{AuditId, TemplateId};

use super::World;
use crate::error::Result;
use crate::page::Page;
use crate::ports::{AuditStore, Replacement, TemplateStore};

#[async_trait]
impl TemplateStore for World {
    async fn create_template(&self, template: &Template) -> Result<()> {
        self.effect(|| {
            let mut templates = self.templates.lock().expect("a lock");
            templates.insert(template.id, template.clone());
        })
    }

    async fn get_template(&self, id: TemplateId) -> Result<Option<Template>> {
        Ok(self.templates.lock().expect("a lock").get(&id).cloned())
    }

    async fn list_templates(&self) -> Result<Vec<Template>> {
        let templates = self.templates.lock().expect("a lock");
        Ok(templates.values().cloned().collect())
    }

    async fn replace_template(
        &self,
        template: &Template,
        read_version: u32,
    ) -> Result<Replacement> {
        self.effect(|| {
            let mut templates = self.templates.lock().expect("a lock");
            match templates.get_mut(&template.id) {
                None => Replacement::Missing,
                Some(stored) if stored.version != read_version => Replacement::Stale,
                Some(stored) => {
                    *stored = template.clone();
                    Replacement::Done
                }
            }
        })
    }

    async fn delete_template(&self, id: TemplateId, read_version: u32) -> Result<Replacement> {
        self.effect(|| {
            let mut templates = self.templates.lock().expect("a lock");
            match templates.get(&id).map(|stored| stored.version) {
                None => Replacement::Missing,
                Some(version) if version != read_version => Replacement::Stale,
                Some(_) => {
                    templates.remove(&id);
                    Replacement::Done
                }
            }
        })
    }
}

#[async_trait]
impl AuditStore for World {
    async fn append_entry(&self, entry: &AuditEntry) -> Result<()> {
        self.effect(|| {
            let mut audit = self.audit.lock().expect("a lock");
            audit.insert(entry.id, entry.clone());
        })
    }

    async fn settle_entry(&self, id: AuditId, outcome: AuditOutcome) -> Result<()> {
        self.effect(|| {
            if let Some(entry) = self.audit.lock().expect("a lock").get_mut(&id) {
                entry.outcome = outcome;
            }
        })
    }

    async fn list_entries(
        &self,
        before: Option<AuditId>,
        limit: usize,
    ) -> Result<Page<AuditEntry, AuditId>> {
        let audit = self.audit.lock().expect("a lock");
        let mut older = audit
            .values()
            .rev()
            .filter(|entry| before.is_none_or(|before| entry.id < before));
        let items: Vec<AuditEntry> = older.by_ref().take(limit).cloned().collect();
        let last = items.last().map(|entry| entry.id);
        Ok(Page {
            next: older.next().and(last),
            items,
        })
    }
}
