//! Reads template.yaml: what is measured is configured as it is deployed. As much of CloudFormation's language is
//! understood as the functions' blocks use:
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_yaml_ng::Value;

/// What is a function's path in the template, before its name.
const BUILT: &str = "target/lambda/";

/// The template, with a value for each parameter.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    document: Value,
    values: BTreeMap<String, String>,
}

/// A function, as the template has it.
#[derive(Debug, Clone)]
pub(crate) struct Function {
    /// The name that crate, binary and `CodeUri` share.
    pub(crate) name: String,
    /// Memory, in MB.
    pub(crate) memory: u64,
    /// How long an event may take, in seconds.
    pub(crate) timeout: u64,
    environment: Value,
    events: Value,
}

/// An event source that takes messages from a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueueTrigger {
    /// The queue's name in the template.
    pub(crate) queue: String,
    /// The most messages of one event.
    pub(crate) batch: usize,
    /// How many environments may work at once.
    pub(crate) concurrency: usize,
    /// After how many seconds what failed comes back.
    pub(crate) visibility: u64,
}

/// An event source that follows the table's stream.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StreamTrigger {
    /// The most records of one event.
    pub(crate) batch: usize,
    /// How many seconds a batch waits for more.
    pub(crate) window: u64,
    /// Patterns, one of which a record must fit.
    pub(crate) patterns: Vec<serde_json::Value>,
}

impl Function {
    /// A function that the template does not have, with Lambda's defaults and nothing in its environment.
    pub(crate) fn bare(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            memory: 128,
            timeout: 3,
            environment: Value::Null,
            events: Value::Null,
        }
    }
}

impl Template {
    /// Reads the template, with the defaults of its parameters.
    ///
    /// # Errors
    /// When it is no YAML.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let document: Value = serde_yaml_ng::from_str(text).context("template.yaml is no YAML")?;
        let mut values = BTreeMap::new();
        for (name, value) in [
            ("AWS::Region", "us-east-1"),
            ("AWS::AccountId", "000000000000"),
            ("AWS::Partition", "aws"),
            ("AWS::URLSuffix", "amazonaws.com"),
            ("AWS::StackName", "tidings"),
        ] {
            values.insert(name.to_owned(), value.to_owned());
        }
        for (name, parameter) in entries(&document["Parameters"]) {
            if let Some(default) = scalar(&parameter["Default"]) {
                values.insert(name, default);
            }
        }
        for (name, resource) in entries(&document["Resources"]) {
            let is_queue = resource["Type"] == "AWS::SQS::Queue";
            let value = if is_queue {
                format!("https://sqs.us-east-1.amazonaws.com/000000000000/{name}")
            } else {
                name.clone()
            };
            values.insert(name, value);
        }
        Ok(Self { document, values })
    }

    /// The template with another value for a parameter, or for what a resource is known by.
    #[must_use]
    pub(crate) fn with(&self, name: &str, value: impl ToString) -> Self {
        let mut template = self.clone();
        template.values.insert(name.to_owned(), value.to_string());
        template
    }

    /// All functions.
    ///
    /// # Errors
    /// When one can't be understood.
    pub(crate) fn functions(&self) -> Result<Vec<Function>> {
        let defaults = &self.document["Globals"]["Function"];
        let mut functions = Vec::new();
        for (id, resource) in entries(&self.document["Resources"]) {
            if resource["Type"] != "AWS::Serverless::Function" {
                continue;
            }
            let properties = &resource["Properties"];
            let uri = properties["CodeUri"].as_str().unwrap_or_default();
            let name = uri
                .strip_prefix(BUILT)
                .with_context(|| format!("the CodeUri of {id} is not below {BUILT}"))?;
            functions.push(Function {
                name: name.trim_end_matches('/').to_owned(),
                memory: number(properties, "MemorySize")
                    .or(number(defaults, "MemorySize"))
                    .unwrap_or(128),
                timeout: number(properties, "Timeout").unwrap_or(3),
                environment: properties["Environment"]["Variables"].clone(),
                events: properties["Events"].clone(),
            });
        }
        Ok(functions)
    }

    /// One function.
    ///
    /// # Errors
    /// When there is none of this name.
    pub(crate) fn function(&self, name: &str) -> Result<Function> {
        let mut functions = self.functions()?.into_iter();
        functions
            .find(|function| function.name == name)
            .with_context(|| format!("template.yaml has no function {name}"))
    }

    /// A function's environment variables.
    ///
    /// # Errors
    /// When one says something that is not understood, or refers to something that has no value.
    pub(crate) fn environment(&self, function: &Function) -> Result<BTreeMap<String, String>> {
        let mut variables = BTreeMap::new();
        for (name, value) in entries(&function.environment) {
            let text = self
                .text(value)
                .with_context(|| format!("the variable {name} of {}", function.name))?;
            if let Some(text) = text {
                variables.insert(name, text);
            }
        }
        Ok(variables)
    }

    /// The queue that a function works for.
    ///
    /// # Errors
    /// When it works for none, or for several.
    pub(crate) fn queue_trigger(&self, function: &Function) -> Result<QueueTrigger> {
        let properties = trigger(function, "SQS")?;
        let arn = self.text(&properties["Queue"])?.unwrap_or_default();
        let queue = arn.split('.').next().unwrap_or_default().to_owned();
        let definition = &self.document["Resources"][queue.as_str()]["Properties"];
        let concurrency = &properties["ScalingConfig"]["MaximumConcurrency"];
        Ok(QueueTrigger {
            batch: self.count(&properties["BatchSize"])?.unwrap_or(10),
            // One that has no limit is measured alone: it works on few and large tasks.
            concurrency: self.count(concurrency)?.unwrap_or(1),
            visibility: self.count(&definition["VisibilityTimeout"])?.unwrap_or(30) as u64,
            queue,
        })
    }

    /// How a function follows the table's stream.
    ///
    /// # Errors
    /// When it does not.
    pub(crate) fn stream_trigger(&self, function: &Function) -> Result<StreamTrigger> {
        let properties = trigger(function, "DynamoDB")?;
        let filters = properties["FilterCriteria"]["Filters"].as_sequence();
        let patterns = filters.into_iter().flatten().map(|filter| {
            let pattern = filter["Pattern"].as_str().unwrap_or_default();
            serde_json::from_str(pattern).with_context(|| format!("the pattern {pattern}"))
        });
        let window = &properties["MaximumBatchingWindowInSeconds"];
        Ok(StreamTrigger {
            batch: self.count(&properties["BatchSize"])?.unwrap_or(100),
            window: self.count(window)?.unwrap_or(0) as u64,
            patterns: patterns.collect::<Result<_>>()?,
        })
    }

    fn count(&self, value: &Value) -> Result<Option<usize>> {
        let text = if value.is_null() {
            None
        } else {
            self.text(value)?
        };
        text.map(|text| text.parse().with_context(|| format!("{text} is no number")))
            .transpose()
    }

    /// What a value comes to; `None` for no value.
    fn text(&self, value: &Value) -> Result<Option<String>> {
        if let Some(text) = scalar(value) {
            return Ok(Some(text));
        }
        let Value::Tagged(tagged) = value else {
            bail!("a value of a kind that is not understood");
        };
        let inner = &tagged.value;
        match tagged.tag.to_string().as_str() {
            "!Ref" => self.reference(inner.as_str().unwrap_or_default()),
            "!GetAtt" => Ok(inner.as_str().map(str::to_owned)),
            "!Sub" => self.substitute(inner).map(Some),
            "!If" => {
                let [condition, yes, no] = parts(inner)?;
                let holds = self.holds(condition.as_str().unwrap_or_default())?;
                self.text(if holds { yes } else { no })
            }
            other => bail!("{other} is not understood"),
        }
    }

    fn reference(&self, name: &str) -> Result<Option<String>> {
        if name == "AWS::NoValue" {
            return Ok(None);
        }
        let value = self.values.get(name).cloned();
        value
            .with_context(|| format!("{name} has no value"))
            .map(Some)
    }

    fn substitute(&self, value: &Value) -> Result<String> {
        let text = value
            .as_str()
            .context("!Sub with a list is not understood")?;
        let mut result = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, behind) = after.split_once('}').context("a ${ without its }")?;
            result.push_str(before);
            match name.split_once('.') {
                Some(_) => result.push_str(name),
                None => result.push_str(&self.reference(name)?.unwrap_or_default()),
            }
            rest = behind;
        }
        Ok(result + rest)
    }

    fn holds(&self, condition: &str) -> Result<bool> {
        self.is_true(&self.document["Conditions"][condition])
            .with_context(|| format!("the condition {condition}"))
    }

    fn is_true(&self, value: &Value) -> Result<bool> {
        let Value::Tagged(tagged) = value else {
            bail!("a condition of a kind that is not understood");
        };
        match tagged.tag.to_string().as_str() {
            "!Equals" => {
                let [one, other] = parts(&tagged.value)?;
                Ok(self.text(one)? == self.text(other)?)
            }
            "!Not" => {
                let [inner] = parts(&tagged.value)?;
                Ok(!self.is_true(inner)?)
            }
            "!Condition" => self.holds(tagged.value.as_str().unwrap_or_default()),
            other => bail!("{other} is not understood"),
        }
    }
}

fn trigger<'a>(function: &'a Function, kind: &str) -> Result<&'a Value> {
    let events = function
        .events
        .as_mapping()
        .into_iter()
        .flat_map(|events| events.values());
    let mut found = events.filter(|event| event["Type"] == kind);
    match (found.next(), found.next()) {
        (Some(event), None) => Ok(&event["Properties"]),
        _ => bail!(
            "{} does not have one event source of the type {kind}",
            function.name
        ),
    }
}

fn parts<const COUNT: usize>(value: &Value) -> Result<[&Value; COUNT]> {
    let all: Vec<&Value> = value.as_sequence().into_iter().flatten().collect();
    let count = all.len();
    <[&Value; COUNT]>::try_from(all)
        .map_err(|_| anyhow::anyhow!("{COUNT} parts are needed, and there are {count}"))
}

fn entries(value: &Value) -> impl Iterator<Item = (String, &Value)> {
    value
        .as_mapping()
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.as_str()?.to_owned(), value)))
}

fn number(properties: &Value, name: &str) -> Option<u64> {
    properties[name].as_u64()
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
