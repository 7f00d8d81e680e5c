//! The directory: the people of the church.

use app::manage_contacts::ReadVersion;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::ContactId;
use domain::contact::ContactChange;
use http::{StatusCode, header};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Staff, Viewer};
use crate::extract::{Body, Id, IfMatch, Query};
use crate::form::{Form, FromForm};
use crate::paging::{PageRequest, cursor};
use crate::problem::{Problem, Result};
use crate::request_log::RequestLog;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_contacts, create_contact))
        .routes(routes!(get_contact, change_contact, delete_contact))
}

/// One person in the directory.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "con_01K6Q2V9GZ3M8T5R7W1X4Y6A0B",
    "sl_no": 17,
    "name": "Ruth Okafor",
    "address": "12 Elm Street",
    "city": "Dallas",
    "state_zip": "TX 75001",
    "phone": "+12125550123",
    "preferred_language": "en",
    "active": true,
    "created_at": "2026-03-01T09:30:00Z",
    "updated_at": "2026-03-01T09:30:00Z",
    "version": 1,
}))]
pub(crate) struct Contact {
    /// The contact's id.
    #[schema(value_type = String)]
    id: ContactId,
    /// The running number in the church's own spreadsheet.
    #[schema(required)]
    sl_no: Option<u32>,
    /// The person's name.
    name: String,
    /// Street and house number.
    #[schema(required)]
    address: Option<String>,
    /// City.
    #[schema(required)]
    city: Option<String>,
    /// State and ZIP code.
    #[schema(required)]
    state_zip: Option<String>,
    /// The phone number in E.164.
    phone: String,
    /// The language that the person reads, as a BCP 47 tag.
    preferred_language: String,
    /// Inactive people stay in the directory but get no messages.
    active: bool,
    /// When the record was made.
    created_at: Timestamp,
    /// When the record was last changed.
    updated_at: Timestamp,
    /// Counts the changes from 1. Send it as `If-Match: "<version>"` with a change.
    version: u32,
}

impl From<domain::Contact> for Contact {
    fn from(contact: domain::Contact) -> Self {
        let details = contact.details;
        Self {
            id: contact.id,
            sl_no: details.sl_no,
            name: details.name,
            address: details.address,
            city: details.city,
            state_zip: details.state_zip,
            phone: details.phone.into(),
            preferred_language: details.preferred_language.into(),
            active: details.active,
            created_at: contact.created_at,
            updated_at: contact.updated_at,
            version: contact.version,
        }
    }
}

/// A page of the directory, in the order in which people were added.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContactPage {
    /// The people.
    items: Vec<Contact>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// A new person.
#[derive(ToSchema)]
#[schema(example = json!({
    "name": "Ruth Okafor",
    "phone": "(212) 555-0123",
    "city": "Dallas",
    "preferred_language": "en",
}))]
pub(crate) struct ContactInput {
    /// The person's name.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// The phone number, as people write it. Without a country code it is taken as a number of the church's country.
    #[schema(min_length = 1, max_length = 40)]
    phone: String,
    /// The running number in the church's own spreadsheet.
    sl_no: Option<u32>,
    /// Street and house number.
    #[schema(max_length = 200)]
    address: Option<String>,
    /// City.
    #[schema(max_length = 200)]
    city: Option<String>,
    /// State and ZIP code.
    #[schema(max_length = 200)]
    state_zip: Option<String>,
    /// The language that the person reads, as a BCP 47 tag. English when left out.
    #[schema(nullable = false, default = "en", max_length = 35)]
    preferred_language: Option<String>,
    /// Whether the person gets messages. True when left out.
    #[schema(nullable = false, default = true)]
    active: Option<bool>,
}

impl FromForm for ContactInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let name = form.needed_text("name");
        let phone = form.needed_text("phone");
        let input = Self {
            sl_no: form.clearable("sl_no").flatten(),
            address: form.clearable("address").flatten(),
            city: form.clearable("city").flatten(),
            state_zip: form.clearable("state_zip").flatten(),
            preferred_language: form.optional("preferred_language"),
            active: form.optional("active"),
            name: name?,
            phone: phone?,
        };
        Some(input)
    }
}

impl From<ContactInput> for ContactChange {
    fn from(input: ContactInput) -> Self {
        Self {
            sl_no: Some(input.sl_no),
            name: Some(input.name),
            address: Some(input.address),
            city: Some(input.city),
            state_zip: Some(input.state_zip),
            phone: Some(input.phone),
            preferred_language: input.preferred_language,
            active: input.active,
        }
    }
}

/// A change of a person. What is left out stays as it is; null clears a field, where that is allowed.
#[derive(ToSchema)]
#[schema(as = ContactChange, example = json!({ "city": "Dallas", "address": null, "active": false }))]
pub(crate) struct ContactChangeInput {
    /// The person's name.
    #[schema(value_type = Option<String>, nullable = false, min_length = 1, max_length = 200)]
    name: Option<String>,
    /// The phone number, as people write it.
    #[schema(nullable = false, min_length = 1, max_length = 40)]
    phone: Option<String>,
    /// The running number in the church's own spreadsheet.
    #[schema(value_type = Option<u32>)]
    sl_no: Option<Option<u32>>,
    /// Street and house number.
    #[schema(value_type = Option<String>, max_length = 200)]
    address: Option<Option<String>>,
    /// City.
    #[schema(value_type = Option<String>, max_length = 200)]
    city: Option<Option<String>>,
    /// State and ZIP code.
    #[schema(value_type = Option<String>, max_length = 200)]
    state_zip: Option<Option<String>>,
    /// The language that the person reads, as a BCP 47 tag.
    #[schema(nullable = false, max_length = 35)]
    preferred_language: Option<String>,
    /// Whether the person gets messages.
    #[schema(nullable = false)]
    active: Option<bool>,
}

impl FromForm for ContactChangeInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        Some(Self {
            name: form.optional("name"),
            phone: form.optional("phone"),
            sl_no: form.clearable("sl_no"),
            address: form.clearable("address"),
            city: form.clearable("city"),
            state_zip: form.clearable("state_zip"),
            preferred_language: form.optional("preferred_language"),
            active: form.optional("active"),
        })
    }
}

impl From<ContactChangeInput> for ContactChange {
    fn from(input: ContactChangeInput) -> Self {
        Self {
            sl_no: input.sl_no,
            name: input.name,
            address: input.address,
            city: input.city,
            state_zip: input.state_zip,
            phone: input.phone,
            preferred_language: input.preferred_language,
            active: input.active,
        }
    }
}

/// A contact with its version as the entity tag.
fn tagged(contact: domain::Contact) -> impl IntoResponse {
    let tag = format!("\"{}\"", contact.version);
    ([(header::ETAG, tag)], Json(Contact::from(contact)))
}

/// List the directory
///
/// Everyone, a page at a time, in the order in which they were added.
#[utoipa::path(
    get, path = "/api/contacts", operation_id = "listContacts", tag = "contacts",
    security(("bearer" = ["viewer"])),
    params(PageRequest<ContactId>),
    responses((status = OK, description = "A page of the directory.", body = ContactPage)),
)]
async fn list_contacts(
    State(api): State<Shared>,
    _: Viewer,
    Query(page): Query<PageRequest<ContactId>>,
) -> Result<Json<ContactPage>> {
    let page = api
        .contacts
        .list_contacts(page.start()?, page.limit)
        .await?;
    Ok(Json(ContactPage {
        next_cursor: page.next.as_ref().map(cursor),
        items: page.items.into_iter().map(Contact::from).collect(),
    }))
}

/// Add a person
#[utoipa::path(
    post, path = "/api/contacts", operation_id = "createContact", tag = "contacts",
    security(("bearer" = ["staff"])),
    request_body = ContactInput,
    responses((
        status = CREATED, description = "The person was added.", body = Contact,
        headers(
            ("ETag" = String, description = "The record's version, in quotation marks."),
            ("Location" = String, description = "The path of the new contact."),
        ),
    )),
)]
async fn create_contact(
    State(api): State<Shared>,
    _: Staff,
    Extension(log): Extension<RequestLog>,
    Body(input): Body<ContactInput>,
) -> Result<Response> {
    let contact = api.manage_contacts.create(input.into()).await?;
    log.note_subject(contact.id.to_string());
    let location = [(header::LOCATION, format!("/api/contacts/{}", contact.id))];
    Ok((StatusCode::CREATED, location, tagged(contact)).into_response())
}

/// Read a person
#[utoipa::path(
    get, path = "/api/contacts/{id}", operation_id = "getContact", tag = "contacts",
    security(("bearer" = ["viewer"])),
    params(Id<ContactId>),
    responses((
        status = OK, description = "The person.", body = Contact,
        headers(("ETag" = String, description = "The record's version, in quotation marks.")),
    )),
)]
async fn get_contact(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<ContactId>,
) -> Result<Response> {
    let contact = api.contacts.get_contact(id).await?;
    let contact = contact.ok_or_else(|| Problem::not_found("contact"))?;
    Ok(tagged(contact).into_response())
}

/// Change a person
///
/// Changes the given fields. `If-Match` names the version that was read, so that two people can't overwrite
/// each other's changes.
#[utoipa::path(
    patch, path = "/api/contacts/{id}", operation_id = "changeContact", tag = "contacts",
    security(("bearer" = ["staff"])),
    params(
        Id<ContactId>,
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*` to change whatever is there.", example = "\"1\""),
    ),
    request_body = ContactChangeInput,
    responses((
        status = OK, description = "The person, changed.", body = Contact,
        headers(("ETag" = String, description = "The record's new version, in quotation marks.")),
    )),
)]
async fn change_contact(
    State(api): State<Shared>,
    _: Staff,
    Id(id): Id<ContactId>,
    IfMatch(version): IfMatch,
    Body(input): Body<ContactChangeInput>,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let contact = api
        .manage_contacts
        .change(id, version, input.into())
        .await?;
    Ok(tagged(contact).into_response())
}

/// Delete a person
///
/// The person's messages stay, without the name. Without `If-Match` the last word wins.
#[utoipa::path(
    delete, path = "/api/contacts/{id}", operation_id = "deleteContact", tag = "contacts",
    security(("bearer" = ["staff"])),
    params(
        Id<ContactId>,
        ("If-Match" = Option<String>, Header, description = "`\"<version>\"` as it was read, or `*`.", nullable = false),
    ),
    responses((status = NO_CONTENT, description = "The person was deleted.")),
)]
async fn delete_contact(
    State(api): State<Shared>,
    _: Staff,
    Id(id): Id<ContactId>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode> {
    let version = version.unwrap_or(ReadVersion::Any);
    api.manage_contacts.delete(id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}
