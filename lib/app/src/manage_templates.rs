//! Staff keep texts that they send again and again.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::directory::folded;
use domain::template::{Template, TemplateName};
use domain::{Purpose, TemplateId};

use crate::audit::{Audit, Deed};
use crate::composition::Composition;
use crate::error::{Error, Result};
use crate::manage_contacts::ReadVersion;
use crate::ports::{Clock, MAXIMUM_TEMPLATES, Randomness, Replacement, TemplateStore};

/// Adds, changes and deletes templates.
pub struct ManageTemplates {
    /// The templates.
    pub templates: Arc<dyn TemplateStore>,
    /// Where it is noted who did it.
    pub audit: Audit,
    /// For times of creation and change.
    pub clock: Arc<dyn Clock>,
    /// For new ids.
    pub randomness: Arc<dyn Randomness>,
}

/// A template as staff write it; all of it, whether it changes or not.
#[derive(Debug, Clone)]
pub struct TemplateForm {
    /// What it is called.
    pub name: String,
    /// What it says.
    pub composition: Composition,
    /// What it is for.
    pub purpose: Purpose,
}

impl ManageTemplates {
    /// All templates, by name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self) -> Result<Vec<Template>> {
        let mut templates = self.templates.list_templates().await?;
        templates.sort_by_cached_key(|template| folded(template.name.as_str()));
        Ok(templates)
    }

    /// One template.
    ///
    /// # Errors
    /// When there is none of this id, or the store fails.
    pub async fn get(&self, id: TemplateId) -> Result<Template> {
        let template = self.templates.get_template(id).await?;
        template.ok_or(Error::NotFound("template"))
    }

    /// Adds a template.
    ///
    /// # Errors
    /// When the name is wrong or taken, there are too many templates, or a store fails.
    pub async fn create(&self, form: TemplateForm, by: &str) -> Result<Template> {
        let name = read_name(&form.name)?;
        let others = self.templates.list_templates().await?;
        if others.len() >= MAXIMUM_TEMPLATES {
            let message =
                format!("There are {MAXIMUM_TEMPLATES} templates already. Delete one first.");
            return Err(Error::Conflict(message));
        }
        check_name(&name, None, &others)?;
        let now = self.clock.now();
        let (content, translations) = form.composition.sources();
        let template = Template {
            id: TemplateId::new(now, self.randomness.draw()),
            name,
            content,
            language: form.composition.language,
            translations,
            purpose: form.purpose,
            created_by: by.to_owned(),
            created_at: now,
            updated_at: now,
            version: 1,
        };
        let deed = deed(by, AuditAction::TemplateCreated, template.id);
        let write = self.templates.create_template(&template);
        self.audit.of(deed, write).await?;
        Ok(template)
    }

    /// Replaces what a template says.
    ///
    /// # Errors
    /// When there is no such template, someone else changed it since it was read, the name is wrong or taken, or a store
    /// fails.
    pub async fn replace(
        &self,
        id: TemplateId,
        read: ReadVersion,
        form: TemplateForm,
        by: &str,
    ) -> Result<Template> {
        let others = self.templates.list_templates().await?;
        let current = others.iter().find(|template| template.id == id);
        let current = current.ok_or(Error::NotFound("template"))?;
        read.check(current.version)?;
        let name = read_name(&form.name)?;
        check_name(&name, Some(id), &others)?;
        let (content, translations) = form.composition.sources();
        let template = Template {
            name,
            content,
            language: form.composition.language,
            translations,
            purpose: form.purpose,
            updated_at: self.clock.now(),
            version: current.version + 1,
            ..current.clone()
        };
        let write = async {
            done(
                self.templates
                    .replace_template(&template, current.version)
                    .await?,
            )
        };
        let deed = deed(by, AuditAction::TemplateChanged, id);
        self.audit.of(deed, write).await?;
        Ok(template)
    }

    /// Deletes a template. What was sent with it stays as it is.
    ///
    /// # Errors
    /// When there is no such template, someone else changed it since it was read, or a store fails.
    pub async fn delete(&self, id: TemplateId, read: ReadVersion, by: &str) -> Result<()> {
        let version = self.get(id).await?.version;
        read.check(version)?;
        let delete = async { done(self.templates.delete_template(id, version).await?) };
        let deed = deed(by, AuditAction::TemplateDeleted, id);
        self.audit.of(deed, delete).await
    }
}

fn deed(by: &str, action: AuditAction, id: TemplateId) -> Deed<'_> {
    Deed {
        by,
        action,
        subject_id: Some(id.to_string()),
    }
}

fn done(replacement: Replacement) -> Result<()> {
    match replacement {
        Replacement::Done => Ok(()),
        Replacement::Stale => Err(Error::Stale),
        Replacement::Missing => Err(Error::NotFound("template")),
    }
}

fn read_name(text: &str) -> Result<TemplateName> {
    TemplateName::parse(text).map_err(|error| Error::field("name", error.to_string()))
}

/// Two templates of one name could not be told apart in a list.
fn check_name(name: &TemplateName, own: Option<TemplateId>, others: &[Template]) -> Result<()> {
    let name = folded(name.as_str());
    let is_taken = |other: &Template| Some(other.id) != own && folded(other.name.as_str()) == name;
    if others.iter().any(is_taken) {
        let message = "There is a template of this name already. Choose another.";
        return Err(Error::field("name", message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::audit::AuditOutcome;
    use domain::{LanguageTag, MessageTemplate};

    use super::*;
    use crate::fakes::{World, audit};

    fn manage(world: &Arc<World>) -> ManageTemplates {
        ManageTemplates {
            templates: world.clone(),
            audit: audit(world),
            clock: world.clone(),
            randomness: world.clone(),
        }
    }

    fn form(name: &str) -> TemplateForm {
        let template = |text| MessageTemplate::parse(text).expect("a template");
        let spanish = LanguageTag::parse("es").expect("a tag");
        TemplateForm {
            name: name.into(),
            composition: Composition {
                content: template("Dinner, {first_name}"),
                language: LanguageTag::english(),
                translations: BTreeMap::from([(spanish, template("Cena"))]),
            },
            purpose: Purpose::Information,
        }
    }

    fn wrong_field(result: Result<Template>) -> String {
        match result {
            Err(Error::Invalid(errors)) => errors[0].field.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_template_is_kept_changed_and_deleted_and_each_is_noted() {
        let world = Arc::new(World::default());
        let manage = manage(&world);
        let first = manage.create(form("Potluck"), "ruth").await.expect("made");
        manage.create(form("Advent"), "ruth").await.expect("made");
        let read = ReadVersion::Exactly(1);
        let changed = manage
            .replace(first.id, read, form("Supper"), "samuel")
            .await;
        let changed = changed.expect("changed");
        assert_eq!((changed.version, changed.created_by.as_str()), (2, "ruth"));
        let names: Vec<String> = manage
            .list()
            .await
            .expect("read")
            .into_iter()
            .map(|one| one.name.into())
            .collect();
        assert_eq!(names, ["Advent", "Supper"]);
        let late = manage.replace(first.id, read, form("Lunch"), "ruth").await;
        assert!(matches!(late, Err(Error::Stale)));
        assert!(matches!(
            manage.delete(first.id, read, "ruth").await,
            Err(Error::Stale)
        ));
        manage
            .delete(first.id, ReadVersion::Any, "ruth")
            .await
            .expect("deleted");
        assert!(matches!(
            manage.get(first.id).await,
            Err(Error::NotFound("template"))
        ));
        let entries = audit(&world).list(None, 10).await.expect("read").items;
        let told: Vec<_> = entries
            .iter()
            .rev()
            .map(|entry| (entry.action, entry.by.as_str(), entry.outcome))
            .collect();
        let done = AuditOutcome::Done;
        assert_eq!(
            told,
            [
                (AuditAction::TemplateCreated, "ruth", done),
                (AuditAction::TemplateCreated, "ruth", done),
                (AuditAction::TemplateChanged, "samuel", done),
                (AuditAction::TemplateDeleted, "ruth", done),
            ]
        );
        assert_eq!(entries[0].subject_id, Some(first.id.to_string()));
    }

    #[tokio::test]
    async fn a_name_belongs_to_one_template_and_there_are_not_too_many() {
        let world = Arc::new(World::default());
        let manage = manage(&world);
        let first = manage.create(form("Café"), "ruth").await.expect("made");
        assert_eq!(
            wrong_field(manage.create(form("cafe"), "ruth").await),
            "name"
        );
        assert_eq!(wrong_field(manage.create(form(" "), "ruth").await), "name");
        let any = ReadVersion::Any;
        manage
            .replace(first.id, any, form("CAFÉ"), "ruth")
            .await
            .expect("its own name");
        for number in 2..=MAXIMUM_TEMPLATES {
            manage
                .create(form(&format!("Number {number}")), "ruth")
                .await
                .expect("made");
        }
        assert!(matches!(
            manage.create(form("One more"), "ruth").await,
            Err(Error::Conflict(_))
        ));
    }
}
