//! Whom a message is for: everyone, these people, or these groups, and never two of them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hash;
use std::str::FromStr;

use domain::{Audience, ContactId, GroupId};
use serde::{Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::form::{Form, FromForm};

/// One of `send_to_all`, `contact_ids` and `group_ids`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AudienceChoice(Audience);

impl From<AudienceChoice> for Audience {
    fn from(choice: AudienceChoice) -> Self {
        choice.0
    }
}

impl FromForm for AudienceChoice {
    fn from_form(form: &mut Form) -> Option<Self> {
        let listed: Vec<&str> = ["contact_ids", "group_ids"]
            .into_iter()
            .filter(|field| form.has(field))
            .collect();
        let all_given = form.has("send_to_all");
        let all = form.optional::<bool>("send_to_all");
        let contacts = form.optional::<Vec<String>>("contact_ids");
        let groups = form.optional::<Vec<String>>("group_ids");
        if listed.len() + usize::from(all_given && all != Some(false)) > 1 {
            form.reject(
                "send_to_all",
                "Choose one: send to everyone, to the people in contact_ids, or to the groups in group_ids. \
                 Remove the other fields.",
            );
            return None;
        }
        match listed.first() {
            Some(&"contact_ids") => {
                let contact_ids = read_contacts(form, contacts?)?;
                return Some(Self(Audience::Contacts { contact_ids }));
            }
            Some(_) => {
                let group_ids = read_groups(form, groups?)?;
                return Some(Self(Audience::Groups { group_ids }));
            }
            None => {}
        }
        if all == Some(true) {
            return Some(Self(Audience::All));
        }
        // A value of another type has been reported.
        if !all_given || all.is_some() {
            form.reject(
                "send_to_all",
                "Say whom it is for: set send_to_all to true, or list contact_ids or group_ids.",
            );
        }
        None
    }
}

/// Reads the chosen people.
fn read_contacts(form: &mut Form, ids: Vec<String>) -> Option<Vec<ContactId>> {
    let ids = read_ids(form, "contact_ids", "contact", ContactId::PREFIX, ids)?;
    let maximum = Audience::MAXIMUM_CONTACTS;
    check_count(
        form,
        "contact_ids",
        ids.len(),
        maximum,
        ("person", "people"),
    )?;
    Some(ids)
}

/// Reads the chosen groups.
fn read_groups(form: &mut Form, ids: Vec<String>) -> Option<Vec<GroupId>> {
    let ids = read_ids(form, "group_ids", "group", GroupId::PREFIX, ids)?;
    let maximum = Audience::MAXIMUM_GROUPS;
    check_count(form, "group_ids", ids.len(), maximum, ("group", "groups"))?;
    Some(ids)
}

/// Reads ids, each once, in the order given.
fn read_ids<T: FromStr + Copy + Eq + Hash>(
    form: &mut Form,
    field: &str,
    noun: &str,
    prefix: &str,
    texts: Vec<String>,
) -> Option<Vec<T>> {
    let mut seen = HashSet::new();
    let mut ids = Vec::new();
    for text in texts {
        let Ok(id) = text.parse::<T>() else {
            let shown: String = text.chars().take(40).collect();
            let message = format!("\"{shown}\" is not a {noun}'s id. Ids start with \"{prefix}\".");
            form.reject(field, message);
            return None;
        };
        if seen.insert(id) {
            ids.push(id);
        }
    }
    Some(ids)
}

fn check_count(
    form: &mut Form,
    field: &str,
    chosen: usize,
    maximum: usize,
    (one, many): (&str, &str),
) -> Option<()> {
    if chosen == 0 {
        let message = format!("Choose at least one {one}, or set send_to_all to true.");
        form.reject(field, message);
        return None;
    }
    if chosen > maximum {
        form.reject(
            field,
            format!("Choose at most {maximum} {many}: there are {chosen}."),
        );
        return None;
    }
    Some(())
}

/// The canonical form: people and groups in order of their ids, whatever order they were given in.
impl Serialize for AudienceChoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "snake_case")]
        enum Canonical {
            SendToAll(bool),
            ContactIds(Vec<ContactId>),
            GroupIds(Vec<GroupId>),
        }

        let canonical = match &self.0 {
            Audience::All => Canonical::SendToAll(true),
            Audience::Contacts { contact_ids } => {
                let mut contact_ids = contact_ids.clone();
                contact_ids.sort_unstable();
                Canonical::ContactIds(contact_ids)
            }
            // Nobody can choose it here.
            Audience::Reply { .. } => Canonical::ContactIds(Vec::new()),
            Audience::Groups { group_ids } => {
                let mut group_ids = group_ids.clone();
                group_ids.sort_unstable();
                Canonical::GroupIds(group_ids)
            }
        };
        canonical.serialize(serializer)
    }
}

impl PartialSchema for AudienceChoice {
    fn schema() -> RefOr<Schema> {
        let everyone = ObjectBuilder::new()
            .title(Some("Everyone"))
            .property(
                "send_to_all",
                ObjectBuilder::new()
                    .schema_type(Type::Boolean)
                    .enum_values(Some([true])),
            )
            .required("send_to_all");
        let ids = ArrayBuilder::new()
            .items(ObjectBuilder::new().schema_type(Type::String))
            .min_items(Some(1))
            .max_items(Some(Audience::MAXIMUM_CONTACTS));
        let chosen = ObjectBuilder::new()
            .title(Some("ChosenPeople"))
            .property("contact_ids", ids)
            .required("contact_ids");
        let ids = ArrayBuilder::new()
            .items(ObjectBuilder::new().schema_type(Type::String))
            .min_items(Some(1))
            .max_items(Some(Audience::MAXIMUM_GROUPS));
        let groups = ObjectBuilder::new()
            .title(Some("ChosenGroups"))
            .property("group_ids", ids)
            .required("group_ids");
        OneOfBuilder::new()
            .item(everyone)
            .item(chosen)
            .item(groups)
            .description(Some(
                "Whom a message is for: everyone, the people listed, or whoever is in one of the groups listed when \
                 the message goes out.",
            ))
            .examples([serde_json::json!({ "send_to_all": true })])
            .into()
    }
}

impl ToSchema for AudienceChoice {
    fn name() -> Cow<'static, str> {
        "AudienceChoice".into()
    }
}
