//! Reading a template: words, and fields in braces.

use super::{InvalidTemplate, MergeField, Part};

/// Splits a text into words and fields.
pub(super) fn parts(text: &str) -> Result<Vec<Part>, InvalidTemplate> {
    let mut parts = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(index) = rest.find(['{', '}']) {
        words.push_str(&rest[..index]);
        rest = &rest[index..];
        let position = text[..text.len() - rest.len()].chars().count() + 1;
        rest = if let Some(after) = rest.strip_prefix("{{") {
            refuse_double_braces(after, position)?;
            words.push('{');
            after
        } else if let Some(after) = rest.strip_prefix("}}") {
            words.push('}');
            after
        } else if let Some(inside) = rest.strip_prefix('{') {
            let (inside, after) = inside
                .split_once('}')
                .filter(|(inside, _)| !inside.contains('{'))
                .ok_or(InvalidTemplate::UnclosedBrace { position })?;
            if !words.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut words)));
            }
            parts.push(field(inside, position)?);
            after
        } else {
            return Err(InvalidTemplate::StrayClosingBrace { position });
        };
    }
    words.push_str(rest);
    if !words.is_empty() {
        parts.push(Part::Text(words));
    }
    Ok(parts)
}

/// Whoever writes `{{first_name}}` does not want readers to see `{first_name}`.
fn refuse_double_braces(after: &str, position: usize) -> Result<(), InvalidTemplate> {
    let inside = after.split_once("}}").map(|(inside, _)| inside);
    match inside.and_then(|inside| MergeField::named(inside.split('|').next()?)) {
        Some(_) => Err(InvalidTemplate::DoubleBraces { position }),
        None => Ok(()),
    }
}

fn field(inside: &str, position: usize) -> Result<Part, InvalidTemplate> {
    let (name, fallback) = match inside.split_once('|') {
        Some((name, fallback)) => (name, Some(fallback.trim())),
        None => (inside, None),
    };
    let field = MergeField::named(name).ok_or(InvalidTemplate::UnknownField { position })?;
    if fallback.is_some_and(str::is_empty) {
        return Err(InvalidTemplate::EmptyFallback { position });
    }
    let fallback = fallback.map(str::to_owned);
    Ok(Part::Field { field, fallback })
}
