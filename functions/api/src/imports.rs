//! Imports: the church's own spreadsheet becomes its directory.

use app::imports::RowPosition;
use app::manage_contacts::ReadVersion;
use app::ports::SignedRequest;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::import::{ColumnChoice, ImportField as Field, RowFilter};
use domain::{ContactId, ImportId};
use http::{StatusCode, header};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Staff, Viewer};
use crate::contacts::FieldChange;
use crate::extract::{Body, Id, IfMatch, Query};
use crate::files::FileRequest;
use crate::form::{FieldValue, Form, FromForm};
use crate::names::mirror;
use crate::paging::{PageRequest, cursor, query_parameter};
use crate::problem::Result;
use crate::request_log::RequestLog;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_imports, create_import))
        .routes(routes!(get_import, discard_import))
        .routes(routes!(preview_import))
        .routes(routes!(apply_import))
        .routes(routes!(list_import_rows))
}

mirror! {
    /// Where an import stands. `awaiting_upload` waits for the file; `reading` is being read; `needs_columns` waits for
    /// staff to say which columns hold the name and the phone; `previewed` waits for staff to look and to apply it;
    /// `refused` can't be read; `applying` is being applied; `applied` is done; `discarded` was thrown away.
    ImportStage from domain::import::ImportStage {
        AwaitingUpload, Reading, NeedsColumns, Previewed, Refused, Applying, Applied, Discarded
    }
}

mirror! {
    /// What a column of a spreadsheet holds.
    ImportField from domain::import::ImportField {
        Id, SlNo, Name, FirstName, LastName, Address, City, State, Zip, StateZip, Phone, SecondPhone,
        PreferredLanguage, Active, CallConsent, Email, Birthday, TimeZone, Notes, Groups
    }
}

mirror! {
    /// What applying does with a row: `new` adds a person, `shared_phone` adds one who shares a phone with others,
    /// `update` changes a person, `unchanged` and `refused` do nothing.
    RowOutcome from domain::import::RowOutcome { New, Update, Unchanged, SharedPhone, Refused }
}

mirror! {
    /// What applying did with a row. `conflict`: somebody changed the person since the preview, and the row was left
    /// alone.
    RowResult from domain::import::RowResult { Created, Updated, Unchanged, Conflict }
}

/// The import of a spreadsheet.
#[derive(Serialize, ToSchema)]
pub(crate) struct Import {
    /// The import's id.
    #[schema(value_type = String)]
    id: ImportId,
    /// The file's name.
    file_name: String,
    /// The file's size in bytes.
    size: u64,
    /// Who began it: an e-mail address.
    created_by: String,
    /// When.
    created_at: Timestamp,
    /// Where it stands.
    stage: ImportStage,
    /// Why the file is refused, and what to do; null when it is not.
    #[schema(required)]
    problem: Option<String>,
    /// The request by which the browser uploads the file, without a token; null unless the import is new.
    #[schema(required)]
    upload: Option<FileRequest>,
    /// The file's columns; empty until they are known, and when the import is over.
    columns: Vec<ImportColumn>,
    /// How many rows there are; null until they are counted.
    #[schema(required)]
    rows_total: Option<u64>,
    /// How many rows are read or, while it is applied, applied.
    rows_done: u64,
    /// How many rows the preview has of each outcome.
    counts: OutcomeCounts,
    /// How many rows applying has dealt with in each way.
    applied: AppliedCounts,
    /// Counts the changes from 1.
    version: u32,
}

/// A column of the file.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportColumn {
    /// Its place, from 0.
    index: usize,
    /// Its heading.
    heading: String,
    /// What it is taken for; null: it is not imported.
    #[schema(required)]
    field: Option<ImportField>,
    /// What its first cells hold.
    samples: Vec<String>,
}

/// Rows by what applying does with them.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutcomeCounts {
    new: u64,
    update: u64,
    unchanged: u64,
    shared_phone: u64,
    refused: u64,
}

/// Rows by what applying did with them.
#[derive(Serialize, ToSchema)]
pub(crate) struct AppliedCounts {
    created: u64,
    updated: u64,
    unchanged: u64,
    conflicts: u64,
}

impl Import {
    fn of(import: domain::import::Import, upload: Option<SignedRequest>) -> Self {
        let (counts, applied) = (import.counts(), import.applied());
        Self {
            id: import.id,
            rows_done: import.rows_done(),
            file_name: import.file_name,
            size: import.size,
            created_by: import.created_by.shown_as,
            created_at: import.created_at,
            stage: import.stage.into(),
            problem: import.problem,
            upload: upload.map(FileRequest::from),
            columns: import
                .columns
                .into_iter()
                .map(|column| ImportColumn {
                    index: column.index,
                    heading: column.heading,
                    field: column.field.map(ImportField::from),
                    samples: column.samples,
                })
                .collect(),
            rows_total: import.rows_total,
            counts: OutcomeCounts {
                new: counts.new,
                update: counts.update,
                unchanged: counts.unchanged,
                shared_phone: counts.shared_phone,
                refused: counts.refused,
            },
            applied: AppliedCounts {
                created: applied.created,
                updated: applied.updated,
                unchanged: applied.unchanged,
                conflicts: applied.conflicts,
            },
            version: import.version,
        }
    }
}

/// A page of imports, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportPage {
    /// The imports. There may be fewer than `limit`, or none, and still be a next page.
    items: Vec<Import>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// A row of the file.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportRow {
    /// The row's number as the spreadsheet program shows it, from 1.
    row: u64,
    /// What applying does with it.
    outcome: RowOutcome,
    /// The name; null when the row has none.
    #[schema(required)]
    name: Option<String>,
    /// The phone; null when the row has none.
    #[schema(required)]
    phone: Option<String>,
    /// The person that the row is about; null for a new one, until the import is applied.
    #[schema(required, value_type = Option<String>)]
    contact_id: Option<ContactId>,
    /// What changes.
    changes: Vec<FieldChange>,
    /// Why the row is refused.
    errors: Vec<RowError>,
    /// What staff should know of the row besides; null when there is nothing.
    #[schema(required)]
    note: Option<String>,
    /// What applying did with it; null before, and for refused rows.
    #[schema(required)]
    result: Option<RowResult>,
}

/// What is wrong with a row.
#[derive(Serialize, ToSchema)]
pub(crate) struct RowError {
    /// The field; `row` when it is about the whole row.
    field: String,
    /// What is wrong, and what to do.
    message: String,
}

impl From<domain::import::ImportRow> for ImportRow {
    fn from(row: domain::import::ImportRow) -> Self {
        Self {
            row: row.row,
            outcome: row.outcome.into(),
            name: row.name,
            phone: row.phone,
            contact_id: row.contact_id,
            changes: row.changes.into_iter().map(FieldChange::from).collect(),
            errors: row
                .errors
                .into_iter()
                .map(|error| RowError {
                    field: error.field,
                    message: error.message,
                })
                .collect(),
            note: row.note,
            result: row.result.map(RowResult::from),
        }
    }
}

/// A page of an import's rows.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportRowPage {
    /// The rows, in the order of the file. There may be fewer than `limit`, or none, and still be a next page.
    items: Vec<ImportRow>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// A file that is to be imported.
#[derive(ToSchema)]
#[schema(example = json!({ "file_name": "members.xlsx", "size": 48213 }))]
pub(crate) struct ImportInput {
    /// The file's name.
    #[schema(min_length = 1, max_length = 200)]
    file_name: String,
    /// The file's size in bytes; at most 25 MB.
    #[schema(minimum = 1, maximum = 26214400)]
    size: u32,
}

impl FromForm for ImportInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let file_name = form.needed_text("file_name");
        if !form.has("size") {
            form.reject("size", "Say how many bytes the file has.");
        }
        let size = form.optional("size");
        Some(Self {
            file_name: file_name?,
            size: size?,
        })
    }
}

/// What the columns hold.
#[derive(ToSchema)]
#[schema(example = json!({ "columns": [{ "column": 0, "field": "name" }, { "column": 3, "field": "phone" }] }))]
pub(crate) struct PreviewInput {
    /// The columns that are not what their headings say. Left out: as before, or by their headings.
    #[schema(value_type = Option<Vec<ColumnInput>>, nullable = false)]
    columns: Option<Vec<ColumnChoice>>,
}

/// What a column holds.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what FieldValue reads")]
pub(crate) struct ColumnInput {
    /// The column's place, from 0.
    column: usize,
    /// What it holds; null: it is not imported.
    #[schema(required)]
    field: Option<ImportField>,
}

impl FieldValue for Vec<ColumnChoice> {
    const HINT: &'static str =
        "Give a list of objects, each with the column's place, from 0, and a field or null.";

    fn read(value: Value) -> Option<Self> {
        value.as_array()?.iter().map(read_choice).collect()
    }
}

fn read_choice(value: &Value) -> Option<ColumnChoice> {
    let object = value.as_object().filter(|object| object.len() == 2)?;
    let column = usize::try_from(object.get("column")?.as_u64()?).ok()?;
    let field = match object.get("field")? {
        Value::Null => None,
        Value::String(name) => Some(
            Field::ALL
                .into_iter()
                .find(|field| field.as_str() == name)?,
        ),
        _ => return None,
    };
    Some(ColumnChoice { column, field })
}

impl FromForm for PreviewInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let given = form.has("columns");
        let columns = form.optional("columns");
        (columns.is_some() || !given).then_some(Self { columns })
    }
}

/// Which rows are asked for.
pub(crate) struct RowRequest {
    filter: Option<RowFilter>,
    page: PageRequest<RowPosition>,
}

/// What rows can be asked for by.
const OUTCOMES: [(&str, RowFilter); 6] = [
    ("new", RowFilter::New),
    ("update", RowFilter::Update),
    ("unchanged", RowFilter::Unchanged),
    ("shared_phone", RowFilter::SharedPhone),
    ("refused", RowFilter::Refused),
    ("conflict", RowFilter::Conflict),
];

impl FromForm for RowRequest {
    fn from_form(form: &mut Form) -> Option<Self> {
        let outcome = form.optional::<String>("outcome");
        let filter = outcome.as_ref().and_then(|outcome| {
            let found = OUTCOMES.iter().find(|(name, _)| name == outcome);
            found.map(|(_, filter)| *filter)
        });
        if outcome.is_some() && filter.is_none() {
            let names = OUTCOMES.map(|(name, _)| name);
            form.reject("outcome", format!("Use one of {}.", names.join(", ")));
        }
        let page = PageRequest::from_form(form)?;
        Some(Self { filter, page })
    }
}

impl IntoParams for RowRequest {
    fn into_params(location: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let outcomes = ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(OUTCOMES.map(|(name, _)| name)));
        let description =
            "Only rows with which applying does this; `conflict`: rows that it left alone.";
        let mut parameters = vec![query_parameter("outcome", description, outcomes.into())];
        parameters.extend(PageRequest::<RowPosition>::into_params(location));
        parameters
    }
}

/// List imports
///
/// Newest first.
#[utoipa::path(
    get, path = "/api/imports", operation_id = "listImports", tag = "imports",
    security(("bearer" = ["viewer"])),
    params(PageRequest<ImportId>),
    responses((status = OK, description = "A page of imports.", body = ImportPage)),
)]
async fn list_imports(
    State(api): State<Shared>,
    _: Viewer,
    Query(page): Query<PageRequest<ImportId>>,
) -> Result<Json<ImportPage>> {
    let page = api.imports.list(page.start()?, page.limit).await?;
    let items = page.items.into_iter();
    Ok(Json(ImportPage {
        next_cursor: page.next.as_ref().map(cursor),
        items: items.map(|import| Import::of(import, None)).collect(),
    }))
}

/// Begin an import
///
/// Make the request in `upload` next, with the file as its body and without a token; then ask for the preview.
#[utoipa::path(
    post, path = "/api/imports", operation_id = "createImport", tag = "imports",
    security(("bearer" = ["staff"])),
    request_body = ImportInput,
    responses((
        status = CREATED, description = "The file can be uploaded.", body = Import,
        headers(("Location" = String, description = "The path of the new import.")),
    )),
)]
async fn create_import(
    State(api): State<Shared>,
    Staff(user): Staff,
    Extension(log): Extension<RequestLog>,
    Body(input): Body<ImportInput>,
) -> Result<Response> {
    let (import, upload) = api
        .imports
        .create(&input.file_name, input.size.into(), user.actor())
        .await?;
    log.note_subject(import.id.to_string());
    let location = [(header::LOCATION, format!("/api/imports/{}", import.id))];
    let import = Import::of(import, Some(upload));
    Ok((StatusCode::CREATED, location, Json(import)).into_response())
}

/// Read an import
#[utoipa::path(
    get, path = "/api/imports/{id}", operation_id = "getImport", tag = "imports",
    security(("bearer" = ["viewer"])),
    params(Id<ImportId>),
    responses((status = OK, description = "The import.", body = Import)),
)]
async fn get_import(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<ImportId>,
) -> Result<Json<Import>> {
    Ok(Json(Import::of(api.imports.get(id).await?, None)))
}

/// Discard an import
///
/// Throws it away with its files. What was applied stays.
#[utoipa::path(
    delete, path = "/api/imports/{id}", operation_id = "discardImport", tag = "imports",
    security(("bearer" = ["staff"])),
    params(Id<ImportId>),
    responses((status = NO_CONTENT, description = "It was discarded.")),
)]
async fn discard_import(
    State(api): State<Shared>,
    _: Staff,
    Id(id): Id<ImportId>,
) -> Result<StatusCode> {
    api.imports.discard(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask for the preview of an import
///
/// The uploaded file is read in the background. It can be asked for again, with other columns.
#[utoipa::path(
    post, path = "/api/imports/{id}/preview", operation_id = "previewImport", tag = "imports",
    security(("bearer" = ["staff"])),
    params(Id<ImportId>),
    request_body = PreviewInput,
    responses((status = ACCEPTED, description = "The file is being read.", body = Import)),
)]
async fn preview_import(
    State(api): State<Shared>,
    _: Staff,
    Id(id): Id<ImportId>,
    Body(input): Body<PreviewInput>,
) -> Result<(StatusCode, Json<Import>)> {
    let import = api.imports.request_preview(id, input.columns).await?;
    Ok((StatusCode::ACCEPTED, Json(Import::of(import, None))))
}

/// Apply an import
///
/// Does in the background what the preview says; rows whose person was changed meanwhile are left alone. `If-Match` may
/// name the version whose preview was seen.
#[utoipa::path(
    post, path = "/api/imports/{id}/apply", operation_id = "applyImport", tag = "imports",
    security(("bearer" = ["staff"])),
    params(
        Id<ImportId>,
        ("If-Match" = Option<String>, Header, description = "`\"<version>\"` as it was read, or `*`.", nullable = false),
    ),
    responses((status = ACCEPTED, description = "It is being applied.", body = Import)),
)]
async fn apply_import(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<ImportId>,
    IfMatch(version): IfMatch,
) -> Result<(StatusCode, Json<Import>)> {
    let seen = version.unwrap_or(ReadVersion::Any);
    let import = api.imports.request_apply(id, seen, user.actor()).await?;
    Ok((StatusCode::ACCEPTED, Json(Import::of(import, None))))
}

/// List the rows of an import
///
/// What applying does with each row of the file, and after applying, what it did.
#[utoipa::path(
    get, path = "/api/imports/{id}/rows", operation_id = "listImportRows", tag = "imports",
    security(("bearer" = ["viewer"])),
    params(Id<ImportId>, RowRequest),
    responses((status = OK, description = "A page of rows.", body = ImportRowPage)),
)]
async fn list_import_rows(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<ImportId>,
    Query(request): Query<RowRequest>,
) -> Result<Json<ImportRowPage>> {
    let start = request.page.start()?.unwrap_or_default();
    let page = api
        .imports
        .rows(id, request.filter, start, request.page.limit)
        .await?;
    Ok(Json(ImportRowPage {
        next_cursor: page.next.as_ref().map(cursor),
        items: page.items.into_iter().map(ImportRow::from).collect(),
    }))
}
