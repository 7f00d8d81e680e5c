//! Templates: texts that staff send again and again.

use std::collections::BTreeMap;

use app::manage_contacts::ReadVersion;
use app::manage_templates::TemplateForm;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::TemplateId;
use http::{StatusCode, header};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Staff, Viewer};
use crate::broadcasts::Purpose;
use crate::composition::{read_composition, read_purpose};
use crate::extract::{Body, Id, IfMatch};
use crate::form::{Form, FromForm};
use crate::problem::Result;
use crate::request_log::RequestLog;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_templates, create_template))
        .routes(routes!(get_template, replace_template, delete_template))
}

/// A text to begin with.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "tpl_01K6Q2V9GZ3M8T5R7W1X4Y6A0B",
    "name": "Potluck",
    "content": "Hi {first_name|friend}, dinner on Friday.",
    "language": "en",
    "translations": { "es": "Hola {first_name|amigo}, cena el viernes." },
    "purpose": "information",
    "created_by": "ruth@example.org",
    "created_at": "2026-03-01T09:30:00Z",
    "updated_at": "2026-03-01T09:30:00Z",
    "version": 1,
}))]
pub(crate) struct Template {
    /// The template's id.
    #[schema(value_type = String)]
    id: TemplateId,
    /// What staff call it.
    name: String,
    /// What it says, with fields for each reader's own name.
    content: String,
    /// The language that `content` is written in, a BCP 47 tag.
    language: String,
    /// The same in other languages, by BCP 47 tag.
    translations: BTreeMap<String, String>,
    /// What it is for.
    purpose: Purpose,
    /// Who made it: an e-mail address, or a user's id.
    created_by: String,
    /// When it was made.
    created_at: Timestamp,
    /// When it was last changed.
    updated_at: Timestamp,
    /// Counts the changes from 1. Send it as `If-Match: "<version>"` with a change.
    version: u32,
}

impl From<domain::template::Template> for Template {
    fn from(template: domain::template::Template) -> Self {
        let translations = template.translations.into_iter();
        Self {
            id: template.id,
            name: template.name.into(),
            content: template.content.into(),
            language: template.language.into(),
            translations: translations
                .map(|(language, content)| (language.into(), content.into()))
                .collect(),
            purpose: template.purpose.into(),
            created_by: template.created_by,
            created_at: template.created_at,
            updated_at: template.updated_at,
            version: template.version,
        }
    }
}

/// All templates.
#[derive(Serialize, ToSchema)]
pub(crate) struct TemplatePage {
    /// The templates, by name.
    items: Vec<Template>,
    /// Always null: a church's templates fit on one page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// A template as it is written: all of it, whether it changes or not.
#[derive(ToSchema)]
#[schema(example = json!({
    "name": "Potluck",
    "content": "Hi {first_name|friend}, dinner on Friday.",
    "language": "en",
    "translations": { "es": "Hola {first_name|amigo}, cena el viernes." },
    "purpose": "information",
}))]
#[expect(
    dead_code,
    reason = "it describes the body; `TemplateForm` is what is read of it"
)]
pub(crate) struct TemplateInput {
    /// What staff call it.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// What it says.
    #[schema(min_length = 1, max_length = 1600)]
    content: String,
    /// The language that `content` is written in, a BCP 47 tag; `en` unless it is given.
    #[schema(nullable = false)]
    language: Option<String>,
    /// The same in other languages, by BCP 47 tag, 20 at most.
    #[schema(required = false)]
    translations: BTreeMap<String, String>,
    /// What it is for; `information` unless it is given.
    #[schema(required = false)]
    purpose: Purpose,
}

impl FromForm for TemplateForm {
    fn from_form(form: &mut Form) -> Option<Self> {
        let name = form.needed_text("name");
        let composition = read_composition(form);
        let purpose = read_purpose(form);
        Some(Self {
            name: name?,
            composition: composition?,
            purpose: purpose?,
        })
    }
}

/// A template with its version as the entity tag.
fn tagged(template: domain::template::Template) -> impl IntoResponse {
    let tag = format!("\"{}\"", template.version);
    ([(header::ETAG, tag)], Json(Template::from(template)))
}

/// List all templates
#[utoipa::path(
    get, path = "/api/templates", operation_id = "listTemplates", tag = "templates",
    security(("bearer" = ["viewer"])),
    responses((status = OK, description = "All templates, by name.", body = TemplatePage)),
)]
async fn list_templates(State(api): State<Shared>, _: Viewer) -> Result<Json<TemplatePage>> {
    let templates = api.manage_templates.list().await?;
    Ok(Json(TemplatePage {
        items: templates.into_iter().map(Template::from).collect(),
        next_cursor: None,
    }))
}

/// Add a template
#[utoipa::path(
    post, path = "/api/templates", operation_id = "createTemplate", tag = "templates",
    security(("bearer" = ["staff"])),
    request_body = TemplateInput,
    responses(
        (
            status = CREATED, description = "The template was added.", body = Template,
            headers(
                ("ETag" = String, description = "The template's version, in quotation marks."),
                ("Location" = String, description = "The path of the new template."),
            ),
        ),
        (status = CONFLICT, description = "There are too many templates."),
    ),
)]
async fn create_template(
    State(api): State<Shared>,
    Staff(user): Staff,
    Extension(log): Extension<RequestLog>,
    Body(form): Body<TemplateForm>,
) -> Result<Response> {
    let template = api.manage_templates.create(form, &user.shown_as()).await?;
    log.note_subject(template.id.to_string());
    let location = [(header::LOCATION, format!("/api/templates/{}", template.id))];
    Ok((StatusCode::CREATED, location, tagged(template)).into_response())
}

/// Read a template
#[utoipa::path(
    get, path = "/api/templates/{id}", operation_id = "getTemplate", tag = "templates",
    security(("bearer" = ["viewer"])),
    params(Id<TemplateId>),
    responses((
        status = OK, description = "The template.", body = Template,
        headers(("ETag" = String, description = "The template's version, in quotation marks.")),
    )),
)]
async fn get_template(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<TemplateId>,
) -> Result<Response> {
    let template = api.manage_templates.get(id).await?;
    Ok(tagged(template).into_response())
}

/// Change a template
///
/// Replaces all of it. `If-Match` names the version that was read.
#[utoipa::path(
    put, path = "/api/templates/{id}", operation_id = "replaceTemplate", tag = "templates",
    security(("bearer" = ["staff"])),
    params(
        Id<TemplateId>,
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*` to change whatever is there.", example = "\"1\""),
    ),
    request_body = TemplateInput,
    responses((
        status = OK, description = "The template, changed.", body = Template,
        headers(("ETag" = String, description = "The template's new version, in quotation marks.")),
    )),
)]
async fn replace_template(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<TemplateId>,
    IfMatch(version): IfMatch,
    Body(form): Body<TemplateForm>,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let template = api
        .manage_templates
        .replace(id, version, form, &user.shown_as())
        .await?;
    Ok(tagged(template).into_response())
}

/// Delete a template
///
/// What was sent with it stays as it is. Without `If-Match` the last word wins.
#[utoipa::path(
    delete, path = "/api/templates/{id}", operation_id = "deleteTemplate", tag = "templates",
    security(("bearer" = ["staff"])),
    params(
        Id<TemplateId>,
        ("If-Match" = Option<String>, Header, description = "`\"<version>\"` as it was read, or `*`.", nullable = false),
    ),
    responses((status = NO_CONTENT, description = "The template was deleted.")),
)]
async fn delete_template(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<TemplateId>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode> {
    let version = version.unwrap_or(ReadVersion::Any);
    api.manage_templates
        .delete(id, version, &user.shown_as())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
