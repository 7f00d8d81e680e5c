//! Reading what people and programs send, field by field, so that all mistakes are reported at once and
//! in plain words: a decoder that stops at the first mistake, and words it for programmers, does neither.

use domain::FieldError;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::problem::{Problem, Result};

/// No request of ours has nearly as many; each that is not ours makes the answer longer.
const MAXIMUM_MEMBERS: usize = 100;

/// The fields of a JSON object, or the parameters of a query, and the mistakes found in them so far.
#[derive(Debug)]
pub(crate) struct Form {
    /// What the fields are called in sentences: "field" or "parameter".
    noun: &'static str,
    fields: Vec<(String, Value)>,
    errors: Vec<FieldError>,
}

/// Something that is read from a form.
pub(crate) trait FromForm: Sized {
    /// Reads the fields. `None` when there were mistakes, which the form keeps.
    fn from_form(form: &mut Form) -> Option<Self>;
}

/// A value of a single field.
pub(crate) trait FieldValue: Sized {
    /// What to do when the value has another type.
    const HINT: &'static str;

    /// Reads the value; `None` when it has another type.
    fn read(value: Value) -> Option<Self>;
}

impl FieldValue for String {
    const HINT: &'static str = "Use text.";

    fn read(value: Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

impl FieldValue for bool {
    const HINT: &'static str = "Use true or false.";

    fn read(value: Value) -> Option<Self> {
        value.as_bool()
    }
}

impl FieldValue for u32 {
    const HINT: &'static str = "Use a whole number, 0 or more.";

    fn read(value: Value) -> Option<Self> {
        value.as_u64().and_then(|number| number.try_into().ok())
    }
}

impl FieldValue for i64 {
    const HINT: &'static str = "Use a whole number.";

    fn read(value: Value) -> Option<Self> {
        value.as_i64()
    }
}

impl FieldValue for Vec<String> {
    const HINT: &'static str = "Use a list of texts.";

    fn read(value: Value) -> Option<Self> {
        match value {
            Value::Array(items) => items.into_iter().map(String::read).collect(),
            _ => None,
        }
    }
}

impl Form {
    /// Takes a body apart.
    ///
    /// # Errors
    /// When it is not JSON, or no object.
    pub(crate) fn from_json(body: &[u8]) -> Result<Self> {
        let Members(members) =
            serde_json::from_slice(body).map_err(|error| not_an_object(&error))?;
        Ok(Self::new("field", members))
    }

    /// Takes the query of an address apart, without the question mark.
    pub(crate) fn from_query(query: &str) -> Self {
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        let members =
            pairs.map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())));
        Self::new("parameter", members.collect())
    }

    fn new(noun: &'static str, members: Vec<(String, Value)>) -> Self {
        let mut form = Self {
            noun,
            fields: Vec::with_capacity(members.len()),
            errors: Vec::new(),
        };
        if members.len() > MAXIMUM_MEMBERS {
            form.reject(noun, format!("Give at most {MAXIMUM_MEMBERS} {noun}s."));
        }
        for (name, value) in members.into_iter().take(MAXIMUM_MEMBERS) {
            if form.has(&name) {
                form.reject(&name, format!("Give this {noun} once."));
            } else {
                form.fields.push((name, value));
            }
        }
        form
    }

    /// Whether the field is there and has not been read yet.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|(name, _)| name == field)
    }

    /// The names of the fields that have not been read yet.
    pub(crate) fn names(&self) -> Vec<String> {
        self.fields.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Notes a mistake.
    pub(crate) fn reject(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError::new(field, message));
    }

    /// Reads a field that may be left out, and may not be null.
    pub(crate) fn optional<T: FieldValue>(&mut self, field: &str) -> Option<T> {
        let value = self.take(field)?;
        let read = T::read(value);
        if read.is_none() {
            self.reject(field, T::HINT);
        }
        read
    }

    /// Reads a field that may be left out, which is `None`, or null, which is `Some(None)`.
    pub(crate) fn clearable<T: FieldValue>(&mut self, field: &str) -> Option<Option<T>> {
        let value = self.take(field)?;
        if value.is_null() {
            return Some(None);
        }
        let read = T::read(value);
        if read.is_none() {
            self.reject(field, T::HINT);
        }
        read.map(Some)
    }

    /// Reads a field that must be there. One that is left out reads as the empty text, so that the rule
    /// which refuses an empty one words the remedy, and other mistakes are still found.
    pub(crate) fn needed_text(&mut self, field: &str) -> Option<String> {
        if self.has(field) {
            self.optional(field)
        } else {
            Some(String::new())
        }
    }

    /// Opens a field that holds an object of its own, as a form that [`Form::absorb`] puts back. It may be left out,
    /// which is `Some(None)`; `None` when it is something else, which is noted.
    pub(crate) fn nested(&mut self, field: &str) -> Option<Option<Form>> {
        let Some(value) = self.take(field).filter(|value| !value.is_null()) else {
            return Some(None);
        };
        match value {
            Value::Object(members) => {
                Some(Some(Self::new(self.noun, members.into_iter().collect())))
            }
            _ => {
                self.reject(field, "Give an object, with fields between { and }.");
                None
            }
        }
    }

    /// Reads a list of objects of at most `most`, each with `read`, under names such as `keywords[1].answer`. One that is
    /// left out is empty; `None` when something is wrong, which is noted.
    pub(crate) fn nested_list<T>(
        &mut self,
        field: &str,
        most: usize,
        mut read: impl FnMut(&mut Form) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Some(value) = self.take(field) else {
            return Some(Vec::new());
        };
        let Value::Array(values) = value else {
            self.reject(field, "Give a list of objects, between [ and ].");
            return None;
        };
        if values.len() > most {
            self.reject(
                field,
                format!("Give at most {most}: there are {}.", values.len()),
            );
            return None;
        }
        let mut items = Some(Vec::new());
        for (index, value) in values.into_iter().enumerate() {
            let place = format!("{field}[{index}]");
            let Value::Object(members) = value else {
                self.reject(&place, "Give an object, with fields between { and }.");
                items = None;
                continue;
            };
            let mut nested = Self::new(self.noun, members.into_iter().collect());
            let item = read(&mut nested);
            self.absorb(&place, nested);
            match (item, &mut items) {
                (Some(item), Some(items)) => items.push(item),
                _ => items = None,
            }
        }
        items
    }

    /// How many mistakes were found so far.
    pub(crate) fn mistakes(&self) -> usize {
        self.errors.len()
    }

    /// Takes over the mistakes of a nested form, and the fields that nobody asked for, under the name of its field.
    pub(crate) fn absorb(&mut self, field: &str, nested: Form) {
        let within = |name: &str| format!("{field}.{name}");
        for error in nested.errors {
            self.reject(&within(&error.field), error.message);
        }
        for (name, value) in nested.fields {
            self.fields.push((within(&name), value));
        }
    }

    fn take(&mut self, field: &str) -> Option<Value> {
        let index = self.fields.iter().position(|(name, _)| name == field)?;
        Some(self.fields.swap_remove(index).1)
    }

    /// Reads the whole form: every mistake is reported, and every field that nobody asked for.
    ///
    /// # Errors
    /// One error for each mistake.
    pub(crate) fn read<T: FromForm>(mut self) -> Result<T> {
        let read = T::from_form(&mut self);
        let noun = self.noun;
        let unknown = self.fields.iter().map(|(name, _)| {
            // A long name is nobody's typing mistake, and would only make the answer long.
            let name: String = name.chars().take(100).collect();
            let message = format!("There is no {noun} \"{name}\" here. Remove it.");
            FieldError::new(name, message)
        });
        self.errors.extend(unknown);
        match read {
            Some(read) if self.errors.is_empty() => Ok(read),
            _ if self.errors.is_empty() => {
                Err(Problem::failure("a form was refused without an error"))
            }
            _ => Err(Problem::wrong_fields(self.errors)),
        }
    }
}

fn not_an_object(error: &serde_json::Error) -> Problem {
    if error.is_data() {
        return Problem::malformed(
            "The body is JSON, but not an object. Send fields with their values between { and }.",
        );
    }
    Problem::malformed(format!(
        "The body is not valid JSON: see line {}, column {}. Correct it and send it again.",
        error.line(),
        error.column()
    ))
}

/// The members of an object in order; a map would keep the last of two with one name in silence.
struct Members(Vec<(String, Value)>);

impl<'de> serde::Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Takes every kind of value.
    #[derive(Debug)]
    struct Everything;

    impl FromForm for Everything {
        fn from_form(form: &mut Form) -> Option<Self> {
            form.optional::<String>("text");
            form.optional::<bool>("flag");
            form.clearable::<u32>("number");
            form.needed_text("needed");
            form.optional::<Vec<String>>("list");
            form.nested_list("objects", 3, |nested| nested.optional::<bool>("flag"));
            if let Some(mut nested) = form.nested("nested")? {
                nested.optional::<bool>("flag");
                form.absorb("nested", nested);
            }
            Some(Self)
        }
    }

    #[test]
    fn every_value_of_its_type_is_read() {
        let body = r#"{"text":"a","flag":false,"number":null,"needed":"b","list":["c"]}"#;
        let form = Form::from_json(body.as_bytes()).expect("an object");
        assert!(form.read::<Everything>().is_ok());
    }

    #[test]
    fn absent_null_and_given_are_told_apart() {
        let read = |body: &str| {
            let mut form = Form::from_json(body.as_bytes()).expect("an object");
            (form.clearable::<u32>("number"), form.errors.len())
        };
        assert_eq!(read("{}"), (None, 0));
        assert_eq!(read(r#"{"number":null}"#), (Some(None), 0));
        assert_eq!(read(r#"{"number":7}"#), (Some(Some(7)), 0));
        assert_eq!(read(r#"{"number":"7"}"#), (None, 1));
        assert_eq!(read(r#"{"number":4294967296}"#), (None, 1));
    }

    #[test]
    fn mistakes_within_a_field_are_named_with_it() {
        let body = r#"{"needed":"","nested":{"flag":"yes","other":1}}"#;
        let form = Form::from_json(body.as_bytes()).expect("an object");
        let problem = format!("{:?}", form.read::<Everything>().expect_err("two mistakes"));
        assert!(
            problem.contains("nested.flag") && problem.contains("nested.other"),
            "{problem}"
        );
    }

    #[test]
    fn mistakes_within_a_list_are_named_with_their_place() {
        let mistakes = |list: &str| {
            let body = format!(r#"{{"needed":"","objects":{list}}}"#);
            let form = Form::from_json(body.as_bytes()).expect("an object");
            match form.read::<Everything>() {
                Ok(_) => String::new(),
                Err(problem) => format!("{problem:?}"),
            }
        };
        assert_eq!(mistakes(r#"[{"flag":true}]"#), "");
        let two = mistakes(r#"[{"flag":true},{"flag":1,"other":2},7]"#);
        for place in ["objects[1].flag", "objects[1].other", "objects[2]"] {
            assert!(two.contains(place), "{two}");
        }
        assert!(mistakes("7").contains("Give a list"));
        assert!(mistakes("[{},{},{},{}]").contains("at most 3"));
    }

    proptest! {
        #[test]
        fn no_body_makes_it_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Form::from_json(&body).and_then(Form::read::<Everything>);
        }

        #[test]
        fn no_query_makes_it_panic(query in "\\PC{0,100}") {
            let _ = Form::from_query(&query).read::<Everything>();
        }

        #[test]
        fn every_field_that_nobody_asked_for_is_refused(name in "[a-z_]{1,20}", value in any::<i64>()) {
            prop_assume!(!["text", "flag", "number", "needed", "list", "objects"].contains(&name.as_str()));
            let body = serde_json::json!({ name: value }).to_string();
            let form = Form::from_json(body.as_bytes()).expect("an object");
            prop_assert!(form.read::<Everything>().is_err());
        }
    }
}
