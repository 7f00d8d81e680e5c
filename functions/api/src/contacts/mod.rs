//! The directory: the people of the church.

mod history;
mod input;
mod record;
mod search;

use app::manage_contacts::ReadVersion;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::ContactId;
use http::{StatusCode, header};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Staff, Viewer};
use crate::extract::{Body, Id, IfMatch, Query};
use crate::form::{Form, FromForm};
use crate::messages::MessageType;
use crate::paging::cursor;
use crate::problem::{Problem, Result};
use crate::request_log::RequestLog;
pub(crate) use history::FieldChange;
use input::{ContactChangeInput, ContactInput};
use record::Contact;
use record::{ContactPage, tagged};
use search::ContactFilter;

/// More people than this do not share a phone.
const MAXIMUM_HOUSEHOLD: usize = 99;

/// The routes of this noun.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_contacts, create_contact))
        .routes(routes!(get_contact, change_contact, delete_contact))
        .routes(routes!(list_household))
        .routes(routes!(set_opt_out))
        .routes(routes!(clear_number_fault))
        .merge(history::routes())
}

/// List the directory
///
/// Everyone, or those who fit, a page at a time. However many people there are, a page costs a bounded number of
/// questions to the store; where few fit, pages are short, and `next_cursor` goes on.
#[utoipa::path(
    get, path = "/api/contacts", operation_id = "listContacts", tag = "contacts",
    security(("bearer" = ["viewer"])),
    params(ContactFilter),
    responses((status = OK, description = "A page of the directory.", body = ContactPage)),
)]
async fn list_contacts(
    State(api): State<Shared>,
    _: Viewer,
    Query(filter): Query<ContactFilter>,
) -> Result<Json<ContactPage>> {
    let page = filter.page;
    let page = api
        .find_contacts
        .list(filter.search, page.start()?, page.limit)
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
    Staff(user): Staff,
    Extension(log): Extension<RequestLog>,
    Body(input): Body<ContactInput>,
) -> Result<Response> {
    let contact = api
        .manage_contacts
        .create(input.into(), user.actor())
        .await?;
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
    Staff(user): Staff,
    Id(id): Id<ContactId>,
    IfMatch(version): IfMatch,
    Body(input): Body<ContactChangeInput>,
) -> Result<Response> {
    let version = version.ok_or_else(IfMatch::missing)?;
    let contact = api
        .manage_contacts
        .change(id, version, input.into(), user.actor())
        .await?;
    Ok(tagged(contact).into_response())
}

/// Delete a person
///
/// The person is gone at once; a little later the history and, in old messages, the number are removed. Messages stay in
/// the counts. Without `If-Match` the last word wins.
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
    Staff(user): Staff,
    Id(id): Id<ContactId>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode> {
    let version = version.unwrap_or(ReadVersion::Any);
    api.manage_contacts
        .delete(id, version, user.actor())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Read a household
///
/// The others who share the person's phone. They are kept apart as people and get one text.
#[utoipa::path(
    get, path = "/api/contacts/{id}/household", operation_id = "listHousehold", tag = "contacts",
    security(("bearer" = ["viewer"])),
    params(Id<ContactId>),
    responses((status = OK, description = "The others, without the person. There is no next page.", body = ContactPage)),
)]
async fn list_household(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<ContactId>,
) -> Result<Json<ContactPage>> {
    let people = api.find_contacts.household(id, MAXIMUM_HOUSEHOLD).await?;
    Ok(Json(ContactPage {
        items: people.into_iter().map(Contact::from).collect(),
        next_cursor: None,
    }))
}

/// A number is opted out, or in again.
#[derive(ToSchema)]
#[schema(example = json!({ "opted_out": true, "channel": "sms", "reason": "Asked after the service" }))]
pub(crate) struct OptOutInput {
    /// True: no more of them. False: again.
    opted_out: bool,
    /// Of what: `sms` unless it is given. Whoever is opted out of texts is not called either.
    #[schema(value_type = MessageType, required = false)]
    channel: domain::MessageType,
    /// How staff know.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

impl OptOutInput {
    /// Whether the number is opted out, of what, and how staff know.
    pub(crate) fn into_parts(self) -> (bool, domain::MessageType, String) {
        (self.opted_out, self.channel, self.reason)
    }
}

fn read_channel(form: &mut Form) -> Option<domain::MessageType> {
    let text = form.optional::<String>("channel")?;
    crate::sending::message_type(form, "channel", &text)
}

impl FromForm for OptOutInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let given = form.has("opted_out");
        let opted_out = form.optional("opted_out");
        let reason = form.needed_text("reason");
        if !given {
            form.reject(
                "opted_out",
                "Say true for no more texts, or false for texts again.",
            );
        }
        let channel = match form.has("channel") {
            true => read_channel(form),
            false => Some(domain::MessageType::Sms),
        };
        Some(Self {
            opted_out: opted_out?,
            channel: channel?,
            reason: reason?,
        })
    }
}

/// Opt a number out or in
///
/// Notes that the person asked not to be texted or called, or asked to be texted or called again. It holds for the number, and so for
/// everyone who shares it, and no import changes it.
#[utoipa::path(
    post, path = "/api/contacts/{id}/opt-out", operation_id = "setOptOut", tag = "contacts",
    security(("bearer" = ["staff"])),
    params(Id<ContactId>),
    request_body = OptOutInput,
    responses((
        status = OK, description = "The person.", body = Contact,
        headers(("ETag" = String, description = "The record's version, in quotation marks.")),
    )),
)]
async fn set_opt_out(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ContactId>,
    Body(input): Body<OptOutInput>,
) -> Result<Response> {
    let contact = api
        .opt_out_by_hand
        .run(
            id,
            input.opted_out,
            input.channel,
            &input.reason,
            user.actor(),
        )
        .await?;
    Ok(tagged(contact).into_response())
}

/// Have a number texted again
///
/// Takes away the mark that texts don't reach the person's number, for everyone who shares it. Where there is none, nothing
/// changes.
#[utoipa::path(
    delete, path = "/api/contacts/{id}/unreachable", operation_id = "clearNumberFault", tag = "contacts",
    security(("bearer" = ["staff"])),
    params(Id<ContactId>),
    responses((status = NO_CONTENT, description = "The number is texted again.")),
)]
async fn clear_number_fault(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ContactId>,
) -> Result<StatusCode> {
    api.clear_number_fault.run(id, user.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}
