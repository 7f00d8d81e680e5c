//! The values of attributes, and addresses relative to the document.

use std::ops::RangeInclusive;

use crate::{
    parameters::{is_e164, is_web_url},
    twiml::{Problem, document::Element},
};

/// The longest silence, pause or ring that is taken, in seconds: Twilio's limit of a call by itself.
const LONGEST_SECONDS: u64 = 14_400;
const MOST_HINTS: usize = 500;
const LONGEST_HINT: usize = 100;

/// Whether a phone has this key.
pub(super) fn is_key(key: char) -> bool {
    matches!(key, '0'..='9' | '*' | '#')
}

/// Where the document lies: the base of relative addresses. Empty when it came in a parameter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Base<'a>(pub(super) &'a str);

impl Base<'_> {
    /// The absolute address of `url`, its fragment kept.
    pub(super) fn join(self, element: &Element, url: &str) -> Result<String, Problem> {
        let joined = match reqwest::Url::parse(self.0) {
            Ok(base) => base.join(url).map(String::from),
            Err(_) => reqwest::Url::parse(url).map(String::from),
        };
        joined
            .ok()
            .filter(|joined| !url.is_empty() && is_web_url(joined))
            .ok_or_else(|| {
                Problem::schema(
                    element,
                    &format!(
                        "<{}> needs a URL, and an absolute one where the document has none itself.",
                        element.name
                    ),
                )
            })
    }
}

impl Element {
    pub(super) fn refuse_children(&self) -> Result<(), Problem> {
        match self.children.first() {
            None => Ok(()),
            Some(child) => Err(Problem::schema(
                child,
                &format!("<{}> may not stand in <{}>.", child.name, self.name),
            )),
        }
    }

    pub(super) fn refuse_content(&self) -> Result<(), Problem> {
        self.refuse_children()?;
        self.refuse_text()
    }

    fn bad(&self, name: &str, wanted: &str) -> Problem {
        Problem::schema(self, &format!("{name} must be {wanted}."))
    }

    pub(super) fn one_of<'a>(
        &'a self,
        name: &str,
        known: &[&str],
    ) -> Result<Option<&'a str>, Problem> {
        match self.attribute(name) {
            Some(value) if !known.contains(&value) => {
                Err(self.bad(name, &format!("one of {}", known.join(", "))))
            }
            value => Ok(value),
        }
    }

    pub(super) fn by_get(&self, name: &str) -> Result<bool, Problem> {
        let method = self.one_of(name, &["GET", "POST"])?;
        Ok(method == Some("GET"))
    }

    pub(super) fn flag(&self, name: &str, default: bool) -> Result<bool, Problem> {
        let flag = self.one_of(name, &["true", "false"])?;
        Ok(flag.map_or(default, |flag| flag == "true"))
    }

    pub(super) fn number(
        &self,
        name: &str,
        range: RangeInclusive<u64>,
    ) -> Result<Option<u64>, Problem> {
        let Some(value) = self.attribute(name) else {
            return Ok(None);
        };
        let digits = value.bytes().all(|byte| byte.is_ascii_digit());
        let number = value
            .parse()
            .ok()
            .filter(|number| digits && range.contains(number));
        number.map(Some).ok_or_else(|| {
            let wanted = format!("a whole number from {} to {}", range.start(), range.end());
            self.bad(name, &wanted)
        })
    }

    pub(super) fn seconds(&self, name: &str) -> Result<Option<u64>, Problem> {
        self.number(name, 1..=LONGEST_SECONDS)
    }

    pub(super) fn phone(&self, phone: &str) -> Result<String, Problem> {
        if is_e164(phone) {
            Ok(phone.to_owned())
        } else {
            Err(Problem::schema(
                self,
                &format!(
                    "<{}> needs a number in E.164, such as +12025550143.",
                    self.name
                ),
            ))
        }
    }

    /// The phrases that are likely to be heard.
    pub(super) fn hints(&self) -> Result<Vec<String>, Problem> {
        let Some(text) = self.attribute("hints") else {
            return Ok(Vec::new());
        };
        let hints: Vec<String> = text.split(',').map(str::to_owned).collect();
        let fits = |hint: &String| (1..=LONGEST_HINT).contains(&hint.chars().count());
        if hints.len() > MOST_HINTS || !hints.iter().all(fits) {
            return Err(self.bad(
                "hints",
                "up to 500 phrases of up to 100 characters, with commas between",
            ));
        }
        Ok(hints.iter().map(|hint| hint.trim().to_owned()).collect())
    }
}
