//! What staff keep, and what is kept of what they do.

use async_trait::async_trait;
use domain::audit::{AuditEntry, AuditOutcome};
use domain::template::Template;
use domain::{AuditId, TemplateId};

use super::Replacement;
use crate::error::Result;
use crate::page::Page;

/// Templates. A church has at most [`MAXIMUM_TEMPLATES`], so that all are read at once.
#[async_trait]
pub trait TemplateStore: Send + Sync {
    /// Adds a template under a new id.
    async fn create_template(&self, template: &Template) -> Result<()>;
    /// Reads one template.
    async fn get_template(&self, id: TemplateId) -> Result<Option<Template>>;
    /// Reads all templates, in order of ids.
    async fn list_templates(&self) -> Result<Vec<Template>>;
    /// Replaces a template, if it is there and has the version that was read.
    async fn replace_template(&self, template: &Template, read_version: u32)
    -> Result<Replacement>;
    /// Deletes a template, if it is there and has the version that was read.
    async fn delete_template(&self, id: TemplateId, read_version: u32) -> Result<Replacement>;
}

/// The most templates of a church.
pub const MAXIMUM_TEMPLATES: usize = 200;

/// Who did what. Entries are added and never taken away; only their outcome is noted once it is known.
#[async_trait]
pub trait AuditStore: Send + Sync {
    /// Adds an entry under a new id.
    async fn append_entry(&self, entry: &AuditEntry) -> Result<()>;
    /// Notes what came of it, once.
    async fn settle_entry(&self, id: AuditId, outcome: AuditOutcome) -> Result<()>;
    /// Reads at most `limit` entries, newest first, older than the given one.
    async fn list_entries(
        &self,
        before: Option<AuditId>,
        limit: usize,
    ) -> Result<Page<AuditEntry, AuditId>>;
}
