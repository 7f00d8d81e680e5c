//! A CloudFormation template, read as data: enough of it to say which resource speaks of which.

use yaml_serde::Value;

/// A template.
pub(crate) struct Template(Value);

/// A resource of it.
#[derive(Clone, Copy)]
pub(crate) struct Resource<'a> {
    /// Its logical id.
    pub(crate) id: &'a str,
    value: &'a Value,
}

impl Template {
    pub(crate) fn parse(text: &str) -> Result<Self, yaml_serde::Error> {
        let mut value: Value = yaml_serde::from_str(text)?;
        value.apply_merge()?;
        Ok(Self(value))
    }

    /// All resources of a type.
    pub(crate) fn resources<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = Resource<'a>> {
        let resources = self.0["Resources"].as_mapping().into_iter().flatten();
        resources
            .filter(move |(_, value)| value["Type"].as_str() == Some(kind))
            .filter_map(|(id, value)| {
                Some(Resource {
                    id: id.as_str()?,
                    value,
                })
            })
    }

    /// A property that all functions share.
    pub(crate) fn global(&self, property: &str) -> &Value {
        &self.0["Globals"]["Function"][property]
    }
}

impl<'a> Resource<'a> {
    /// A property, or null.
    pub(crate) fn property(&self, name: &str) -> &'a Value {
        &self.value["Properties"][name]
    }
}

/// Every text in a value, whatever function of CloudFormation it stands in.
pub(crate) fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Sequence(items) => items.iter().flat_map(texts).collect(),
        Value::Mapping(entries) => entries.iter().flat_map(|(_, value)| texts(value)).collect(),
        Value::Tagged(tagged) => texts(&tagged.value),
        _ => Vec::new(),
    }
}

/// Whether a value speaks of a resource, by `!Ref`, `!GetAtt` or `!Sub`.
pub(crate) fn speaks_of(value: &Value, id: &str) -> bool {
    texts(value).into_iter().any(|text| {
        text == id
            || text.starts_with(&format!("{id}."))
            || text.contains(&format!("${{{id}}}"))
            || text.contains(&format!("${{{id}."))
    })
}

/// One text, or a list of them.
pub(crate) fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Sequence(items) => items.iter().collect(),
        one => vec![one],
    }
}
