//! Which records an event source hands over: <https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html>.

use serde_json::Value;

/// Whether a record fits a pattern. Of the comparisons, equality and `prefix` are known; one that is not known fits
/// nothing, which shows.
pub(crate) fn fits(pattern: &Value, record: &Value) -> bool {
    match pattern {
        Value::Object(fields) => fields
            .iter()
            .all(|(name, pattern)| fits(pattern, record.get(name).unwrap_or(&Value::Null))),
        Value::Array(alternatives) => alternatives.iter().any(|one| is_like(one, record)),
        _ => false,
    }
}

fn is_like(comparison: &Value, value: &Value) -> bool {
    match comparison.get("prefix") {
        Some(prefix) => match (prefix.as_str(), value.as_str()) {
            (Some(prefix), Some(text)) => text.starts_with(prefix),
            _ => false,
        },
        None => comparison == value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_record_has_to_fit_every_field_of_a_pattern() {
        let pattern = json!({ "keys": { "pk": { "S": ["contacts"] }, "sk": { "S": [{ "prefix": "con_" }] } } });
        let record = |pk: &str, sk: &str| json!({ "keys": { "pk": { "S": pk }, "sk": { "S": sk } }, "other": 1 });
        assert!(fits(&pattern, &record("contacts", "con_1")));
        assert!(!fits(&pattern, &record("deletions", "con_1")));
        assert!(!fits(&pattern, &record("contacts", "grp_1")));
        assert!(!fits(&pattern, &json!({})));
        assert!(!fits(
            &json!({ "other": [{ "numeric": [">", 0] }] }),
            &record("contacts", "con_1")
        ));
    }
}
