//! Groups: people who are written to together.

use app::manage_contacts::ReadVersion;
use app::manage_groups::{ManageGroups, MemberChange};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::group::GroupRule as Rule;
use domain::{ContactId, GroupId, LanguageTag};
use http::{StatusCode, header};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;
use crate::authentication::{Staff, Viewer};
use crate::extract::{Body, Id, IfMatch};
use crate::form::{FieldValue, Form, FromForm};
use crate::problem::{Problem, Result};
use crate::request_log::RequestLog;

/// The routes of this file.
pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_groups, create_group))
        .routes(routes!(get_group, change_group, delete_group))
        .routes(routes!(get_group_size))
        .routes(routes!(change_members))
}

/// People who are written to together.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "grp_01K6Q2V9GZ3M8T5R7W1X4Y6A0B",
    "name": "Spanish speakers in Dallas",
    "kind": "rule",
    "rule": { "languages": ["es"], "cities": ["Dallas"], "zip_prefixes": [], "birthday_months": [] },
    "created_at": "2026-03-01T09:30:00Z",
    "updated_at": "2026-03-01T09:30:00Z",
    "version": 1,
}))]
pub(crate) struct Group {
    /// The group's id.
    #[schema(value_type = String)]
    id: GroupId,
    /// What staff call it.
    name: String,
    /// Who is in it.
    kind: GroupKind,
    /// The rule; null for a static group.
    #[schema(required)]
    rule: Option<GroupRule>,
    /// When the record was made.
    created_at: Timestamp,
    /// When the record was last changed.
    updated_at: Timestamp,
    /// Counts the changes from 1. Send it as `If-Match: "<version>"` with a change.
    version: u32,
}

/// Who is in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GroupKind {
    /// The people who were put into it.
    Static,
    /// Whoever the rule describes when a message goes out.
    Rule,
}

/// Describes people. Each part that is not empty must hold, by any of its values.
#[derive(Serialize, ToSchema)]
pub(crate) struct GroupRule {
    /// Languages as BCP 47 tags; `zh` holds for `zh-Hant` too.
    #[schema(max_items = 20)]
    languages: Vec<String>,
    /// Cities, whole; accents and case don't matter.
    #[schema(max_items = 20)]
    cities: Vec<String>,
    /// Beginnings of ZIP or postal codes.
    #[schema(max_items = 20)]
    zip_prefixes: Vec<String>,
    /// Months of birth, 1 to 12.
    #[schema(max_items = 20)]
    birthday_months: Vec<i8>,
}

impl From<Rule> for GroupRule {
    fn from(rule: Rule) -> Self {
        Self {
            languages: rule.languages.into_iter().map(String::from).collect(),
            cities: rule.cities,
            zip_prefixes: rule.zip_prefixes,
            birthday_months: rule.birthday_months,
        }
    }
}

impl From<domain::Group> for Group {
    fn from(group: domain::Group) -> Self {
        let (kind, rule) = match group.kind {
            domain::group::GroupKind::Static => (GroupKind::Static, None),
            domain::group::GroupKind::Rule { rule } => (GroupKind::Rule, Some(rule.into())),
        };
        Self {
            id: group.id,
            name: group.name.into(),
            kind,
            rule,
            created_at: group.created_at,
            updated_at: group.updated_at,
            version: group.version,
        }
    }
}

/// All groups.
#[derive(Serialize, ToSchema)]
pub(crate) struct GroupPage {
    /// The groups, by name.
    items: Vec<Group>,
    /// Always null: a church's groups fit on one page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// A rule as it is given.
#[derive(Default, ToSchema)]
pub(crate) struct GroupRuleInput {
    /// Languages as BCP 47 tags; `zh` holds for `zh-Hant` too.
    #[schema(value_type = Option<Vec<String>>, nullable = false, max_items = 20)]
    languages: Vec<LanguageTag>,
    /// Cities, whole; accents and case don't matter.
    #[schema(value_type = Option<Vec<String>>, nullable = false, max_items = 20)]
    cities: Vec<String>,
    /// Beginnings of ZIP or postal codes.
    #[schema(value_type = Option<Vec<String>>, nullable = false, max_items = 20)]
    zip_prefixes: Vec<String>,
    /// Months of birth, 1 to 12.
    #[schema(value_type = Option<Vec<i8>>, nullable = false, max_items = 20)]
    birthday_months: Vec<i8>,
}

impl From<GroupRuleInput> for Rule {
    fn from(input: GroupRuleInput) -> Self {
        Self {
            languages: input.languages,
            cities: input.cities,
            zip_prefixes: input.zip_prefixes,
            birthday_months: input.birthday_months,
        }
    }
}

/// Reads a rule, which is an object of its own, and reports its mistakes with those of the whole.
fn read_rule(form: &mut Form) -> Option<Option<GroupRuleInput>> {
    let Some(mut inner) = form.nested("rule")? else {
        return Some(None);
    };
    let tags = inner
        .optional::<Vec<String>>("languages")
        .unwrap_or_default();
    let mut rule = GroupRuleInput {
        cities: inner.optional("cities").unwrap_or_default(),
        zip_prefixes: inner.optional("zip_prefixes").unwrap_or_default(),
        birthday_months: inner
            .optional::<Vec<i8>>("birthday_months")
            .unwrap_or_default(),
        languages: Vec::new(),
    };
    for tag in tags {
        match LanguageTag::parse(&tag) {
            Ok(tag) => rule.languages.push(tag),
            Err(error) => inner.reject("languages", error.to_string()),
        }
    }
    form.absorb("rule", inner);
    Some(Some(rule))
}

impl FieldValue for Vec<i8> {
    const HINT: &'static str = "Give a list of whole numbers.";

    fn read(value: serde_json::Value) -> Option<Self> {
        serde_json::from_value(value).ok()
    }
}

/// A new group.
#[derive(ToSchema)]
#[schema(example = json!({ "name": "Choir", "kind": "static" }))]
pub(crate) struct GroupInput {
    /// What staff call it.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// Whether people are put into it one by one, or described by the rule.
    #[expect(
        dead_code,
        reason = "it says whether a rule must be there, and the rule says the rest"
    )]
    kind: GroupKind,
    /// The rule of a group with a rule.
    rule: Option<GroupRuleInput>,
}

impl FromForm for GroupInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let name = form.needed_text("name");
        let kind = match form.needed_text("kind").as_deref() {
            Some("static") => Some(GroupKind::Static),
            Some("rule") => Some(GroupKind::Rule),
            Some(_) => {
                form.reject("kind", "Use \"static\" or \"rule\".");
                None
            }
            None => None,
        };
        let rule = read_rule(form)?;
        let (name, kind) = (name?, kind?);
        match (kind, &rule) {
            (GroupKind::Static, Some(_)) => {
                form.reject(
                    "rule",
                    "A static group has no rule. Remove it, or set kind to \"rule\".",
                );
                return None;
            }
            (GroupKind::Rule, None) => {
                form.reject("rule", "Say who belongs: give the rule.");
                return None;
            }
            _ => {}
        }
        Some(Self { name, kind, rule })
    }
}

/// A change of a group. What is left out stays as it is.
#[derive(ToSchema)]
#[schema(as = GroupChange, example = json!({ "name": "Youth choir" }))]
pub(crate) struct GroupChangeInput {
    /// What staff call it.
    #[schema(nullable = false, min_length = 1, max_length = 60)]
    name: Option<String>,
    /// The whole new rule of a group with a rule.
    #[schema(nullable = false)]
    rule: Option<GroupRuleInput>,
}

impl FromForm for GroupChangeInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let name = form.optional("name");
        let rule = read_rule(form)?;
        Some(Self { name, rule })
    }
}

/// People to be put into a group, and to be taken out.
#[derive(ToSchema)]
#[schema(example = json!({ "add": ["con_01K6Q2V9GZ3M8T5R7W1X4Y6A0B"], "remove": [] }))]
pub(crate) struct MembersInput {
    /// Ids of contacts to be put in.
    #[schema(value_type = Option<Vec<String>>, nullable = false, max_items = 100)]
    add: Vec<ContactId>,
    /// Ids of contacts to be taken out.
    #[schema(value_type = Option<Vec<String>>, nullable = false, max_items = 100)]
    remove: Vec<ContactId>,
}

impl FromForm for MembersInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let add = read_people(form, "add");
        let remove = read_people(form, "remove");
        let (add, remove) = (add?, remove?);
        let people = add.len() + remove.len();
        if !(1..=ManageGroups::MAXIMUM_MEMBERS).contains(&people) {
            let message = format!("Name 1 to {} people.", ManageGroups::MAXIMUM_MEMBERS);
            form.reject("add", message);
            return None;
        }
        Some(Self { add, remove })
    }
}

fn read_people(form: &mut Form, field: &str) -> Option<Vec<ContactId>> {
    if !form.has(field) {
        return Some(Vec::new());
    }
    let texts = form.optional::<Vec<String>>(field)?;
    let ids: Option<Vec<ContactId>> = texts.iter().map(|text| text.parse().ok()).collect();
    if ids.is_none() {
        form.reject(field, "Give ids of contacts, which start with \"con_\".");
    }
    ids
}

/// How many people were put in and taken out.
#[derive(Serialize, ToSchema)]
pub(crate) struct MembersChanged {
    /// Put in; those who were in already are not counted.
    added: u64,
    /// Taken out; those who were not in are not counted.
    removed: u64,
}

/// How many people are in a group.
#[derive(Serialize, ToSchema)]
pub(crate) struct GroupSize {
    /// The number counted.
    people: u64,
    /// False: there are more than were counted.
    is_complete: bool,
}

/// A group with its version as the entity tag.
fn tagged(group: domain::Group) -> impl IntoResponse {
    let tag = format!("\"{}\"", group.version);
    ([(header::ETAG, tag)], Json(Group::from(group)))
}

/// List all groups
#[utoipa::path(
    get, path = "/api/groups", operation_id = "listGroups", tag = "groups",
    security(("bearer" = ["viewer"])),
    responses((status = OK, description = "All groups, by name.", body = GroupPage)),
)]
async fn list_groups(State(api): State<Shared>, _: Viewer) -> Result<Json<GroupPage>> {
    let mut groups = api.groups.list_groups().await?;
    groups.sort_by_cached_key(|group| domain::directory::folded(group.name.as_str()));
    Ok(Json(GroupPage {
        items: groups.into_iter().map(Group::from).collect(),
        next_cursor: None,
    }))
}

/// Add a group
#[utoipa::path(
    post, path = "/api/groups", operation_id = "createGroup", tag = "groups",
    security(("bearer" = ["staff"])),
    request_body = GroupInput,
    responses((
        status = CREATED, description = "The group was added.", body = Group,
        headers(
            ("ETag" = String, description = "The record's version, in quotation marks."),
            ("Location" = String, description = "The path of the new group."),
        ),
    )),
)]
async fn create_group(
    State(api): State<Shared>,
    _: Staff,
    Extension(log): Extension<RequestLog>,
    Body(input): Body<GroupInput>,
) -> Result<Response> {
    let rule = input.rule.map(Rule::from);
    let group = api.manage_groups.create(&input.name, rule).await?;
    log.note_subject(group.id.to_string());
    let location = [(header::LOCATION, format!("/api/groups/{}", group.id))];
    Ok((StatusCode::CREATED, location, tagged(group)).into_response())
}

/// Read a group
#[utoipa::path(
    get, path = "/api/groups/{id}", operation_id = "getGroup", tag = "groups",
    security(("bearer" = ["viewer"])),
    params(Id<GroupId>),
    responses((
        status = OK, description = "The group.", body = Group,
        headers(("ETag" = String, description = "The record's version, in quotation marks.")),
    )),
)]
async fn get_group(State(api): State<Shared>, _: Viewer, Id(id): Id<GroupId>) -> Result<Response> {
    let group = api.groups.get_group(id).await?;
    let group = group.ok_or_else(|| Problem::not_found("group"))?;
    Ok(tagged(group).into_response())
}

/// Count the people in a group
///
/// Counts as far as a bounded number of questions to the store goes.
#[utoipa::path(
    get, path = "/api/groups/{id}/size", operation_id = "getGroupSize", tag = "groups",
    security(("bearer" = ["viewer"])),
    params(Id<GroupId>),
    responses((status = OK, description = "How many there are, or at least how many.", body = GroupSize)),
)]
async fn get_group_size(
    State(api): State<Shared>,
    _: Viewer,
    Id(id): Id<GroupId>,
) -> Result<Json<GroupSize>> {
    let size = api.find_contacts.group_size(id).await?;
    Ok(Json(GroupSize {
        people: size.people,
        is_complete: size.is_complete,
    }))
}

/// Change a group
///
/// Changes the name or the rule. `If-Match` names the version that was read.
#[utoipa::path(
    patch, path = "/api/groups/{id}", operation_id = "changeGroup", tag = "groups",
    security(("bearer" = ["staff"])),
    params(
        Id<GroupId>,
        ("If-Match" = String, Header, description = "`\"<version>\"` as it was read, or `*` to change whatever is there.", example = "\"1\""),
    ),
    request_body = GroupChangeInput,
    responses((
        status = OK, description = "The group, changed.", body = Group,
        headers(("ETag" = String, description = "The record's new version, in quotation marks.")),
    )),
)]
async fn change_group(
    State(api): State<Shared>,
    _: Staff,
    Id(id): Id<GroupId>,
    IfMatch(version): IfMatch,
    Body(input): Body<GroupChangeInput>,
) -> Result<Response> {
    let version: ReadVersion = version.ok_or_else(IfMatch::missing)?;
    let rule = input.rule.map(Rule::from);
    let group = api
        .manage_groups
        .change(id, version, input.name.as_deref(), rule)
        .await?;
    Ok(tagged(group).into_response())
}

/// Delete a group
///
/// The group is gone at once. Its people stay; a little later they are taken out of it.
#[utoipa::path(
    delete, path = "/api/groups/{id}", operation_id = "deleteGroup", tag = "groups",
    security(("bearer" = ["staff"])),
    params(Id<GroupId>),
    responses((status = NO_CONTENT, description = "The group was deleted.")),
)]
async fn delete_group(
    State(api): State<Shared>,
    _: Staff,
    Id(id): Id<GroupId>,
) -> Result<StatusCode> {
    api.manage_groups.delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put people into a group and take others out
///
/// Only of a static group. It may be repeated: who is in already stays in.
#[utoipa::path(
    post, path = "/api/groups/{id}/members", operation_id = "changeGroupMembers", tag = "groups",
    security(("bearer" = ["staff"])),
    params(Id<GroupId>),
    request_body = MembersInput,
    responses((status = OK, description = "How many people were put in and taken out.", body = MembersChanged)),
)]
async fn change_members(
    State(api): State<Shared>,
    Staff(user): Staff,
    Id(id): Id<GroupId>,
    Body(input): Body<MembersInput>,
) -> Result<Json<MembersChanged>> {
    let change = MemberChange {
        add: input.add,
        remove: input.remove,
    };
    let changed = api
        .manage_groups
        .change_members(id, change, user.actor())
        .await?;
    Ok(Json(MembersChanged {
        added: changed.added,
        removed: changed.removed,
    }))
}
