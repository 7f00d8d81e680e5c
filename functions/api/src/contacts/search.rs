//! Whom staff look for, as the query of an address says it.

use app::find_contacts::ContactSearch;
use domain::directory::{DirectorySort, ListPosition};
use domain::{GroupId, LanguageTag};
use utoipa::IntoParams;
use utoipa::PartialSchema;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use crate::form::{Form, FromForm};
use crate::paging::{PageRequest, query_parameter};

/// No name is longer; the limit keeps questions short.
const MAXIMUM_SEARCH: usize = 100;

/// Which people are asked for, and which page of them.
pub(crate) struct ContactFilter {
    pub(super) search: ContactSearch,
    pub(super) page: PageRequest<ListPosition>,
}

impl FromForm for ContactFilter {
    fn from_form(form: &mut Form) -> Option<Self> {
        let search = form.optional::<String>("search").unwrap_or_default();
        if search.chars().count() > MAXIMUM_SEARCH {
            form.reject(
                "search",
                format!("Shorten this to {MAXIMUM_SEARCH} characters."),
            );
        }
        let language = read(
            form,
            "language",
            |text| LanguageTag::parse(text).ok(),
            "Use a language code such as \"es\".",
        );
        let active = read(form, "active", read_flag, TRUE_OR_FALSE);
        let opted_out = read(form, "opted_out", read_flag, TRUE_OR_FALSE);
        let group = read(
            form,
            "group",
            |text| text.parse::<GroupId>().ok(),
            "Use a group's id, which starts with \"grp_\".",
        );
        let sort = read(form, "sort", read_sort, "Use \"name\" or \"sl_no\".");
        let page = PageRequest::from_form(form)?;
        let search = ContactSearch {
            search: (!search.trim().is_empty()).then_some(search),
            language,
            active,
            opted_out,
            group,
            sort: sort.unwrap_or_default(),
        };
        Some(Self { search, page })
    }
}

const TRUE_OR_FALSE: &str = "Use true or false.";

fn read_flag(text: &str) -> Option<bool> {
    text.parse().ok()
}

fn read_sort(text: &str) -> Option<DirectorySort> {
    match text {
        "name" => Some(DirectorySort::Name),
        "sl_no" => Some(DirectorySort::SlNo),
        _ => None,
    }
}

/// Reads a parameter that may be left out; an empty one counts as left out.
fn read<T>(
    form: &mut Form,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
    hint: &str,
) -> Option<T> {
    let text = form
        .optional::<String>(name)
        .filter(|text| !text.is_empty())?;
    let value = parse(&text);
    if value.is_none() {
        form.reject(name, hint);
    }
    value
}

impl IntoParams for ContactFilter {
    fn into_params(location: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let flag = || ObjectBuilder::new().schema_type(Type::Boolean).into();
        let sort = ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(["name", "sl_no"]))
            .default(Some("name".into()));
        let mut parameters = vec![
            query_parameter(
                "search",
                "Beginnings of words of the name or city, whatever their case and accents; or three or more digits: \
                 the end of the phone number; or one or two: the number in the spreadsheet.",
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .max_length(Some(MAXIMUM_SEARCH))
                    .into(),
            ),
            query_parameter(
                "language",
                "Reads this language, or a variety of it.",
                String::schema(),
            ),
            query_parameter("group", "Is in this group.", String::schema()),
            query_parameter("active", "Gets messages, or does not.", flag()),
            query_parameter("opted_out", "Asked not to be texted, or did not.", flag()),
            query_parameter(
                "sort",
                "The order. A search has its own: by the word that was found, then by name.",
                sort.into(),
            ),
        ];
        parameters.extend(PageRequest::<ListPosition>::into_params(location));
        parameters
    }
}
