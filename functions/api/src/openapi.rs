//! The OpenAPI document, put together from the handlers. What is the same everywhere is added here once.

use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder,
    PathItem, Ref, RefOr, Required, ResponseBuilder, Tag,
};
use utoipa::{PartialSchema, ToSchema};

use crate::problem::{MEDIA_TYPE, ProblemDocument};

const DESCRIPTION: &str = "\
What the dashboard does, and any program of the church may. Sign in at the user pool, and send its id or \
access token as `Authorization: Bearer <token>`. Groups of the user pool are roles: `viewer` reads, `staff` \
also changes contacts and sends messages, `admin` does everything; the role that an operation needs is listed \
with its security requirement, and a higher one will do.\n\n\
An error is `application/problem+json` (RFC 9457) with a sentence that says what to do. Unknown fields and \
parameters are refused. Times are RFC 3339 in UTC, phones E.164, languages BCP 47.";

/// The document before any route is added.
pub(crate) fn frame() -> OpenApi {
    let mut schemas = Vec::new();
    ProblemDocument::schemas(&mut schemas);
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("An id or access token of the user pool."))
        .build();
    let info = InfoBuilder::new()
        .title("Tidings")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .license(Some(
            LicenseBuilder::new().name("MIT OR Apache-2.0").build(),
        ));
    OpenApiBuilder::new()
        .info(info.build())
        .tags(Some([
            tag("contacts", "The people of the church."),
            tag("messages", "Sending, and what became of each message."),
            tag(
                "broadcasts",
                "One message to an audience, and how far it has come.",
            ),
            tag("templates", "Texts that staff send again and again."),
            tag("inbox", "What people write, and what is answered."),
            tag(
                "reminders",
                "Messages that go out again and again, by a rule.",
            ),
            tag(
                "translations",
                "Drafts in other languages, by the language model.",
            ),
            tag("statistics", "Totals."),
            tag(
                "settings",
                "What the church has decided, and what it spends.",
            ),
            tag("audit", "Who did what."),
            tag("me", "Who is signed in."),
        ]))
        .components(Some(
            ComponentsBuilder::new()
                .security_scheme("bearer", SecurityScheme::Http(bearer))
                .schemas_from_iter(schemas)
                .schema(ProblemDocument::name(), ProblemDocument::schema())
                .build(),
        ))
        .build()
}

fn tag(name: &str, description: &str) -> Tag {
    TagBuilder::new()
        .name(name)
        .description(Some(description))
        .build()
}

/// Adds the errors that follow from the shape of an operation, and the media type of all errors.
pub(crate) fn complete(mut document: OpenApi) -> OpenApi {
    for (path, item) in &mut document.paths.paths {
        for operation in operations(item) {
            let has_id = path.contains("{id}");
            for (status, description) in errors_of(operation, has_id) {
                let response = ResponseBuilder::new().description(description).build();
                operation
                    .responses
                    .responses
                    .entry(status.to_owned())
                    .or_insert_with(|| RefOr::T(response));
            }
            describe_errors(operation);
        }
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let methods = [
        &mut item.get,
        &mut item.post,
        &mut item.put,
        &mut item.patch,
        &mut item.delete,
    ];
    methods.into_iter().flatten()
}

fn errors_of(operation: &Operation, has_id: bool) -> Vec<(&'static str, &'static str)> {
    let parameters: Vec<&Parameter> = operation
        .parameters
        .iter()
        .flatten()
        .filter_map(written_out)
        .collect();
    let has_parameter = |name: &str| parameters.iter().any(|parameter| parameter.name == name);
    let has_body = operation.request_body.is_some();
    let mut errors = vec![
        (
            "401",
            "There is no token, or it is not valid. Sign in again.",
        ),
        ("403", "The user lacks the role."),
        (
            "500",
            "Something failed on our side. Try again in a minute.",
        ),
    ];
    if has_id {
        errors.push(("404", "There is no such record."));
    }
    if has_body || has_parameter("cursor") || has_parameter("If-Match") {
        errors.push((
            "400",
            "The body is not valid JSON, or a cursor or header is none of ours.",
        ));
    }
    if has_body || has_parameter("cursor") {
        errors.push(("422", "Some fields are wrong; each is listed in `errors`."));
    }
    if has_body {
        errors.push(("413", "The body is larger than 1 MB."));
        errors.push(("415", "The body is not sent as JSON."));
    }
    if has_parameter("If-Match") {
        errors.push(("412", "Someone else changed the record since it was read."));
    }
    let needs_version = |parameter: &&Parameter| {
        parameter.name == "If-Match" && parameter.required == Required::True
    };
    if parameters.iter().any(needs_version) {
        errors.push(("428", "`If-Match` is missing."));
    }
    errors
}

/// We write every parameter out; none is a reference.
fn written_out(parameter: &RefOr<Parameter>) -> Option<&Parameter> {
    match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    }
}

fn describe_errors(operation: &mut Operation) {
    let statuses = operation.responses.responses.iter_mut();
    for (_, response) in statuses.filter(|(status, _)| status.starts_with(['4', '5'])) {
        if let RefOr::T(response) = response {
            let schema = Ref::from_schema_name(ProblemDocument::name());
            let content = ContentBuilder::new().schema(Some(schema)).build();
            response
                .content
                .insert(MEDIA_TYPE.to_owned(), RefOr::T(content));
        }
    }
}
