//! Templates. They are few, but long in many languages, so that all of them may be several pages.

use std::collections::BTreeMap;

use app::Page;
use app::error::Result;
use app::ports::{MAXIMUM_TEMPLATES, Replacement, TemplateStore};
use async_trait::async_trait;
use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use domain::template::{Template, TemplateName};
use domain::{LanguageTag, MessageContent, Purpose, TemplateId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{Item, from_item, number, sort_id, to_item};
use super::keys::{self, Key};
use super::pages::PageOf;
use super::{DynamoStore, unavailable};

#[derive(Serialize, Deserialize)]
struct TemplateRecord {
    name: TemplateName,
    content: MessageContent,
    language: LanguageTag,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    translations: BTreeMap<LanguageTag, MessageContent>,
    purpose: Purpose,
    created_by: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: u32,
}

fn template_item(template: &Template) -> Result<Item> {
    let record = TemplateRecord {
        name: template.name.clone(),
        content: template.content.clone(),
        language: template.language.clone(),
        translations: template.translations.clone(),
        purpose: template.purpose,
        created_by: template.created_by.clone(),
        created_at: template.created_at,
        updated_at: template.updated_at,
        version: template.version,
    };
    to_item(&Key::template(template.id), &record)
}

fn read_template(item: Item) -> Result<Template> {
    let id = sort_id(&item)?;
    let record: TemplateRecord = from_item(item)?;
    Ok(Template {
        id,
        name: record.name,
        content: record.content,
        language: record.language,
        translations: record.translations,
        purpose: record.purpose,
        created_by: record.created_by,
        created_at: record.created_at,
        updated_at: record.updated_at,
        version: record.version,
    })
}

#[async_trait]
impl TemplateStore for DynamoStore {
    /// L1
    async fn create_template(&self, template: &Template) -> Result<()> {
        // An id that exists is our own, written by a first try whose answer was lost.
        self.put_new(template_item(template)?).await?;
        Ok(())
    }

    /// L2
    async fn get_template(&self, id: TemplateId) -> Result<Option<Template>> {
        let item = self.get_item(&Key::template(id), true).await?;
        item.map(read_template).transpose()
    }

    /// L3
    async fn list_templates(&self) -> Result<Vec<Template>> {
        let mut templates = Vec::new();
        let mut after: Option<TemplateId> = None;
        loop {
            let page = PageOf::all(keys::templates(), after, MAXIMUM_TEMPLATES);
            let page: Page<Template, TemplateId> = self.read_page(page, read_template).await?;
            templates.extend(page.items);
            after = page.next;
            if after.is_none() {
                return Ok(templates);
            }
        }
    }

    /// L4
    async fn replace_template(
        &self,
        template: &Template,
        read_version: u32,
    ) -> Result<Replacement> {
        let old = self
            .put_version(template_item(template)?, read_version)
            .await?;
        let Some(old) = old else {
            return Ok(Replacement::Done);
        };
        let old = (!old.is_empty()).then(|| read_template(old)).transpose()?;
        Ok(match old {
            None => Replacement::Missing,
            Some(old) if old == *template => Replacement::Done,
            Some(_) => Replacement::Stale,
        })
    }

    /// L5
    async fn delete_template(&self, id: TemplateId, read_version: u32) -> Result<Replacement> {
        let result = self
            .client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(Key::template(id).attributes()))
            .condition_expression("#version = :version")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", number(read_version))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match result.map_err(aws_sdk_dynamodb::error::SdkError::into_service_error) {
            Ok(_) => Ok(Replacement::Done),
            Err(DeleteItemError::ConditionalCheckFailedException(failure)) => {
                Ok(match failure.item {
                    Some(_) => Replacement::Stale,
                    None => Replacement::Missing,
                })
            }
            Err(error) => Err(unavailable(error)),
        }
    }
}
