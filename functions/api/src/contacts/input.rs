//! What is given of a person: a new one, or a change.

use std::collections::BTreeSet;

use domain::GroupId;
use domain::contact::ContactChange;
use utoipa::ToSchema;

use crate::form::{Form, FromForm};

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
    /// Whether the person has agreed to be called by an automatic voice. False when left out.
    #[schema(nullable = false, default = false)]
    call_consent: Option<bool>,
    /// E-mail address.
    #[schema(max_length = 254)]
    email: Option<String>,
    /// Birthday: `1980-03-01`, or `--03-01` where the year is not known.
    #[schema(max_length = 10)]
    birthday: Option<String>,
    /// The time zone as an IANA name, where it is another than the ZIP code says.
    #[schema(max_length = 40)]
    time_zone: Option<String>,
    /// What staff should know.
    #[schema(max_length = 2000)]
    notes: Option<String>,
    /// The groups to put the person into.
    #[schema(value_type = Option<Vec<String>>, nullable = false, max_items = 20)]
    group_ids: Option<BTreeSet<GroupId>>,
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
            call_consent: form.optional("call_consent"),
            email: form.clearable("email").flatten(),
            birthday: form.clearable("birthday").flatten(),
            time_zone: form.clearable("time_zone").flatten(),
            notes: form.clearable("notes").flatten(),
            group_ids: read_groups(form),
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
            call_consent: input.call_consent,
            email: Some(input.email),
            birthday: Some(input.birthday),
            time_zone: Some(input.time_zone),
            notes: Some(input.notes),
            groups: input.group_ids,
        }
    }
}

/// Reads ids of groups, each once.
fn read_groups(form: &mut Form) -> Option<BTreeSet<GroupId>> {
    let mut groups = BTreeSet::new();
    for text in form.optional::<Vec<String>>("group_ids")? {
        let Ok(id) = text.parse() else {
            let shown: String = text.chars().take(40).collect();
            let message = format!("\"{shown}\" is not a group's id. Ids start with \"grp_\".");
            form.reject("group_ids", message);
            return None;
        };
        groups.insert(id);
    }
    Some(groups)
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
    /// Whether the person has agreed to be called by an automatic voice.
    #[schema(nullable = false)]
    call_consent: Option<bool>,
    /// E-mail address.
    #[schema(value_type = Option<String>, max_length = 254)]
    email: Option<Option<String>>,
    /// Birthday: `1980-03-01`, or `--03-01` where the year is not known.
    #[schema(value_type = Option<String>, max_length = 10)]
    birthday: Option<Option<String>>,
    /// The time zone as an IANA name; null: the one of the ZIP code.
    #[schema(value_type = Option<String>, max_length = 40)]
    time_zone: Option<Option<String>>,
    /// What staff should know.
    #[schema(value_type = Option<String>, max_length = 2000)]
    notes: Option<Option<String>>,
    /// All groups that the person is to be in.
    #[schema(value_type = Option<Vec<String>>, nullable = false, max_items = 20)]
    group_ids: Option<BTreeSet<GroupId>>,
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
            call_consent: form.optional("call_consent"),
            email: form.clearable("email"),
            birthday: form.clearable("birthday"),
            time_zone: form.clearable("time_zone"),
            notes: form.clearable("notes"),
            group_ids: read_groups(form),
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
            call_consent: input.call_consent,
            email: input.email,
            birthday: input.birthday,
            time_zone: input.time_zone,
            notes: input.notes,
            groups: input.group_ids,
        }
    }
}
