//! Whom a message is for, as a request says it: everyone, or these people, and never both.

use std::borrow::Cow;
use std::collections::HashSet;

use domain::{Audience, ContactId};
use serde::{Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::form::{Form, FromForm};

/// Either `send_to_all` or `contact_ids`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AudienceChoice(Audience);

impl From<AudienceChoice> for Audience {
    fn from(choice: AudienceChoice) -> Self {
        choice.0
    }
}

impl FromForm for AudienceChoice {
    fn from_form(form: &mut Form) -> Option<Self> {
        let both = form.has("send_to_all") && form.has("contact_ids");
        let all_given = form.has("send_to_all");
        let all = form.optional::<bool>("send_to_all");
        let ids_given = form.has("contact_ids");
        let ids = form.optional::<Vec<String>>("contact_ids");
        if both && all != Some(false) {
            form.reject(
                "send_to_all",
                "Choose one: send to everyone, or to the people in contact_ids. Remove the other field.",
            );
            return None;
        }
        if ids_given {
            return read_contacts(form, ids?)
                .map(|contact_ids| Self(Audience::Contacts { contact_ids }));
        }
        if all == Some(true) {
            return Some(Self(Audience::All));
        }
        // A value of another type has been reported.
        if !all_given || all.is_some() {
            form.reject(
                "send_to_all",
                "Say whom it is for: set send_to_all to true, or list contact_ids.",
            );
        }
        None
    }
}

/// Reads the chosen people, each once, in the order given.
fn read_contacts(form: &mut Form, ids: Vec<String>) -> Option<Vec<ContactId>> {
    let mut seen = HashSet::new();
    let mut contact_ids = Vec::new();
    for text in ids {
        let Ok(id) = text.parse::<ContactId>() else {
            let shown: String = text.chars().take(40).collect();
            form.reject(
                "contact_ids",
                format!("\"{shown}\" is not a contact's id. Ids start with \"con_\"."),
            );
            return None;
        };
        if seen.insert(id) {
            contact_ids.push(id);
        }
    }
    let maximum = Audience::MAXIMUM_CONTACTS;
    if contact_ids.is_empty() {
        form.reject(
            "contact_ids",
            "Choose at least one person, or set send_to_all to true.",
        );
        return None;
    }
    if contact_ids.len() > maximum {
        let chosen = contact_ids.len();
        form.reject(
            "contact_ids",
            format!("Choose at most {maximum} people: there are {chosen}."),
        );
        return None;
    }
    Some(contact_ids)
}

/// The canonical form: people in order of their ids, whatever order they were given in.
impl Serialize for AudienceChoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "snake_case")]
        enum Canonical {
            SendToAll(bool),
            ContactIds(Vec<ContactId>),
        }

        let canonical = match &self.0 {
            Audience::All => Canonical::SendToAll(true),
            Audience::Contacts { contact_ids } => {
                let mut contact_ids = contact_ids.clone();
                contact_ids.sort_unstable();
                Canonical::ContactIds(contact_ids)
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
        OneOfBuilder::new()
            .item(everyone)
            .item(chosen)
            .description(Some(
                "Whom a message is for: either everyone, or the people listed.",
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
